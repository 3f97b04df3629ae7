"""Laws of running the model itself: same seed, same run; what is asked for is what is stored."""

import subprocess
import sys

import numpy as np
import pytest

import aiscenarios as ais
from aiscenarios import InputError
from aiscenarios.ensemble import run_arms
from aiscenarios.ensemble.chunks import spans
from aiscenarios.ensemble.executors import Threads
from aiscenarios.ensemble.model import assemble, digest_of
from aiscenarios.levers import Change, UserLever, multiply
from aiscenarios.outcomes import Outcome
from aiscenarios.state import CN, US
from tests.ensemble.single import quietly

AGENTS = 200
FEW = {"agents": AGENTS, "seed": 7, "progress": "none"}


@pytest.fixture(scope="module")
def today():
    """The current policy's result from twelve small runs."""
    return ais.run("current_policy", runs=12, **FEW)


def test_threads_change_nothing(today, tmp_path):
    """The same seed gives the same digest on one thread and on several, and in a folder of its own."""
    alone = ais.run("current_policy", runs=12, threads=1, out=tmp_path / "alone", **FEW)
    assert alone.digest == today.digest
    assert alone.digest != ais.run("current_policy", runs=12, **(FEW | {"seed": 8})).digest


@pytest.mark.parametrize("size", [1, 5, 12])
def test_a_run_does_not_depend_on_its_chunk(today, size):
    """Each run is the same whichever runs it is simulated with: every outcome, value, lab row and event."""
    model = assemble(ais.load("current_policy"), 7, agents=AGENTS)
    kept = {}

    def make(span):
        return model.simulate(span.first, span.runs)

    Threads(2).work_off(spans(12, size), make, kept.__setitem__, lambda _: None, quietly)
    chunks = [kept[span] for span in sorted(kept)]
    for name in today.manifest.outcomes:
        np.testing.assert_array_equal(
            np.concatenate([chunk.columns[name] for chunk in chunks]), today.columns(name)
        )
    for table in ("labs", "events"):
        stored = today.store.table(table)
        for name, values in stored.items():
            np.testing.assert_array_equal(
                np.concatenate([getattr(chunk, table)[name] for chunk in chunks]), values
            )


def test_a_stored_result_opens_as_it_was(today):
    """Opened from its folder, a result has the same chances, scenario and digest."""
    again = ais.open(today.folder)
    assert again.chances == today.chances
    assert again.digest == today.digest == again.manifest.digest
    assert again.scenario == today.scenario
    assert again.manifest.scenario == "current_policy"


def test_a_result_with_missing_runs_is_not_opened(tmp_path):
    """An unfinished or damaged result is refused by the number of runs that are missing."""
    made = ais.run("current_policy", runs=4, out=tmp_path / "a", **FEW)
    next((made.folder / "chunks").iterdir()).unlink()
    with pytest.raises(InputError, match="of its 4 runs are missing"):
        ais.open(made.folder)


def test_a_result_whose_scenario_was_changed_is_not_opened(tmp_path):
    """A stored scenario edited by hand is refused: it is not what was simulated."""
    made = ais.run("current_policy", runs=1, out=tmp_path / "a", **FEW)
    config = made.folder / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("Current policy", "Total ban"), "utf-8")
    with pytest.raises(InputError, match="is not the scenario these runs were made with"):
        ais.open(made.folder)


def test_parameters_are_the_draws(today):
    """The stored values of a run are what the beliefs give for its number."""
    model = assemble(ais.load("current_policy"), 7, agents=AGENTS)
    params, kinds = model.beliefs.draw(7, 5)
    assert today.parameters.loc[5, "peer_pull"] == params["peer_pull"][0]
    assert today.parameters.loc[5, "friction.giant"] == kinds["friction"][1]
    assert set(today.parameters) == set(model.beliefs.names)


def test_the_date_of_judgement_can_be_chosen(today):
    """Another date of judgement changes the verdicts, not the runs, and is stored with the scenario."""
    early = ais.run("current_policy", runs=12, by="2027Q4", **FEW)
    assert early.digest == today.digest
    assert set(early.probabilities["by"]) == {"2027Q4"}
    assert ais.open(early.folder).scenario.by == early.scenario.by
    assert all(
        early.chances[name].value <= today.chances[name].value for name in ("brain_drain", "bifurcation")
    )


def ban(factor):
    """A policy from outside: the share of chips forbidden to China times a factor."""
    return UserLever(
        name="ban", title="Ban", sentence="Chips forbidden, as a multiple.", unit="x", owner=("US",), low=0.0,
        high=2.0, no_effect=1.0, source="a test", level=factor,
        changes=lambda given: [Change("export_controls", "CN", multiply, given.level["US"])],
    )  # fmt: skip


