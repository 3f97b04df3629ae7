"""Starting beliefs that the articles moved: what was believed before them, and what runs draw from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from aiscenarios.ensemble.intervals import Z
from aiscenarios.ensemble.result import Result
from aiscenarios.evidence import Evidence, Interval, Normal, Parameter, prior, statements
from aiscenarios.plots import paper, style
from aiscenarios.plots.rounding import number
from aiscenarios.scenario import evidence_for, left_out

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.figure import Figure

__all__ = ["Belief", "StartingBeliefs", "figure", "still", "tabled", "view"]

_AXIS = "earlier standard deviations"
_ROW, _FRAME = 24, 150
_DIVISIONS = 50


class Belief(NamedTuple):
    """One parameter before and after the claims; both 5% to 95%, in its unit."""

    parameter: Parameter
    claims: tuple[str, ...]
    before: Interval
    after: Interval
    shift: float
    """How far the middle moved, in standard deviations of the belief before."""
    width: float
    """Standard deviation after over before."""


class StartingBeliefs(NamedTuple):
    """Every parameter that a claim informs, the most moved first."""

    title: str
    caption: str
    label: str
    table: "pd.DataFrame"
    beliefs: tuple[Belief, ...]
    series: tuple[str, str] = ("before any article (5% to 95%)", "starting belief (5% to 95%)")
    """What the grey bars and the coloured points are."""


def view(results: Sequence[Result], evidence: Evidence | None = None) -> StartingBeliefs:
    """What the claims did to the reference priors, less the claims that the last result's scenario ignores.

    Args:
        results: the last one tells which claims count.
        evidence: the shipped evidence as it was known on the scenario's day unless given.
    """
    story = results[-1].scenario
    known = evidence or evidence_for(story)
    known = known.without(left_out(story, known))
    told = [
        _belief(known, parameter) for parameter in known.uncertain.values() if statements(known, parameter)
    ]
    told.sort(key=lambda belief: abs(belief.shift) + abs(1 - belief.width), reverse=True)
    up = sum(belief.shift > 0 for belief in told)
    most = max((abs(belief.shift) for belief in told), default=0.0)
    return StartingBeliefs(
        title="Starting beliefs that the articles moved",
        caption=(
            "Grey: belief before any article; coloured: after the claims that inform it; both 5% to 95%, on "
            "the parameter's own scale, in units of its earlier spread. An article seldom moves a belief "
            "far: a reported event shows that something happens, not how often."
        ),
        label=(
            f"The claims inform {len(told)} parameters: {up} moved up, {len(told) - up} down; the largest "
            f"shift is {most:.1f} earlier standard deviations."
        ),
        table=tabled(told),
        beliefs=tuple(told),
    )


def _belief(evidence: Evidence, parameter: Parameter) -> Belief:
    before, after = parameter.scale.normal(parameter.reference), prior(evidence, parameter)
    claims = dict.fromkeys(claim for said in statements(evidence, parameter) for claim in said.claims)
    return Belief(
        parameter,
        tuple(claims),
        _interval(parameter, before),
        _interval(parameter, after),
        (after.mean - before.mean) / before.sd,
        after.sd / before.sd,
    )


def _interval(parameter: Parameter, belief: Normal) -> Interval:
    return parameter.scale.interval(belief)


def span(interval: Interval) -> str:
    """An interval with the digits that its width supports."""
    width = (interval.high - interval.low) / _DIVISIONS
    return f"{number(interval.low, width)} to {number(interval.high, width)}"


def name_of(parameter: Parameter) -> str:
    """A parameter's name with spaces; an attribute of a kind of lab as ``friction (giant)``."""
    attribute, _, kind = parameter.name.partition(".")
    words = attribute.replace("_", " ")
    return f"{words} ({kind})" if kind else words


def tabled(told: Sequence[Belief]) -> "pd.DataFrame":
    """One row a parameter, in words."""
    import pandas as pd

    rows = [
        (name_of(one.parameter), one.parameter.unit, span(one.before), span(one.after), ", ".join(one.claims))
        for one in told
    ]
    return pd.DataFrame(
        rows, columns=["parameter", "unit", "before any article", "starting belief", "claims"]
    )


def figure(drawn: StartingBeliefs) -> "go.Figure":
    """One row a parameter: the earlier belief as a grey bar, the starting belief as a point and range."""
    import plotly.graph_objects as go

    count = len(drawn.beliefs)
    chart = go.Figure()
    chart.add_bar(
        x=[2 * Z] * count, base=[-Z] * count, y=list(range(count)), orientation="h", width=0.55,
        marker={"color": style.PALE}, name=drawn.series[0], hoverinfo="skip",
    )  # fmt: skip
    chart.add_scatter(
        x=[belief.shift for belief in drawn.beliefs], y=list(range(count)), mode="markers",
        name=drawn.series[1], marker={"color": style.PALETTE[0], "size": 8},
        error_x={"type": "data", "array": [Z * belief.width for belief in drawn.beliefs], "thickness": 2},
        customdata=[
            style.escape(f"{name_of(belief.parameter)}: {span(belief.after)} {belief.parameter.unit}")
            for belief in drawn.beliefs
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    style.dress(chart, drawn.title, _AXIS, "")
    names = style.ticks(name_of(belief.parameter) for belief in drawn.beliefs)
    chart.update_yaxes(tickvals=list(range(count)), ticktext=names, range=(count - 0.5, -0.5), showgrid=False)
    chart.update_layout(height=_FRAME + _ROW * count, legend={"y": -60 / (_FRAME + _ROW * count)})
    return chart


def still(drawn: StartingBeliefs, size: paper.Size) -> "Figure":
    """The same on paper."""
    count = len(drawn.beliefs)
    with paper.canvas(size) as (page, (axes,)):
        places = list(range(count))
        axes.barh(
            places, [2 * Z] * count, left=-Z, height=0.55, color=style.PALE,
            label=drawn.series[0],
        )  # fmt: skip
        axes.errorbar(
            [belief.shift for belief in drawn.beliefs], places,
            xerr=[Z * belief.width for belief in drawn.beliefs], fmt="o", markersize=3,
            color=style.PALETTE[0], label=drawn.series[1],
        )  # fmt: skip
        axes.set_yticks(places, [name_of(belief.parameter) for belief in drawn.beliefs])
        axes.set_ylim(count - 0.5, -0.5)
        paper.dress(page, axes, drawn.title, _AXIS, "")
    return page
