"""``list`` and ``evidence``: everything there is, by name."""

import pytest

from aiscenarios import evidence, levers, narratives, observations, outcomes, scenario
from aiscenarios.evidence.labs import load_catalogue

NAMES = {
    "scenarios": lambda: list(scenario.shipped()),
    "levers": lambda: [each.name for each in levers.load()],
    "outcomes": lambda: [each.name for each in outcomes.CATALOGUE],
    "narratives": lambda: [each.name for each in narratives.load()],
    "parameters": lambda: list(evidence.load().uncertain),
    "claims": lambda: [each.id for each in evidence.load().claims],
    "labs": lambda: list(load_catalogue().names),
    "mechanisms": lambda: list(evidence.load().mechanisms),
    "series": lambda: [each.series for each in observations.CATALOGUE],
}
FIELDS = {
    "levers": {"unit", "owner", "levels"}, "claims": {"lands_in"}, "outcomes": {"unit", "columns"},
    "parameters": {"unit", "source", "low", "high"}, "scenarios": {"title"},
}  # fmt: skip


@pytest.mark.parametrize("what", NAMES)
def test_list_names_all_there_is(told, what: str) -> None:
    """A list is complete and in order, as an array of objects with name and what that kind promises."""
    rows = told("list", what, "--json").document
    assert [row["name"] for row in rows] == NAMES[what]()
    assert all(FIELDS.get(what, set()) <= row.keys() for row in rows)


@pytest.mark.parametrize("what", NAMES)
def test_lists_fit_the_screen(told, what: str) -> None:
    """A list on the screen holds every name unbroken, in lines of at most 80 columns."""
    text = told("list", what).out
    assert max(map(len, text.splitlines())) <= 80
    assert all(name in text for name in NAMES[what]())


def test_every_claim_is_told_with_where_it_lands(told) -> None:
    """``evidence`` shows each claim, and for machines each with its landings and its steps into beliefs."""
    text = told("evidence").out
    claims = told("evidence", "--json").document["claims"]
    assert max(map(len, text.splitlines())) <= 80
    assert [row["name"] for row in claims] == [each.id for each in evidence.load().claims]
    assert all(row["lands_in"] and row["name"] in text for row in claims)
    assert any(row["steps"] for row in claims)


def test_a_parameter_leads_back_to_its_claims(told) -> None:
    """``evidence PARAMETER`` tells the belief before and after the articles, and the claims behind it."""
    document = told("evidence", "peer_pull", "--json").document
    behind = {step["parameter"] for claim in document["claims"] for step in claim["steps"]}
    assert "peer_pull" in behind
    assert {row["name"] for row in document["claims"]} == set(document["parameter"]["claims"])
    assert document["parameter"]["reference"]["low"] < document["parameter"]["reference"]["high"]
