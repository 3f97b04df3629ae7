"""Laws of the simulated world: what is conserved, what changes nothing, what is known without running it."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from aiscenarios.drivers import BLOC_LEVERS, EVENT, EVENT_KINDS, REACTION, WATCHED
from aiscenarios.engines.agents import RaceModel
from aiscenarios.engines.arrays import tallies
from aiscenarios.engines.kernel import simulate, simulate_arms
from aiscenarios.state import ACADEMIA, CN, OK, ROW, START_COHORT, TOP2, TOP20, US
from tests.engines import worlds
from tests.engines.test_engines_agree import CONSTANTS

QUARTERS = 14
CLOSED = {"attrition": 1e-9, "workforce_growth": 0.0, "entry_rate": 1e-9}  # nobody enters or leaves


def run(setup: Any, runs: int = 3, seed: int = 11, **changes: float) -> Any:
    """Some runs of a world at middling parameters."""
    params = np.repeat(worlds.params(CONSTANTS, **changes), runs)
    out = simulate(setup, params, np.repeat(worlds.kinds(), runs, axis=0), seed, range(runs))
    assert (out.status == OK).all()
    return out


def stepped(setup: Any, **changes: float) -> RaceModel:
    """A run as a Mesa model, at its end."""
    model = RaceModel(setup, worlds.params(CONSTANTS, **changes)[0], worlds.kinds()[0], seed=3, run=1)
    while model.running:
        model.step()
    return model


def test_money_is_conserved() -> None:
    """What outside accounts have put in is in the labs' cash, to rounding: a flow has a payer and a payee."""
    world = run(worlds.world(quarters=QUARTERS, agents=1000), spinout_rate=1.0).world
    turnover = 1e9 * QUARTERS
    assert np.abs(world["cash"]).max() > 1e6
    np.testing.assert_allclose(world["ledger"] + world["cash"], 0.0, atol=1e-9 * turnover)


def test_chips_are_conserved() -> None:
    """Without own chips, what labs hold grows by the world's supply and shrinks by wear alone."""
    setup = worlds.world(quarters=QUARTERS)
    setup.drivers.domestic[0] = 0.0
    out = run(setup)
    held = out.bloc["compute"].sum(axis=2)
    expected = held[:, :-1] * (1.0 - CONSTANTS["chip_wear"]) + out.world["supply"][:, 1:]
    np.testing.assert_allclose(held[:, 1:], expected, rtol=1e-9)


def test_own_chips_are_conserved() -> None:
    """With own chips, a faster ramp and start-ups that fail, a bloc's stock grows by its flow alone."""
    setup = worlds.world(quarters=QUARTERS, agents=1000, start=4, levers={(CN, "domestic_chips"): 3.0})
    out = run(setup, startup_failure=2.0, spinout_rate=1.0)
    held, flow = out.bloc["compute"], out.bloc["flow"]
    assert out.bloc["domestic"][:, -1, CN].min() > 0
    np.testing.assert_allclose(
        held[:, 1:], held[:, :-1] * (1.0 - CONSTANTS["chip_wear"]) + flow[:, 1:], rtol=1e-9
    )


def subsidised(before: float, later: float) -> Any:
    """A world in which China's labs get public money, US$ a year, before and after the start."""
    setup = worlds.world(quarters=QUARTERS, start=6)
    setup.drivers.bloc[:6, CN, BLOC_LEVERS.index("subsidy")] = before
    setup.drivers.bloc[6:, CN, BLOC_LEVERS.index("subsidy")] = later
    return setup


def test_public_money_reaches_the_labs_in_full() -> None:
    """What the labs of a bloc are paid is a quarter of the year's public money, no more, no less."""
    model = stepped(subsidised(1e9, 2e9))
    labs = model.arrays["labs"]
    assert labs["subsidy"][labs["bloc"] == CN].sum() == pytest.approx(2e9 / 4.0, rel=1e-12)
    assert labs["subsidy"][labs["bloc"] != CN].sum() == 0.0


