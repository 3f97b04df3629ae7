"""``score``: forecasts against what came out."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aiscenarios.cli import documents, options, screen
from aiscenarios.cli.ask import AsOf, Policy
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.questions import Scores
    from aiscenarios.questions.scoring import Score

__all__ = ["score"]

Path_ = Annotated[
    str | None,
    typer.Argument(
        metavar="FILE|DIR",
        help="A file of questions (or a shipped name), asked and scored; or the folder of a register.",
        show_default="the shipped register",
    ),
]
Runs = Annotated[int | None, typer.Option("--runs", help="Of a file of questions: as for ask.")]
Seed = Annotated[int | None, typer.Option("--seed", help="Of a file of questions: as for ask.")]
Beliefs = Annotated[
    str | None,
    typer.Option("--beliefs", metavar="prior|fitted|FILE", help="Of a file of questions: as for ask."),
]
Agents = Annotated[int | None, typer.Option("--agents", help="Of a file of questions: as for ask.")]
Plot = Annotated[
    Path | None,
    typer.Option("--plot", metavar="IMAGE", help="Draw the reliability of chances (png, svg, pdf)."),
]


def score(
    path: Path_ = None,
    *,
    as_of: AsOf = None,
    policy: Policy = None,
    runs: Runs = None,
    seed: Seed = None,
    beliefs: Beliefs = None,
    agents: Agents = None,
    plot: Plot = None,
    json: options.Json = False,
) -> None:
    """Score forecasts against what came out, and against base rates and crowds."""
    from aiscenarios import questions

    given = {
        "as_of": as_of,
        "policy": policy,
        "runs": runs,
        "seed": seed,
        "beliefs": beliefs,
        "agents": agents,
    }
    chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    found = questions.score(path or _shipped(), **chosen)
    if plot is not None:
        _draw(found, plot)
    if json:
        documents.print_object(**_document(found))
        return
    _tell(found)
    if plot is not None:
        print("Written to")
        screen.path(plot)


def _shipped() -> Path:
    """The folder of the shipped register."""
    from aiscenarios import seeds

    folder = seeds.path("register")
    if not folder.is_dir():
        raise InputError("no register is shipped", hint="name the folder of yours, or a file of questions")
    return folder


def _draw(found: "Scores", plot: Path) -> None:
    from aiscenarios.plots import reliability

    reliability.save(found, plot)


def _tell(found: "Scores") -> None:
    from aiscenarios.report import forecasts

    screen.heading(found.title)
    for each in found.scored:
        came = forecasts.value(each.forecast.question, each.outcome.value)
        screen.paragraph(f"{each.forecast.question.id}: {_said(each)}; came out {came}", indent=1)
        screen.paragraph(f"  {'; '.join(_losses(each))}", indent=1)
    if found.scored:
        print()
    for line in _summary(found):
        screen.paragraph(line)
    if found.open:
        names = ", ".join(each.question.id for each in found.open)
        screen.paragraph(f"Not settled, and not scored ({len(found.open)}): {names}.")
    if found.silent:
        names = ", ".join(each.id for each in found.silent)
        screen.paragraph(f"No run says anything of, and not scored ({len(found.silent)}): {names}.")
    for line in () if found.asked is None else forecasts.made(found.asked):
        screen.paragraph(line)


def _losses(scored: "Score") -> Iterator[str]:
    """The forecast's loss and those of others."""
    for name, loss in (("loss", scored.loss), ("base rate", scored.base_rate), ("crowd", scored.crowd)):
        if loss is not None:
            yield f"{name} {_loss(scored, loss)}"


def _said(scored: "Score") -> str:
    """A chance (of a date, by the last one), or the median with 5% and 95%."""
    from aiscenarios.questions import LEVELS
    from aiscenarios.report import forecasts

    said = scored.forecast
    if said.probability is not None:
        by = f" by {forecasts.until(said.question)}" if said.question.kind == "date" else ""
        return f"{100 * said.probability:.0f}%{by}"
    assert said.quantiles is not None
    places = {round(float(level), 2): n for n, level in enumerate(LEVELS)}
    low, middle, high = (
        forecasts.in_unit(said.question, float(said.quantiles[places[each]])) for each in (0.05, 0.5, 0.95)
    )
    return f"{middle} ({low} to {high})"


def _loss(scored: "Score", loss: float) -> str:
    """A loss in the question's unit; of a date in months; of a share in percentage points."""
    from aiscenarios.report import forecasts

    question = scored.forecast.question
    if question.kind == "binary":
        return f"{loss:.2f}"
    if question.kind == "date":
        return f"{3.0 * loss:.1f} months"
    return forecasts.in_unit(question, loss)


def _summary(found: "Scores") -> Iterator[str]:
    yield (
        "Loss: the square of the chance less what came out (0 is best, 0.25 a coin) for yes-or-no questions;"
        " for numbers and dates how far off the whole forecast was, in their unit. Lower is better."
    )
    if binary := len(found.of("binary")):
        yield f"{binary} yes-or-no: mean loss {found.brier:.3f} (log score {found.log:.3f})."
    inside, numeric = found.covered(0.8)
    if numeric:
        yield f"{numeric} numbers: {inside} inside the middle 80% of their forecasts."
    for each in found.comparisons:
        skill = f", skill {each.skill:+.2f}" if each.skill == each.skill else ""
        yield (
            f"Against the {each.against.replace('_', ' ')}, {each.kind}: nearer in {each.nearer} of"
            f" {each.questions}{skill}."
        )


def _document(found: "Scores") -> dict[str, Any]:
    from aiscenarios.report import forecasts

    fit = found.reliability
    return {
        "title": found.title,
        "made": [] if found.asked is None else list(forecasts.made(found.asked)),
        "brier": found.brier,
        "log": found.log,
        "coverage": [
            {"level": level, "inside": found.covered(level)[0], "of": found.covered(level)[1]}
            for level in (0.5, 0.8, 0.9)
        ],
        "comparisons": [each._asdict() for each in found.comparisons],
        "reliability": fit
        and {
            "miscalibration": fit.miscalibration,
            "discrimination": fit.discrimination,
            "uncertainty": fit.uncertainty,
        },
        "scores": [_row(each) for each in found.scored],
        "open": [each.question.id for each in found.open],
        "silent": [each.id for each in found.silent],
    }


def _row(scored: "Score") -> dict[str, Any]:
    question = scored.forecast.question
    return {
        "id": question.id,
        "type": question.kind,
        "policy": scored.forecast.policy,
        "rule": "brier" if question.kind == "binary" else "crps",
        "loss": scored.loss,
        "log": scored.log,
        "base_rate": scored.base_rate,
        "crowd": scored.crowd,
        "place": scored.place,
        "probability": scored.forecast.probability,
        "outcome": _outcome(scored),
        "unit": "quarters" if question.kind == "date" else question.unit or None,
    }


def _outcome(scored: "Score") -> float | str | None:
    """0 or 1, a number, or a day; none where the event did not happen by the last one."""
    from math import isfinite

    from aiscenarios.questions.dates import day_of

    came = scored.outcome.value
    if scored.forecast.question.kind != "date":
        return came
    return str(day_of(came)) if isfinite(came) else None
