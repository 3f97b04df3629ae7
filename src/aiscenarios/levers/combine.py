"""How several changes of one lever become one level, whatever the order they are given in.

A change says which lever, at which bloc, how, and by how much in each quarter. Settings come first, then
factors, sums, floors and caps; inside each kind the order cannot matter. Two settings of one level are
refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.drivers import BLOC_LEVERS, Drivers
from aiscenarios.errors import InputError
from aiscenarios.quarters import label
from aiscenarios.state import BLOCS

__all__ = [
    "Change", "Combiner", "add", "cap", "changes_anything", "combined", "floor", "multiply", "replace",
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
        bloc[:, b, k] = np.clip(level, *drivers.bounds[k]) if changes_anything(group) else bloc[:, b, k]
    return drivers._replace(bloc=bloc, spread=spread)


def changes_anything(group: Sequence[Change]) -> bool:
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
