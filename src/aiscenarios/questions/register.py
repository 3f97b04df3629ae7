"""The register: one dated file a forecast, hashed and chained to the one before, never written over.

An entry's hash is over everything in it, the hash of the entry before among it, so that a later change of any
entry, or one taken out between others, is found when the register is read. A small file remembers the last
hash, so that one taken out at the end is found too. Whoever writes the whole chain anew is not found: keep
the last hash in a place of its own, a commit say.
"""

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from aiscenarios import __version__
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.parts import put_new, replace_with
from aiscenarios.errors import InputError
from aiscenarios.files.locking import locked
from aiscenarios.questions.answer import Answer
from aiscenarios.questions.ask import Asked
from aiscenarios.questions.forecast import Forecast
from aiscenarios.questions.question import Question
from aiscenarios.questions.reading import read_question

__all__ = ["FIRST", "Entry", "digest", "entries", "register"]

FIRST = "0" * 64
"""What the first entry is chained to."""
FORMAT = 1
_NAME = re.compile(r"(\d{4,})-.+\.json")
_LAST = "last.json"
_KEYS = frozenset({
    "format", "kind", "number", "registered", "as_of", "question", "policy", "answer", "other_policies",
    "notes", "hangs_on", "made_from", "previous", "hash",
})  # fmt: skip
_WORDS = ("title", "note", "as_of", "source", "base_rate", "crowd")
"""Keys of a question that may be put otherwise when it is registered again."""
_CHANGED = "put the file back as it was registered; a forecast cannot be changed"


@dataclass(frozen=True)
class Entry:
    """A registered forecast: its file, what stands in it, and the forecast that it is."""

    file: Path
    content: Mapping[str, Any]
    forecast: Forecast

    @property
    def hash(self) -> str:
        """Hash of the entry."""
        return str(self.content["hash"])


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of an entry, its own hash left out, as JSON with sorted keys and no spaces."""
    rest = {key: value for key, value in content.items() if key != "hash"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def register(asked: Asked, folder: str | Path) -> tuple[Entry, ...]:
    """Write each answer into a register as a forecast of this moment, all of them or none.

    Args:
        asked: answers.
        folder: of the register; made if it is not there.

    Raises:
        InputError: the register does not hold together, or an answer is none; nothing is written.
    """
    for each in asked.answers:
        _refuse_unfit(each)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        return _append(asked, folder, entries(folder))


def _append(asked: Asked, folder: Path, before: Sequence[Entry]) -> tuple[Entry, ...]:
    """Write entries behind those that are there; a reader meanwhile finds some of them, each whole."""
    for each in asked.answers:
        _refuse_another(each.question, before)
    made, chained = datetime.now(UTC).isoformat(timespec="seconds"), before[-1].hash if before else FIRST
    written: list[Entry] = []
    for n, each in enumerate(asked.answers):
        content = _content(asked, n, len(before) + n + 1, made, chained)
        file = folder / f"{len(before) + n + 1:04}-{each.question.id}.json"
        written.append(Entry(file, content, _forecast(file, content)))
        chained = content["hash"]
    for entry in written:
        put_new(entry.file, _text(entry.content))
    replace_with(folder / _LAST, _text({"number": len(before) + len(written), "hash": chained}))
    return tuple(written)


def _text(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _refuse_unfit(given: Answer) -> None:
    """A forecast says something, of what is not settled."""
    question = given.question
    if question.resolved is not None or question.resolves <= date.today():
        raise InputError(
            f"'{question.id}' is settled by {question.resolves}", path="register",
            hint="only open questions can be registered",
        )  # fmt: skip
    if given.runs == 0:
        raise InputError(
            f"'{question.id}' has no answer: no run says anything of it", path="register",
            hint="leave the question out, or ask for more runs",
        )  # fmt: skip


def _refuse_another(question: Question, before: Sequence[Entry]) -> None:
    """A question may be forecast again and again; another one needs another id."""
    for entry in before:
        other = entry.forecast.question
        if other.id == question.id and _asked(other) != _asked(question):
            raise InputError(
                f"another question is registered as '{question.id}'", file=str(entry.file), path="question",
                hint="give this one an id of its own",
            )  # fmt: skip


def _asked(question: Question) -> dict[str, Any]:
    return {key: value for key, value in question.written.items() if key not in _WORDS}


def _content(asked: Asked, n: int, number: int, made: str, chained: str) -> dict[str, Any]:
    given = asked.answers[n]
    others = {policy: _said(answers[n]) for policy, answers in asked.others.items()}
    content = {
        "format": FORMAT,
        "kind": "forecast",
        "number": number,
        "registered": made,
        "as_of": asked.days[n].isoformat(),
        "question": dict(given.question.written),
        "policy": given.policy,
        "answer": _said(given),
        "other_policies": others,
        "notes": list(given.notes),
        "hangs_on": given.hinge.parameter if given.hinge and given.hinge.is_sure else None,
        "made_from": _made_from(asked.made[n]),
        "previous": chained,
    }
    return content | {"hash": digest(content)}


def _said(given: Answer) -> dict[str, Any]:
    """An answer as it is kept: numbers in the question's unit, times in quarters since the start of 2019."""
    said: dict[str, Any] = {"se": _number(given.se), "effective_runs": round(given.effective, 1)}
    if given.chance is not None:
        said["probability"] = given.chance.value
    if given.quantiles is not None:
        said["quantiles"] = [_number(value) for value in given.quantiles]
    return said


