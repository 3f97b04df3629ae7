"""The ten endings: grounded, reachable by policy, true in one constructed world and false in another."""

from pathlib import Path

import pytest

from aiscenarios import narratives, quarters
from aiscenarios.drivers import BLOC_LEVERS, LAB_LEVERS
from aiscenarios.narratives import Narrative, Reason, World
from aiscenarios.narratives.syntax import Call, Expression, children

DOCS = Path(__file__).parents[2] / "docs"
START, BY, END = (quarters.parse(label) for label in ("2027Q1", "2030Q4", "2032Q4"))
NAMES = (
    "brain_drain", "bifurcation", "integration_leapfrog", "efficiency_path", "moat_collapse",
    "giant_outflanked", "integrator_beats_chip_holder", "self_sufficiency", "fading_announcement",
    "none_of_these",
)  # fmt: skip
CLAIMS_OF_NARRATIVES = {
    "000-10", "000-12", "001-7", "001-8", "002-8", "003-3", "003-6", "003-11", "003-12", "003-13",
}  # fmt: skip
DEFINED = [narrative for narrative in narratives.load() if narrative.expression is not None]


def holds(narrative: Narrative, world: World, units: dict[str, str]) -> bool:
    """Whether a narrative holds by 2030Q4 in a constructed world."""
    others = narratives.load() if narrative.expression is None else (narrative,)
    judgement = narratives.judge(others, world.columns(END + 1), start=START, by=BY, units=units)
    return bool(judgement[narrative.name].holds_by[0, BY])


def windows(node: Expression) -> set[int]:
    """The durations a definition asks for."""
    own = {node.quarters} if isinstance(node, Call) and node.name == "sustained" else set()
    return own.union(*(windows(part) for part in children(node)))


def test_the_ten() -> None:
    """The catalogue holds the ten endings, the residual last and of all others."""
    found = narratives.load()
    assert tuple(narrative.name for narrative in found) == NAMES
    assert found[-1].others == NAMES[:-1]
    assert found[-1].definition == "none of the others"


@pytest.mark.parametrize("narrative", DEFINED, ids=lambda narrative: narrative.name)
def test_definitions_fit_the_outcomes(narrative: Narrative, units: dict[str, str]) -> None:
    """Every definition speaks of promised columns only, in units that fit, and can be both true and false."""
    assert narratives.parse(narrative.definition, units, last=END) == narrative.expression


@pytest.mark.parametrize("narrative", narratives.load(), ids=NAMES)
def test_true_in_one_world_false_in_another(narrative: Narrative, units: dict[str, str]) -> None:
    """Each ending comes about in its constructed world, and not in its neighbour that lacks one clause."""
    assert holds(narrative, narrative.true_in, units)
    assert not holds(narrative, narrative.false_in, units)
    assert {name for name, _ in narrative.true_in.steps} == {name for name, _ in narrative.false_in.steps}


@pytest.mark.parametrize("narrative", DEFINED, ids=lambda narrative: narrative.name)
def test_every_number_has_a_reason(narrative: Narrative) -> None:
    """Each threshold and the window carry a reason that rests on a fact, a claim, or our assumption."""
    assert narrative.expression is not None
    assert narrative.window is not None
    reasoned = [reason.value for reason in narrative.thresholds]
    assert set(reasoned) - {"1"} == {each.text for each in narratives.thresholds(narrative.expression)}
    assert windows(narrative.expression) <= {int(narrative.window.value.split()[0])}
    for reason in (*narrative.thresholds, narrative.window):
        assert is_grounded(reason)


def is_grounded(reason: Reason) -> bool:
    """It says why, and names a fact that is seen or recalled, a claim, or an assumption."""
    checked = all(fact.provenance in {"seen", "recalled"} and fact.source for fact in reason.facts)
    return bool(reason.reason) and checked and bool(reason.facts or reason.claims or reason.assumption)


@pytest.mark.parametrize("narrative", DEFINED, ids=lambda narrative: narrative.name)
def test_policy_can_reach_it(narrative: Narrative) -> None:
    """Each ending names policy levers that exist and reach one of its clauses."""
    assert narrative.levers
    assert set(narrative.levers) <= {*BLOC_LEVERS, *LAB_LEVERS}


def test_claims_land() -> None:
    """Each claim that calls for a narrative is cited by one."""
    cited = {claim for narrative in narratives.load() for claim in narrative.claims}
    assert cited >= CLAIMS_OF_NARRATIVES


def test_drain_is_of_people_not_of_authors() -> None:
    """Brain drain speaks of people who moved and stayed away, never of what a tracker of authors sees."""
    drain = next(narrative for narrative in narratives.load() if narrative.name == "brain_drain")
    assert "talent_seen" not in drain.definition
    assert "net_flow.US.CN" in drain.definition
    assert "stay_rate.CN.US" in drain.definition


def test_the_page_shows_the_definitions() -> None:
    """Each definition stands word for word on the page and in a decision record."""
    page = (DOCS / "narratives.md").read_text(encoding="utf-8")
    records = "".join(record.read_text(encoding="utf-8") for record in (DOCS / "decisions").glob("0*.md"))
    for narrative in narratives.load():
        assert f"`{narrative.definition}`" in page
        assert f"`{narrative.definition}`" in records
