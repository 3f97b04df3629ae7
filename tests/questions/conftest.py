"""What tests of questions share: a working folder, questions written in a line, and one small ensemble."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aiscenarios import ensemble
from aiscenarios.ensemble import Result
from aiscenarios.questions import Answer, Asked, Question, ask, load
from aiscenarios.questions.answer import answer
from aiscenarios.questions.dates import time_of
from aiscenarios.questions.outlook import outlook, weights
from aiscenarios.questions.reading import read_question

AS_OF, LAST = date(2024, 12, 31), 31
"""The small ensemble knows the end of 2024 and reaches the end of 2026."""
RUNS = 40


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def question(**keys: Any) -> Question:
    """A question of its keys; those that every question needs are filled in."""
    usual = {"id": "a", "title": "T", "source": "S", "resolves": "2031-06-30"}
    return read_question(json.loads(json.dumps(usual | keys)))


@pytest.fixture(scope="session")
def result() -> Result:
    """Runs as of the end of 2024."""
    return ensemble.run(outlook(AS_OF, "held", LAST), runs=RUNS, agents=300, threads=1, progress="none")


@pytest.fixture(scope="session")
def answered(result: Result) -> Callable[..., Answer]:
    """The small ensemble's answer to a question of some keys."""

    def give(**keys: Any) -> Answer:
        return answer(question(**keys), result, weights(result), time_of(AS_OF), "held")

    return give


OPEN = """\
format: 1
kind: questions
title: Three open questions
questions:
  - {id: gap, title: A, type: binary, outcome: us_gap, at: 2031Q2, below: 5 points, resolves: 2032-12-31,
     source: S}
  - {id: when, title: B, type: date, if: us_gap < 5 points, by: 2031Q2, resolves: 2032-12-31, source: S}
  - {id: lead, title: C, type: numeric, series: eci_gap, entity: US-China, period: 2031-06,
     resolves: 2032-12-31, source: S, base_rate: {value: 6, source: S}}
"""


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Three open questions, one of each type, answered from a few runs."""
    file = tmp_path_factory.mktemp("asked") / "three.yaml"
    file.write_text(OPEN, encoding="utf-8")
    return ask(load(file), runs=10, agents=300, threads=1, progress="none")
