"""Levers in a run: each is monotone in what it drives, and at no effect changes no bit."""

from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aiscenarios import levers
from aiscenarios.drivers import BLOC_LEVERS, LAB_LEVERS, REACTION
from aiscenarios.engines.agents import RaceModel
from aiscenarios.engines.arrays import Tallies
from aiscenarios.state import ACADEMIA, CN, ROW, US
from tests.laws import drawn, worlds


class Drives(NamedTuple):
    """What a lever drives in the quarter in which it moves, and whether up or down."""

    sign: int
    seen: Any
    """Function of a model and a bloc to numbers."""


def _bloc(name: str) -> Any:
    return lambda race, b: race.arrays["blocs"][name][b]


def _labs(name: str) -> Any:
    def seen(race: RaceModel, b: int) -> NDArray[np.float64]:
        labs = race.arrays["labs"]
        here = (labs["bloc"] == b) & (labs["listed"] == 1) & (labs["active"] == 1)
        found: NDArray[np.float64] = labs[name][here]
        return found

    return seen


def _into(race: RaceModel, b: int) -> NDArray[np.float64]:
    """What a foreigner makes of the border into a bloc, by where they come from and are."""
    gates, others = race.arrays["gates"], [other for other in range(3) if other != b]
    return np.array([gates[origin, here, b] for origin in others for here in others])


def _home(race: RaceModel, b: int) -> NDArray[np.float64]:
    """What everybody makes of the border into a bloc, by origin and by where they are."""
    gates = race.arrays["gates"]
    return np.array([gates[origin, here, b] for origin in range(3) for here in range(3) if here != b])


def _out(race: RaceModel, b: int) -> NDArray[np.float64]:
    """What a bloc's own people there make of its borders."""
    return np.array([race.arrays["gates"][b, b, there] for there in range(3) if there != b])


def _pushed(race: RaceModel, b: int) -> NDArray[np.float64]:
    """What the rival's born in a bloc make of its borders."""
    rival = race.arrays["blocs"]["rival"][b]
    return np.array([race.arrays["gates"][rival, b, there] for there in range(3) if there != b])


def _releases(race: RaceModel, b: int) -> float:
    return float(_tally(race, "releases", b))


def _tally(race: RaceModel, name: str, b: int) -> Any:
    return race.tallies.bloc[0, race.quarter - 1][name][b]


DRIVES = {
    "export_controls": Drives(-1, _bloc("licensed")),
    "enforcement": Drives(-1, _bloc("access")),
    "buyer_guidance": Drives(-1, _bloc("licensed")),
    "domestic_chips": Drives(1, lambda race, b: _tally(race, "own_flow", b)),
    "visa_openness": Drives(1, _into),
    "talent_programme": Drives(1, _home),
    "exit_controls": Drives(-1, _out),
    "compliance": Drives(-1, _releases),
    "subsidy": Drives(1, lambda race, b: np.append(_labs("subsidy")(race, b), _labs("bid")(race, b))),
    "rhetoric": Drives(1, _pushed),
    "education": Drives(1, lambda race, b: _tally(race, "graduates", b)),
    "compute_budget": Drives(1, _labs("bid")),
    "compensation": Drives(1, _labs("offered_pay")),
    "retention_pay": Drives(-1, _labs("unease")),
    "openness": Drives(1, _labs("openness")),
}


def after(case: drawn.Case, t: int, lever: str, b: int, level: float) -> RaceModel:
    """The world at the end of the quarter in which a lever is moved to a level."""
    path, spread = case.setup.drivers.bloc.copy(), np.zeros_like(case.setup.drivers.spread)
    path[t:, b, BLOC_LEVERS.index(lever)] = level
    lab = np.full_like(case.setup.drivers.lab, np.nan)
    race = drawn.model(drawn.changed(case, bloc=path, spread=spread, lab=lab))
    while race.quarter <= t:
        race.step()
    assert race.status == "finished"
    return race


@pytest.mark.parametrize("lever", BLOC_LEVERS)
def test_more_of_a_lever_moves_what_it_drives_one_way(lever: str) -> None:
    """Of two levels drawn, from the same state, the higher never moves what is driven the other way."""
    sign, seen = DRIVES[lever]
    moved = []

    @settings(max_examples=8)
    @given(
        drawn.cases(scripted=False, longest=10),
        st.sampled_from([bloc for name, bloc in drawn.PLACES if name == lever]),
        st.tuples(drawn.level(lever), drawn.level(lever)).map(sorted),
    )
    def law(case: drawn.Case, b: int, levels: list[float]) -> None:
        low, high = (seen(after(case, 5, lever, b, level), b) for level in levels)
        steps = sign * (np.asarray(high) - np.asarray(low))
        assert (steps >= -1e-12 * np.abs(high)).all()
        moved.append(bool((steps > 0.0).any()))

    law()
    assert any(moved)


