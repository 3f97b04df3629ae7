"""Results for other programs: one format a file, each written whole or not at all."""

from collections.abc import Callable
from pathlib import Path

from aiscenarios.ensemble import parts
from aiscenarios.ensemble.outputs import output
from aiscenarios.ensemble.result import Result
from aiscenarios.errors import InputError, one_of
from aiscenarios.exports import csv, hubverse, iamc, netcdf, xlsx

__all__ = ["FORMATS", "export"]

FORMATS: dict[str, tuple[str, Callable[[Result, Path], None]]] = {
    "csv": ("outcomes.csv", csv.write),
    "xlsx": ("result.xlsx", xlsx.write),
    "netcdf": ("outcomes.nc", netcdf.write),
    "iamc": ("iamc.csv", iamc.write),
    "hubverse": ("hubverse.csv", hubverse.write),
}
"""Name of the file in the result's folder, and what writes it."""


def export(result: Result, to: str, out: str | Path | None = None) -> Path:
    """Write a result for another program.

    Args:
        result: a stored result.
        to: one of FORMATS.
        out: the file, with the ending of the format; default: in the result's folder, under the name there.

    Raises:
        InputError: the format is unknown, or the file ends otherwise, is one of a result's own or cannot be
            written there; nothing is left behind.
    """
    if to not in FORMATS:
        raise InputError(f"there is no format '{to}'", path="to", hint=one_of(to, FORMATS))
    name, write = FORMATS[to]
    file = result.folder / name if out is None else output(out, Path(name).suffix)
    try:
        with parts.whole(file) as half:
            write(result, half)
    except OSError as problem:
        raise InputError(f"cannot be written: {problem.strerror}", file=str(file)) from problem
    return file
