"""What each run says to a question: the chance that it is true, or the numbers or times it could be.

An event counts as uniform inside what is left of its quarter; a level is straight between the ends of
quarters; what a source prints has the source's own error. All three are spread out exactly, not drawn.
"""

import math
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from aiscenarios import narratives, outcomes, quarters
from aiscenarios.ensemble import Result
from aiscenarios.ensemble.endings import columns_of
from aiscenarios.ensemble.present import Carried
from aiscenarios.narratives.narrative import Narrative
from aiscenarios.narratives.series import Clock, Outcomes, series
from aiscenarios.narratives.syntax import Expression
from aiscenarios.observations import find, known
from aiscenarios.observations.observation import level_at
from aiscenarios.questions.dates import month_of
from aiscenarios.questions.labs import between, lab_values
from aiscenarios.questions.question import Happens, Lab, Printed, Question, Stands, Threshold

__all__ = ["Said", "says"]

POINTS = 32
"""Points by which a run's own spread stands for itself: the middles of as many equally likely parts."""

type Values = NDArray[np.float64]


class Said(NamedTuple):
    """What runs say to a question.

    ``chance`` is run: the chance that it is true, or, of a date question, that the event happens by its date.
    ``values`` is run x point: equally likely numbers, or times with infinity for never. NaN where a run says
    nothing. ``notes`` tell how the answer was made.
    """

    chance: Values | None
    values: Values | None
    notes: tuple[str, ...]


def says(question: Question, result: Result, now: float) -> Said:
    """What each run of an ensemble says to a question, failed runs nothing.

    Args:
        question: the question.
        result: an ensemble that reaches what the question asks about.
        now: the end of the as-of day, in quarters since the start of 2019.
    """
    match question.subject:
        case Happens() as subject:
            said = _happens(subject, question.kind == "date", result, now)
        case Stands() as subject:
            said = _levels(_stands(subject, result), subject.threshold, tuple(_interpolated(subject.at)))
        case Lab() as subject:
            found = lab_values(result, subject.lab, subject.measure, subject.at)
            said = _levels(found, subject.threshold, tuple(_between_years(subject)))
        case Printed() as subject:
            said = _printed(subject, question, result)
    return _without_failed(said, result.failed)


def _without_failed(said: Said, failed: NDArray[np.bool_]) -> Said:
    for found in (said.chance, said.values):
        if found is not None:
            found[failed] = np.nan
    return said


def _happens(subject: Happens, dated: bool, result: Result, now: float) -> Said:
    begin, end, already = _window(subject.expression, result, now, subject.by)
    with np.errstate(all="ignore"):
        passed = (subject.by - begin) / (end - begin)
    chance = np.where(end <= subject.by, 1.0, np.clip(np.where(begin < math.inf, passed, 0.0), 0.0, 1.0))
    notes = ["An event counts as uniform inside what is left of its quarter."]
    if already.any():
        notes.append(f"In {already.sum():,} of {result.runs:,} runs it is true already on the as-of day.")
    return Said(chance, _times(begin, end, subject.by) if dated else None, tuple(notes))


def _window(
    condition: Expression, result: Result, now: float, by: float
) -> tuple[Values, Values, NDArray[np.bool_]]:
    """When a condition first comes true in each run: from one time to another; infinite where it does not.

    One that held at the end of the quarter before the present one holds now, and is told.
    """
    story = Narrative("question", "", "", condition)
    columns = {name: result.columns(name) for name in columns_of((story,))}
    present, last = int(now), math.ceil(by) - 1
    verdict = narratives.judge(
        (story,), columns, start=present, by=max(last, present), units=result.manifest.outcomes
    )["question"]
    first = np.where(verdict.first == narratives.NEVER, math.inf, verdict.first)
    begin, end = np.maximum(first, now), first + 1.0
    already = verdict.already & ~result.failed
    return np.where(already, now, begin), np.where(already, now, end), already


def _times(begin: Values, end: Values, by: float) -> Values:
    """Equally likely times of an event, run x point; infinite after the last time that is asked about."""
    with np.errstate(invalid="ignore"):
        times = begin[:, None] + (end - begin)[:, None] * _middles()
    return np.where(np.isfinite(begin)[:, None] & (times <= by), times, math.inf)


@cache
def _middles() -> Values:
    return (np.arange(POINTS) + 0.5) / POINTS


def _stands(subject: Stands, result: Result) -> Values:
    """A quantity at a time, in each run."""
    story = Narrative("question", "", "", subject.quantity)
    columns = {name: result.columns(name) for name in columns_of((story,))}
    units = {name: unit for name, unit in outcomes.units().items() if name in columns}
    scenario = result.scenario
    at = Outcomes(columns, units, Clock(scenario.start, math.ceil(subject.at) - 1, scenario.end))
    return level_at(series(subject.quantity, at), subject.at)


def _interpolated(time: float) -> Iterator[str]:
    """Between which quarters a level lies, if it does."""
    if time != int(time):
        before, after = quarters.label(int(time) - 1), quarters.label(int(time))
        yield f"The level is taken straight between the ends of {before} and {after}."


def _between_years(subject: Lab) -> Iterator[str]:
    """Between the ends of which years a lab's number lies, if it does."""
    years = between(subject.measure, subject.at)
    if years is not None:
        yield f"The number is taken straight between the ends of {years[0]} and {years[1]}."


def _levels(found: Values, threshold: Threshold | None, notes: tuple[str, ...]) -> Said:
    if threshold is None:
        return Said(None, found[:, None], notes)
    passes = found > threshold.value if threshold.above else found < threshold.value
    return Said(np.where(np.isnan(found), np.nan, passes), None, notes)


def _printed(subject: Printed, question: Question, result: Result) -> Said:
    """What the source would print, with its own error and what is left of the last miss of the series."""
    said = known()[subject.series]
    error, notes = said.error, tuple(_sourced(subject, question))
    carried = result.present.carried((subject.series, subject.entity), said.family, subject.end)
    found = error.scaled(result.observed(subject.series, subject.entity, subject.period)) + carried.shift
    sd = math.hypot(error.sd, carried.sd)
    if subject.threshold is None:
        return Said(
            None, error.unscaled(found[:, None] + sd * ndtri(_middles())), (*notes, *_carried(carried))
        )
    with np.errstate(invalid="ignore"):
        over = (found - error.scaled(np.asarray(subject.threshold.value))) / sd
    return Said(ndtr(over if subject.threshold.above else -over), None, (*notes, *_carried(carried)))


def _carried(carried: Carried) -> Iterator[str]:
    """What the known present adds, if it does."""
    if carried.shift or carried.sd:
        yield (
            f"From the last value printed: {carried.shift:+.2g} on that scale, and {carried.sd:.2g} for what"
            " the model may miss beyond the source's error."
        )


def _sourced(subject: Printed, question: Question) -> Iterator[str]:
    """The source's error and lag, and whether it prints in time."""
    said = known()[subject.series]
    months = said.lag.months
    printed = month_of(subject.end + months / 3.0)
    when = f"{abs(months):g} months {'before the end of' if months < 0.0 else 'after'}"
    yield (
        f"The source's own error is in the answer ({said.error.sd:g} on a {said.error.scale} scale);"
        f" it prints about {when} the period, around {printed}."
    )
    if printed > f"{question.resolves:%Y-%m}":
        yield f"That may be after {question.resolves}, the day the question resolves."
    if find(subject.series).how == "end":
        yield from _interpolated(subject.end)
    elif subject.begin % 1.0 or subject.end % 1.0:
        yield "The period cuts quarters: what happens in one counts as uniform inside it."
