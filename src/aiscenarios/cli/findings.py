"""What the demo finds in its runs: the largest difference, its cause, and the unknown that matters most."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiscenarios import analysis, evidence
from aiscenarios.analysis import Comparison, Difference, Why
from aiscenarios.analysis.unknowns import Unknown
from aiscenarios.cli import screen
from aiscenarios.ensemble import Result
from aiscenarios.ensemble.intervals import wilson
from aiscenarios.plots.rounding import percent
from aiscenarios.report import sentences

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["cause", "document", "most_even", "strongest", "tell"]

_RESIDUAL = "none_of_these"


def strongest(compared: Comparison) -> Difference | None:
    """The largest difference that is more than luck; 'none of these' explains nothing and is passed over."""
    known = [
        each
        for each in compared.estimates
        if each.name != _RESIDUAL and (each.estimate.low > 0 or each.estimate.high < 0)
    ]
    return max(known, key=lambda each: abs(each.estimate.value), default=None)


def most_even(result: Result) -> str:
    """The ending whose chance is nearest to even, of which there is most to say."""
    return min(result.chances, key=lambda name: abs(result.chances[name].value - 1 / 2))


def cause(compared: Comparison, largest: Difference, simulate: "Callable[[Scenario], Result]") -> Why:
    """Why a difference arises: its causes set back one by one, on the same draws."""
    other = compared.results[compared.labels.index(largest.scenario)]
    return analysis.why(compared.results[0], other, largest.name, simulate=simulate)


def tell(
    compared: Comparison, largest: Difference | None, why: Why | None, arm: Result, ending: str, unknown: Unknown
) -> None:
    """Print all of it."""
    screen.heading("Why the largest difference arises")
    if largest is None or why is None:
        screen.paragraph("No chance differs by more than the luck of the draw can explain.")
    else:
        _why(compared, largest, why, arm)
    screen.heading("What is not known and matters most")
    for line in _unknown(unknown, arm, ending):
        screen.paragraph(line)


def _why(compared: Comparison, largest: Difference, why: Why, arm: Result) -> None:
    title, reference = arm.judgement[largest.name].title, compared.results[0]
    screen.paragraph(
        f"{sentences.difference(f'{title} in {arm.scenario.title}', largest.estimate)} Each cause below was set back to"
        f" {reference.scenario.title} alone, and {arm.runs:,} runs made again on the same draws."
    )
    for removal in why.removals:
        screen.paragraph(
            f"without {_named(removal.causes)}: {sentences.points_of(removal.left)} points are left", indent=2, first="  - "
        )
    if why.reason is not None:
        screen.paragraph(f"The reason: {_named(why.reason.causes)}; without it {_gone(why.reason.removed)}.")


def _named(causes: tuple[str, ...]) -> str:
    return " and ".join(cause.replace("_", " ") for cause in causes)


def _gone(removed: float) -> str:
    """A share of a difference in rough words; sampling supports no more."""
    if removed >= 1:
        return "all of the difference goes"
    return f"about {round(10 * removed)} tenths of the difference go"


def _unknown(unknown: Unknown, arm: Result, ending: str) -> tuple[str, ...]:
    parameter = evidence.load().parameter(unknown.parameter)
    title = f"{arm.judgement[ending].title} in {arm.scenario.title}"
    high, low = (percent(half.share, *wilson(half.true, half.runs)) for half in (unknown.above, unknown.below))
    if not unknown.is_sure:
        return (
            f"No single uncertain number moves {title} by more than luck can. Nearest: {_spoken(unknown.parameter)},"
            f" {high} in the half of the runs where it is high, {low} where it is low.",
        )
    return (
        f"{title} hangs most on {_spoken(unknown.parameter)}: {high} in the half of the runs where it is high,"
        f" {low} where it is low.",
        f"It is: {parameter.meaning} Its source: {parameter.source} ({parameter.origin}).",
        f"aiscenarios evidence {unknown.parameter} says what is known of it.",
    )


def _spoken(name: str) -> str:
    attribute, _, kind = name.partition(".")
    words = attribute.replace("_", " ")
    return f"the {words} of {kind} labs" if kind else words


def document(
    largest: Difference | None, why: Why | None, arm: Result, ending: str, unknown: Unknown
) -> dict[str, Any]:
    """All of it as fields of a document."""
    return {
        "largest": None if largest is None else {
            "scenario": largest.scenario, "narrative": largest.name, "difference": largest.estimate.value,
        },
        "why": None if why is None else [
            {"cause": list(each.causes), "left": each.left.value, "removed": each.removed} for each in why.removals
        ],
        "reason": None if why is None or why.reason is None else list(why.reason.causes),
        "unknown": {
            "parameter": unknown.parameter, "scenario": arm.manifest.scenario, "narrative": ending,
            "above": unknown.above.share, "below": unknown.below.share, "low": unknown.low, "high": unknown.high,
        },
    }  # fmt: skip
