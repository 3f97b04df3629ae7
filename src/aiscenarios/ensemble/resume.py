"""Take up a stored ensemble from its folder alone: what is missing is simulated, and more runs appended."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.progress import Style
from aiscenarios.ensemble.reading import open, scenario_in
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.run import run
from aiscenarios.ensemble.store import Store
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.levers import UserLever
    from aiscenarios.outcomes import Outcome

__all__ = ["refuse_other", "resume"]


def resume(
    folder: str | Path,
    runs: int | None = None,
    *,
    threads: int | None = None,
    levers: "Sequence[UserLever]" = (),
    outcomes: "Sequence[Outcome]" = (),
    progress: Style = "auto",
) -> Result:
    """Finish what was interrupted or damaged, bit-equal to a run in one go; or extend it.

    Args:
        folder: of a stored result, whole or not.
        runs: in all; default: as many as were asked for.
        threads: default: one a core.
        levers: policies from outside the package that the result was made with.
        outcomes: outcomes from outside the package that it was made with.
        progress: on stderr: ``auto``, ``bar``, ``lines`` or ``none``.

    Raises:
        InputError: the folder holds no result, another version of the model or of the evidence than here made
            it, fewer runs are asked for than it holds, or what it needs from outside is not given, or is not
            what it was made with.
    """
    store = stores.open_store(Path(folder))
    made = store.manifest
    if runs is not None and runs < made.runs:
        raise InputError(
            f"{made.runs:,} runs are asked for already (got {runs:,})", file=str(folder), path="runs",
            hint="a result can be extended, not cut; ais.open(folder).first(n) reads its first runs",
        )  # fmt: skip
    refuse_other(store, levers, outcomes)
    run(
        scenario_in(store), runs or made.runs, made.seed, out=store.folder, threads=threads,
        agents=made.agents, beliefs=made.beliefs, levers=levers, outcomes=outcomes, progress=progress,
    )  # fmt: skip
    return open(folder)


def refuse_other(store: Store, levers: "Sequence[UserLever]", outcomes: "Sequence[Outcome]") -> None:
    """Everything from outside that a result was made with must be given again as it was.

    Raises:
        InputError: it is not given, or has changed since.
    """
    from aiscenarios.scenario import outside

    given = outside(levers, outcomes)
    for name, digest in sorted(store.manifest.extensions.items()):
        if name not in given.digests:
            raise InputError(
                f"needs '{name}' from outside the package", file=str(store.folder),
                hint="name the module that holds it with --with",
            )  # fmt: skip
        if given.digests[name] != digest:
            raise InputError(
                f"'{name}' has changed since ({given.origin(name).module})", file=str(store.folder),
                hint="give that version, or run into a new folder",
            )  # fmt: skip
