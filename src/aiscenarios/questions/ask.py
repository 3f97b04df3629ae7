"""Questions asked: one ensemble an as-of day and policy, answers in the order of the file."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from aiscenarios import ensemble
from aiscenarios.ensemble import DEFAULT_RUNS, DEFAULT_SEED, Result
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.present import Present
from aiscenarios.ensemble.progress import Style
from aiscenarios.ensemble.seen import labs_read
from aiscenarios.errors import InputError, one_of
from aiscenarios.evidence.labs import load_catalogue
from aiscenarios.questions.answer import Answer, answer
from aiscenarios.questions.dates import day_of, parse_day, time_of
from aiscenarios.questions.outlook import POLICIES, Policy, outlook, weights
from aiscenarios.questions.question import Lab, Printed, Question, Questions
from aiscenarios.questions.reading import load
from aiscenarios.scenario.dates import still_to_come

__all__ = ["Asked", "ask"]


type _Found = dict[tuple[int, Policy], tuple[Answer, Result]]
"""By place in the file and policy."""


@dataclass(frozen=True)
class Asked:
    """Answers to the questions of a file.

    Args:
        questions: the file.
        answers: in its order, under the policy asked for.
        others: the same under every other policy, by its name.
        days: the as-of day of each question.
        made: what each answer's ensemble was made from.
        present: how its runs are weighed by the known present.
    """

    questions: Questions
    answers: tuple[Answer, ...]
    others: Mapping[Policy, tuple[Answer, ...]]
    days: tuple[date, ...]
    made: tuple[Manifest, ...]
    present: tuple[Present, ...]


def ask(
    questions: Questions | str | Path,
    *,
    as_of: str | date | None = None,
    runs: int = DEFAULT_RUNS,
    seed: int = DEFAULT_SEED,
    policy: str | None = None,
    beliefs: str | None = None,
    agents: int | None = None,
    threads: int | None = None,
    progress: Style = "auto",
) -> Asked:
    """Answer the questions of a file from ensembles as of their days.

    Args:
        questions: a file's name, a shipped one's, or questions read before.
        as_of: the last day whose knowledge may be used, for all of them, ``2024-12-31`` or ``2024-12``;
            default: each question's own, else today.
        runs: how many; more of them narrow the sampling error.
        seed: of all draws.
        policy: the one answered for, the first of POLICIES by default; the others are answered beside it.
        beliefs: what uncertain numbers are drawn from, as for ``run``.
        agents: researchers simulated; default: the model's own.
        threads: default: one a core.
        progress: on stderr: ``auto``, ``bar``, ``lines`` or ``none``.

    Raises:
        InputError: the file is wrong, a policy is unknown, or a question is settled by its as-of day.
    """
    asked = questions if isinstance(questions, Questions) else load(questions)
    first = POLICIES[0] if policy is None else _policy(policy)
    day = parse_day(as_of) if isinstance(as_of, str) else as_of
    days = tuple(day or question.as_of or date.today() for question in asked.questions)
    for question, known in zip(asked.questions, days, strict=True):
        _refuse_ahead(known)
        _refuse_settled(question, known)
        _refuse_unknown(question, known)
    found: _Found = {}
    for known in dict.fromkeys(days):
        alike = {n: asked.questions[n] for n, its in enumerate(days) if its == known}
        found |= _answered(
            alike, known, runs=runs, seed=seed, beliefs=beliefs, agents=agents, threads=threads,
            progress=progress,
        )  # fmt: skip
    order = range(len(days))
    answers = {each: tuple(found[n, each][0] for n in order) for each in POLICIES}
    results = tuple(found[n, first][1] for n in order)
    made, present = (tuple(getattr(each, name) for each in results) for name in ("manifest", "present"))
    return Asked(asked, answers.pop(first), answers, days, made, present)


def _policy(name: str) -> Policy:
    for each in POLICIES:
        if each == name:
            return each
    raise InputError(f"there is no policy '{name}'", path="policy", hint=one_of(name, POLICIES))


def _answered(asked: Mapping[int, Question], as_of: date, **options: Any) -> _Found:
    """Answers of one as-of day under each policy, on the same draws, and what they were made from."""
    last = max(math.ceil(question.reach) for question in asked.values()) - 1
    worlds = [outlook(as_of, policy, last) for policy in POLICIES]
    results = ensemble.run_arms(worlds, out=[None] * len(worlds), **options)
    found: _Found = {}
    for policy, result in zip(POLICIES, results, strict=True):
        counted = weights(result)
        for n, question in asked.items():
            given = answer(question, result, counted, time_of(as_of), policy)
            found[n, policy] = given, result
    return found


def _refuse_ahead(day: date) -> None:
    if still_to_come(day):
        raise InputError(f"{day} lies ahead: nobody has the knowledge of that day", path="as_of")


def _refuse_unknown(question: Question, day: date) -> None:
    """Nobody would have been asked about a lab that was not known yet."""
    match question.subject:
        case Lab(lab=name):
            asked = frozenset((name,))
        case Printed(series, entity, period, end=end):
            asked = labs_read((series, entity, period), math.ceil(end))
        case _:
            return
    for name in asked - {lab.name for lab in load_catalogue().known_by(day).labs}:
        raise InputError(f"'{question.id}' asks about {name}, which was not known on {day}", path="as_of",
                         hint="ask it as of a later day")  # fmt: skip


def _refuse_settled(question: Question, day: date) -> None:
    if question.resolves <= day:
        raise InputError(
            f"'{question.id}' resolves on {question.resolves}, which is not after {day}, the as-of day",
            path="as_of", hint="ask it as of an earlier day",
        )  # fmt: skip
    if question.resolved is not None and question.resolved.day <= day:
        told = (
            f"'{question.id}' was settled on {question.resolved.day}, which is not after {day}, the as-of day"
        )
        raise InputError(told, path="as_of", hint="ask it as of an earlier day")
    if question.has_passed(time_of(day)):
        told = f"'{question.id}' asks about an event by {day_of(question.until)}, which is over by {day}"
        raise InputError(told, path="as_of", hint="ask it as of an earlier day")
