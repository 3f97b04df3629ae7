"""The catalogue of outcomes: every column is named once, has unit and meaning, and is a number."""

import re
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import aiscenarios as ais
from aiscenarios import evidence, narratives, outcomes
from aiscenarios.engines.agents import RaceModel
from aiscenarios.engines.arrays import Tallies
from aiscenarios.engines.kernel import simulate
from aiscenarios.evidence.claims import NARRATIVES
from aiscenarios.narratives.units import column_unit
from aiscenarios.outcomes import CATALOGUE, View, talent
from aiscenarios.state import ACADEMIA, BLOCS, CN, TOP2, TOP20, US
from tests.laws import worlds
from tests.project.test_floors import ROOT

QUARTERS, START, RUNS = 28, 20, 4
WORLD = worlds.world(quarters=QUARTERS, start=START, agents=400, slots=60)
LATE = {
    # before the first release in a modality, or of both sides
    "capability.language", "capability.video", "capability.worlds", "us_gap", "us_lead_months",
    # before anything was counted: a hire, a use, an announcement that has had its window
    "hire_to_release", "integrated_share", "use_share", "links.products", "decoupling",
    # before a year has passed
    "crossborder_rate", "retention", "visa_registrations", "links.talent",
    # before the cohort is taken, or the scenario starts
    "cohort_stay",
    "announcements", "integrated_in_window", "leapfrogs", "stay_rate.CN",
}  # fmt: skip
"""Families that are undefined in some early quarters, and why; once defined they stay so."""


def params() -> NDArray[Any]:
    """Middling parameters for a few runs."""
    return np.repeat(worlds.params(attrition=0.065), RUNS)


def view(tallies: Tallies) -> View:
    """What outcomes read of some runs."""
    runs = len(tallies.status)
    return View(tallies.bloc, tallies.pair, tallies.world, tallies.cohort, params()[:runs], START)


@pytest.fixture(scope="module")
def columns() -> dict[str, NDArray[np.float32]]:
    """Every column of a few runs of an invented world."""
    return outcomes.evaluate(
        view(simulate(WORLD, params(), np.repeat(worlds.kinds(), RUNS, axis=0), 5, range(RUNS)))
    )


@pytest.mark.parametrize("outcome", CATALOGUE, ids=lambda outcome: outcome.name)
def test_every_outcome_is_a_number_with_unit_and_meaning(
    outcome: outcomes.Outcome, columns: dict[str, NDArray[np.float32]]
) -> None:
    """An outcome is said in a sentence, has a unit, is float32 by run and quarter, and shares lie in 0 to 1.

    It is never infinite; where it is undefined early on, that is known, and it does not become so again.
    """
    assert re.fullmatch(r"[A-Z].*\.", outcome.meaning) and column_unit(outcome.unit)
    for name in outcome.columns():
        values = columns[name]
        assert values.dtype == np.float32 and values.shape == (RUNS, QUARTERS)
        assert not np.isinf(values).any()
        undefined = np.isnan(values)
        assert outcome.name in LATE or not undefined.any(), f"{name} is undefined"
        assert not (undefined[:, 1:] & ~undefined[:, :-1]).any(), f"{name} becomes undefined"
        if outcome.unit in ("share", "share/year", "0-1"):
            assert 0.0 <= np.nanmin(values, initial=0.0) and np.nanmax(values, initial=0.0) <= 1.0, name


def test_columns_are_named_once() -> None:
    """No two outcomes share a column, and each column has its unit."""
    names = outcomes.columns()
    assert len(set(names)) == len(names)
    assert set(outcomes.units()) == set(names)


