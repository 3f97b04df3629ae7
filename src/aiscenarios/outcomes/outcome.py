"""What an outcome is: a named, unit-bearing function of Tallies, spread into columns run x quarter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.state import BLOCS, COHORTS

__all__ = ["AXES", "Outcome", "Values", "View", "ratio", "shares", "trailing"]

type Values = NDArray[Any]


class View(NamedTuple):
    """What outcome functions read: tallies and parameters of some runs, the scenario's first quarter."""

    bloc: Values
    """run x quarter x bloc, rules.tally.BLOC_TALLY."""
    pair: Values
    """run x quarter x bloc x bloc, PAIR_TALLY: from the first to the second."""
    world: Values
    """run x quarter, WORLD_TALLY."""
    cohort: Values
    """run x quarter x cohort, COHORT_TALLY: one cohort a year's end, last that of the scenario's start."""
    params: Values
    """run, parameters.PARAMS."""
    start: int


class Axes(NamedTuple):
    """What the last axes of an outcome's values run over."""

    of: str
    """In words, for lists."""
    shape: tuple[int, ...]
    """Their lengths."""
    places: Mapping[str, Any]
    """The index of each column's values, by what its name adds to the family's."""


_EACH = tuple(enumerate(BLOCS))
AXES: dict[str, Axes] = {
    "": Axes("world", (), {"": ...}),
    **{bloc: Axes(bloc, (), {f".{bloc}": ...}) for bloc in BLOCS},
    "bloc": Axes("each bloc", (len(BLOCS),), {f".{bloc}": (..., b) for b, bloc in _EACH}),
    "pair": Axes(
        "two blocs", (len(BLOCS), len(BLOCS)),
        {f".{one}.{other}": (..., a, b) for a, one in _EACH for b, other in _EACH if a != b},
    ),
    "cohort": Axes("year", (len(COHORTS),), {f".{year}": (..., c) for c, year in enumerate(COHORTS)}),
}  # fmt: skip
"""By what an outcome says it is ``over``: nothing, one bloc, every bloc, from one to another, years."""


@dataclass(frozen=True)
class Outcome:
    """A family of columns.

    Args:
        name: e.g. ``talent_share.top20``; columns add ``.US`` and so on.
        unit: of every column of the family.
        meaning: one sentence.
        over: what the last axes of ``values`` run over: one of AXES.
        values: View to an array run x quarter, with the axes of ``over`` added.
        series: the public series that would show it and who publishes it, where there is one.
        among: of a share of people, how many agents of equal weight would stand for those people as evenly as
            the weighted ones do (Kish's effective sample), over all agents simulated: one number for the
            family, or one a column. Empty for everything else.
    """

    name: str
    unit: str
    meaning: str
    over: str
    values: Callable[[View], Values]
    series: str = ""
    among: tuple[float, ...] = ()

    def steps(self, agents: int) -> dict[str, float]:
        """By column the share of people that one agent of common weight stands for; empty if of no people."""
        parts = self.among * len(self.columns()) if len(self.among) == 1 else self.among
        return {
            column: 1.0 / (part * agents) for column, part in zip(self.columns(), parts, strict=bool(parts))
        }

    def columns(self) -> tuple[str, ...]:
        """The names of the family's columns."""
        return tuple(f"{self.name}{adds}" for adds in AXES[self.over].places)

    def arrays(self, view: View) -> tuple[NDArray[np.float32], ...]:
        """One float32 array run x quarter for each column."""
        values = self.values(view).astype(np.float32)
        return tuple(values[place] for place in AXES[self.over].places.values())


def ratio(part: Values, whole: Values) -> Values:
    """Part over whole, undefined where the whole is nothing."""
    out = np.full(np.broadcast_shapes(part.shape, whole.shape), np.nan)
    np.divide(part, whole, out=out, where=whole != 0)
    return out


def shares(values: Values) -> Values:
    """Each bloc's share of the sum over blocs (the last axis)."""
    return ratio(values, values.sum(axis=-1, keepdims=True))


def trailing(values: Values, quarters: int) -> Values:
    """Sum over the last quarters; undefined before there are that many."""
    total = np.cumsum(values, axis=1)
    out = np.full(values.shape, np.nan)
    out[:, quarters - 1 :] = total[:, quarters - 1 :]
    out[:, quarters:] -= total[:, :-quarters]
    return out
