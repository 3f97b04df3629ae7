"""A YAML file as a tree of nodes that remember where they stand, so that every later error can say so."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from numbers import Integral, Real
from typing import Any

from aiscenarios.errors import InputError

__all__ = [
    "NOWHERE",
    "Mapping",
    "Node",
    "Place",
    "Scalar",
    "Sequence",
    "from_python",
    "height",
    "moved",
    "size",
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: file, line and column from 1, and the dotted key."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None

    def fault(self, message: str, hint: str | None = None) -> InputError:
        """An error at this place."""
        return InputError(
            message, file=self.file, line=self.line, column=self.column, path=self.path, hint=hint
        )

    def under(self, key: str) -> "Place":
        """This place, one key deeper."""
        return replace(self, path=f"{self.path}.{key}" if self.path else key)


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as it was written; ``plain`` without quotes, ``folded`` over several lines."""

    text: str
    plain: bool
    place: Place
    folded: bool = False

    @property
    def empty(self) -> bool:
        """Nothing was written."""
        return self.plain and self.text in {"", "~", "null"}


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file; ``flow`` if written in braces."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    flow: bool
    place: Place

    def __iter__(self) -> Iterator[tuple[str, "Node"]]:
        return ((key.text, value) for key, value in self.entries)

    def get(self, name: str) -> "Node | None":
        """The value under a key, or None."""
        return next((value for key, value in self if key == name), None)

    def without(self, *names: str) -> "Mapping":
        """The same mapping, some keys left out."""
        return replace(self, entries=tuple(entry for entry in self.entries if entry[0].text not in names))


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items of a list."""

    items: tuple["Node", ...]
    place: Place


type Node = Scalar | Mapping | Sequence


def from_python(value: Any, place: Place) -> Node:
    """The node a Python value would have in a file: numbers, text, dicts and lists."""
    match value:
        case dict():
            entries = tuple(
                (Scalar(str(key), True, place), from_python(item, place.under(str(key))))
                for key, item in value.items()
            )
            return Mapping(entries, False, place)
        case list() | tuple():
            items = tuple(from_python(item, place.under(str(n))) for n, item in enumerate(value, 1))
            return Sequence(items, place)
        case None | bool():
            return Scalar("" if value is None else str(value).lower(), True, place)
        case str():
            return Scalar(value, False, place)
        case Integral():
            return Scalar(str(int(value)), True, place)
        case Real() if math.isfinite(value):
            return Scalar(repr(float(value)), True, place)
        case Real():
            raise place.fault(f"must be a finite number (got {float(value)!r})")
    raise place.fault(f"a {type(value).__name__} cannot stand in a scenario (got {value!r})")


def moved(node: Node, place: Place) -> Node:
    """The same node at another place; what it holds keeps its dotted keys below that place."""
    match node:
        case Scalar():
            return replace(node, place=place)
        case Mapping(entries):
            inner = tuple(
                (replace(key, place=place), moved(value, place.under(key.text))) for key, value in entries
            )
            return replace(node, entries=inner, place=place)
        case Sequence(items):
            return Sequence(tuple(moved(item, place.under(str(n))) for n, item in enumerate(items, 1)), place)


def _inner(node: Node) -> tuple[Node, ...]:
    match node:
        case Mapping(entries):
            return tuple(value for _, value in entries)
        case Sequence(items):
            return items
        case Scalar():
            return ()


def size(node: Node) -> int:
    """Number of values in a node, itself included."""
    return 1 + sum(size(item) for item in _inner(node))


def height(node: Node) -> int:
    """How deep the values in a node are nested; 0 for a scalar."""
    return max((1 + height(item) for item in _inner(node)), default=0)
