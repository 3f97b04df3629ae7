"""The mobility core in plain Mesa, as its tutorial teaches: an Agent with a step, an AgentSet to do it."""

import math

import mesa
import numpy as np

from benchmarks.core import Core, Moves

__all__ = ["simulate"]


class Lab(mesa.Agent):  # type: ignore[misc]
    """A lab, which only stands there."""

    def __init__(self, model, bloc, offers, unease):  # type: ignore[no-untyped-def]
        super().__init__(model)
        self.bloc, self.unease = bloc, unease
        self.pay, self.freedom, self.compute, self.standing = offers


class Researcher(mesa.Agent):  # type: ignore[misc]
    """Somebody who may look around and move."""

    def __init__(self, model, origin, tastes, lab, tenure):  # type: ignore[no-untyped-def]
        super().__init__(model)
        self.origin, self.lab, self.tenure, self.former = origin, lab, tenure, None
        self.taste_pay, self.taste_freedom, self.taste_compute, self.taste_home = tastes

    def appeal(self, lab):  # type: ignore[no-untyped-def]
        """Utility of working at a lab."""
        home = self.model.weight_home * self.taste_home if lab.bloc == self.origin else 0.0
        return (
            self.taste_pay * lab.pay
            + self.taste_freedom * lab.freedom
            + self.taste_compute * lab.compute
            + lab.standing
            + home
        )

    def hazard(self, content):  # type: ignore[no-untyped-def]
        """Chance of looking around."""
        model = self.model
        odds = (
            self.lab.unease
            - model.content_hold * min(max(content, -model.view_limit), model.view_limit)
            - model.tenure_hold * math.log1p(0.25 * self.tenure)
        )
        return model.look_ceiling / (1.0 + math.exp(-odds))

    def offers(self):  # type: ignore[no-untyped-def]
        """The labs that ask, each once."""
        model, here = self.model, self.lab.bloc
        found = [self.former, model.pick(here), model.pick(model.elsewhere(here))]
        if self.origin != here:
            found.append(model.pick(self.origin))
        return [lab for lab in dict.fromkeys(found) if lab is not None and lab is not self.lab]

    def step(self):  # type: ignore[no-untyped-def]
        """One quarter."""
        model, here = self.model, self.lab
        content = self.appeal(here)
        if self.random.random() < self.hazard(content):
            offers = self.offers()
            worth = [math.exp(content + model.switch_cost)] + [
                math.exp(self.appeal(lab) + model.gates[self.origin][here.bloc][lab.bloc]) for lab in offers
            ]
            choice = self.random.choices([None, *offers], weights=worth)[0]
            if choice is not None:
                model.moves.append((here.bloc, choice.bloc, self.tenure))
                self.former, self.lab, self.tenure = here, choice, 0
        self.tenure += 1


class Mobility(mesa.Model):  # type: ignore[misc]
    """The core."""

    def __init__(self, world: Core, seed: int) -> None:
        super().__init__(rng=seed)
        for name in (
            "content_hold", "tenure_hold", "view_limit", "look_ceiling", "weight_home", "switch_cost",
        ):  # fmt: skip
            setattr(self, name, float(world.p[name]))
        self.gates = world.gates.tolist()
        self.vacancies = world.vacancies.tolist()
        labs = [Lab(self, int(b), o.tolist(), float(u)) for b, o, u in zip(
            world.bloc, world.offers, world.unease, strict=True)]  # fmt: skip
        blocs = range(len(self.vacancies))
        self.labs = [[lab for lab in labs if lab.bloc == b] for b in blocs]
        sums = [np.cumsum(world.openings[world.bloc == b]).tolist() for b in blocs]
        self.openings = sums
        self.moves: list[tuple[int, int, int]] = []
        for origin, tastes, lab, tenure in zip(
            world.origin, world.tastes, world.lab, world.tenure, strict=True
        ):
            Researcher(self, int(origin), tastes.tolist(), labs[lab], int(tenure))
        self.researchers = self.agents_by_type[Researcher]

    def pick(self, bloc):  # type: ignore[no-untyped-def]
        """A lab of a bloc, by openings."""
        return self.random.choices(self.labs[bloc], cum_weights=self.openings[bloc])[0]

    def elsewhere(self, here):  # type: ignore[no-untyped-def]
        """A bloc other than here, by openings."""
        others = [b for b in range(len(self.vacancies)) if b != here]
        return self.random.choices(others, weights=[self.vacancies[b] + 1.0 for b in others])[0]

    def step(self) -> None:
        """Everybody's quarter, in random order as the tutorial does it."""
        self.moves.clear()
        self.researchers.shuffle_do("step")


def simulate(world: Core, quarters: int, seed: int) -> Moves:
    """The core in Mesa."""
    model = Mobility(world, seed)
    return run(model, quarters)


def run(model: Mobility, quarters: int) -> Moves:
    """A model that has been set up, simulated to the end."""
    blocs = len(model.vacancies)
    by_pair, tenure = np.zeros((quarters, blocs, blocs), np.int64), np.zeros(quarters)
    for t in range(quarters):
        model.step()
        for here, there, stayed in model.moves:
            by_pair[t, here, there] += 1
            tenure[t] += stayed / len(model.moves)
    return Moves(by_pair, tenure)
