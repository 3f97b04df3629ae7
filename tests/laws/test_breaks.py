"""What cannot go on is a status with a quarter, never a clip or a silent number; others notice nothing."""

import ast
import inspect
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aiscenarios.drivers import LAB_LEVERS
from aiscenarios.engines import arrays
from aiscenarios.engines.arrays import Tallies
from aiscenarios.engines.kernel import simulate
from aiscenarios.parameters import CONSTANTS, KIND_ATTRIBUTES, PARAMETERS
from aiscenarios.rules import soundness
from aiscenarios.rules.columns import BLOC_TALLY, WORLD_TALLY
from aiscenarios.rules.mobility import appeal, restlessness
from aiscenarios.state import ABOVE_BOUND, EXTINCT, NO_ROOM, NO_SLOT, NOT_FINITE, OK
from tests.laws import drawn, worlds

UNKNOWN_AT_TIMES = {"us_lead", "hire_lag"}
BEFORE_THE_FIRST = {"language", "video", "worlds"}
"""Minus infinity before the first release; NaN or plus infinity never."""
COUNTS = {
    "releases", "notable", "announced", "won", "leapt", "founded", "funded", "failed", "outflanked",
}  # fmt: skip
"""Sums of small whole numbers."""
BUSY = {"spinout_rate": 1.0, "startup_failure": 1.0, "seed_time": 2.0, "release_lag": 2.0, **drawn.ERAS}
BUSY_WORLD = {
    (1, "export_controls"): 0.5, (1, "enforcement"): 0.5, (1, "buyer_guidance"): 0.5,
    (0, "visa_openness"): 0.5, (1, "talent_programme"): 1e5, (1, "exit_controls"): 0.5,
    (1, "compliance"): 5.0, (1, "subsidy"): 1e8, (0, "rhetoric"): 0.5, (0, "retention_pay"): 1e5,
}  # fmt: skip


def busy(slots: int = 80, agents: int = 400, **changes: float) -> drawn.Case:
    """A world in which every number is read, with some of them changed."""
    setup = worlds.world(agents=agents, quarters=12, start=5, slots=slots, levers=BUSY_WORLD)
    return drawn.Case(setup, worlds.params(**(BUSY | changes)), worlds.kinds(), 3, 1)


def simulated(case: drawn.Case) -> Tallies:
    """The first run, however it ends."""
    return simulate(case.setup, case.params, case.kinds, case.seed, [case.number])


def ends(case: drawn.Case) -> tuple[int, int]:
    """Status and quarter of a run, which both engines must give, and the same bits up to it."""
    out, race = simulated(case), drawn.model(case)
    while race.running:
        race.step()
    world = race.arrays["world"][0]
    assert (world["status"], world["status_at"]) == (out.status[0], out.status_at[0])
    every = case.setup.quarters
    assert drawn.bits_before(out, every) == drawn.bits_before(race.tallies, every)
    return int(out.status[0]), int(out.status_at[0])


def strange(out: Tallies) -> list[str]:
    """Columns with a number that is none."""
    found = []
    for table in (out.bloc, out.pair, out.cohort, out.world):
        for name in set(table.dtype.names or ()) - UNKNOWN_AT_TIMES:
            values: NDArray[Any] = table[name]
            sound = values < np.inf if name in BEFORE_THE_FIRST else np.isfinite(values)
            found += [] if sound.all() else [name]
    return found


@pytest.mark.parametrize("name", PARAMETERS + CONSTANTS)
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_no_run_begins_with_a_number_that_is_none(name: str, bad: float) -> None:
    """A parameter or constant that is not finite ends the run before its first quarter."""
    out = simulated(busy(**{name: bad}))
    assert (out.status[0], out.status_at[0]) == (NOT_FINITE, 0)
    assert not any(getattr(out, table).view(np.uint8).any() for table in drawn.BY_QUARTER)


@pytest.mark.parametrize("name", KIND_ATTRIBUTES)
def test_no_run_begins_with_a_kind_of_lab_that_is_none(name: str) -> None:
    """So does a default of a kind of lab that is not finite, in both engines."""
    kinds = worlds.kinds()
    kinds[name][0, 2] = np.nan
    assert ends(busy()._replace(kinds=kinds)) == (NOT_FINITE, 0)


@pytest.mark.parametrize("name", PARAMETERS + CONSTANTS)
@pytest.mark.parametrize("absurd", [1e300, -1e300])
def test_a_finished_run_holds_numbers_only(name: str, absurd: float) -> None:
    """However absurd a number, either the run says that it broke, or all that it left behind is finite."""
    out = simulated(busy(**{name: absurd}))
    assert out.status[0] != OK or strange(out) == []


def test_every_column_is_looked_at_or_is_a_count() -> None:
    """A new column of blocs or of the world is checked every quarter, or named as one that need not be."""
    read = {
        node.attr
        for node in ast.walk(ast.parse(inspect.getsource(soundness)))
        if isinstance(node, ast.Attribute)
    }
    columns = {*(BLOC_TALLY.names or ()), *(WORLD_TALLY.names or ())}
    assert columns - read == COUNTS | UNKNOWN_AT_TIMES | BEFORE_THE_FIRST


