"""Files of questions: found by shipped name or path, read with every error in its place."""

import math
import os
import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from aiscenarios import seeds
from aiscenarios.errors import InputError, did_you_mean
from aiscenarios.files.faults import Faults, InputErrors
from aiscenarios.files.nodes import NOWHERE, Mapping, Node, Scalar, from_python
from aiscenarios.files.nodes import Sequence as Items
from aiscenarios.files.reader import read_file
from aiscenarios.observations import known
from aiscenarios.questions.dates import day_of, time_of
from aiscenarios.questions.numbers import NEVER, benchmark_reader, resolution_reader
from aiscenarios.questions.question import (
    KINDS,
    Benchmark,
    Happens,
    Kind,
    Printed,
    Question,
    Questions,
    Resolution,
    Subject,
    until,
)
from aiscenarios.questions.subjects import KEYS as SUBJECTS
from aiscenarios.questions.subjects import read_subject
from aiscenarios.scenario.dates import read_day, read_past_day
from aiscenarios.scenario.document import refuse_other_kind
from aiscenarios.scenario.reading import Fields, each
from aiscenarios.scenario.text import as_mapping, as_scalar, as_sequence, read_text, read_word

__all__ = ["ENTRY", "FORMAT", "find", "load", "read_question", "read_resolution", "shipped", "validate"]

FORMAT, KIND = "1", "questions"
HEAD = ("format", "kind", "title", "note", "as_of", "questions")
ENTRY = (
    "id", "title", "type", "note", *SUBJECTS,
    *dict.fromkeys(key for needed in SUBJECTS.values() for key in needed),
    "above", "below", "as_of", "resolves", "source", "base_rate", "crowd", "resolved",
)  # fmt: skip
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_MOMENT = 1e-6
"""In quarters; less than a day."""
_BENCHMARK = ("value", "low", "high", "source")
_RESOLUTION = ("value", "date", "source")


def shipped() -> tuple[str, ...]:
    """Names of the shipped files of questions."""
    return tuple(sorted(file.stem for file in seeds.path("questions").glob("*.yaml")))


def find(name: str) -> Path:
    """The file of a shipped name or a path.

    Raises:
        InputError: there is none.
    """
    if name.endswith((".yaml", ".yml")) or os.path.exists(name):
        return Path(name)
    if name not in shipped():
        hint = did_you_mean(name, shipped(), otherwise=f"shipped: {', '.join(shipped())}")
        raise InputError(f"there is no shipped file of questions '{name}'", hint=hint)
    return seeds.path("questions", f"{name}.yaml")


def load(name_or_path: str | Path) -> Questions:
    """The questions of a shipped name or a file.

    Raises:
        InputErrors: everything that is wrong with it.
    """
    faults = Faults()
    path = find(str(name_or_path))
    document = faults.attempt(read_file, path, faults)
    found = None if document is None else faults.attempt(_document, document, path.stem, faults)
    faults.raise_any()
    assert found is not None
    return found


def validate(*paths: str | Path) -> tuple[InputError, ...]:
    """Everything wrong with some files of questions; empty if nothing is."""
    found: list[InputError] = []
    for path in paths:
        try:
            load(path)
        except InputErrors as error:
            found.extend(error.errors)
    return tuple(found)


def read_question(written: object) -> Question:
    """A question as the register keeps it.

    Raises:
        InputErrors: it is none.
    """
    faults = Faults()
    found = _question(None, faults, Fields(as_mapping(from_python(written, NOWHERE)), ENTRY, faults))
    faults.raise_any()
    assert found is not None
    return found


def _document(document: Mapping, stem: str, faults: Faults) -> Questions:
    refuse_other_kind(document.get("kind"), KIND)
    fields = Fields(document, HEAD, faults)
    fields.need("format", "kind", "title", "questions", hint="see docs/questions.md")
    fields.read("format", partial(read_word, options=(FORMAT,), what="format"), None)
    fields.read("kind", partial(read_word, options=(KIND,), what="kind"), None)
    as_of = fields.read("as_of", read_day, None)
    read = partial(_question, as_of, faults)
    questions = fields.read("questions", lambda node: each(_some(node), ENTRY, faults, read), ())
    _refuse_double(document.get("questions"), faults)
    return Questions(fields.read("title", read_text, ""), questions, stem)


def _some(node: Node) -> Items:
    """A list that is not empty."""
    found = as_sequence(node)
    if not found.items:
        raise node.place.fault("holds no question")
    return found


def _refuse_double(node: Node | None, faults: Faults) -> None:
    """Two questions of one id."""
    seen: dict[str, int | None] = {}
    for item in node.items if isinstance(node, Items) else ():
        name = item.get("id") if isinstance(item, Mapping) else None
        if isinstance(name, Scalar):
            if name.text in seen:
                faults.add(
                    name.place.fault(f"the id '{name.text}' stands twice (first in line {seen[name.text]})")
                )
            seen.setdefault(name.text, name.place.line)


