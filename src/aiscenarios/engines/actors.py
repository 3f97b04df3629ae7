"""Who acts in the Mesa model: an actor holds an index and calls the compiled steps of ``rules`` for it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import mesa

from aiscenarios.rules import (
    chips,
    efficiency,
    genesis,
    market,
    mobility,
    money,
    policy,
    products,
    research,
    spinouts,
)

if TYPE_CHECKING:
    from aiscenarios.engines.agents import RaceModel

__all__ = ["BlocAgent", "LabAgent", "ResearcherAgent", "Step"]

type Step = Callable[..., Any]


class _Actor(mesa.Agent):  # type: ignore[misc]
    """Somebody with a record in one of the model's arrays."""

    array: str
    own: str = "i"

    def __init__(self, model: "RaceModel", index: int) -> None:
        super().__init__(model)
        self.index = index

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.index})"

    @property
    def record(self) -> Any:
        """The actor's record, a view: ``agent.record["lab"]``."""
        return self.model.arrays[self.array][self.index]

    def act(self, step: Step, **more: Any) -> Any:
        """Do one step of the rules for this actor."""
        return self.model.do(step, **{self.own: self.index}, **more)


class ResearcherAgent(_Actor):
    """A researcher you can stop and question."""

    array = "people"

    def __init__(self, model: "RaceModel", index: int) -> None:
        super().__init__(model, index)
        self.identity = self.record["id"]

    @property
    def here(self) -> bool:
        """Whether the record is still this researcher's: slots are used again, identities are not."""
        me = self.record
        return bool(me["active"] and me["id"] == self.identity)

    def look(self) -> None:
        """If called up: look around, perhaps decide to leave."""
        if self.index in self.model.called and self.act(mobility.stirs):
            self.act(mobility.prepare, lookers=self.model.arrays["ids"][[self.index]])
            self.act(mobility.look, n=0)

    def settle(self) -> None:
        """Learn whether there is a seat."""
        self.act(mobility.settle)


class LabAgent(_Actor):
    """A lab, or the slot of a start-up that has failed."""

    array = "labs"

    def join(self) -> None:
        """Open in the founding quarter."""
        self.act(genesis.join)

    def obey(self) -> None:
        """Take the levers in force."""
        self.act(policy.lab_levers)

    def buy(self) -> None:
        """Buy chips."""
        self.act(chips.buy)

    def learn(self) -> None:
        """Improve methods."""
        self.act(efficiency.learn)

    def work(self) -> None:
        """Do research."""
        self.act(research.work)

    def ship(self) -> None:
        """Release what is good enough."""
        self.act(products.ship)

    def integrate(self) -> None:
        """Build a model into products."""
        self.act(products.integrate)

    def appeal(self) -> None:
        """Pull on the markets."""
        self.act(products.appeal)

    def share(self) -> None:
        """Win or lose use."""
        self.act(products.share)

    def earn(self) -> None:
        """Earn and pay."""
        self.act(money.earn)

    def plan(self) -> None:
        """Plan budget, seats and pay."""
        self.act(money.plan)

    def offer(self) -> None:
        """Show researchers what there is."""
        self.act(market.offer)

    def fare(self) -> None:
        """Raise a round or fail, if a start-up."""
        self.act(spinouts.fare)


class BlocAgent(_Actor):
    """A bloc: where policy is felt."""

    array = "blocs"
    own = "b"

    def obey(self) -> None:
        """Take the levers in force."""
        self.act(policy.bloc_levers)

    def trade(self) -> None:
        """Find out which chips can be had."""
        self.act(chips.access)

    def adopt(self) -> None:
        """Use models and agents more."""
        self.act(products.adopt)
