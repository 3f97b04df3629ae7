"""One lever value as written: a number, a worded level, dated values, ramps, pulses, or a list of these."""

import re

from aiscenarios import quarters
from aiscenarios.errors import did_you_mean
from aiscenarios.files.faults import Faults
from aiscenarios.files.nodes import Mapping, Node, Scalar, Sequence
from aiscenarios.scenario.dates import Span, looks_dated, read_date
from aiscenarios.scenario.schedule import Hold, Piece, Pulse, Ramp, Schedule, clash
from aiscenarios.scenario.text import as_mapping, as_scalar, check_keys
from aiscenarios.scenario.values import EXAMPLES, read_number
from aiscenarios.scenario.vocabulary import LeverTerm

__all__ = ["SLOPED", "UNDATED", "read_level", "read_schedule"]

SLOPED = ("ramp", "pulse")
UNDATED = (*SLOPED, "start")
"""Keys of a value beside its dates; ``start`` is the scenario's."""
_KEYS = ("from", "to", "value")
_WORD = re.compile(r"[A-Za-z_]\w*")


def read_level(node: Node, term: LeverTerm) -> float:
    """A number in the lever's unit, or one of its worded levels.

    Raises:
        InputError: neither, or out of the lever's range.
    """
    scalar = as_scalar(node)
    word = scalar.text.strip()
    level = term.level(word)
    if level is not None:
        return level
    if _WORD.fullmatch(word):
        words = [name for name, _ in term.levels]
        known = f"levels: {', '.join(words)}" if words else "write a number"
        raise node.place.fault(
            f"unknown level '{word}' of {term.name}", did_you_mean(word, words, otherwise=known)
        )
    return read_number(scalar, term.unit, (term.low, term.high))


def read_schedule(node: Node, term: LeverTerm, span: Span, faults: Faults) -> Schedule:
    """The pieces of one value in the order of time; what is wrong is noted in ``faults``."""
    before = len(faults.errors)
    pieces = tuple(sorted(_pieces(node, term, span, faults), key=_when))
    both = clash(pieces)
    if both is not None and len(faults.errors) == before:
        overlap = f"{_named(both[0])} and {_named(both[1])} overlap"
        faults.add(node.place.fault(overlap, "end one before the other starts"))
    return pieces


def _when(piece: Piece) -> tuple[int, int, bool]:
    match piece:
        case Hold(at, _):
            return (-1 if at is None else at), 0, False
        case Ramp(start, end, _):
            return start, end, False
        case Pulse(start, end, _):
            return start, end, True


def _pieces(node: Node, term: LeverTerm, span: Span, faults: Faults) -> list[Piece]:
    if not isinstance(node, Mapping):
        level = faults.attempt(read_level, node, term)
        return [] if level is None else [Hold(None, level)]
    dated = [key for key, _ in node if looks_dated(key)]
    known = check_keys(node, (*dated, *UNDATED), faults, what="date")
    found: list[Piece | None] = []
    for key, value in known.entries:
        if key.text in SLOPED:
            items = value.items if isinstance(value, Sequence) else (value,)
            found.extend(_sloped(key.text, item, term, span, faults) for item in items)
        else:
            found.append(_held(key, value, term, span, faults))
    return [piece for piece in found if piece is not None]


def _held(key: Scalar, node: Node, term: LeverTerm, span: Span, faults: Faults) -> Hold | None:
    at = None if key.text == "start" else faults.attempt(read_date, key, span)
    level = faults.attempt(read_level, node, term)
    return None if level is None or (at is None and key.text != "start") else Hold(at, level)


def _sloped(kind: str, node: Node, term: LeverTerm, span: Span, faults: Faults) -> Piece | None:
    """A ramp or a pulse from its three keys."""
    mapping = faults.attempt(as_mapping, node)
    if mapping is None:
        return None
    fields = dict(check_keys(mapping, _KEYS, faults))
    missing = [key for key in _KEYS if key not in fields]
    if missing:
        example = f"write {{{kind}: {{from: 2027Q1, to: 2028Q4, value: {_example(term)}}}}}"
        faults.add(node.place.fault(f"'{missing[0]}' is missing", example))
        return None
    start, end = (faults.attempt(read_date, fields[key], span) for key in ("from", "to"))
    level = faults.attempt(read_level, fields["value"], term)
    if start is None or end is None or level is None:
        return None
    if end < start or (kind == "ramp" and end == start):
        message = f"{quarters.label(end)} is not after {quarters.label(start)}"
        faults.add(fields["to"].place.fault(message))
        return None
    return Ramp(start, end, level) if kind == "ramp" else Pulse(start, end, level)


def _example(term: LeverTerm) -> str:
    return EXAMPLES[term.unit]


def _named(piece: Piece) -> str:
    match piece:
        case Hold(at, _):
            return f"the value of {quarters.label(at or 0)}"
        case Ramp(start, end, _):
            return f"the ramp {quarters.label(start)} to {quarters.label(end)}"
        case Pulse(start, end, _):
            return f"the pulse {quarters.label(start)} to {quarters.label(end)}"
