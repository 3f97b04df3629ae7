"""What the demo finds in its runs: the largest difference, its cause, and the unknown that matters most."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from aiscenarios import analysis, evidence
from aiscenarios.analysis import Comparison, Difference, Simulate, Why
from aiscenarios.analysis.compare import paired
from aiscenarios.analysis.unknowns import Unknown, unknowns
from aiscenarios.cli import screen
from aiscenarios.ensemble import Result
from aiscenarios.ensemble.intervals import counted
from aiscenarios.plots.rounding import percent, points
from aiscenarios.report import sentences
from aiscenarios.report.provenance import source
from aiscenarios.report.words import Scale

__all__ = ["Findings", "document", "find", "tell"]

_EVEN = 0.5
_HALF, _NEARLY_ALL = 5, 0.95


class Findings(NamedTuple):
    """What a comparison shows beside its table."""

    reference: Result
    arm: Result
    """The scenario of the largest difference, or the reference where none is more than luck."""
    ending: str
    """The ending of that difference, or the one whose chance is nearest to even."""
    largest: Difference | None
    why: Why | None
    unknown: Unknown
    """What that ending in that scenario hangs on most."""


def find(compared: Comparison, simulate: Simulate) -> Findings:
    """Look for all of it.

    Args:
        compared: results on the same draws; the first is the reference.
        simulate: runs a scenario on those draws.
    """
    reference, largest = compared.results[0], compared.largest
    if largest is None:
        ending = min(reference.chances, key=lambda name: abs(reference.chances[name].value - _EVEN))
        unknown = unknowns(reference, ending)[0]
        return Findings(reference, reference, ending, None, None, unknown)
    arm = compared.results[compared.labels.index(largest.scenario)]
    why = analysis.why(reference, arm, largest.name, simulate=simulate)
    return Findings(reference, arm, largest.name, largest, why, unknowns(arm, largest.name)[0])


def tell(found: Findings, scale: Scale) -> None:
    """Print all of it, in the probability words of a scale."""
    screen.heading("Why the largest difference arises")
    for line in _why(found, scale):
        screen.paragraph(line, indent=2 if line.startswith("  - ") else 0)
    screen.heading("What is not known and matters most")
    for line in _unknown(found):
        screen.paragraph(line)


def _why(found: Findings, scale: Scale) -> Iterator[str]:
    why, largest = found.why, found.largest
    if why is None or largest is None:
        yield "No chance differs by more than the luck of the draw can explain."
        return
    for result in (found.arm, found.reference):
        title, chance = result.judgement[found.ending].title, result.chances[found.ending]
        yield f"In {result.scenario.title}: {sentences.chance(title, chance, scale)}"
    yield sentences.difference("The difference", largest.estimate)
    yield from _set_back(found, why)
    if why.reason is None:
        yield "No few of these causes remove half of it."
    else:
        yield (
            f"The reason: {_joined(why.reason.causes)}. Without that, on all {why.reason.left.runs:,} runs, "
            f"{_gone(why.reason.removed)}."
        )


def _set_back(found: Findings, why: Why) -> Iterator[str]:
    """What is left of the difference without each cause, on the runs that causes were ranked on."""
    if not why.removals:
        return
    few = why.removals[0].left.runs
    whole = paired(found.reference.first(few), found.arm.first(few), found.ending)
    yield (
        f"Each cause alone set back to {found.reference.scenario.title}, and the first {few:,} runs, in which"
        f" the difference is {points(whole)}, made again on the same draws:"
    )
    for removal in why.removals:
        yield f"  - without {_joined(removal.causes)} {points(removal.left)} points are left"


def _named(found: Findings) -> str:
    return f"{found.arm.judgement[found.ending].title} in {found.arm.scenario.title}"


def _joined(causes: tuple[str, ...]) -> str:
    return " and ".join(cause.replace("_", " ") for cause in causes)


def _gone(removed: float) -> str:
    """A share of a difference in rough words; sampling supports no more."""
    if removed >= _NEARLY_ALL:
        return f"{'' if removed >= 1 else 'nearly '}all of the difference goes"
    tenths = round(10 * removed)
    return f"about {'half' if tenths == _HALF else f'{tenths} tenths'} of the difference goes"


def _unknown(found: Findings) -> Iterator[str]:
    name, unknown = _named(found), found.unknown
    high, low = (percent(counted(half.true, half.runs)) for half in (unknown.above, unknown.below))
    chances = f"{high} in the half of the runs where it is high, {low} where it is low"
    if not unknown.is_sure:
        yield f"No single uncertain number moves {name} by more than luck can."
        yield f"Nearest is the {_spoken(unknown.parameter)}: {chances}."
        return
    known = evidence.load().parameter(unknown.parameter)
    yield f"{name} hangs most on the {_spoken(unknown.parameter)}: {chances}."
    yield f"It is: {known.meaning} Source: {source(known)}."
    yield f"aiscenarios evidence {unknown.parameter} says what is known of it."


def _spoken(name: str) -> str:
    attribute, _, kind = name.partition(".")
    words = attribute.replace("_", " ")
    return f"{words} of {kind} labs" if kind else words


def document(found: Findings) -> dict[str, Any]:
    """All of it as fields of a document."""
    why, unknown = found.why, found.unknown
    removals = why.removals if why else ()
    reason = why.reason if why else None
    return {
        "largest": found.largest
        and {
            "scenario": found.largest.scenario,
            "narrative": found.largest.name,
            "difference": found.largest.estimate.value,
        },
        "causes": [
            {"cause": each.causes[0], "left": each.left.value, "removed": each.removed} for each in removals
        ],
        "reason": reason and {"causes": reason.causes, "removed": reason.removed},
        "unknown": {
            "parameter": unknown.parameter,
            "scenario": found.arm.manifest.scenario,
            "narrative": found.ending,
            "above": unknown.above.share,
            "below": unknown.below.share,
            "low": unknown.low,
            "high": unknown.high,
        },
    }
