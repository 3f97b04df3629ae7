"""The scale on which a prior is Normal: the number, its logarithm, or its log-odds between two bounds."""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios.arithmetic import exp
from aiscenarios.errors import InputError

__all__ = ["SCALES", "USUAL_LEVEL", "Interval", "Normal", "Scale"]

SCALES = ("linear", "log", "logit")
USUAL_LEVEL = 0.9
"""`a to b` means 5% to 95% unless a level is given."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A central interval of belief: from ``low`` to ``high`` with probability ``level``."""

    low: float
    high: float
    level: float = USUAL_LEVEL

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise InputError(
                f"{self.low:g} to {self.high:g} is not an interval", hint="write the smaller number first"
            )
        if not 0.0 < self.level < 1.0:
            raise InputError(f"level {self.level:g} is not between 0% and 100%", hint="write level: 90%")

    def times(self, factor: float) -> "Interval":
        """The interval in another unit, or relative to an anchor."""
        return Interval(self.low * factor, self.high * factor, self.level)


@dataclass(frozen=True, slots=True)
class Normal:
    """A Normal belief on a parameter's scale."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Scale:
    """A monotone map between a number and the line on which its belief is Normal.

    Args:
        kind: one of SCALES.
        low, high: the numbers that make sense at all; the ends of the log-odds for ``logit``.
    """

    kind: str
    low: float
    high: float

    def contains(self, value: float) -> bool:
        """Whether the number makes sense; the ends of an open scale do not."""
        below = self.low <= value if self.kind == "linear" else self.low < value
        above = value < self.high if self.kind == "logit" else value <= self.high
        return below and above and math.isfinite(value)

    def to(self, value: float) -> float:
        """Place of a number on the line."""
        if self.kind == "log":
            return math.log(value)
        if self.kind == "logit":
            return math.log((value - self.low) / (self.high - value))
        return value

    def back(self, place: NDArray[np.float64]) -> NDArray[np.float64]:
        """Numbers at places on the line; the inverse of ``to``."""
        back: NDArray[Any] = place
        if self.kind == "log":
            back = exp(place)
        if self.kind == "logit":
            back = self.low + (self.high - self.low) / (1.0 + exp(-place))
        return back

    def check(self, value: float) -> None:
        """Refuse a number that makes no sense.

        Raises:
            InputError: it lies outside the scale's bounds.
        """
        if not self.contains(value):
            above = f"above {self.low:g}" if math.isfinite(self.low) else ""
            below = f"below {self.high:g}" if math.isfinite(self.high) else ""
            wanted = " and ".join(part for part in (above, below) if part)
            raise InputError(f"{value:g} is out of range", hint=f"give a number {wanted}")

    def normal(self, interval: Interval) -> Normal:
        """The Normal whose central interval this is, in closed form.

        Raises:
            InputError: an end of the interval lies outside the scale's bounds.
        """
        self.check(interval.low)
        self.check(interval.high)
        low, high = self.to(interval.low), self.to(interval.high)
        width = NormalDist().inv_cdf((1.0 + interval.level) / 2.0)
        return Normal((low + high) / 2.0, (high - low) / (2.0 * width))

    def interval(self, belief: Normal, level: float = USUAL_LEVEL) -> Interval:
        """The central interval of a Normal on this scale, in the number's unit."""
        width = NormalDist().inv_cdf((1.0 + level) / 2.0) * belief.sd
        low, high = self.back(np.array([belief.mean - width, belief.mean + width]))
        return Interval(float(low), float(high), level)
