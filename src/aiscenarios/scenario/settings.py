"""Lever values in a file: for all, for a bloc or for a lab; and how own settings replace inherited ones."""

import re
from collections.abc import Iterator

from aiscenarios.drivers import BLOC_LEVERS
from aiscenarios.files import nodes
from aiscenarios.files.nodes import Node, Scalar
from aiscenarios.scenario.dates import looks_dated
from aiscenarios.scenario.model import ALL, Setting
from aiscenarios.scenario.pieces import UNDATED, read_schedule
from aiscenarios.scenario.reading import Context
from aiscenarios.scenario.schedule import Ramp
from aiscenarios.scenario.text import as_mapping, check_keys
from aiscenarios.scenario.vocabulary import LeverTerm
from aiscenarios.state import BLOCS

__all__ = ["RESERVED", "family", "merged", "read_levers"]

RESERVED = frozenset({ALL, *BLOCS, *UNDATED, "reference"})
"""Words that cannot be the name of a lab."""
_MONEY = re.compile(r"US\$|USD|RMB|CNY")


def family(lever: str) -> str:
    """The lever's name in files: a lab's budget in money stands under ``compute_budget``."""
    return "compute_budget" if lever == "compute_dollars" else lever


def merged(inherited: tuple[Setting, ...], own: tuple[Setting, ...]) -> tuple[Setting, ...]:
    """Own settings replace inherited ones of the same lever and actor; a setting for all replaces all."""
    replaced = {(family(setting.lever), setting.actor) for setting in own}
    kept = (
        setting
        for setting in inherited
        if not replaced & {(family(setting.lever), setting.actor), (family(setting.lever), ALL)}
    )
    return tuple(sorted((*kept, *own), key=_order))


def _order(setting: Setting) -> tuple[int, str, bool, str]:
    """The package's levers in their order, then those from outside by name."""
    name = family(setting.lever)
    place = BLOC_LEVERS.index(name) if name in BLOC_LEVERS else len(BLOC_LEVERS)
    return place, name, setting.actor != ALL, setting.actor


def read_levers(context: Context, node: Node) -> tuple[Setting, ...]:
    """The settings under ``levers:`` or a reaction's ``set:``."""
    names = [term.name for term in context.vocabulary.levers]
    known = check_keys(as_mapping(node), names, context.faults, what="lever")
    return tuple(
        setting for name, value in known for setting in _lever(context, context.vocabulary.lever(name), value)
    )


def _lever(context: Context, term: LeverTerm, node: Node) -> Iterator[Setting]:
    """The settings of one lever: one for all, or one an actor."""
    if not isinstance(node, nodes.Mapping):
        yield from _setting(context, term, ALL, node, "")
        return
    reference = _reference(context, node)
    values = node.without("reference")
    if not values.entries:
        context.faults.add(node.place.fault("has no value", "write a value beside the reference"))
    elif all(_is_piece(context, key) for key, _ in values):
        yield from _setting(context, term, ALL, values, reference)
    elif any(_is_piece(context, key) for key, _ in values):
        context.faults.add(node.place.fault("mixes dates and actors", "put the dates under each actor"))
    else:
        yield from _settings(context, term, _by_actor(context, term, values), reference)


def _settings(context: Context, term: LeverTerm, values: nodes.Mapping, reference: str) -> Iterator[Setting]:
    """One setting an actor; an actor named in two ways is refused."""
    seen: dict[str, str] = {}
    for key, value in values.entries:
        actor = ALL if term.felt_at == (key.text,) else context.labs.get(key.text, key.text)
        if actor in seen:
            message = f"'{seen[actor]}' and '{key.text}' are the same here"
            context.faults.add(key.place.fault(message, "keep one"))
        seen.setdefault(actor, key.text)
        yield from _setting(context, term, actor, value, reference)


def _is_piece(context: Context, key: str) -> bool:
    return key in UNDATED or (looks_dated(key) and key not in context.labs)


def _by_actor(context: Context, term: LeverTerm, values: nodes.Mapping) -> nodes.Mapping:
    """The entries of actors that have this lever."""
    allowed = (*term.felt_at, ALL, *(context.labs if term.labs else ()))
    for key, _ in values.entries:
        if key.text in {*BLOCS, *context.labs} - set(allowed):
            where = ", ".join((*term.felt_at, *(("single labs",) if term.labs else ())))
            message = f"{term.name} of '{key.text}' cannot be set"
            context.faults.add(key.place.fault(message, f"it acts on {where}"))
            values = values.without(key.text)
    return check_keys(values, allowed, context.faults, what="actor")


def _reference(context: Context, node: nodes.Mapping) -> str:
    reference = node.get("reference")
    return (context.faults.attempt(context.reference, reference) or "") if reference is not None else ""


def _setting(context: Context, term: LeverTerm, actor: str, node: Node, reference: str) -> Iterator[Setting]:
    if isinstance(node, nodes.Mapping):
        reference = _reference(context, node) or reference
        node = node.without("reference")
    if term.name == "compute_budget" and actor in context.labs and _in_money(node):
        term = context.vocabulary.dollars
    schedule = read_schedule(node, term, context.span, context.faults)
    if term is context.vocabulary.dollars and schedule and isinstance(schedule[0], Ramp):
        hint = "add start: and an amount"
        context.faults.add(node.place.fault("a ramp in money has no level to start from", hint))
    if schedule:
        yield Setting(term.name, actor, schedule, reference)


def _in_money(node: Node) -> bool:
    match node:
        case Scalar(text):
            return _MONEY.search(text) is not None
        case nodes.Mapping():
            return any(_in_money(value) for _, value in node)
        case nodes.Sequence(items):
            return any(_in_money(item) for item in items)
