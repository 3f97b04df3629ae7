"""Net talent flows between the blocs over time, in persons a year."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.summary import quantiles
from aiscenarios.plots import paper, style
from aiscenarios.plots.rounding import number
from aiscenarios.plots.source import finite
from aiscenarios.plots.tables import median_error, year_ends
from aiscenarios.plots.talent_flows import counted_in

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.figure import Figure

__all__ = ["Net", "NetFlow", "figure", "still", "view"]

_PAIRS = (("US", "CN"), ("US", "ROW"), ("CN", "ROW"))
_YEAR = 4
_LEVELS = (0.1, 0.5, 0.9)
_BAND = 0.18
_AXIS = "persons a year, net"


class Net(NamedTuple):
    """Net moves from one bloc to another over the last four quarters."""

    title: str
    levels: NDArray[np.float64]
    """10, 50 and 90% quantiles x quarter."""
    error: NDArray[np.float64]
    """Half of the 90% sampling range of the median, by quarter."""


class NetFlow(NamedTuple):
    """The three pairs of blocs."""

    title: str
    caption: str
    label: str
    table: "pd.DataFrame"
    nets: tuple[Net, ...]
    start: int
    by: int


def view(results: Sequence[Result], group: str = "all") -> NetFlow:
    """Net flow between each pair of blocs in the last result.

    Args:
        results: the last one is shown.
        group: ``all``, ``top20`` or ``top2``.
    """
    column, who = counted_in(group)
    shown = results[-1]
    start, by = shown.scenario.start, shown.scenario.by
    both = [f"{column}.{one}.{other}" for pair in _PAIRS for one, other in (pair, pair[::-1])]
    with shown.holding(both):
        nets = tuple(_net(shown, column, source, target) for source, target in _PAIRS)
    parts = [f"{net.title} {number(net.levels[1, by], net.error[by])}" for net in nets]
    return NetFlow(
        title=f"Net flow of {who} between blocs: {shown.scenario.title}",
        caption=(
            f"Moves of {who} one way minus moves the other way over the last four quarters; below "
            "zero the flow runs the other way. Line: median; band: the middle 80% of runs."
        ),
        label=f"Median net flow a year at the end of {quarters.label(by)}, in persons: {', '.join(parts)}.",
        table=_table(nets, start),
        nets=nets,
        start=start,
        by=by,
    )


def _net(result: Result, column: str, source: str, target: str) -> Net:
    out, back = (finite(result, f"{column}.{pair}") for pair in (f"{source}.{target}", f"{target}.{source}"))
    total = np.cumsum(out.values - back.values, axis=1)
    yearly = total.copy()
    yearly[:, _YEAR:] -= total[:, :-_YEAR]
    yearly[:, : _YEAR - 1] = np.nan
    error = np.array([median_error(each, out.weights) for each in yearly.T])
    levels = quantiles(yearly, _LEVELS, out.weights)
    return Net(f"{style.BLOC_NAMES[source]} to {style.BLOC_NAMES[target]}", levels, error)


def _table(nets: Sequence[Net], start: int) -> "pd.DataFrame":
    import pandas as pd

    ends = year_ends(nets[0].levels.shape[1], start)
    cells = {}
    for net in nets:
        rows = [tuple(number(level, net.error[end]) for level in net.levels[:, end]) for end in ends]
        cells[net.title] = [f"{middle} ({low} to {high})" for low, middle, high in rows]
    return pd.DataFrame({"quarter": [quarters.label(end) for end in ends]} | cells)


def figure(drawn: NetFlow) -> "go.Figure":
    """Medians with bands."""
    import plotly.graph_objects as go

    chart = go.Figure()
    time = style.midpoints(drawn.nets[0].levels.shape[1])
    names = [quarters.label(quarter) for quarter in range(len(time))]
    known = slice(_YEAR - 1, None)
    for place, net in enumerate(drawn.nets):
        shade, (low, middle, high) = style.colour(place), net.levels[:, known]
        chart.add_scatter(
            **style.ribbon(time[known], low, high), fillcolor=style.see_through(shade, _BAND),
            showlegend=False, legendgroup=net.title, name=net.title,
        )  # fmt: skip
        chart.add_scatter(
            x=time[known], y=middle, mode="lines", line={"color": shade, "width": 2}, name=net.title,
            legendgroup=net.title, customdata=names[known], hovertemplate="%{customdata}: %{y:.3g}",
        )  # fmt: skip
    style.dress(chart, drawn.title, "year", _AXIS)
    return style.mark_dates(chart, drawn.start, drawn.by)


def still(drawn: NetFlow, size: paper.Size) -> "Figure":
    """The same on paper."""
    with paper.canvas(size) as (page, (axes,)):
        time = style.midpoints(drawn.nets[0].levels.shape[1])
        for place, net in enumerate(drawn.nets):
            axes.fill_between(
                time, net.levels[0], net.levels[2], color=style.colour(place), alpha=_BAND, linewidth=0
            )
            axes.plot(time, net.levels[1], color=style.colour(place), label=net.title)
        axes.axhline(0, color=style.GREY, linewidth=0.6)
        paper.mark_dates(axes, drawn.start, drawn.by)
        paper.dress(page, axes, drawn.title, "year", _AXIS)
    return page
