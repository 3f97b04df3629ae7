"""Bytes to nodes: YAML 1.2, bounded in size, depth and aliases, every failure in words with its place."""

import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from aiscenarios.errors import InputError
from aiscenarios.files.faults import Faults
from aiscenarios.files.nodes import Mapping, Node, Place, Scalar, Sequence, height, moved, size
from aiscenarios.files.syntax import FOLDED, not_utf8, syntax_error

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_NODES", "read_file", "read_text", "text_of"]

MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
MAX_NODES = 20_000


def read_file(path: Path, faults: Faults) -> Mapping:
    """The mapping a YAML file holds; duplicate keys are noted in ``faults``.

    Raises:
        InputError: no such file, a folder, too big, not UTF-8, empty, not a mapping, not YAML.
    """
    return read_text(text_of(path), str(path), faults)


def text_of(path: Path) -> str:
    """The text of a file.

    Raises:
        InputError: no such file, a folder, a pipe or device, too big, or not UTF-8.
    """
    name = str(path)
    if path.is_dir():
        raise InputError("is a folder, not a file", file=name, hint="name a .yaml file in it")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError("is a pipe or a device, not a file", file=name, hint="name a .yaml file")
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"cannot be read ({_reason(error)})", file=name) from None
    if len(raw) > MAX_BYTES:
        raise InputError(f"is bigger than {MAX_BYTES // 1024} kB; a few kB are usual", file=name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise not_utf8(raw, error, name) from None


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def read_text(text: str, file: str | None, faults: Faults) -> Mapping:
    """The mapping a YAML text holds."""
    try:
        node = _Builder(text, file, faults).document()
    except (YAMLError, ValueError, OverflowError) as error:
        if isinstance(error, InputError):
            raise
        raise syntax_error(error, text, file) from None
    if node is None:
        raise InputError("is empty", file=file, hint="start it with 'format: 1'")
    if not isinstance(node, Mapping):
        raise node.place.fault("must be keys and values", "start it with 'format: 1'")
    return node


class _Builder:
    """Turns the parser's events into nodes, counting as it goes."""

    def __init__(self, text: str, file: str | None, faults: Faults) -> None:
        parser: Any = YAML(typ="safe", pure=True)
        self._events = iter(parser.parse(text))
        self._file, self._faults = file, faults
        self._anchors: dict[str, Node | None] = {}
        self._count = 0

    def document(self) -> Node | None:
        """The one document of the text, or None."""
        root: Node | None = None
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise self._place(event, None).fault(
                        "a second document starts here", "one file, one document"
                    )
                root = self._node(next(self._events), None, 0)
        return None if isinstance(root, Scalar) and root.empty else root

    def _place(self, event: Any, path: str | None) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1, path)

    def _node(self, event: Any, path: str | None, depth: int) -> Node:
        place = self._place(event, path)
        self._count += 1
        self._check_count(place)
        self._check_depth(depth, place)
        if isinstance(event, AliasEvent):
            return self._alias(event.anchor, place, depth)
        if event.tag is not None and str(event.tag) != "!":
            raise place.fault(f"the tag {event.tag} is not read", "write a plain value")
        if event.anchor:
            self._anchors[event.anchor] = None
        node = self._content(event, place, depth)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _content(self, event: Any, place: Place, depth: int) -> Node:
        if isinstance(event, ScalarEvent):
            if event.style == ">" and not event.value:
                raise place.fault(FOLDED, 'put it in quotes: "> 3"')
            folded = event.start_mark.line != event.end_mark.line
            return Scalar(event.value, event.style in {None, ""}, place, folded)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(place, depth)
        assert isinstance(event, MappingStartEvent)
        return self._mapping(event, place, depth)

    def _sequence(self, place: Place, depth: int) -> Sequence:
        items: list[Node] = []
        for event in self._events:
            if isinstance(event, SequenceEndEvent):
                break
            items.append(self._node(event, place.under(str(len(items) + 1)).path, depth + 1))
        return Sequence(tuple(items), place)

    def _mapping(self, start: Any, place: Place, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for event in self._events:
            if isinstance(event, MappingEndEvent):
                break
            key = self._key(event, place, depth)
            value = self._node(next(self._events), place.under(key.text).path, depth + 1)
            if isinstance(value, Scalar) and value.empty:
                value = moved(value, replace(key.place, path=value.place.path))
            if key.text in entries:
                first = entries[key.text][0].place.line
                self._faults.add(
                    key.place.fault(f"the key '{key.text}' stands here twice (first in line {first})")
                )
            entries.setdefault(key.text, (key, value))
        return Mapping(tuple(entries.values()), bool(start.flow_style), place)

    def _key(self, event: Any, place: Place, depth: int) -> Scalar:
        key = self._node(event, place.path, depth + 1)
        if not isinstance(key, Scalar):
            raise key.place.fault("a key must be a word")
        if key.text == "<<" and key.plain:
            raise key.place.fault("'<<' merges are not read", "write the keys out")
        return key

    def _alias(self, name: str, place: Place, depth: int) -> Node:
        node = self._anchors.get(name)
        if node is None:
            known = "stands inside its own anchor" if name in self._anchors else "has no anchor before it"
            raise place.fault(f"the alias *{name} {known}")
        self._count += size(node)
        self._check_count(place)
        self._check_depth(depth + height(node), place)
        return moved(node, place)

    def _check_depth(self, depth: int, place: Place) -> None:
        if depth > MAX_DEPTH:
            raise replace(place, path=None).fault(f"is nested more than {MAX_DEPTH} deep")

    def _check_count(self, place: Place) -> None:
        if self._count > MAX_NODES:
            raise place.fault(f"holds more than {MAX_NODES} values once its aliases are written out")
