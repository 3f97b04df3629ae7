"""Where a lever or an outcome from outside comes from, as a file name and a digest."""

import functools
import hashlib
import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from types import CodeType
from typing import Any

import numpy as np

__all__ = ["Origin", "origin_of"]


@dataclass(frozen=True)
class Origin:
    """Where a lever or an outcome comes from."""

    name: str
    module: str
    """The file that holds its function."""
    digest: str
    """Of that file, of the values its function holds, and of everything else said of it."""


def origin_of(each: Any, function: Callable[..., Any]) -> Origin:
    """Where a lever or an outcome with this function comes from."""
    code = _code(function)
    path = Path(code.co_filename if code else type(function).__name__)
    digest = hashlib.blake2b(path.read_bytes() if path.is_file() else _compiled(code), digest_size=8)
    said = [(part.name, getattr(each, part.name)) for part in fields(each)]
    digest.update(repr([(name, value) for name, value in said if value is not function]).encode())
    digest.update(repr((_name(function), _held(function))).encode())
    return Origin(each.name, path.name, digest.hexdigest())


def _bare(function: Callable[..., Any]) -> Any:
    """The function inside decorators, partial calls and callable objects."""
    while isinstance(function, functools.partial):
        function = function.func
    function = inspect.unwrap(function)
    return function if hasattr(function, "__code__") else type(function).__call__


def _code(function: Callable[..., Any]) -> CodeType | None:
    return getattr(_bare(function), "__code__", None)


def _compiled(code: CodeType | None) -> bytes:
    """What tells functions typed in at a prompt apart."""
    if code is None:
        return b""
    constants = [each for each in code.co_consts if not inspect.iscode(each)]
    return code.co_code + repr((code.co_names, constants)).encode()


def _name(function: Callable[..., Any]) -> str:
    code = _code(function)
    return f"{code.co_qualname}:{code.co_firstlineno}" if code else type(function).__name__


def _held(function: Any) -> list[str]:
    """The values a function closes over, was given in advance, or belongs to."""
    if isinstance(function, functools.partial):
        return [*_told(function.args), *_told(function.keywords.values()), *_held(function.func)]
    bare = _bare(function)
    cells = [cell.cell_contents for cell in getattr(bare, "__closure__", None) or ()]
    owner = getattr(function, "__self__", function if bare is not function else None)
    return _told(
        [*cells, *(getattr(bare, "__defaults__", None) or ()), *getattr(owner, "__dict__", {}).values()]
    )


def _told(values: Iterable[Any]) -> list[str]:
    return [_text(value) for value in values]


def _text(value: Any) -> str:
    """A value in words that are the same in every process."""
    if isinstance(value, np.ndarray):
        return hashlib.blake2b(value.tobytes()).hexdigest()
    if callable(value):
        return _name(value)
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))
