"""Laws of weighing stored runs by an article."""

import json
from itertools import permutations

import numpy as np
import pytest

from aiscenarios import ensemble, updates
from aiscenarios.ensemble import weighted
from aiscenarios.evidence import load, prior
from aiscenarios.seeds import path
from tests.updates.conftest import GAP, LEAD, SPREAD

FIGURE = "kind: figure, reliability: reported figure, reported: "
EVENT = "kind: event, reliability: reported event, reported: "
FITTED = "eci_gap"
OPINION = "kind: opinion, reliability: opinion, lands_in: "


def lead(text: str) -> str:
    """A figure of the lead."""
    return f"{FIGURE}{{outcome: us_lead_months, at: 2026Q2, value: {text}}}"


def gap(value: str, period: str = "2026-06") -> str:
    """A figure of the gap."""
    return f"{FIGURE}{{series: arena_gap_composite, entity: US-China, period: {period}, value: {value}}}"


def says(name: str, text: str, because: str = "reasons") -> str:
    """An opinion on a parameter."""
    return f"{OPINION}[{{P: {name}, says: {text}, because: {because}}}]"


def moments(result, weights, name="us_lead_months"):
    """Weighted mean and standard deviation of an outcome."""
    values = result.columns(name)[:, 0].astype(float)
    mean = float(weights @ values)
    return mean, float(np.sqrt(weights @ (values - mean) ** 2))


def test_what_the_runs_already_say_moves_nothing(stored, article) -> None:
    """A figure at the middle of the runs, far less sure than they are, leaves every chance in place."""
    made = updates.update(article(lead("-590 months to 610 months")), stored)
    assert made.verdict == "instant"
    assert made.ess > 0.99 * stored.runs
    assert all(abs(each.change.value) < 0.002 for each in made.endings)


def test_a_figure_without_error_keeps_only_runs_near_it(stored, article) -> None:
    """As a figure's error goes to nothing, all weight lies on the nearest runs, and that is not trusted."""
    made = updates.update(article(lead("12.0 months to 12.000001 months")), stored)
    values = stored.columns("us_lead_months")[:, 0]
    kept = values[made.weights > 1e-9]
    assert np.abs(kept - 12.0).max() < 0.02
    assert made.verdict == "refused"


def test_a_known_answer_for_an_outcome(stored, article) -> None:
    """Normal over runs times a Normal error is the conjugate Normal."""
    width = 3.0 * 1.6448536269514722
    made = updates.update(article(lead(f"{16 - width:.9f} months to {16 + width:.9f} months")), stored)
    start, spread = moments(stored, weighted.equal(stored.runs))
    precision = 1 / spread**2 + 1 / 3.0**2
    mean, sd = moments(stored, made.weights)
    assert mean == pytest.approx((start / spread**2 + 16 / 3.0**2) / precision, abs=0.25)
    assert sd == pytest.approx(precision**-0.5, rel=0.05)
    assert (start, spread) == (pytest.approx(LEAD, abs=0.3), pytest.approx(SPREAD, rel=0.05))


def test_a_known_answer_for_a_belief(stored, article) -> None:
    """Runs weighed by an opinion have the conjugate Normal of their number: starting belief times claim."""
    known, name = load(), "look_rate"
    parameter = known.parameter(name)
    old = prior(known, parameter)
    low, high = (float(parameter.scale.back(np.array([old.mean + at * old.sd]))[0]) for at in (0.5, 2.5))
    made = updates.update(article(says(name, f"{low:.6f} to {high:.6f}")), stored)
    claim = parameter.scale.normal(parameter.interval(f"{low:.6f} to {high:.6f}"))
    inflated = 3.0 * claim.sd
    precision = 1 / old.sd**2 + 1 / inflated**2
    places = np.array([parameter.scale.to(value) for value in stored.store.table("runs", [name])[name]])
    mean = float(made.weights @ places)
    sd = float(np.sqrt(made.weights @ (places - mean) ** 2))
    assert mean == pytest.approx(
        (old.mean / old.sd**2 + claim.mean / inflated**2) / precision, abs=0.05 * old.sd
    )
    assert sd == pytest.approx(precision**-0.5, rel=0.04)
    assert made.verdict == "instant"


def test_a_belief_says_nothing_of_runs_that_do_not_know_it(stored, article) -> None:
    """Where the mechanism of a number is off, an opinion about it leaves a run's weight at the average."""
    made = updates.update(article(says("peer_pull", "0.4 to 1.2")), stored)
    works = stored.store.table("runs", ["on.contagion"])["on.contagion"] > 0
    assert 0 < works.sum() < stored.runs
    off = made.weights[~works]
    assert off.min() == off.max()
    assert made.weights[works].mean() == pytest.approx(off[0], rel=0.05)


@pytest.mark.parametrize(
    "claim", [lead("14 months to 20 months"), gap("130"), says("look_rate", "8% to 16%")]
)
def test_two_claims_of_one_story_count_as_one(stored, article, claim: str) -> None:
    """The same said twice in one story weighs runs, to the last bits, as said once."""
    once = updates.update(article(claim, id="one"), stored)
    twice = updates.update(article(claim, claim, id="two"), stored)
    assert np.allclose(once.weights, twice.weights, rtol=1e-9, atol=0)
    assert any("together they count once" in note for each in twice.claims for note in each.notes)


