"""What is known of a public series: who prints it, in what unit, how late, how wrong; or why none sees it."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from aiscenarios import records, seeds
from aiscenarios.observations.period import CALENDAR, Fiscal
from aiscenarios.records import Origin, record

__all__ = ["Base", "Error", "Lag", "Series", "Unseen", "known"]

type Family = Literal["talent", "compute", "capability", "output", "visas", "money"]


@record
class Error:
    """The source's own error: a standard deviation, linear or of the log, logit of percent, square root."""

    scale: Literal["linear", "log", "logit", "root"]
    sd: float
    source: str

    def __post_init__(self) -> None:
        if not self.sd > 0.0:
            raise ValueError("an error is above 0")


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
class FiscalYear:
    """A fiscal year: its first month counted from January of its number, and its months."""

    first: int
    months: int


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
        fiscal: what a fiscal year is.
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
    fiscal: FiscalYear | None = None
    bound: str = ""

    @property
    def year(self) -> Fiscal:
        """What a fiscal year of the source is."""
        return Fiscal(self.fiscal.first, self.fiscal.months) if self.fiscal else CALENDAR


@record
class Unseen:
    """Why no observation sees a series."""

    reason: str


@record
class _File:
    format: Literal[1]
    kind: Literal["series"]
    series: dict[str, Series]
    unseen: dict[str, Unseen]


@cache
def _read() -> _File:
    return records.read(_File, seeds.path("series.yaml"))


def known() -> Mapping[str, Series]:
    """Every series that is observed, by name."""
    return _read().series


def unseen() -> Mapping[str, str]:
    """Every other public series we hold facts of, with the reason why none sees it."""
    return {name: each.reason for name, each in _read().unseen.items()}
