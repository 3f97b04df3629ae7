"""Stills for paper and slides, drawn by matplotlib without a screen."""

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from aiscenarios.ensemble.parts import whole
from aiscenarios.plots.style import GREY, GRID, INK, marks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["FORMATS", "SIZES", "Size", "canvas", "dress", "mark_dates", "write"]

FORMATS = ("png", "svg", "pdf")
_UNDATED: dict[str, Any] = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
_DOTS = 200
_DASHES = {"6px,3px": "--", "2px,3px": ":"}
_LEGEND_COLUMNS = 3
_LETTERS = 13.5
"""Letters of the title to an inch, at ten points."""


class Size(NamedTuple):
    """Width and height in inches, and the type size in points."""

    width: float
    height: float
    points: float


SIZES = {"slide": Size(10.0, 5.6, 13.0), "a4": Size(6.3, 3.9, 9.0), "column": Size(3.4, 2.9, 7.0)}


@contextmanager
def _look(size: Size) -> Iterator[None]:
    import matplotlib as mpl

    look: Any = {
        "font.size": size.points, "axes.titlesize": "medium", "axes.titlelocation": "left",
        "axes.titleweight": "bold", "axes.spines.top": False, "axes.spines.right": False,
        "axes.grid": True, "grid.color": GRID, "axes.axisbelow": True, "text.color": INK,
        "axes.edgecolor": GREY, "legend.frameon": False, "legend.fontsize": "small",
        "text.parse_math": False, "svg.hashsalt": "aiscenarios", "svg.fonttype": "path",
    }  # fmt: skip
    with mpl.rc_context(look):
        yield


@contextmanager
def canvas(size: Size, rows: int = 1, columns: int = 1) -> Iterator[tuple["Figure", Sequence["Axes"]]]:
    """A figure in the house look with its axes in reading order."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with _look(size):
        figure = Figure(figsize=(size.width, size.height), layout="constrained")
        FigureCanvasAgg(figure)
        yield figure, list(figure.subplots(rows, columns, squeeze=False).flat)


def dress(figure: "Figure", axes: "Axes", title: str, x: str, y: str, *, legend: bool = True) -> None:
    """Title over the whole width, axis titles, and the legend below, so that it covers nothing."""
    import matplotlib as mpl

    letters = int(figure.get_size_inches()[0] * _LETTERS * 10 / mpl.rcParams["font.size"])
    lines = "\n".join(textwrap.wrap(title, letters))
    figure.suptitle(lines, x=0.01, ha="left", fontsize="medium", weight="bold")
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    if legend:
        figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=_LEGEND_COLUMNS)


def mark_dates(axes: "Axes", start: int, by: int, *, words: bool = True, opens: bool = False) -> None:
    """Where the scenario takes over and when endings are judged, as upright lines."""
    for mark in marks(start, by, opens=opens):
        axes.axvline(mark.at, color=GREY, linewidth=0.8, linestyle=_DASHES[mark.dash])
        axes.annotate(
            f" {mark.text} " if words else "", (mark.at, 1.0), xycoords=("data", "axes fraction"), color=GREY,
            ha="left" if mark.side == "right" else "right", va="bottom", fontsize="x-small",
        )  # fmt: skip


def write(figure: "Figure", path: Path, form: str, size: Size) -> None:
    """Save a still without a date inside, so that equal figures give equal files; whole or not at all."""
    with _look(size), whole(path) as half:
        figure.savefig(half, format=form, dpi=_DOTS, metadata=_UNDATED[form])
