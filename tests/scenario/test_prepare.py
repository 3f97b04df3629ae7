"""From a scenario to arrays: levels where they are felt, labs, reactions, events, beliefs."""

from collections.abc import Callable

import numpy as np
import pytest

from aiscenarios import evidence, levers, scenario
from aiscenarios.drivers import BLOC_LEVERS, LAB_LEVERS, Setup
from aiscenarios.evidence.labs import load_catalogue
from aiscenarios.quarters import parse
from aiscenarios.scenario import Scenario
from aiscenarios.state import BLOCS, CN, KINDS, ROW, US

type Write = Callable[..., str]


def prepared(written: Write, body: str) -> Setup:
    """A small setup of a body."""
    return scenario.prepare(scenario.load(written(body)), agents=10, startup_slots=3)


def level(setup: Setup, lever: str, bloc: int) -> np.ndarray:
    """A lever by quarter, where a bloc feels it."""
    return setup.drivers.bloc[:, bloc, BLOC_LEVERS.index(lever)]


def test_a_scenario_that_sets_nothing_is_the_record(written: Write) -> None:
    """Without settings, drivers are the recorded paths held, to the bit."""
    setup = prepared(written, "")
    recorded, spread = levers.history_arrays(setup.quarters)
    assert np.array_equal(setup.drivers.bloc, recorded)
    assert np.array_equal(setup.drivers.spread, spread)
    assert np.isnan(setup.drivers.lab).all()
    assert (len(setup.drivers.reactions), len(setup.drivers.events)) == (0, 0)


@pytest.mark.parametrize("lever", BLOC_LEVERS)
def test_every_lever_leaves_history_alone(lever: str, written: Write) -> None:
    """A lever set from the start changes nothing before it and no other lever, and is known exactly."""
    term = levers.by_name(lever)
    value = term.high if term.unit not in {"US$", "US$/year"} else f"US$ {term.high}"
    setup = prepared(written, f"levers: {{{lever}: {value}}}\n")
    recorded, spread = levers.history_arrays(setup.quarters)
    assert np.array_equal(setup.drivers.bloc[: setup.start], recorded[: setup.start])
    assert np.array_equal(setup.drivers.spread[: setup.start], spread[: setup.start])
    others = [k for k, name in enumerate(BLOC_LEVERS) if name != lever]
    assert np.array_equal(setup.drivers.bloc[:, :, others], recorded[:, :, others])
    felt = [BLOCS.index(bloc) for bloc in term.felt_at]
    assert (level(setup, lever, felt[0])[setup.start :] == term.high).all()
    assert (setup.drivers.spread[setup.start :, felt, BLOC_LEVERS.index(lever)] == 0.0).all()
    elsewhere = [b for b in range(len(BLOCS)) if b not in felt]
    k = BLOC_LEVERS.index(lever)
    assert np.array_equal(setup.drivers.bloc[:, elsewhere, k], recorded[:, elsewhere, k])


def test_a_bloc_beats_all(written: Write) -> None:
    """A value for all holds where no bloc has its own, in any order of the file."""
    setup = prepared(written, "levers: {visa_openness: {US: 0.9, all: 0.3}}\n")
    assert [level(setup, "visa_openness", b)[setup.start] for b in (US, CN, ROW)] == [0.9, 0.3, 0.3]


def test_a_lab_beats_its_bloc_from_its_own_date(written: Write) -> None:
    """A lab's level is its bloc's until its own begins; a ramp starts from the bloc's level."""
    body = "levers: {compensation: {CN: 2x, Tencent: {ramp: {from: 2027Q1, to: 2027Q3, value: 4x}}}}\n"
    setup = prepared(written, body)
    tencent = setup.drivers.lab[:, setup.lab_names.index("Tencent"), LAB_LEVERS.index("compensation")]
    first = parse("2027Q1")
    assert np.isnan(tencent[: first + 1]).all()
    assert tencent[first + 1 : first + 4].tolist() == [3.0, 4.0, 4.0]
    assert np.isnan(np.delete(setup.drivers.lab, setup.lab_names.index("Tencent"), axis=1)).all()


def test_money_for_a_lab_is_a_lever_of_its_own(written: Write) -> None:
    """US$ a year for a lab stands in the column for dollars, from the start."""
    setup = prepared(written, "levers: {compute_budget: {Tencent: US$ 5bn}}\n")
    column = setup.drivers.lab[:, setup.lab_names.index("Tencent"), LAB_LEVERS.index("compute_dollars")]
    assert np.isnan(column[: setup.start]).all() and (column[setup.start :] == 5e9).all()


def test_uncertainty_shrinks_along_a_ramp(written: Write) -> None:
    """Half way along a ramp half of the record's spread is left, at its end none."""
    setup = prepared(written, "levers: {subsidy: {US: {ramp: {from: 2027Q1, to: 2028Q1, value: US$ 9bn}}}}\n")
    spread = setup.drivers.spread[:, US, BLOC_LEVERS.index("subsidy")]
    first = parse("2027Q1")
    assert spread[first] == spread[first - 1] > 0.0
    assert spread[first + 2] == spread[first] / 2
    assert spread[first + 4] == 0.0


