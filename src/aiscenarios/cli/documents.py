"""What ``--json`` prints: one JSON document on stdout and nothing else, NaN as null."""

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from aiscenarios import __version__
from aiscenarios.errors import InputError

__all__ = ["SCHEMA", "print_array", "print_object", "refusal"]

SCHEMA = 1
"""Raised when a field changes its meaning or goes; new fields do not raise it."""


def print_object(**fields: Any) -> None:
    """Print an object with ``schema`` and ``version`` before its own fields."""
    _print({"schema": SCHEMA, "version": __version__} | fields)


def print_array(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print an array of objects."""
    _print([dict(row) for row in rows])


def refusal(error: InputError) -> str:
    """An error as one line of JSON; where an input has several, all of them stand under ``errors``."""
    every = getattr(error, "errors", (error,))
    content = {"error": error.as_dict(), "errors": [each.as_dict() for each in every]}
    return _shown(json.dumps(content, ensure_ascii=False))


def _print(content: Any) -> None:
    print(_shown(json.dumps(_plain(content), indent=2, ensure_ascii=False, allow_nan=False)))


def _shown(text: str) -> str:
    """JSON with what would steer a terminal written out, as JSON allows in every string."""
    if all(each.isprintable() or each == "\n" for each in text):
        return text
    return "".join(each if each.isprintable() or each == "\n" else json.dumps(each)[1:-1] for each in text)


def _plain(value: Any) -> Any:
    """Tuples as arrays, paths as text, undefined numbers as null."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value if isinstance(value, str | int | bool | None) else str(value)
