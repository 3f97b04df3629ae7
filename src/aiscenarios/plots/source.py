"""What every figure is made of: the shape of a view, and the values of runs that finished."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble.intervals import Estimate, counted
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.weighted import effective, mean, quantile
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.figure import Figure as Still

    from aiscenarios.plots.paper import Size

__all__ = [
    "Draws",
    "Figure",
    "Sample",
    "View",
    "asked_quarter",
    "at_quarter",
    "finite",
    "holding",
    "percents",
]


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


class Sample(NamedTuple):
    """Values of the runs that have one, and how much each of these counts; None where all count alike."""

    values: NDArray[np.float64]
    """Run, or run x quarter."""
    weights: NDArray[np.float64] | None

    def times(self, factor: float) -> "Sample":
        """The same in another unit."""
        return self._replace(values=self.values * factor)

    def quantile(self, levels: Sequence[float]) -> NDArray[np.float64]:
        """Quantiles of one number a run."""
        if self.weights is None:
            return np.quantile(self.values, levels)
        return quantile(self.values, self.weights, levels)

    def above(self, value: float) -> Estimate:
        """Chance of more than a value, with its sampling range."""
        over = self.values > value
        if self.weights is None:
            return counted(int(over.sum()), len(over))
        worth = effective(self.weights)
        return counted(mean(over.astype(np.float64), self.weights) * worth, worth)._replace(runs=len(over))


@contextmanager
def holding(results: Iterable[Result], names: Sequence[str]) -> Iterator[None]:
    """Read some outcomes of some results at once, for figures that ask for one after the other."""
    with ExitStack() as stack:
        for result in results:
            stack.enter_context(result.holding(names))
        yield


def finite(result: Result, column: str) -> Sample:
    """An outcome of the runs that finished, run x quarter.

    Raises:
        InputError: the outcome is unknown, or has no value in any run.
    """
    values = np.asarray(result.columns(column), dtype=np.float64)
    return _some(values, np.isfinite(values).any(axis=1), result, column)


def asked_quarter(results: Sequence[Result], at: str | None) -> int:
    """The quarter a figure is asked for, or the one endings are judged at.

    Raises:
        InputError: it is no quarter, or a result does not reach it.
    """
    if at is None:
        return results[0].scenario.by
    last = min(result.manifest.quarters for result in results) - 1
    try:
        quarter = quarters.parse(at)
    except ValueError as problem:
        raise InputError(str(problem), path="at") from problem
    if not 0 <= quarter <= last:
        raise InputError(
            f"{at} is not simulated", path="at", hint=f"the last quarter is {quarters.label(last)}"
        )
    return quarter


def at_quarter(result: Result, column: str, quarter: int) -> Sample:
    """An outcome in one quarter, in the runs where it has a value.

    Raises:
        InputError: the outcome is unknown, or has no value in any run.
    """
    values = np.asarray(result.columns(column)[:, quarter], dtype=np.float64)
    return _some(values, np.isfinite(values), result, column)


def _some(values: NDArray[np.float64], there: NDArray[np.bool_], result: Result, column: str) -> Sample:
    if not there.any():
        raise InputError(f"'{column}' has no value in any run of '{result.manifest.scenario}'", path=column)
    weights = None if result.weights is None else result.weights[there]
    if weights is None or not weights.any():
        return Sample(values[there], None)
    return Sample(values[there], weights / weights.sum())


def percents(found: Sequence[Estimate]) -> NDArray[np.float64]:
    """Chances, and the lower and the upper ends of their ranges, in percent: 3 x chance."""
    return 100 * np.array([each[:3] for each in found]).T
