"""The known present: runs weighed by how near they come to what was last printed of each series.

A run goes on from wherever it drifted since 2019, and a forecast from what is known of today. So every run,
its luck and its numbers together, has a weight: the likelihood of the values printed of the last year, under
the sources' errors and a discrepancy, which is what the model misses of a series beyond these errors. Of the
discrepancy, an AR(1) is learnt from the misses of the whole history; what is left of it at a later time is
carried into forecasts of the series itself.

Scenarios that share history and draws have the same weights, run by run.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import observations
from aiscenarios.ensemble import seen, weighted
from aiscenarios.ensemble.psis import FEWEST, TRUSTED, Smoothed, neutral, smoothed
from aiscenarios.ensemble.targets import Target, Targets, of_facts
from aiscenarios.evidence.fitted_file import PRIOR

if TYPE_CHECKING:
    from aiscenarios.ensemble.result import Result
    from aiscenarios.ensemble.store import Store
    from aiscenarios.evidence import Fact

__all__ = ["Carried", "Discrepancy", "Present", "discrepancy", "latest", "likelihood", "present", "recent"]

type Values = NDArray[np.float64]
type Address = tuple[str, str]
"""Series and entity."""

RECENT = 4.0
"""Quarters before the newest value up to which a value still tells of the present."""
FEW_VALUES = 5
"""A series with fewer misses than this takes the discrepancy of its family."""
FEW_PAIRS = 5
"""With fewer neighbours in time the persistence of a miss is that of the sources' own errors."""
LONGEST = 0.98
"""Most that a miss persists from quarter to quarter."""


@dataclass(frozen=True)
class Discrepancy:
    """How far runs miss what was printed, beyond the sources' errors.

    Args:
        persistence: of a miss from one quarter to the next, 0 to LONGEST.
        series: variance by series and entity, in units of the source's error squared; only where FEW_VALUES
            values were printed or more.
        families: the same by family.
    """

    persistence: float
    series: Mapping[Address, float]
    families: Mapping[str, float]

    def variance(self, address: Address, family: str) -> float:
        """Of a series and entity, or of its family where it has few values; 0 where nothing is known."""
        return self.series.get(address, self.families.get(family, 0.0))

    def left(self, horizon: float) -> float:
        """The part of a miss that is left after so many quarters."""
        return float(self.persistence**horizon)


class Carried(NamedTuple):
    """What the known present adds to a later value of a series, on the scale of its error."""

    shift: float
    sd: float
    """Of what the model may miss of it, beyond the source's error."""


def discrepancy(misses: Values, history: Targets) -> Discrepancy:
    """Learn it from the misses of a history.

    Args:
        misses: by target, printed less expected, in units of the source's error.
        history: what had been printed.
    """
    series: dict[Address, list[float]] = {}
    families: dict[str, list[float]] = {}
    pairs = []
    for k, target in enumerate(history.each):
        families.setdefault(target.series.family, []).append(float(misses[k]))
        series.setdefault(_of(target), []).append(float(misses[k]))
        for j, other in enumerate(history.each):
            if _of(target) == _of(other) and 0.0 < other.period.end - target.period.end <= 1.0:
                pairs.append((float(misses[k]), float(misses[j])))
    persistence = observations.correlation().value
    if len(pairs) >= FEW_PAIRS:
        before, after = np.array(pairs).T
        persistence = float(before @ after / max(float(before @ before), 1e-12))
    return Discrepancy(
        float(np.clip(persistence, 0.0, LONGEST)),
        {address: _beyond(found) for address, found in series.items() if len(found) >= FEW_VALUES},
        {name: _beyond(found) for name, found in families.items()},
    )


def _of(target: Target) -> Address:
    return target.fact.address[:2]


def _beyond(misses: Sequence[float]) -> float:
    """Mean square of misses beyond that of a source's error, which is 1."""
    return max(0.0, float(np.mean(np.square(misses))) - 1.0)


def latest(history: Targets) -> dict[Address, int]:
    """By series and entity, which target was printed of the latest time."""
    order = np.argsort([target.period.end for target in history.each], kind="stable")
    return {_of(history.each[int(k)]): int(k) for k in order}


def recent(history: Targets) -> tuple[int, ...]:
    """Which targets tell of the present: the last of each series, if of the last year of what is known."""
    found = latest(history).values()
    newest = max(history.each[k].period.end for k in found)
    return tuple(sorted(k for k in found if newest - history.each[k].period.end <= RECENT))


def likelihood(history: Targets, shown: Values, learnt: Discrepancy, used: Sequence[int]) -> Values:
    """Logarithm of the likelihood of some values, by run, up to a constant.

    Args:
        history: what had been printed.
        shown: run x target: what runs print, before the sources' errors and on their scales.
        learnt: what runs miss beyond these errors.
        used: which targets count.

    Returns:
        Minus infinity for a run that gives no number for one of them.
    """
    total = np.zeros(len(shown))
    for k in used:
        target = history.each[k]
        spare = 1.0 + learnt.variance(_of(target), target.series.family)
        total = total - 0.5 * ((target.value - shown[:, k]) / target.sd) ** 2 / spare
    return np.where(np.isfinite(total), total, -np.inf)


