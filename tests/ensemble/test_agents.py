"""A run as a Mesa model: collected, selected, changed, and the same as in an ensemble."""

import numpy as np
import pytest

import aiscenarios as ais
from aiscenarios.errors import InputError
from aiscenarios.state import TOP2

AGENTS = 200


@pytest.fixture(scope="module")
def finished():
    """A run stepped to its end."""
    model = ais.agents.RaceModel("current_policy", seed=7, run=2, agents=AGENTS)
    while model.running:
        model.step()
    return model


def test_a_run_is_that_of_the_ensemble(finished):
    """At its end a stepped run has the outcomes that an ensemble stores of it, to the last bit."""
    stored = ais.run("current_policy", runs=3, seed=7, agents=AGENTS, progress="none")
    table = finished.outcomes()
    assert list(table) == list(stored.manifest.outcomes)
    for column in table:
        np.testing.assert_array_equal(
            table[column].to_numpy(np.float32), stored.columns(column)[2], err_msg=column
        )


def test_the_data_collector_knows_what_was_known_then(finished):
    """It has a row a quarter; what later quarters do not decide is what the run says at its end."""
    collected = finished.datacollector.get_model_vars_dataframe()
    assert list(collected) == list(ais.agents.COLLECTED) and len(collected) == finished.setup.quarters
    final = finished.outcomes()
    for column in ("talent_share.top20.US", "compute_share.CN", "us_lead_months", "adoption.CN"):
        np.testing.assert_array_equal(
            collected[column].to_numpy(np.float32), final[column].to_numpy(np.float32)
        )


def test_agents_can_be_selected(finished):
    """Sets of agents can be narrowed by what their records say; everybody is in Mesa's own set too."""
    best = finished.researchers.select(lambda agent: agent.record["tier"] == TOP2)
    assert 0 < len(best) < len(finished.researchers)
    assert set(best) <= set(finished.agents)
    assert len(finished.frame("people")) == len(finished.researchers)
    assert {agent.identity for agent in finished.researchers} == set(finished.frame("people").id)


def test_collecting_changes_nothing(finished):
    """A run whose outcomes are collected, all of them, is the run that nobody looks at."""
    names = [name for name in finished.outcomes() if name.startswith("links")]
    other = ais.agents.RaceModel("current_policy", seed=7, run=2, agents=AGENTS, collect=names)
    while other.running:
        other.step()
    assert other.tallies.bloc.tobytes() == finished.tallies.bloc.tobytes()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"seed": -1}, "seed: must be from 0"),
        ({"run": -1}, "run: must be from 0"),
        ({"collect": ["us_gpa"]}, "there is no outcome 'us_gpa'; did you mean 'us_gap'"),
        ({"agents": 3}, "agents: must be from 100"),
    ],
)
def test_a_wrong_run_is_refused(wrong, message):
    """A seed, run or number of agents that cannot be, and a column that is not, are refused in words."""
    with pytest.raises(InputError, match=message):
        ais.agents.RaceModel("current_policy", **({"seed": 7, "run": 0, "agents": AGENTS} | wrong))
