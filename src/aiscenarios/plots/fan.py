"""Fan chart: the spread of one outcome over time, with some of the runs and the reference case."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.summary import quantiles
from aiscenarios.plots import paper, style
from aiscenarios.plots.measures import Measure, measure
from aiscenarios.plots.source import Sample, finite
from aiscenarios.plots.tables import fan_table, median_error, spread_in_words

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["LEVELS", "MEDIAN", "RUNS_SHOWN", "Fan", "band", "draw_on", "figure", "still", "view"]

LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
"""Bounds of the 95%, 80% and 50% bands around the median."""
RUNS_SHOWN = 5
_BANDS = ((0, 6, "95%", 0.16), (1, 5, "80%", 0.24), (2, 4, "50%", 0.36))
MEDIAN = 3


class Fan(NamedTuple):
    """One outcome of one scenario."""

    title: str
    caption: str
    label: str
    table: "pd.DataFrame"
    measure: Measure
    levels: NDArray[np.float64]
    """LEVELS x quarter, in the axis's unit."""
    error: NDArray[np.float64]
    """Half of the 90% sampling range of the median, by quarter."""
    runs: NDArray[np.float64]
    """Some runs x quarter."""
    reference: NDArray[np.float64] | None
    """Median of the reference case by quarter."""
    reference_title: str
    start: int
    by: int
    colour: str


def spread_runs(sample: Sample, at: int) -> NDArray[np.float64]:
    """RUNS_SHOWN real runs, evenly spaced by the rank of their value in quarter ``at``."""
    values, order = sample.values, np.argsort(sample.values[:, at], kind="stable")
    wanted = (np.arange(RUNS_SHOWN) + 0.5) / RUNS_SHOWN
    if sample.weights is None:
        return values[order[np.unique((wanted * len(order)).astype(np.int64))]]
    reached = np.cumsum(sample.weights[order])
    places = np.minimum(np.searchsorted(reached, wanted), len(order) - 1)
    return np.asarray(values[order[np.unique(places)]])


def view(results: Sequence[Result], column: str, bloc: str | None = None) -> Fan:
    """The spread of an outcome of the last result, against the first where there are several.

    Args:
        results: one result, or the reference case and others.
        column: an outcome column, e.g. ``us_lead_months`` or ``talent_share.top20``.
        bloc: added to the column's name, e.g. ``CN``.
    """
    name = f"{column}.{bloc}" if bloc else column
    shown = results[-1]
    words = measure(shown, name)
    sample = finite(shown, name).times(words.factor)
    levels = quantiles(sample.values, LEVELS, sample.weights)
    reference = None
    if len(results) > 1:
        first = finite(results[0], name).times(words.factor)
        reference = quantiles(first.values, (0.5,), first.weights)[0]
    story = shown.scenario
    return Fan(
        title=f"{words.title}: {story.title}",
        caption=_caption(
            len(sample.values), story.by, results[0].scenario.title if len(results) > 1 else None
        ),
        label=f"{words.title}. {spread_in_words(levels[:, story.by], sample, words, story.by)}",
        table=fan_table(levels, sample, words, story.start),
        measure=words,
        levels=levels,
        error=np.array([median_error(column, sample.weights) for column in sample.values.T]),
        runs=spread_runs(sample, story.by),
        reference=reference,
        reference_title=results[0].scenario.title,
        start=story.start,
        by=story.by,
        colour=style.BLOC_COLOURS.get(name.rpartition(".")[2], style.PALETTE[4]),
    )


def _caption(runs: int, by: int, reference: str | None) -> str:
    text = (
        f"Line: median of {runs:,} runs. Bands: the middle 50, 80 and 95% of runs in each quarter. "
        f"Thin lines: {RUNS_SHOWN} of the runs, spread evenly over the range at the end of "
        f"{quarters.label(by)}."
    )
    return f"{text} Dashed: median of the reference case, {reference}." if reference else text


def band(drawn: Fan) -> "list[go.Scatter]":
    """The traces of a fan, so that a figure of several small fans can use them too."""
    import plotly.graph_objects as go

    time = style.midpoints(drawn.levels.shape[1])
    traces = []
    for low, high, text, alpha in _BANDS:
        traces.append(go.Scatter(
            **style.ribbon(time, drawn.levels[low], drawn.levels[high]),
            fillcolor=style.see_through(drawn.colour, alpha), name=f"{text} of runs", legendgroup=text,
        ))  # fmt: skip
    for place, run in enumerate(drawn.runs):
        traces.append(go.Scatter(
            x=time, y=run, mode="lines", line={"color": style.GREY, "width": 0.7}, name="single runs",
            legendgroup="runs", showlegend=place == 0, hoverinfo="skip",
        ))  # fmt: skip
    if drawn.reference is not None:
        traces.append(go.Scatter(
            x=style.midpoints(len(drawn.reference)), y=drawn.reference, mode="lines",
            line={"color": style.INK, "width": 1.6, "dash": "dash"},
            name=style.escape(drawn.reference_title), legendgroup="reference",
            customdata=_said(drawn, drawn.reference), hovertemplate="%{customdata}",
        ))  # fmt: skip
    traces.append(go.Scatter(
        x=time, y=drawn.levels[MEDIAN], mode="lines", name="median",
        line={"color": drawn.colour, "width": 2.4}, customdata=_said(drawn, drawn.levels[MEDIAN]),
        legendgroup="median", hovertemplate="%{customdata}<extra>median</extra>",
    ))  # fmt: skip
    return traces


def _said(drawn: Fan, line: NDArray[np.float64]) -> list[str]:
    """What hovering over each quarter of a line says."""
    errors = drawn.error[: len(line)]
    return [
        f"{quarters.label(quarter)}: {drawn.measure.number(float(value), float(error))}"
        for quarter, (value, error) in enumerate(zip(line, errors, strict=True))
    ]


def figure(drawn: Fan) -> "go.Figure":
    """The fan as an interactive figure."""
    import plotly.graph_objects as go

    chart = style.dress(go.Figure(band(drawn)), drawn.title, "year", drawn.measure.unit)
    return style.mark_dates(chart, drawn.start, drawn.by)


def draw_on(axes: "Axes", drawn: Fan, words: bool = True) -> None:
    """The fan on a still's axes."""
    time = style.midpoints(drawn.levels.shape[1])
    for low, high, text, alpha in _BANDS:
        axes.fill_between(
            time, drawn.levels[low], drawn.levels[high], color=drawn.colour, alpha=alpha, linewidth=0,
            label=f"{text} of runs",
        )  # fmt: skip
    for place, run in enumerate(drawn.runs):
        axes.plot(time, run, color=style.GREY, linewidth=0.5, label="single runs" if place == 0 else None)
    if drawn.reference is not None:
        axes.plot(
            style.midpoints(len(drawn.reference)), drawn.reference, "--", color=style.INK, linewidth=1.2,
            label=drawn.reference_title,
        )  # fmt: skip
    axes.plot(time, drawn.levels[MEDIAN], color=drawn.colour, linewidth=1.8, label="median")
    paper.mark_dates(axes, drawn.start, drawn.by, words=words)


def still(drawn: Fan, size: paper.Size) -> "Figure":
    """The fan on paper."""
    with paper.canvas(size) as (page, (axes,)):
        draw_on(axes, drawn)
        paper.dress(page, axes, drawn.title, "year", drawn.measure.unit)
    return page
