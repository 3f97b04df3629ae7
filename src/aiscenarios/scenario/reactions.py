"""Reactions in a file: who moves which lever once a watched outcome has crossed a threshold."""

import re
from collections.abc import Iterator
from functools import partial

from aiscenarios.errors import did_you_mean
from aiscenarios.files import nodes
from aiscenarios.files.nodes import Node, Place
from aiscenarios.quarters import label
from aiscenarios.scenario.model import ALL, Reaction, Setting
from aiscenarios.scenario.reading import Context, Fields, each
from aiscenarios.scenario.schedule import Hold
from aiscenarios.scenario.settings import family, read_levers
from aiscenarios.scenario.text import as_scalar
from aiscenarios.scenario.values import read_quarters
from aiscenarios.scenario.vocabulary import LeverTerm, WatchTerm
from aiscenarios.state import BLOCS

__all__ = ["KEYS", "LASTS", "read_reactions", "too_long"]

KEYS = ("who", "when", "for", "set", "lasts", "reference")
LASTS = {"while it holds": 0, "for good": -1}


def read_reactions(context: Context, node: Node) -> tuple[Reaction, ...]:
    """The list under ``reactions:``."""
    return each(node, KEYS, context.faults, partial(_reaction, context))


def _reaction(context: Context, fields: Fields) -> Reaction | None:
    fields.need("who", "when", "set", hint="a reaction has who, when and set")
    who = fields.read("who", partial(_who, context), "")
    seen = fields.read("when", partial(_watched, context), None)
    hold, lasts = fields.read("for", read_quarters, 1), fields.read("lasts", _lasts, 0)
    reference = fields.read("reference", context.reference, "")
    settings = fields.read("set", partial(read_levers, context), ())
    if hold > context.span.end:
        fields.blame(fields.get("for"), *too_long(hold, context.span.end))
    if seen is None or not fields.sound():
        return None
    if not settings:
        fields.blame(fields.get("set"), "sets nothing", "write set: {export_controls: total_ban}")
    owned = tuple(_owned(context, fields, who, setting) for setting in settings)
    if not fields.sound():
        return None
    return Reaction(who, seen.watch, seen.above, seen.threshold, hold, owned, lasts, reference)


def too_long(hold: int, end: int) -> tuple[str, str]:
    """What is wrong with a reaction that nothing can set off before the end, and what to write."""
    message = f"{hold} quarters cannot have passed by the end, {label(end)}: the model begins in {label(0)}"
    return message, f"at most {end} quarters"


def _who(context: Context, node: Node) -> str:
    name = as_scalar(node).text
    if name in BLOCS:
        return name
    if name not in context.labs:
        hint = did_you_mean(name, (*BLOCS, *context.labs), otherwise="US, CN, ROW or a lab")
        raise node.place.fault(f"unknown actor '{name}'", hint)
    return context.labs[name]


def _watched(context: Context, node: Node) -> WatchTerm | None:
    return context.vocabulary.read_watch(as_scalar(node))


def _lasts(node: Node) -> int:
    text = as_scalar(node).text.strip()
    if text in LASTS:
        return LASTS[text]
    if re.match(r"\d", text):
        return read_quarters(node)
    raise node.place.fault(f"unknown duration '{text}'", "write 'while it holds', '8 quarters' or 'for good'")


def _owned(context: Context, fields: Fields, who: str, setting: Setting) -> Setting:
    """The setting with its actor named, once it is this actor's to make and has no dates of its own."""
    term = context.vocabulary.lever(setting.lever)
    place = _place(fields, setting.lever)
    if not all(isinstance(piece, Hold) and piece.at is None for piece in setting.schedule):
        context.faults.add(place.fault("a reaction sets a plain value", "leave dates, ramps and pulses out"))
    actor = _actor(term, who, setting.actor)
    for message, hint in _refusals(term, who, actor):
        context.faults.add(place.fault(message, hint))
    return Setting(setting.lever, actor, setting.schedule, setting.reference)


def _actor(term: LeverTerm, who: str, named: str) -> str:
    """Whose lever moves: one's own where nobody is named and the lever is felt at home."""
    felt_at_home = who not in BLOCS or (who in term.felt_at and len(term.felt_at) > 1)
    return who if named == ALL and felt_at_home else named


def _refusals(term: LeverTerm, who: str, actor: str) -> Iterator[tuple[str, str]]:
    owners = f"it is set by {' and '.join(term.owners)}"
    if term.module:
        yield f"a reaction cannot set {term.name}, which comes from outside", "set it under levers:"
    if who in BLOCS and who not in term.owners:
        yield f"{who} cannot set {term.name}", owners
    elif who not in BLOCS and not term.labs:
        yield f"a lab cannot set {term.name}", owners
    elif actor not in {who, ALL}:
        yield f"{who} cannot set {term.name} of {actor}", f"{who} sets its own"


def _place(fields: Fields, lever: str) -> Place:
    """Where the value of a lever stands under ``set``."""
    settings = fields.get("set")
    value = settings.get(family(lever)) if isinstance(settings, nodes.Mapping) else None
    return value.place if value is not None else fields.place
