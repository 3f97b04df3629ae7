"""Stored tables against simulated ones, bit for bit: which file, column, run and quarter differ."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.provenance.verdict import Finding

__all__ = ["differences"]

_FEW = 5
"""Columns of one table that are named one by one."""


def differences(
    file: str, stored: Mapping[str, NDArray[Any]], simulated: Mapping[str, NDArray[Any]]
) -> Iterator[Finding]:
    """What of a stored table is not what simulating it again gives.

    Args:
        file: the table's.
        stored: its columns by name.
        simulated: the same, as they come out; ``run`` and ``quarter`` say where a row belongs.
    """
    names = [name for name in simulated if name in stored]
    if len(names) != len(simulated) or len(names) != len(stored):
        odd = sorted(set(stored) ^ set(simulated))
        yield Finding(file, f"has not the columns of this version: {', '.join(odd[:_FEW])}")
    lengths = {len(stored[name]) for name in names}, {len(simulated[name]) for name in names}
    if lengths[0] != lengths[1]:
        rows = [next(iter(each), 0) for each in lengths]
        yield Finding(
            file, f"has {rows[0]:,} rows; simulated again, {rows[1]:,}",
            (("rows_stored", rows[0]), ("rows_simulated", rows[1])),
        )  # fmt: skip
        return
    found = {name: _unequal(stored[name], simulated[name]) for name in names}
    differing = [name for name in names if found[name].any()]
    for name in differing[:_FEW]:
        yield _change(file, name, found[name], stored, simulated)
    if len(differing) > _FEW:
        more = len(differing) - _FEW
        yield Finding(file, f"differs in {more:,} further column{'s' if more > 1 else ''}")


def _unequal(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.bool_]:
    """Where two columns differ in any bit; an absent value is like any other absent value."""
    if one.dtype != other.dtype:
        return np.ones(len(one), dtype=np.bool_)
    if one.dtype.kind != "f":
        return np.asarray(one != other)
    bits = f"u{one.dtype.itemsize}"
    return np.asarray((one.view(bits) != other.view(bits)) & ~(np.isnan(one) & np.isnan(other)))


def _change(
    file: str, name: str, where: NDArray[np.bool_], stored: Mapping[str, NDArray[Any]],
    simulated: Mapping[str, NDArray[Any]],
) -> Finding:  # fmt: skip
    """The values of a column that differ: how many, and the first of them."""
    count, row = int(where.sum()), int(np.flatnonzero(where)[0])
    place = {"run": int(simulated["run"][row])}
    if "quarter" in simulated:
        place["quarter"] = int(simulated["quarter"][row])
    there, here = stored[name][row].item(), simulated[name][row].item()
    told = f"run {place['run']}"
    if "quarter" in place:
        told = f"{told}, {quarters.label(place['quarter'])}"
    values = f"{_number(stored[name][row])} is stored, {_number(simulated[name][row])} comes out"
    what = f"column {name}, {told}: {values}"
    if count > 1:
        what = f"{what} (the first of {count:,} values of this column that differ)"
    details = {"column": name, **place, "stored": there, "simulated": here, "values": count}
    if "quarter" in details:
        details["quarter"] = quarters.label(details["quarter"])
    return Finding(file, what, tuple(details.items()))


def _number(value: Any) -> str:
    """A value with as many digits as it takes to tell it from its neighbours."""
    return "nothing" if value != value else str(value)  # noqa: PLR0124 - only NaN differs from itself
