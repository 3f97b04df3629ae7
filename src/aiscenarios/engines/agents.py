"""The same run as a Mesa model: agents you can stop, print, select, watch and subclass.

There is no arithmetic here: the model and its actors call the compiled steps of ``rules``. Phases are
synchronous, so the order of agents does not matter, and every draw has its address, so Mesa's own random
numbers are not used.
"""

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet

from aiscenarios.drivers import Setup
from aiscenarios.engines.actors import BlocAgent, LabAgent, ResearcherAgent, Step
from aiscenarios.engines.arrays import entrants, finite, lever_shifts, own_drivers, scratch, tallies
from aiscenarios.engines.status import sentence
from aiscenarios.rules import (
    chips,
    efficiency,
    genesis,
    heads,
    market,
    mobility,
    money,
    moves,
    pipeline,
    policy,
    products,
    spinouts,
    tally,
    tiers,
)
from aiscenarios.state import NOT_FINITE, OK, Records

__all__ = ["RaceModel"]


@cache
def _inputs(step: Step) -> tuple[str, ...]:
    """The names of the arrays a step reads and writes."""
    return tuple(inspect.signature(step).parameters)


class RaceModel(mesa.Model):  # type: ignore[misc]
    """One run of a setup, quarter by quarter.

    Args:
        setup: the world and its drivers.
        params: one parameters.PARAMS record.
        kinds: six parameters.KIND records.
        seed, run: the address of the run; the kernel's run of the same address has the same bits.
        order: puts a set of agents in the order they act in; any order gives the same run.
    """

    def __init__(
        self,
        setup: Setup,
        params: Any,
        kinds: Records,
        *,
        seed: int,
        run: int,
        order: Callable[[AgentSet], AgentSet] = lambda agents: agents,
    ) -> None:
        super().__init__()
        self.setup, self.order, self.quarter = setup, order, 0
        self.called: set[int] = set()
        self.tallies = tallies(setup, 1)
        state, drivers = scratch(setup), own_drivers(setup, seed, run)
        self.arrays: dict[str, Any] = {
            **state._asdict(),
            "p": params, "kinds": kinds, "stock": setup.stock, "agents": setup.agents, "start": setup.start,
            "path": drivers.bloc, "spread": drivers.spread, "bounds": drivers.bounds, "lab_path": drivers.lab,
            "plans": drivers.reactions, "values": drivers.reaction_values, "events": drivers.events,
            "supply": drivers.supply, "spending": drivers.spending, "domestic": drivers.domestic,
            "shift": lever_shifts(seed, run), "entering": entrants(setup.agents, params),
            "notes": self.tallies.notes[0], "world_tally": self.tallies.world[0],
            "seed": np.uint64(seed), "run": run, "t": 0,
        }  # fmt: skip
        if finite(params, kinds):
            self._begin()
        else:
            state.world["status"] = NOT_FINITE
        self.blocs = AgentSet([BlocAgent(self, b) for b in range(len(setup.blocs))])
        self.labs = AgentSet([], random=self.random)
        self._open_labs()
        self.researchers = AgentSet([self.new_researcher(i) for i in range(setup.agents)])

    def new_researcher(self, index: int) -> ResearcherAgent:
        """The agent of a person; a subclass of the model can choose another class for some."""
        return ResearcherAgent(self, index)

    @property
    def status(self) -> str:
        """How the run stands, in words."""
        world = self.arrays["world"][0]
        return sentence(int(world["status"]), int(world["status_at"]))

    def do(self, step: Step, **own: Any) -> Any:
        """Call a step of the rules with the arrays it names."""
        return step(*(own[name] if name in own else self.arrays[name] for name in _inputs(step)))

    def each(self, agents: AgentSet, action: str) -> None:
        """Every agent acts once, in the model's order."""
        self.order(agents).do(action)

    def _begin(self) -> None:
        self.do(genesis.start_world)
        self.do(policy.world_paths)
        self.do(genesis.people_of_2019)
        self.do(genesis.found_labs)
        self.do(tiers.experience_gains)
        self.do(mobility.tenure_holds)

    def step(self) -> None:
        """One quarter; nothing happens after the end, or after the run broke."""
        if self.quarter == self.setup.quarters or self.arrays["world"][0]["status"] != OK:
            self.running = False
            return
        t = self.quarter
        self.arrays["t"] = t
        self.arrays["world"][0]["quarter"] = t
        self.arrays["bloc_tally"] = self.tallies.bloc[0, t]
        self.arrays["cohort_tally"] = self.tallies.cohort[0, t]
        self.arrays["pair_tally"] = self.tallies.pair[0, t]
        self.arrays["lab_tally"] = self.tallies.lab[0, t // 4]
        self._policy_and_chips()
        self._research_and_products()
        self._money()
        self._people()
        self._tally()
        self.quarter = t + 1

    def _policy_and_chips(self) -> None:
        self.do(policy.reactions)
        self.do(policy.world_paths)
        self.do(policy.cuts)
        self.each(self.blocs, "obey")
        self.each(self.labs, "join")
        self.each(self.labs, "obey")
        self.each(self.blocs, "trade")
        self.do(chips.clear)
        self.each(self.labs, "buy")

    def _research_and_products(self) -> None:
        self.do(efficiency.survey)
        self.each(self.labs, "learn")
        self.each(self.labs, "work")
        self.each(self.labs, "ship")
        self.do(products.release)
        self.do(products.best_released)
        self.each(self.labs, "integrate")
        self.each(self.labs, "appeal")
        self.do(products.markets)
        self.each(self.labs, "share")
        self.each(self.blocs, "adopt")
        self.do(products.report)

    def _money(self) -> None:
        self.do(money.purses)
        self.do(money.dividends)
        self.each(self.labs, "earn")
        self.do(money.book)
        self.each(self.labs, "plan")

    def _people(self) -> None:
        self.do(spinouts.order_labs)
        self.do(market.openings)
        self.do(market.means)
        self.each(self.labs, "offer")
        self.do(moves.clear)
        self.do(heads.age)
        self.do(mobility.year_of_draws)
        self.do(mobility.call_up)
        self.called = set(self.arrays["called"][: self.arrays["world"][0]["called"]].tolist())
        self.do(moves.calls)
        self.do(mobility.borders)
        self.each(self.researchers, "look")
        self.do(market.count_asked)
        self.each(self.researchers, "settle")
        self.do(moves.register)
        self.do(spinouts.found)
        self._open_labs()
        self.each(self.labs, "fare")
        self.do(spinouts.wind_up)
        self.do(moves.signals)
        self.do(pipeline.graduates)
        self._come_and_go()

    def _tally(self) -> None:
        self.do(tiers.rank_tiers)
        self.do(tiers.mark_cohorts)
        self.do(tally.people)
        self.do(tally.coauthors)
        self.do(tally.flank)
        self.do(tally.labs_and_blocs)
        self.do(tally.write)
        self.do(tally.feedback)

    def _open_labs(self) -> None:
        """An agent for every slot that has been used: in the others there is nothing to act."""
        for index in range(len(self.labs), int(self.arrays["world"][0]["employers"])):
            self.labs.add(LabAgent(self, index))

    def _come_and_go(self) -> None:
        """Agents follow the records: who retired goes, who graduated comes."""
        for agent in list(self.researchers):
            if not agent.here:
                self.researchers.remove(agent)
                agent.remove()
        present = {agent.index for agent in self.researchers}
        for index in np.flatnonzero(self.arrays["people"]["active"]):
            if index not in present:
                self.researchers.add(self.new_researcher(int(index)))
