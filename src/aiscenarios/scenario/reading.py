"""What every reader of a file's parts is given: the known names, the dates allowed, and where faults go."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from aiscenarios.errors import did_you_mean
from aiscenarios.files import nodes
from aiscenarios.files.faults import Faults
from aiscenarios.files.nodes import Node, Place
from aiscenarios.scenario.dates import Span
from aiscenarios.scenario.text import as_mapping, as_sequence, check_keys, read_text
from aiscenarios.scenario.vocabulary import Vocabulary

__all__ = ["Context", "Fields", "each"]


_CITES, _CLAIM = re.compile(r"claims? "), re.compile(r"\b\d{3}-\d+\b")


@dataclass(frozen=True, slots=True)
class Context:
    """One file being read.

    Args:
        vocabulary: every name that is known.
        labs: a lab's name by its name or alias, of the catalogue's labs and of those the scenario adds.
        opened: the quarter in which each of them opens, by its name.
        span: the quarters that may be dated.
        faults: where what is wrong is noted.
    """

    vocabulary: Vocabulary
    labs: Mapping[str, str]
    opened: Mapping[str, int]
    span: Span
    faults: Faults

    def reference(self, node: Node) -> str:
        """A source in words; the claims it names must exist.

        Raises:
            InputError: no text, or an unknown claim.
        """
        text = read_text(node)
        for claim in _CLAIM.findall(text) if _CITES.match(text) else ():
            if claim not in self.vocabulary.claims:
                hint = did_you_mean(claim, self.vocabulary.claims)
                raise node.place.fault(f"unknown claim '{claim}'", hint)
        return text


class Fields:
    """The keys of one mapping, read one by one; unknown ones, and what is wrong, are noted."""

    def __init__(self, mapping: nodes.Mapping, known: Collection[str], faults: Faults) -> None:
        self._mapping, self._faults, self._before = mapping, faults, len(faults.errors)
        check_keys(mapping, known, faults)

    @property
    def mapping(self) -> nodes.Mapping:
        """The mapping itself."""
        return self._mapping

    @property
    def place(self) -> Place:
        """Where the mapping stands."""
        return self._mapping.place

    def sound(self) -> bool:
        """Nothing wrong has been noted since reading began."""
        return len(self._faults.errors) == self._before

    def get(self, key: str) -> Node | None:
        """The node under a key, or None."""
        return self._mapping.get(key)

    def read[T, D](self, key: str, reader: Callable[[Node], T], default: D) -> T | D:
        """What a reader makes of a key; the default where the key is absent or wrong."""
        node = self.get(key)
        found = self._faults.attempt(reader, node) if node is not None else None
        return default if found is None else found

    def need(self, *keys: str, hint: str | None = None) -> None:
        """Note each key that is absent."""
        for key in keys:
            if self.get(key) is None:
                self.fault(f"'{key}' is missing", hint)

    def blame(self, node: Node | None, message: str, hint: str | None = None) -> None:
        """Note something wrong with a key's node, or with the mapping where there is none."""
        place = self.place if node is None else node.place
        self._faults.add(place.fault(message, hint))

    def fault(self, message: str, hint: str | None = None) -> None:
        """Note something wrong with the mapping as a whole."""
        self.blame(None, message, hint)


def each[T](
    node: Node, known: Collection[str], faults: Faults, read: Callable[[Fields], T | None]
) -> tuple[T, ...]:
    """What a reader makes of the entries of a list of mappings; entries that are wrong are left out."""
    found: list[T | None] = []
    for item in as_sequence(node).items:
        if faults.full:
            break
        mapping = faults.attempt(as_mapping, item)
        found.append(None if mapping is None else faults.attempt(read, Fields(mapping, known, faults)))
    return tuple(one for one in found if one is not None)
