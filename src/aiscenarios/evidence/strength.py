"""The two published tables of judgement: how far a claim's spread is inflated, what a word means."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiscenarios.evidence.scales import Interval
from aiscenarios.evidence.tables import Entry, read

__all__ = ["Strength", "Word", "false_reports", "read_strength"]


@dataclass(frozen=True, slots=True)
class Word:
    """What a word such as `modest` means: an interval in a unit."""

    name: str
    says: Interval
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Strength:
    """Inflation of a claim's sd by reliability and by trust in its article, and the table of words."""

    reliability: Mapping[str, float]
    trust: Mapping[str, float]
    words: Mapping[str, Word]

    def inflation(self, reliability: str, trust: str) -> float:
        """What the elicited sd is multiplied by."""
        return self.reliability[reliability] * self.trust[trust]


def _multiples(top: Entry) -> dict[str, float]:
    found = {}
    for name, entry in top.table().items():
        fields = entry.fields(("inflation", "meaning"), ("false_report",))
        found[name] = fields["inflation"].number("x")
    return found


def _word(name: str, entry: Entry) -> Word:
    fields = entry.fields(("says", "unit", "meaning"))
    unit = fields["unit"].text
    return Word(name, fields["says"].interval(unit), unit, fields["meaning"].text)


def read_strength(reliability: Path, words: Path) -> Strength:
    """Both tables.

    Raises:
        InputError: a key is unknown or a number cannot be read.
    """
    head = ("format", "kind", "version", "source")
    marks = read(reliability, "reliability").fields((*head, "reliability", "trust"))
    table = read(words, "words").fields((*head, "words"))["words"].table()
    return Strength(
        _multiples(marks["reliability"]),
        _multiples(marks["trust"]),
        {name: _word(name, entry) for name, entry in table.items()},
    )


@cache
def false_reports(reliability: Path) -> dict[str, float]:
    """By reliability: how often an event is reported that did not happen, for one report of one that did.

    No run depends on it, so it is no part of the evidence that results are made of.

    Raises:
        InputError: a number is missing or no share.
    """
    top = read(reliability, "reliability").table()["reliability"]
    return {
        name: entry.fields(("inflation", "meaning", "false_report"))["false_report"].number("share")
        for name, entry in top.table().items()
    }
