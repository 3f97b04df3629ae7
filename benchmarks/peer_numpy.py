"""The mobility core in vectorised numpy: one array a quantity, masks for who looks around."""

import numpy as np

from benchmarks.core import Core, Moves

__all__ = ["simulate"]


def simulate(world: Core, quarters: int, seed: int) -> Moves:
    """The core with whole-array operations."""
    rng = np.random.default_rng(seed)
    p, bloc, origin = world.p, world.bloc, world.origin
    pay, freedom, compute, taste_home = world.tastes.T * np.array([[1.0], [1.0], [1.0], [p["weight_home"]]])
    lab, joined = world.lab.copy(), -world.tenure
    former = np.full(len(lab), -1)
    heights, first = _ladders(world)
    by_pair = np.zeros((quarters, len(world.vacancies), len(world.vacancies)), np.int64)
    tenure = np.zeros(quarters)

    def appeal(who, where):  # type: ignore[no-untyped-def]
        see = world.offers[where]
        return (
            pay[who] * see[:, 0] + freedom[who] * see[:, 1] + compute[who] * see[:, 2] + see[:, 3]
            + taste_home[who] * (bloc[where] == origin[who])
        )  # fmt: skip

    everybody = np.arange(len(lab))
    for t in range(quarters):
        content = appeal(everybody, lab)
        odds = (
            world.unease[lab]
            - p["content_hold"] * np.clip(content, -p["view_limit"], p["view_limit"])
            - p["tenure_hold"] * np.log1p(0.25 * (t - joined))
        )
        looks = rng.random(len(lab)) < p["look_ceiling"] / (1.0 + np.exp(-odds))
        who = np.flatnonzero(looks)
        here, born = bloc[lab[who]], origin[who]
        offers = np.stack([
            former[who],
            _picked(heights, first, here, rng.random(len(who))),
            np.where(born == here, -1, _picked(heights, first, born, rng.random(len(who)))),
            _picked(heights, first, _elsewhere(world, here, rng.random(len(who))), rng.random(len(who))),
        ])  # fmt: skip
        values = np.empty((5, len(who)))
        values[0] = content[who] + p["switch_cost"]
        for n, offer in enumerate(offers):
            values[n + 1] = appeal(who, offer) + world.gates[born, here, bloc[offer]]
            asked_before = (offers[:n] == offer).any(axis=0)
            values[n + 1][(offer < 0) | (offer == lab[who]) | asked_before] = -np.inf
        choice = (values + rng.gumbel(size=values.shape)).argmax(axis=0)
        moved = choice > 0
        who, target = who[moved], offers[choice[moved] - 1, np.flatnonzero(moved)]
        np.add.at(by_pair[t], (bloc[lab[who]], bloc[target]), 1)
        tenure[t] = (t - joined[who]).mean() if len(who) else 0.0
        former[who], lab[who], joined[who] = lab[who], target, t
    return Moves(by_pair, tenure)


def _ladders(world: Core):  # type: ignore[no-untyped-def]
    """Running sums of openings by bloc, one after the other, and where each bloc begins."""
    count = len(world.vacancies)
    sums = [np.cumsum(world.openings[world.bloc == b]) for b in range(count)]
    first = np.searchsorted(world.bloc, np.arange(count))
    return np.concatenate([b + each / each[-1] for b, each in enumerate(sums)]), first


def _picked(heights, first, blocs, u):  # type: ignore[no-untyped-def]
    """Labs at heights u of the blocs' ladders."""
    found = np.searchsorted(heights, blocs + u, side="right")
    return np.minimum(found, len(heights) - 1) if len(first) else found


def _elsewhere(world: Core, here, u):  # type: ignore[no-untyped-def]
    """For each a bloc other than its own, by openings."""
    weight = np.tile(world.vacancies + 1.0, (len(here), 1))
    weight[np.arange(len(here)), here] = 0.0
    sums = weight.cumsum(axis=1)
    return (sums < (u * sums[:, -1])[:, None]).sum(axis=1)
