"""The catalogue of outcomes: every column is named once, has unit and meaning, and is a number."""

import re
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from aiscenarios import evidence, narratives, outcomes
from aiscenarios.engines.agents import RaceModel
from aiscenarios.engines.arrays import Tallies
from aiscenarios.engines.kernel import simulate
from aiscenarios.evidence.claims import NARRATIVES
from aiscenarios.narratives.units import column_unit
from aiscenarios.outcomes import CATALOGUE, View
from aiscenarios.state import BLOCS, COHORTS, MODALITIES
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


def documented() -> set[str]:
    """Columns named in the table of docs/architecture.md, spread over what B, F.T, M and Y stand for."""
    pairs = tuple(f"{a}.{b}" for a in BLOCS for b in BLOCS if a != b)
    stands_for = {"B": BLOCS, "F.T": pairs, "M": MODALITIES, "Y": tuple(map(str, COHORTS))}
    table = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## Outcome columns")[1]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    names = {name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}
    for mark, words in stands_for.items():
        form = re.compile(rf"(?<![A-Za-z]){re.escape(mark)}(?![A-Za-z])")
        names = {form.sub(word, name) for name in names for word in (words if form.search(name) else ("",))}
    return names


def test_the_architecture_page_names_every_column() -> None:
    """The table of outcome columns and the catalogue name the same columns."""
    assert documented() == set(outcomes.columns())


def test_claims_land_in_columns_and_endings_that_exist() -> None:
    """An article's claim names an outcome by a column of the catalogue, and an ending by its name."""
    claims = evidence.load().claims
    landed = [landing for claim in claims for landing in claim.landings]
    seen = {landing.name for landing in landed if landing.family == "O"}
    assert seen and seen <= set(outcomes.columns())
    assert {narrative.name for narrative in narratives.load()} == set(NARRATIVES)
