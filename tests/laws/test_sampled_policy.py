"""Sampled policy in a run: its own path, the same in both engines, after a history that all runs share."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aiscenarios import levers
from aiscenarios.drivers import BLOC_LEVERS, HELD, REACTION, REGIME, WATCHED, Setup
from aiscenarios.engines.arrays import own_drivers, tallies
from aiscenarios.engines.kernel import simulate_arms
from aiscenarios.levers import Change, Combiner, Given, UserLever, add, cap, floor, multiply, replace
from aiscenarios.state import BLOCS, CN, US
from tests.laws import drawn

CONTROLS, VISA = BLOC_LEVERS.index("export_controls"), BLOC_LEVERS.index("visa_openness")
PLACES = ((CN, CONTROLS, 0.4, 0.0, 1.0), (US, VISA, 0.7, 1.0, -1.0))
"""Bloc, lever, level, no effect, room."""


def restless(setup: Setup, hazard: float = 0.4) -> Setup:
    """The world with two levers that move often, from levels of their own that are held until then."""
    moves, path = np.zeros(len(PLACES), REGIME), setup.drivers.bloc.copy()
    for row, (bloc, lever, level, none, room) in zip(moves, PLACES, strict=True):
        path[:, bloc, lever] = level
        row["id"], row["lever"], row["bloc"] = 11 + lever, lever, bloc
        row["level"], row["none"], row["room"], row["least"] = level, none, room, 0.005
        row["tightened"] = row["loosened"] = 50.0 * hazard
        row["could_tighten"] = row["could_loosen"] = 50.0
        row["tightenings"] = row["loosenings"] = 10.0
        row["tightening"] = row["loosening"] = 4.0
    regimes = HELD._replace(moves=moves, pace=0.4, free=np.ones(path.shape, np.bool_))
    return setup._replace(drivers=setup.drivers._replace(bloc=path), regimes=regimes)


def sampled(case: drawn.Case, **of: float) -> drawn.Case:
    """The case under sampled policy."""
    return case._replace(setup=restless(case.setup, **of))


@settings(max_examples=15)
@given(drawn.cases(), st.integers(0, 2**32))
def test_engines_agree_on_sampled_policy(case: drawn.Case, salt: int) -> None:
    """Kernel and Mesa model follow the same path: the same bits, whatever the order of the agents."""
    case = sampled(case)
    *_, race = drawn.stepped(case, order=drawn.shuffled(salt))
    assert drawn.same(drawn.left_by(race), drawn.run(case))


@settings(max_examples=15)
@given(drawn.cases())
def test_history_is_the_same_for_held_and_sampled(case: drawn.Case) -> None:
    """Before the start no bit differs; forked there, each arm is what it is alone."""
    moving = sampled(case)
    held = moving._replace(setup=moving.setup._replace(regimes=HELD))
    one, other, start = drawn.run(held, runs=2), drawn.run(moving, runs=2), case.setup.start
    assert drawn.bits_before(one, start) == drawn.bits_before(other, start)
    params, kinds = np.repeat(case.params, 2), np.repeat(case.kinds, 2, axis=0)
    setups, numbers = [held.setup, moving.setup], [case.number, case.number + 1]
    arms = simulate_arms(setups, params, kinds, case.seed, numbers, [tallies(setup, 2) for setup in setups])
    assert drawn.same(arms[0], one) and drawn.same(arms[1], other)


def test_sampled_policy_reaches_the_run() -> None:
    """In some world, runs that differ in nothing but their path differ in what they leave."""
    different = []

    @settings(max_examples=10)
    @given(drawn.cases(longest=16))
    def law(case: drawn.Case) -> None:
        moving = sampled(case)
        held = moving._replace(setup=moving.setup._replace(regimes=HELD))
        different.append(not drawn.same(drawn.run(held), drawn.run(moving)))

    law()
    assert any(different)


@settings(max_examples=25)
@given(drawn.cases(), st.floats(0.0, 1.0), st.integers(0, 5))
def test_what_is_set_is_not_sampled(case: drawn.Case, level: float, later: int) -> None:
    """From its quarter on a level that is set holds in every run; until then the path is the run's."""
    setup = restless(case.setup)
    at = min(setup.start + later, setup.quarters)
    free, path = setup.regimes.free.copy(), setup.drivers.bloc.copy()
    free[at:, CN, CONTROLS], path[at:, CN, CONTROLS] = False, level
    its = setup._replace(drivers=setup.drivers._replace(bloc=path), regimes=setup.regimes._replace(free=free))
    for run in range(5):
        found, sampled_ = (own_drivers(one, case.seed, run).bloc for one in (its, setup))
        assert (found[at:, CN, CONTROLS] == level).all()
        assert (found[:at] == sampled_[:at]).all()
        assert (found[:, US, VISA] == sampled_[:, US, VISA]).all()


