"""Every claim of the four articles lands somewhere that exists, and nothing else does."""

from pathlib import Path

import pytest

from aiscenarios import outcomes, seeds
from aiscenarios.errors import InputError
from aiscenarios.evidence import Evidence, trail
from aiscenarios.evidence.catalogue import PHASES
from aiscenarios.evidence.claims import NARRATIVES
from aiscenarios.evidence.tables import read
from aiscenarios.parameters import CONSTANTS, KIND_NAMES, PARAMETERS

CODED = {
    "000-1": "I M", "000-2": "M P", "000-3": "L", "000-4": "P L", "000-5": "M P L", "000-6": "M P",
    "000-7": "M L", "000-8": "M P", "000-9": "P L", "000-10": "P N", "000-11": "O", "000-12": "N L",
    "001-1": "M P", "001-2": "I M P", "001-3": "L", "001-4": "I M", "001-5": "M P", "001-6": "P L",
    "001-7": "M P N", "001-8": "O N", "001-9": "P",
    "002-1": "I M P", "002-2": "P", "002-3": "M P", "002-4": "M P", "002-5": "P", "002-6": "M", "002-7": "M",
    "002-8": "N", "002-9": "I P",
    "003-1": "M I", "003-2": "M", "003-3": "P N", "003-4": "I", "003-5": "M P", "003-6": "N", "003-7": "O P",
    "003-8": "P", "003-9": "M P", "003-10": "L P", "003-14": "M", "003-11": "N", "003-12": "N", "003-13": "N",
}  # fmt: skip
"""Every claim that was coded, with the families it has to land in."""

ARTICLE_BASED = {
    "peer_pull", "signal_pull", "talent_bite", "star_weight", "talent_elasticity", "cn_entrant_share",
    "knowhow_transfer", "weight_pay", "weight_freedom", "weight_home", "weight_compute", "relocation_cost",
    "release_lag", "momentum", "feedback_gain", "integration_rate", "fame_half_life", "border_premium",
    "seed_round", "seed_time", "assist_gain", "friction.giant", "spinout_rate", "startup_means",
    "video_growth", "follower_rate", "induced_efficiency", "game_cost_cut", "game_spillover",
    "domestic_growth", "domestic_worth", "compliance_bind",
}  # fmt: skip
"""Every prior that an article informs."""


def lab_names() -> set[str]:
    """Names and aliases of the lab catalogue."""
    entries = [entry.table() for entry in read(seeds.path("labs.yaml")).table()["labs"].listed]
    names = {entry["name"].text for entry in entries}
    return names | {
        alias.text for entry in entries if "aliases" in entry for alias in entry["aliases"].listed
    }


def test_every_claim_is_coded_once(evidence: Evidence) -> None:
    """The coded claims are the known ones, each once, and no other."""
    ids = [claim.id for article in evidence.articles for claim in article.claims]
    assert sorted(ids) == sorted(CODED)


@pytest.mark.parametrize("name", CODED)
def test_a_claim_lands_in_its_families(evidence: Evidence, name: str) -> None:
    """Each claim informs at least what its reading demands."""
    found = {landing.family for landing in evidence.claim(name).landings}
    assert set(CODED[name].split()) <= found


def test_landing_places_exist(evidence: Evidence) -> None:
    """Claim to place: every parameter, mechanism, narrative, lab and outcome a claim names exists."""
    known = {
        "P": set(PARAMETERS + KIND_NAMES),
        "M": set(evidence.mechanisms),
        "N": set(NARRATIVES),
        "I": lab_names() | {"event", "modality", "policy"},
        "O": set(outcomes.units()) | {outcome.name for outcome in outcomes.CATALOGUE},
    }
    for claim in evidence.claims:
        for landing in claim.landings:
            assert landing.family == "L" or landing.name in known[landing.family], (claim.id, str(landing))


def test_article_based_priors_have_claims(evidence: Evidence) -> None:
    """Place to claim: the priors that articles inform are exactly those that a claim speaks of."""
    assert {landing.name for claim in evidence.claims for landing in claim.priors} == ARTICLE_BASED


def test_every_prior_landing_says_a_number_and_why(evidence: Evidence) -> None:
    """A claim lands in a prior only with an interval and a sentence on how it is read."""
    landings = [landing for claim in evidence.claims for landing in claim.landings if landing.family == "P"]
    assert all(landing.says is not None and landing.note for landing in landings)


def test_a_reported_event_informs_no_rate(evidence: Evidence) -> None:
    """Articles report only striking departures: no event moves how often people leave, look or found."""
    rates = {"look_rate", "peer_pull", "signal_pull", "spinout_rate", "integration_rate", "startup_failure"}
    for claim in evidence.claims:
        if claim.reliability == "reported event":
            assert not {landing.name for landing in claim.priors} & rates, claim.id


def test_articles_on_one_hire_share_a_group(evidence: Evidence) -> None:
    """Two articles report one hire, so they count once; the others report other stories."""
    stories = {article.id: article.story_of for article in evidence.articles}
    assert stories["000"] == stories["001"]
    assert len(set(stories.values())) == len(stories) - 1


def test_names_are_those_the_rules_read(evidence: Evidence) -> None:
    """Parameters, kinds and constants of the files are those of parameters.py, in its order."""
    assert tuple(evidence.parameters) == PARAMETERS
    assert set(evidence.kinds) == set(KIND_NAMES)
    assert tuple(evidence.constants) == CONSTANTS


def test_every_mechanism_is_used(evidence: Evidence) -> None:
    """Every mechanism is named by a claim or read by a parameter, and its phase is a rule module."""
    named = {landing.name for claim in evidence.claims for landing in claim.landings if landing.family == "M"}
    read_by = {parameter.mechanism for parameter in evidence.uncertain.values()}
    assert set(evidence.mechanisms) - {"lever_paths"} <= named | read_by
    rules = {file.stem for file in (Path(seeds.__file__).parent / "rules").glob("*.py")}
    assert set(PHASES) <= rules


def test_origins_count_every_number_once(evidence: Evidence) -> None:
    """The counts by origin add up to the numbers that rules read; without articles none is an article's."""
    counts = evidence.origins()
    assert sum(counts.values()) == len(PARAMETERS + KIND_NAMES + CONSTANTS)
    assert counts["article"] == len(ARTICLE_BASED)
    assert evidence.without([article.id for article in evidence.articles]).origins()["article"] == 0


def test_the_trail_reaches_every_prior(evidence: Evidence) -> None:
    """The trail has a step for each prior a claim informs, and the claim's weight is a share."""
    trails = trail(evidence)
    assert {step.parameter.name for one in trails for step in one.steps} == ARTICLE_BASED
    assert all(0.0 < step.weight <= 1.0 for one in trails for step in one.steps)
    assert {one.claim.id for one in trail(evidence, "brain_drain")} == {"000-10", "003-11"}
    assert trail(evidence, "look_rate") == ()


def test_an_unknown_name_has_a_hint(evidence: Evidence) -> None:
    """A name that is neither claim nor place is refused with the nearest claim."""
    with pytest.raises(InputError, match="did you mean '000-4'"):
        trail(evidence, "0004")
