"""Questions asked: one ensemble an as-of day and policy, answers in the order of the file."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aiscenarios import ensemble
from aiscenarios.ensemble import DEFAULT_RUNS, DEFAULT_SEED
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.progress import Style
from aiscenarios.errors import InputError, one_of
from aiscenarios.questions.answer import Answer, answer
from aiscenarios.questions.dates import parse_day, time_of
from aiscenarios.questions.outlook import POLICIES, leaks, outlook, weights
from aiscenarios.questions.question import Question, Questions
from aiscenarios.questions.reading import load

__all__ = ["Asked", "ask"]


@dataclass(frozen=True)
class Asked:
    """Answers to the questions of a file.

    Args:
        questions: the file.
        answers: in its order, under the policy asked for.
        others: the same under every other policy, by its name.
        days: the as-of day of each question.
        made: what each answer's ensemble was made from.
    """

    questions: Questions
    answers: tuple[Answer, ...]
    others: Mapping[str, tuple[Answer, ...]]
    days: tuple[date, ...]
    made: tuple[Manifest, ...]


def ask(
    questions: Questions | str | Path,
    *,
    as_of: str | date | None = None,
    runs: int = DEFAULT_RUNS,
    seed: int = DEFAULT_SEED,
    policy: str | None = None,
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
        agents: researchers simulated; default: the model's own.
        threads: default: one a core.
        progress: on stderr: ``auto``, ``bar``, ``lines`` or ``none``.

    Raises:
        InputError: the file is wrong, a policy is unknown, or a question is settled by its as-of day.
    """
    asked = questions if isinstance(questions, Questions) else load(questions)
    policy = policy or POLICIES[0]
    if policy not in POLICIES:
        raise InputError(f"there is no policy '{policy}'", path="policy", hint=one_of(policy, POLICIES))
    day = parse_day(as_of) if isinstance(as_of, str) else as_of
    days = tuple(day or question.as_of or date.today() for question in asked.questions)
    for question, known in zip(asked.questions, days, strict=True):
        _refuse_settled(question, known)
    found: dict[tuple[int, str], Answer] = {}
    made: dict[int, Manifest] = {}
    for known in dict.fromkeys(days):
        places = [n for n, its in enumerate(days) if its == known]
        last = max(math.ceil(asked.questions[n].until) for n in places) - 1
        scenarios = [outlook(known, each, last) for each in POLICIES]
        results = ensemble.run_arms(
            scenarios,
            runs,
            seed,
            out=[None] * len(scenarios),
            agents=agents,
            threads=threads,
            progress=progress,
        )
        for each, result in zip(POLICIES, results, strict=True):
            counted = weights(result, known)
            for n in places:
                found[n, each] = answer(
                    asked.questions[n], result, counted, time_of(known), each, leaks(known)
                )
                if each == policy:
                    made[n] = result.manifest
    order = range(len(days))
    others = {each: tuple(found[n, each] for n in order) for each in POLICIES if each != policy}
    return Asked(asked, tuple(found[n, policy] for n in order), others, days, tuple(made[n] for n in order))


def _refuse_settled(question: Question, day: date) -> None:
    if question.resolves <= day:
        raise InputError(
            f"'{question.id}' resolves on {question.resolves}, which is not after {day}, the as-of day",
            path="as_of", hint="ask it as of an earlier day",
        )  # fmt: skip
