"""YAML files as entries that know where they stand, so that every error has a file, line, column and path."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from aiscenarios.errors import InputError, one_of
from aiscenarios.evidence import quantities
from aiscenarios.evidence.scales import USUAL_LEVEL, Interval

__all__ = ["Entry", "read"]

_LARGEST_FILE = 1_000_000
_FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Entry:
    """A node of a YAML file: a text, a list or a table, with its place."""

    node: Any
    file: str
    path: str

    def error(self, message: str, hint: str | None = None) -> InputError:
        """An error that points at this entry."""
        mark = self.node.start_mark
        return InputError(
            message, file=self.file, line=mark.line + 1, column=mark.column + 1, path=self.path, hint=hint
        )

    @property
    def text(self) -> str:
        """A plain value as written."""
        if not isinstance(self.node, ScalarNode) or not str(self.node.value).strip():
            raise self.error("a plain value is missing")
        return str(self.node.value).strip()

    def one_of(self, words: Iterable[str]) -> str:
        """A plain value that must be one of the known words."""
        known = tuple(words)
        if self.text not in known:
            raise self.error(f"'{self.text}' is unknown", one_of(self.text, known))
        return self.text

    def number(self, unit: str) -> float:
        """A number in a unit."""
        return self.parsed(quantities.number, self.text, unit)

    def interval(self, unit: str, level: float = USUAL_LEVEL) -> Interval:
        """An interval in a unit."""
        return self.parsed(quantities.interval, self.text, unit, level)

    def parsed[T, **P](self, parse: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """What a parser makes of values taken from here; its refusal gets this entry's place."""
        try:
            return parse(*arguments, **named)
        except InputError as error:
            raise self.error(error.message, error.hint) from None

    @property
    def listed(self) -> tuple["Entry", ...]:
        """The entries of a list."""
        if not isinstance(self.node, SequenceNode):
            raise self.error("a list is wanted here", "write - before each item")
        return tuple(Entry(node, self.file, f"{self.path}.{i}") for i, node in enumerate(self.node.value, 1))

    def _pairs(self) -> Iterator[tuple[str, "Entry"]]:
        if not isinstance(self.node, MappingNode):
            raise self.error("a table of keys is wanted here", "write key: value")
        for key, value in self.node.value:
            name = str(key.value)
            yield name, Entry(value, self.file, f"{self.path}.{name}".lstrip("."))

    def table(self) -> Mapping[str, "Entry"]:
        """The entries of a table by key; a key that stands twice is refused."""
        entries: dict[str, Entry] = {}
        for name, entry in self._pairs():
            if name in entries:
                raise entry.error(f"'{name}' stands twice")
            entries[name] = entry
        return entries

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> Mapping[str, "Entry"]:
        """A table with these keys and no others."""
        needed, known = tuple(required), (*required, *optional)
        entries = self.table()
        for name, entry in entries.items():
            if name not in known:
                raise entry.error(f"unknown key '{name}'", one_of(name, known))
        for name in needed:
            if name not in entries:
                raise self.error(f"'{name}' is missing")
        return entries


def read(file: Path, kind: str | None = None) -> Entry:
    """The top of a YAML file; with a kind, its first keys are ``format: 1`` and that ``kind``.

    Raises:
        InputError: the file cannot be read, is too large, is not YAML 1.2, or is of another kind.
    """
    name = str(file)
    if not file.is_file():
        raise InputError("no such file", file=name)
    if file.stat().st_size > _LARGEST_FILE:
        raise InputError(f"larger than {_LARGEST_FILE} bytes", file=name)
    try:
        node = YAML(typ="safe", pure=True).compose(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise InputError("not UTF-8 text", file=name) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise InputError(str(error.problem), file=name, line=place[0], column=place[1]) from None
    except (YAMLError, RecursionError):
        raise InputError("not a YAML file that can be read", file=name) from None
    if node is None:
        raise InputError("the file is empty", file=name)
    top = Entry(node, name, "")
    if kind is not None:
        _check_head(top, kind)
    return top


def _check_head(top: Entry, kind: str) -> None:
    head = top.table()
    for key, wanted in (("format", _FORMAT), ("kind", kind)):
        if key not in head or head[key].text != wanted:
            raise (head[key] if key in head else top).error(f"'{key}: {wanted}' is wanted")
