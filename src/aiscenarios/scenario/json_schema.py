"""A JSON Schema of scenario files for editors: keys, names and words; values are checked on loading."""

from typing import Any

from aiscenarios.scenario.actors import EVENT_KEYS, GROUPS, LAB_KEYS
from aiscenarios.scenario.beliefs import DOUBT_KEYS, SWITCHED
from aiscenarios.scenario.beliefs import KEYS as BELIEF_KEYS
from aiscenarios.scenario.document import FORMAT, KEYS, KINDS, POLICIES
from aiscenarios.scenario.model import ALL
from aiscenarios.scenario.names import vocabulary
from aiscenarios.scenario.narrated import KEYS as NARRATIVE_KEYS
from aiscenarios.scenario.outside import NOTHING, Outside
from aiscenarios.scenario.reactions import KEYS as REACTION_KEYS
from aiscenarios.scenario.vocabulary import LeverTerm, Vocabulary
from aiscenarios.state import BLOCS
from aiscenarios.state import KINDS as KINDS_OF_LAB

__all__ = ["json_schema"]

_QUARTER = {"type": "string", "pattern": r"^\d{4}Q[1-4]$"}
_DAY = {"type": "string", "pattern": r"^\d{4}(-\d\d(-\d\d)?|Q[1-4])?$"}
_TEXT = {"type": "string", "minLength": 1}
_NUMBER = {"type": ["number", "string"]}
_LEVERS = {"$ref": "#/$defs/levers"}
_SHARE = {"type": ["number", "string"], "description": "a share: 40% or 0.4"}


def json_schema(outside: Outside = NOTHING) -> dict[str, Any]:
    """The schema (draft 2020-12) of files of kind scenario, policy and world."""
    names = vocabulary(outside)
    parts = _parts(names)
    properties = {key.name: {"description": key.says} | parts.get(key.name, _TEXT) for key in KEYS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "aiscenarios scenario file",
        "type": "object",
        "required": ["format", "kind", "title"],
        "additionalProperties": False,
        "properties": properties,
        "$defs": {
            "value": _value(),
            "slope": _slope(),
            "belief": _belief(),
            "doubt": _doubt(),
            "levers": _object({term.name: _lever(term) for term in names.levers}),
        },
    }


def _parts(names: Vocabulary) -> dict[str, dict[str, Any]]:
    """The schema of every key that is no plain text."""
    beliefs = {
        term.name: {"description": f"in {term.says}", "$ref": "#/$defs/belief"} for term in names.parameters
    }
    texts = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
    return {
        "format": {"const": int(FORMAT)},
        "kind": {"enum": list(KINDS)},
        "references": texts,
        "extends": texts,
        **dict.fromkeys(("start", "end", "by"), _QUARTER),
        "rewrite_history": {"type": "boolean"},
        "policy": {"enum": list(POLICIES)},
        "as_of": _DAY,
        "levers": _LEVERS,
        "reactions": _list(_reaction(), ("who", "when", "set")),
        "beliefs": _object(beliefs | {"claims": _claims(names), "mechanisms": _mechanisms(names)}),
        "narratives": {
            "type": "object",
            "additionalProperties": _object(dict.fromkeys(NARRATIVE_KEYS, _TEXT)),
        },
        "labs": _list(_lab(names), ("name",)),
        "events": _list(_event(), ("at",)),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _list(properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "array", "items": _object(properties) | {"required": list(required)}}


def _value() -> dict[str, Any]:
    """A number with unit, a worded level, or dated values, ramps and pulses."""
    slopes = {"anyOf": [{"$ref": "#/$defs/slope"}, {"type": "array", "items": {"$ref": "#/$defs/slope"}}]}
    dated = {
        "type": "object",
        "properties": {"start": _NUMBER, "ramp": slopes, "pulse": slopes, "reference": _TEXT},
        "patternProperties": {_QUARTER["pattern"]: _NUMBER},
        "additionalProperties": False,
    }
    return {"anyOf": [_NUMBER, dated]}


def _slope() -> dict[str, Any]:
    return _object({"from": _QUARTER, "to": _QUARTER, "value": _NUMBER}) | {
        "required": ["from", "to", "value"]
    }


def _lever(term: LeverTerm) -> dict[str, Any]:
    words = f"; levels: {', '.join(word for word, _ in term.levels)}" if term.levels else ""
    span = f"{term.low:g} to {term.high:g} {term.unit}"
    value = {"$ref": "#/$defs/value"}
    # A lab that the file itself adds may stand here too, so single labs are not listed.
    mapping = {
        "type": "object",
        "properties": dict.fromkeys((ALL, *term.felt_at), value) | {"reference": _TEXT},
        "additionalProperties": value if term.labs else False,
    }
    return {
        "description": f"{term.title}, set by {', '.join(term.owners)}; {span}{words}",
        "anyOf": [value, mapping],
    }


def _reaction() -> dict[str, Any]:
    special = {"set": _LEVERS, "for": _NUMBER, "lasts": _NUMBER}
    return dict.fromkeys(REACTION_KEYS, _TEXT) | special


def _belief() -> dict[str, Any]:
    entries = {key: _NUMBER for key in BELIEF_KEYS} | {"reference": _TEXT}
    return {"anyOf": [_TEXT, _object(entries)]}


def _claims(names: Vocabulary) -> dict[str, Any]:
    return _object({claim: {"enum": ["ignore", "use"]} for claim in names.claims})


def _doubt() -> dict[str, Any]:
    weight = {"anyOf": [{"enum": list(SWITCHED)}, _SHARE]}
    return {"anyOf": [weight, _object(dict(zip(DOUBT_KEYS, (weight, _TEXT), strict=True)))]}


def _mechanisms(names: Vocabulary) -> dict[str, Any]:
    return _object({name: {"$ref": "#/$defs/doubt"} for name, can in names.mechanisms.items() if can})


def _lab(names: Vocabulary) -> dict[str, Any]:
    special = {
        "bloc": {"enum": list(BLOCS)},
        "like": {"enum": list(names.labs)},
        "kind": {"enum": list(KINDS_OF_LAB)},
        "joins": _QUARTER,
        "name": _TEXT,
        "reference": _TEXT,
    }
    return dict.fromkeys(LAB_KEYS, _NUMBER) | special


def _event() -> dict[str, Any]:
    move = _object({"from": _TEXT, "to": _TEXT, "researchers": _NUMBER, "group": {"enum": list(GROUPS)}})
    cut = _object({ALL: _SHARE, **dict.fromkeys(BLOCS, _SHARE), "lasts": _NUMBER})
    return dict(zip(EVENT_KEYS, (_QUARTER, move, cut, _TEXT), strict=True))
