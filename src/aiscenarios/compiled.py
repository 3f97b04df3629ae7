"""One decorator for every compiled rule: the flags once, and a cache that knows all the sources.

numba's own file cache misses a change in a callee of another file and fails at import where neither package
nor HOME can be written. Here the cache folder is named by a hash of all sources that are compiled, under the
user's cache folder if it is ours alone, else under the temporary folder, else there is none.
"""

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numba
import numpy as np

__all__ = ["SOURCES", "apart", "cache_folder", "formula", "kernel_hash", "rule"]

_PACKAGE = Path(__file__).parent
SOURCES = (
    "compiled.py",
    "arithmetic.py",
    "draws.py",
    "state.py",
    "parameters.py",
    "drivers.py",
    "rules",
    "engines",
)
"""Files and folders of everything that is compiled or gives it its constants."""


def kernel_hash() -> str:
    """Hash of everything that is compiled: sources, numba and numpy. Part of every manifest."""
    digest = hashlib.blake2b(f"{numba.__version__} {np.__version__}".encode(), digest_size=8)
    for name in SOURCES:
        place = _PACKAGE / name
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _is_ours(folder: Path) -> bool:
    """Only the owner may write there: compiled code is loaded from it."""
    state = folder.stat()
    return state.st_uid == os.getuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def cache_folder() -> str | None:
    """A private, writable folder for this version of the kernel, or None."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    for parent in (Path(home) / "aiscenarios", Path(tempfile.gettempdir()) / f"aiscenarios-{os.getuid()}"):
        folder = parent / kernel_hash()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK) and _is_ours(folder):
            return str(folder)
    return None


_FOLDER = cache_folder()


_OPTIONS: dict[str, Any] = {"error_model": "numpy", "fastmath": False, "nogil": True, "_nrt": False}


def _compile[F: Callable[..., object]](function: F, **options: Any) -> F:
    """Strict IEEE arithmetic, no exceptions inside, GIL released, cached, and no memory asked for.

    ``_nrt=False``: rules work on the arrays they are given and make none, so numba need not count references
    to them; counting took more than half of the kernel's time.
    """
    settings: Any = numba.config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = _FOLDER or before
    try:
        njit: Any = numba.njit
        return cast(F, njit(**_OPTIONS, cache=_FOLDER is not None, **options)(function))
    finally:
        settings.CACHE_DIR = before


def rule[F: Callable[..., object]](function: F) -> F:
    """Compile a rule, into whoever calls it: handing over ten arrays costs more than most rules."""
    return _compile(function, forceinline=True)


def apart[F: Callable[..., object]](function: F) -> F:
    """Compile a rule apart from its callers: a loop over many people, or a rare case within one.

    The compiler does its best on functions of moderate size.
    """
    return _compile(function)


def formula[F: Callable[..., object]](function: F) -> F:
    """Compile a formula as a part of its caller, so that a loop over many can be done several at a time."""
    return _compile(function, inline="always")
