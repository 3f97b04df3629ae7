"""Answers known without running: stillness, symmetry and scale. Chance is judged at four standard errors."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from aiscenarios.engines.kernel import simulate
from aiscenarios.rules.mobility import borders
from aiscenarios.state import CN, NOWHERE, OK, ROW, US
from tests.laws import drawn, worlds

SURE = 4.0
QUARTERS, RUNS, SEED = 14, 200, 11
CLOSED = {"attrition": 1e-9, "workforce_growth": 0.0, "entry_rate": 1e-9}
"""Nobody enters or leaves research."""
ALIKE = {
    "pay_cn": 1.0, "pay_row": 1.0, "recipe_gap_cn": 0.0, "recipe_gap_row": 0.0, "cn_years": 1.0,
    "cn_entrant_share": 0.5, "us_of_rest": 1.0, "study_home_cn": 1.0, "study_home_us": 1.0,
    "elite_abroad": 0.0, "release_lag": 2.0, **drawn.ERAS,
}  # fmt: skip
"""The US and China differ in nothing that is a parameter; models come early."""
MIRROR = [CN, US, ROW]
COMPARED = (
    "researchers", "top20", "top2", "origin20", "graduates", "compute", "flow", "recipe", "best_compute",
    "users", "adoption", "releases", "lab_staff", "pay", "founded", "invested",
)  # fmt: skip


@settings(max_examples=20)
@given(drawn.cases(scripted=False, look_rate=1e-12, look_ceiling=1e-9, **CLOSED))
def test_no_mobility_keeps_everybody_in_place(case: drawn.Case) -> None:
    """If nobody looks around, enters or leaves, each person stays at their lab and each stock is constant."""
    first: dict[int, int] = {}
    for race in drawn.stepped(case):
        where = {int(me["id"]): int(me["lab"]) for me in drawn.people(race)}
        first = first or where
        assert where == first
        line = race.tallies.bloc[0, race.quarter - 1]["researchers"]
        np.testing.assert_array_equal(line, race.tallies.bloc[0, 0]["researchers"])
        assert not race.tallies.pair[0, race.quarter - 1]["moves"].any()


def test_in_calm_times_nobody_is_alarmed() -> None:
    """Where people leave at a steady rate, leaving looks usual from the first year on, on average."""
    params = worlds.params(peer_pull=0.0, signal_pull=0.0, spinout_rate=0.0)
    setup = worlds.world(quarters=QUARTERS, agents=2000, slots=60)
    alarm, surprise = [], []
    for race in drawn.stepped(drawn.Case(setup, params, worlds.kinds(), 3, 1)):
        labs = race.arrays["labs"]
        alarm.append(np.average(labs["peers"], weights=labs["staff"]))
        surprise.append(race.arrays["pairs"]["surprise"][US, CN])
    assert max(np.abs(alarm)) < 0.25
    assert abs(np.mean(surprise)) < 0.3


def finished(setup: Any, *, runs: int = RUNS, seed: int = SEED, **changes: float) -> Any:
    """Some runs of a world at middling parameters."""
    params = np.repeat(worlds.params(**changes), runs)
    out = simulate(setup, params, np.repeat(worlds.kinds(), runs, axis=0), seed, range(runs))
    assert (out.status == OK).all()
    return out


def sigmas(differences: NDArray[np.float64]) -> float:
    """Mean difference in its own standard errors; 0 where there is no difference at all."""
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    if error == 0.0:
        return np.inf if differences.any() else 0.0
    return float(abs(differences.mean()) / error)


def stock(skew: float) -> NDArray[np.float64]:
    """Persons by tier, origin and work: ``skew`` 0 is alike for the US and China."""
    places = np.array([[0.35, 0.05, 0.0], [0.05 - 0.02 * skew, 0.35 - 0.1 * skew, 0.0], [0.1, 0.1, 0.0]])
    return np.array([48_000.0, 10_800.0, 1_200.0]).reshape(3, 1, 1) * places


def alike(skew: float = 0.0, **more: Any) -> Any:
    """A world whose US and China are one another's image, but for some skew."""
    setup = worlds.world(quarters=QUARTERS, agents=800, slots=60, stock=stock(skew), **more)
    setup.blocs["purse"] = (0.45 + 0.2 * skew, 0.45 - 0.2 * skew, 0.1)
    setup.blocs["market"], setup.blocs["games"] = 500.0, 5e10
    setup.drivers.domestic[0] = (0.0, 500.0 * skew, 0.0)
    return setup


def test_equal_blocs_stay_equal_in_expectation() -> None:
    """Two blocs alike in all but name have equal people, chips, methods, products and money, in each."""
    out = finished(alike(), **ALIKE)
    for name in COMPARED:
        values = out.bloc[name][:, 1:].sum(axis=1)
        assert sigmas(values[:, US] - values[:, CN]) < SURE, name
    moves = out.pair["moves"].sum(axis=1)
    for one, other in (((US, CN), (CN, US)), ((US, ROW), (CN, ROW)), ((ROW, US), (ROW, CN))):
        assert sigmas(moves[:, *one] - moves[:, *other]) < SURE, one


