"""Figures: one a file, each reads results and never simulates.

To add one, write a file with ``view``, ``figure`` and ``still``, and name it in ``FIGURES``.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiscenarios.ensemble.result import Result
from aiscenarios.errors import InputError, one_of
from aiscenarios.plots import (
    by_date,
    endings,
    exceedance,
    fan,
    links,
    net_flow,
    paper,
    ridgeline,
    starting_beliefs,
    talent_flows,
    timeline,
)
from aiscenarios.plots.source import Figure, View

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["FIGURES", "Figure", "View", "draw", "find", "save", "see"]

FIGURES = (
    Figure("fan", "an outcome over time, with some runs and the reference case", fan),
    Figure("endings", "chance of each ending, one scenario or several", endings),
    Figure("by_date", "chance of each ending by date", by_date),
    Figure("links", "the four links between the blocs over time", links),
    Figure("talent_flows", "who crossed which border after the start", talent_flows),
    Figure("net_flow", "net talent flows over time", net_flow),
    Figure("exceedance", "chance of more than each value of an outcome", exceedance),
    Figure("ridgeline", "spread of an outcome by scenario", ridgeline),
    Figure("timeline", "events of one representative run", timeline),
    Figure("starting_beliefs", "what the articles did to the priors", starting_beliefs),
)


def find(name: str) -> Figure:
    """A figure by name.

    Raises:
        InputError: there is none.
    """
    known = {figure.name: figure for figure in FIGURES}
    if name not in known:
        raise InputError(f"there is no figure '{name}'", path=name, hint=one_of(name, known))
    return known[name]


def see(results: Result | Sequence[Result], name: str, /, *arguments: Any, **options: Any) -> View:
    """What a figure shows: its words and the table of its numbers.

    Args:
        results: one result, or several of which the first is the reference case.
        name: one of FIGURES.
        arguments: of that figure's ``view``, after the results.
        options: the same by name, e.g. ``column`` and ``bloc``.

    Raises:
        InputError: there is no such figure.
    """
    several = tuple(results) if isinstance(results, Sequence) else (results,)
    view: View = find(name).draws.view(several, *arguments, **options)
    return view


def draw(results: Result | Sequence[Result], name: str, /, *arguments: Any, **options: Any) -> "go.Figure":
    """A figure of one result or several; arguments as for :func:`see`."""
    chart: go.Figure = find(name).draws.figure(see(results, name, *arguments, **options))
    return chart


def save(
    results: Result | Sequence[Result], name: str, path: Path, *, size: str = "a4", **options: Any
) -> Path:  # fmt: skip
    """A still of a figure, in the format that the path ends with.

    Args:
        results: as for :func:`see`.
        name: one of FIGURES.
        path: ends with .png, .svg or .pdf.
        size: ``slide``, ``a4`` or ``column``.
        options: of that figure's ``view``.

    Raises:
        InputError: an unknown figure, format or size.
    """
    form = path.suffix.removeprefix(".").lower()
    for what, given, known in (("format", form, paper.FORMATS), ("size", size, tuple(paper.SIZES))):
        if given not in known:
            raise InputError(f"unknown {what} '{given}'", path=str(path), hint=f"one of {', '.join(known)}")
    page = find(name).draws.still(see(results, name, **options), paper.SIZES[size])
    paper.write(page, path, form, paper.SIZES[size])
    return path
