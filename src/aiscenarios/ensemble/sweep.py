"""One pass over all outcomes of a store, in which each is hashed and looked at; and work on a few threads."""

import hashlib
import math
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from aiscenarios.ensemble.store import Store

__all__ = ["Swept", "digest", "sweep", "together"]

_AT_ONCE = 2**25
"""Stored values held in memory at a time by all threads; a column for each is held in any case."""
_THREADS = 4
"""Most that read at once: each opens all files again."""

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


def digest(store: "Store") -> str:
    """Hash of the stored outcome values: columns in name order, each in run order, quarter by quarter.

    It does not depend on chunks, threads, or the order of arrival.

    Raises:
        InputError: a file is missing or damaged.
    """
    groups = batched(store.manifest.outcomes, math.ceil(len(store.manifest.outcomes) / _threads()))
    return _joined(store, together(lambda names: _hashed(store, names, {}), groups))


def sweep[T](store: "Store", look: Callable[[str, Values], T]) -> Swept[T]:
    """Read every outcome column once: the digest, and what is made of each.

    Args:
        store: all its runs are there.
        look: makes it of a column's name and its values, run x quarter, those of a quarter side by side;
            called on several threads.

    Raises:
        InputError: a file is missing or damaged.
    """
    names, shape = tuple(store.manifest.outcomes), (store.manifest.quarters, store.runs)
    most = min(len(names), _AT_ONCE // math.prod(shape)) // _threads()

    def made(group: Sequence[str]) -> tuple[dict[str, bytes], dict[str, T]]:
        held = dict(zip(group, np.empty((len(group), *shape), np.float32), strict=True))
        hashes = _hashed(store, group, held)
        return hashes, {name: look(name, held[name].T) for name in group}

    found = together(made, batched(names, max(1, most)))
    seen = {name: each for _, looks in found for name, each in looks.items()}
    return Swept(_joined(store, [hashes for hashes, _ in found]), seen)


def _hashed(store: "Store", names: Sequence[str], held: Mapping[str, Values]) -> dict[str, bytes]:
    """Hashes of some columns, read chunk by chunk; those that ``held`` has are put there, quarter x run."""
    hashes = {name: hashlib.blake2b(name.encode(), digest_size=16) for name in names}
    first = 0
    for chunk in store.scan(names):
        for name, values in chunk.items():
            hashes[name].update(np.ascontiguousarray(values, dtype="<f4"))
            if name in held:
                held[name][:, first : first + len(values)] = values.T
        first += len(values)
    return {name: each.digest() for name, each in hashes.items()}


def _joined(store: "Store", found: Iterable[Mapping[str, bytes]]) -> str:
    hashes = {name: each for some in found for name, each in some.items()}
    total = hashlib.blake2b(f"{store.runs} {store.manifest.quarters}".encode(), digest_size=16)
    for name in sorted(hashes):
        total.update(hashes[name])
    return total.hexdigest()
