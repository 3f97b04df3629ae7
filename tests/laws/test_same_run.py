"""Same seed, same run: to the last bit, however runs are cut, ordered, shared out or started."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiscenarios.drivers import EVENT
from aiscenarios.engines.arrays import Tallies, tallies, wiped
from aiscenarios.engines.kernel import simulate, simulate_arms
from tests.laws import drawn

RUNS = 5


def simulated(case: drawn.Case, numbers: list[int]) -> Tallies:
    """Runs by number, each with parameters of its own."""
    params = np.repeat(case.params, len(numbers))
    params["look_rate"] *= 1.0 - 0.05 * np.array(numbers)
    return simulate(
        case.setup, params, np.repeat(case.kinds, len(numbers), axis=0), case.seed,
        [case.number + n for n in numbers],
    )  # fmt: skip


@settings(max_examples=20)
@given(drawn.cases(), st.permutations(range(RUNS)), st.integers(1, RUNS))
def test_runs_do_not_depend_on_their_company(case: drawn.Case, order: list[int], some: int) -> None:
    """Some runs in any order are those runs of all in their order."""
    whole, part = simulated(case, list(range(RUNS))), simulated(case, order[:some])
    assert drawn.bits(part) == drawn.bits(whole, order[:some])
    assert drawn.bits(whole, [0]) != drawn.bits(whole, [1])


@settings(max_examples=10)
@given(drawn.cases())
def test_threads_change_nothing(case: drawn.Case) -> None:
    """Runs of one world simulated at the same time are those simulated one after the other."""
    whole = simulated(case, list(range(RUNS)))
    with ThreadPoolExecutor(RUNS) as pool:
        for n, alone in enumerate(pool.map(lambda number: simulated(case, [number]), range(RUNS))):
            assert drawn.bits(alone) == drawn.bits(whole, [n])


@settings(max_examples=10)
@given(drawn.cases(), drawn.cases())
def test_used_memory_leaves_no_trace(case: drawn.Case, before: drawn.Case) -> None:
    """Tallies that held another run of the same world, and were wiped, hold what new ones would."""
    before = before._replace(setup=case.setup)
    used = drawn.run(before, runs=RUNS)
    again = simulate_arms([case.setup], case.params, case.kinds, case.seed, [case.number], [wiped(used, 1)])[
        0
    ]
    assert drawn.same(again, drawn.run(case))


@settings(max_examples=5)
@given(drawn.cases())
def test_a_run_leaves_its_world_as_it_was(case: drawn.Case) -> None:
    """Setup, drivers, parameters and kinds are read and never written."""
    given_arrays = [*case.setup, *case.setup.drivers, case.params, case.kinds]
    before = [each.tobytes() for each in given_arrays if isinstance(each, np.ndarray)]
    drawn.run(case)
    *_, race = drawn.stepped(case)
    assert race.quarter == case.setup.quarters
    assert [each.tobytes() for each in given_arrays if isinstance(each, np.ndarray)] == before


@st.composite
def branches(draw: st.DrawFn) -> list[drawn.Case]:
    """Some cases alike up to the start; from there levers, reactions and events are their own."""
    trunk = draw(drawn.cases())
    start, quarters, drivers = trunk.setup.start, trunk.setup.quarters, trunk.setup.drivers
    arms = [trunk]
    for _ in range(draw(st.integers(1, 3))):
        bloc, lab = draw(drawn.paths(drivers.bloc)), draw(drawn.lab_paths(drivers.lab))
        bloc[:start], lab[:start] = drivers.bloc[:start], drivers.lab[:start]
        later = draw(drawn.events(quarters))
        both = np.concatenate([drivers.events[drivers.events["at"] < start], later[later["at"] >= start]])
        plan, values = draw(drawn.plans(quarters, start))
        kept = draw(st.integers(0, 1))
        arms.append(
            drawn.changed(
                trunk, bloc=bloc, lab=lab, events=both.astype(EVENT),
                reactions=plan[:kept], reaction_values=values[:kept],
            )
        )  # fmt: skip
    return draw(st.permutations(arms))


@settings(max_examples=30)
@given(branches())
def test_shared_history_gives_the_same_bits(arms: list[drawn.Case]) -> None:
    """Runs forked at the start are those of each setup alone: tallies, events, reactions, book-keeping."""
    setups, trunk = [arm.setup for arm in arms], arms[0]
    params, kinds = np.repeat(trunk.params, 2), np.repeat(trunk.kinds, 2, axis=0)
    numbers = [trunk.number, trunk.number + 1]
    out = [tallies(setup, 2) for setup in setups]
    for arm, its in zip(arms, simulate_arms(setups, params, kinds, trunk.seed, numbers, out), strict=True):
        assert drawn.same(its, drawn.run(arm, runs=2))


@pytest.mark.parametrize("changes", [{"seed": 12}, {"number": 6}])
def test_another_address_is_another_run(changes: dict[str, int]) -> None:
    """Another seed or another run number gives other draws, so the laws above compare something."""

    @settings(max_examples=5)
    @given(drawn.cases())
    def differs(case: drawn.Case) -> None:
        case = case._replace(seed=11, number=5)
        assert not drawn.same(drawn.run(case), drawn.run(case._replace(**changes)))

    differs()
