"""Laws of generated sentences."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios import evidence, quarters
from aiscenarios.ensemble.intervals import Estimate, proportion
from aiscenarios.outcomes.headline import FEW, HEADLINE
from aiscenarios.report import sentences
from aiscenarios.report.words import scale
from aiscenarios.scenario import load

ICD = scale("icd203")
SAID = re.compile(
    r"^Drain (?:is|has(?: a)?) (.+?) \((?:(\d+)\N{EN DASH}(\d+)|under (\d+)|over (\d+))%\): (.+?%) \("
)


def _estimate(count, runs, failed=0):
    flags = np.arange(runs) < count
    lost = np.arange(runs) >= runs - failed
    return proportion(flags, lost)


@given(runs=st.integers(1, 20_000), data=st.data())
def test_the_printed_number_lies_in_the_range_of_the_printed_word(runs, data):
    """No word stands beside a number outside its range."""
    count = data.draw(st.integers(0, runs))
    found = _estimate(count, runs)
    text = sentences.chance("Drain", found, ICD)
    if count in (0, runs):
        assert f"in {'none of' if count == 0 else 'all'} {runs:,} runs" in text
        return
    word, low, high, under, over, shown = SAID.match(text).groups()
    number = float(shown.removeprefix("under ").removeprefix("over ").removesuffix("%"))
    assert word in {each.text for each in ICD.words}
    assert float(low or over or 0) <= number <= float(high or under or 100)


@pytest.mark.parametrize(
    ("count", "runs", "failed", "said"),
    [
        (155, 500, 0, "Drain is unlikely (20\N{EN DASH}45%): 31% (sampling range 28\N{EN DASH}34%)."),
        (250, 500, 0, "Drain has a roughly even chance (45\N{EN DASH}55%): 50% (sampling range "
         "46\N{EN DASH}54%)."),
        (3, 500, 0, "Drain has almost no chance (under 5%): 1% (sampling range 0\N{EN DASH}1%)."),
        (0, 500, 0, "Drain: in none of 500 runs (sampling range 0\N{EN DASH}1%)."),
        (500, 500, 0, "Drain: in all 500 runs (sampling range 99\N{EN DASH}100%)."),
        (0, 500, 1, "Drain: in none of 499 finished runs (sampling range 0\N{EN DASH}1%)."),
    ],
)  # fmt: skip
def test_a_chance_as_a_sentence(count, runs, failed, said):
    """Word with its range, number, sampling range; never and always are counted, not estimated."""
    assert sentences.chance("Drain", _estimate(count, runs, failed), ICD) == said


def test_without_a_finished_run_nothing_is_claimed():
    """All runs failed: the chance is not known."""
    found = _estimate(0, 5, failed=5)
    assert sentences.in_words(found, ICD) == "not known: no run finished"
    assert sentences.confidence(found, ICD) == ""


def test_confidence_stands_in_a_sentence_of_its_own():
    """A range that reaches into other words is said apart from the chance; one that does not is not."""
    assert (
        sentences.confidence(_estimate(220, 500), ICD)
        == "Its sampling range reaches into 'roughly even chance'."
    )
    assert sentences.confidence(_estimate(155, 500), ICD) == ""


def test_a_difference_that_luck_explains_says_so():
    """A range that holds zero is called what it is."""
    assert "luck" in sentences.difference("Drain", Estimate(0.01, -0.02, 0.04, 500, 0))
    assert "luck" not in sentences.difference("Drain", Estimate(0.05, 0.02, 0.08, 500, 0))


@pytest.mark.parametrize(
    ("runs", "said"), [((200,), "to 5 points,"), ((2000,), "to 1 point,"), ((2000, 200), "to 1 to 5 points,")]
)
def test_what_differences_are_rounded_to_is_said(runs, said):
    """The step, or the finest and the coarsest; nothing is said of no difference."""
    found = [Estimate(0.1, 0.1 - 0.75 / each**0.5, 0.1 + 0.75 / each**0.5, each, 0) for each in runs]
    assert said in sentences.differences_rounded(found)
    assert sentences.differences_rounded([]) == ""


def test_dates_are_ends():
    """The fourth quarter is the end of its year."""
    assert sentences.date(quarters.parse("2030Q4")) == "the end of 2030"
    assert sentences.date(quarters.parse("2030Q2")) == "the end of 2030Q2"


def test_failed_runs_are_counted_and_explained(today, pressed):
    """Failed runs are said with their reason and what it does to the ranges; none is said too."""
    assert sentences.failures(pressed) == "All 60 runs finished."
    assert sentences.failures(today).startswith("1 of 60 runs failed: ")
    assert "either way" in sentences.failures(today)


def test_few_agents_are_named_with_what_is_coarse(today):
    """Few agents: what depends on their number is said, once for two alike; FEW of them: nothing."""
    (said,) = sentences.coarse(today, today)
    assert said.startswith("100 agents are few") and said.count(";") == len(HEADLINE) - 1
    assert "Share of the world's top 2% working in China" in said
    enough = replace(today, store=replace(today.store, manifest=replace(today.manifest, agents=FEW)))
    assert sentences.coarse(enough) == ()


def test_already_so_is_counted_over_finished_runs(today):
    """True before the start: in all, in some, or not said at all."""
    name = next(iter(today.judgement))
    finished = ~today.failed
    for held, said in (
        (finished, "already so at start"),
        (np.arange(60) < 3, "already so at start in 3 of 59 runs"),
        (np.zeros(60, bool), ""),
    ):
        ending = today.judgement[name]._replace(already=held)
        changed = replace(today)
        changed.__dict__.update(judgement={name: ending}, failed=today.failed)
        assert sentences.already(changed, name) == said


def test_the_clocks_of_an_answer(today):
    """Facts, policies, today and the start, in that order."""
    clocks = dict(sentences.clocks(today, evidence.load()))
    assert list(clocks) == ["facts to", "policies to", "today", "scenario from"]
    assert clocks["scenario from"] == "2027Q1"
    assert clocks["today"] == "2026-11-22"


def test_a_scenario_that_sets_nothing_has_no_condition():
    """The IF of a scenario without settings is that policies keep their level."""
    bare = load("current_policy")
    bare = replace(bare, levers=(), reactions=(), beliefs=(), ignored=(), labs=(), events=())
    assert list(sentences.conditions(bare)) == []
    assert sentences.conditional(bare)[0].startswith("All policies keep their last recorded level")


@pytest.mark.parametrize("name", ["brain_drain", "bifurcation", "tight_controls", "open_doors"])
def test_each_setting_is_one_condition_that_the_scenario_itself_says(name):
    """Each lever, reaction, belief, lab and event gives one sentence, and it is one of the scenario's own."""
    scenario = load(name)
    parts = ("levers", "reactions", "beliefs", "ignored", "labs", "events")
    told = list(sentences.conditions(scenario))
    assert len(told) == sum(len(getattr(scenario, part)) for part in parts)
    assert set(told) <= set(scenario.sentences())


def test_a_screen_without_sources_says_the_same_settings():
    """Leaving sources out shortens each condition and changes none of its words before the source."""
    scenario = load("brain_drain")
    full, short = (list(sentences.conditions(each)) for each in (scenario, sentences.unsourced(scenario)))
    assert any("(source: " in text for text in full)
    assert [text.partition(" (source: ")[0].removesuffix(".") for text in full] == [
        text.removesuffix(".") for text in short
    ]
