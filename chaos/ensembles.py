"""What is in a result's folder: which chunks are whole, to the byte, and whether two results are one."""

import hashlib
from pathlib import Path

import numpy as np

from aiscenarios.ensemble import store as stores
from aiscenarios.errors import InputError

__all__ = ["Kept", "equal", "kept", "lost"]

type Kept = dict[int, tuple[str, ...]]
"""Of each whole chunk, the hashes of its parts."""


def kept(folder: Path) -> Kept:
    """The whole chunks of a folder; none if it has not been begun."""
    try:
        store = stores.open_store(folder)
    except InputError:
        return {}
    missing = set(store.missing())
    return {
        span.chunk: tuple(
            hashlib.sha256(store.path(table, span).read_bytes()).hexdigest() for table in stores.TABLES
        )
        for span in store.spans
        if span not in missing
    }


def lost(before: Kept, after: Kept) -> int:
    """Chunks that were whole and are not what they were."""
    return sum(after.get(chunk) != parts for chunk, parts in before.items())


def equal(one: Path, other: Path) -> bool:
    """Whether two folders hold the same runs to the bit, however they are cut into chunks."""
    first, second = (stores.open_store(folder) for folder in (one, other))
    if first.manifest.digest is None or first.digest() != second.digest():
        return False
    if first.manifest.digest != second.manifest.digest:
        return False
    for name in ("summary.csv", "probabilities.csv"):
        if (one / name).read_bytes() != (other / name).read_bytes():
            return False
    for table in ("runs", "labs", "events"):
        pairs = zip(first.table(table).items(), second.table(table).items(), strict=True)
        for (name, values), (same, others) in pairs:
            if name != same or not np.array_equal(values, others, equal_nan=values.dtype.kind == "f"):
                return False
    return True