ACTS_THROUGH = {
    "export_controls": (CN, ("chip_bite", "leakage")),
    "buyer_guidance": (CN, ("buyer_response",)),
    "visa_openness": (None, ("visa_weight",)),
    "talent_programme": (None, ("programme_pull", "programme_foreign")),
    "exit_controls": (None, ("talent_bite",)),
    "compliance": (None, ("compliance_bind",)),
    "rhetoric": (None, ("rhetoric_push", "coauthors_rhetoric")),
    "retention_pay": (None, ("retention_hold",)),
    "openness": (None, ("secret_lead",)),
}
"""Where a lever is felt (None: everywhere), and the numbers through which alone it acts."""


def numbers(out: Tallies) -> bytes:
    """All a run leaves behind."""
    return b"".join(array.tobytes() for array in out)


def at_no_effect(case: drawn.Case, lever: str) -> drawn.Case:
    """The case with a lever at no effect, everywhere and always."""
    k, drivers = BLOC_LEVERS.index(lever), case.setup.drivers
    path, spread, lab = drivers.bloc.copy(), drivers.spread.copy(), drivers.lab.copy()
    path[:, :, k], spread[:, :, k] = levers.by_name(lever).no_effect, 0.0
    if lever in LAB_LEVERS:
        lab[:, :, LAB_LEVERS.index(lever)] = np.nan
    kinds = case.kinds.copy()
    kinds["openness"] = 1.0 if lever == "openness" else kinds["openness"]
    return drawn.changed(case._replace(kinds=kinds), bloc=path, spread=spread, lab=lab)


@pytest.mark.parametrize("lever", ACTS_THROUGH)
def test_at_no_effect_what_a_lever_acts_through_changes_no_bit(lever: str) -> None:
    """With a lever at no effect a run does not depend on how strong its effect would be; else it does."""
    matters = []

    @settings(max_examples=6)
    @given(drawn.cases(scripted=False, shortest=12), st.floats(0.1, 0.9))
    def law(case: drawn.Case, part: float) -> None:
        off = at_no_effect(case, lever)
        weak, params = off.params.copy(), case.params
        for name in ACTS_THROUGH[lever][1]:
            weak[name] *= part
        assert numbers(drawn.run(off)) == numbers(drawn.run(off._replace(params=weak)))
        path = off.setup.drivers.bloc.copy()
        path[2:, :, BLOC_LEVERS.index(lever)] = np.mean(drawn.RANGES[lever])
        on = drawn.changed(off, bloc=path)
        assert params.tobytes() == on.params.tobytes()
        matters.append(numbers(drawn.run(on)) != numbers(drawn.run(on._replace(params=weak))))

    law()
    assert any(matters)


@settings(max_examples=25)
@given(drawn.cases(scripted=False), st.sampled_from(drawn.PLACES))
def test_an_answer_that_sets_what_is_set_changes_no_bit(case: drawn.Case, place: tuple[str, int]) -> None:
    """A reaction, always on, to a level that the lever has anyway leaves the run as it was."""
    (lever, b), quarters = place, case.setup.quarters
    k, path, spread = (
        BLOC_LEVERS.index(lever),
        case.setup.drivers.bloc.copy(),
        case.setup.drivers.spread.copy(),
    )
    path[:, b, k], spread[:, b, k] = path[-1, b, k], 0.0
    always = np.zeros(1, REACTION)
    always[0] = (3, 1, -1.0, 1, 0, k, b, -1)  # the US has more than minus all of the world's compute
    case = drawn.changed(case, bloc=path, spread=spread)
    answering = drawn.changed(case, reactions=always, reaction_values=np.full((1, quarters), path[-1, b, k]))
    assert numbers(drawn.run(case)) == numbers(drawn.run(answering))


@settings(max_examples=25)
@given(
    drawn.cases(scripted=False), st.sampled_from(["compute_budget", "compensation", "retention_pay"]),
    st.integers(0, drawn.LABS - 1),
)  # fmt: skip
def test_a_lab_told_what_its_bloc_is_told_changes_no_bit(case: drawn.Case, lever: str, i: int) -> None:
    """A level set for one lab that is its bloc's level leaves the run as it was."""
    k, drivers = BLOC_LEVERS.index(lever), case.setup.drivers
    spread, lab = drivers.spread.copy(), np.full_like(drivers.lab, np.nan)
    spread[:, :, k] = 0.0
    case = drawn.changed(case, spread=spread, lab=lab)
    told = lab.copy()
    told[:, i, LAB_LEVERS.index(lever)] = drivers.bloc[:, case.setup.labs["bloc"][i], k]
    assert numbers(drawn.run(case)) == numbers(drawn.run(drawn.changed(case, lab=told)))
