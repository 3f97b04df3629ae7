"""Probabilistic scenarios of the AI race: ``import aiscenarios as ais``.

Importing is light; each name below loads its part of the package when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios import evidence
    from aiscenarios.analysis.compare import compare
    from aiscenarios.calibration.fit import fit as calibrate
    from aiscenarios.ensemble import agents
    from aiscenarios.ensemble.reading import open
    from aiscenarios.ensemble.resume import resume
    from aiscenarios.ensemble.run import run
    from aiscenarios.hindcasts.hindcast import hindcast
    from aiscenarios.questions.ask import ask
    from aiscenarios.questions.scores import score
    from aiscenarios.scenario import load
    from aiscenarios.updates.update import update

__all__ = [
    "InputError", "agents", "ask", "calibrate", "compare", "evidence", "hindcast", "load", "open", "resume",
    "run", "score", "update",
]  # fmt: skip

__version__ = "0.1.0"

_PLACES = {
    "agents": "aiscenarios.ensemble.agents",
    "ask": "aiscenarios.questions:ask",
    "calibrate": "aiscenarios.calibration:fit",
    "compare": "aiscenarios.analysis:compare",
    "evidence": "aiscenarios.evidence",
    "hindcast": "aiscenarios.hindcasts:hindcast",
    "load": "aiscenarios.scenario:load",
    "open": "aiscenarios.ensemble:open",
    "resume": "aiscenarios.ensemble:resume",
    "run": "aiscenarios.ensemble:run",
    "score": "aiscenarios.questions:score",
    "update": "aiscenarios.updates:update",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'aiscenarios' has no attribute '{name}'")
    module, _, attribute = _PLACES[name].partition(":")
    loaded = import_module(module)
    return getattr(loaded, attribute) if attribute else loaded


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
