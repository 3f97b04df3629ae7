"""YAML files as entries that can be asked for what should stand in them, every refusal with its place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from aiscenarios.errors import InputError, one_of
from aiscenarios.evidence import quantities
from aiscenarios.evidence.scales import USUAL_LEVEL, Interval
from aiscenarios.files import nodes
from aiscenarios.files.faults import Faults
from aiscenarios.files.nodes import Node
from aiscenarios.files.reader import read_file

__all__ = ["Entry", "read"]

_FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Entry:
    """A node of a YAML file: a text, a list or a table."""

    node: Node

    def error(self, message: str, hint: str | None = None) -> InputError:
        """An error that points at this entry."""
        return self.node.place.fault(message, hint)

    @property
    def text(self) -> str:
        """A plain value as written."""
        if not isinstance(self.node, nodes.Scalar) or not self.node.text.strip():
            raise self.error("a plain value is missing")
        return self.node.text.strip()

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
        if not isinstance(self.node, nodes.Sequence):
            raise self.error("a list is wanted here", "write - before each item")
        return tuple(Entry(item) for item in self.node.items)

    def table(self) -> Mapping[str, "Entry"]:
        """The entries of a table by key."""
        if not isinstance(self.node, nodes.Mapping):
            raise self.error("a table of keys is wanted here", "write key: value")
        return {name: Entry(value) for name, value in self.node}

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
        InputErrors: the file cannot be read, is too large, is not YAML 1.2, or a key stands twice.
        InputError: it is of another kind.
    """
    faults = Faults()
    top = Entry(read_file(file, faults))
    faults.raise_any()
    if kind is not None:
        _check_head(top, kind)
    return top


def _check_head(top: Entry, kind: str) -> None:
    head = top.table()
    for key, wanted in (("format", _FORMAT), ("kind", kind)):
        if key not in head or head[key].text != wanted:
            raise (head[key] if key in head else top).error(f"'{key}: {wanted}' is wanted")
