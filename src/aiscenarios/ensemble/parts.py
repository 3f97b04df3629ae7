"""One stored table as one Parquet file: written whole or not at all, and read only if it proves whole.

A file is written under a temporary name in its own folder, flushed to the disk and renamed; then the folder
is flushed. Its footer says which ensemble, chunk and rows it holds, and each page carries a checksum.
"""

import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble.chunks import Table
from aiscenarios.errors import InputError

__all__ = ["Label", "encoded", "flat", "is_whole", "name_of", "put_new", "read", "replace_with", "whole"]

_KEY = b"aiscenarios"
TEMPORARY = ".tmp"
"""How names of files end that are being written."""


class Label(NamedTuple):
    """What the footer of a part says of it."""

    fingerprint: str
    chunk: int
    first: int
    runs: int


def name_of(chunk: int) -> str:
    """File name of a chunk's part."""
    return f"part-{chunk:06d}.parquet"


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary name to write a file under, which is put in place at the end; after an error nothing is.

    A reader, or a crash at any moment, finds the old file or the new one.
    """
    with _beside(path) as temporary:
        yield temporary
        _flush(temporary)
        temporary.replace(path)


def replace_with(path: Path, content: bytes) -> None:
    """Put a file in place, whole or not at all."""
    with whole(path) as temporary:
        temporary.write_bytes(content)


def put_new(path: Path, content: bytes) -> bool:
    """Put a file in place if there is none; of two processes that try, one does and the other is told no."""
    with _beside(path) as temporary:
        temporary.write_bytes(content)
        _flush(temporary)
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
    return True


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A temporary name in the same folder, which is gone afterwards; then the folder is flushed."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}{TEMPORARY}")
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
    _flush_folder(path.parent)


def _flush(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def encoded(table: Table, label: Label) -> bytes:
    """A table as the bytes of its file.

    Floats are split by byte before compression, which suits slowly varying numbers.
    """
    import pyarrow as pa
    from pyarrow import parquet

    rows = pa.table({name: _arrow(values) for name, values in table.items()})
    footer = json.dumps(label._asdict() | {"rows": rows.num_rows})
    floats = [name for name, values in table.items() if values.dtype.kind == "f"]
    sink = pa.BufferOutputStream()
    parquet.write_table(
        rows.replace_schema_metadata({_KEY: footer}), sink, compression="zstd", write_page_checksum=True,
        use_dictionary=[name for name in table if name not in floats], use_byte_stream_split=floats,
    )  # fmt: skip
    return bytes(sink.getvalue().to_pybytes())


def _arrow(values: NDArray[Any]) -> Any:
    """Numbers as an Arrow array, without the copy and the import of pandas that ``pa.array`` makes."""
    import pyarrow as pa

    whole = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, whole])


def is_whole(path: Path, label: Label) -> bool:
    """Whether a file is there, its footer can be read and says what is expected."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        footer = parquet.read_metadata(path)
        says = json.loads((footer.metadata or {}).get(_KEY, b"null"))
    except (OSError, ValueError, pa.ArrowException):
        return False
    return bool(says == label._asdict() | {"rows": footer.num_rows})


def read(path: Path, names: Iterable[str] | None = None) -> dict[str, NDArray[Any]]:
    """Columns of a part as arrays, all of them or those named.

    Raises:
        InputError: the file is gone, or is not what was once written.
    """
    import pyarrow as pa
    from pyarrow import parquet

    wanted = None if names is None else list(names)
    try:
        with parquet.ParquetFile(path, page_checksum_verification=True) as file:
            rows = file.read(columns=wanted, use_threads=False)
    except (OSError, ValueError, pa.ArrowException) as problem:
        raise InputError(
            "is missing or damaged", file=str(path), hint="delete it and run the same command again"
        ) from problem
    return {name: _numbers(rows[name]) for name in rows.column_names}


def _numbers(column: Any) -> NDArray[Any]:
    """An Arrow column without absent values as an array, again without pandas."""
    kind = np.dtype(column.type.to_pandas_dtype())
    pieces = [
        np.frombuffer(piece.buffers()[1], kind, len(piece), piece.offset * kind.itemsize)
        for piece in column.chunks
        if len(piece)
    ]
    return np.concatenate(pieces) if pieces else np.empty(0, kind)


def flat(columns: Mapping[str, NDArray[np.float32]], first: int) -> dict[str, NDArray[Any]]:
    """Run x quarter arrays as rows: ``run``, ``quarter``, one column an outcome; NaN in one bit pattern."""
    runs, quarters = next(iter(columns.values())).shape
    keys = {
        "run": np.repeat(np.arange(first, first + runs, dtype=np.int64), quarters),
        "quarter": np.tile(np.arange(quarters, dtype=np.int16), runs),
    }
    return keys | {name: _canonical(values).ravel() for name, values in columns.items()}


def _canonical(values: NDArray[np.float32]) -> NDArray[np.float32]:
    narrow = np.array(values, dtype="<f4")
    narrow[np.isnan(narrow)] = np.nan
    return narrow
