"""One run of a scenario as a Mesa model: the run that an ensemble holds under the same seed and number."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mesa.agent import AgentSet

from aiscenarios.engines import agents as engine
from aiscenarios.engines.agents import BlocAgent, LabAgent, ResearcherAgent
from aiscenarios.ensemble.model import assemble
from aiscenarios.ensemble.run import asked

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["BlocAgent", "LabAgent", "RaceModel", "ResearcherAgent"]


class RaceModel(engine.RaceModel):
    """A run you can step, stop, print and watch.

    Args:
        scenario: a scenario, a shipped name, or a path.
        seed, run: which run.
        agents: researchers simulated, 100 or more; default: the model's own.
        order: puts a set of agents in the order they act in; any order gives the same run.

    Raises:
        InputError: the scenario is not one, or there are too few agents.
    """

    def __init__(
        self,
        scenario: "Scenario | str | Path",
        *,
        seed: int,
        run: int,
        agents: int | None = None,
        order: Callable[[AgentSet], AgentSet] = lambda agents: agents,
    ) -> None:
        model = assemble(asked(scenario, by=None), seed, agents=agents)
        params, kinds = model.beliefs.draws(seed, [run])
        super().__init__(model.setup, params[0], kinds[0], seed=seed, run=run, order=order)
