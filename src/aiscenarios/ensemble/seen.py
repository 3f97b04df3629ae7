"""What observations read of stored runs: outcome columns and labs, each chunk opened once."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble.sweep import together
from aiscenarios.errors import InputError
from aiscenarios.observations import observe

if TYPE_CHECKING:
    from aiscenarios.ensemble.manifest import Manifest
    from aiscenarios.ensemble.store import Store

__all__ = ["Read", "check_end", "labs_read", "read", "shows"]

_YEAR = 4
type Address = tuple[str, str, str]
"""Series, entity and period."""


class Read(NamedTuple):
    """Stored runs as observations read them.

    Args:
        columns: outcome columns by name, run x quarter.
        labs: columns ``run``, ``quarter``, ``lab`` and fields of the table of labs, for the labs asked for.
        names: of the labs, by number.
        first: number of the first run.
        shape: runs and quarters.
    """

    columns: Mapping[str, NDArray[np.float32]]
    labs: Mapping[str, NDArray[Any]]
    names: tuple[str, ...]
    first: int
    shape: tuple[int, int]

    def column(self, name: str) -> NDArray[np.float32]:
        """An outcome column, run x quarter."""
        return self.columns[name]

    def lab(self, name: str, field: str) -> NDArray[np.float64]:
        """A lab's field in fourth quarters, else NaN: run x quarter; a year cut short has none."""
        values = np.full(self.shape, np.nan)
        ours = (self.labs["lab"] == self.names.index(name)) & (self.labs["quarter"] < self.shape[1])
        values[self.labs["run"][ours] - self.first, self.labs["quarter"][ours]] = self.labs[field][ours]
        return values


class _Noting:
    """One run without numbers, which notes what is asked of it."""

    def __init__(self, quarters: int) -> None:
        self.columns: set[str] = set()
        self.fields: set[str] = set()
        self.labs: set[str] = set()
        self._nothing = np.zeros((1, quarters))

    def column(self, name: str) -> NDArray[np.float64]:
        self.columns.add(name)
        return self._nothing

    def lab(self, name: str, field: str) -> NDArray[np.float64]:
        self.fields.add(field)
        self.labs.add(name)
        return self._nothing


def _noted(address: Address, quarters: int) -> _Noting:
    """What is read for an address; the numbers themselves are none, and say nothing."""
    noting = _Noting(quarters)
    with np.errstate(all="ignore"):
        observe(noting, *address, quarters=quarters)
    return noting


def labs_read(address: Address, quarters: int) -> frozenset[str]:
    """The labs whose rows, which are kept at the ends of years, the observation of an address reads."""
    return frozenset(_noted(address, quarters).labs)


def check_end(address: Address, end: float) -> None:
    """Refuse a period inside a year of a series that is seen in the rows of labs.

    Raises:
        InputError: it is one.
    """
    if end % _YEAR and labs_read(address, math.ceil(end)):
        raise InputError(
            f"'{address[0]}' is seen at the ends of years", path="period", hint="write a year or its December"
        )


def shows(store: "Store", address: Address) -> bool:
    """Whether a store holds what the observation of an address reads: another version's may not."""
    made: Manifest = store.manifest
    noted = _noted(address, made.quarters)
    return noted.columns <= set(made.outcomes) and noted.labs <= set(made.labs)


def read[T](store: "Store", addresses: Iterable[Address], use: Callable[[Read], T]) -> list[T]:
    """What is made of what the observations of some addresses need, in order, a stretch of runs at a time.

    Raises:
        InputError: a series or entity is unknown, or a period is none or lies outside the runs.
    """
    made: Manifest = store.manifest
    noted = [_noted(address, made.quarters) for address in addresses]
    columns = sorted({name for each in noted for name in each.columns})
    fields = sorted({name for each in noted for name in each.fields})
    labs = [made.labs.index(name) for name in sorted({name for each in noted for name in each.labs})]

    def used(stretch: "Store") -> T:
        shape = stretch.runs, made.quarters
        facts = _labs(stretch, fields, labs) if fields else {}
        return use(Read(stretch.columns(columns), facts, made.labs, stretch.first, shape))

    return together(used, store.stretches(len(columns) + len(labs) * len(fields)))


def _labs(store: "Store", fields: Sequence[str], labs: Sequence[int]) -> dict[str, NDArray[Any]]:
    """Some fields of some labs, which are a small part of the table of labs."""
    found = []
    for part in store.pieces("labs", ["quarter", "lab", *fields]):
        ours = np.isin(part["lab"], labs)
        found.append({name: values[ours] for name, values in part.items()})
    return {name: np.concatenate([part[name] for part in found]) for name in found[0]}
