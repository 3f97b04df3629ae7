"""People are conserved to the last grain, counts kept up are counts made anew, and moves balance stocks."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from hypothesis import event, given, settings
from numpy.typing import NDArray

from aiscenarios.engines.agents import RaceModel
from aiscenarios.rules.heads import visibility
from aiscenarios.state import ACADEMIA, CN, GRAIN, START_COHORT, TOP2, TOP20, US
from tests.laws import drawn

BLOCS = 3
HECTIC = {"attrition": 0.3, "spinout_rate": 0.5}
"""People retire and found often, so slots of people and of start-ups are used again."""


def persons(weights: NDArray[Any], *places: NDArray[Any], shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Persons by place: a plain sum of weights."""
    total = np.zeros(shape)
    np.add.at(total, places, weights.astype(np.float64))
    return total


def bloc_of(race: RaceModel, people: NDArray[Any]) -> NDArray[Any]:
    """Where each of some people works."""
    found: NDArray[Any] = race.arrays["labs"]["bloc"][people["lab"]].astype(int)
    return found


@settings(max_examples=15)
@given(drawn.cases(**HECTIC))
def test_everybody_is_somewhere_and_counted_once(case: drawn.Case) -> None:
    """In every quarter the tally, the labs' staff and the agents' weights agree, without rounding."""
    for race in drawn.stepped(case):
        people, labs = drawn.people(race), race.arrays["labs"]
        assert np.all(people["weight"] / GRAIN % 1.0 == 0.0) and np.all(people["weight"] > 0.0)
        staff = persons(people["weight"], people["lab"], shape=labs.shape)
        np.testing.assert_array_equal(labs["staff"], staff)
        here = persons(people["weight"], bloc_of(race, people), shape=(BLOCS,))
        np.testing.assert_array_equal(race.tallies.bloc[0, race.quarter - 1]["researchers"], here)
        assert labs["active"][people["lab"]].all()


@settings(max_examples=15)
@given(drawn.cases(**HECTIC))
def test_counts_kept_up_are_counts_made_anew(case: drawn.Case) -> None:
    """Tiers by lab and origin, authors, who is settled, cohorts: in every quarter what a recount gives."""
    for race in drawn.stepped(case):
        t, people, labs = race.quarter - 1, drawn.people(race), race.arrays["labs"]
        lab, origin, stocks = people["lab"], people["origin"].astype(int), race.arrays["stocks"]
        seen = np.array([visibility(me, t, race.arrays["p"]) for me in people])
        for least, name in ((TOP20, "20"), (TOP2, "2")):
            top = people["weight"] * (people["tier"] >= least)
            heads = persons(top, lab, origin, shape=stocks.shape)
            np.testing.assert_array_equal(stocks[f"top{name}"], heads)
            np.testing.assert_array_equal(labs[f"top{name}"], heads.sum(axis=1))
            young = persons(top * seen, lab, origin, shape=stocks.shape)
            np.testing.assert_allclose(stocks[f"young{name}"], young, rtol=1e-9, atol=1e-6)
            assert (stocks[f"young{name}"][stocks[f"top{name}"] == 0.0] == 0.0).all()
            np.testing.assert_allclose(labs[f"young{name}"], young.sum(axis=1), rtol=1e-9, atol=1e-6)
        settled = (labs["kind"][lab] < ACADEMIA) & (t - people["joined"] >= 4)
        kept = persons(people["weight"] * settled, bloc_of(race, people), shape=(BLOCS,))
        np.testing.assert_array_equal(race.tallies.bloc[0, t]["kept"], kept)


@settings(max_examples=15)
@given(drawn.cases(**HECTIC))
def test_cohorts_are_who_was_there_then(case: drawn.Case) -> None:
    """A cohort is China's top fifth in the US at a year's end, or at the start, still in research."""
    cohorts: dict[int, set[int]] = {}
    for race in drawn.stepped(case):
        t, people = race.quarter - 1, drawn.people(race)
        here = bloc_of(race, people) == US
        there = people["id"][here & (people["origin"] == CN) & (people["tier"] >= TOP20)]
        if t % 4 == 3:
            cohorts[t // 4] = set(there.tolist())
        if t == case.setup.start:
            cohorts[START_COHORT] = set(there.tolist())
        line = race.tallies.cohort[0, t]
        for bit, members in cohorts.items():
            found = line[-1 if bit == START_COHORT else bit]
            member = np.array([one in members for one in people["id"].tolist()])
            assert found["heads"] == people["weight"][member].sum(dtype=np.float64)
            assert found["stayed"] == people["weight"][member & here].sum(dtype=np.float64)


def snapshots(case: drawn.Case) -> Iterator[tuple[RaceModel, dict[int, tuple[int, Any]]]]:
    """At every quarter's end where each person works, and their record, by identity."""
    for race in drawn.stepped(case):
        people = drawn.people(race)
        where = zip(bloc_of(race, people).tolist(), people, strict=True)
        yield race, dict(zip(people["id"].tolist(), where, strict=True))


@settings(max_examples=15)
@given(drawn.cases(**HECTIC))
def test_flows_balance_stocks(case: drawn.Case) -> None:
    """A bloc's people change by who crossed, who came and who left research; all of it in whole grains."""
    before: dict[int, tuple[int, Any]] = {}
    crossed = 0.0
    for race, now in snapshots(case):
        t = race.quarter - 1
        moves = {name: np.zeros((BLOCS, BLOCS)) for name in ("moves", "moves20", "moves2")}
        arrivals, graduates = np.zeros(BLOCS), np.zeros(BLOCS)
        for who, (there, me) in now.items():
            here, was = before.get(who, (int(me["origin"]), me))
            if who not in before:
                graduates[here] += me["weight"]
            arrivals[there] += me["weight"] if here != there != me["origin"] else 0.0
            if who in before and here != there:
                for least, name in enumerate(moves):
                    moves[name][here, there] += me["weight"] if was["tier"] >= least else 0.0
        if t > 0:
            for name, found in moves.items():
                np.testing.assert_array_equal(race.tallies.pair[0, t][name], found)
            np.testing.assert_array_equal(race.tallies.bloc[0, t]["graduates"], graduates)
            np.testing.assert_array_equal(race.tallies.bloc[0, t]["arrivals"], arrivals)
        crossed += moves["moves"].sum()
        before = now
    event("people cross borders" if crossed > 0.0 else "nobody crosses a border")


@settings(max_examples=20)
@given(drawn.cases(attrition=1e-9, workforce_growth=0.0, entry_rate=1e-9))
def test_without_births_and_deaths_borders_explain_everything(case: drawn.Case) -> None:
    """With nobody entering or leaving research, a bloc's stock changes by tallied crossings alone."""
    out = drawn.run(case)
    stock, moves = out.bloc["researchers"][0], out.pair["moves"][0]
    change = moves.sum(axis=1) - moves.sum(axis=2)
    np.testing.assert_array_equal(np.diff(stock, axis=0), change[1:])
    assert len(np.unique(stock.sum(axis=1))) == 1
