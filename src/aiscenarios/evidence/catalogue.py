"""Parameters, constants and mechanisms as ``seeds/`` states them: unit, meaning, number, source."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from aiscenarios.errors import InputError, did_you_mean
from aiscenarios.evidence import quantities
from aiscenarios.evidence.scales import SCALES, USUAL_LEVEL, Interval, Scale
from aiscenarios.evidence.tables import Entry, read
from aiscenarios.parameters import CONSTANTS, KIND_ATTRIBUTES, PARAMETERS
from aiscenarios.quarters import containing, last_day
from aiscenarios.state import KINDS

__all__ = [
    "AWAITED", "DATED", "ORIGINS", "PHASES", "Constant", "Mechanism", "Parameter", "find", "read_constants",
    "read_kinds", "read_mechanisms", "read_parameters",
]  # fmt: skip

ORIGINS = ("fact", "recalled", "assumption")
"""A cited source that was read, one that was not re-checked, our own judgement."""

PHASES = (
    "policy", "chips", "efficiency", "research", "products", "money", "mobility", "spinouts", "pipeline",
)  # fmt: skip
"""The rule modules that carry a mechanism."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """Something the model does, and the rule module that does it.

    Args:
        name: as files write it.
        meaning: what it does, in a sentence.
        phase: the rule module.
        off: values of parameters and constants with which it does nothing; empty if it is always on.
        weight: chance that it is at work in a run; below 1 for what is contested.
        source: why it is contested.
    """

    name: str
    meaning: str
    phase: str
    off: tuple[tuple[str, float], ...] = ()
    weight: float = 1.0
    source: str = ""


DATED = ("record", "turn")
AWAITED = "awaited"


@dataclass(frozen=True, slots=True)
class Constant:
    """A fixed number that rules read.

    ``dated`` is empty, or says what a quarter marks: ``record``, where counts end; ``turn``, a turn of the
    field that nobody could date before it came; ``awaited``, such a turn that has not come yet, with the
    quarter since which it is awaited as its value.
    """

    name: str
    value: float
    unit: str
    meaning: str
    source: str
    origin: str
    dated: str = ""

    def known_by(self, day: date) -> "Constant":
        """The constant as it stood on a day: a record ends by then, a later turn is awaited."""
        now = float(containing(day))
        if self.dated == "record":
            return replace(self, value=min(self.value, now))
        if self.dated == "turn" and last_day(int(self.value)) > day:
            return replace(self, value=now, dated=AWAITED)
        return self


@dataclass(frozen=True, slots=True)
class Parameter:
    """An uncertain number that rules read, with its reference prior: what is believed before any article.

    Args:
        name: as the rules read it, or ``attribute.kind`` for a default of a kind of lab.
        unit, meaning: what one unit of it is, in a sentence.
        scale: where its belief is Normal.
        reference: the reference prior, 5% to 95% unless it says otherwise.
        source, origin: where the reference comes from; origin is one of ORIGINS.
        facts: series of ``facts.csv`` behind the reference.
        mechanism: the mechanism that reads it.
    """

    name: str
    unit: str
    meaning: str
    scale: Scale
    reference: Interval
    source: str
    origin: str
    facts: tuple[str, ...]
    mechanism: str

    def interval(self, text: str, level: float = USUAL_LEVEL) -> Interval:
        """An interval in this parameter's unit.

        Raises:
            InputError: not an interval in that unit, or out of range.
        """
        found = quantities.interval(text, self.unit, level)
        self.scale.normal(found)
        return found

    def number(self, text: str) -> float:
        """A number in this parameter's unit.

        Raises:
            InputError: not a number in that unit, or out of range.
        """
        found = quantities.number(text, self.unit)
        self.scale.check(found)
        return found


_SHARED = ("unit", "meaning", "scale", "mechanism")
_OWN = ("reference", "source", "origin")
_EXTRA = ("bounds", "level", "facts")
_OPEN_ENDS = {"linear": (-math.inf, math.inf), "log": (0.0, math.inf), "logit": (0.0, 1.0)}


def _scale(fields: Mapping[str, Entry], unit: str) -> Scale:
    kind = fields["scale"].one_of(SCALES)
    if "bounds" not in fields:
        return Scale(kind, *_OPEN_ENDS[kind])
    bounds = fields["bounds"].interval(unit)
    return Scale(kind, bounds.low, bounds.high)


def _parameter(name: str, fields: Mapping[str, Entry], mechanisms: Iterable[str]) -> Parameter:
    """A parameter from its fields, which may stand in one table or in two."""
    unit = fields["unit"].text
    level = fields["level"].number("share") if "level" in fields else USUAL_LEVEL
    reference = fields["reference"].interval(unit, level)
    scale = _scale(fields, unit)
    fields["reference"].parsed(scale.normal, reference)
    facts = tuple(entry.text for entry in fields["facts"].listed) if "facts" in fields else ()
    origin = fields["origin"].one_of(ORIGINS)
    if origin != "assumption" and not facts:
        raise fields["origin"].error(f"origin '{origin}' names no series of facts.csv", "add facts: [series]")
    return Parameter(
        name=name,
        unit=unit,
        meaning=fields["meaning"].text,
        scale=scale,
        reference=reference,
        source=fields["source"].text,
        origin=origin,
        facts=facts,
        mechanism=fields["mechanism"].one_of(mechanisms),
    )


def _complete(top: Entry, found: Iterable[str], wanted: Iterable[str]) -> None:
    """The file and the list in ``parameters.py`` name the same things."""
    found, wanted = tuple(found), tuple(wanted)
    for name in found:
        if name not in wanted:
            raise top.error(f"'{name}' is read by no rule", did_you_mean(name, wanted))
    for name in wanted:
        if name not in found:
            raise top.error(f"'{name}' is missing")


def read_mechanisms(file: Path) -> dict[str, Mechanism]:
    """The mechanisms of the model by name."""
    found = {}
    top = read(file, "mechanisms").fields(("format", "kind", "mechanisms"))["mechanisms"]
    for name, entry in top.table().items():
        fields = entry.fields(("meaning", "phase"), ("off", "weight", "source"))
        contested = "weight" in fields
        if contested and not {"off", "source"} <= fields.keys():
            raise fields["weight"].error("a contested mechanism says how it is off and why it is contested")
        found[name] = Mechanism(
            name,
            fields["meaning"].text,
            fields["phase"].one_of(PHASES),
            off=_neutral(fields["off"]) if "off" in fields else (),
            weight=fields["weight"].number("share") if contested else 1.0,
            source=fields["source"].text if contested else "",
        )
    return found


def _neutral(entry: Entry) -> tuple[tuple[str, float], ...]:
    """Numbers with which a mechanism does nothing, by name."""
    known = (*PARAMETERS, *CONSTANTS)
    for name, value in entry.table().items():
        if name not in known:
            raise value.error(f"'{name}' is read by no rule", did_you_mean(name, known))
    return tuple((name, value.number("number")) for name, value in entry.table().items())


def read_parameters(file: Path, mechanisms: Iterable[str]) -> dict[str, Parameter]:
    """The parameters by name, in the order of ``parameters.PARAMETERS``."""
    known = tuple(mechanisms)
    top = read(file, "parameters").fields(("format", "kind", "parameters"))["parameters"]
    found = {
        name: _parameter(name, entry.fields((*_SHARED, *_OWN), _EXTRA), known)
        for name, entry in top.table().items()
    }
    _complete(top, found, PARAMETERS)
    return {name: found[name] for name in PARAMETERS}


def read_kinds(file: Path, mechanisms: Iterable[str]) -> dict[str, Parameter]:
    """The defaults of each kind of lab by ``attribute.kind``, in the order of ``parameters.KIND_NAMES``."""
    known = tuple(mechanisms)
    top = read(file, "kinds").fields(("format", "kind", *KIND_ATTRIBUTES))
    found = {}
    for kind in KINDS:
        for attribute in KIND_ATTRIBUTES:
            shared = top[attribute].fields((*_SHARED, *KINDS), _EXTRA)
            own = shared[kind].fields(_OWN, _EXTRA)
            fields = {key: entry for key, entry in shared.items() if key not in KINDS} | dict(own)
            found[f"{attribute}.{kind}"] = _parameter(f"{attribute}.{kind}", fields, known)
    return found


def read_constants(file: Path) -> dict[str, Constant]:
    """The constants by name, in the order of ``parameters.CONSTANTS``."""
    top = read(file)
    found = {}
    for name, entry in top.table().items():
        fields = entry.fields(("value", "unit", "meaning", "source", "origin"), ("dated",))
        value = fields["value"].number(fields["unit"].text)
        words = {key: fields[key].text for key in ("unit", "meaning", "source")}
        dated = fields["dated"].one_of(DATED) if "dated" in fields else ""
        found[name] = Constant(name, value, origin=fields["origin"].one_of(ORIGINS), dated=dated, **words)
    _complete(top, found, CONSTANTS)
    return {name: found[name] for name in CONSTANTS}


def find(name: str, known: Mapping[str, Parameter]) -> Parameter:
    """A parameter by name.

    Raises:
        InputError: no parameter has this name; the nearest is named.
    """
    if name not in known:
        raise InputError(f"there is no parameter '{name}'", path=name, hint=did_you_mean(name, known))
    return known[name]
