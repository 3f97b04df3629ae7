"""One pass over all outcomes of a store, in which each is hashed and looked at; and work on a few threads."""

import hashlib
import math
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import batched
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from aiscenarios.ensemble.store import Store

__all__ = ["Swept", "at_once", "digest", "room", "sweep", "together"]

_AT_ONCE = 3 * 2**23
"""Stored values held in memory at a time; a single column may be more."""
_BYTES = 4
"""Of a stored value."""
_THREADS = 8
"""Most that work at once: beyond it they wait for each other and for the disk."""

type Values = NDArray[np.float32]


class Swept[T](NamedTuple):
    """What a pass found."""

    digest: str
    seen: Mapping[str, T]
    """What was made of each column, in the order of the manifest."""


def together[Part, Made](make: Callable[[Part], Made], parts: Iterable[Part]) -> list[Made]:
    """What is made of each part, in their order, on a few threads: reading and arithmetic release the GIL."""
    with ThreadPoolExecutor(_threads()) as pool:
        return list(pool.map(make, parts))


def _threads() -> int:
    return min(_THREADS, os.cpu_count() or 1)


def room(values: int, columns: int) -> int:
    """Bytes that a pass holds of an ensemble: of some columns of so many values each, of one at the least."""
    return _BYTES * values * at_once(values, columns)


def at_once(values: int, columns: int) -> int:
    """How many of some columns of so many values each are held at a time."""
    return min(columns, max(1, _AT_ONCE // values))


def digest(store: "Store") -> str:
    """Hash of the stored outcome values; see ``sweep``."""
    return sweep(store, lambda name, values: None).digest


def sweep[T](store: "Store", look: Callable[[str, Values], T]) -> Swept[T]:
    """Read every outcome column once, as many together as are held at a time.

    The digest is that of columns in name order, each in run order, quarter by quarter. It does not depend on
    chunks, threads, or the order of arrival.

    Args:
        store: all its runs are there.
        look: makes something of a column's name and its values, run x quarter, which are gone afterwards; it
            is called on several threads.

    Raises:
        InputError: a file is missing or damaged.
    """
    names, shape = tuple(store.manifest.outcomes), (store.runs, store.manifest.quarters)
    most = at_once(math.prod(shape), len(names))
    space = np.empty((most, *shape), "<f4")
    hashes: dict[str, bytes] = {}
    seen: dict[str, T] = {}
    with ThreadPoolExecutor(_threads()) as pool:
        for group in batched(names, most):
            held = space[: len(group)]
            list(pool.map(partial(store.fill, dict(zip(group, held, strict=True))), store.spans))
            hashes |= zip(group, pool.map(_hash, group, held), strict=True)
            seen |= zip(group, pool.map(look, group, held), strict=True)
    total = hashlib.blake2b(f"{store.runs} {store.manifest.quarters}".encode(), digest_size=16)
    for name in sorted(names):
        total.update(hashes[name])
    return Swept(total.hexdigest(), seen)


def _hash(name: str, values: Values) -> bytes:
    found = hashlib.blake2b(name.encode(), digest_size=16)
    found.update(values)
    return found.digest()