def test_recorded_spending_holds_recorded_public_money() -> None:
    """Public money on record buys no chips twice; more of it later buys more, and the end of it less."""
    none, same, more, less = (
        run(subsidised(*levels)).bloc["compute"][:, :, CN]
        for levels in ((0.0, 0.0), (1e8, 1e8), (1e8, 3e8), (1e8, 0.0))
    )
    np.testing.assert_array_equal(none, same)
    assert (more[:, -1] > same[:, -1]).all() and (less[:, -1] < same[:, -1]).all()


def test_everybody_works_at_a_lab_that_is_open() -> None:
    """However many start-ups fail, nobody is left at one, and no graduate joins one that has just failed."""
    setup = worlds.world(quarters=QUARTERS, agents=1000, slots=60)
    changes = {"startup_failure": 2.0, "spinout_rate": 3.0, "seed_time": 3.0, "startup_seats": 2000.0}
    model = RaceModel(setup, worlds.params(CONSTANTS, **changes)[0], worlds.kinds()[0], seed=3, run=1)
    while model.running:
        model.step()
        people, labs = model.arrays["people"], model.arrays["labs"]
        assert labs["active"][people["lab"][people["active"] == 1]].all()
    assert model.tallies.bloc[0]["failed"].sum() > 0


def test_in_calm_times_nobody_is_alarmed() -> None:
    """Where people leave at a steady rate, leaving looks usual from the first year on, on average."""
    setup = worlds.world(quarters=QUARTERS, agents=2000, slots=60)
    changes = {"peer_pull": 0.0, "signal_pull": 0.0, "spinout_rate": 0.0}
    model = RaceModel(setup, worlds.params(CONSTANTS, **changes)[0], worlds.kinds()[0], seed=3, run=1)
    alarm, surprise = [], []
    while model.running:
        model.step()
        labs = model.arrays["labs"]
        alarm.append(np.average(labs["peers"], weights=labs["staff"]))
        surprise.append(model.arrays["pairs"]["surprise"][US, CN])
    assert max(np.abs(alarm)) < 0.25
    assert abs(np.mean(surprise)) < 0.3


def reversed_labs(setup: Any) -> Any:
    """The same world with the catalogue's labs listed from last to first; identities travel."""
    count = len(setup.lab_names)
    order = np.r_[np.arange(count)[::-1], np.arange(count, len(setup.labs))]
    labs = setup.labs[order]
    labs["parent"] = np.where(labs["parent"] < 0, labs["parent"], count - 1 - labs["parent"])
    return setup._replace(
        labs=labs, crafts=setup.crafts[order], lab_names=setup.lab_names[::-1],
        drivers=setup.drivers._replace(lab=setup.drivers.lab[:, order]),
    )  # fmt: skip


def test_the_order_in_which_labs_are_listed_changes_nothing() -> None:
    """Relabelled labs give the same blocs and flows, but for the rounding of sums."""
    setup = worlds.world(quarters=QUARTERS, agents=500)
    setup.labs["open"][:3] = (0.4, 0.8, 1.0)
    one, other = run(setup), run(reversed_labs(setup))
    for name in one.bloc.dtype.names:
        np.testing.assert_allclose(one.bloc[name], other.bloc[name], rtol=1e-9, atol=1e-9, err_msg=name)
    np.testing.assert_allclose(one.pair["moves"], other.pair["moves"], rtol=1e-9, atol=1e-9)


def answer_for_good(start: int) -> Any:
    """A world with a reaction for good that the first quarters call for, and the years after do not."""
    plan = np.zeros(1, REACTION)
    watch, lever = WATCHED.index("domestic_share.CN"), BLOC_LEVERS.index("export_controls")
    plan[0] = (watch, 0, 0.02, 1, -1, lever, CN, -1)
    values = np.full((1, QUARTERS), np.nan)
    values[:, start:] = 0.9
    return worlds.world(quarters=QUARTERS, start=start, reactions=plan, reaction_values=values)