def test_two_reports_of_an_event_in_one_story_count_as_one(stored, article) -> None:
    """A story that tells of an event twice doubts it no less."""
    claim = f'{EVENT}{{if: "us_lead_months < 6 months", by: 2026Q3}}'
    once, twice = (updates.update(article(*[claim] * n, id=f"n{n}"), stored) for n in (1, 2))
    assert np.allclose(once.weights, twice.weights, rtol=1e-9)


def test_a_series_prints_a_number_once(stored, article) -> None:
    """Another story that repeats the number of a public series adds nothing."""
    claim = gap("130")
    once = updates.update(article(claim, id="one"), stored)
    again = updates.update(article(claim, f"{claim}, group: another story", id="two"), stored)
    assert np.allclose(once.weights, again.weights, rtol=1e-9)


def test_two_numbers_of_one_print_are_their_middle(stored, article) -> None:
    """Two numbers told of the same print weigh runs by their middle, as surely as one number."""
    both = updates.update(article(gap("130"), f"{gap('150')}, group: another story", id="both"), stored)
    middle = updates.update(article(gap("140"), id="middle"), stored)
    assert np.allclose(both.weights, middle.weights, rtol=1e-6)
    assert "what a source prints counts once" in both.claims[0].notes[0]


def test_tied_series_share_one_voice(stored, article) -> None:
    """Two leaderboards of one gap, tied by arithmetic, say hardly more than the surer of them."""
    other = gap("140").replace("arena_gap_composite", "arena_gap_ai_index")
    one, two, both = (
        updates.update(article(*some, id=f"n{n}"), stored)
        for n, some in enumerate(((gap("140"),), (other,), (gap("140"), other)))
    )
    start = moments(stored, weighted.equal(stored.runs), "us_gap")[1]
    data = [1 / moments(stored, made.weights, "us_gap")[1] ** 2 - 1 / start**2 for made in (one, two, both)]
    assert min(data[:2]) * 0.9 < data[2] < max(data[:2]) * 1.1


def test_a_story_that_the_runs_know_shares_its_voice(stored, article) -> None:
    """A claim of a story that shipped articles tell moves its number less than the same of a new story."""
    text = "0.8 to 1.6"
    known = updates.update(
        article(says("peer_pull", text), id="a", story="tencent hires from openai"), stored
    )
    own = updates.update(article(says("peer_pull", text), id="b", story="another story"), stored)
    (told,) = known.claims
    assert any("together they count once" in note for note in told.notes)
    assert known.ess > own.ess


def test_a_shipped_article_moves_nothing(stored) -> None:
    """Runs were made with the shipped articles: none of them counts again, and the screen is told so."""
    for file in sorted(path("articles").glob("*.yaml")):
        made = updates.update(file, stored)
        assert made.verdict == "unchanged"
        assert all("counts once" in each.notes[0] for each in made.claims)


def test_an_event_keeps_the_runs_in_which_it_happened(stored, article) -> None:
    """The odds of an event move by how seldom such a report is false, and by less in a doubtful article."""
    claim = '{if: "us_lead_months < 6 months", by: 2026Q3}'
    happened = stored.columns("us_lead_months")[:, 0] < 6.0
    odds = {}
    for word, trust in (
        ("reported event", "ordinary"),
        ("reported event", "doubtful"),
        ("conjecture", "ordinary"),
    ):
        text = f"kind: event, reliability: {word}, reported: {claim}"
        made = updates.update(article(text, trust=trust), stored)
        ratio = made.weights[happened][0] / made.weights[~happened][0]
        assert np.ptp(made.weights[happened]) == np.ptp(made.weights[~happened]) == 0.0
        odds[word, trust] = ratio
    assert odds["reported event", "ordinary"] == pytest.approx(1 / 0.05)
    assert odds["reported event", "doubtful"] == pytest.approx((1 / 0.05) ** 0.25)
    assert odds["conjecture", "ordinary"] == pytest.approx(1 / 0.60)


def test_a_policy_changes_no_bit(stored, article) -> None:
    """A policy is a lever: every chance and range is the stored one, and lines for a scenario are given."""
    lever = "{lever: export_controls, from: 2027Q1, value: total_ban}"
    policy = f"kind: policy, reliability: reported event, reported: {lever}"
    made = updates.update(article(policy), stored)
    assert made.verdict == "unchanged"
    assert all(each.before == each.after == stored.chances[each.name] for each in made.endings)
    assert made.claims[0].lines == ("levers:", "  export_controls: {2027Q1: total_ban}")


def test_order_does_not_matter(stored, article) -> None:
    """The claims of an article in any order give the same weights to the bit."""
    claims = (lead("8 months to 30 months"), gap("110"), says("look_rate", "6% to 20%"))
    file = article(*claims)
    head, listed = file.read_text().split("claims:\n")
    weights = []
    for some in permutations(listed.splitlines()):
        file.write_text(f"{head}claims:\n" + "\n".join(some) + "\n")
        weights.append(updates.update(file, stored).weights)
    assert all(np.array_equal(weights[0], each) for each in weights)


