"""Chance of each ending as points with their sampling ranges, for one scenario or several."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble.intervals import Estimate
from aiscenarios.ensemble.result import Result
from aiscenarios.plots import paper, style
from aiscenarios.plots.rounding import estimate
from aiscenarios.plots.source import percents

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.figure import Figure

__all__ = ["Chances", "Endings", "figure", "still", "view"]

_APART = 0.7
"""Share of an ending's row over which its scenarios are spread."""


class Chances(NamedTuple):
    """The chances of all endings in one scenario, in the order of ``Endings.endings``."""

    scenario: str
    found: tuple[Estimate, ...]


class Endings(NamedTuple):
    """Endings x scenarios."""

    title: str
    caption: str
    label: str
    table: "pd.DataFrame"
    endings: tuple[str, ...]
    scenarios: tuple[Chances, ...]


def view(results: Sequence[Result]) -> Endings:
    """Chance of each ending that all results speak of, by the date of the first, the most probable first."""
    by = quarters.label(results[0].scenario.by)
    shared = [name for name in results[0].chances if all(name in result.chances for result in results)]
    names = sorted(shared, key=lambda name: -results[0].chances[name].value)
    titles = tuple(results[0].judgement[name].title for name in names)
    scenarios = tuple(
        Chances(result.scenario.title, tuple(result.chances[name] for name in names)) for result in results
    )
    runs = " and ".join(sorted({f"{result.runs:,}" for result in results}))
    return Endings(
        title=f"Chance of each ending by the end of {by}",
        caption=(
            f"Points: share of {runs} runs; bars: 90% sampling range, with failed runs counted either way. "
            "More than one ending can happen, so the chances do not add to 100%."
        ),
        label=f"By the end of {by}: " + " ".join(_sentence(each, titles) for each in scenarios),
        table=_table(scenarios, titles),
        endings=titles,
        scenarios=scenarios,
    )


def _cells(chances: Chances) -> list[str]:
    return [estimate(found) for found in chances.found]


def _sentence(chances: Chances, titles: Sequence[str]) -> str:
    pairs = ", ".join(f"{title} {cell}" for title, cell in zip(titles, _cells(chances), strict=True))
    return f"{chances.scenario}: {pairs}."


def _table(scenarios: Sequence[Chances], titles: Sequence[str]) -> "pd.DataFrame":
    import pandas as pd

    table = pd.DataFrame({"ending": titles})
    for place, chances in enumerate(scenarios):
        table.insert(place + 1, chances.scenario, _cells(chances), allow_duplicates=True)
    return table


def _rows(drawn: Endings, place: int) -> NDArray[np.float64]:
    """Heights of one scenario's points: rows count downwards, scenarios lie side by side within a row."""
    middle = (len(drawn.scenarios) - 1) / 2
    return np.arange(len(drawn.endings), dtype=np.float64) + _APART * (place - middle) / len(drawn.scenarios)


def figure(drawn: Endings) -> "go.Figure":
    """Points with bars; one row an ending."""
    import plotly.graph_objects as go

    chart = go.Figure()
    for place, chances in enumerate(drawn.scenarios):
        chance, low, high = percents(chances.found)
        chart.add_scatter(
            x=chance, y=_rows(drawn, place), mode="markers",
            name=style.escape(chances.scenario), marker={"color": style.colour(place), "size": 9},
            customdata=_cells(chances), hovertemplate="%{customdata}", showlegend=len(drawn.scenarios) > 1,
            error_x={
                "type": "data", "symmetric": False, "array": high - chance,
                "arrayminus": chance - low, "thickness": 2, "width": 4,
            },
        )  # fmt: skip
    style.dress(chart, drawn.title, "chance, %", "")
    chart.update_xaxes(range=(-2, 102))
    chart.update_yaxes(
        tickvals=list(range(len(drawn.endings))), ticktext=style.ticks(drawn.endings),
        range=(len(drawn.endings) - 0.5, -0.5),
    )  # fmt: skip
    return chart


def still(drawn: Endings, size: paper.Size) -> "Figure":
    """The same on paper."""
    with paper.canvas(size) as (page, (axes,)):
        for place, chances in enumerate(drawn.scenarios):
            chance, low, high = percents(chances.found)
            spread = np.abs(np.array([chance - low, high - chance]))
            axes.errorbar(
                chance, _rows(drawn, place), xerr=spread, fmt="o", markersize=4,
                color=style.colour(place), label=chances.scenario, capsize=2,
            )  # fmt: skip
        axes.set_xlim(-2, 102)
        axes.set_yticks(range(len(drawn.endings)), drawn.endings)
        axes.invert_yaxis()
        paper.dress(page, axes, drawn.title, "chance, %", "", legend=len(drawn.scenarios) > 1)
    return page
