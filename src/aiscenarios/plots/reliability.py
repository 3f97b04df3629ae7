"""Reliability diagram: chances that were given against how often they came true."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from aiscenarios.errors import InputError
from aiscenarios.plots import paper, style
from aiscenarios.questions import Scores
from aiscenarios.questions.scores import Reliability

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.figure import Figure

__all__ = ["Reliable", "figure", "save", "still", "view"]

_X, _Y = "chance that was given, %", "came true, %"
_NUDGE = 2.0
"""How far from 0% and 100% single questions are drawn, so that they lie on no axis."""


class Reliable(NamedTuple):
    """What the diagram shows."""

    title: str
    caption: str
    label: str
    table: "pd.DataFrame"
    fit: Reliability


def view(scores: Scores) -> Reliable:
    """The chances of the yes-or-no questions that were settled.

    Raises:
        InputError: there is none.
    """
    fit = scores.reliability
    if fit is None:
        raise InputError("no yes-or-no question has been settled", path="reliability")
    count = len(fit.chances)
    return Reliable(
        title=f"Chances given and how often they came true: {scores.title}",
        caption=(
            f"{count} questions. Dots: single questions, below if not true, above if true. Steps: how often"
            " questions of a chance came true, by isotonic regression; on the diagonal they did as often as"
            " said. With few questions the steps are mostly luck."
        ),
        label=(
            f"Mean Brier score {scores.brier:.3f}: miscalibration {fit.miscalibration:.3f} less"
            f" discrimination {fit.discrimination:.3f} plus uncertainty {fit.uncertainty:.3f}."
        ),
        table=_table(fit),
        fit=fit,
    )


def _table(fit: Reliability) -> "pd.DataFrame":
    import pandas as pd

    rows = zip(100 * fit.chances, 100 * fit.often, fit.outcomes, strict=True)
    told = [(f"{said:.0f}%", f"{often:.0f}%", "yes" if true else "no") for said, often, true in rows]
    return pd.DataFrame(told, columns=["chance", "came true as often as", "came true"])


def _dots(fit: Reliability) -> list[float]:
    return [100.0 - _NUDGE if true else _NUDGE for true in fit.outcomes]


def figure(drawn: Reliable) -> "go.Figure":
    """The diagram for a page."""
    import plotly.graph_objects as go

    chart, fit = go.Figure(), drawn.fit
    chart.add_scatter(
        x=[0, 100], y=[0, 100], mode="lines", line={"color": style.GREY, "dash": "dash", "width": 1},
        name="as said", hoverinfo="skip",
    )  # fmt: skip
    chart.add_scatter(
        x=100 * fit.chances, y=100 * fit.often, mode="lines+markers", name="as it came",
        line={"color": style.colour(0), "width": 2}, hovertemplate="%{x:.0f}% said, %{y:.0f}% came true",
    )  # fmt: skip
    chart.add_scatter(
        x=100 * fit.chances, y=_dots(fit), mode="markers", name="single questions",
        marker={"color": style.GREY, "size": 6}, hovertemplate="%{x:.0f}% said",
    )  # fmt: skip
    style.dress(chart, drawn.title, _X, _Y)
    chart.update_xaxes(range=(0, 100))
    chart.update_yaxes(range=(0, 100))
    return chart


def still(drawn: Reliable, size: paper.Size) -> "Figure":
    """The same on paper."""
    fit = drawn.fit
    with paper.canvas(size) as (page, (axes,)):
        axes.plot([0, 100], [0, 100], "--", color=style.GREY, linewidth=0.8, label="as said")
        axes.plot(100 * fit.chances, 100 * fit.often, "o-", color=style.colour(0), label="as it came")
        axes.scatter(100 * fit.chances, _dots(fit), s=9, color=style.GREY, label="single questions")
        axes.set_xlim(0, 100)
        axes.set_ylim(0, 100)
        paper.dress(page, axes, drawn.title, _X, _Y)
    return page


def save(scores: Scores, path: Path, size: str = "a4") -> Path:
    """A still in the format that the path ends with.

    Raises:
        InputError: an unknown format, or no question to show.
    """
    form = path.suffix.removeprefix(".").lower()
    if form not in paper.FORMATS:
        hint = f"one of {', '.join(paper.FORMATS)}"
        raise InputError(f"unknown format '{form}'", path=str(path), hint=hint)
    paper.write(still(view(scores), paper.SIZES[size]), path, form, paper.SIZES[size])
    return path
