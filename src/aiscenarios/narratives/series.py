"""Quantities by run and quarter, each from its quarter's past only; NaN where undefined."""

from collections.abc import Callable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.narratives.check import quantity
from aiscenarios.narratives.syntax import Arithmetic, Call, Column, Compare, Expression, Negative, Number
from aiscenarios.narratives.units import column_factor, literal_factor, per_year

__all__ = ["Clock", "Outcomes", "extreme", "rolled", "series"]

type Values = NDArray[np.float64]


class Clock(NamedTuple):
    """The scenario's own dates, in quarters since 2019Q1."""

    start: int
    by: int
    end: int

    def quarter(self, date: str) -> int:
        """The quarter of a date as written: a label, or ``start``, ``by``, ``end``."""
        words = self._asdict()
        return int(words[date]) if date in words else quarters.parse(date)


class Outcomes(NamedTuple):
    """Outcome columns (run x quarter) with the unit text of each, and the clock they are judged by."""

    columns: Mapping[str, NDArray[Any]]
    units: Mapping[str, str]
    clock: Clock
    spreads: Mapping[Compare, float] = MappingProxyType({})
    """How far comparisons spread over runs, where these are not all the runs there are."""


_OPERATIONS: dict[str, Callable[[Values, Values], Values]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide,
}  # fmt: skip


def series(node: Expression, outcomes: Outcomes) -> Values:  # noqa: PLR0911  (one a kind of node)
    """A quantity's values, run x quarter (a plain number: a scalar), in the base unit of its kind."""
    match node:
        case Number(value, unit):
            return np.asarray(value * literal_factor(unit))
        case Column(name):
            return outcomes.columns[name].astype(np.float64) * column_factor(outcomes.units[name])
        case Negative(operand):
            return -series(operand, outcomes)
        case Arithmetic(operator, left, right):
            with np.errstate(all="ignore"):
                return _OPERATIONS[operator](series(left, outcomes), series(right, outcomes))
        case Call("min", arguments):
            return reduce(np.minimum, [series(argument, outcomes) for argument in arguments])
        case Call("max", arguments):
            return reduce(np.maximum, [series(argument, outcomes) for argument in arguments])
        case Call():
            return _over_time(node, series(node.arguments[0], outcomes), outcomes)
    raise TypeError(node)


def _over_time(node: Call, values: Values, outcomes: Outcomes) -> Values:
    """A function of one quantity's past."""
    match node.name:
        case "ago":
            return _later(values, node.quarters)
        case "mean":
            return rolled(values, node.quarters, np.mean, np.nan)
        case "total":
            times = per_year(quantity(node.arguments[0], outcomes.units).unit)
            return rolled(values, node.quarters, np.sum, np.nan) * times
    since = outcomes.clock.quarter(node.date)
    result = np.full(values.shape, np.nan)
    result[:, since:] = _since(node.name, values[:, since : since + 1], values[:, since:])
    return result


def _since(name: str, base: Values, values: Values) -> Values:
    """A function of the values from a date on; ``base`` is the value then (no column: past the end)."""
    match name:
        case "peak":
            return np.fmax.accumulate(values, axis=1)
        case "at":
            return np.broadcast_to(base, values.shape)
        case "change":
            return values - base
    with np.errstate(all="ignore"):
        return np.where(base > 0, values / base, np.nan)


def _later(values: Values, count: int) -> Values:
    """Values moved ``count`` quarters to the right."""
    result = np.full(values.shape, np.nan)
    result[:, count:] = values[:, : max(values.shape[1] - count, 0)]
    return result


def rolled(values: Values, count: int, summary: Callable[..., Values], before: float) -> Values:
    """A summary of the last ``count`` quarters at each; ``before`` stands for quarters before the first."""
    filling = np.full((values.shape[0], count - 1), before)
    return summary(sliding_window_view(np.hstack([filling, values]), count, axis=1), axis=-1)


def extreme(values: Values, count: int, pick: np.ufunc, before: float) -> Values:
    """The least or greatest of the last ``count`` quarters at each: ``rolled``, some ten times as fast."""
    whole = np.hstack([np.full((values.shape[0], count - 1), before), values])
    windows = [whole[:, first : first + values.shape[1]] for first in range(count)]
    return np.asarray(reduce(pick, windows))
