"""Outcome columns as one labelled xarray Dataset: run x quarter, and x bloc where a family has one a bloc."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.state import BLOCS

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Place", "dataset", "places"]

_DIMENSIONS: dict[int, tuple[str, ...]] = {0: (), 1: ("bloc",), 2: ("source", "target")}


class Place(NamedTuple):
    """Where a column goes: a variable, and the blocs it stands for there."""

    variable: str
    blocs: tuple[str, ...]


def places(columns: Iterable[str]) -> dict[str, Place]:
    """Variable and blocs of each column.

    ``talent_share.top20.CN`` is bloc CN of ``talent_share.top20``, ``moves.US.CN`` is source US, target CN of
    ``moves``; a column without sisters, such as ``net_flow.US.CN``, keeps its whole name.
    """
    split = {column: _split(column) for column in columns}
    families = [place.variable for place in split.values()]
    alone = {name for name in families if families.count(name) == 1}
    return {
        column: Place(column, ()) if place.variable in alone else place for column, place in split.items()
    }


def _split(column: str) -> Place:
    words = column.split(".")
    last = len(words)
    while last > 1 and words[last - 1] in BLOCS:
        last -= 1
    return Place(".".join(words[:last]), tuple(words[last:]))


def dataset(
    units: Mapping[str, str], columns: Mapping[str, NDArray[np.float32]], runs: int, length: int
) -> "xr.Dataset":
    """All outcome columns with their units as attributes.

    Args:
        units: unit by column name.
        columns: run x quarter.
        runs: number of runs.
        length: quarters from 2019Q1.
    """
    import xarray as xr

    values: dict[str, NDArray[np.float32]] = {}
    described: dict[str, tuple[tuple[str, ...], str]] = {}
    for name, place in places(units).items():
        described[place.variable] = (("run", "quarter", *_DIMENSIONS[len(place.blocs)]), units[name])
        shape = (runs, length, *(len(BLOCS) for _ in place.blocs))
        family = values.setdefault(place.variable, np.full(shape, np.nan, dtype=np.float32))
        at: tuple[slice | int, ...] = tuple(BLOCS.index(bloc) for bloc in place.blocs)
        family[(slice(None), slice(None), *at)] = columns[name]
    variables = {
        variable: xr.DataArray(values[variable], dims=dimensions, attrs={"units": unit})
        for variable, (dimensions, unit) in described.items()
    }
    used = {dimension for dimensions, _ in described.values() for dimension in dimensions[2:]}
    labels = [quarters.label(quarter) for quarter in range(length)]
    coordinates = {"run": np.arange(runs), "quarter": labels} | {name: list(BLOCS) for name in sorted(used)}
    return xr.Dataset(variables, coords=coordinates)
