"""What a fit is held against: facts with the role of a target, on the scale of their Normal error."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from aiscenarios import observations
from aiscenarios.errors import InputError
from aiscenarios.observations import Seen, Series
from aiscenarios.observations.period import Period, parse

if TYPE_CHECKING:
    from aiscenarios.evidence import Evidence, Fact

__all__ = ["Target", "Targets", "of_facts", "seen_by", "targets"]


@dataclass(frozen=True, slots=True)
class Target:
    """A fact on the scale of its series' error.

    Args:
        fact: what was printed.
        series: what is known of who printed it.
        period: of the fact, in quarters since the start of 2019.
        value: the printed number on the error's scale.
        sd: of its error there; the larger of the series' own and that of the fact's interval.
    """

    fact: "Fact"
    series: Series
    period: Period
    value: float
    sd: float

    @property
    def name(self) -> str:
        """Series, entity and period, as a table names it."""
        return " / ".join(self.fact.address)


@dataclass(frozen=True)
class Targets:
    """Targets in order, with the covariance of their errors."""

    each: tuple[Target, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, all different."""
        return tuple(target.name for target in self.each)

    @property
    def values(self) -> NDArray[np.float64]:
        """What was printed, on the scales of the errors."""
        return np.array([target.value for target in self.each])

    @property
    def quarters(self) -> int:
        """Quarters from 2019Q1 that a run must last to show every target."""
        return max(int(np.ceil(target.period.end)) for target in self.each)

    def covariance(self) -> NDArray[np.float64]:
        """Of the errors: those of one series and entity are alike, less so the further they lie apart."""
        sd = np.array([target.sd for target in self.each])
        ends = np.array([target.period.end for target in self.each])
        kinds = [target.fact.address[:2] for target in self.each]
        alike = np.array([[a == b for b in kinds] for a in kinds])
        shared = observations.correlation().value ** np.abs(ends[:, None] - ends)
        return np.asarray(np.where(alike, shared, 0.0) * np.outer(sd, sd))

    def kept(self, keep: Sequence[bool] | NDArray[np.bool_]) -> "Targets":
        """Those that a mask names."""
        return Targets(tuple(each for each, wanted in zip(self.each, keep, strict=True) if wanted))

    def printed(self, seen: Seen, quarters: int) -> NDArray[np.float64]:
        """What sources would print of runs, before their errors and on the scales of these: run x target."""
        return np.stack([self._scaled(target, seen, quarters) for target in self.each], axis=1)

    @staticmethod
    def _scaled(target: Target, seen: Seen, quarters: int) -> NDArray[np.float64]:
        shown = observations.observe(seen, *target.fact.address, quarters=quarters)
        return np.asarray(target.series.error.scaled(shown), dtype=np.float64)


def targets(evidence: "Evidence") -> Targets:
    """The targets of the evidence, which holds nothing later than its day.

    Raises:
        InputError: none is there, or two series bound by arithmetic say the same twice.
    """
    aims = tuple(fact for fact in evidence.facts if fact.role == "target" and seen_by(fact))
    if not aims:
        from aiscenarios.evidence import load

        first = min(fact.known for fact in load().facts if fact.role == "target" and seen_by(fact))
        raise InputError(
            "no target is known by this day", path="as_of", hint=f"the first became known on {first}"
        )
    return of_facts(aims)


def of_facts(facts: Iterable["Fact"], fits: Callable[["Fact"], bool] = lambda _: True) -> Targets:
    """Facts that observations see, as targets; the base of a series that shows only change is left out.

    Args:
        facts: public facts.
        fits: which of them are wanted.

    Raises:
        InputError: two series bound by arithmetic say the same twice.
    """
    found = tuple(_target(fact) for fact in facts if seen_by(fact) and fits(fact))
    _refuse_twice(found)
    return Targets(found)


def seen_by(fact: "Fact") -> bool:
    """Whether an observation sees a fact and the model is free to miss it."""
    series = observations.known().get(fact.series)
    if series is None or fact.entity not in observations.entities(fact.series):
        return False
    is_base = series.base is not None and parse(series.base.period, series.year) == parse(
        fact.period, series.year
    )
    return not is_base and parse(fact.period, series.year).begin >= 0.0


def _target(fact: "Fact") -> Target:
    series = observations.known()[fact.series]
    error = series.error
    value = float(error.scaled(np.array(fact.value)))
    return Target(fact, series, parse(fact.period, series.year), value, max(error.sd, _spread(fact, series)))


def _spread(fact: "Fact", series: Series) -> float:
    """Standard deviation that a fact's interval states, on the error's scale; 0 where it has none."""
    if fact.interval is None:
        return 0.0
    low, high = series.error.scaled(np.array([fact.interval.low, fact.interval.high]))
    width = NormalDist().inv_cdf((1.0 + fact.interval.level) / 2.0)
    return float(high - low) / (2.0 * width)


def _refuse_twice(found: Sequence[Target]) -> None:
    """Refuse series tied by arithmetic that speak of one entity and period."""
    said: dict[tuple[str, str, Period], Target] = {}
    for target in found:
        bound = target.series.bound
        first = said.setdefault((bound or target.fact.series, target.fact.entity, target.period), target)
        if bound and first is not target:
            raise InputError(
                f"'{first.name}' and '{target.name}' are tied by arithmetic", path="role",
                hint="make one of them context: of such series a fit uses one set",
            )  # fmt: skip
