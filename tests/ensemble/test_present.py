"""The known present: which values count, how runs are weighed by them, and what weighted runs say."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

import aiscenarios as ais
from aiscenarios.analysis.compare import paired
from aiscenarios.ensemble import run_arms, weighted
from aiscenarios.ensemble.intervals import difference, mean_difference, proportion
from aiscenarios.ensemble.present import (
    FEW_VALUES,
    RECENT,
    Discrepancy,
    Present,
    _history,
    discrepancy,
    latest,
    likelihood,
    recent,
)
from aiscenarios.ensemble.psis import FEWEST, smoothed
from aiscenarios.ensemble.targets import Targets
from aiscenarios.evidence import load
from aiscenarios.report.sentences import known_present

START = 30
SURE = Discrepancy(0.5, {}, {})
"""A model that misses nothing beyond the sources' errors."""


@pytest.fixture(scope="module")
def history() -> Targets:
    """What has been printed of times before 2026Q3."""
    found = _history(load().facts, START)
    assert found is not None
    return found


def present(history: Targets, runs: int, spread: float, seed: int = 1) -> Present:
    """Runs that print the values of a history, each with luck of its own in units of the sources' errors."""
    sds = np.array([target.sd for target in history.each])
    luck = np.random.default_rng(seed).normal(size=(runs, len(sds)))
    shown, used = history.values + spread * sds * luck, recent(history)
    logs = likelihood(history, shown, SURE, used)
    return Present(history, shown, used, logs, smoothed(logs))


def test_the_last_value_of_each_series_counts_if_it_is_of_the_last_year(history: Targets) -> None:
    """No series counts twice, none by an older value than it has, none that ended more than a year before."""
    used = [history.each[k] for k in recent(history)]
    assert len({target.fact.address[:2] for target in used}) == len(used) > 5
    newest = max(target.period.end for target in history.each)
    for target in used:
        same = [each for each in history.each if each.fact.address[:2] == target.fact.address[:2]]
        assert target.period.end == max(each.period.end for each in same) >= newest - RECENT
    old = [history.each[k] for k in latest(history).values() if k not in recent(history)]
    assert old and all(target.period.end < newest - RECENT for target in old)


def test_nothing_known_later_or_of_a_later_time_counts() -> None:
    """As of a day a planted later fact changes nothing; a scenario that starts early knows no later value."""
    known, day = load(), date(2023, 12, 31)
    planted = replace(known, facts=tuple(
        replace(fact, value=2.0 * fact.value, role="held-out") if fact.known > day else fact
        for fact in known.facts
    ))  # fmt: skip
    one, other = (_history(each.known_by(day).facts, START) for each in (known, planted))
    assert one == other and one is not None
    early = _history(known.facts, 20)
    assert early is not None and max(target.period.end for target in early.each) <= 20.0


def test_weights_are_likelihoods(history: Targets) -> None:
    """Of two runs the ratio is that of the Normal densities, under the error and the discrepancy together."""
    used, shown = recent(history)[:3], np.tile(history.values, (2, 1))
    k = used[0]
    wide = Discrepancy(0.5, {}, {history.each[k].series.family: 3.0})
    shown[1, k] += 2.0 * history.each[k].sd
    for learnt, spare in ((SURE, 1.0), (wide, 4.0)):
        found = likelihood(history, shown, learnt, used)
        assert found[0] - found[1] == pytest.approx(0.5 * 4.0 / spare)
    shown[0, k] = np.nan
    assert likelihood(history, shown, SURE, used)[0] == -np.inf


def test_a_series_has_a_discrepancy_of_its_own_once_it_has_values_enough(history: Targets) -> None:
    """Few values take the family's, which holds all of them; a sure source's error is not counted twice."""
    misses = np.ones(len(history.each))
    counts = {}
    for target in history.each:
        counts[target.fact.address[:2]] = counts.get(target.fact.address[:2], 0) + 1
    many = max(counts, key=lambda address: counts[address])
    for n, target in enumerate(history.each):
        misses[n] = 3.0 if target.fact.address[:2] == many else 1.0
    learnt = discrepancy(misses, history)
    assert set(learnt.series) == {address for address, count in counts.items() if count >= FEW_VALUES}
    family = next(target.series.family for target in history.each if target.fact.address[:2] == many)
    assert learnt.variance(many, family) == pytest.approx(8.0)
    assert 0.0 < learnt.variance(("unseen", ""), family) < 8.0
    assert learnt.variance(("unseen", ""), "unseen") == 0.0


def test_a_miss_is_carried_on_and_fades(history: Targets) -> None:
    """At the time of the last value runs are moved onto it; far off nothing is left but the whole spread."""
    found = present(history, 4000, 1.0)
    shifted = replace(found, shown=found.shown + 1.0)
    k = next(k for k in found.used if history.each[k].fact.address[:2] in shifted.learnt.series)
    target = history.each[k]
    at = shifted.carried(target.fact.address[:2], target.series.family, target.period.end)
    moved = weighted.mean(shifted.shown[:, k] + at.shift, shifted.found.weights)
    assert moved == pytest.approx(target.value) and at.sd == 0.0
    far = shifted.carried(target.fact.address[:2], target.series.family, target.period.end + 400.0)
    variance = shifted.learnt.variance(target.fact.address[:2], target.series.family)
    assert far.shift == pytest.approx(0.0, abs=1e-2)
    assert far.sd == pytest.approx(target.series.error.sd * np.sqrt(variance), rel=1e-2)
    assert shifted.carried(("unseen", ""), "unseen", 40.0) == (0.0, 0.0)


