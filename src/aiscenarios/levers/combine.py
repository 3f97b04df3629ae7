"""How several changes of one lever become one level, whatever the order they are given in.

A change says which lever, at which bloc, how, and by how much in each quarter. Settings come first, then
factors, sums, floors and caps; inside each kind the order cannot matter. Two settings of one level are
refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from aiscenarios.drivers import BLOC_LEVERS, Drivers
from aiscenarios.errors import InputError, one_of
from aiscenarios.quarters import label
from aiscenarios.state import BLOCS

__all__ = [
    "Change", "Combiner", "UserLever", "add", "apply", "cap", "combined", "floor", "multiply", "replace",
]  # fmt: skip


@dataclass(frozen=True)
class Combiner:
    """A way to join the changes of one level: an operation and the value that leaves the level as it is."""

    name: str
    operation: np.ufunc
    neutral: float

    def joined(self, level: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Level after the changes, change x quarter; NaN changes nothing."""
        known = np.where(np.isnan(values), self.neutral, values)
        # Sorted, so that rounding does not depend on the order either.
        joined = self.operation.reduce(np.sort(known, axis=0), axis=0)
        result: NDArray[np.float64] = self.operation(level, joined)
        return result


multiply = Combiner("multiply", np.multiply, 1.0)
add = Combiner("add", np.add, 0.0)
floor = Combiner("floor", np.maximum, -np.inf)
cap = Combiner("cap", np.minimum, np.inf)
replace = Combiner("replace", np.fmax, np.nan)
_ORDER = (multiply, add, floor, cap)


class Change(NamedTuple):
    """One change of a lever where it is felt."""

    lever: str
    bloc: str
    how: Combiner
    values: NDArray[np.float64]
    """By quarter, in the lever's unit (a factor for ``multiply``); NaN where nothing is changed."""


class UserLever(Protocol):
    """A policy from outside the package: a name, and changes of levers that exist.

    Every user lever sees the drivers as the scenario left them, never another user lever's work.
    """

    name: str

    def changes(self, drivers: Drivers, start: int) -> Sequence[Change]:
        """What the policy changes, in drivers as the scenario left them, from quarter ``start`` on."""
        ...


def apply(drivers: Drivers, levers: Iterable[UserLever], *, start: int = 0) -> Drivers:
    """Drivers after the user levers, the same for any order of them.

    Args:
        drivers: as the scenario prepared them.
        levers: policies from outside.
        start: first quarter they may change.

    Raises:
        InputError: an unknown lever or bloc, a wrong number of quarters, a change of the past, two settings.
    """
    changes = [change for lever in levers for change in _checked(lever, drivers, start)]
    return combined(drivers, changes)


def combined(drivers: Drivers, changes: Iterable[Change]) -> Drivers:
    """Drivers after all changes, each level kept between the lever's bounds.

    Raises:
        InputError: two changes set one level in the same quarter.
    """
    groups: dict[tuple[int, int], list[Change]] = {}
    for change in changes:
        place = (BLOCS.index(change.bloc), BLOC_LEVERS.index(change.lever))
        groups.setdefault(place, []).append(change)
    bloc, spread = drivers.bloc.copy(), drivers.spread.copy()
    for (b, k), group in groups.items():
        setting = _setting([change for change in group if change.how is replace])
        spread[:, b, k] = np.where(np.isnan(setting), spread[:, b, k], 0.0)
        level = np.where(np.isnan(setting), bloc[:, b, k], setting)
        for how in _ORDER:
            values = [change.values for change in group if change.how is how]
            if values:
                level = how.joined(level, np.stack(values))
        bloc[:, b, k] = np.clip(level, *drivers.bounds[k]) if _changes(group) else bloc[:, b, k]
    return drivers._replace(bloc=bloc, spread=spread)


def _changes(group: Sequence[Change]) -> bool:
    """Whether any change of a group does anything."""
    return any(np.any(~np.isnan(change.values) & (change.values != change.how.neutral)) for change in group)


def _setting(changes: Sequence[Change]) -> NDArray[np.float64] | float:
    """The one setting by quarter, NaN where there is none."""
    if not changes:
        return np.nan
    values = np.stack([change.values for change in changes])
    twice = np.flatnonzero((~np.isnan(values)).sum(axis=0) > 1)
    if twice.size:
        first = changes[0]
        raise InputError(
            f"two policies set {first.lever} of {first.bloc} in {label(int(twice[0]))}",
            path=f"levers.{first.lever}",
            hint="keep one, or write one as a factor, a sum, a floor or a cap",
        )
    joined: NDArray[np.float64] = np.fmax.reduce(values, axis=0)
    return joined


def _checked(lever: UserLever, drivers: Drivers, start: int) -> Sequence[Change]:
    """A user lever's changes, once they are known to fit the drivers."""
    changes = lever.changes(drivers, start)
    for change in changes:
        if change.lever not in BLOC_LEVERS:
            hint = one_of(change.lever, BLOC_LEVERS)
            raise InputError(f"{lever.name} changes '{change.lever}', which is no lever", hint=hint)
        if change.bloc not in BLOCS:
            hint = one_of(change.bloc, BLOCS)
            raise InputError(f"{lever.name} acts on '{change.bloc}', which is no bloc", hint=hint)
        if change.values.shape != (len(drivers.bloc),):
            raise InputError(
                f"{lever.name} gives {change.lever} in an array of shape {change.values.shape}",
                hint=f"one value for each of the {len(drivers.bloc)} quarters, NaN where nothing changes",
            )
        if _changes([change._replace(values=change.values[:start])]):
            raise InputError(
                f"{lever.name} changes {change.lever} before {label(start)}, when the scenario starts",
                hint="leave NaN in the quarters before",
            )
    return changes
