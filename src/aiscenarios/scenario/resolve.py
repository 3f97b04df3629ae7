"""A scenario as one YAML text that stands alone, and the fingerprint of that text."""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from aiscenarios import quarters
from aiscenarios.scenario.actors import LAB_UNITS
from aiscenarios.scenario.document import FORMAT
from aiscenarios.scenario.model import ChipsCut, Event, LabEntry, Reaction, Scenario, Setting
from aiscenarios.scenario.names import vocabulary, watch_unit
from aiscenarios.scenario.reactions import LASTS
from aiscenarios.scenario.schedule import Hold, Pulse, Ramp
from aiscenarios.scenario.settings import family
from aiscenarios.scenario.values import exact
from aiscenarios.scenario.vocabulary import Vocabulary

__all__ = ["digest", "fingerprint", "resolved"]

_LASTS = {quarters: words for words, quarters in LASTS.items()}


def digest(scenario: Scenario) -> str:
    """The fingerprint of the resolved text."""
    return fingerprint(resolved(scenario))


def fingerprint(text: str) -> str:
    """Sixteen hexadecimal digits of a text."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def resolved(scenario: Scenario) -> str:
    """The scenario with nothing left to look up; empty parts are left out."""
    content = {
        "format": int(FORMAT),
        "kind": "scenario",
        "title": _quoted(scenario.title),
        "question": _quoted(scenario.question),
        "story": _quoted(scenario.story),
        "references": [_quoted(text) for text in scenario.references],
        "as_of": "" if scenario.as_of is None else scenario.as_of.isoformat(),
        "start": quarters.label(scenario.start),
        "end": quarters.label(scenario.end),
        "by": quarters.label(scenario.by),
        "rewrite_history": "true" if scenario.rewrite_history else "",
        "policy": scenario.policy,
        "levers": _levers(scenario.levers, vocabulary(scenario.outside)),
        "reactions": [_reaction(reaction) for reaction in scenario.reactions],
        "beliefs": _beliefs(scenario),
        "narratives": {
            narrative.name: {
                "title": _quoted(narrative.title), "sentence": _quoted(narrative.sentence),
                "if": _quoted(narrative.condition),
            }
            for narrative in scenario.narratives
        },
        "labs": [_lab(lab) for lab in scenario.labs],
        "events": [_event(event) for event in scenario.events],
    }  # fmt: skip
    return "".join(_lines(content, 0))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if text else ""


def _lines(content: dict[str, Any], depth: int) -> Iterable[str]:
    """Block style for the outer keys, one entry a line."""
    indent = "  " * depth
    for key, value in content.items():
        match value:
            case dict() if value:
                yield f"{indent}{key}:\n"
                yield from _lines(value, depth + 1)
            case list() if value:
                yield f"{indent}{key}:\n"
                yield from (f"{indent}  - {_flow(item)}\n" for item in value)
            case _ if value not in ("", {}, []):
                yield f"{indent}{key}: {value}\n"


def _flow(value: Any) -> str:
    """A value in one line."""
    match value:
        case dict():
            return (
                "{"
                + ", ".join(
                    f"{key}: {_flow(item)}" for key, item in value.items() if item not in ("", None, [])
                )
                + "}"
            )
        case list():
            return "[" + ", ".join(_flow(item) for item in value) + "]"
        case _:
            return str(value)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z]\w*", name) else _quoted(name)


def _levers(settings: tuple[Setting, ...], names: Vocabulary) -> dict[str, Any]:
    levers: dict[str, Any] = {}
    for setting in settings:
        levers.setdefault(family(setting.lever), {})[_key(setting.actor)] = _value(setting, names)
    return {name: _flow(actors) for name, actors in levers.items()}


def _value(setting: Setting, names: Vocabulary) -> Any:
    """A plain value, or its pieces with the reference."""
    unit = names.lever(setting.lever).unit
    match setting.schedule:
        case (Hold(None, value),) if not setting.reference:
            return exact(value, unit)
    pieces: dict[str, Any] = {}
    for piece in setting.schedule:
        match piece:
            case Hold(at, level):
                pieces["start" if at is None else quarters.label(at)] = exact(level, unit)
            case Ramp():
                pieces.setdefault("ramp", []).append(_sloped(piece, unit))
            case Pulse():
                pieces.setdefault("pulse", []).append(_sloped(piece, unit))
    return pieces | {"reference": _quoted(setting.reference)}


def _sloped(piece: Ramp | Pulse, unit: str) -> dict[str, str]:
    first, last = quarters.label(piece.start), quarters.label(piece.end)
    return {"from": first, "to": last, "value": exact(piece.value, unit)}


def _reaction(reaction: Reaction) -> dict[str, Any]:
    sign = ">" if reaction.above else "<"
    return {
        "who": _quoted(reaction.who),
        "when": _quoted(f"{reaction.watch} {sign} {_threshold(reaction)}"),
        "for": f"{reaction.hold} quarters",
        "set": _levers(reaction.settings, vocabulary()),
        "lasts": _LASTS.get(reaction.lasts, f"{reaction.lasts} quarters"),
        "reference": _quoted(reaction.reference),
    }


def _threshold(reaction: Reaction) -> str:
    unit = watch_unit(reaction.watch)
    return repr(reaction.threshold) if unit == "share" else f"{reaction.threshold!r} {unit}"


def _beliefs(scenario: Scenario) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for belief in scenario.beliefs:
        unit = vocabulary().parameter(belief.parameter).unit
        low, high = exact(belief.low, unit), exact(belief.high, unit)
        said = (
            {"fix": low}
            if belief.kind == "fix"
            else {"prior": f"{low} to {high}", "level": repr(belief.level)}
        )
        content[belief.parameter] = _flow(said | {"reference": _quoted(belief.reference)})
    if scenario.ignored:
        content["claims"] = _flow(dict.fromkeys(scenario.ignored, "ignore"))
    if scenario.doubts:
        content["mechanisms"] = {
            doubt.mechanism: _flow({"weight": repr(doubt.weight), "reference": _quoted(doubt.reference)})
            for doubt in scenario.doubts
        }
    return content


def _lab(lab: LabEntry) -> dict[str, Any]:
    content: dict[str, Any] = {
        "name": _quoted(lab.name), "bloc": lab.bloc, "like": lab.like and _quoted(lab.like), "kind": lab.kind,
        "joins": None if lab.joins is None else quarters.label(lab.joins),
    }  # fmt: skip
    for key, unit in LAB_UNITS.items():
        value = getattr(lab, key)
        content[key] = None if value is None else exact(value, unit)
    return content | {"reference": _quoted(lab.reference)}


def _event(event: Event) -> dict[str, Any]:
    what: dict[str, Any]
    if isinstance(event, ChipsCut):
        what = {"chips_cut": {event.bloc: repr(event.share), "lasts": f"{event.lasts} quarters"}}
    else:
        labs = {"from": _quoted(event.source), "to": _quoted(event.target)}
        what = {"move": labs | {"researchers": repr(event.researchers), "group": event.group}}
    return {"at": quarters.label(event.at)} | what | {"reference": _quoted(event.reference)}
