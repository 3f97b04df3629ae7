"""How every figure looks: colours that colour-blind readers can tell apart, one time axis, one frame."""

import html
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = [
    "BLOC_COLOURS", "BLOC_NAMES", "GREY", "GRID", "INK", "PALE", "PALETTE", "TOP", "Mark", "colour", "dress",
    "escape", "mark_dates", "marks", "midpoint", "midpoints", "ribbon", "see_through", "ticks",
]  # fmt: skip

INK, GREY, PALE, GRID = "#1f2328", "#5f6672", "#d5d9de", "#eceef1"
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8c6d00", "#000000")
"""Okabe and Ito (2008), Color Universal Design; its yellow is darkened, since it fades on white."""
BLOC_COLOURS = {"US": PALETTE[0], "CN": PALETTE[1], "ROW": PALETTE[2]}
BLOC_NAMES = {"US": "United States", "CN": "China", "ROW": "Rest of the world"}

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
_QUARTERS = 4
_YEAR_TICKS = 2
_TICK_WIDTH = 20
TOP = 24
"""Room above a figure whose title stands outside it, in pixels."""


def colour(place: int) -> str:
    """The colour of the n-th series; it starts again after eight."""
    return PALETTE[place % len(PALETTE)]


def see_through(shade: str, alpha: float) -> str:
    """A hex colour as ``rgba(...)`` with the given opacity, 0 to 1."""
    red, green, blue = (int(shade[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def escape(text: str) -> str:
    """Text for plotly, which reads a small HTML in titles and labels."""
    return html.escape(text, quote=False)


def ticks(names: Iterable[str]) -> list[str]:
    """Names as labels of an axis, in short lines so that they leave room for the figure."""
    return ["<br>".join(map(escape, textwrap.wrap(name, _TICK_WIDTH))) for name in names]


def midpoint(quarter: float) -> float:
    """Calendar time of the middle of a quarter, in years."""
    return quarters.EPOCH_YEAR + (quarter + 0.5) / _QUARTERS


def midpoints(count: int) -> NDArray[np.float64]:
    """Calendar times of the middles of the first ``count`` quarters, in years."""
    return quarters.EPOCH_YEAR + (np.arange(count) + 0.5) / _QUARTERS


class Mark(NamedTuple):
    """An upright line of the time axis, in years."""

    at: float
    dash: str
    text: str
    side: str
    """Where the text stands: ``left`` or ``right`` of the line."""


def marks(start: int, by: int, *, opens: bool = False) -> tuple[Mark, Mark]:
    """Where the scenario takes over, and the end of the quarter that endings are judged in.

    Args:
        start: quarter in which the scenario takes over.
        by: quarter endings are judged in.
        opens: the axis begins at the start, so that its words have no room on the left.
    """
    opening, end = (quarters.EPOCH_YEAR + quarter / _QUARTERS for quarter in (start, by + 1))
    return (
        Mark(opening, "6px,3px", "scenario from", "right" if opens else "left"),
        Mark(end, "2px,3px", "judged", "right"),
    )


def ribbon(x: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> dict[str, Any]:
    """Arguments of a scatter trace that fills the area between two lines where both are known."""
    known = np.isfinite(low) & np.isfinite(high)
    x, low, high = x[known], low[known], high[known]
    edge = {"x": np.concatenate([x, x[::-1]]), "y": np.concatenate([high, low[::-1]])}
    return edge | {"fill": "toself", "line": {"width": 0}, "mode": "lines", "hoverinfo": "skip"}


def dress(figure: "go.Figure", title: str, x: str, y: str) -> "go.Figure":
    """Title, axis titles and the house look, for a figure that reads at 400 and at 1,280 pixels."""
    figure.update_layout(
        template="none",
        font={"family": _FONT, "size": 13, "color": INK},
        title={"text": escape(title), "x": 0, "xref": "paper", "font": {"size": 15}},
        margin={"l": 60, "r": 16, "t": 48, "b": 48},
        legend={"orientation": "h", "y": -0.28, "yanchor": "top", "x": 0, "font": {"size": 12}},
        hovermode="closest",
        paper_bgcolor="white",
        plot_bgcolor="white",
    )
    line = {"showline": True, "linecolor": GREY, "ticks": "outside", "tickcolor": GREY, "zeroline": False}
    figure.update_xaxes(title_text=escape(x), title_standoff=8, showgrid=False, automargin=True, **line)
    figure.update_yaxes(title_text=escape(y), gridcolor=GRID, automargin=True, **line)
    return figure


def mark_dates(
    figure: "go.Figure", start: int, by: int, *, words: bool = True, opens: bool = False
) -> "go.Figure":
    """The two dates as upright lines with their words, and an axis in whole years."""
    for mark in marks(start, by, opens=opens):
        figure.add_vline(x=mark.at, line={"color": GREY, "width": 1.2, "dash": mark.dash})
        figure.add_annotation(
            x=mark.at, y=1, yref="paper", yanchor="bottom", text=mark.text if words else "", showarrow=False,
            xanchor="left" if mark.side == "right" else "right", font={"size": 11, "color": GREY},
        )  # fmt: skip
    figure.update_xaxes(tickformat="d", dtick=_YEAR_TICKS)
    return figure
