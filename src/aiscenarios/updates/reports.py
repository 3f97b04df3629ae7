"""What an article reports that runs can be held against: a printed figure, a level, an event; or a policy."""

from dataclasses import dataclass

from aiscenarios.narratives import Expression
from aiscenarios.observations.period import Period

__all__ = ["Event", "Level", "Lever", "Printed", "Report"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A number that a public series printed.

    Args:
        series, entity, period: its address, as for ``result.observed``.
        span: the period, in quarters since the start of 2019.
        text: the number as the article has it.
        unit: of the series.
        value: on the scale on which the series' error is Normal.
        sd: of the error there: the larger of the series' own and that of the interval in the article.
    """

    series: str
    entity: str
    period: str
    span: Period
    text: str
    unit: str
    value: float
    sd: float

    @property
    def title(self) -> str:
        """What it is of, for a screen."""
        return f"{self.series}, {self.entity}, {self.period}"


@dataclass(frozen=True, slots=True)
class Level:
    """An outcome at the end of a quarter, as an interval.

    Args:
        outcome: the quantity as written.
        quantity: the same, read.
        at: the quarter.
        label: its name.
        text: the interval as the article has it, 5% to 95%.
        unit: of the outcome.
        value, sd: the interval as a Normal.
    """

    outcome: str
    quantity: Expression
    at: int
    label: str
    text: str
    unit: str
    value: float
    sd: float

    @property
    def title(self) -> str:
        """What it is of, for a screen."""
        return f"{self.outcome} at the end of {self.label}"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened by the end of a quarter.

    Args:
        what: the condition as written, or the name of an ending.
        condition: the same, read.
        since, by: the quarters at one of whose ends it held, the first and the last.
        label: the name of the last.
    """

    what: str
    condition: Expression
    since: int
    by: int
    label: str

    @property
    def title(self) -> str:
        """What it is, for a screen."""
        return f"{self.what} by the end of {self.label}"


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