def test_several_figures_are_less_than_the_sum(stored, article) -> None:
    """Errors of one series are alike from quarter to quarter: two figures say less than two sources would."""
    one = updates.update(article(gap("140", "2026-06"), id="one"), stored)
    two = updates.update(article(gap("140", "2026-06"), gap("140", "2026-03"), id="two"), stored)
    start = moments(stored, weighted.equal(stored.runs), "us_gap")[1]
    spreads = [moments(stored, made.weights, "us_gap")[1] for made in (one, two)]
    data = [1 / spread**2 - 1 / start**2 for spread in spreads]
    assert 1.05 < data[1] / data[0] < 1.6
    assert GAP < moments(stored, one.weights, "us_gap")[0]


def test_thin_weights_are_refused(stored, few, article) -> None:
    """Four hundred effective runs answer at once, a hundred roughly, fewer not at all."""
    verdicts = {}
    for text in ("8 months to 20 months", "25.0 months to 29 months", "60 months to 61 months"):
        made = updates.update(article(lead(text)), stored)
        wanted = "instant" if made.ess >= 400 else "approximate" if made.ess >= 100 else "refused"
        assert made.verdict == (wanted if made.khat < 0.7 else "refused")
        verdicts[text] = made.verdict
    assert next(iter(verdicts.values())) == "instant"
    assert list(verdicts.values())[-1] == "refused"
    assert updates.update(article(lead("8 months to 20 months")), few).verdict == "refused"


def test_no_run_left(stored, article) -> None:
    """Where no run is possible the answer is refused and says no number, instead of failing."""
    made = updates.update(article(lead("1000000 months to 1000000.0001 months")), stored)
    assert (made.verdict, made.ess) == ("refused", pytest.approx(made.ess))
    assert json.dumps(made.document(), allow_nan=False)


def test_what_no_run_has_seen_is_refused(stored, article) -> None:
    """Where an event has come in no run, equal weights are no answer: the update is refused and says why."""
    made = updates.update(article(f'{EVENT}{{if: "us_lead_months < -500 months", by: 2026Q3}}'), stored)
    assert made.verdict == "refused"
    assert "in no run" in made.claims[0].notes[0]


def test_what_no_run_speaks_of_moves_nothing(stored, article) -> None:
    """A figure that is undefined in every run moves nothing, and the screen is told so."""
    figure = '{outcome: "(us_gap - us_gap) / (us_gap - us_gap)", at: 2026Q2, value: 1 to 2}'
    made = updates.update(article(FIGURE + figure), stored)
    assert made.verdict == "unchanged"
    assert "No run says anything" in made.claims[0].notes[0]


def test_failed_runs_keep_the_average_weight(make, article) -> None:
    """A run that broke off says nothing of what is reported: together such runs keep their share."""
    result = make(runs=500, failing=tuple(range(50)))
    made = updates.update(article(lead("12 months to 24 months")), result)
    assert made.weights[:50].sum() == pytest.approx(0.1, rel=0.05)


def test_a_belief_of_the_scenario_stands(make, article, tmp_path) -> None:
    """Where a scenario has its own belief about a number, a claim about it moves nothing and is told so."""
    file = tmp_path / "own.yaml"
    file.write_text(
        "format: 1\nkind: scenario\ntitle: Own\nextends: current_policy\nbeliefs:\n  look_rate: 6% to 12%\n"
    )
    result = make(runs=300, source=str(file), scenario="own")
    made = updates.update(article(says("look_rate", "15% to 20%")), result)
    assert made.verdict == "unchanged"
    assert "own belief" in made.claims[0].notes[0]


def test_a_figure_that_was_fitted_to_counts_once(make, article) -> None:
    """Of fitted runs a figure that the fit used moves nothing more."""
    fact = next(fact for fact in load().facts if fact.role == "target" and fact.series == FITTED)
    address = f"series: {fact.series}, entity: {fact.entity}, period: {fact.period}"
    claim = f"{FIGURE}{{{address}, value: {fact.value:g}}}"
    fitted, free = (make(name, runs=300, beliefs=name) for name in ("fitted", "prior"))
    made = updates.update(article(claim), fitted)
    assert made.verdict == "unchanged"
    assert "fitted to this figure" in made.claims[0].notes[0]
    assert updates.update(article(claim), free).verdict != "unchanged"


def test_runs_that_are_weighed_by_the_known_present_stay_so(make, article) -> None:
    """An update goes on from the weights that runs have: news multiplies them."""
    result = ensemble.open(make(runs=3000).folder)
    assert result.weights is not None and np.ptp(result.weights) > 0.0
    made = updates.update(article(lead("6 months to 25 months")), result)
    np.testing.assert_array_equal(made.before.weights, result.weights)
    assert [each.before for each in made.endings] == list(result.chances.values())
    news = updates.update(article(lead("6 months to 25 months")), make("b", runs=3000)).after.weights
    assert np.corrcoef(np.log(made.after.weights / result.weights), np.log(news))[0, 1] > 0.99
