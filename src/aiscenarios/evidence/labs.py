"""The catalogue of labs: who they are, when they were founded, how large they were, what they work on.

Numbers and sources: ``seeds/labs.yaml``. A scenario may add labs and change them.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np

from aiscenarios import seeds
from aiscenarios.errors import InputError, one_of
from aiscenarios.evidence.world import Figure
from aiscenarios.quarters import label, last_day, parse
from aiscenarios.records import Origin, read, record
from aiscenarios.state import BLOCS, CRAFT, KINDS, LAB, MODALITIES, NOWHERE, Records

__all__ = ["ATTRIBUTES", "NEVER", "Catalogue", "Effort", "Lab", "NewLab", "load_catalogue"]

ATTRIBUTES = ("size", "users", "pay", "freedom", "friction", "openness")
"""What a scenario may change of a lab: persons, millions, US$ a year, two shares, a multiple of its bloc."""

NEVER = np.iinfo(np.int32).max
"""Founding quarter of an empty slot."""

_REMEMBERED = "founding date, parent and kind are recalled"


@record
class Effort:
    """Shares of a lab's work on language, video and worlds: when it enters, and where it tends."""

    then: tuple[float, float, float]
    now: tuple[float, float, float]
    source: str
    origin: Origin

    def __post_init__(self) -> None:
        for shares in (self.then, self.now):
            if min(shares) < 0.0 or sum(shares) > 1.0:
                raise ValueError("shares of work lie between 0 and 1 and add to 1 at most")


@record
class Lab:
    """One lab. Attributes that are None are the default of its kind.

    It is known from the end of the quarter it was founded in, unless ``known`` names another day.
    """

    name: str
    bloc: str
    kind: str
    founded: str
    size: Figure
    purse: Figure
    users: Figure
    effort: Effort
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    systems: tuple[str, ...] = ()
    cash: Figure | None = None
    pay: Figure | None = None
    freedom: Figure | None = None
    friction: Figure | None = None
    openness: Figure | None = None
    reference: str = _REMEMBERED
    known: str = ""

    def __post_init__(self) -> None:
        for word, known in ((self.bloc, BLOCS), (self.kind, KINDS)):
            if word not in known:
                raise ValueError(f"{self.name}: '{word}' is none of {', '.join(known)}")
        if not 0.0 <= self.purse.value <= 1.0 or self.size.value < 0.0 or self.users.value < 0.0:
            raise ValueError(f"{self.name}: a purse lies between 0 and 1, size and users are not negative")
        parse(self.founded)

    @property
    def quarter(self) -> int:
        """Quarter of founding; negative before 2019."""
        return parse(self.founded)

    @property
    def day(self) -> date:
        """The first day on which a forecaster could have counted it in."""
        return date.fromisoformat(self.known) if self.known else last_day(self.quarter)


@dataclass(frozen=True)
class NewLab:
    """A lab that a scenario adds: like another one, or a typical one of a kind, except for what is given."""

    name: str
    bloc: str
    joins: int
    reference: str
    like: str | None = None
    kind: str | None = None
    cash: float | None = None
    """US$."""


@record
class _File:
    labs: tuple[Lab, ...]


