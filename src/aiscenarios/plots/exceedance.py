"""Exceedance curve: the chance that an outcome lies above each value, by scenario."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble.intervals import Estimate
from aiscenarios.ensemble.result import Result
from aiscenarios.plots import paper, style
from aiscenarios.plots.measures import Measure, measure
from aiscenarios.plots.rounding import estimate
from aiscenarios.plots.source import Sample, asked_quarter, at_quarter, percents
from aiscenarios.plots.tables import median_error

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.figure import Figure

__all__ = ["Curve", "Exceedance", "figure", "still", "view"]

_POINTS = 81
_ROWS = 9
_REACH = (0.01, 0.99)
_BAND = 0.16


class Curve(NamedTuple):
    """Chance above each of ``Exceedance.values`` in one scenario."""

    scenario: str
    found: tuple[Estimate, ...]


class Exceedance(NamedTuple):
    """One outcome at one date, in all scenarios."""

    title: str
    caption: str
    label: str
    table: "pd.DataFrame"
    measure: Measure
    values: NDArray[np.float64]
    """Values of the outcome, in the axis's unit."""
    curves: tuple[Curve, ...]


def view(
    results: Sequence[Result], column: str, bloc: str | None = None, at: str | None = None
) -> Exceedance:
    """Chance of exceeding each value of an outcome.

    Args:
        results: one or several.
        column: an outcome column.
        bloc: added to the column's name.
        at: a quarter such as ``2030Q4``; the date endings are judged at unless given.
    """
    words = measure(results[0], f"{column}.{bloc}" if bloc else column)
    quarter = asked_quarter(results, at)
    samples = [at_quarter(result, words.column, quarter).times(words.factor) for result in results]
    least, most = np.quantile(np.concatenate([sample.values for sample in samples]), _REACH)
    values = np.linspace(least, most, _POINTS)
    pairs = zip(results, samples, strict=True)
    curves = tuple(_curve(result.scenario.title, sample, values) for result, sample in pairs)
    return Exceedance(
        title=f"{words.title} at the end of {quarters.label(quarter)}: chance of more than",
        caption=(
            f"Share of runs above each value at the end of {quarters.label(quarter)}; "
            "shaded: 90% sampling range."
        ),
        label=_label(words, samples, results, quarter),
        table=_table(words, values, curves),
        measure=words,
        values=values,
        curves=curves,
    )


def _curve(scenario: str, sample: Sample, values: NDArray[np.float64]) -> Curve:
    return Curve(scenario, tuple(map(sample.above, values.tolist())))


def _label(words: Measure, samples: Sequence[Sample], results: Sequence[Result], quarter: int) -> str:
    middles = [words.number(float(sample.quantile((0.5,))[0]), median_error(*sample)) for sample in samples]
    parts = [f"{result.scenario.title} {middle}" for result, middle in zip(results, middles, strict=True)]
    when = quarters.label(quarter)
    return (
        f"{words.title}, {words.unit}. At the end of {when} half of the runs lie above: {', '.join(parts)}."
    )


def _told(words: Measure, values: NDArray[np.float64]) -> list[str]:
    """The values as they are printed, to the distance between two of them at most."""
    gap = float(values[-1] - values[0]) / _POINTS
    return [words.number(float(value), gap) for value in values]


def _table(words: Measure, values: NDArray[np.float64], curves: Sequence[Curve]) -> "pd.DataFrame":
    import pandas as pd

    told = _told(words, values)
    rows = {told[row]: row for row in range(0, _POINTS, (_POINTS - 1) // (_ROWS - 1))}
    table = pd.DataFrame({f"more than, {words.unit}": list(rows)})
    for place, curve in enumerate(curves):
        cells = [estimate(curve.found[row]) for row in rows.values()]
        table.insert(place + 1, curve.scenario, cells, allow_duplicates=True)
    return table


def figure(drawn: Exceedance) -> "go.Figure":
    """One falling curve a scenario."""
    import plotly.graph_objects as go

    chart, told = go.Figure(), _told(drawn.measure, drawn.values)
    for place, curve in enumerate(drawn.curves):
        shade, group, (chance, low, high) = style.colour(place), str(place), percents(curve.found)
        chart.add_scatter(
            **style.ribbon(drawn.values, low, high),
            name=style.escape(curve.scenario), fillcolor=style.see_through(shade, _BAND),
            showlegend=False, legendgroup=group,
        )  # fmt: skip
        chart.add_scatter(
            x=drawn.values, y=chance, mode="lines", line={"color": shade, "width": 2},
            name=style.escape(curve.scenario), legendgroup=group, showlegend=len(drawn.curves) > 1,
            customdata=told, hovertemplate="more than %{customdata}: %{y:.0f}%",
        )  # fmt: skip
    style.dress(chart, drawn.title, drawn.measure.unit, "chance of more, %")
    chart.update_yaxes(range=(0, 100))
    return chart


def still(drawn: Exceedance, size: paper.Size) -> "Figure":
    """The same on paper."""
    with paper.canvas(size) as (page, (axes,)):
        for place, curve in enumerate(drawn.curves):
            shade, (chance, low, high) = style.colour(place), percents(curve.found)
            axes.fill_between(drawn.values, low, high, color=shade, alpha=_BAND, linewidth=0)
            axes.plot(drawn.values, chance, color=shade, label=curve.scenario)
        axes.set_ylim(0, 100)
        paper.dress(
            page, axes, drawn.title, drawn.measure.unit, "chance of more, %", legend=len(drawn.curves) > 1
        )
    return page