@dataclass(frozen=True, eq=False)
class Present:
    """What is known of the present, and how runs are weighed by it.

    Args:
        history: what had been printed of the series that are fitted or scored; None where nothing had been.
        shown: run x target: what each run prints of it.
        used: the targets by which runs are weighed.
        logs: logarithms of the weights, one a run, up to a constant.
        found: weights of the runs, whether or not enough of them count.
        problem: why runs cannot be weighed; "" where they can.
    """

    history: Targets | None
    shown: Values
    used: tuple[int, ...]
    logs: Values
    found: Smoothed
    problem: str = ""

    @property
    def effective(self) -> float:
        """How many equally weighted runs those that are weighed are worth."""
        return self.found.effective

    @property
    def is_thin(self) -> bool:
        """Whether too few runs count for an answer to rest on the weights."""
        return not (self.effective >= FEWEST and self.found.khat < TRUSTED)

    @property
    def weights(self) -> Values | None:
        """One a run, summing to one; None where runs all count alike."""
        return None if self.problem or self.is_thin else self.found.weights

    def enough(self, worth: float = FEWEST) -> int | None:
        """How many runs would be worth so many, roughly, if as large a part of them counts as here.

        None where none of these counts.
        """
        part = self.effective / max(len(self.found.weights), 1)
        if part <= 0.0:
            return None
        step = int(10 ** max(1, math.floor(math.log10(worth / part)) - 1))
        return step * math.ceil(worth / part / step)

    @property
    def values(self) -> tuple[Target, ...]:
        """What runs are weighed by."""
        return () if self.history is None else tuple(self.history.each[k] for k in self.used)

    @cached_property
    def learnt(self) -> Discrepancy:
        """What runs miss of the history beyond the sources' errors."""
        return Discrepancy(0.0, {}, {}) if self.history is None else _learnt(self.history, self.shown)

    def carried(self, address: Address, family: str, end: float) -> Carried:
        """What the known present adds to what runs print of a series at a time.

        Args:
            address: series and entity.
            family: of the series.
            end: of the period, in quarters since the start of 2019.
        """
        last = None if self.history is None else latest(self.history).get(address)
        if self.history is None or last is None:
            return Carried(0.0, 0.0)
        target = self.history.each[last]
        left = self.learnt.left(max(end - target.period.end, 0.0))
        weights = self.found.weights if self.weights is not None else np.ones(len(self.shown))
        there = np.isfinite(self.shown[:, last])
        miss = float(np.average(target.value - self.shown[there, last], weights=weights[there]))
        spare = self.learnt.variance(address, family) * (1.0 - left**2)
        return Carried(left * miss, target.series.error.sd * math.sqrt(spare))


def _learnt(history: Targets, shown: Values) -> Discrepancy:
    sds = np.array([target.sd for target in history.each])
    means = np.array([np.nanmean(column) for column in shown.T])
    return discrepancy((history.values - means) / sds, history)


def present(result: "Result") -> Present:
    """Weigh the runs of a stored result.

    Values count that were known on the scenario's day and are of a time before its start, of series of which
    a value is fitted to or scored. A value that the runs' beliefs were fitted to does not count again.
    """
    from aiscenarios.scenario import evidence_for

    failed, none = result.failed, np.zeros(result.runs)
    alike = Smoothed(weighted.equal(result.runs), 0.0)
    nothing = Present(None, np.empty((result.runs, 0)), (), none, alike)
    known = evidence_for(result.scenario)
    if known.fingerprint != result.manifest.evidence:
        return replace(nothing, problem="the evidence has changed since they were made")
    printed = _history(known.facts, min(result.scenario.start, result.manifest.quarters))
    history = None if printed is None else _shown_by(result.store, printed)
    if history is None or failed.all():
        told = "nothing that they show had been printed" if history is None else "none of them finished"
        return replace(nothing, problem=told)
    history, shown = _printed(result.store, history)
    if not history.each:
        return replace(nothing, problem="they give no number for anything that had been printed")
    fitted = result.manifest.beliefs != PRIOR
    used = tuple(k for k in recent(history) if not (fitted and history.each[k].fact.role == "target"))
    if not used:
        told = "their beliefs were fitted to all that was last printed"
        return Present(history, shown, used, none, alike, told)
    logs = neutral(likelihood(history, shown, _learnt(history, shown), used), failed)
    return Present(history, shown, used, logs, smoothed(logs))


def _printed(store: "Store", history: Targets) -> tuple[Targets, Values]:
    """What runs print of a history, run x target, less what no run gives a number for.

    A share of nobody has no logarithm: such a run gives no number.
    """
    shown = np.empty((store.runs, len(history.each)))

    def show(read: seen.Read) -> None:
        some = shown[read.first :][: read.shape[0]]
        some[:] = history.printed(read, store.manifest.quarters)
        some[~np.isfinite(some)] = np.nan

    seen.read(store, [target.fact.address for target in history.each], show)
    there = np.array([np.isfinite(column).any() for column in shown.T])
    return history.kept(there), shown if there.all() else shown[:, there]


def _history(facts: "Iterable[Fact]", start: int) -> Targets | None:
    """What had been printed of times before a quarter, of series that are fitted to or scored."""
    every = tuple(facts)
    asked = {fact.address[:2] for fact in every if fact.role in ("target", "held-out")}
    usable = [fact for fact in every if fact.address[:2] in asked]
    found = [each for each in _targets(usable) if each.period.end <= start]
    return Targets(tuple(found)) if found else None


def _shown_by(store: "Store", history: Targets) -> Targets | None:
    found = history.kept([seen.shows(store, target.fact.address) for target in history.each])
    return found if found.each else None


def _targets(facts: "Sequence[Fact]") -> tuple[Target, ...]:
    return of_facts(facts).each