def _question(as_of: date | None, faults: Faults, fields: Fields) -> Question | None:
    fields.need("id", "title", "type", "resolves", "source")
    name = fields.read("id", _id, "")
    title, source = (fields.read(key, read_text, "") for key in ("title", "source"))
    fields.read("note", read_text, "")
    as_of = fields.read("as_of", read_day, as_of)
    resolves = fields.read("resolves", read_day, None)
    kind = fields.read("type", _kind, None)
    subject = None if kind is None else read_subject(fields, kind)
    if subject is None or kind is None or resolves is None:
        return None
    base_rate, crowd = (
        fields.read(key, partial(_benchmark, kind, subject, faults), None) for key in ("base_rate", "crowd")
    )
    resolved = fields.read("resolved", partial(read_resolution, kind, subject, faults), None)
    written: dict[str, Any] = _python(fields.mapping)
    if as_of is not None:
        written["as_of"] = as_of.isoformat()
    question = Question(
        name, title, kind, subject, as_of, resolves, source, base_rate, crowd, resolved, written
    )
    _check_dates(fields, question)
    return question if fields.sound() else None


def _id(node: Node) -> str:
    text = as_scalar(node).text
    if not _ID.fullmatch(text):
        raise node.place.fault(
            f"'{text}' is not an id", "write small letters, digits, - and _: us-share-2028"
        )
    return text


def _kind(node: Node) -> Kind:
    word = read_word(node, KINDS, "type")
    return next(kind for kind in KINDS if kind == word)


def _check_dates(fields: Fields, asked: Question) -> None:
    """A question is settled after it is asked, and not before what it is about is over."""
    if asked.as_of is not None and asked.has_passed(time_of(asked.as_of)):
        told = f"is over by its as_of, {asked.as_of}"
        fields.blame(fields.get("by"), told, "an event must lie ahead")
    if asked.as_of is not None and asked.resolves <= asked.as_of:
        told = f"resolves on {asked.resolves}, which is not after its as_of, {asked.as_of}"
        fields.blame(fields.get("resolves"), told)
    over = _over(asked.subject)
    if time_of(asked.resolves) < over - _MOMENT:
        told = f"resolves on {asked.resolves}, before {day_of(over)}, which it asks about"
        fields.blame(fields.get("resolves"), told, "date it later")
    if asked.resolved is not None and asked.as_of is not None and asked.resolved.day <= asked.as_of:
        told = f"was known on {asked.resolved.day}, as of {asked.as_of} it is no question"
        fields.blame(fields.get("resolved"), told)


def _over(subject: Subject) -> float:
    """When what is asked about is over; some sources print before the end of the year they name."""
    early = known()[subject.series].early if isinstance(subject, Printed) else 0.0
    return until(subject) - early


def _benchmark(kind: Kind, subject: Subject, faults: Faults, node: Node) -> Benchmark | None:
    fields = Fields(as_mapping(node), _BENCHMARK if kind == "numeric" else ("value", "source"), faults)
    fields.need("value", "source")
    read = benchmark_reader(kind, subject)
    value, low, high = (fields.read(key, read, None) for key in ("value", "low", "high"))
    if (low is None) != (high is None):
        fields.fault("has one end of a range", "write low: (5%) and high: (95%), or neither")
    if low is not None and high is not None and value is not None and not low < value < high:
        fields.fault("low, value and high must rise")
    source = fields.read("source", read_text, "")
    return Benchmark(value, low, high, source) if value is not None and fields.sound() else None


def read_resolution(kind: Kind, subject: Subject, faults: Faults, node: Node) -> Resolution | None:
    """How a question came out, or None after what is wrong with it has been noted."""
    fields = Fields(as_mapping(node), _RESOLUTION, faults)
    fields.need(*_RESOLUTION)
    value = fields.read("value", resolution_reader(kind, subject), None)
    day, source = fields.read("date", read_past_day, None), fields.read("source", read_text, "")
    if value is None or day is None:
        return None
    if kind == "date" and math.isfinite(value) and value > until(subject) + _MOMENT:
        told = f"lies after {day_of(until(subject))}, the last day that is asked about"
        fields.blame(fields.get("value"), told, f"write {NEVER}")
    elif time_of(day) < (come := _come(kind, subject, value)) - _MOMENT:
        fields.blame(fields.get("date"), f"{day} is before {day_of(come)}, which the outcome is about",
                     "write the day on which it became known")  # fmt: skip
    return Resolution(value, day, source) if fields.sound() else None


def _come(kind: Kind, subject: Subject, value: float) -> float:
    """The time before which an outcome cannot be known: an event's own, or the day of a level.

    A source may print before its year is over, but not before it has begun.
    """
    match subject:
        case Happens() if kind == "date" and math.isfinite(value):
            return value
        case Happens() if value == 1.0:
            return 0.0
        case Printed(begin=begin):
            return begin
    return until(subject)


def _python(node: Node) -> Any:
    """A node as plain Python: texts, lists and dicts."""
    match node:
        case Mapping():
            return {key: _python(value) for key, value in node}
        case Items(items):
            return [_python(item) for item in items]
        case Scalar(text):
            return " ".join(text.split())
