"""The model as a fit sees it: places of its uncertain numbers in, what sources would print out."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios import outcomes
from aiscenarios.drivers import Setup
from aiscenarios.engines import kernel
from aiscenarios.engines.arrays import Tallies, tallies, wiped
from aiscenarios.ensemble.targets import Targets
from aiscenarios.evidence import Beliefs
from aiscenarios.outcomes import Outcome, View
from aiscenarios.state import OK, Records

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["Simulator", "simulator"]

type Places = NDArray[np.float64]
"""run x number: where an uncertain number lies in its prior, in standard deviations on its scale."""

BATCH = 32
"""Runs that are simulated before their outcomes are evaluated."""
_BY_COLUMN: dict[str, Outcome] = {
    column: outcome for outcome in outcomes.CATALOGUE for column in outcome.columns()
}


@dataclass(frozen=True, eq=False)
class _Seen:
    """Tallies as observations read them; an outcome is evaluated when it is asked for."""

    tallies: Tallies
    params: Records
    setup: Setup

    @cached_property
    def _view(self) -> View:
        kept = self.tallies
        return View(kept.bloc, kept.pair, kept.world, kept.cohort, self.params, self.setup.start)

    @cached_property
    def _columns(self) -> dict[str, NDArray[np.float32]]:
        return {}

    def column(self, name: str) -> NDArray[np.float32]:
        """An outcome column, run x quarter."""
        if name not in self._columns:
            outcome = _BY_COLUMN[name]
            self._columns.update(zip(outcome.columns(), outcome.arrays(self._view), strict=True))
        return self._columns[name]

    def lab(self, name: str, field: str) -> NDArray[np.float64]:
        """A lab's field in fourth quarters, else NaN."""
        table = self.tallies.lab[:, :, self.setup.lab_names.index(name)]
        values = np.full((len(table), self.setup.quarters), np.nan)
        employs = (table["staff"] > 0) | (table["compute"] > 0)
        fourth = np.arange(3, self.setup.quarters, 4)
        values[:, fourth] = np.where(employs, table[field], np.nan)[:, : len(fourth)]
        return values


@dataclass(frozen=True)
class Simulator:
    """Runs of history at chosen places of the uncertain numbers.

    Args:
        setup: a world that lasts until the last target.
        beliefs: the prior; a number's place is in standard deviations from its mean, on its scale.
        targets: what is looked at.
        threads: they change nothing but the time it takes.
    """

    setup: Setup
    beliefs: Beliefs
    targets: Targets
    threads: int

    def __call__(
        self, places: Places, working: NDArray[np.bool_], seed: int, first: int = 0
    ) -> NDArray[np.float64]:
        """What sources would print, before their errors and on the scales of these: run x target.

        Args:
            places: run x ``beliefs.free``.
            working: run x ``beliefs.switches``: which contested mechanisms are at work.
            seed: of the runs' luck.
            first: number of the first run.

        Returns:
            NaN in all targets of a run that broke off, and where a run gives no number.
        """
        params, kinds = self.beliefs.at(places, working)
        parts = np.array_split(np.arange(len(places)), self.threads)
        with ThreadPoolExecutor(self.threads) as pool:
            found = pool.map(
                lambda some: self._some(params[some], kinds[some], seed, (first + some).tolist()),
                [part for part in parts if len(part)],
            )
            return np.concatenate(list(found))

    def _some(
        self, params: Records, kinds: Records, seed: int, numbers: Sequence[int]
    ) -> NDArray[np.float64]:
        used = tallies(self.setup, min(BATCH, len(numbers)))
        found = []
        for begin in range(0, len(numbers), BATCH):
            some = slice(begin, begin + BATCH)
            out = wiped(used, len(numbers[some]))
            kernel.simulate_arms((self.setup,), params[some], kinds[some], seed, numbers[some], (out,))
            shown = self.targets.printed(_Seen(out, params[some], self.setup), self.setup.quarters)
            shown[out.status != OK] = np.nan
            found.append(shown)
        return np.concatenate(found)


def simulator(
    scenario: "Scenario",
    beliefs: Beliefs,
    targets: Targets,
    *,
    agents: int | None = None,
    threads: int | None = None,
) -> Simulator:
    """The model of a scenario's history, up to the last target.

    Args:
        scenario: gives the recorded policy; nothing that it sets itself comes before its start.
        beliefs: the prior.
        targets: what is looked at.
        agents: researchers simulated; default: the model's own.
        threads: default: one a core.
    """
    from aiscenarios.scenario import prepare

    last = targets.quarters
    short = replace(scenario, start=min(scenario.start, last), end=last - 1, by=last - 1)
    size: dict[str, Any] = {} if agents is None else {"agents": agents}
    return Simulator(prepare(short, **size), beliefs, targets, threads or os.cpu_count() or 1)