def mine(name: str, how: Combiner, value: float) -> UserLever:
    """A lever from outside that does one thing to export controls."""

    def changes(given: Given) -> list[Change]:
        asked = np.where(given.level["CN"] > 0.0, value, np.nan)
        return [Change("export_controls", "CN", how, asked)]

    return UserLever(
        name=name, title="Mine", sentence="Does one thing.", unit="share", owner=("CN",), low=0.0, high=1.0,
        no_effect=0.0, source="this test", changes=changes,
    )  # fmt: skip


def with_mine(setup: Setup, some: Sequence[UserLever]) -> dict[UserLever, NDArray[np.float64]]:
    """Each at full strength from the start on."""
    return dict.fromkeys(some, np.ones((setup.quarters, len(BLOCS))))


POLICIES = st.tuples(st.sampled_from([multiply, add, floor, cap]), st.floats(0.0, 1.0))


@settings(max_examples=25)
@given(drawn.cases(), st.lists(POLICIES, min_size=1, max_size=4))
def test_policies_from_outside_act_on_each_runs_own_level(
    case: drawn.Case, some: list[tuple[Combiner, float]]
) -> None:
    """A factor, sum, floor or cap does to a sampled level what it does to a held one of the same height."""
    setup = restless(case.setup)
    own = with_mine(setup, [mine(f"mine_{n}", *each) for n, each in enumerate(some)])
    moved = levers.changed(setup, own)
    for run in range(5):
        path = own_drivers(setup, case.seed, run)
        wanted = levers.apply(path, own, start=setup.start).bloc
        assert np.allclose(own_drivers(moved, case.seed, run).bloc, wanted, rtol=1e-12)


@settings(max_examples=10)
@given(drawn.cases(), st.floats(0.0, 1.0))
def test_a_policy_from_outside_that_sets_a_level_ends_its_path(case: drawn.Case, level: float) -> None:
    """A setting from outside holds in every run, as one of the scenario's own."""
    setup = restless(case.setup)
    setup = levers.changed(setup, with_mine(setup, [mine("mine", replace, level)]))
    for run in range(5):
        path = own_drivers(setup, case.seed, run).bloc
        assert (path[setup.start :, CN, CONTROLS] == level).all()


@settings(max_examples=10)
@given(drawn.cases(scripted=False), st.floats(0.0, 1.0))
def test_a_reaction_beats_the_path(case: drawn.Case, level: float) -> None:
    """A reaction that is met sets its level in every run, whatever the path."""
    plan = np.zeros(1, REACTION)
    plan[0] = (WATCHED.index("compute_share.US"), 1, -1.0, 1, -1, CONTROLS, CN, -1)
    values = np.full((1, case.setup.quarters), np.nan)
    values[:, case.setup.start :] = level
    case = drawn.changed(sampled(case), reactions=plan, reaction_values=values)
    for race in drawn.stepped(case):
        if race.quarter > case.setup.start:
            assert race.arrays["blocs"][CN]["export_controls"] == level


def test_no_hazard_is_policy_held() -> None:
    """With hazards of zero every run is the held one, to the bit."""

    @settings(max_examples=10)
    @given(drawn.cases())
    def law(case: drawn.Case) -> None:
        still = sampled(case, hazard=0.0)
        held = still._replace(setup=still.setup._replace(regimes=HELD))
        assert drawn.same(drawn.run(still), drawn.run(held))

    law()
