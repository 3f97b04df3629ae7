"""How likely each run makes what claims report, and how much likelier their opinions make its numbers."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import observations
from aiscenarios.ensemble.chunks import SWITCH
from aiscenarios.ensemble.psis import neutral
from aiscenarios.evidence import Beliefs, Claim, Evidence, Normal, Scale, prior
from aiscenarios.observations.period import Period
from aiscenarios.updates.columns import Runs
from aiscenarios.updates.reports import Event, Level, Lever, Printed, Report

__all__ = ["Stated", "Weighing", "informed", "voices"]

type Values = NDArray[np.float64]

_TOGETHER = 0.99
"""Of the correlation of errors; two periods that end together must not be one number to the last bit."""


class Stated(NamedTuple):
    """A claim that reports something of runs.

    Args:
        claim: as evidence.
        report: what it reports.
        inflation: what the error of a number is multiplied by.
        doubt: logarithm of how often the same would be said of an event that did not happen.
    """

    claim: Claim
    report: Report
    inflation: float
    doubt: float


def voices(said: Sequence[tuple[Hashable, Hashable]]) -> list[float]:
    """Weights of statements by (group, what is said): a group's sum to one, and twice the same is once."""
    copies = Counter(said)
    distinct = Counter(group for group, _ in copies)
    return [1.0 / (distinct[group] * copies[group, what]) for group, what in said]


def informed(
    known: Evidence, more: Evidence, beliefs: Beliefs, stands: frozenset[str]
) -> dict[str, str | None]:
    """Numbers that added claims inform, each with the column that says in which runs it is at work, if any.

    Args:
        known: the evidence that runs were made with.
        more: the same with more articles.
        beliefs: what the runs were drawn from.
        stands: numbers of which the scenario has its own belief; claims do not move these.
    """
    before = {claim.id for claim in known.claims}
    added = [claim for claim in more.claims if claim.id not in before]
    named = {landing.name for claim in added for landing in claim.priors} - stands
    return {
        name: next((f"{SWITCH}{each.mechanism}" for each in beliefs.switches if name in dict(each.off)), None)
        for name in sorted(named)
    }


