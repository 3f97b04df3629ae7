"""Shipped data files read into frozen records: checked once, every fault with its place in the file."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, dataclass_transform

from aiscenarios.files.faults import Faults
from aiscenarios.files.nodes import Mapping, Node, Place, Sequence
from aiscenarios.files.reader import read_file

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
        InputErrors: not YAML, or a key twice.
        InputError: a key unknown or missing, a value of the wrong type or not allowed.
    """
    from pydantic import TypeAdapter, ValidationError
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        values = YAML(typ="safe", pure=True).load(file)
        # JSON mode is strict about numbers and words, and still reads a list as a tuple.
        return TypeAdapter(kind).validate_json(json.dumps(values), strict=True)
    except YAMLError:
        _document(file)
        raise
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        given = None if fault["type"] == "missing" else fault["input"]
        shown = f" (got {given!r})" if isinstance(given, str | int | float) else ""
        message = f"{fault['msg'].removeprefix('Value error, ')}{shown}"
        raise _place(_document(file), fault["loc"]).fault(message) from None


def _document(file: Path) -> Node:
    """The file as nodes; what is wrong with its YAML is raised."""
    faults = Faults()
    document = read_file(file, faults)
    faults.raise_any()
    return document


def _place(node: Node, location: tuple[int | str, ...]) -> Place:
    """Where the deepest key of a path that stands in the file does, and the path itself."""
    place = node.place
    for part in location:
        inner = _inner(node, part)
        if inner is None:
            return place.under(str(part))
        node, place = inner, inner.place
    return place


def _inner(node: Node, part: int | str) -> Node | None:
    """The node under a key or index, or None."""
    if isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
        return node.items[part]
    return node.get(str(part)) if isinstance(node, Mapping) else None
