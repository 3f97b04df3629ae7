"""What an article reports that runs can be held against: a printed figure, a level, an event; or a policy."""

from dataclasses import dataclass
from typing import NamedTuple

from aiscenarios import quarters
from aiscenarios.narratives import Expression
from aiscenarios.observations.period import Period

__all__ = ["Amount", "Event", "Level", "Lever", "Printed", "Report"]


class Amount(NamedTuple):
    """A number that an article reports.

    Args:
        text: as the article has it: a number, or 5% to 95%.
        unit: of what it is compared with.
        value: its middle, on the scale on which its error is Normal.
        sd: of the error there.
    """

    text: str
    unit: str
    value: float
    sd: float


@dataclass(frozen=True, slots=True)
class Printed:
    """A number that a public series printed.

    Args:
        series, entity, period: its address, as for ``result.observed``.
        span: the period, in quarters since the start of 2019.
        amount: its error is the larger of the series' own and that of the interval in the article.
    """

    series: str
    entity: str
    period: str
    span: Period
    amount: Amount

    @property
    def address(self) -> tuple[str, str, str]:
        """Series, entity and period."""
        return self.series, self.entity, self.period

    @property
    def title(self) -> str:
        """What it is of, for a screen."""
        return ", ".join(self.address)


@dataclass(frozen=True, slots=True)
class Level:
    """An outcome at the end of a quarter, as an interval.

    Args:
        outcome: the quantity as written.
        quantity: the same, read.
        at: the quarter.
        amount: the interval.
    """

    outcome: str
    quantity: Expression
    at: int
    amount: Amount

    @property
    def title(self) -> str:
        """What it is of, for a screen."""
        return f"{self.outcome} at the end of {quarters.label(self.at)}"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened by the end of a quarter.

    Args:
        what: the condition as written, or the name of an ending.
        condition: the same, read.
        since, by: the quarters at one of whose ends it held, the first and the last.
    """

    what: str
    condition: Expression
    since: int
    by: int

    @property
    def title(self) -> str:
        """What it is, for a screen."""
        return f"{self.what} by the end of {quarters.label(self.by)}"


@dataclass(frozen=True, slots=True)
class Lever:
    """A policy: what to write into a scenario to ask what it would do."""

    lever: str
    lines: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it is, for a screen."""
        return f"the lever {self.lever}"


type Report = Printed | Level | Event | Lever
