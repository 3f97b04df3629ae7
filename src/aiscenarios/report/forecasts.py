"""Sentences about answers to questions: what is forecast, on what it hangs, how it was made."""

import math
from collections.abc import Iterator

from aiscenarios import evidence
from aiscenarios.ensemble.intervals import Z
from aiscenarios.plots.rounding import estimate, number, percent_range
from aiscenarios.questions import Answer, Asked, Question
from aiscenarios.questions.dates import day_of
from aiscenarios.report.sentences import believed, in_words, known_present
from aiscenarios.report.words import Scale

__all__ = ["asks", "briefly", "hangs", "in_unit", "made", "unit", "until", "value"]

_LOW, _MIDDLE, _HIGH = 0.05, 0.5, 0.95
_SHARES, _PLAIN = "shares", ("plain numbers",)


def unit(question: Question) -> str:
    """The unit in which a number is told, shares as percent."""
    if question.unit in _PLAIN:
        return ""
    return "%" if question.unit == _SHARES else question.unit


def until(question: Question) -> str:
    """The last day that a question asks about."""
    return f"{day_of(question.until)}"


def in_unit(question: Question, amount: float, error: float = 0.0) -> str:
    """A number of a question without its unit, or a month, with no digit that sampling does not support."""
    if question.kind == "date":
        return f"{day_of(amount):%Y-%m}" if math.isfinite(amount) else "later or never"
    factor = 100.0 if question.unit == _SHARES else 1.0
    return number(factor * amount, factor * error if math.isfinite(error) else 0.0)


def value(question: Question, amount: float) -> str:
    """How a question came out, in words."""
    if question.kind == "binary":
        return "yes" if amount else "no"
    if question.kind == "date":
        return f"{day_of(amount)}" if math.isfinite(amount) else f"not by {until(question)}"
    return f"{in_unit(question, amount)} {unit(question)}".rstrip()


def asks(answer: Answer, scale: Scale) -> str:
    """What is answered, in full: a chance in words and its sampling range, or a median with its range."""
    question = answer.question
    if not answer.runs:
        return "no run says anything of it"
    if question.kind == "binary":
        assert answer.chance is not None
        return f"{in_words(answer.chance, scale)} (sampling range {percent_range(answer.chance)})"
    if question.kind == "date":
        assert answer.chance is not None
        by = f"{estimate(answer.chance)} by {until(question)}"
        return f"{by}; {_median(answer)}" if math.isfinite(answer.quantile(_LOW)) else by
    return _median(answer)


def _median(answer: Answer) -> str:
    question, error = answer.question, Z * answer.se
    low, middle, high = (in_unit(question, answer.quantile(level), error) for level in (_LOW, _MIDDLE, _HIGH))
    told = f"median {middle}, 5% to 95%: {low} to {high}"
    return f"{told} {unit(question)}".rstrip() if question.kind == "numeric" else told


def briefly(answer: Answer) -> str:
    """An answer in few words: a chance (of a date, by the last one) with its range, or a median with its."""
    if not answer.runs:
        return "none"
    if answer.chance is not None:
        return estimate(answer.chance)
    error = Z * answer.se
    low, middle, high = (
        in_unit(answer.question, answer.quantile(level), error) for level in (_LOW, _MIDDLE, _HIGH)
    )
    return f"{middle} ({low} to {high})"


def made(asked: Asked) -> Iterator[str]:
    """As of when, by how many runs, from which beliefs, and how runs are weighed."""
    days, first = sorted({str(day) for day in asked.days}), asked.made[0]
    yield f"As of {', '.join(days)}. {first.runs:,} runs, seed {first.seed}."
    drawn = (believed(one.beliefs, day) for one, day in zip(asked.made, asked.days, strict=True))
    yield from dict.fromkeys((*drawn, *map(known_present, asked.present)))


def hangs(answer: Answer) -> Iterator[str]:
    """The uncertain number that an answer hangs on most, if any does by more than luck."""
    hinge, question = answer.hinge, answer.question
    if not answer.runs:
        return
    if hinge is None or not hinge.is_sure:
        yield "It hangs on no single uncertain number by more than luck."
        return
    if question.kind == "binary":
        high, low = (f"{100 * each:.0f}%" for each in (hinge.above, hinge.below))
    else:
        error = Z * answer.se * math.sqrt(2.0)
        high, low = (in_unit(question, each, error) for each in (hinge.above, hinge.below))
        high, low = (f"{each} {unit(question)}".rstrip() for each in (high, low))
    meaning = evidence.load().parameter(hinge.parameter).meaning
    told = f"{high} in the half of the runs where it is high, {low} where it is low."
    both = "the chance in both" if question.kind == "binary" else "the middle of both"
    if high == low:  # the halves differ beside their middles
        told = f"its high and low values tell runs apart, though {both} is {high}."
    yield f"It hangs most on {hinge.parameter}: {told} It is: {meaning}"
