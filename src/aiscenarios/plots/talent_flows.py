"""Talent flows: who crossed which bloc border after the scenario's start, as a Sankey diagram."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from aiscenarios import quarters
from aiscenarios.ensemble.result import Result
from aiscenarios.errors import InputError, one_of
from aiscenarios.plots import paper, style
from aiscenarios.plots.rounding import number
from aiscenarios.plots.source import Sample, finite
from aiscenarios.plots.tables import median_error

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["GROUPS", "PAIRS", "Flow", "TalentFlows", "counted_in", "figure", "still", "view"]

GROUPS = {"all": ("moves", "researchers"), "top20": ("moves_top20", "top-fifth researchers"),
          "top2": ("moves_top2", "top-2% researchers")}  # fmt: skip
"""Families of columns and words by group of researchers."""
type Pair = tuple[str, str]
PAIRS: tuple[Pair, ...] = tuple(
    (source, target) for source in style.BLOC_NAMES for target in style.BLOC_NAMES if source != target
)
_LEVELS = (0.1, 0.5, 0.9)
_OPAQUE = 0.45
_NODE = 0.03
_GAP = 0.06


class Flow(NamedTuple):
    """Persons who moved between two blocs over the whole span."""

    source: str
    target: str
    low: float
    median: float
    high: float
    error: float


class TalentFlows(NamedTuple):
    """All six flows."""

    title: str
    caption: str
    label: str
    table: "pd.DataFrame"
    flows: tuple[Flow, ...]
    left: dict[str, str]
    """By bloc: persons who left it, as printed."""
    came: dict[str, str]
    """By bloc: persons who came to it, as printed."""


def view(results: Sequence[Result], group: str = "all") -> TalentFlows:
    """Moves between blocs from the start to the date endings are judged at, in the last result.

    Args:
        results: the last one is shown.
        group: ``all``, ``top20`` or ``top2``.
    """
    column, who = counted_in(group)
    shown = results[-1]
    start, by = shown.scenario.start, shown.scenario.by
    with shown.holding([f"{column}.{source}.{target}" for source, target in PAIRS]):
        moved = {pair: _moved(shown, column, *pair) for pair in PAIRS}
    flows = tuple(_flow(*pair, total) for pair, total in moved.items())
    span = f"{quarters.label(start)} to {quarters.label(by)}"
    return TalentFlows(
        title=f"Moves of {who} between blocs, {span}: {shown.scenario.title}",
        caption=(
            f"Width: median number of {who} who crossed from the bloc on the left to the bloc on the right, "
            f"{span}. A lab's bloc counts, not the place of work; moves inside a bloc are not shown."
        ),
        label=f"Median moves of {who}, {span}: {', '.join(_words(flow) for flow in flows)}.",
        table=_table(flows),
        flows=flows,
        left=_totals(moved, side=0),
        came=_totals(moved, side=1),
    )


def counted_in(group: str) -> tuple[str, str]:
    """The family of columns that counts a group's moves, and what its members are called.

    Raises:
        InputError: there is no such group.
    """
    if group not in GROUPS:
        raise InputError(f"there is no group '{group}'", path="group", hint=one_of(group, GROUPS))
    return GROUPS[group]


def _moved(result: Result, column: str, source: str, target: str) -> Sample:
    """Persons who moved from the start to the date of judgement, by run."""
    moves = finite(result, f"{column}.{source}.{target}")
    window = moves.values[:, result.scenario.start : result.scenario.by + 1]
    return moves._replace(values=np.nansum(window, axis=1))


def _totals(moved: Mapping[Pair, Sample], side: int) -> dict[str, str]:
    """Median number of persons who left (side 0) or came to (side 1) each bloc, as printed."""
    found = {}
    for bloc in style.BLOC_NAMES:
        every = [sample for pair, sample in moved.items() if pair[side] == bloc]
        total = every[0]._replace(values=np.sum([each.values for each in every], axis=0))
        found[bloc] = number(float(total.quantile((0.5,))[0]), median_error(*total))
    return found


def _flow(source: str, target: str, total: Sample) -> Flow:
    low, median, high = (float(each) for each in total.quantile(_LEVELS))
    return Flow(source, target, low, median, high, median_error(*total))


def _words(flow: Flow) -> str:
    return f"{flow.source} to {flow.target} {number(flow.median, flow.error)}"


def _table(flows: Sequence[Flow]) -> "pd.DataFrame":
    import pandas as pd

    rows = [
        (style.BLOC_NAMES[flow.source], style.BLOC_NAMES[flow.target], number(flow.median, flow.error),
         f"{number(flow.low, flow.error)} to {number(flow.high, flow.error)}")
        for flow in flows
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["from", "to", "median, persons", "80% of runs"])


def figure(drawn: TalentFlows) -> "go.Figure":
    """The flows as a Sankey diagram: blocs left and right, one band a direction."""
    import plotly.graph_objects as go

    blocs = list(style.BLOC_NAMES)
    colours = list(style.BLOC_COLOURS.values())
    chart = go.Figure(go.Sankey(
        arrangement="snap",
        node={
            "label": [f"{name}<br>{drawn.left[bloc]} left" for bloc, name in style.BLOC_NAMES.items()]
            + [f"{name}<br>{drawn.came[bloc]} came" for bloc, name in style.BLOC_NAMES.items()],
            "x": [0.001] * 3 + [0.999] * 3, "pad": 24, "thickness": 14,
            "y": _middles(drawn.flows, "source") + _middles(drawn.flows, "target"),
            "color": colours + colours, "hovertemplate": "%{label}<extra></extra>",
        },
        link={
            "source": [blocs.index(flow.source) for flow in drawn.flows],
            "target": [len(blocs) + blocs.index(flow.target) for flow in drawn.flows],
            "value": [flow.median for flow in drawn.flows],
            "color": [style.see_through(style.BLOC_COLOURS[flow.source], _OPAQUE) for flow in drawn.flows],
            "customdata": [f"{_words(flow)} persons" for flow in drawn.flows],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    ))  # fmt: skip
    return style.dress(chart, drawn.title, "", "")


def _middles(flows: Sequence[Flow], side: str) -> list[float]:
    """Heights of the blocs of one side from the top down, 0 to 1, by the size of their flows."""
    total = sum(flow.median for flow in flows) or 1.0
    sizes = [
        sum(flow.median for flow in flows if getattr(flow, side) == bloc) / total for bloc in style.BLOC_NAMES
    ]
    ends = np.cumsum(sizes)
    return [float(end - size / 2) for end, size in zip(ends, sizes, strict=True)]


def still(drawn: TalentFlows, size: paper.Size) -> "Figure":
    """The same on paper, with the number of persons beside each band."""
    with paper.canvas(size) as (page, (axes,)):
        lefts = _stack(axes, drawn.flows, "source", 0.0)
        rights = _stack(axes, drawn.flows, "target", 1.0)
        for flow, left, right in zip(drawn.flows, lefts, rights, strict=True):
            _ribbon(axes, flow, left, right, sum(each.median for each in drawn.flows) or 1.0)
        axes.set_xlim(-0.35, 1.35)
        axes.set_axis_off()
        paper.dress(page, axes, drawn.title, "", "", legend=False)
    return page


def _stack(axes: "Axes", flows: Sequence[Flow], side: str, x: float) -> list[float]:
    """Draw the blocs of one side, from the top down; the upper edge of each flow there."""
    total, top, edges = sum(flow.median for flow in flows) or 1.0, 1.0, dict[Flow, float]()
    for bloc, name in style.BLOC_NAMES.items():
        height = 0.0
        for flow in (each for each in flows if getattr(each, side) == bloc):
            edges[flow] = top - height
            height += flow.median / total
        axes.fill_between(
            [x - _NODE, x + _NODE], top - height, top, color=style.BLOC_COLOURS[bloc], linewidth=0
        )
        outward = -2 * _NODE if x == 0 else 2 * _NODE
        axes.text(x + outward, top - height / 2, name, ha="right" if x == 0 else "left", va="center")
        top -= height + _GAP
    return [edges[flow] for flow in flows]


def _ribbon(axes: "Axes", flow: Flow, left: float, right: float, total: float) -> None:
    share = np.linspace(0.0, 1.0)
    bend = share**2 * (3 - 2 * share)
    top = left + (right - left) * bend
    x = _NODE + share * (1 - 2 * _NODE)
    axes.fill_between(
        x, top - flow.median / total, top, color=style.BLOC_COLOURS[flow.source], alpha=_OPAQUE, linewidth=0
    )
    axes.text(
        0.06, left - flow.median / total / 2, number(flow.median, flow.error), va="center", fontsize="small"
    )
