"""What an update says: of each claim what was expected and what was reported, and how far endings moved."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from aiscenarios import observations
from aiscenarios.ensemble import weighted
from aiscenarios.ensemble.endings import Ending
from aiscenarios.ensemble.intervals import Estimate, Z, proportion
from aiscenarios.evidence import Claim, Parameter, prior
from aiscenarios.updates.reports import Event, Level, Lever, Printed
from aiscenarios.updates.weighing import Weighing

__all__ = ["Expected", "Moved", "Told", "chance_of", "moved", "told"]

_LEVELS = (0.05, 0.5, 0.95)
_POINTS = (np.arange(16) + 0.5) / 16
"""By which the error of a source stands for itself: the middles of as many equally likely parts."""

type Weights = NDArray[np.float64]


class Expected(NamedTuple):
    """What was expected of something, what was reported, and for a belief what is believed now.

    ``low``, ``median`` and ``high`` are the 5%, 50% and 95% points, ``share`` the part of the runs in which
    an event had come; of these some are NaN.
    """

    of: str
    unit: str
    low: float
    median: float
    high: float
    share: float
    reported: str
    now: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one claim.

    Args:
        claim: the claim.
        expected: of what it reports, or of each starting belief it informs.
        notes: why it counts less than it might, or not at all.
        lines: of a policy, what to write into a scenario.
    """

    claim: Claim
    expected: tuple[Expected, ...]
    notes: tuple[str, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """An ending before and after an update.

    Args:
        name, title: of the ending.
        before, after: its chance.
        change: after less before, with its sampling range.
        by: the part of the change that goes when a claim is left out, by claim.
    """

    name: str
    title: str
    before: Estimate
    after: Estimate
    change: Estimate
    by: Mapping[str, float]


def told(
    claim: Claim, weighing: Weighing, before: Weights, stands: frozenset[str], earlier: frozenset[str]
) -> Told:
    """What a claim says against what was expected.

    Args:
        claim: one of an article.
        weighing: of the update.
        before: weights of the runs before it.
        stands: numbers of which the scenario has its own belief.
        earlier: claims that were kept before.
    """
    if claim.id not in weighing.added:
        return Told(claim, (), ("These runs were made with this claim already: it counts once.",))
    if claim.id in earlier:
        return Told(claim, (), ("It was kept for this result before: it counts once.",))
    notes = list(_shared(claim, weighing))
    stated = weighing.stated.get(claim.id)
    if stated is not None and isinstance(stated.report, Lever):
        lever = "A policy is no evidence but a lever: no chance moves. In a scenario, write:"
        return Told(claim, (), (lever,), stated.report.lines)
    if claim.kind == "policy":
        return Told(
            claim, (), ("A policy is no evidence but a lever: no chance moves.",), tuple(_lines(claim))
        )
    if stated is not None and weighing.is_mute(stated.report):
        return Told(claim, (), (f"No run says anything of {stated.report.title}: it moves nothing.",))
    if stated is not None and weighing.is_unforeseen(stated.report):
        notes.append("It has come in no run: no weight can say what follows from it.")
    found = [] if stated is None else [_expected(claim, weighing, before)]
    if stated is not None and weighing.is_fitted(stated.report):
        notes.append(
            "The beliefs of these runs were fitted to this figure, or the runs are weighed by it: it does not"
            " count again."
        )
    for landing in claim.priors:
        if landing.name in stands:
            notes.append(f"The scenario has its own belief about {landing.name}: the claim does not move it.")
        else:
            found.append(_belief(claim, weighing, weighing.known.parameter(landing.name)))
            switch = weighing.numbers[landing.name]
            if switch is not None and not weighing.runs.table[switch].any():
                notes.append(f"No run knows {landing.name}: its mechanism is off in this scenario.")
    if not found and not notes:
        places = ", ".join(claim.lands_in)
        notes.append(f"It lands in {places}: it says of no run how likely it is, and moves nothing.")
    return Told(claim, tuple(found), tuple(notes))


def _lines(claim: Claim) -> Iterable[str]:
    levers = [landing.name for landing in claim.landings if landing.family == "L"]
    if levers:
        yield "levers:"
    for name in levers:
        yield f"  {name}: VALUE    # aiscenarios list levers"


def _shared(claim: Claim, weighing: Weighing) -> Iterable[str]:
    """Which claims say the same, and so share one voice with it."""
    ours = _speaks_of(claim, weighing)
    same = [
        each for each in weighing.more.claims if each.id != claim.id and ours & _speaks_of(each, weighing)
    ]
    story = [each.id for each in same if each.group == claim.group]
    if story:
        yield f"One story with {', '.join(story)} ('{claim.group}'): together they count once."
    stated = weighing.stated.get(claim.id)
    if stated is not None and isinstance(stated.report, Printed):
        others = [each.id for each in same if each.group != claim.group]
        if others:
            yield f"The same number as in {', '.join(others)}: what a source prints counts once."


def _speaks_of(claim: Claim, weighing: Weighing) -> set[object]:
    """Numbers and reports of a claim that another of its story may repeat."""
    said: set[object] = {landing.name for landing in claim.priors}
    stated = weighing.stated.get(claim.id)
    match stated.report if stated else None:
        case Printed() as printed:
            said.add(printed.address)
        case Level(outcome, at=at):
            said.add((outcome, at))
        case Event(what, since=since, by=by):
            said.add((what, since, by))
    return said


def _expected(claim: Claim, weighing: Weighing, before: Weights) -> Expected:
    report = weighing.stated[claim.id].report
    finished = np.where(weighing.runs.failed, np.nan, 1.0)
    match report:
        case Printed():
            said = observations.known()[report.series]
            seen = np.asarray(weighing.seen(report) * finished)
            blurred = said.error.blur(seen[:, None], ndtri(_POINTS)[None, :])
            low, middle, high = weighted.mixed_quantile(blurred, before, _LEVELS)
        case Level():
            low, middle, high = weighted.quantile(weighing.seen(report) * finished, before, _LEVELS)
        case Event():
            share = weighted.mean(weighing.seen(report) * finished, before)
            return Expected(report.title, "", math.nan, math.nan, math.nan, share, "it has happened")
        case _:
            raise TypeError(report)
    amount = report.amount
    return Expected(report.title, amount.unit, low, middle, high, math.nan, amount.text)


def _belief(claim: Claim, weighing: Weighing, parameter: Parameter) -> Expected:
    """A starting belief without the claim, what the claim says, and the belief with it."""
    show = parameter.scale
    without = prior(weighing.more.without([claim.id]), parameter)
    now = show.interval(prior(weighing.more, parameter))
    says = next(landing.says for landing in claim.priors if landing.name == parameter.name)
    assert says is not None
    interval = show.interval(without)
    middle = float(show.back(np.array([without.mean]))[0])
    return Expected(
        parameter.name, parameter.unit, interval.low, middle, interval.high, math.nan,
        f"{says.low:g} to {says.high:g}", (now.low, now.high),
    )  # fmt: skip


def chance_of(ending: Ending, failed: NDArray[np.bool_], weights: Weights) -> Estimate:
    """Chance of an ending; the stored one to the bit where all runs weigh the same."""
    if weights.any() and weights.min() == weights.max():
        return proportion(ending.true, failed)
    if not weights.any():
        return Estimate(math.nan, 0.0, 1.0, len(weights), int(failed.sum()))
    return weighted.probability(ending.true, failed, weights)


def moved(
    ending: Ending, failed: NDArray[np.bool_], before: Weights, after: Weights,
    without: Mapping[str, Weights],
) -> Moved:  # fmt: skip
    """How far an ending moves.

    Args:
        ending: what became of it in every run.
        failed: per run.
        before: weights of the runs before the update.
        after: the same after it.
        without: weights when a claim is left out, by claim.
    """
    old, new = (chance_of(ending, failed, weights) for weights in (before, after))
    by = {name: new.value - chance_of(ending, failed, weights).value for name, weights in without.items()}
    return Moved(
        ending.name, ending.title, old, new, _change(ending.true & ~failed, old, new, before, after), by
    )


def _change(
    true: NDArray[np.bool_], old: Estimate, new: Estimate, before: Weights, after: Weights
) -> Estimate:
    """The difference on the same runs, with its range by the delta method; luck moves both ends alike."""
    value = new.value - old.value
    each = after * (true - new.value) - before * (true - old.value)
    half = Z * math.sqrt(float((each**2).sum())) if math.isfinite(value) else math.nan
    return Estimate(value, value - half, value + half, new.runs, new.failed)