def mirrored(setup: Any) -> Any:
    """The same world with the names of the US and China exchanged; labs, people and policies go along."""
    labs, blocs, drivers = setup.labs.copy(), setup.blocs[MIRROR].copy(), setup.drivers
    labs["bloc"] = np.array(MIRROR)[labs["bloc"]]
    blocs["rival"] = np.where(blocs["rival"] == NOWHERE, NOWHERE, np.array(MIRROR)[blocs["rival"]])
    return setup._replace(
        labs=labs, blocs=blocs, stock=setup.stock.take(MIRROR, axis=1).take(MIRROR, axis=2),
        drivers=drivers._replace(
            **{name: getattr(drivers, name).take(MIRROR, axis=1) for name in ("bloc", "spread", "domestic")}
        ),
    )  # fmt: skip


def test_relabelled_blocs_give_relabelled_results_in_expectation() -> None:
    """Whatever is done to the one bloc under the other's name is done to it under its own."""
    levers = {
        (CN, "export_controls"): 0.8, (CN, "buyer_guidance"): 0.3, (US, "visa_openness"): 0.3,
        (CN, "talent_programme"): 4e5, (US, "rhetoric"): 0.8, (CN, "rhetoric"): 0.4, (CN, "compliance"): 6.0,
        (US, "retention_pay"): 3e5, (CN, "subsidy"): 3e8, (US, "compute_budget"): 1.5, (CN, "education"): 1.3,
    }  # fmt: skip
    world = alike(skew=1.0, levers=levers)
    one, other = finished(world, **ALIKE), finished(mirrored(world), seed=SEED + 1, **ALIKE)
    apart = []
    for name in COMPARED:
        ours, theirs = one.bloc[name][:, 1:].sum(axis=1), other.bloc[name][:, 1:].sum(axis=1)
        for b in range(3):
            assert sigmas(ours[:, b] - theirs[:, MIRROR[b]]) < SURE, (name, b)
        apart.append(sigmas(ours[:, US] - ours[:, CN]) > SURE)
    moves, image = one.pair["moves"].sum(axis=1), other.pair["moves"].sum(axis=1)
    for b in range(3):
        for c in range(3):
            assert sigmas(moves[:, b, c] - image[:, MIRROR[b], MIRROR[c]]) < SURE, (b, c)
    assert np.mean(apart) > 0.5


def shares(out: Any, name: str) -> NDArray[np.float64]:
    """Each bloc's share at the end, run x bloc."""
    values = out.bloc[name][:, -1]
    found: NDArray[np.float64] = values / values.sum(axis=1, keepdims=True)
    return found


@pytest.mark.parametrize("name", ["researchers", "top20", "top2", "origin20", "compute"])
def test_twice_the_agents_for_as_many_people_keep_shares_in_expectation(name: str) -> None:
    """How many agents stand for the world's researchers moves no share, in expectation."""
    few, many = (
        finished(worlds.world(quarters=QUARTERS, agents=n, slots=200), seed=SEED + n) for n in (1500, 3000)
    )
    for b in range(3):
        ours, theirs = shares(few, name)[:, b], shares(many, name)[:, b]
        assert abs(ours.mean() - theirs.mean()) < SURE * np.sqrt((ours.var() + theirs.var()) / (RUNS - 1)), b


def doubled(setup: Any) -> Any:
    """Twice the people, seats, users, chips and money."""
    labs, blocs, drivers = setup.labs.copy(), setup.blocs.copy(), setup.drivers
    labs["size"] *= 2.0
    blocs["market"] *= 2.0
    return setup._replace(
        labs=labs, blocs=blocs, stock=2.0 * setup.stock,
        drivers=drivers._replace(
            supply=2.0 * drivers.supply, spending=2.0 * drivers.spending, domestic=2.0 * drivers.domestic
        ),
    )  # fmt: skip


def test_a_doubled_world_keeps_shares_in_expectation() -> None:
    """Twice of everything, the same agents and draws: twice the people, and no share moves."""
    still = {"spinout_rate": 0.0, "knowhow_transfer": 0.0}  # their chance is one person's, whatever the world
    world = worlds.world(quarters=QUARTERS, agents=1500)
    half = {name: worlds.FIXED[name] for name in ("talent_half", "star_half", "signal_floor")}
    one = finished(world, **still)
    two = finished(doubled(world), **still, **{name: 2.0 * value for name, value in half.items()})
    for name in ("researchers", "top20", "top2", "compute"):
        np.testing.assert_allclose(two.bloc[name].sum(axis=2), 2.0 * one.bloc[name].sum(axis=2), rtol=0.01)
        for b in range(3):
            assert sigmas(shares(two, name)[:, b] - shares(one, name)[:, b]) < SURE, (name, b)


def test_a_border_is_the_same_both_ways_for_blocs_that_are_alike() -> None:
    """With no levers, earlier moves or talk, crossing is the same whoever crosses, into whichever bloc."""
    world, gates = worlds.world(), np.zeros((3, 3, 3))
    blocs, pairs = world.blocs, np.zeros((3, 3), dtype=[("surprise", "f8")])
    blocs["visa_openness"] = 1.0
    borders(gates, blocs, pairs, worlds.params()[0])
    away = [gates[o, h, t] for o in range(3) for h in range(3) for t in range(3) if h != t and o != t]
    back = [gates[o, h, o] for o in range(3) for h in range(3) if h != o]
    assert len(set(away)) == 1 and len(set(back)) == 1
    assert back[0] > away[0]
    assert not any(gates[o, h, h] for o in range(3) for h in range(3))
