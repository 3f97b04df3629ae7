"""Fitted beliefs as a small Parquet file: one row a number that data inform, and where the fit came from.

``prior_mean``, ``prior_sd`` are on the number's scale; ``mean``, ``sd`` are of its place in that prior;
``shape`` and ``correlation`` are lists. The footer holds, as JSON, what the fit was made of: ``about`` of
:class:`aiscenarios.evidence.fitted.Fitted`.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from aiscenarios import seeds
from aiscenarios.errors import InputError
from aiscenarios.evidence.fitted import SCORES, Fitted

__all__ = ["FITTED", "PRIOR", "is_shipped", "read", "shipped_path", "write"]

PRIOR, FITTED = "prior", "fitted"
"""The starting beliefs, and the fit that the package carries."""
_KEY = b"aiscenarios fit"
_FORMAT = 1
_HINT = "give prior, fitted, or a file that 'aiscenarios calibrate --out' wrote"


def shipped_path() -> Path:
    """The fit that the package carries."""
    return seeds.path("fitted.parquet")


def is_shipped(name: str | Path) -> bool:
    """Whether a name means that fit."""
    return str(name) == FITTED


def write(fitted: Fitted, file: Path) -> None:
    """Store a fit.

    Raises:
        InputError: the file cannot be written.
    """
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table({
        "name": list(fitted.names),
        **{key: getattr(fitted, key) for key in ("prior_mean", "prior_sd", "mean", "sd")},
        **{key: getattr(fitted, key).tolist() for key in ("shape", "correlation")},
    })  # fmt: skip
    about = json.dumps({"format": _FORMAT} | fitted.about, sort_keys=True)
    try:
        parquet.write_table(table.replace_schema_metadata({_KEY: about}), file, compression="zstd")
    except OSError as problem:
        raise InputError(f"cannot be written: {problem.strerror}", file=str(file)) from problem


def read(name: str | Path) -> Fitted:
    """A fit by name: ``fitted``, or a file.

    Raises:
        InputError: there is no such file, or it holds no fit.
    """
    import pyarrow as pa
    from pyarrow import parquet

    file = shipped_path() if is_shipped(name) else Path(name)
    if not file.is_file():
        raise InputError(f"there are no beliefs '{name}'", path="beliefs", hint=_HINT)
    try:
        # parquet.read_table would load pandas, which a run does without.
        table = parquet.ParquetFile(file).read(use_threads=False)
        about: dict[str, Any] = json.loads((table.schema.metadata or {})[_KEY])
    except (OSError, ValueError, KeyError, RecursionError, pa.ArrowException) as problem:
        raise InputError("holds no fitted beliefs", file=str(file), path="beliefs", hint=_HINT) from problem
    if about.pop("format", None) != _FORMAT:
        raise InputError("was written by another version", file=str(file), hint="run 'calibrate' again")
    try:
        return _fitted(table, about)
    except (ValueError, KeyError, TypeError) as problem:
        raise InputError("holds no fitted beliefs", file=str(file), path="beliefs", hint=_HINT) from problem


def _fitted(table: Any, about: dict[str, Any]) -> Fitted:
    columns: dict[str, Any] = {key: table[key].to_pylist() for key in table.column_names}
    names = tuple(columns.pop("name"))
    arrays = {key: np.array(values, dtype=np.float64) for key, values in columns.items()}
    shape = arrays["shape"].reshape(len(names), len(SCORES))
    return Fitted(names=names, **arrays | {"shape": shape}, about=about)