@dataclass(frozen=True, eq=False)
class Weighing:
    """Weights of runs under any of the claims of some articles.

    Args:
        runs: the runs.
        known: the evidence they were made with.
        more: the same with every article.
        stated: what the articles report, by claim.
        numbers: from ``informed``.
        fitted: addresses of figures that the runs' beliefs were fitted to, or that they are weighed by.
    """

    runs: Runs
    known: Evidence
    more: Evidence
    stated: Mapping[str, Stated]
    numbers: Mapping[str, str | None]
    fitted: frozenset[tuple[str, str, str]]
    _seen: dict[Report, Values] = field(default_factory=dict, repr=False)

    @property
    def added(self) -> frozenset[str]:
        """Claims that the runs' own evidence does not hold."""
        before = {claim.id for claim in self.known.claims}
        return frozenset(claim.id for claim in self.more.claims) - before

    def logs(self, claims: Iterable[str]) -> Values:
        """Logarithms of the weights under some claims, up to a constant.

        A run that failed says nothing, and keeps the weight that runs have on average.
        """
        counted = self.added.intersection(claims)
        terms = dict(self._reported([self.stated[name] for name in self.stated if name in counted]))
        terms |= dict(self._believed(self.more.without(self.added - counted)))
        total = np.zeros(self.runs.result.runs)
        for _, term in sorted(terms.items()):
            total = total + term
        return neutral(total, self.runs.failed)

    def seen(self, report: Report) -> Values:
        """What each run says of a report: a number, or 1 where an event has come and 0 where not."""
        if report not in self._seen:
            match report:
                case Printed():
                    found = self.runs.printed(report)
                case Level():
                    found = self.runs.level(report)
                case Event():
                    found = self.runs.happened(report).astype(np.float64)
                case _:
                    raise TypeError(report)
            self._seen[report] = found
        return self._seen[report]

    @property
    def before(self) -> Values:
        """Logarithms of the weights that runs have by the known present, up to a constant."""
        result = self.runs.result
        return np.zeros(result.runs) if result.weights is None else result.present.logs

    def is_mute(self, report: Report) -> bool:
        """Whether no finished run says anything of a report."""
        return bool(np.isnan(self.seen(report)[~self.runs.failed]).all())

    def is_unforeseen(self, report: Report) -> bool:
        """Whether a report is of an event that has come in no finished run."""
        return isinstance(report, Event) and not self.seen(report)[~self.runs.failed].any()

    def is_fitted(self, report: Report) -> bool:
        """Whether the runs' beliefs were fitted to this figure, or the runs are weighed by it."""
        return isinstance(report, Printed) and report.address in self.fitted

    def _reported(self, stated: Sequence[Stated]) -> Iterable[tuple[str, Values]]:
        printed: dict[tuple[str, str], list[Stated]] = {}
        others: dict[str, list[Stated]] = {}
        for each in sorted(stated, key=lambda one: one.claim.id):
            if isinstance(each.report, Lever) or self.is_mute(each.report):
                continue
            match each.report:
                case Printed(series, entity) if not self.is_fitted(each.report):
                    printed.setdefault((series, entity), []).append(each)
                case Level(outcome, at=at):
                    others.setdefault(f"level {outcome} {at}", []).append(each)
                case Event(what, since=since, by=by):
                    others.setdefault(f"event {what} {since} {by}", []).append(each)
        ties = _ties([each.report for several in printed.values() for each in several])
        for (series, entity), several in sorted(printed.items()):
            yield f"series {series} {entity}", self._series(several, ties)
        for key, several in sorted(others.items()):
            yield key, self._alone(several)

    def _series(self, several: Sequence[Stated], ties: Mapping[tuple[str, str, Period], int]) -> Values:
        """Of the figures of one series and entity, whose errors are alike the nearer they lie in time.

        A figure counts once however many stories report it, and series bound by arithmetic share one voice.
        """
        each = [(one.report, one.inflation) for one in several if isinstance(one.report, Printed)]
        source = observations.known()[each[0][0].series]
        spans = sorted({report.span for report, _ in each}, key=lambda span: (span.end, span.begin))
        values, sds, shown = [], [], []
        for span in spans:
            told = [(report, times) for report, times in each if report.span == span]
            first = told[0][0]
            value, sd = _pooled([(report.amount.value, report.amount.sd * times) for report, times in told])
            values.append(value)
            sds.append(sd * ties[source.bound or first.series, first.entity, span] ** 0.5)
            shown.append(source.error.scaled(self.seen(first)))
        ends = np.array([span.end for span in spans])
        alike = _TOGETHER * observations.correlation().value ** np.abs(ends[:, None] - ends)
        np.fill_diagonal(alike, 1.0)
        with np.errstate(all="ignore"):
            away = (np.array(shown) - np.array(values)[:, None]) / np.array(sds)[:, None]
            white = np.linalg.solve(np.linalg.cholesky(alike), np.nan_to_num(away, posinf=0.0, neginf=0.0))
            found = -0.5 * (white**2).sum(axis=0)
        return np.where(np.isfinite(away).all(axis=0), found, -np.inf)

    def _alone(self, several: Sequence[Stated]) -> Values:
        """Of claims on one level or one event; those of one story share one voice."""
        total = np.zeros(self.runs.result.runs)
        said = [(one.claim.group, _statement(one)) for one in several]
        for one, weight in zip(several, voices(said), strict=True):
            seen = self.seen(one.report)
            if isinstance(one.report, Level):
                with np.errstate(all="ignore"):
                    away = (seen - one.report.amount.value) / (one.report.amount.sd * one.inflation)
                    total = total - weight * 0.5 * np.where(np.isnan(away), np.inf, away**2)
            else:
                total = total + weight * np.where(seen > 0.0, 0.0, one.doubt)
        return total

    def _believed(self, evidence: Evidence) -> Iterable[tuple[str, Values]]:
        """Ratios of new to old starting beliefs at each run's number, by parameter."""
        for name, switch in self.numbers.items():
            parameter = self.known.parameter(name)
            old, new = prior(self.known, parameter), prior(evidence, parameter)
            if new != old:
                place = _places(parameter.scale, self.runs.table[name])
                ratio = _log_density(new, place) - _log_density(old, place)
                # Where its mechanism is off, a run does not know the number, and the ratio is 1 on average.
                works = True if switch is None else self.runs.table[switch] > 0.0
                yield f"belief {name}", np.where(works, ratio, 0.0)


def _ties(reports: Iterable[Report]) -> Counter[tuple[str, str, Period]]:
    """How many series tied by arithmetic print of one entity and period, by their shared name."""
    printed = {(one.series, one.entity, one.span) for one in reports if isinstance(one, Printed)}
    return Counter(
        (observations.known()[series].bound or series, entity, span) for series, entity, span in printed
    )


def _pooled(said: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Mean and standard deviation of what several say of one number, who together have one voice."""
    with np.errstate(all="ignore"):
        precision = np.array(voices([(0, each) for each in said])) / np.array([sd for _, sd in said]) ** 2
        if not precision.sum() > 0.0:
            return said[0][0], np.inf
        mean = float(precision @ np.array([value for value, _ in said]) / precision.sum())
        return mean, float(precision.sum() ** -0.5)


def _statement(one: Stated) -> Hashable:
    if isinstance(one.report, Level):
        return one.report.amount.value, one.report.amount.sd * one.inflation
    return one.doubt


def _log_density(belief: Normal, place: Values) -> Values:
    return np.asarray(-0.5 * ((place - belief.mean) / belief.sd) ** 2 - np.log(belief.sd))


def _places(scale: Scale, values: NDArray[np.floating]) -> Values:
    """Places of numbers on the line where their belief is Normal."""
    numbers = np.asarray(values, dtype=np.float64)
    if scale.kind == "linear":
        return numbers
    inside = np.clip(numbers, np.nextafter(scale.low, np.inf), np.nextafter(scale.high, -np.inf))
    odds = inside if scale.kind == "log" else (inside - scale.low) / (scale.high - inside)
    return np.asarray(np.log(odds))
