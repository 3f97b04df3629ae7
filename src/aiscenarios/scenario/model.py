"""What a checked scenario is: frozen records, with every name known and every number in its unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from aiscenarios.levers import UserLever
from aiscenarios.outcomes import Outcome
from aiscenarios.scenario.outside import NOTHING, Outside, outside
from aiscenarios.scenario.schedule import Schedule, span
from aiscenarios.state import BLOCS

__all__ = [
    "ALL", "Belief", "ChipsCut", "Event", "LabEntry", "Move", "NarrativeText", "Reaction", "Scenario",
    "Setting",
]  # fmt: skip

ALL = "all"
"""The actor that stands for every bloc."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A lever's path for one actor: ``all``, a bloc or a lab."""

    lever: str
    actor: str
    schedule: Schedule
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Reaction:
    """A lever that moves when a watched outcome has crossed a threshold, seen one quarter late."""

    who: str
    watch: str
    above: bool
    threshold: float
    hold: int
    """Quarters the condition must hold."""
    settings: tuple[Setting, ...]
    lasts: int
    """Quarters; 0: while it holds, -1: for good."""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Belief:
    """What the writer believes of a parameter: a central interval, or a fixed value (low = high, level 1)."""

    parameter: str
    kind: Literal["prior", "fix"]
    low: float
    high: float
    level: float
    reference: str = ""


@dataclass(frozen=True, slots=True)
class NarrativeText:
    """A narrative written in the scenario: its condition in the language of narratives."""

    name: str
    title: str
    sentence: str
    condition: str


@dataclass(frozen=True, slots=True)
class LabEntry:
    """A lab that joins, or new attributes of a lab in the catalogue; None: as its model or as before."""

    name: str
    bloc: str | None = None
    like: str | None = None
    kind: str | None = None
    joins: int | None = None
    cash: float | None = None
    researchers: float | None = None
    users: float | None = None
    pay: float | None = None
    freedom: float | None = None
    friction: float | None = None
    openness: float | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Researchers of a group who change labs at a quarter."""

    at: int
    source: str
    target: str
    researchers: float
    group: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ChipsCut:
    """A share of the flow of chips to a bloc (or ``all``) that is missing for some quarters."""

    at: int
    bloc: str
    share: float
    lasts: int
    reference: str = ""


type Event = Move | ChipsCut


@dataclass(frozen=True)
class Doubt:
    """How likely it is that a mechanism is at work: 0 is off, 1 is on."""

    mechanism: str
    weight: float
    reference: str = ""


@dataclass(frozen=True)
class Scenario:
    """A checked scenario; quarters count from 2019Q1.

    Equal scenarios give equal runs and equal words; where a scenario was read from plays no part.
    """

    title: str
    question: str
    story: str
    references: tuple[str, ...]
    start: int
    end: int
    by: int
    rewrite_history: bool = False
    as_of: date | None = None
    """Nothing that became known after this day is used; None: today."""
    policy: str = "held"
    """``held`` or ``sampled``."""
    levers: tuple[Setting, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    beliefs: tuple[Belief, ...] = ()
    ignored: tuple[str, ...] = ()
    """Claims left out."""
    doubts: tuple[Doubt, ...] = ()
    """Mechanisms switched off or on, or given another weight."""
    narratives: tuple[NarrativeText, ...] = ()
    labs: tuple[LabEntry, ...] = ()
    events: tuple[Event, ...] = ()
    outside: Outside = NOTHING
    """Levers and outcomes from outside the package, that it may speak of."""
    name: str = field(default="", compare=False)
    """The shipped name or the file's stem."""
    written: tuple[tuple[str, str], ...] = field(default=(), compare=False, repr=False)
    """Name and text of each file it was read from, before anything was changed by ``--set`` or in Python."""

    def dates(self) -> Iterator[tuple[str, int]]:
        """What is dated, and each of its quarters."""
        for setting in self.levers:
            for piece in setting.schedule:
                for quarter in span(piece) or ():
                    yield f"{setting.lever} of {setting.actor}", quarter
        for lab in self.labs:
            if lab.joins is not None:
                yield f"the lab {lab.name}", lab.joins
        for event in self.events:
            yield "an event", event.at

    def labs_named(self) -> Iterator[tuple[str, str]]:
        """What speaks of a lab that it does not add itself, and the lab's name."""
        own = {lab.name for lab in self.labs if lab.joins is not None}
        settings = (*self.levers, *(one for reaction in self.reactions for one in reaction.settings))
        for setting in settings:
            if setting.actor not in {ALL, *BLOCS, *own}:
                yield f"{setting.lever} is set for", setting.actor
        for lab in self.labs:
            if lab.like:
                yield f"the lab {lab.name} is like", lab.like
            if lab.joins is None:
                yield "attributes are given of", lab.name
        for event in self.events:
            if isinstance(event, Move):
                yield from (
                    ("a move names", name) for name in (event.source, event.target) if name not in own
                )

    @property
    def answers(self) -> Literal["projection", "forecast"]:
        """What its probabilities are: a projection (policy held still) or a forecast (sampled)."""
        return "forecast" if self.policy == "sampled" else "projection"

    def known_by(self, day: "date | str") -> "Scenario":
        """This scenario as it could have been written on a day, with nothing that became known later.

        It starts in the first quarter after the day unless it says otherwise, and loses its question and
        story, which tell of today.

        Args:
            day: a date, or a text such as ``2023-12-31``, ``2023-12`` or ``2023Q4``.

        Raises:
            InputErrors: no day, or the scenario speaks of something that was not known then.
        """
        from aiscenarios.scenario.change import with_set

        return with_set(self, (f"as_of={day}",))

    def with_levers(self, **levers: Any) -> "Scenario":
        """This scenario with some levers set, as under ``levers:`` in a file.

        Raises:
            InputErrors: an unknown lever or actor, a wrong unit, a value out of range, a past date.
        """
        from aiscenarios.scenario.change import with_levers

        return with_levers(self, levers)

    def with_set(self, *assignments: str) -> "Scenario":
        """This scenario with ``path=value`` laid over it, as by ``--set levers.compensation.CN=1.6x``."""
        from aiscenarios.scenario.change import with_set

        return with_set(self, assignments)

    def with_outside(self, levers: Sequence[UserLever] = (), outcomes: Sequence[Outcome] = ()) -> "Scenario":
        """This scenario with levers and outcomes from outside the package, which it may then speak of.

        Raises:
            InputError: one of them is not as it must be, or bears a name that is taken.
        """
        from aiscenarios.scenario.change import with_outside

        return with_outside(self, outside(levers, outcomes))

    def resolved(self) -> str:
        """The scenario as one YAML text that stands alone and loads as an equal scenario."""
        from aiscenarios.scenario.resolve import resolved

        return resolved(self)

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that name the resolved content."""
        from aiscenarios.scenario.resolve import digest

        return digest(self)

    def sentences(self) -> tuple[str, ...]:
        """Every value of the scenario as an English sentence."""
        from aiscenarios.scenario.show import sentences

        return sentences(self)
