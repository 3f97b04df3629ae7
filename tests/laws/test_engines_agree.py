"""Rules once: the kernel and the Mesa model run the same rules, in any order of the agents."""

from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from aiscenarios.engines.kernel import simulate
from tests.laws import drawn

ALIVE = (
    "releases", "notable", "announced", "won", "adoption", "users", "games", "founded", "funded", "failed",
    "arrivals", "graduates", "domestic", "cost",
)  # fmt: skip


@settings(max_examples=40)
@given(drawn.cases(), st.integers(0, 2**32))
def test_engines_agree(case: drawn.Case, salt: int) -> None:
    """Kernel and Mesa model give the same bits in every tally and event, whatever the order of the agents."""
    *_, race = drawn.stepped(case, order=drawn.shuffled(salt))
    assert drawn.same(drawn.left_by(race), drawn.run(case))


@settings(max_examples=4)
@given(drawn.cases())
def test_watching_a_run_changes_nothing(case: drawn.Case) -> None:
    """Printing, selecting and counting agents between quarters leaves the run as it was."""
    seen = 0
    for race in drawn.stepped(case):
        seen += len(race.researchers.select(lambda agent: agent.record["tier"] == 2))
        str(race.arrays["labs"])
    assert seen > 0
    assert drawn.same(drawn.left_by(race), drawn.run(case))


@pytest.mark.parametrize("name", ALIVE)
def test_drawn_worlds_are_alive(name: str) -> None:
    """In some drawn world models are used, start-ups come and go, people arrive: each in its column."""

    def lively(case: drawn.Case) -> bool:
        return bool(_simulated(case).bloc[name].sum() > 0.0)

    found = find(drawn.cases(), lively, settings=settings(max_examples=200, phases=[Phase.generate]))
    assert lively(found)


def test_drawn_people_cross_every_border() -> None:
    """In some drawn world each bloc loses people to each other one, the best among them."""

    def lively(case: drawn.Case) -> bool:
        moves = _simulated(case).pair["moves2"].sum(axis=(0, 1))
        return bool((moves + np.eye(3) > 0.0).all())

    found = find(drawn.cases(), lively, settings=settings(max_examples=200, phases=[Phase.generate]))
    assert lively(found)


def _simulated(case: drawn.Case) -> Any:
    return simulate(case.setup, case.params, case.kinds, case.seed, [case.number])
