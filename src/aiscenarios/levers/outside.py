"""Levers from outside the package: a level that a scenario sets, and what it changes of shipped levers.

The author writes one function; the level's path, the checks, and the joining with others are done here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.drivers import BLOC_LEVERS, Drivers
from aiscenarios.errors import InputError, fault_outside, one_of
from aiscenarios.levers.combine import Change, Combiner, changes_anything, combined
from aiscenarios.levers.lever import UNITS, Unit
from aiscenarios.quarters import label
from aiscenarios.state import BLOCS

__all__ = ["Given", "UserLever", "apply", "changes_of"]


class Given(NamedTuple):
    """What a lever from outside is told."""

    level: Mapping[str, NDArray[np.float64]]
    """Its own level by bloc, quarter by quarter from 2019Q1; NaN before the scenario's start."""
    drivers: Drivers
    """Everything that is set, as the scenario left it; another outside lever's work is never in it."""
    start: int
    """First quarter it may change."""


@dataclass(frozen=True, kw_only=True, eq=False)
class UserLever:
    """A policy from outside the package, set like a shipped lever.

    Args:
        name: as scenarios write it, in lower case with underscores.
        title: in a few words, for sentences.
        sentence: what it is.
        unit: of its level: share, x, months, US$, US$/year or index.
        owner: the blocs that set it.
        felt_at: the blocs that have a level of it; default: its owner.
        low, high: lowest and highest level.
        no_effect: the level that changes nothing, and that holds where no other is set.
        source: where its numbers come from.
        changes: what it changes, given its level: a list of changes of shipped levers, by bloc and quarter.
        level: holds from a scenario's start on unless the scenario sets another.
        levels: words for some levels.

    Raises:
        InputError: a name, unit, bloc or number does not fit.
    """

    name: str
    title: str
    sentence: str
    unit: Unit
    owner: tuple[str, ...]
    low: float
    high: float
    no_effect: float
    source: str
    changes: Callable[[Given], Sequence[Change]]
    felt_at: tuple[str, ...] = ()
    level: float | None = None
    levels: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "felt_at", self.felt_at or self.owner)
        for what, wrong in _faults(self).items():
            if wrong:
                raise InputError(f"lever '{self.name}': {wrong}", path=what)

    @property
    def worded(self) -> dict[str, float]:
        """The value of each worded level."""
        return dict(self.levels)

    def at(self, level: float) -> "UserLever":
        """The same lever with a level that holds unless a scenario sets another.

        Raises:
            InputError: the level lies outside its range.
        """
        return replace(self, level=level)


def _faults(lever: UserLever) -> dict[str, str]:
    """What is wrong with each field; empty text where nothing is."""
    numbers = {"no_effect": lever.no_effect, **{f"levels.{word}": at for word, at in lever.levels.items()}}
    numbers |= {} if lever.level is None else {"level": lever.level}
    out = {
        name: f"its {name}, {at:g}, is outside {lever.low:g} to {lever.high:g}"
        for name, at in numbers.items()
        if not lever.low <= at <= lever.high
    }
    blocs = (*lever.owner, *lever.felt_at)
    strange = [bloc for bloc in blocs if bloc not in BLOCS]
    blank = [name for name in ("title", "sentence", "source") if not getattr(lever, name).strip()]
    known = "" if lever.unit in UNITS else f"its unit is '{lever.unit}'; {one_of(lever.unit, UNITS)}"
    owned = "" if blocs and not strange else f"its owner and felt_at must be of {', '.join(BLOCS)}"
    return {
        "name": "" if _is_name(lever.name) else "write its name in lower case, like fast_track",
        "unit": known,
        "owner": owned,
        **{name: f"its {name} is missing" for name in blank},
        **out,
    }


def _is_name(name: str) -> bool:
    return name.isidentifier() and name == name.lower()


