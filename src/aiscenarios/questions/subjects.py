"""What a question in a file is about: a condition, an outcome, a lab or a public series."""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from aiscenarios import narratives, observations, outcomes
from aiscenarios.ensemble.seen import check_end
from aiscenarios.errors import InputError
from aiscenarios.evidence.labs import load_catalogue
from aiscenarios.files.nodes import Node
from aiscenarios.observations.period import Period
from aiscenarios.questions.dates import read_moment
from aiscenarios.questions.labs import MEASURES
from aiscenarios.questions.numbers import threshold_reader
from aiscenarios.questions.question import Happens, Kind, Lab, Printed, Stands, Subject, Threshold
from aiscenarios.scenario.language import read_expression
from aiscenarios.scenario.reading import Fields
from aiscenarios.scenario.series import read_entity, read_period, read_series
from aiscenarios.scenario.text import read_word

__all__ = ["KEYS", "read_subject"]

KEYS = {
    "if": ("by",),
    "outcome": ("at",),
    "lab": ("measure", "at"),
    "series": ("entity", "period"),
}
"""What a question can be about, each with the keys it needs beside."""
_SIDES = ("above", "below")


def read_subject(fields: Fields, kind: Kind) -> Subject | None:
    """What a question is about, or None where that is not sound.

    Raises:
        InputError: it is about nothing, or about two things.
    """
    given = [key for key in KEYS if fields.get(key) is not None]
    if len(given) != 1:
        told = f"asks about {' and '.join(given)}" if given else "does not say what it is about"
        raise fields.place.fault(told, f"write one of {', '.join(KEYS)}")
    about = given[0]
    _refuse_kind(fields, about, kind)
    fields.need(*KEYS[about], hint=f"a question about {about} needs {' and '.join(KEYS[about])}")
    _refuse_others(fields, about)
    if not fields.sound():
        return None
    subject = _READERS[about](fields)
    return None if subject is None else _with_threshold(fields, kind, subject)


def _refuse_kind(fields: Fields, about: str, kind: Kind) -> None:
    if kind == "date" and about != "if":
        fields.blame(
            fields.get(about), "a date question asks when a condition comes true", "write if: and by:"
        )
    if kind == "numeric" and about == "if":
        fields.blame(
            fields.get("if"), "a condition is true or not, and has no number", "write outcome: and at:"
        )


def _refuse_others(fields: Fields, about: str) -> None:
    """Keys that belong to another subject."""
    wanted = {about, *KEYS[about]}
    for other in {key for needed in KEYS.values() for key in needed} - wanted:
        if fields.get(other) is not None:
            fields.blame(fields.get(other), f"'{other}' does not go with '{about}'", "remove it")


def _happens(fields: Fields) -> Happens | None:
    by = fields.read("by", read_moment, None)
    found = fields.read("if", _reader(narratives.parse, by), None)
    return None if found is None or by is None else Happens(*found, by)


def _stands(fields: Fields) -> Stands | None:
    at = fields.read("at", read_moment, None)
    found = fields.read("outcome", _reader(narratives.parse_quantity, at), None)
    if found is None or at is None:
        return None
    text, (expression, known) = found
    return Stands(text, expression, str(known.unit), at)


def _reader[T](parse: Callable[..., T], until: float | None) -> Callable[[Node], tuple[str, T]]:
    """Reads a text in the language of narratives that is judged up to a time."""
    last = None if until is None else math.ceil(until) - 1
    return partial(read_expression, parse, outcomes.units(), last)


def _lab(fields: Fields) -> Lab | None:
    names = {word: lab.name for lab in load_catalogue().labs for word in (lab.name, *lab.aliases)}
    name = fields.read("lab", partial(read_word, options=names, what="lab"), None)
    measure = fields.read("measure", partial(read_word, options=tuple(MEASURES), what="measure"), None)
    at = fields.read("at", read_moment, None)
    if name is None or measure is None or at is None:
        return None
    return Lab(names[name], measure, MEASURES[measure].unit, at)


def _printed(fields: Fields) -> Printed | None:
    series = fields.read("series", read_series, None)
    if series is None:
        return None
    entity = fields.read("entity", partial(read_entity, series), None)
    period = fields.read("period", partial(_period, series), None)
    if entity is None or period is None:
        return None
    text, span = period
    try:
        check_end((series, entity, text), span.end)
    except InputError as error:
        fields.blame(fields.get("period"), error.message, f"{error.hint}, or ask by lab:, measure: and at:")
        return None
    return Printed(series, entity, text, observations.known()[series].unit, span.begin, span.end)


def _period(series: str, node: Node) -> tuple[str, Period]:
    text, span = read_period(series, node)
    if span.begin < 0.0:
        raise node.place.fault(f"{text} lies before the first quarter that is simulated, 2019Q1")
    return text, span


_READERS: dict[str, Callable[[Fields], Subject | None]] = {
    "if": _happens, "outcome": _stands, "lab": _lab, "series": _printed,
}  # fmt: skip


def _with_threshold(fields: Fields, kind: Kind, subject: Subject) -> Subject | None:
    """The subject with what it must pass, which binary questions about levels have, and no others."""
    given = [side for side in _SIDES if fields.get(side) is not None]
    wanted = int(kind == "binary" and not isinstance(subject, Happens))
    if len(given) != wanted:
        what = "remove it" if not wanted else "keep one" if given else "write above: or below: and a number"
        node = fields.get(given[-1]) if given else None
        told = "has two thresholds" if len(given) > 1 else "has no place for a threshold"
        fields.blame(node, told if given else "does not say above or below what", what)
        return None
    if isinstance(subject, Happens) or not given:
        return subject
    value = fields.read(given[0], threshold_reader(subject), None)
    return None if value is None else replace(subject, threshold=Threshold(value, given[0] == "above"))
