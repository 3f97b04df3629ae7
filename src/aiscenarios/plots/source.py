"""What every figure is made of: the shape of a view, and the values of runs that finished."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble.intervals import Estimate
from aiscenarios.ensemble.result import Result

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.figure import Figure as Still

    from aiscenarios.plots.paper import Size

__all__ = ["Draws", "Figure", "View", "at_quarter", "finite", "percents"]


class View(Protocol):
    """What a figure shows, ready to be drawn: its words, and the same numbers as a table."""

    @property
    def title(self) -> str:
        """What is shown, in plain words."""

    @property
    def caption(self) -> str:
        """How to read it."""

    @property
    def label(self) -> str:
        """One or two sentences with the figure's numbers, for those who hear the page."""

    @property
    def table(self) -> "pd.DataFrame":
        """The same numbers, rounded to what sampling supports."""


class Draws(Protocol):
    """The module of a figure."""

    @property
    def view(self) -> Callable[..., Any]:
        """(results, **options) -> View; the last result is shown, the first is its reference case."""

    @property
    def figure(self) -> "Callable[[Any], go.Figure]":
        """Draw a view for a page."""

    @property
    def still(self) -> "Callable[[Any, Size], Still]":
        """Draw a view for paper."""


class Figure(NamedTuple):
    """A figure of the catalogue."""

    name: str
    about: str
    draws: Draws


def finite(result: Result, column: str) -> NDArray[np.float64]:
    """An outcome of the runs that finished, run x quarter."""
    values = np.asarray(result.columns(column), dtype=np.float64)
    return values[np.isfinite(values).any(axis=1)]


def at_quarter(result: Result, column: str, quarter: int) -> NDArray[np.float64]:
    """An outcome in one quarter, in the runs where it has a value."""
    values = np.asarray(result.columns(column)[:, quarter], dtype=np.float64)
    return values[np.isfinite(values)]


def percents(found: Sequence[Estimate]) -> NDArray[np.float64]:
    """Chances, and the lower and the upper ends of their ranges, in percent: 3 x chance."""
    return 100 * np.array([each[:3] for each in found]).T