def apply(drivers: Drivers, levers: Mapping[UserLever, NDArray[np.float64]], *, start: int = 0) -> Drivers:
    """Drivers after levers from outside, the same for any order of them.

    Args:
        drivers: as the scenario prepared them.
        levers: each with its level, quarter x bloc.
        start: first quarter they may change.

    Raises:
        InputError: a lever's function fails, returns no changes, or changes what it may not: an unknown
            lever or bloc, the past, anything at no effect, or a level that another lever sets.
    """
    for lever in levers:
        _refuse_zero(lever, drivers, start)
    changes = [each for lever, level in levers.items() for each in changes_of(lever, level, drivers, start)]
    return combined(drivers, changes)


def _refuse_zero(lever: UserLever, drivers: Drivers, start: int) -> None:
    """A lever at no effect must leave every driver as it was."""
    still = np.full((len(drivers.bloc), len(BLOCS)), lever.no_effect)
    after = combined(drivers, changes_of(lever, still, drivers, start))
    for before, now in ((drivers.bloc, after.bloc), (drivers.spread, after.spread)):
        moved = np.argwhere(before != now)
        if len(moved):
            t, b, k = moved[0]
            raise InputError(
                f"lever '{lever.name}' at no effect ({lever.no_effect:g}) changes {BLOC_LEVERS[k]} of"
                f" {BLOCS[b]} in {label(int(t))}",
                hint="at no effect give 1 to a factor, 0 to a sum, and NaN to anything else",
            )


def changes_of(
    lever: UserLever, level: NDArray[np.float64], drivers: Drivers, start: int
) -> Sequence[Change]:
    """What a lever changes at a level (quarter x bloc), once known to fit the drivers."""
    own = np.where(np.arange(len(level))[:, None] < start, np.nan, level)
    given = Given({bloc: own[:, BLOCS.index(bloc)] for bloc in lever.felt_at}, drivers, start)
    try:
        changes = lever.changes(given)
    except InputError:
        raise
    except (Exception, SystemExit) as problem:
        raise fault_outside(f"the changes of lever '{lever.name}'", problem) from problem
    if not isinstance(changes, list | tuple) or not all(isinstance(each, Change) for each in changes):
        raise InputError(
            f"lever '{lever.name}' returns {_described(changes)}", hint="return a list of Change"
        )
    for change in changes:
        _check(lever.name, change, len(drivers.bloc), start)
    return changes


def _described(value: Any) -> str:
    return f"a {type(value).__name__}" if not isinstance(value, list | tuple) else "other things than Change"


def _check(name: str, change: Change, quarters: int, start: int) -> None:
    if change.lever not in BLOC_LEVERS:
        hint = one_of(change.lever, BLOC_LEVERS)
        raise InputError(f"lever '{name}' changes '{change.lever}', which is no lever", hint=hint)
    if change.bloc not in BLOCS:
        hint = one_of(change.bloc, BLOCS)
        raise InputError(f"lever '{name}' acts on '{change.bloc}', which is no bloc", hint=hint)
    how: Any = change.how
    if not isinstance(how, Combiner):
        known = "multiply, add, cap, floor, replace"
        raise InputError(
            f"lever '{name}' changes {change.lever} by {how!r}, which is no way to join changes",
            hint=f"one of {known}, imported from aiscenarios.levers and without quotation marks",
        )
    from aiscenarios.levers import by_name  # the room's own list of levers, which is above this file

    felt_at = by_name(change.lever).felt_at
    if change.bloc not in felt_at:
        raise InputError(
            f"lever '{name}' changes {change.lever} of {change.bloc}, where it is not felt",
            hint=f"it is felt in {', '.join(felt_at)}",
        )
    if np.shape(change.values) != (quarters,):
        raise InputError(
            f"lever '{name}' gives {change.lever} in an array of shape {np.shape(change.values)}",
            hint=f"one value for each of the {quarters} quarters, NaN where nothing changes",
        )
    if changes_anything([change._replace(values=change.values[:start])]):
        raise InputError(
            f"lever '{name}' changes {change.lever} before {label(start)}, when the scenario starts",
            hint="leave NaN in the quarters before",
        )
