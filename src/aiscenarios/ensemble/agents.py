"""One run of a scenario as a Mesa model: the run that an ensemble holds under the same seed and number."""

import warnings
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from mesa.agent import AgentSet
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.engines import agents as engine
from aiscenarios.engines.actors import BlocAgent, LabAgent, ResearcherAgent
from aiscenarios.ensemble.asking import asked, check_numbers
from aiscenarios.ensemble.model import assemble
from aiscenarios.errors import InputError, did_you_mean
from aiscenarios.outcomes import Outcome, View, evaluate
from aiscenarios.scenario import outside

if TYPE_CHECKING:
    import pandas as pd

    from aiscenarios.levers import UserLever
    from aiscenarios.scenario import Scenario

__all__ = ["COLLECTED", "BlocAgent", "LabAgent", "RaceModel", "ResearcherAgent"]

COLLECTED = (
    "talent_share.top20.US", "talent_share.top20.CN", "compute_share.US", "compute_share.CN", "us_gap",
    "us_lead_months", "retention.US", "adoption.US", "adoption.CN", "decoupling",
)  # fmt: skip
"""Outcome columns that are collected unless others are asked for."""


class RaceModel(engine.RaceModel):
    """A run you can step, stop, print, watch and change.

    Agents stand in ``researchers``, ``labs`` and ``blocs``, and all of them in Mesa's own ``agents``, each an
    AgentSet: ``model.researchers.select(lambda agent: agent.record["tier"] == 2)``. ``datacollector`` holds
    outcomes quarter by quarter as they were known then.

    Args:
        scenario: a scenario, a shipped name, or a path.
        seed: of all draws.
        run: the run's number.
        agents: researchers simulated, 100 or more; default: the model's own.
        beliefs: what its numbers are drawn from, as for :func:`aiscenarios.run`.
        collect: outcome columns for the data collector.
        levers: policies from outside the package.
        outcomes: outcomes from outside the package.
        order: puts a set of agents in the order they act in; any order gives the same run.

    Raises:
        InputError: the scenario is not one, a number is out of range, or there is no such column.
    """

    def __init__(
        self,
        scenario: "Scenario | str | Path",
        *,
        seed: int,
        run: int,
        agents: int | None = None,
        beliefs: str | None = None,
        collect: Sequence[str] = COLLECTED,
        levers: "Sequence[UserLever]" = (),
        outcomes: Sequence[Outcome] = (),
        order: Callable[[AgentSet], AgentSet] = lambda agents: agents,
    ) -> None:
        check_numbers(run=run, seed=seed, agents=agents)
        model = assemble(
            asked(scenario, None, outside(levers, outcomes)), seed, agents=agents, beliefs=beliefs
        )
        self.catalogue = model.catalogue
        self.lab_names = model.setup.lab_names
        reporters = {name: partial(RaceModel.value, name=self._column(name)) for name in collect}
        params, kinds = model.beliefs.draws(seed, [run])
        self._given = params
        super().__init__(model.setup, params[0], kinds[0], seed=seed, run=run, order=order)
        self.datacollector = mesa.DataCollector(model_reporters=reporters)

    def step(self) -> None:
        """One quarter; what it led to is collected."""
        before = self.quarter
        super().step()
        if self.quarter > before:
            self.datacollector.collect(self)

    def value(self, name: str) -> float:
        """An outcome of the last quarter as it is known now; NaN if nothing or later quarters decide it."""
        return float(self._known(name)[self.quarter - 1]) if self.quarter else float("nan")

    def outcomes(self) -> "pd.DataFrame":
        """All outcomes of the quarters so far; at the end what an ensemble stores of this run."""
        import pandas as pd

        columns = [column for outcome in self.catalogue for column in outcome.columns()]
        found = {column: self._known(column)[: self.quarter] for column in columns}
        return pd.DataFrame(found, index=[quarters.label(t) for t in range(self.quarter)])

    def frame(self, array: str) -> "pd.DataFrame":
        """The records of ``people``, ``labs`` or ``blocs`` as a table, those at work alone."""
        import pandas as pd

        table = pd.DataFrame(self.arrays[array])
        return table[table["active"] == 1] if "active" in table else table

    def _column(self, name: str) -> str:
        known = [column for outcome in self.catalogue for column in outcome.columns()]
        if name not in known:
            raise InputError(f"there is no outcome '{name}'", path="collect", hint=did_you_mean(name, known))
        return name

    def _known(self, column: str) -> NDArray[np.float32]:
        """An outcome by quarter, from the quarters that have been: what lies ahead is undefined."""
        outcome = next(each for each in self.catalogue if column in each.columns())
        so_far = self._so_far
        view = View(
            so_far("bloc"), so_far("pair"), so_far("world"), so_far("cohort"), self._given, self.setup.start
        )  # fmt: skip
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore", RuntimeWarning)  # means of nothing before anything is known
            found = evaluate(view, (outcome,))[column]
        return np.asarray(found[0])

    def _so_far(self, part: str) -> NDArray[Any]:
        table: NDArray[Any] = getattr(self.tallies, part).copy()
        for name in table.dtype.names or ():
            table[name][:, self.quarter :] = np.nan
        return table
