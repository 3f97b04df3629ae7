"""Each lever is monotone in what it drives."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aiscenarios.drivers import BLOC_LEVERS
from aiscenarios.engines.agents import RaceModel
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
    if lever == "enforcement":  # has nothing to stop where nothing is forbidden
        path[:, b, BLOC_LEVERS.index("export_controls")] = 0.5
    path[t:, b, BLOC_LEVERS.index(lever)] = level
    lab = np.full_like(case.setup.drivers.lab, np.nan)
    race = drawn.model(drawn.changed(case, bloc=path, spread=spread, lab=lab))
    while race.quarter <= t:
        race.step()
    assert race.status == "finished"
    return race


def steps(case: drawn.Case, lever: str, b: int, levels: Sequence[float]) -> tuple[Any, Any]:
    """By how much what a lever drives goes its way from a lower to a higher level, and how much there is."""
    sign, seen = DRIVES[lever]
    low, high = (np.asarray(seen(after(case, 5, lever, b, level), b)) for level in levels)
    return sign * (high - low), np.abs(high)


@pytest.mark.parametrize("lever", BLOC_LEVERS)
def test_more_of_a_lever_moves_what_it_drives_one_way(lever: str) -> None:
    """Of two levels drawn, from the same state, the higher never moves what is driven the other way."""

    @settings(max_examples=8)
    @given(
        drawn.cases(scripted=False, longest=10),
        st.sampled_from([bloc for name, bloc in drawn.PLACES if name == lever]),
        st.tuples(drawn.level(lever), drawn.level(lever)).map(sorted),
    )
    def law(case: drawn.Case, b: int, levels: list[float]) -> None:
        moved, size = steps(case, lever, b, levels)
        assert (moved >= -1e-12 * size).all()

    law()


@pytest.mark.parametrize(("lever", "b"), drawn.PLACES)
def test_the_whole_range_of_a_lever_moves_what_it_drives(lever: str, b: int) -> None:
    """From one end of its range to the other, what a lever drives does move, wherever it is felt."""
    early = {"release_lag": 2.0, "ship_threshold": 0.2, **drawn.ERAS}
    case = drawn.Case(worlds.world(quarters=8), worlds.params(**early), worlds.kinds(), 11, 0)
    assert (steps(case, lever, b, drawn.RANGES[lever])[0] > 0.0).any()
