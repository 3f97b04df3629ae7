"""What a question is: frozen records, every name known and every number in its unit."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from aiscenarios.narratives import Expression

__all__ = [
    "KINDS", "Benchmark", "Happens", "Kind", "Lab", "Printed", "Question", "Questions", "Resolution",
    "Stands", "Subject", "Threshold", "until",
]  # fmt: skip

type Kind = Literal["binary", "numeric", "date"]
KINDS: tuple[Kind, ...] = ("binary", "numeric", "date")


class Threshold(NamedTuple):
    """What a level or a printed number must pass for a binary question to be true."""

    value: float
    above: bool


@dataclass(frozen=True, slots=True)
class Happens:
    """An event: a condition over outcomes comes true; ``by`` in quarters since the start of 2019."""

    condition: str
    expression: Expression
    by: float


@dataclass(frozen=True, slots=True)
class Stands:
    """An outcome, or what is reckoned from outcomes, at a time; ``threshold`` where it is binary."""

    outcome: str
    quantity: Expression
    unit: str
    at: float
    threshold: Threshold | None = None


@dataclass(frozen=True, slots=True)
class Lab:
    """A fact of a named lab at a time; ``threshold`` where the question is binary."""

    lab: str
    measure: str
    unit: str
    at: float
    threshold: Threshold | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """What a public series prints of an entity for a period; ``threshold`` where the question is binary.

    ``begin`` and ``end`` are those of the period, in quarters since the start of 2019.
    """

    series: str
    entity: str
    period: str
    unit: str
    begin: float
    end: float
    threshold: Threshold | None = None


type Subject = Happens | Stands | Lab | Printed


def until(subject: Subject) -> float:
    """The last time that is asked about, in quarters since the start of 2019."""
    match subject:
        case Happens(by=time) | Stands(at=time) | Lab(at=time) | Printed(end=time):
            return time


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A forecast by others: a chance, a number or a time, with 5% and 95% where known, and its source."""

    value: float
    low: float | None
    high: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a question came out: 0 or 1, a number, or a time (infinite: not by the question's date)."""

    value: float
    day: date
    source: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a day will settle.

    Args:
        id: its name in answers, scores and the register.
        title: as it would be put to a person.
        kind: ``binary``, ``numeric`` or ``date``.
        subject: what it is about.
        as_of: the last day whose knowledge may be used; None: the day it is asked.
        resolves: the day by which its source will have settled it.
        source: who settles it.
        base_rate: how often such things happen, or their usual value.
        crowd: what others forecast.
        resolved: how it came out, where that is known.
        written: the question as it stands in its file, keys and texts.
    """

    id: str
    title: str
    kind: Kind
    subject: Subject
    as_of: date | None
    resolves: date
    source: str
    base_rate: Benchmark | None
    crowd: Benchmark | None
    resolved: Resolution | None
    written: Mapping[str, Any]

    @property
    def unit(self) -> str:
        """The unit of a numeric answer."""
        return "" if isinstance(self.subject, Happens) else self.subject.unit

    @property
    def until(self) -> float:
        """The last time that is asked about."""
        return until(self.subject)

    @property
    def reach(self) -> float:
        """The time to which runs must go: labs are kept at the ends of years."""
        return 4.0 * math.ceil(self.until / 4.0) if isinstance(self.subject, Lab) else self.until

    def has_passed(self, now: float) -> bool:
        """It asks whether something will happen by a time that is over; a level may be printed later."""
        return isinstance(self.subject, Happens) and self.until <= now


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of one file."""

    title: str
    questions: tuple[Question, ...]
    name: str
    """The shipped name or the file's stem."""