def test_a_lever_from_outside_acts(today):
    """A user's lever changes runs from its first quarter on; one without effect changes nothing."""
    banned = ais.run("current_policy", runs=12, levers=[ban(0.2)], **FEW)
    start = today.scenario.start
    licensed = [result.columns("licensed_share.CN") for result in (today, banned)]
    np.testing.assert_array_equal(licensed[0][:, :start], licensed[1][:, :start])
    assert np.nanmean(licensed[1][:, start + 1 :] - licensed[0][:, start + 1 :]) > 0
    assert ais.run("current_policy", runs=12, levers=[ban(1.0)], **FEW).digest == today.digest
    assert banned.manifest.fingerprint != today.manifest.fingerprint
    assert set(banned.manifest.extensions) == {"ban"}


def _gap(view):
    return view.bloc["researchers"][:, :, US] - view.bloc["researchers"][:, :, CN]


def test_an_outcome_from_outside_is_stored(today):
    """A user's outcome is a column like any other and changes none; a name that is taken is refused."""
    mine = Outcome("researchers_gap", "persons", "US researchers less Chinese ones.", "", _gap)
    made = ais.run("current_policy", runs=12, outcomes=[mine], **FEW)
    expected = today.columns("researchers.US") - today.columns("researchers.CN")
    np.testing.assert_allclose(made.columns("researchers_gap"), expected, rtol=1e-4, atol=0.01)
    np.testing.assert_array_equal(made.columns("us_lead_months"), today.columns("us_lead_months"))
    with pytest.raises(InputError, match=r"already a lever or outcome 'researchers\.CN'"):
        ais.run(
            "current_policy",
            runs=1,
            outcomes=[Outcome("researchers", "persons", "All.", "bloc", _gap)],
            **FEW,
        )


@pytest.mark.parametrize(
    ("asked", "path"),
    [({"runs": 0}, "runs"), ({"runs": 2**32}, "runs"), ({"seed": -1}, "seed"), ({"seed": 2**64}, "seed"),
     ({"threads": 0}, "threads"), ({"agents": 99}, "agents"), ({"agents": 10**10}, "agents"),
     ({"runs": "3"}, "runs"), ({"runs": 2.5}, "runs"), ({"seed": 1.5}, "seed"), ({"agents": 300.0}, "agents"),
     ({"by": "2030"}, "by"), ({"by": "2019Q4"}, "by"), ({"by": "2050Q1"}, "by"),
     ({"beliefs": "fitted?"}, "beliefs")],
)  # fmt: skip
def test_impossible_requests_write_nothing(tmp_path, asked, path):
    """Numbers, dates and beliefs out of range are bad input, named, before any folder is made."""
    options = {"runs": 1, "out": tmp_path / "a"} | FEW | asked
    with pytest.raises(InputError) as caught:
        ais.run("current_policy", **options)
    assert caught.value.path == path
    assert list(tmp_path.iterdir()) == []


def test_everything_given_to_a_run_is_in_its_fingerprint():
    """Scenario, seed, agents and world each change the fingerprint; the number of runs does not."""
    scenario = ais.load("current_policy")
    plain = assemble(scenario, 7, agents=AGENTS).manifest(5)
    assert plain.fingerprint == assemble(scenario, 7, agents=AGENTS).manifest(6).fingerprint
    others = [
        assemble(scenario, 8, agents=AGENTS),
        assemble(scenario, 7, agents=AGENTS + 1),
        assemble(scenario.with_levers(visa_openness={"US": 0.7}), 7, agents=AGENTS),
        assemble(scenario.with_outside(levers=[ban(0.5)]), 7, agents=AGENTS),
    ]
    assert len({plain.fingerprint, *(other.manifest(5).fingerprint for other in others)}) == 5


def test_digests_see_shape_kind_and_order():
    """Arrays with the same bytes but another shape, type or order have other digests."""
    zeros = np.zeros(4)
    digests = [
        digest_of(zeros), digest_of(zeros.reshape(2, 2)), digest_of(zeros.astype(np.int64)),
        digest_of(zeros, "a"), digest_of("a", zeros),
    ]  # fmt: skip
    assert len(set(digests)) == len(digests)


def test_running_loads_no_heavy_package():
    """Simulating and storing loads none of the packages that only fitting, tables or figures need."""
    code = (
        "import sys, aiscenarios as ais\n"
        f"ais.run('current_policy', runs=2, agents={AGENTS}, progress='none')\n"
        "print([name for name in ('pymc', 'arviz', 'mesa', 'pandas', 'xarray', 'plotly', 'matplotlib', "
        "'scipy.stats') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_arms_together_are_arms_alone(tmp_path):
    """Scenarios run together, one of them half done before, have the bits of each run alone."""
    names = ("current_policy", "brain_drain", "bifurcation")
    ais.run("brain_drain", runs=5, out=tmp_path / "brain_drain", **FEW)
    together = run_arms(names, 12, out=[tmp_path / name for name in names], **FEW)
    alone = [ais.run(name, runs=12, **FEW) for name in names]
    assert [result.digest for result in together] == [result.digest for result in alone]
    assert len({result.digest for result in alone}) == 3
