"""Laws of comparing scenarios on the same draws."""

from dataclasses import replace

import numpy as np
import pytest

from aiscenarios import InputError, ensemble
from aiscenarios.analysis import compare
from aiscenarios.ensemble.intervals import difference
from aiscenarios.narratives.narrative import RESIDUAL


def test_differences_are_taken_run_by_run(fake):
    """A difference is the share of runs that turn true less the share that turn false, in percent of runs."""
    reference, other = fake.run(fake.story("a")), fake.run(fake.story("b", levers={"controls": 0.2}))
    told = compare(reference, other).differences.set_index("narrative").loc["drain"]
    before, after = (result.columns("push")[:, -1] > 0.9 for result in (reference, other))
    assert told["difference"] == pytest.approx(np.mean(after & ~before))
    assert (told["scenario"], told["runs"], told["failed"]) == ("b", 400, 0)
    assert told["low"] <= told["difference"] <= told["high"]


def test_every_scenario_is_compared_with_the_first(fake):
    """Each further scenario has a row for each ending, against the first."""
    stories = [
        fake.story(name, levers={"visas": push}) for name, push in (("a", 0.0), ("b", 0.1), ("c", 0.3))
    ]
    comparison = compare(*(fake.run(story) for story in stories))
    rows = comparison.differences
    assert list(rows["scenario"]) == ["b", "b", "c", "c"]
    assert comparison.largest is not None
    assert (comparison.largest.scenario, comparison.largest.name) == ("c", "drain")


def test_the_largest_difference_says_something(fake):
    """The residual mirrors the other endings, so it is passed over, however much its chance differs."""
    comparison = compare(fake.run(fake.story("a")), fake.run(fake.story("b", levers={"controls": 0.2})))
    residual = comparison.results[0].judgement["drain"]._replace(definition=RESIDUAL)
    comparison.results[0].judgement["drain"] = residual
    assert [each.name for each in comparison.sure] == ["drain"]
    assert comparison.largest is None


def test_a_scenario_does_not_differ_from_itself(fake):
    """The same scenario twice differs by nothing, and no difference counts as more than luck."""
    comparison = compare(fake.run(fake.story()), fake.run(fake.story()))
    assert (comparison.differences["difference"] == 0).all()
    assert comparison.largest is None
    assert comparison.labels == ("fake", "fake (2)")


def test_variants_of_a_scenario_are_told_apart(fake):
    """A scenario changed in Python keeps its name; its label says what is changed."""
    comparison = compare(fake.run(fake.story()), fake.run(fake.story(levers={"visas": 0.1}, events=("cut",))))
    assert comparison.labels == ("fake", "fake with visas, events")


def test_failed_runs_widen_the_difference(fake):
    """A run that failed in either scenario is counted and bounds the difference both ways."""
    reference, other = fake.run(fake.story(), failing=(1, 2)), fake.run(fake.story("b"), failing=(2, 3))
    told = compare(reference, other).estimates[0].estimate
    whole = compare(fake.run(fake.story()), fake.run(fake.story("b"))).estimates[0].estimate
    assert told.failed == 3
    assert told.low < whole.low
    assert told.high > whole.high
    true = (result.judgement["drain"].true for result in (reference, other))
    assert told == difference(*true, reference.failed, other.failed)


def test_outcomes_differ_by_the_mean_over_pairs(fake):
    """The difference of an outcome is the mean over pairs in which both have a value, in its unit."""
    reference = fake.run(fake.story("a"), failing=(5,))
    told = compare(reference, fake.run(fake.story("b", levers={"visas": 0.25}))).outcomes(["push"]).iloc[0]
    assert told["difference"] == pytest.approx(0.25, abs=1e-6)
    assert (told["outcome"], told["failed"]) == ("push", 1)


@pytest.mark.parametrize(
    ("what", "change"),
    [("seed", {"seed": 8}), ("runs", {"runs": 300}), ("quarters", {"quarters": 5}), ("by", {"by": "2019Q3"}),
     ("beliefs", {"beliefs": "fitted"}), ("agents", {"agents": 2}), ("evidence", {"evidence": "other"})],
)  # fmt: skip
def test_unlike_results_are_refused(fake, what, change):
    """Results that do not share seed, runs, length, beliefs ... are no pairs, and the difference is named."""
    with pytest.raises(InputError, match=f"'b' cannot be compared: its {what} is") as caught:
        compare(fake.run(fake.story("a")), fake.run(fake.story("b"), **change))
    assert caught.value.path == what


@pytest.mark.parametrize(
    ("what", "change"),
    [("by", {"by": 2}), ("start", {"start": 0}), ("end", {"end": 4})],
)  # fmt: skip
def test_other_dates_are_refused_before_anything_is_run(fake, monkeypatch, what, change):
    """Scenarios that start, are judged or end at other quarters are refused while none has been run."""
    monkeypatch.setattr(ensemble, "run_arms", lambda *_, **__: pytest.fail("a scenario was run"))
    first, other = fake.story("a"), replace(fake.story("b"), **change)
    with pytest.raises(InputError, match=f"'b' cannot be compared: its {what} is") as caught:
        compare(first, other)
    assert caught.value.path == what


def test_results_are_not_judged_at_another_date(fake):
    """A date of judgement that is not that of the results given is refused."""
    with pytest.raises(InputError, match="its by is 2019Q4, that of the others is 2019Q3") as caught:
        compare(fake.run(fake.story("a")), fake.run(fake.story("b")), by="2019Q3")
    assert caught.value.path == "by"


@pytest.mark.parametrize("what", ["runs", "seed", "agents"])
def test_a_scenario_is_run_as_the_result_beside_it(fake, monkeypatch, what):
    """Runs, seed and agents are those of the result given; anything else is refused before a run."""
    asked = []

    def run_arms(stories, runs, seed, *, agents, **_):
        asked.append({"runs": runs, "seed": seed, "agents": agents})
        return [fake.run(story, runs=runs, seed=seed, agents=agents) for story in stories]

    monkeypatch.setattr(ensemble, "run_arms", run_arms)
    stored = fake.run(fake.story("a"), runs=50, seed=0, agents=3)
    compare(stored, fake.story("b"))
    assert asked == [{"runs": 50, "seed": 0, "agents": 3}]
    with pytest.raises(InputError, match=f"its {what} is") as caught:
        compare(stored, fake.story("b"), **{what: 9})
    assert caught.value.path == what
    assert len(asked) == 1


def test_one_scenario_is_no_comparison(fake):
    """Fewer than two scenarios are refused."""
    with pytest.raises(InputError, match="two scenarios"):
        compare(fake.run(fake.story()))
