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

    found = places(units)
    variables: dict[str, xr.DataArray] = {}
    for name, place in found.items():
        if place.variable not in variables:
            variables[place.variable] = _empty(place, units[name], runs, length)
        where = dict(zip(_DIMENSIONS[len(place.blocs)], map(BLOCS.index, place.blocs), strict=True))
        variables[place.variable][where] = columns[name]
    blocs = {dimension: list(BLOCS) for dimension in ("bloc", "source", "target")}
    used = {dimension for variable in variables.values() for dimension in variable.dims}
    labels = [quarters.label(quarter) for quarter in range(length)]
    coordinates = {"run": np.arange(runs), "quarter": labels} | {
        dimension: names for dimension, names in blocs.items() if dimension in used
    }
    return xr.Dataset(variables, coords=coordinates)


def _empty(place: Place, unit: str, runs: int, length: int) -> "xr.DataArray":
    import xarray as xr

    shape = (runs, length, *(len(BLOCS) for _ in place.blocs))
    names = ("run", "quarter", *_DIMENSIONS[len(place.blocs)])
    return xr.DataArray(np.full(shape, np.nan, dtype=np.float32), dims=names, attrs={"units": unit})
