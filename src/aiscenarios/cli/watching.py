"""The page of ``watch``: one run in Mesa's own Solara view. Solara imports this file and shows ``page``.

What to show stands in the environment, since the server is a process of its own.
"""

import json
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
import solara
from mesa.visualization import SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

from aiscenarios import outcomes, quarters
from aiscenarios.cli.watch import ASKED
from aiscenarios.ensemble.agents import RaceModel
from aiscenarios.errors import InputError
from aiscenarios.outcomes import Outcome
from aiscenarios.scenario import load
from aiscenarios.state import BLOCS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["CHARTS", "Workforce", "model", "page", "settings", "workforce"]

CHARTS = (
    {"talent_share.top20.US": "tab:blue", "talent_share.top20.CN": "tab:red"},
    {"compute_share.US": "tab:blue", "compute_share.CN": "tab:red"},
    {"us_gap": "tab:green"},
    {"adoption.US": "tab:blue", "adoption.CN": "tab:red"},
)
"""Columns of each chart with their colours, all of one outcome; each is collected."""


def settings() -> dict[str, Any]:
    """What was asked for: scenario, seed, run and agents.

    Raises:
        InputError: nothing was.
    """
    if ASKED not in os.environ:
        raise InputError(f"{ASKED} is not set", hint="aiscenarios watch sets it and serves this page")
    given: dict[str, Any] = json.loads(os.environ[ASKED])
    return given


def _slider(label: str, value: int, low: int, high: int, step: int = 1) -> dict[str, Any]:
    return {"type": "SliderInt", "label": label, "value": value, "min": low, "max": high, "step": step}


def _worded(chart: Mapping[str, str]) -> "Callable[[Axes], None]":
    """Puts the outcome's meaning over a chart, its unit and the quarters on the axes."""
    (outcome,) = {_family(column) for column in chart}

    def word(axes: "Axes") -> None:
        axes.set_title(outcome.meaning, fontsize="medium", wrap=True)
        axes.set_ylabel(outcome.unit)
        axes.xaxis.set_major_formatter(lambda t, _: quarters.label(max(round(t), 0)))

    return word


def _family(column: str) -> Outcome:
    return next(outcome for outcome in outcomes.CATALOGUE if column in outcome.columns())


def workforce(model: RaceModel) -> pd.DataFrame:
    """Persons at work, bloc by bloc: all, the world's top fifth and top 2%, and by bloc of first degree."""
    people, blocs = model.frame("people"), model.arrays["labs"]["bloc"]
    at = blocs[people["lab"].to_numpy()]
    groups = {
        name: people["tier"] >= tier for tier, name in enumerate(("researchers", "top fifth", "top 2%"))
    }
    groups |= {f"from {bloc}": people["origin"] == b for b, bloc in enumerate(BLOCS)}
    counted = {
        name: [round(float(people["weight"][ours & (at == b)].sum())) for b in range(len(BLOCS))]
        for name, ours in groups.items()
    }
    when = f"persons, end of {quarters.label(model.quarter - 1)}" if model.quarter else "persons"
    return pd.DataFrame({when: BLOCS} | counted)


@solara.component  # type: ignore[attr-defined]
def Workforce(model: RaceModel) -> None:
    """The table of who works where, told anew each quarter."""
    update_counter.get()
    solara.DataFrame(workforce(model))  # type: ignore[attr-defined]


asked = settings()
model = RaceModel(**asked)
"""The run that is watched; the view's buttons step it, reset it and play it."""
page = SolaraViz(
    model,
    components=[
        *(make_plot_component(chart, post_process=_worded(chart)) for chart in CHARTS),
        (Workforce, 0),
    ],
    model_params={
        "scenario": asked["scenario"],
        "seed": asked["seed"],
        "run": _slider("run", asked["run"], 0, max(99, asked["run"])),
        "agents": _slider("researchers simulated", asked["agents"], 100, max(4000, asked["agents"]), 100),
    },
    name=load(asked["scenario"]).title,
)
