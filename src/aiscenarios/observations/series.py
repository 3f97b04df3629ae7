"""What is known of a public series: who prints it, in what unit, how late, how wrong; or why none sees it."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from aiscenarios import records, seeds
from aiscenarios.observations.period import CALENDAR, SourceYear
from aiscenarios.records import Origin, record

__all__ = ["Base", "Correlation", "Error", "Lag", "Series", "Unseen", "correlation", "known"]

type Values = NDArray[np.float64]
type Family = Literal["talent", "compute", "capability", "output", "visas", "money"]

_SCALES: dict[str, tuple[Callable[[Values], Values], Callable[[Values], Values]]] = {
    "linear": (np.asarray, np.asarray),
    "log": (np.log, np.exp),
    "logit": (lambda percent: logit(percent / 100.0), lambda scaled: 100.0 * expit(scaled)),
    "root": (np.sqrt, lambda scaled: np.maximum(scaled, 0.0) ** 2),
}
"""From a printed number to the scale on which its error is Normal, and back."""


@record
class Error:
    """The source's own error: a standard deviation, linear or of the log, logit of percent, square root."""

    scale: Literal["linear", "log", "logit", "root"]
    sd: float
    source: str

    def __post_init__(self) -> None:
        if not self.sd > 0.0:
            raise ValueError("an error is above 0")

    def scaled(self, printed: Values) -> Values:
        """Numbers as printed, on the scale on which the error is Normal; a bound of the scale is infinite."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return _SCALES[self.scale][0](np.asarray(printed, dtype=np.float64))

    def unscaled(self, scaled: Values) -> Values:
        """The inverse of ``scaled``."""
        return _SCALES[self.scale][1](np.asarray(scaled, dtype=np.float64))

    def blur(self, printed: Values, normals: Values) -> Values:
        """Printed numbers with the source's own error.

        Args:
            printed: what the source would print without it, in the source's unit.
            normals: standard normals of the same shape.
        """
        return self.unscaled(self.scaled(printed) + self.sd * normals)


@record
class Lag:
    """Months from the end of a period until a value is printed."""

    months: float
    source: str


@record
class Factor:
    """What the source prints for one of the model's unit."""

    value: float
    source: str
    origin: Origin


@record
class Base:
    """Only change is seen: the level is the one printed for a period, by entity."""

    period: str
    values: dict[str, float]
    source: str


@record
class Months:
    """Months that a year of the source stands for; the first is counted from January of its number."""

    first: int
    months: int
    source: str


@record
class Series:
    """A series that an observation sees.

    Args:
        family: what it is pooled with when forecasts are scored.
        unit: as printed.
        title: of the publication.
        publisher: who prints it.
        lag: how late.
        error: how wrong.
        sees: what it sees, and why that is not the outcome itself.
        factor: from the model's unit to the printed one.
        base: where only change is seen.
        months: what a year, fiscal or not, is to the source, where it is no calendar year.
        bound: name shared by series tied by arithmetic, of which a fit uses one set.
    """

    family: Family
    unit: str
    title: str
    publisher: str
    lag: Lag
    error: Error
    sees: str
    factor: Factor | None = None
    base: Base | None = None
    months: Months | None = None
    bound: str = ""

    @property
    def early(self) -> float:
        """Quarters before the end of a period at which its value is printed, 0 where it is after it."""
        return max(-self.lag.months, 0.0) / 3.0

    @property
    def year(self) -> SourceYear:
        """What a year of the source is."""
        return SourceYear(self.months.first, self.months.months) if self.months else CALENDAR


@record
class Unseen:
    """Why no observation sees a series."""

    reason: str


@record
class Correlation:
    """Of two errors of one series and entity, a quarter apart."""

    value: float
    source: str

    def __post_init__(self) -> None:
        if not 0.0 <= self.value < 1.0:
            raise ValueError("a correlation of errors is from 0 to below 1")


@record
class _File:
    format: Literal[1]
    kind: Literal["series"]
    correlation: Correlation
    series: dict[str, Series]
    unseen: dict[str, Unseen]


@cache
def _read() -> _File:
    return records.read(_File, seeds.path("series.yaml"))


def known() -> Mapping[str, Series]:
    """Every series that is observed, by name."""
    return _read().series


def correlation() -> Correlation:
    """Of two errors of one series and entity, a quarter apart."""
    return _read().correlation


def unseen() -> Mapping[str, str]:
    """Every other public series we hold facts of, with the reason why none sees it."""
    return {name: each.reason for name, each in _read().unseen.items()}
