"""The mobility core in AgentPy, as its documentation teaches: Agents with a setup, an AgentList, a Model."""

import math

import agentpy as ap  # type: ignore[import-untyped]
import numpy as np

from benchmarks.core import Core, Moves

__all__ = ["simulate"]


class Lab(ap.Agent):  # type: ignore[misc]
    """A lab, which only stands there."""

    def setup(self, bloc, offers, unease):  # type: ignore[no-untyped-def]
        """What it offers."""
        self.bloc, self.unease = bloc, unease
        self.pay, self.freedom, self.compute, self.standing = offers


class Researcher(ap.Agent):  # type: ignore[misc]
    """Somebody who may look around and move."""

    def setup(self, origin, tastes, lab, tenure):  # type: ignore[no-untyped-def]
        """Who it is and where."""
        self.origin, self.lab, self.tenure, self.former = origin, lab, tenure, None
        self.taste_pay, self.taste_freedom, self.taste_compute, self.taste_home = tastes

    def appeal(self, lab):  # type: ignore[no-untyped-def]
        """Utility of working at a lab."""
        home = self.p.weight_home * self.taste_home if lab.bloc == self.origin else 0.0
        return (
            self.taste_pay * lab.pay
            + self.taste_freedom * lab.freedom
            + self.taste_compute * lab.compute
            + lab.standing
            + home
        )

    def hazard(self, content):  # type: ignore[no-untyped-def]
        """Chance of looking around."""
        p = self.p
        odds = (
            self.lab.unease
            - p.content_hold * min(max(content, -p.view_limit), p.view_limit)
            - p.tenure_hold * math.log1p(0.25 * self.tenure)
        )
        return p.look_ceiling / (1.0 + math.exp(-odds))

    def offers(self):  # type: ignore[no-untyped-def]
        """The labs that ask, each once."""
        model, here = self.model, self.lab.bloc
        found = [self.former, model.pick(here), model.pick(model.elsewhere(here))]
        if self.origin != here:
            found.append(model.pick(self.origin))
        return [lab for lab in dict.fromkeys(found) if lab is not None and lab is not self.lab]

    def move(self):  # type: ignore[no-untyped-def]
        """One quarter."""
        model, here, random = self.model, self.lab, self.model.random
        content = self.appeal(here)
        if random.random() < self.hazard(content):
            offers = self.offers()
            worth = [math.exp(content + self.p.switch_cost)] + [
                math.exp(self.appeal(lab) + self.p.gates[self.origin][here.bloc][lab.bloc]) for lab in offers
            ]
            choice = random.choices([None, *offers], weights=worth)[0]
            if choice is not None:
                model.left.append((here.bloc, choice.bloc, self.tenure))
                self.former, self.lab, self.tenure = here, choice, 0
        self.tenure += 1


class Mobility(ap.Model):  # type: ignore[misc]
    """The core."""

    def setup(self) -> None:
        """Labs and researchers."""
        world: Core = self.p.world
        rows = zip(world.bloc.tolist(), world.offers.tolist(), world.unease.tolist(), strict=True)
        labs = [Lab(self, *row) for row in rows]
        blocs = range(len(self.p.vacancies))
        self.labs = [[lab for lab in labs if lab.bloc == b] for b in blocs]
        self.openings = [np.cumsum(world.openings[world.bloc == b]).tolist() for b in blocs]
        people = zip(
            world.origin.tolist(), world.tastes.tolist(), [labs[k] for k in world.lab], world.tenure.tolist(),
            strict=True,
        )  # fmt: skip
        self.agents = ap.AgentList(self, [Researcher(self, *person) for person in people])
        blocs_left = (self.p.steps, len(self.p.vacancies), len(self.p.vacancies))
        self.by_pair, self.tenure_left = np.zeros(blocs_left, np.int64), np.zeros(self.p.steps)

    def pick(self, bloc):  # type: ignore[no-untyped-def]
        """A lab of a bloc, by openings."""
        return self.random.choices(self.labs[bloc], cum_weights=self.openings[bloc])[0]

    def elsewhere(self, here):  # type: ignore[no-untyped-def]
        """A bloc other than here, by openings."""
        others = [b for b in range(len(self.p.vacancies)) if b != here]
        return self.random.choices(others, weights=[self.p.vacancies[b] + 1.0 for b in others])[0]

    def step(self) -> None:
        """Everybody's quarter; the order does not matter, as labs do not change."""
        self.left: list[tuple[int, int, int]] = []
        self.agents.move()
        for here, there, stayed in self.left:
            self.by_pair[self.t - 1, here, there] += 1
            self.tenure_left[self.t - 1] += stayed / len(self.left)


def prepared(world: Core, quarters: int, seed: int) -> Mobility:
    """A model with its parameters."""
    names = ("content_hold", "tenure_hold", "view_limit", "look_ceiling", "weight_home", "switch_cost")
    return Mobility(
        {name: float(world.p[name]) for name in names}
        | {"world": world, "gates": world.gates.tolist(), "vacancies": world.vacancies.tolist()}
        | {"steps": quarters, "seed": seed}
    )


def simulate(world: Core, quarters: int, seed: int) -> Moves:
    """The core in AgentPy."""
    model = prepared(world, quarters, seed)
    model.run(display=False)
    return Moves(model.by_pair, model.tenure_left)