def _number(value: float) -> float | None:
    """A number for JSON: none where it is undefined, or a time that never comes."""
    return float(value) if math.isfinite(value) else None


def _made_from(made: Manifest) -> dict[str, Any]:
    return {
        "version": __version__,
        "kernel": made.kernel,
        "evidence": made.evidence,
        "beliefs": made.beliefs,
        "beliefs_digest": made.parameters,
        "scenario": made.scenario,
        "scenario_digest": made.config,
        "world": made.world,
        "seed": made.seed,
        "runs": made.runs,
        "agents": made.agents,
        "machine": made.machine,
        "versions": dict(made.versions),
    }


def entries(folder: str | Path) -> tuple[Entry, ...]:
    """Every forecast of a register, in order, once its hashes have been checked.

    Raises:
        InputError: no folder; an entry was changed, taken out, put in or is none.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError("is not the folder of a register", file=str(folder))
    files = [file for file in folder.iterdir() if _NAME.fullmatch(file.name)]
    found, chained = [], FIRST
    for number, file in enumerate(sorted(files, key=_order), 1):
        content = _checked(file, number, chained)
        found.append(Entry(file, content, _forecast(file, content)))
        chained = content["hash"]
    _refuse_short(folder / _LAST, found)
    return tuple(found)


def _order(file: Path) -> tuple[int, str]:
    return int(file.name.partition("-")[0]), file.name


def _checked(file: Path, number: int, chained: str) -> dict[str, Any]:
    content = _loaded(file, _KEYS)
    if digest(content) != content["hash"]:
        raise InputError("was changed after it was registered", file=str(file), path="hash", hint=_CHANGED)
    if content["number"] != number:
        message = f"is forecast {content['number']}, and stands in place {number}"
        raise InputError(message, file=str(file), path="number", hint="an entry was taken out or put in")
    if content["previous"] != chained:
        message = "does not follow the entry before it"
        raise InputError(message, file=str(file), path="previous", hint=_CHANGED)
    return content


def _loaded(file: Path, keys: Set[str]) -> dict[str, Any]:
    """What a file of the register holds, if it has the keys that it must have."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"), parse_constant=_no_number)
    except ValueError:
        content = None
    if not isinstance(content, dict) or content.keys() != keys:
        raise InputError("is not a file of a register", file=str(file), hint=_CHANGED)
    return content


def _no_number(word: str) -> float:
    raise ValueError(word)


def _refuse_short(file: Path, found: Sequence[Entry]) -> None:
    """The last entry that was registered must be there; a registration broken off leaves more than that."""
    if not file.exists():
        return
    last = _loaded(file, {"number", "hash"})
    if not 0 < last["number"] <= len(found) or found[last["number"] - 1].hash != last["hash"]:
        message = f"forecast {last['number']} was registered, and is not there"
        raise InputError(message, file=str(file), hint="put the entries back that were taken out")


def _forecast(file: Path, content: Mapping[str, Any]) -> Forecast:
    """What a registered entry forecasts."""
    try:
        question = read_question(content["question"])
    except InputError as error:
        raise InputError(f"holds a question that cannot be read: {error}", file=str(file)) from None
    said = content["answer"]
    numbers: Sequence[float | None] | None = said.get("quantiles")
    later = math.inf if question.kind == "date" else math.nan
    return Forecast(
        question=question,
        policy=content["policy"],
        probability=said.get("probability"),
        quantiles=None if numbers is None else np.array([later if x is None else x for x in numbers]),
        runs=said["effective_runs"],
    )
