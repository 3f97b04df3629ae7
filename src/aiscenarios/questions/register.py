"""The register: one dated file a forecast, hashed and chained to the one before, never written over.

An entry's hash is over everything in it, the hash of the entry before among it, so that a later change of any
entry, or one taken out between others, is found when the register is read.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from aiscenarios import __version__
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.errors import InputError
from aiscenarios.questions.answer import Answer
from aiscenarios.questions.ask import Asked
from aiscenarios.questions.forecast import Forecast
from aiscenarios.questions.reading import read_question

__all__ = ["FIRST", "Entry", "digest", "entries", "register"]

FIRST = "0" * 64
"""What the first entry is chained to."""
FORMAT = 1
_PATTERN = "[0-9][0-9][0-9][0-9]-*.json"
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
    folder = Path(folder)
    before = entries(folder) if folder.is_dir() else ()
    for each in asked.answers:
        _refuse_unfit(each)
    folder.mkdir(parents=True, exist_ok=True)
    made, chained = datetime.now(UTC).isoformat(timespec="seconds"), before[-1].hash if before else FIRST
    written: list[Entry] = []
    for n, each in enumerate(asked.answers):
        content = _content(asked, n, len(before) + n + 1, made, chained)
        file = folder / f"{len(before) + n + 1:04}-{each.question.id}.json"
        with file.open("x", encoding="utf-8") as new:
            new.write(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
        written.append(Entry(file, content, _forecast(content)))
        chained = content["hash"]
    return tuple(written)


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
    files = sorted(folder.glob(_PATTERN))
    found, chained = [], FIRST
    for number, file in enumerate(files, 1):
        content = _checked(file, number, chained)
        found.append(Entry(file, content, _forecast(content)))
        chained = content["hash"]
    return tuple(found)


def _checked(file: Path, number: int, chained: str) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        told, kept, previous = content["number"], content["hash"], content["previous"]
    except (ValueError, TypeError, KeyError):
        raise InputError("is not a registered forecast", file=str(file), hint=_CHANGED) from None
    if digest(content) != kept:
        raise InputError("was changed after it was registered", file=str(file), path="hash", hint=_CHANGED)
    if told != number:
        message = f"is forecast {told}, and stands in place {number}"
        raise InputError(message, file=str(file), path="number", hint="an entry was taken out or put in")
    if previous != chained:
        message = "does not follow the entry before it"
        raise InputError(message, file=str(file), path="previous", hint=_CHANGED)
    return content


def _forecast(content: Mapping[str, Any]) -> Forecast:
    """What a registered entry forecasts."""
    question, said = read_question(content["question"]), content["answer"]
    numbers: Sequence[float | None] | None = said.get("quantiles")
    later = math.inf if question.kind == "date" else math.nan
    return Forecast(
        question=question,
        policy=content["policy"],
        probability=said.get("probability"),
        quantiles=None if numbers is None else np.array([later if x is None else x for x in numbers]),
        runs=said["effective_runs"],
    )