@dataclass(frozen=True)
class Catalogue:
    """Labs in a fixed order; their identities come from their names."""

    labs: tuple[Lab, ...]

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for lab in self.labs:
            for name in (lab.name, *lab.aliases):
                if name in seen:
                    raise InputError(f"the lab '{name}' stands twice", path=f"labs.{name}")
                seen.add(name)
        for lab in self.labs:
            if lab.parent is not None:
                self.index(lab.parent)

    @property
    def names(self) -> tuple[str, ...]:
        """Names in the catalogue's order."""
        return tuple(lab.name for lab in self.labs)

    def known_by(self, day: date) -> "Catalogue":
        """The labs that were known on a day, in the same order."""
        return Catalogue(tuple(lab for lab in self.labs if lab.day <= day))

    def index(self, name: str) -> int:
        """A lab's place, by its name or an alias.

        Raises:
            InputError: there is none; the hint names the nearest.
        """
        for place, lab in enumerate(self.labs):
            if name == lab.name or name in lab.aliases:
                return place
        known = [word for lab in self.labs for word in (lab.name, *lab.aliases)]
        raise InputError(f"unknown lab '{name}'", path=f"labs.{name}", hint=one_of(name, known))

    def lab(self, name: str) -> Lab:
        """A lab by its name or an alias.

        Raises:
            InputError: there is none.
        """
        return self.labs[self.index(name)]

    def with_labs(self, new: Iterable[NewLab]) -> "Catalogue":
        """This catalogue and further labs.

        Raises:
            InputError: a name that is taken, an unknown model, bloc or kind.
        """
        return replace(self, labs=(*self.labs, *(self._added(lab) for lab in new)))

    def with_changed(self, name: str, reference: str, **numbers: float) -> "Catalogue":
        """This catalogue with some numbers of one lab changed.

        Args:
            name: the lab.
            reference: where the new numbers come from.
            numbers: by ATTRIBUTES.

        Raises:
            InputError: an unknown lab or attribute, a negative number.
        """
        place = self.index(name)
        for attribute, value in numbers.items():
            if attribute not in ATTRIBUTES:
                hint = one_of(attribute, ATTRIBUTES)
                raise InputError(f"a lab has no '{attribute}'", path=f"labs.{name}", hint=hint)
            if not value >= 0.0:
                raise InputError(f"must not be negative (got {value})", path=f"labs.{name}.{attribute}")
        figures = {key: _figure(value, reference) for key, value in numbers.items()}
        labs = list(self.labs)
        labs[place] = replace(labs[place], **figures)  # type: ignore[arg-type]
        return replace(self, labs=tuple(labs))

    def arrays(self, startup_slots: int) -> tuple[Records, Records, tuple[str, ...]]:
        """state.LAB records, state.CRAFT records lab x modality, names of the catalogue's labs.

        Empty slots for spin-outs follow the catalogue: inactive, unlisted, never founded, in the first bloc
        until a founder takes them to another.
        """
        from aiscenarios.draws import identity_of_name

        labs = np.zeros(len(self.labs) + startup_slots, LAB)
        crafts = np.zeros((len(labs), len(MODALITIES)), CRAFT)
        labs["kind"], labs["parent"] = KINDS.index("startup"), NOWHERE
        labs["founded"] = NEVER
        for field in ("pay", "freedom", "friction", "open"):
            labs[field] = math.nan
        for place, lab in enumerate(self.labs):
            _fill(labs[place : place + 1], lab)
            labs[place]["id"] = identity_of_name(lab.name)
            labs[place]["parent"] = NOWHERE if lab.parent is None else self.index(lab.parent)
            crafts[place]["effort"], crafts[place]["target"] = lab.effort.then, lab.effort.now
        return labs, crafts, self.names

    def _added(self, new: NewLab) -> Lab:
        """A new lab's entry: its model's, with its own name, bloc, founding quarter and cash."""
        if new.bloc not in BLOCS:
            hint = one_of(new.bloc, BLOCS)
            raise InputError(f"unknown bloc '{new.bloc}'", path=f"labs.{new.name}", hint=hint)
        model = self.lab(new.like) if new.like is not None else self._typical(new.kind or "startup", new.name)
        effort = replace(model.effort, then=model.effort.now)
        return replace(
            model,
            name=new.name,
            aliases=(),
            bloc=new.bloc,
            founded=label(new.joins),
            parent=None,
            systems=(),
            effort=effort,
            cash=None if new.cash is None else _figure(new.cash, new.reference),
            reference=new.reference,
        )

    def _typical(self, kind: str, name: str) -> Lab:
        """The lab of middling size of a kind."""
        if kind not in KINDS:
            raise InputError(f"unknown kind of lab '{kind}'", path=f"labs.{name}", hint=one_of(kind, KINDS))
        alike = [lab for lab in self.labs if lab.kind == kind]
        return sorted(alike, key=lambda lab: lab.size.value)[len(alike) // 2]


def _figure(value: float, reference: str) -> Figure:
    """A scenario's number."""
    return Figure(value=value, source=reference, origin="assumption")


def _fill(row: Records, lab: Lab) -> None:
    """Write a lab's own numbers into its record."""
    row["bloc"], row["kind"] = BLOCS.index(lab.bloc), KINDS.index(lab.kind)
    row["listed"], row["active"] = 1, lab.quarter <= 0
    row["founded"] = lab.quarter
    row["size"], row["purse"], row["users"] = lab.size.value, lab.purse.value, lab.users.value
    row["cash"] = 0.0 if lab.cash is None else lab.cash.value
    own = {"pay": lab.pay, "freedom": lab.freedom, "friction": lab.friction, "open": lab.openness}
    for field, figure in own.items():
        if figure is not None:
            row[field] = figure.value


@cache
def load_catalogue() -> Catalogue:
    """The shipped catalogue.

    Raises:
        InputError: ``seeds/labs.yaml`` is not as it must be.
    """
    return Catalogue(read(_File, seeds.path("labs.yaml")).labs)
