"""The first law of the project: two engines, one run."""

from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from aiscenarios import seeds
from aiscenarios.draws import uniform
from aiscenarios.drivers import EVENT, REACTION
from aiscenarios.engines.agents import RaceModel
from aiscenarios.engines.kernel import simulate
from aiscenarios.parameters import PARAMETERS
from tests.engines import worlds

CASES = 50
QUARTERS = 7
CONSTANTS = {
    name: float(entry["value"])
    for name, entry in YAML(typ="safe").load(seeds.path("constants.yaml").read_text()).items()
}
EARLY = {
    "era_language": 1.0, "era_video": 2.0, "era_worlds": 3.0, "seed_time": 2.0, "startup_failure": 2.0,
    "startup_handicap": 0.0, "release_lag": 2.0, "ship_threshold": 0.2,
}  # fmt: skip
"""Models are used, younger modalities worked on, and start-ups fail within the few quarters of a run."""
ALIVE = ("releases", "announced", "adoption", "users", "games", "founded", "funded", "failed", "arrivals")


def chance(case: int, n: int, low: float, high: float) -> float:
    """A number of a random scenario, keyed by case and place."""
    return low + (high - low) * float(uniform(np.uint64(99), case, 0, np.uint64(n), 1))


def scenario(case: int) -> tuple[Any, Any, Any]:
    """A random world: levers, a reaction, a scripted move, a chip cut, and parameters around their middle."""
    ranges = {
        (1, "export_controls"): (0.0, 1.0), (1, "buyer_guidance"): (0.0, 1.0),
        (0, "visa_openness"): (0.0, 1.0), (1, "talent_programme"): (0.0, 5e5),
        (1, "exit_controls"): (0.0, 0.9), (0, "rhetoric"): (0.0, 1.0),
        (1, "rhetoric"): (0.0, 1.0), (0, "retention_pay"): (0.0, 5e5), (1, "subsidy"): (0.0, 1e9),
        (1, "compliance"): (0.0, 9.0), (2, "education"): (0.5, 1.5), (0, "openness"): (0.0, 1.0),
    }  # fmt: skip
    levers = {key: chance(case, n, *bounds) for n, (key, bounds) in enumerate(ranges.items())}
    reactions = np.zeros(1, REACTION)
    reactions[0] = (4, 0, chance(case, 40, 0.1, 0.4), 1, 0, 0, 1, -1)
    events = np.zeros(2, EVENT)
    events[0] = (4, 0, 0, 7, 3.0, 1, -1, 0.0, 0)
    events[1] = (3, 1, -1, -1, 0.0, 0, int(chance(case, 41, -1, 2)), 0.4, 2)
    setup = worlds.world(
        agents=120, quarters=QUARTERS, start=3, levers=levers, events=events, reactions=reactions,
        reaction_values=np.full((1, QUARTERS), 0.9),
    )  # fmt: skip
    middle = worlds.params(CONSTANTS, **EARLY)
    for n, name in enumerate(PARAMETERS):
        middle[name] *= chance(case, 100 + n, 0.7, 1.3)
    return setup, middle, worlds.kinds()


@pytest.mark.parametrize("case", range(CASES))
def test_engines_agree(case: int) -> None:
    """Kernel and Mesa model give the same bits in every tally and event, whatever the order of the agents."""
    setup, params, kinds = scenario(case)
    kernel = simulate(setup, params, kinds, seed=case, runs=[case + 1])
    model = RaceModel(
        setup, params[0], kinds[0], seed=case, run=case + 1, order=lambda agents: agents.shuffle()
    )
    while model.running:
        model.step()
    assert model.status == "finished"
    for name, expected in kernel._asdict().items():
        found = getattr(model.tallies, name)
        if name in ("noted", "status", "status_at"):
            found = np.array([model.arrays["world"][0]["notes" if name == "noted" else name]])
        assert expected.tobytes() == found.tobytes(), name


def test_random_worlds_are_alive() -> None:
    """The worlds above exercise the rules: people cross borders, models are used, start-ups come and go."""
    moves, totals = 0.0, np.zeros(len(ALIVE))
    for case in range(CASES):
        setup, params, kinds = scenario(case)
        out = simulate(setup, params, kinds, seed=case, runs=[case + 1])
        moves += out.pair["moves"].sum()
        totals += [out.bloc[name].sum() for name in ALIVE]
    assert moves > 0
    assert (totals > 0).all(), dict(zip(ALIVE, totals, strict=True))