def test_reactions_name_what_they_watch_and_set(written: Write) -> None:
    """A reaction is one record for each lever and place, able to act from the scenario's start on."""
    body = (
        "reactions:\n"
        "  - {who: US, when: us_lead_months < 3 months, for: 2, set: {export_controls: total_ban}}\n"
        "  - {who: CN, when: adoption.CN > 40%, set: {subsidy: US$ 9bn, compensation: 2x}, lasts: for good}\n"
        '  - {who: Tencent, when: "us_gap > 5 points", set: {openness: 0.2}, lasts: 8 quarters}\n'
    )
    setup = prepared(written, body)
    plans, values = setup.drivers.reactions, setup.drivers.reaction_values
    assert plans["hold"].tolist() == [2, 1, 1, 1]
    assert plans["lasts"].tolist() == [0, -1, -1, 8]
    assert plans["above"].tolist() == [0, 1, 1, 1]
    assert plans["threshold"].tolist() == [3.0, 0.4, 0.4, 5.0]
    assert plans["bloc"].tolist() == [CN, CN, CN, -1]
    assert plans["lab"].tolist() == [-1, -1, -1, setup.lab_names.index("Tencent")]
    assert plans["lever"].tolist()[:3] == [
        BLOC_LEVERS.index(n) for n in ("export_controls", "subsidy", "compensation")
    ]
    assert plans["lever"][3] == LAB_LEVERS.index("openness")
    assert np.isnan(values[:, : setup.start]).all()
    assert values[:, -1].tolist() == [1.0, 9e9, 2.0, 0.2]


def test_a_lab_joins_behind_the_catalogue(written: Write) -> None:
    """A new lab follows the catalogue's, is founded when it joins, and lives on its cash as a start-up."""
    body = (
        "labs:\n  - {name: Maple AI, bloc: US, like: Mistral AI, joins: 2027Q1, cash: US$ 50M, users: 2M}\n"
    )
    setup = prepared(written, body)
    known = load_catalogue().names
    assert setup.lab_names == (*known, "Maple AI")
    maple = setup.labs[len(known)]
    assert (maple["founded"], maple["bloc"], maple["kind"]) == (parse("2027Q1"), US, KINDS.index("startup"))
    assert (maple["cash"], maple["users"]) == (5e7, 2.0)
    assert len(setup.labs) == len(known) + 1 + 3


def test_a_known_lab_can_differ(written: Write) -> None:
    """What is said of a catalogue's lab replaces that number and no other."""
    changed, plain = prepared(written, "labs:\n  - {name: Tencent, friction: 20%}\n"), prepared(written, "")
    place = plain.lab_names.index("Tencent")
    assert changed.labs[place]["friction"] == 0.2
    others = [name for name in plain.labs.dtype.names or () if name != "friction"]
    assert all(
        np.array_equal(changed.labs[f], plain.labs[f], equal_nan=plain.labs[f].dtype.kind == "f")
        for f in others
    )


def test_events_stand_in_the_order_of_time(written: Write) -> None:
    """Moves name two labs and a group, cuts a bloc or everywhere; they are sorted by quarter."""
    body = (
        "events:\n"
        "  - {at: 2028Q1, chips_cut: {all: 40%, lasts: 4 quarters}}\n"
        "  - {at: 2027Q2, move: {from: OpenAI, to: Tencent, researchers: 3, group: top2}}\n"
        "  - {at: 2029Q1, chips_cut: {CN: 10%, lasts: 1 year}}\n"
    )
    setup = prepared(written, body)
    events = setup.drivers.events
    assert events["at"].tolist() == [parse("2027Q2"), parse("2028Q1"), parse("2029Q1")]
    assert (events[0]["source"], events[0]["target"]) == tuple(
        map(setup.lab_names.index, ("OpenAI", "Tencent"))
    )
    assert (events[0]["researchers"], events[0]["group"]) == (3.0, 2)
    assert events["bloc"].tolist()[1:] == [-1, CN]
    assert (events["cut"].tolist()[1:], events["lasts"].tolist()[1:]) == ([0.4, 0.1], [4, 4])


def test_beliefs_reach_the_prior(written: Write) -> None:
    """A stated interval is the prior, a fixed value holds in every run, an ignored claim moves nothing."""
    stated = "peer_pull: {prior: 0.1 to 0.5, level: 80%}, leakage: {fix: 20%}"
    body = f"beliefs: {{{stated}, claims: {{003-7: ignore}}}}\n"
    read, known = scenario.load(written(body)), evidence.load()
    beliefs = scenario.priors(read, known)
    scale = known.parameter("peer_pull").scale
    assert beliefs.mean[beliefs.names.index("peer_pull")] == pytest.approx((np.log(0.1) + np.log(0.5)) / 2)
    assert scale.kind == "log"
    assert beliefs.fixed[beliefs.names.index("leakage")] == 0.2
    without = evidence.priors(known, ignore=["003-7"])
    cut = beliefs.names.index("game_cost_cut")
    assert beliefs.mean[cut] == without.mean[cut] != evidence.priors(known).mean[cut]


def test_a_longer_run_has_the_same_history() -> None:
    """Moving the end adds quarters and changes none that were there."""
    today = scenario.load("current_policy")
    short, long = (scenario.prepare(one, agents=10) for one in (today, _until(today, "2035Q4")))
    assert long.quarters == short.quarters + 12
    for name in ("bloc", "spread", "supply", "spending", "domestic", "lab"):
        before, after = getattr(short.drivers, name), getattr(long.drivers, name)
        assert np.array_equal(before, after[: short.quarters], equal_nan=True)


def _until(today: Scenario, end: str) -> Scenario:
    return today.with_set(f"end={end}")
