"""A scenario changed from Python or the command line, through the same reader as a file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from aiscenarios.errors import InputError, one_of
from aiscenarios.files import nodes
from aiscenarios.files.faults import Faults
from aiscenarios.files.nodes import Node, Place
from aiscenarios.files.reader import read_text
from aiscenarios.scenario.document import apply
from aiscenarios.scenario.model import ALL, Scenario, Setting
from aiscenarios.scenario.names import vocabulary
from aiscenarios.scenario.outside import Outside
from aiscenarios.scenario.schedule import Hold
from aiscenarios.scenario.settings import family, merged

__all__ = ["SETTABLE", "with_levers", "with_outside", "with_set"]

SETTABLE = (
    "as_of",
    "beliefs",
    "by",
    "end",
    "levers",
    "policy",
    "question",
    "rewrite_history",
    "start",
    "story",
    "title",
)
"""What ``--set`` may change; lists are changed in a file."""
_CHANGED = ", changed: "
_STEP = re.compile(r'"([^"]+)"|([^."]+)')


def with_levers(scenario: Scenario, levers: Mapping[str, Any]) -> Scenario:
    """The scenario with lever values given as numbers, texts and dicts.

    Raises:
        InputErrors: everything wrong with them.
    """
    faults = Faults()
    document = faults.attempt(nodes.from_python, {"levers": dict(levers)}, Place())
    return _applied(scenario, document, faults)


def with_set(scenario: Scenario, assignments: Iterable[str]) -> Scenario:
    """The scenario with each ``path=value`` laid over it in turn.

    Raises:
        InputErrors: everything wrong with an assignment.
    """
    for assignment in assignments:
        faults = Faults()
        document = faults.attempt(_document, assignment, faults)
        scenario = _applied(scenario, document, faults)
    return scenario


def with_outside(scenario: Scenario, more: Outside) -> Scenario:
    """The scenario with more from outside; a lever that brings a level is set to it unless it is set."""
    if not more.origins:
        return scenario
    outside = scenario.outside.with_more(more)
    said = {setting.lever for setting in scenario.levers} | {lever.name for lever in scenario.outside.levers}
    own = tuple(
        Setting(lever.name, ALL, (Hold(None, lever.level),), lever.source)
        for lever in outside.levers
        if lever.level is not None and lever.name not in said
    )
    return replace(scenario, outside=outside, levers=merged(scenario.levers, own))


def _applied(scenario: Scenario, document: Node | None, faults: Faults) -> Scenario:
    changed = scenario
    if isinstance(document, nodes.Mapping):
        changed = apply(document, "scenario", scenario, vocabulary(scenario.outside), faults)
    faults.raise_any()
    return _retitled(scenario, changed)


def _retitled(before: Scenario, after: Scenario) -> Scenario:
    """The changed scenario, whose title says what is changed unless it is a new one.

    Dates are not told: every answer says them anyway.
    """
    names = tuple(_changes(before, after))
    if not names or after.title != before.title:
        return after
    head, _, told = before.title.partition(_CHANGED)
    every = dict.fromkeys((*(told.split(", ") if told else ()), *names))
    return replace(after, title=f"{head}{_CHANGED}{', '.join(every)}")


def _changes(before: Scenario, after: Scenario) -> Iterator[str]:
    """What has been set otherwise: levers by where they are felt, beliefs, what unset levers do."""
    for one in sorted(set(after.levers) ^ set(before.levers), key=lambda one: (one.lever, one.actor)):
        yield family(one.lever) if one.actor == ALL else f"{family(one.lever)}.{one.actor}"
    for told in ("beliefs", "doubts"):
        changed = set(getattr(after, told)) ^ set(getattr(before, told))
        yield from sorted(one.parameter if told == "beliefs" else one.mechanism for one in changed)
    yield from sorted(set(after.ignored) ^ set(before.ignored))
    if after.policy != before.policy:
        yield "policy"


def _document(assignment: str, faults: Faults) -> Node:
    """The small document that an assignment stands for."""
    path, sign, value = assignment.partition("=")
    steps = [quoted or plain for quoted, plain in _STEP.findall(path.strip())]
    if not sign or not steps:
        raise InputError(f"'{assignment}' is not path=value", hint="write levers.compensation.CN=1.6x")
    if steps[0] not in SETTABLE:
        raise InputError(f"'{steps[0]}' cannot be set", path=path.strip(), hint=one_of(steps[0], SETTABLE))
    node = _value(value, Place(path=path.strip()), faults)
    for depth in range(len(steps), 0, -1):
        place = Place(path=".".join(steps[: depth - 1]) or None)
        node = nodes.Mapping(((nodes.Scalar(steps[depth - 1], True, place), node),), False, place)
    return node


def _value(text: str, place: Place, faults: Faults) -> Node:
    """A value as YAML would read it after a colon."""
    read = read_text(f"value: {text}", None, faults).get("value")
    assert read is not None
    return nodes.moved(read, place)
