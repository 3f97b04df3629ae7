"""One stored table as one Parquet file: written whole or not at all, and read only if it proves whole.

A file is written under a temporary name in its own folder, flushed to the disk and renamed; then the folder
is flushed. Its footer says which ensemble, chunk and rows it holds, and each page carries a checksum.
"""

import json
import os
import re
import secrets
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble.chunks import Table
from aiscenarios.errors import InputError, naming

__all__ = [
    "Label", "damaged", "encoded", "flat", "is_own_file", "is_whole", "label_of", "name_of", "new",
    "put_new", "read", "remove_left", "replace_with", "whole",
]  # fmt: skip

_KEY = b"aiscenarios"
TEMPORARY = ".tmp"
"""How names of files end that are being written."""
_IS_OURS = re.compile(r"\..+\.\d+-[0-9a-f]{8}\.tmp")
_A_DAY = 86_400.0
_MOST_BYTES = 2**32
_BYTES_A_VALUE = 8


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
    if path.is_dir() and not path.is_symlink():
        raise InputError("is a folder where a file must be", file=str(path), hint="remove it")
    with _beside(path) as temporary:
        yield temporary
        _flush(temporary)
        temporary.replace(path)


def replace_with(path: Path, content: bytes) -> None:
    """Put a file in place, whole or not at all."""
    with whole(path) as temporary:
        temporary.write_bytes(content)


@contextmanager
def new(path: Path) -> Iterator[Path]:
    """A temporary name to write a file under, which is put in place at the end if there is none.

    Raises:
        FileExistsError: there is one; of two processes that try, one does and the other is told.
    """
    with _beside(path) as temporary:
        yield temporary
        _flush(temporary)
        os.link(temporary, path)


def put_new(path: Path, content: bytes) -> bool:
    """Put a file in place if there is none, and tell whether there was none."""
    try:
        with new(path) as temporary:
            temporary.write_bytes(content)
    except FileExistsError:
        return False
    return True


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A temporary name in the same folder, which is gone afterwards; then the folder is flushed."""
    # As _IS_OURS has it.
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}{TEMPORARY}")
    try:
        with naming(path, instead_of=temporary):
            yield temporary
    finally:
        temporary.unlink(missing_ok=True)
    _flush_folder(path.parent)


def remove_left(folder: Path) -> None:
    """Remove temporary files of a folder that nobody has written to for a day: who began them was killed.

    Writing one takes seconds. Whether its process still lives cannot be told: it may be on another machine.
    """
    for path in folder.glob(f".*{TEMPORARY}"):
        with suppress(OSError):  # somebody else was faster, or may and we may not
            if _IS_OURS.fullmatch(path.name) and time.time() - path.lstat().st_mtime > _A_DAY:
                path.unlink()


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

    Floats are split by byte before compression, which suits slowly varying numbers. LZ4 takes two
    thirds of the time of zstd, read or written, and a tenth more room.
    """
    import pyarrow as pa
    from pyarrow import parquet

    rows = pa.table({name: _arrow(values) for name, values in table.items()})
    footer = json.dumps(label._asdict() | {"rows": rows.num_rows})
    floats = [name for name, values in table.items() if values.dtype.kind == "f"]
    sink = pa.BufferOutputStream()
    parquet.write_table(
        rows.replace_schema_metadata({_KEY: footer}), sink, compression="lz4", write_page_checksum=True,
        write_statistics=False,
        use_dictionary=[name for name in table if name not in floats], use_byte_stream_split=floats,
    )  # fmt: skip
    return bytes(sink.getvalue().to_pybytes())


def _arrow(values: NDArray[Any]) -> Any:
    """Numbers as an Arrow array, without the copy and the import of pandas that ``pa.array`` makes."""
    import pyarrow as pa

    whole = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, whole])


def is_own_file(path: Path) -> bool:
    """Whether a file is there that is neither a link, which may lead anywhere, nor a pipe or device."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def label_of(path: Path) -> Label | None:
    """What a part's footer says that it is; None if there is none that can be read."""
    import pyarrow as pa
    from pyarrow import parquet

    if not is_own_file(path):
        return None
    try:
        says = json.loads((parquet.read_metadata(path).metadata or {}).get(_KEY, b"null"))
        return Label(*(says[name] for name in Label._fields))
    except (OSError, ValueError, TypeError, KeyError, RecursionError, pa.ArrowException):
        return None


def is_whole(path: Path, label: Label, rows: int | None = None) -> bool:
    """Whether a file is there, its footer can be read and says what is expected.

    Args:
        path: of the file.
        label: what its footer must say.
        rows: how many it must have; None: as many as its footer says.
    """
    import pyarrow as pa
    from pyarrow import parquet

    if not is_own_file(path):
        return False
    try:
        footer = parquet.read_metadata(path)
        says = json.loads((footer.metadata or {}).get(_KEY, b"null"))
    except (OSError, ValueError, RecursionError, pa.ArrowException):
        return False
    return bool(says == label._asdict() | {"rows": footer.num_rows}) and rows in (None, footer.num_rows)


def damaged(path: Path) -> InputError:
    """What is said of a part that is gone, or is not what was once written."""
    return InputError(
        "is missing or damaged", file=str(path), hint="'aiscenarios resume DIR' simulates it again"
    )


def read(path: Path, names: Iterable[str] | None = None) -> dict[str, NDArray[Any]]:
    """Columns of a part as arrays, all of them or those named.

    Raises:
        InputError: the file is gone, or is not what was once written.
    """
    import pyarrow as pa
    from pyarrow import parquet

    wanted = None if names is None else list(names)
    if not is_own_file(path):
        raise damaged(path)
    try:
        with parquet.ParquetFile(path, page_checksum_verification=True) as file:
            if not _holds_numbers(file, wanted):
                raise damaged(path)
            rows = file.read(columns=wanted, use_threads=False)
    except (OSError, ValueError, pa.ArrowException) as problem:
        ours = isinstance(problem, InputError | MemoryError) or getattr(problem, "errno", None) is not None
        if ours:  # said already, or of the machine and not of the file
            raise
        raise damaged(path) from problem
    if any(rows[name].null_count for name in rows.column_names):
        raise damaged(path)
    return {name: _numbers(rows[name]) for name in rows.column_names}


def _holds_numbers(file: Any, wanted: list[str] | None) -> bool:
    """Whether a file has every column that is wanted, each of numbers, and not too many of them.

    The footer's own schema is not asked: it and the footer would hold each other, and memory until some later
    collection of garbage, a third of a megabyte for every file that is opened.
    """
    from pyarrow import types

    schema = file.schema_arrow
    there: list[str] = schema.names
    names = there if wanted is None else wanted
    if len(set(there)) != len(there) or not set(names) <= set(there):
        return False
    if file.metadata.num_rows * len(names) * _BYTES_A_VALUE > _MOST_BYTES:
        return False
    kinds = [schema.field(name).type for name in names]
    return all(types.is_integer(kind) or types.is_float32(kind) or types.is_float64(kind) for kind in kinds)


def _numbers(column: Any) -> NDArray[Any]:
    """An Arrow column without absent values as an array, again without pandas."""
    kind = np.dtype(column.type.to_pandas_dtype())
    pieces = [
        np.frombuffer(piece.buffers()[1], kind, len(piece), piece.offset * kind.itemsize)
        for piece in column.chunks
        if len(piece)
    ]
    return pieces[0] if len(pieces) == 1 else np.concatenate([np.empty(0, kind), *pieces])


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