def test_history_triggers_no_answer() -> None:
    """What was so before the scenario's start, and is no longer, sets off no reaction, for good or not."""
    start = 8
    usual = run(worlds.world(quarters=QUARTERS, start=start))
    share = usual.bloc["domestic"][:, :, CN] / usual.bloc["compute"][:, :, CN]
    assert (share[:, 0] < 0.02).all() and (share[:, start - 1 :] > 0.02).all()
    assert run(answer_for_good(start)).bloc.tobytes() == usual.bloc.tobytes()


def test_people_are_conserved_to_the_last_grain() -> None:
    """Tallied people are the agents' weights, and staff of all labs is all the people, without rounding."""
    model = stepped(worlds.world(quarters=QUARTERS))
    people, labs = model.arrays["people"], model.arrays["labs"]
    weights = people["weight"][people["active"] == 1].sum(dtype=np.float64)
    assert model.tallies.bloc[0, -1]["researchers"].sum() == weights
    assert labs["staff"].sum() == weights
    assert (labs["staff"][labs["active"] == 0] == 0).all()


def test_stocks_kept_up_are_stocks_counted_anew() -> None:
    """Heads by lab, origin and tier, authors, newcomers and cohorts are what a count of everybody gives."""
    setup = worlds.world(quarters=QUARTERS, agents=1000, start=6)
    model = stepped(setup, startup_failure=2.0, spinout_rate=1.0)
    labs, t = model.arrays["labs"], QUARTERS - 1
    everybody = pd.DataFrame(model.arrays["people"])
    people = everybody[everybody.active == 1].astype({"weight": float})
    people["bloc"], people["kind"] = labs["bloc"][people.lab], labs["kind"][people.lab]
    people["young"] = people.weight * np.exp(-0.25 * (t - people.born) / worlds.MIDDLE["visibility_age"])
    for tier, name in ((TOP20, "20"), (TOP2, "2")):
        top = people[people.tier >= tier]
        by_lab = top.groupby("lab")[["weight", "young"]].sum().reindex(range(len(labs)), fill_value=0.0)
        np.testing.assert_array_equal(labs[f"top{name}"], by_lab.weight)
        np.testing.assert_allclose(labs[f"young{name}"], by_lab.young, rtol=1e-9, atol=1e-9)
        by_origin = top.groupby(["lab", "origin"]).weight.sum()
        stocks = model.arrays["stocks"][f"top{name}"]
        assert stocks.sum() == by_origin.sum() > 0
        for (lab, origin), heads in by_origin.items():
            assert stocks[lab, origin] == heads
    settled = people[(people.kind < ACADEMIA) & (t - people.joined >= 4)].groupby("bloc").weight.sum()
    np.testing.assert_array_equal(model.tallies.bloc[0, t]["kept"], settled.reindex(range(3), fill_value=0.0))
    cohorts = model.tallies.cohort[0, t]
    for c, bit in (*enumerate(range(QUARTERS // 4)), (-1, START_COHORT)):
        marked = people[(people.cohorts.to_numpy() >> bit) & 1 == 1]
        assert cohorts[c]["heads"] == marked.weight.sum() > 0
        assert cohorts[c]["stayed"] == marked.weight[marked.bloc == US].sum()


def test_flows_balance_stocks() -> None:
    """With nobody entering or leaving research, a bloc's stock changes by flows across its borders alone."""
    setup = worlds.world(quarters=QUARTERS, agents=1000)
    out = run(setup, **CLOSED)
    stock, moves = out.bloc["researchers"], out.pair["moves"]
    change = moves.sum(axis=2) - moves.sum(axis=3)
    assert moves.sum() > 0
    np.testing.assert_allclose(np.diff(stock, axis=1), change[:, 1:], atol=1e-6)


def test_no_mobility_keeps_everybody_in_place() -> None:
    """If nobody looks around, enters or leaves, every bloc keeps its people exactly."""
    out = run(worlds.world(quarters=QUARTERS), look_rate=1e-12, look_ceiling=1e-9, **CLOSED)
    assert out.pair["moves"].sum() == 0
    stock = out.bloc["researchers"]
    np.testing.assert_allclose(stock, np.broadcast_to(stock[:, :1], stock.shape), rtol=1e-12)


def test_shares_of_tiers_are_what_they_are_called() -> None:
    """In every quarter the top fifth is 20% of the persons and the top 2% is 2%, to an agent's step."""
    out = run(worlds.world(quarters=QUARTERS, agents=4000), runs=1)
    total = out.bloc["researchers"].sum(axis=2)[0]
    assert out.bloc["top20"].sum(axis=2)[0] / total == pytest.approx(0.2, abs=0.01)
    assert out.bloc["top2"].sum(axis=2)[0] / total == pytest.approx(0.02, abs=0.002)


@pytest.mark.parametrize(
    ("bloc", "lever", "level"),
    [
        (CN, "export_controls", 1.0), (CN, "enforcement", 1.0), (CN, "buyer_guidance", 1.0),
        (CN, "domestic_chips", 3.0), (US, "visa_openness", 0.0), (CN, "talent_programme", 1e6),
        (US, "exit_controls", 0.9), (CN, "compliance", 24.0), (CN, "subsidy", 1e10), (US, "rhetoric", 1.0),
        (ROW, "education", 2.0), (US, "compute_budget", 3.0), (CN, "compensation", 3.0),
        (US, "retention_pay", 1e6), (US, "openness", 0.0),
    ],
)  # fmt: skip
def test_history_is_equal_to_the_last_bit_whatever_a_lever_does_later(
    bloc: int, lever: str, level: float
) -> None:
    """A lever that moves at the scenario's start changes nothing before it, and something after."""
    usual = {(CN, "export_controls"): 0.5}  # leaks and enforcement need something forbidden
    base, moved = (
        run(worlds.world(quarters=QUARTERS, agents=1000, start=6, levers=levers), talent_bite=1.0)
        for levers in (usual, usual | {(bloc, lever): level})
    )
    for name in ("bloc", "pair", "world"):
        same_before = getattr(base, name)[:, :6].tobytes() == getattr(moved, name)[:, :6].tobytes()
        assert same_before, name
    assert base.bloc.tobytes() != moved.bloc.tobytes() or base.pair.tobytes() != moved.pair.tobytes()


def persons(model: RaceModel) -> dict[int, tuple[float, ...]]:
    """What draws decided about everybody still there at the end."""
    tastes = ("taste_pay", "taste_freedom", "taste_compute", "taste_home")
    fields = ("origin", "skill", *tastes, "born", "retires")
    return {
        int(me["id"]): tuple(float(me[field]) for field in fields)
        for me in model.arrays["people"]
        if me["active"]
    }


def move_event(researchers: float) -> Any:
    """A scripted move from a US lab to a Chinese one in the first scenario quarter."""
    event = np.zeros(1, EVENT)
    event[0] = (6, EVENT_KINDS.index("move"), 0, 7, researchers, 0, -1, 0.0, 0)
    return event


@pytest.mark.parametrize(
    ("change", "parameters"),
    [
        ({"levers": {(ROW, "education"): 3.0}}, {}),           # extra graduates
        ({}, {"spinout_rate": 5.0}),                           # extra start-ups
        ({"levers": {(ROW, "subsidy"): 1e3}}, {}),             # an all but inert lever
        ({"events": move_event(30.0)}, {}),                    # people called elsewhere
        ({"slots": 40}, {}),                                   # more room
    ],
)  # fmt: skip
def test_nothing_changes_another_persons_draws(change: dict[str, Any], parameters: dict[str, float]) -> None:
    """Extra graduates, extra start-ups, a lever or an event leave every other person's draws as they were.

    This holds to the end of the run; people are found again by identity, not by slot.
    """
    calm = {"attrition": 0.065}
    base = persons(stepped(worlds.world(quarters=QUARTERS, agents=500), **calm))
    other = persons(stepped(worlds.world(quarters=QUARTERS, agents=500, **change), **calm | parameters))
    assert set(base) <= set(other)
    assert {identity: other[identity] for identity in base} == base


def test_watching_a_run_changes_nothing() -> None:
    """Printing, selecting and counting agents between quarters leaves the run as it was."""
    setup = worlds.world(quarters=QUARTERS)
    watched = RaceModel(setup, worlds.params(CONSTANTS)[0], worlds.kinds()[0], seed=3, run=1)
    seen = 0
    while watched.running:
        watched.step()
        seen += len(watched.researchers.select(lambda agent: agent.record["tier"] == 2))
        str(watched.arrays["labs"])
    assert seen > 0
    assert watched.tallies.bloc.tobytes() == stepped(setup).tallies.bloc.tobytes()


def test_runs_do_not_depend_on_how_they_are_cut() -> None:
    """Run 5 alone is run 5 of ten."""
    setup = worlds.world(quarters=QUARTERS)
    params, kinds = np.repeat(worlds.params(CONSTANTS), 10), np.repeat(worlds.kinds(), 10, axis=0)
    whole = simulate(setup, params, kinds, 11, range(10))
    alone = simulate(setup, params[:1], kinds[:1], 11, [5])
    assert whole.bloc[5].tobytes() == alone.bloc[0].tobytes()


def test_equal_blocs_stay_equal_in_expectation() -> None:
    """Two blocs alike in all but name keep equal shares of people and compute, within 4 sigma."""
    stock = np.zeros((3, 3, 3))
    for tier, persons_in_tier in enumerate((48_000.0, 10_800.0, 1_200.0)):
        stock[tier] = persons_in_tier * np.array([[0.35, 0.05, 0.0], [0.05, 0.35, 0.0], [0.1, 0.1, 0.0]])
    setup = worlds.world(quarters=QUARTERS, agents=800, stock=stock)
    setup.blocs["purse"], setup.blocs["market"] = (0.45, 0.45, 0.1), (500.0, 500.0, 500.0)
    setup.drivers.domestic[0] = 0.0
    same = {
        "pay_cn": 1.0, "recipe_gap_cn": 0.0, "cn_years": 1.0, "cn_entrant_share": 0.5, "us_of_rest": 1.0,
        "study_home_cn": 1.0, "study_home_us": 1.0, "elite_abroad": 0.0,
    }  # fmt: skip
    out = run(setup, runs=60, **same)
    for name in ("researchers", "top20", "compute"):
        values = out.bloc[name][:, -1]
        gap = (values[:, US] - values[:, CN]) / values[:, [US, CN]].sum(axis=1)
        assert abs(gap.mean()) < 4 * gap.std(ddof=1) / np.sqrt(len(gap)), name


@pytest.mark.parametrize("start", [5, 8])
def test_shared_history_gives_the_same_bits(start: int) -> None:
    """Runs forked at the start are those of each setup alone, to the last bit: tallies, events, reactions."""
    answers = answer_for_good(start)
    setups = [
        worlds.world(quarters=QUARTERS, agents=1000, start=start),
        worlds.world(quarters=QUARTERS, agents=1000, start=start, levers={(CN, "export_controls"): 1.0}),
        worlds.world(
            quarters=QUARTERS, agents=1000, start=start,
            reactions=answers.drivers.reactions, reaction_values=answers.drivers.reaction_values,
        ),
    ]  # fmt: skip
    params, kinds = np.repeat(worlds.params(CONSTANTS, spinout_rate=1.0), 3), np.repeat(worlds.kinds(), 3, 0)
    together = simulate_arms(setups, params, kinds, 11, range(3), [tallies(setup, 3) for setup in setups])
    for setup, out in zip(setups, together, strict=True):
        alone = simulate(setup, params, kinds, 11, range(3))
        for name in alone._fields:
            assert getattr(alone, name).tobytes() == getattr(out, name).tobytes(), name
    assert together[0].bloc.tobytes() != together[1].bloc.tobytes()