def test_too_few_runs_are_not_weighed_and_say_how_many_would_do(history: Targets) -> None:
    """Below the limit all runs count alike; the number named would do, and the sentence names both."""
    few, many = present(history, 60, 0.5), present(history, 4000, 0.5)
    assert few.weights is None and few.effective < FEWEST
    would = few.enough()
    assert would is not None and f"about {would:,} runs would do" in known_present(few)
    assert many.weights is not None and many.weights.sum() == pytest.approx(1.0)
    assert many.effective >= FEWEST and f"worth {many.effective:,.0f} that count alike" in known_present(many)
    assert "the sun shone" in known_present(replace(few, problem="the sun shone"))
    steep = known_present(replace(many, found=many.found._replace(khat=0.9)))
    assert "k-hat 0.90, and less than 0.7 is needed" in steep and "would do" not in steep
    assert replace(many, problem="the sun shone").weights is None


def test_scenarios_that_share_their_history_have_the_same_weights() -> None:
    """The known present is the same in every arm of a comparison, bit for bit, and differs between runs."""
    names = ("current_policy", "brain_drain")
    first, second = run_arms(names, 8, 7, agents=200, out=(None, None), progress="none")
    np.testing.assert_array_equal(first.present.logs, second.present.logs)
    assert np.ptp(first.present.logs) > 0.0 and first.weights is None
    assert first.chances["brain_drain"] == proportion(first.judgement["brain_drain"].true, first.failed)
    assert paired(first, second, "brain_drain").runs == 8


def test_values_that_beliefs_were_fitted_to_do_not_count_again() -> None:
    """Runs drawn from a fit are weighed by what it has not seen; runs of starting beliefs by all."""
    small = {"runs": 3, "agents": 200, "seed": 7, "progress": "none"}
    start, after = (ais.run("current_policy", beliefs=name, **small) for name in ("prior", "fitted"))
    roles = [{target.fact.role for target in result.present.values} for result in (start, after)]
    assert "target" in roles[0] and "target" not in roles[1] and roles[1]


def flags(seed: int, runs: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """Some runs that are true, and a few that failed."""
    luck = np.random.default_rng(seed)
    return luck.random(runs) < 0.4, luck.random(runs) < 0.02


def test_equal_weights_say_what_no_weights_say() -> None:
    """Chance, difference and mean difference, ranges and failed runs included."""
    (true, failed), (other, lost) = flags(1), flags(2)
    alike = weighted.equal(300)
    assert weighted.probability(true, failed, alike) == pytest.approx(proportion(true, failed))
    plain = difference(true, other, failed, lost)
    arms = weighted.Arm(true, alike), weighted.Arm(other, alike)
    assert weighted.difference(*arms, failed=(failed, lost)) == pytest.approx(plain)
    luck = np.random.default_rng(3)
    before, after = luck.normal(size=(2, 300))
    after[::50] = np.nan
    same = weighted.mean_difference(before, after, (alike, alike))
    assert same == pytest.approx(mean_difference(before, after), rel=0.01, abs=1e-3)


def test_runs_without_weight_do_not_count() -> None:
    """Half of the runs at equal weight and half at none say what that half says alone."""
    (true, _), (other, _) = flags(4), flags(5)
    none = np.zeros(300, dtype=bool)
    half = np.repeat([1.0 / 150, 0.0], 150)
    found = weighted.probability(true, none, half)
    assert found[:3] == pytest.approx(proportion(true[:150], none[:150])[:3])
    arms = weighted.Arm(true, half), weighted.Arm(other, half)
    plain = difference(true[:150], other[:150], none[:150], none[:150])
    assert weighted.difference(*arms, failed=(none, none))[:3] == pytest.approx(plain[:3])


def test_all_and_none_are_exact_under_weights() -> None:
    """What is true of every run has chance 1, of none 0, and the range ends there."""
    weights = np.random.default_rng(6).dirichlet(np.ones(300))
    none, every = np.zeros(300, dtype=bool), np.ones(300, dtype=bool)
    assert weighted.probability(every, none, weights)[0::2][0] == 1.0
    assert weighted.probability(every, none, weights).high == 1.0
    assert weighted.probability(none, none, weights)[:2] == (0.0, 0.0)


def test_other_weights_in_the_arms_widen_a_difference() -> None:
    """Arms that do not share their history lose the pairing, and the range says so."""
    (true, _), none = flags(7), np.zeros(300, dtype=bool)
    first, second = (np.random.default_rng(seed).dirichlet(np.full(300, 3.0)) for seed in (8, 9))
    same = weighted.difference(weighted.Arm(true, first), weighted.Arm(true, first), failed=(none, none))
    apart = weighted.difference(weighted.Arm(true, first), weighted.Arm(true, second), failed=(none, none))
    assert same.value == 0.0 and apart.high - apart.low > same.high - same.low
    assert apart.value == pytest.approx(float(second[true].sum() - first[true].sum()))


def test_a_run_that_ends_inside_a_year_shows_no_lab_of_that_year() -> None:
    """The table of labs is of fourth quarters; one beyond the last quarter is not read."""
    story = replace(ais.load("current_policy"), end=49, by=49)
    result = ais.run(story, 2, 7, agents=200, progress="none")
    assert result.manifest.quarters == 50 and result.present.history is not None
    assert np.isfinite(result.observed("lab_compute_available_year_end", "OpenAI", "2024-12")).all()
