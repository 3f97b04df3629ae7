"""Ridgeline: the spread of one outcome at one date, a ridge a scenario."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.weighted import effective, equal
from aiscenarios.plots import paper, style
from aiscenarios.plots.measures import Measure, measure
from aiscenarios.plots.source import Sample, asked_quarter, at_quarter
from aiscenarios.plots.tables import median_error

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.figure import Figure

__all__ = ["Ridge", "Ridgeline", "density", "figure", "still", "view"]

_POINTS = 201
_TALL = 0.85
_LEVELS = (0.1, 0.5, 0.9)
_FILL = 0.55
_ROW = 90
_FRAME = 140


class Ridge(NamedTuple):
    """One scenario's spread."""

    scenario: str
    height: NDArray[np.float64]
    """Density over ``Ridgeline.values``, the highest of all ridges being 1."""
    levels: NDArray[np.float64]
    """10, 50 and 90% quantiles."""
    error: float


class Ridgeline(NamedTuple):
    """One outcome at one date, in all scenarios."""

    title: str
    caption: str
    label: str
    table: "pd.DataFrame"
    measure: Measure
    values: NDArray[np.float64]
    ridges: tuple[Ridge, ...]


def density(sample: Sample, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gaussian kernel density with Silverman's (1986) bandwidth 0.9 min(sd, IQR/1.34) n^-1/5."""
    found = sample.values
    weights = equal(len(found)) if sample.weights is None else sample.weights
    quarter, three = sample.quantile((0.25, 0.75))
    sd = math.sqrt(float(weights @ (found - weights @ found) ** 2))
    spread = min(sd, float(three - quarter) / 1.34) or sd
    width = max(0.9 * spread * effective(weights) ** -0.2, float(np.diff(values[:2])[0]))
    distance = (values[:, None] - found[None, :]) / width
    return np.asarray(np.exp(-(distance**2) / 2) @ weights / (width * math.sqrt(2 * math.pi)))


def view(results: Sequence[Result], column: str, bloc: str | None = None, at: str | None = None) -> Ridgeline:
    """The spread of an outcome at one date by scenario.

    Args:
        results: one or several.
        column: an outcome column.
        bloc: added to the column's name.
        at: a quarter such as ``2030Q4``; the date endings are judged at unless given.
    """
    words = measure(results[0], f"{column}.{bloc}" if bloc else column)
    quarter = asked_quarter(results, at)
    samples = [at_quarter(result, words.column, quarter).times(words.factor) for result in results]
    together = np.concatenate([sample.values for sample in samples])
    margin = 0.08 * float(np.ptp(together)) or 1.0
    least, most = words.bounds
    values = np.linspace(max(least, together.min() - margin), min(most, together.max() + margin), _POINTS)
    shapes = [density(sample, values) for sample in samples]
    top = max(float(shape.max()) for shape in shapes)
    ridges = tuple(
        Ridge(result.scenario.title, shape / top, sample.quantile(_LEVELS), median_error(*sample))
        for result, sample, shape in zip(results, samples, shapes, strict=True)
    )
    told = (_words(ridge, words) for ridge in ridges)
    return Ridgeline(
        title=f"{words.title} at the end of {quarters.label(quarter)}, by scenario",
        caption="Each ridge is the spread of one scenario's runs; the upright line is its median.",
        label=f"{words.title}, {words.unit}. Median and 80% of runs: {'; '.join(told)}.",
        table=_table(ridges, words),
        measure=words,
        values=values,
        ridges=ridges,
    )


def _middle(ridge: Ridge, words: Measure) -> str:
    return words.number(float(ridge.levels[1]), ridge.error)


def _words(ridge: Ridge, words: Measure) -> str:
    low, middle, high = (words.number(float(level), ridge.error) for level in ridge.levels)
    return f"{ridge.scenario} {middle} ({low} to {high})"


def _table(ridges: Sequence[Ridge], words: Measure) -> "pd.DataFrame":
    import pandas as pd

    rows = [
        (ridge.scenario, *(words.number(float(level), ridge.error) for level in ridge.levels))
        for ridge in ridges
    ]
    return pd.DataFrame(
        rows, columns=["scenario", "10% of runs below", f"median, {words.unit}", "90% of runs below"]
    )


def _median_height(drawn: Ridgeline, ridge: Ridge) -> float:
    return float(np.interp(ridge.levels[1], drawn.values, ridge.height))


def figure(drawn: Ridgeline) -> "go.Figure":
    """Ridges from the top down, in the order of the scenarios."""
    import plotly.graph_objects as go

    chart, count = go.Figure(), len(drawn.ridges)
    for place, ridge in enumerate(drawn.ridges):
        foot, shade = count - 1 - place, style.colour(place)
        chart.add_scatter(
            x=drawn.values, y=np.full(len(drawn.values), float(foot)), mode="lines", line={"width": 0},
            hoverinfo="skip", showlegend=False,
        )  # fmt: skip
        chart.add_scatter(
            x=drawn.values, y=foot + _TALL * ridge.height, mode="lines", fill="tonexty", showlegend=False,
            fillcolor=style.see_through(shade, _FILL), line={"color": shade, "width": 1.5}, hoverinfo="skip",
        )  # fmt: skip
        chart.add_scatter(
            x=[ridge.levels[1]] * 2, y=[foot, foot + _TALL * _median_height(drawn, ridge)], mode="lines",
            line={"color": style.INK, "width": 1.5}, showlegend=False,
            hovertemplate=f"median {_middle(ridge, drawn.measure)}<extra></extra>",
        )  # fmt: skip
    style.dress(chart, drawn.title, drawn.measure.unit, "")
    titles = style.ticks(ridge.scenario for ridge in reversed(drawn.ridges))
    chart.update_yaxes(tickvals=list(range(count)), ticktext=titles, range=(-0.1, count), showgrid=False)
    chart.update_layout(height=_FRAME + _ROW * count)
    return chart


def still(drawn: Ridgeline, size: paper.Size) -> "Figure":
    """The same on paper."""
    with paper.canvas(size) as (page, (axes,)):
        count = len(drawn.ridges)
        for place, ridge in enumerate(drawn.ridges):
            foot, shade = count - 1 - place, style.colour(place)
            axes.fill_between(
                drawn.values, foot, foot + _TALL * ridge.height, color=shade, alpha=_FILL, linewidth=0
            )
            top = foot + _TALL * _median_height(drawn, ridge)
            axes.plot([ridge.levels[1]] * 2, [foot, top], color=style.INK, linewidth=1.2)
        axes.set_yticks(range(count), [ridge.scenario for ridge in reversed(drawn.ridges)])
        paper.dress(page, axes, drawn.title, drawn.measure.unit, "", legend=False)
    return page