def test_shares_of_blocs_add_to_one(columns: dict[str, NDArray[np.float32]]) -> None:
    """Where a family divides the world between the blocs, the parts add to the whole."""
    whole = [
        "talent_share.all", "talent_share.top20", "talent_share.top2", "talent_seen.top20",
        "talent_seen.top2", "origin_share.top20", "origin_share.top2", "origin_seen.top20",
        "origin_seen.top2", "compute_share", "licensed_share",
        "use_share", "publication_share",
    ]  # fmt: skip
    for family in whole:
        total = np.sum([columns[f"{family}.{bloc}"] for bloc in BLOCS], axis=0)
        defined = ~np.isnan(total)
        assert defined.any()
        np.testing.assert_allclose(total[defined], 1.0, rtol=1e-5, err_msg=family)


def test_both_engines_give_the_same_outcomes() -> None:
    """Every column of a run comes out of either engine to the last bit."""
    model = RaceModel(WORLD, params()[0], worlds.kinds()[0], seed=5, run=0)
    while model.running:
        model.step()
    kernel = simulate(WORLD, params()[:1], worlds.kinds(), 5, [0])
    one, other = outcomes.evaluate(view(kernel)), outcomes.evaluate(view(model.tallies))
    assert {name: values.tobytes() for name, values in one.items()} == {
        name: values.tobytes() for name, values in other.items()
    }


def test_the_manual_names_every_outcome() -> None:
    """The table of outcomes that is read from the code has a row for each family, in order."""
    table = (ROOT / "docs" / "tables" / "odd" / "outcomes.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([^`]+)` \|", table, re.M) == [outcome.name for outcome in CATALOGUE]


def test_claims_land_in_columns_and_endings_that_exist() -> None:
    """An article's claim names an outcome by a column of the catalogue, and an ending by its name."""
    claims = evidence.load().claims
    landed = [landing for claim in claims for landing in claim.landings]
    seen = {landing.name for landing in landed if landing.family == "O"}
    assert seen and seen <= set(outcomes.columns())
    assert {narrative.name for narrative in narratives.load()} == set(NARRATIVES)


def effective(weights: NDArray[Any]) -> float:
    """Kish's effective sample: equal agents that would stand for these people as evenly."""
    return float(weights.sum() ** 2 / (weights**2).sum()) if len(weights) else 0.0


def groups(model: RaceModel) -> dict[str, NDArray[Any]]:
    """Weights of the agents among whom each outcome is a share."""
    people, labs = model.arrays["people"], model.arrays["labs"]
    people = people[people["active"] == 1]
    kind, bloc = labs["kind"][people["lab"]], labs["bloc"][people["lab"]]
    chinese = (people["origin"] == CN) & (people["tier"] >= TOP20) & (bloc == US)
    found = {
        "talent_share.all.US": people["tier"] >= 0,
        "talent_share.top20.US": people["tier"] >= TOP20,
        "talent_share.top2.US": people["tier"] == TOP2,
        "stay_rate.CN.US": chinese,
    } | {f"retention.{name}": (kind < ACADEMIA) & (bloc == b) for b, name in enumerate(BLOCS)}
    return {name: people["weight"][here].astype(float) for name, here in found.items()}


def test_a_share_of_people_knows_what_one_agent_is_of_it() -> None:
    """The step of a share is within three times what the agents of simulated runs make it, at every date."""
    agents, model_at = 1000, ais.load("current_policy")
    stated = outcomes.steps(agents)
    for run in range(2):
        model = ais.agents.RaceModel(model_at, seed=11, run=run, agents=agents)
        for quarter in range(45):
            if quarter % 11 == 0:
                for name, weights in groups(model).items():
                    assert 1 / 3 < stated[name] * effective(weights) < 3, (name, quarter)
            model.step()


def test_every_share_of_people_says_of_how_many() -> None:
    """Each share among the outcomes of people has a step, which halves as agents double; nothing else has."""
    shares = {c for outcome in talent.OUTCOMES if outcome.unit.startswith("share") for c in outcome.columns()}
    few, many = outcomes.steps(1000), outcomes.steps(2000)
    assert set(few) == shares
    assert all(few[name] == pytest.approx(2 * many[name]) for name in shares)