@settings(max_examples=40)
@given(drawn.cases())
def test_drawn_runs_hold_numbers_only(case: drawn.Case) -> None:
    """In drawn worlds every run finishes, and every column of every quarter is a number."""
    assert strange(drawn.run(case)) == []


def test_an_overflow_within_the_run_is_told_in_its_quarter() -> None:
    """Money that overflows in some later quarter breaks the run then, in both engines."""
    case = busy()
    path = case.setup.drivers.lab.copy()
    path[7:, :6, LAB_LEVERS.index("compute_dollars")] = 1.7e308  # bid for a quarter later
    assert ends(drawn.changed(case, lab=path)) == (NOT_FINITE, 8)


@settings(max_examples=8)
@given(drawn.cases(longest=10))
def test_nobodys_hazard_is_above_the_bound_it_is_thinned_under(case: drawn.Case) -> None:
    """In every quarter everybody's chance to look around is at most the lab's bound, and that the ceiling."""
    ceiling, p = case.params["look_ceiling"][0], case.params[0]
    for race in drawn.stepped(case):
        labs, t = race.arrays["labs"], race.quarter - 1
        assert (labs["restless"][labs["active"] == 1] <= ceiling).all()
        for me in drawn.people(race):
            lab = labs[me["lab"]]
            hold = race.arrays["holds"][t - me["joined"]]
            if labs["founded"][me["lab"]] < t:  # one founded just now has not shown what it offers
                assert restlessness(lab["unease"], hold, appeal(me, lab, p), p) <= lab["restless"]


@pytest.mark.parametrize("changes", [{"tenure_hold": -1.0}, {"content_hold": -1.0}])
def test_a_hazard_above_its_bound_breaks_the_run(changes: dict[str, float]) -> None:
    """Were tenure or contentment to drive people away, those above the bound are a status and not a clip."""
    status, _ = ends(busy(**changes))
    assert status == ABOVE_BOUND


def test_a_usual_hazard_above_the_ceiling_breaks_the_run_at_once() -> None:
    """A usual chance to look around above the most it can be ends the run in its first quarter."""
    assert ends(busy(look_rate=worlds.FIXED["look_ceiling"] + 0.01)) == (ABOVE_BOUND, 0)


@pytest.mark.parametrize(
    ("status", "slots", "changes"),
    [
        (NO_SLOT, 1, {"spinout_rate": 5.0}), (NO_ROOM, 80, {"entry_rate": 0.2}),
        (EXTINCT, 80, {"attrition": 1e3, "entry_rate": 1e-9}),
    ],
)  # fmt: skip
def test_a_broken_run_tells_its_quarter_and_nothing_after_it(
    status: int, slots: int, changes: dict[str, float]
) -> None:
    """Too few slots, too little room, nobody left: both engines say so, and no later quarter is filled."""
    case = busy(slots, agents=1000, **changes)
    found, at = ends(case)
    assert found == status and 0 < at < 11
    out = simulated(case)
    assert not out.bloc[0, at + 1 :].view(np.uint8).any() and not out.world[0, at + 1 :].view(np.uint8).any()
    assert (out.bloc[0, :at]["researchers"].sum(axis=-1) > 0.0).all()


def test_more_room_changes_nothing_before_the_break() -> None:
    """Up to the quarter in which room ran out, a roomier run has the same bits, and then it goes on."""
    case = busy(entry_rate=0.2)
    tight = simulated(case)
    with patch.object(arrays, "ROOM", 6.0):
        roomy = simulated(case)
    at = int(tight.status_at[0])
    assert tight.status[0] == NO_ROOM and roomy.status[0] == OK
    assert drawn.bits_before(tight, at) == drawn.bits_before(roomy, at)


BAD = st.sampled_from(
    [
        {"look_rate": np.nan}, {"tenure_hold": -1.0}, {"entry_rate": 0.5},
        {"attrition": 1e3}, {"pay_cn": 1e308}, {"chip_wear": -1e200},
    ]
)  # fmt: skip


@settings(max_examples=30)
@given(drawn.cases(), st.integers(0, 3), BAD)
def test_a_bad_run_leaves_its_neighbours_alone(case: drawn.Case, place: int, bad: dict[str, float]) -> None:
    """Whatever becomes of one run of a chunk, the others have the bits that they have without it."""
    params, kinds = np.repeat(case.params, 4), np.repeat(case.kinds, 4, axis=0)
    sound = simulate(case.setup, params, kinds, case.seed, range(4))
    for name, value in bad.items():
        params[name][place] = value
    mixed = simulate(case.setup, params, kinds, case.seed, range(4))
    others = [n for n in range(4) if n != place]
    assert drawn.bits(sound, others) == drawn.bits(mixed, others)
    assert drawn.bits(sound, [place]) != drawn.bits(mixed, [place])
