"""Labs and events in a file: who joins, who is different, who moves, when chips fail to come."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from aiscenarios.errors import did_you_mean
from aiscenarios.files import nodes
from aiscenarios.files.nodes import Node
from aiscenarios.quarters import label
from aiscenarios.scenario.dates import read_date
from aiscenarios.scenario.model import ALL, ChipsCut, Event, LabEntry, Move
from aiscenarios.scenario.reading import Context, Fields, each
from aiscenarios.scenario.settings import RESERVED
from aiscenarios.scenario.text import as_mapping, as_scalar, read_text, read_word
from aiscenarios.scenario.values import Range, read_number, read_quarters
from aiscenarios.state import BLOCS, KINDS, TIERS

__all__ = ["EVENT_KEYS", "GROUPS", "LAB_KEYS", "LAB_UNITS", "named_labs", "read_events", "read_labs"]

LAB_UNITS = {
    "cash": "US$", "researchers": "persons", "users": "persons", "pay": "US$", "freedom": "share",
    "friction": "share", "openness": "multiple",
}  # fmt: skip
"""What can be said of a lab in numbers, and in which unit."""
LAB_KEYS = ("name", "bloc", "like", "kind", "joins", *LAB_UNITS, "reference")
EVENT_KEYS = ("at", "move", "chips_cut", "reference")
GROUPS = (ALL, *TIERS[1:])
_MOVE_KEYS = ("from", "to", "researchers", "group")
_OF_NEW_LABS = ("bloc", "like", "kind", "joins", "cash")
_WIDEST: dict[str, Range] = {
    "US$": (0.0, 1e13), "persons": (0.0, 1e10), "share": (0.0, 1.0), "multiple": (0.0, 10.0),
}  # fmt: skip
_NARROWER: dict[str, Range] = {"pay": (1e3, 1e8), "researchers": (1.0, 1e10)}
"""The widest range that makes sense at all, of a unit, and of what has a narrower one."""
_PAYING_ITSELF = "startup"
_MOST_MOVING = (1.0, 1e6)


def read_labs(context: Context, node: Node) -> tuple[LabEntry, ...]:
    """The list under ``labs:``."""
    labs = each(node, LAB_KEYS, context.faults, partial(_lab, context))
    for n, lab in enumerate(labs):
        if lab.name in {other.name for other in labs[:n]}:
            context.faults.add(node.place.fault(f"the lab '{lab.name}' stands here twice"))
    return labs


def named_labs(node: Node) -> tuple[str, ...]:
    """Names under ``labs:``, also of entries that are wrong otherwise."""
    items = node.items if isinstance(node, nodes.Sequence) else ()
    names = (item.get("name") for item in items if isinstance(item, nodes.Mapping))
    return tuple(" ".join(name.text.split()) for name in names if isinstance(name, nodes.Scalar))


def _lab(context: Context, fields: Fields) -> LabEntry | None:
    known = context.vocabulary.labs
    fields.need("name")
    name, like = fields.read("name", _name, ""), fields.read("like", partial(_known_lab, known), "")
    lab = LabEntry(
        name=known.get(name, name),
        bloc=fields.read("bloc", partial(read_word, options=BLOCS, what="bloc"), "") or None,
        like=like or None,
        kind=fields.read("kind", partial(read_word, options=KINDS, what="kind of lab"), "") or None,
        joins=fields.read("joins", partial(read_date, span=context.span), None),
        reference=fields.read("reference", context.reference, ""),
    )
    numbers: dict[str, Any] = {
        key: fields.read(key, partial(_number, key, unit), None) for key, unit in LAB_UNITS.items()
    }
    lab = replace(lab, **numbers)
    if not fields.sound():
        return None
    _check_whole(lab, name in known, fields)
    if fields.sound():
        _check_sense(lab, context.vocabulary.people, fields)
    return lab if fields.sound() else None


def _name(node: Node) -> str:
    name = read_text(node)
    if name in RESERVED:
        raise node.place.fault(f"'{name}' is a reserved word", "give the lab another name")
    return name


def _number(key: str, unit: str, node: Node) -> float:
    return read_number(as_scalar(node), unit, _NARROWER.get(key, _WIDEST[unit]))


def _amount(unit: str, node: Node) -> float:
    return read_number(as_scalar(node), unit, _WIDEST[unit])


def _check_whole(lab: LabEntry, known: bool, fields: Fields) -> None:
    """A lab that joins says where, when and like whom; one of the catalogue has joined already."""
    if known:
        for key in _OF_NEW_LABS:
            if getattr(lab, key) is not None:
                fields.fault(f"'{lab.name}' is in the catalogue, so its '{key}' cannot be set")
        return
    fields.need("bloc", "joins", hint=f"'{lab.name}' is not in the catalogue, so it joins")
    if (lab.like is None) == (lab.kind is None):
        fields.fault("must have either 'like' or 'kind'", "write like: Mistral AI")


def _check_sense(lab: LabEntry, people: float, fields: Fields) -> None:
    """A lab is smaller than the world, lives on cash only as a start-up, and an entry changes something."""
    if lab.researchers is not None and lab.researchers > people:
        message = f"is more than all researchers of the world in {label(0)}"
        fields.blame(
            fields.get("researchers"), message, f"labs are counted as of then: at most {people:,.0f}"
        )
    if lab.cash is not None and lab.kind not in {None, _PAYING_ITSELF}:
        hint = f"write kind: {_PAYING_ITSELF}, or leave cash out"
        fields.blame(fields.get("cash"), f"cannot be had by a lab of the kind '{lab.kind}'", hint)
    if lab.joins is None and all(getattr(lab, key) is None for key in LAB_UNITS):
        fields.fault(f"changes nothing of '{lab.name}'", "give what is different, like pay: US$ 2M")


def read_events(context: Context, node: Node) -> tuple[Event, ...]:
    """The list under ``events:``."""
    return each(node, EVENT_KEYS, context.faults, partial(_event, context))


def _event(context: Context, fields: Fields) -> Event | None:
    fields.need("at", hint="write at: 2027Q2")
    at = fields.read("at", partial(read_date, span=context.span), -1)
    reference = fields.read("reference", context.reference, "")
    if (fields.get("move") is None) == (fields.get("chips_cut") is None):
        fields.fault("must have either 'move' or 'chips_cut'")
    move = fields.read("move", partial(_move, context), None)
    cut = fields.read("chips_cut", partial(_cut, context), None)
    if move is not None:
        _check_open(context, fields, move, at)
    found = move or cut
    return replace(found, at=at, reference=reference) if found is not None and fields.sound() else None


def _move(context: Context, node: Node) -> Move | None:
    fields = Fields(as_mapping(node), _MOVE_KEYS, context.faults)
    fields.need(*_MOVE_KEYS[:3], hint="write {from: OpenAI, to: Tencent, researchers: 3, group: top2}")
    source, target = (fields.read(key, partial(_known_lab, context.labs), "") for key in ("from", "to"))
    if source and source == target:
        fields.fault(f"moves from '{source}' to itself")
    number = fields.read("researchers", _moving, 0.0)
    group = fields.read("group", partial(read_word, options=GROUPS, what="group"), ALL)
    return Move(0, source, target, number, group) if fields.sound() else None


def _check_open(context: Context, fields: Fields, move: Move, at: int) -> None:
    """Nobody moves from or to a lab before the quarter in which it opens."""
    for key, lab in (("from", move.source), ("to", move.target)):
        opened = context.opened.get(lab, at)
        if opened > at >= 0:
            message = f"moves {key} '{lab}', which opens in {label(opened)}"
            fields.blame(fields.get("at"), message, f"write at: {label(opened)} or later")


def _moving(node: Node) -> float:
    return read_number(as_scalar(node), "persons", _MOST_MOVING)


def _cut(context: Context, node: Node) -> ChipsCut | None:
    mapping = as_mapping(node)
    fields = Fields(mapping, (ALL, *BLOCS, "lasts"), context.faults)
    fields.need("lasts", hint="write lasts: 4 quarters")
    blocs = [name for name, _ in mapping if name in {ALL, *BLOCS}]
    if len(blocs) != 1:
        fields.fault("must cut the chips of one bloc, or of all", "write {all: 40%, lasts: 4 quarters}")
        return None
    share = fields.read(blocs[0], partial(_amount, "share"), 0.0)
    lasts = fields.read("lasts", read_quarters, 0)
    if blocs[0] == ALL and share == 1.0:
        fields.blame(mapping.get(ALL), "leaves no chips, and so no price, anywhere", "cut 99% or less")
    return ChipsCut(0, blocs[0], share, lasts) if fields.sound() else None


def _known_lab(labs: Mapping[str, str], node: Node) -> str:
    """The name of a lab that is known by its name or an alias."""
    name = as_scalar(node).text
    if name not in labs:
        raise node.place.fault(
            f"unknown lab '{name}'", did_you_mean(name, labs, otherwise="see 'aiscenarios list labs'")
        )
    return labs[name]
