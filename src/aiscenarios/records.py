"""Shipped data files read into frozen records: checked once, every fault with its place in the file."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, dataclass_transform

from aiscenarios.errors import InputError

__all__ = ["Origin", "read", "record"]

type Origin = Literal["fact", "article", "recalled", "assumption"]
"""Where a number comes from: a source that was seen, one of the articles, a source remembered, ourselves."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record[T](cls: type[T]) -> type[T]:
    """A frozen dataclass that can be read from a file and refuses keys it does not know."""
    made = dataclass(frozen=True, kw_only=True)(cls)
    made.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]
    return made


def read[T](kind: type[T], file: Path) -> T:
    """The record of a kind that a YAML file holds.

    Raises:
        InputError: not YAML, a key unknown, missing or twice, a value of the wrong type or not allowed.
    """
    from pydantic import TypeAdapter, ValidationError
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    text = file.read_text(encoding="utf-8")
    try:
        values = YAML(typ="safe", pure=True).load(text)
        # JSON mode is strict about numbers and words, and still reads a list as a tuple.
        return TypeAdapter(kind).validate_json(json.dumps(values), strict=True)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        raise InputError(
            str(error.problem).splitlines()[0], file=str(file), line=mark.line + 1, column=mark.column + 1
        ) from None
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        given = None if fault["type"] == "missing" else fault["input"]
        raise _refused(fault["msg"], given, _place(text, fault["loc"]), file) from None


def _refused(message: str, given: object, place: tuple[int, int, str], file: Path) -> InputError:
    """The error of one refused value."""
    line, column, path = place
    shown = f" (got {given!r})" if isinstance(given, str | int | float) else ""
    told = f"{message.removeprefix('Value error, ')}{shown}"
    return InputError(told, file=str(file), line=line, column=column, path=path or None)


def _place(text: str, location: tuple[int | str, ...]) -> tuple[int, int, str]:
    """Line and column, from 1, of the deepest key of a path that stands in the file, and its dotted path."""
    from ruamel.yaml import YAML

    node: Any = YAML(typ="rt", pure=True).compose(text)
    followed = []
    for part in location:
        followed.append(str(part))
        child = _child(node, part)
        if child is None:
            break
        node = child
    return node.start_mark.line + 1, node.start_mark.column + 1, ".".join(followed)


def _child(node: Any, part: int | str) -> Any:
    """The node under a key or index, or None."""
    if isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if not isinstance(node.value, list):
        return None
    return next((value for key, value in node.value if key.value == part), None)
