"""In which parts two scenarios differ, and how one is set back to the other part by part."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["PARTS", "differing", "set_back"]

PARTS = {
    "reactions": ("reactions",), "beliefs": ("beliefs", "ignored"), "labs": ("labs",), "events": ("events",),
    "policy": ("policy",),
}  # fmt: skip
"""What a scenario can change beside levers, and the fields that hold it."""


def differing(reference: "Scenario", other: "Scenario") -> tuple[str, ...]:
    """What two scenarios differ in that a run can feel: names of levers, then of other parts."""
    levers = sorted({each.lever for scenario in (reference, other) for each in scenario.levers})
    changed = [lever for lever in levers if _settings(reference, lever) != _settings(other, lever)]
    parts = [part for part, fields in PARTS.items() if _values(reference, fields) != _values(other, fields)]
    return (*changed, *parts)


def set_back(other: "Scenario", reference: "Scenario", causes: Iterable[str]) -> "Scenario":
    """A scenario with some levers and parts as they are in another."""
    back = frozenset(causes)
    kept = tuple(each for each in other.levers if each.lever not in back)
    taken = tuple(each for each in reference.levers if each.lever in back)
    fields = {field for part in back & PARTS.keys() for field in PARTS[part]}
    return replace(other, levers=(*kept, *taken), **{field: getattr(reference, field) for field in fields})


def _settings(scenario: "Scenario", lever: str) -> frozenset[object]:
    return frozenset((each.actor, each.schedule) for each in scenario.levers if each.lever == lever)


def _values(scenario: "Scenario", fields: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(scenario, field) for field in fields)
