"""The page of ``watch``: one run in Mesa's own Solara view. Solara imports this file and shows ``page``.

What to show stands in the environment, since the server is a process of its own.
"""

import json
import os
from typing import Any

from mesa.visualization import SolaraViz, make_plot_component

from aiscenarios.ensemble.agents import COLLECTED, RaceModel
from aiscenarios.scenario import load

__all__ = ["ASKED", "model", "page", "settings"]

ASKED = "AISCENARIOS_WATCH"
"""Environment variable with scenario, seed, run and agents as JSON."""
CHARTS = (
    {"talent_share.top20.US": "tab:blue", "talent_share.top20.CN": "tab:red"},
    {"compute_share.US": "tab:blue", "compute_share.CN": "tab:red"},
    {"us_gap": "tab:green"},
    {"adoption.US": "tab:blue", "adoption.CN": "tab:red"},
)
assert all(column in COLLECTED for chart in CHARTS for column in chart)


def settings() -> dict[str, Any]:
    """What was asked for."""
    given: dict[str, Any] = json.loads(os.environ.get(ASKED, "{}"))
    return {"scenario": "current_policy", "seed": 2026, "run": 0, "agents": 1000} | given


def _slider(label: str, value: int, low: int, high: int, step: int = 1) -> dict[str, Any]:
    return {"type": "SliderInt", "label": label, "value": value, "min": low, "max": high, "step": step}


asked = settings()
model = RaceModel(**asked)
"""The run that is watched; the view's buttons step it, reset it and play it."""
page = SolaraViz(
    model,
    components=[make_plot_component(chart) for chart in CHARTS],
    model_params={
        "scenario": asked["scenario"],
        "seed": asked["seed"],
        "run": _slider("run", asked["run"], 0, max(99, asked["run"])),
        "agents": _slider("researchers simulated", asked["agents"], 100, max(4000, asked["agents"]), 100),
    },
    name=load(asked["scenario"]).title,
)
