"""``ask``: the questions of a file, answered, and on request registered."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from aiscenarios.cli import documents, exits, options, screen
from aiscenarios.cli.options import RUNS, SEED, WORDS

if TYPE_CHECKING:
    from aiscenarios.questions import Answer, Asked, Entry

__all__ = ["AsOf", "File", "Policy", "ask"]

REGISTER = Path("register")

File = Annotated[str, typer.Argument(metavar="FILE", help="A file of questions, or a shipped one's name.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="The last day whose knowledge may be used, e.g. 2024-12-31.",
        show_default="each question's own, else today",
    ),
]  # fmt: skip
Policy = Annotated[
    Literal["sampled", "held"] | None,
    typer.Option(help="How policy goes on: the one answered for; the other is shown beside."),
]
Register = Annotated[bool, typer.Option("--register", help="Write each answer down as a dated forecast.")]
Folder = Annotated[Path, typer.Option("--folder", metavar="DIR", help="Folder of the register.")]


def ask(
    file: File,
    *,
    as_of: AsOf = None,
    policy: Policy = None,
    runs: options.Runs = RUNS,
    seed: options.Seed = SEED,
    beliefs: options.Beliefs = None,
    threads: options.Threads = None,
    agents: options.Agents = None,
    register: Register = False,
    folder: Folder = REGISTER,
    words: options.Words = "icd",
    details: options.Details = False,
    json: options.Json = False,
) -> None:
    """Answer questions from runs as of a day, and register the answers."""
    from aiscenarios import questions

    asked = questions.ask(
        file,
        as_of=as_of,
        policy=policy,
        runs=runs,
        seed=seed,
        beliefs=beliefs,
        threads=threads,
        agents=agents,
    )
    kept = questions.register(asked, folder) if register else ()
    if json:
        documents.print_object(**_document(asked, kept))
    else:
        _tell(asked, words, details)
        _tell_kept(kept)
    if any(answer.failed for answer in asked.answers):
        raise typer.Exit(exits.FAILED_RUNS)


def _tell(asked: "Asked", words: str, details: bool) -> None:
    from aiscenarios.report import forecasts
    from aiscenarios.report.words import scale

    screen.heading(asked.questions.title)
    for n, answer in enumerate(asked.answers):
        print()
        screen.paragraph(f"{answer.question.id}: {answer.question.title}")
        others = [f"{policy}: {forecasts.briefly(each[n])}" for policy, each in asked.others.items()]
        told = f"{answer.policy} policy: {forecasts.asks(answer, scale(WORDS[words]))}"
        screen.paragraph(f"  {told}", indent=1)
        for line in (*others, *forecasts.hangs(answer), *(answer.notes if details else ())):
            screen.paragraph(f"  {line}", indent=1)
    print()
    when, *rest = forecasts.made(asked)
    screen.paragraph(
        f"{when} An event counts as uniform inside its quarter, a level as straight between the ends of"
        " quarters; the source's own error is in what it prints. Sampling ranges (90%) are luck of the draw"
        " alone; they do not say how wrong the model is. --details tells how each answer was made."
    )
    for line in rest:
        screen.paragraph(line)


def _tell_kept(kept: "tuple[Entry, ...]") -> None:
    if kept:
        print("\nRegistered in")
        screen.path(kept[0].file.parent)
        screen.paragraph(f"Forecasts {kept[0].content['number']} to {kept[-1].content['number']}; last hash")
        print(f"  {kept[-1].hash}")


def _document(asked: "Asked", kept: "tuple[Entry, ...]") -> dict[str, Any]:
    from aiscenarios.cli.run import present

    made = asked.made[0]
    return {
        "title": asked.questions.title,
        "runs": made.runs,
        "seed": made.seed,
        "beliefs": made.beliefs,
        "evidence": made.evidence,
        "kernel": made.kernel,
        "answers": [
            _row(answer)
            | {
                "as_of": str(asked.days[n]),
                "present": present(asked.present[n]),
                "other_policies": {policy: _numbers(each[n]) for policy, each in asked.others.items()},
            }
            for n, answer in enumerate(asked.answers)
        ],
        "registered": [{"file": each.file, "hash": each.hash} for each in kept],
    }


def _row(answer: "Answer") -> dict[str, Any]:
    question, hinge = answer.question, answer.hinge
    return {
        "id": question.id,
        "title": question.title,
        "type": question.kind,
        "policy": answer.policy,
        **_numbers(answer),
        "unit": question.unit or None,
        "resolves": str(question.resolves),
        "effective_runs": answer.effective,
        "hangs_on": hinge and {"parameter": hinge.parameter, "above": hinge.above, "below": hinge.below,
                               "sure": hinge.is_sure},
        "notes": answer.notes,
    }  # fmt: skip


def _numbers(answer: "Answer") -> dict[str, Any]:
    """``probability`` or ``quantiles`` with ``se``; of a date question both, times as days."""
    from aiscenarios.questions import LEVELS

    found: dict[str, Any] = {"se": answer.se}
    if answer.chance is not None:
        found |= {"probability": answer.chance.value, "low": answer.chance.low, "high": answer.chance.high}
    if answer.quantiles is not None:
        pairs = zip(LEVELS, answer.quantiles, strict=True)
        found["quantiles"] = {f"{level:g}": _quantile(answer, float(each)) for level, each in pairs}
    return found


def _quantile(answer: "Answer", amount: float) -> float | str | None:
    from math import isfinite

    from aiscenarios.questions.dates import day_of

    if answer.question.kind == "date":
        return str(day_of(amount)) if isfinite(amount) else None
    return amount
