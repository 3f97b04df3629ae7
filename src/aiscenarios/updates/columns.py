"""What of a stored result a reading of an article needs, read at once: every scan opens every chunk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Never

import numpy as np
from numpy.typing import NDArray

from aiscenarios import narratives, observations
from aiscenarios.ensemble import Result
from aiscenarios.ensemble.endings import Ending, columns_of, endings, of_scenario
from aiscenarios.narratives import Narrative
from aiscenarios.narratives.series import Clock, Outcomes, series
from aiscenarios.updates.reports import Event, Level, Printed, Report

__all__ = ["Runs", "needed"]

type Values = NDArray[np.float64]


class _Labs(Exception):
    """A series is seen in the table of labs."""


class _Noting:
    """One run without numbers, which notes the columns that are asked of it."""

    def __init__(self, quarters: int) -> None:
        self.asked: set[str] = set()
        self._nothing = np.zeros((1, quarters))

    def column(self, name: str) -> Values:
        self.asked.add(name)
        return self._nothing

    def lab(self, name: str, field: str) -> Never:
        raise _Labs


def needed(report: Report, quarters: int) -> frozenset[str]:
    """The outcome columns that tell what runs say of a report; none for one that the table of labs tells."""
    match report:
        case Printed(name, entity, period):
            noting = _Noting(quarters)
            try:
                observations.observe(noting, name, entity, period, quarters=quarters)
            except _Labs:
                return frozenset()
            return frozenset(noting.asked)
        case Level(quantity=expression) | Event(condition=expression):
            return frozenset(columns_of((Narrative("report", "", "", expression),)))
    return frozenset()


@dataclass(frozen=True)
class Runs:
    """What is read of a result.

    Args:
        result: the result.
        columns: outcome columns by name, run x quarter.
        table: of the table of runs, what was asked for.
    """

    result: Result
    columns: Mapping[str, NDArray[np.float32]]
    table: Mapping[str, NDArray[Any]]

    @classmethod
    def read(cls, result: Result, reports: Iterable[Report], numbers: Iterable[str]) -> "Runs":
        """Read what the endings, some reports and some numbers need.

        Args:
            result: stored runs.
            reports: what they are to be held against.
            numbers: columns of the table of runs.
        """
        manifest = result.manifest
        named = set(columns_of(of_scenario(result.scenario, manifest.outcomes)))
        for report in reports:
            named |= needed(report, manifest.quarters)
        columns = result.store.columns(sorted(named))
        return cls(result, columns, result.store.table("runs", ["status", *sorted(set(numbers))]))

    @property
    def failed(self) -> NDArray[np.bool_]:
        """Per run: it broke off."""
        return np.asarray(self.table["status"] != 0)

    def endings(self) -> Mapping[str, Ending]:
        """What became of each narrative."""
        scenario, units = self.result.scenario, self.result.manifest.outcomes
        return endings(of_scenario(scenario, units), self.columns, units, scenario.start, scenario.by)

    def column(self, name: str) -> NDArray[np.float32]:
        """An outcome column, as observations read it."""
        return self.columns[name]

    def lab(self, name: str, field: str) -> Never:
        """Nothing: ``printed`` leaves what is seen of labs to the result."""
        raise _Labs

    def printed(self, report: Printed) -> Values:
        """What the source would have printed of each run, before its own error."""
        try:
            return observations.observe(self, *report.address, quarters=self.result.manifest.quarters)
        except _Labs:
            return self.result.observed(*report.address)

    def level(self, report: Level) -> Values:
        """A quantity at the end of a quarter, in each run."""
        scenario = self.result.scenario
        asked = Outcomes(
            self.columns, self.result.manifest.outcomes, Clock(scenario.start, report.at, scenario.end)
        )
        with np.errstate(all="ignore"):
            return np.array(series(report.quantity, asked)[:, report.at], dtype=np.float64)

    def happened(self, report: Event) -> NDArray[np.bool_]:
        """Per run, whether an event has come by its date."""
        story = Narrative("report", "", "", report.condition)
        columns = {name: self.columns[name] for name in columns_of((story,))}
        if not columns:  # a condition on numbers alone
            columns = {"": np.zeros((self.result.runs, self.result.manifest.quarters), np.float32)}
        verdict = narratives.judge(
            (story,), columns, start=report.since, by=report.by, units=self.result.manifest.outcomes
        )["report"]
        return np.asarray(verdict.holds_by[:, report.by])
