"""Verdicts: truth by a date, first quarter, margin, blocker, already so, none of the others."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aiscenarios import narratives, quarters
from aiscenarios.errors import InputError
from aiscenarios.narratives import NEVER, Judgement, Narrative

UNITS = {"a": "x", "b": "x", "share": "share"}
START, BY, WIDTH = 4, 9, 12

VALUES = st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0, math.nan])
PATHS = st.lists(VALUES, min_size=WIDTH, max_size=WIDTH)
RUNS = st.lists(st.tuples(PATHS, PATHS), min_size=1, max_size=4)
TEXTS = st.sampled_from([
    "a > 0.5", "a >= 1 and b < 1", "sustained(a > 0 and b > 0, quarters=2)", "a > 1 or not b > 1",
    "before(a > 1, b > 1) and b <= 2", "within(a > 0, quarters=2, after=b > 1)",
    "change(a, since=start) > 0.5",
])  # fmt: skip


def story(text: str, name: str = "mine") -> Narrative:
    """A narrative of one condition."""
    return narratives.parse_narrative(name, title="Mine", sentence="So.", condition=text, units=UNITS)


def judged(text: str, columns: dict[str, NDArray[np.float32]], start: int = START, by: int = BY) -> Judgement:
    """The judgement on one condition."""
    return narratives.judge([story(text)], columns, start=start, by=by, units=UNITS)


def columns_of(runs: list[tuple[list[float], list[float]]]) -> dict[str, NDArray[np.float32]]:
    """Columns a and b from runs."""
    return {name: np.array([run[place] for run in runs], dtype=np.float32) for place, name in enumerate("ab")}


@given(TEXTS, RUNS)
@settings(deadline=None)
def test_truth_by_a_date_never_goes_back(text: str, runs: list[tuple[list[float], list[float]]]) -> None:
    """What has come about has come about; nothing counts before the start, and first is its first quarter."""
    verdict = judged(text, columns_of(runs))["mine"]
    assert not verdict.holds_by[:, :START].any()
    assert (verdict.holds_by[:, 1:] >= verdict.holds_by[:, :-1]).all()
    for first, holds_by in zip(verdict.first, verdict.holds_by, strict=True):
        assert first == (list(holds_by).index(True) if holds_by.any() else NEVER)


@given(TEXTS, RUNS)
@settings(deadline=None)
def test_margin_and_blocker_agree_with_truth(text: str, runs: list[tuple[list[float], list[float]]]) -> None:
    """True by the date: margin not negative, no blocker; false: margin not positive, a clause is named."""
    judgement = judged(text, columns_of(runs))
    verdict = judgement["mine"]
    for truth, distance, blocker in zip(judgement.truth[0], verdict.margin, verdict.blocker, strict=True):
        if truth:
            assert distance >= 0
            assert blocker == NEVER
        else:
            assert distance <= 0 or math.isnan(distance)
            assert 0 <= blocker < len(verdict.clauses)


@given(RUNS)
@settings(deadline=None)
def test_a_duration_of_two_is_two_durations(runs: list[tuple[list[float], list[float]]]) -> None:
    """Splitting a sustained `and` into clauses changes neither truth nor margin."""
    joint = judged("sustained(a > 0 and b > 0, quarters=3)", columns_of(runs))["mine"]
    apart = judged("sustained(a > 0, quarters=3) and sustained(b > 0, quarters=3)", columns_of(runs))["mine"]
    assert joint.clauses == apart.clauses
    assert (joint.holds_by == apart.holds_by).all()
    np.testing.assert_array_equal(joint.margin, apart.margin)


def test_margin_is_in_standard_deviations() -> None:
    """A margin is the distance over the clause's spread between runs at the date, whatever the unit."""
    rng = np.random.default_rng(7)
    level = np.repeat(rng.normal(10, 3, (200, 1)), WIDTH, axis=1).astype(np.float32)
    plain = judged("a > 12", {"a": level, "b": level})["mine"]
    by_hand = (level[:, BY] - 12.0) / (level[:, BY] - 12.0).std()
    np.testing.assert_allclose(plain.margin, by_hand, rtol=1e-5)
    scaled = judged("a > 1536", {"a": level * np.float32(128), "b": level})["mine"]
    np.testing.assert_array_equal(scaled.margin, plain.margin)


def test_and_is_the_weakest_or_the_strongest() -> None:
    """The margin of `and` is the lowest of its clauses', that of `or` the highest."""
    rng = np.random.default_rng(8)
    columns = {name: np.repeat(rng.normal(0, 1, (50, 1)), WIDTH, axis=1).astype(np.float32) for name in "ab"}
    texts = ("a > 0", "b > 1", "a > 0 and b > 1", "a > 0 or b > 1")
    one, other, both, either = (judged(text, columns)["mine"].margin for text in texts)
    np.testing.assert_array_equal(both, np.minimum(one, other))
    np.testing.assert_array_equal(either, np.maximum(one, other))


def test_blocker_is_the_clause_furthest_from_true() -> None:
    """Each run names the clause that kept it false, and none where it came true."""
    a = np.array([[2.0] * WIDTH, [0.0] * WIDTH, [2.0] * WIDTH], dtype=np.float32)
    b = np.array([[2.0] * WIDTH, [2.0] * WIDTH, [0.0] * WIDTH], dtype=np.float32)
    verdict = judged("a > 1 and sustained(b > 1, quarters=4)", {"a": a, "b": b})["mine"]
    assert verdict.clauses == ("a > 1", "sustained(b > 1, quarters=4)")
    assert verdict.blocker.tolist() == [NEVER, 0, 1]


def test_already_so_at_the_start() -> None:
    """What held at the quarter before the start is marked; it counts only if it holds from then on."""
    a = np.zeros((2, WIDTH), dtype=np.float32)
    a[0, :START] = 1
    a[1, :] = 1
    verdict = judged("a > 0.5", {"a": a, "b": a})["mine"]
    assert verdict.already.tolist() == [True, True]
    assert verdict.first.tolist() == [NEVER, START]
    assert not judged("a > 0.5", {"a": a, "b": a}, start=0)["mine"].already.any()


def test_a_window_may_reach_back_before_the_start() -> None:
    """A duration counts quarters of history, so what has held for years is true at the start."""
    a = np.ones((1, WIDTH), dtype=np.float32)
    assert judged("sustained(a > 0.5, quarters=5)", {"a": a, "b": a})["mine"].first.tolist() == [START]


def test_undefined_is_not_true_and_has_no_margin() -> None:
    """An outcome without a value makes neither a condition nor its contrary true; the margin is undefined."""
    a = np.full((1, WIDTH), np.nan, dtype=np.float32)
    for text in ("a > 0", "not a > 0", "a > 0 and b > 0"):
        verdict = judged(text, {"a": a, "b": np.ones_like(a)})["mine"]
        assert not verdict.holds_by.any()
        assert np.isnan(verdict.margin).all()
        assert verdict.blocker.tolist() == [0]


def test_none_of_the_others() -> None:
    """The residual holds until another comes about, which is its blocker; its margin is the contrary."""
    a = np.array([[0.0] * 8 + [2.0] * 4, [0.0] * WIDTH, [0.0] * 11 + [2.0]], dtype=np.float32)
    one, other = story("a > 1", "one"), story("b > 1", "other")
    rest = Narrative("rest", "Rest", "Nothing.", None, others=("one", "other"))
    judgement = narratives.judge([rest, one, other], {"a": a, "b": a * 0}, start=START, by=BY, units=UNITS)
    verdict = judgement["rest"]
    assert [each.name for each in judgement.verdicts] == ["rest", "one", "other"]
    assert judgement.truth.tolist() == [[False, True, True], [True, False, False], [False, False, False]]
    assert verdict.holds_by[0].tolist() == [True] * 8 + [False] * 4
    assert verdict.first.tolist() == [NEVER, BY, BY]
    assert verdict.blocker.tolist() == [0, NEVER, NEVER]
    highest = np.maximum(judgement["one"].margin, judgement["other"].margin)
    np.testing.assert_array_equal(verdict.margin, -highest)


def test_the_date_lies_inside_the_run() -> None:
    """A date of judgement before the start or after the end is refused, with the quarters to choose from."""
    a = np.zeros((1, WIDTH), dtype=np.float32)
    for by in (START - 1, WIDTH):
        with pytest.raises(InputError, match=f"cannot be judged by {quarters.label(by)}.*2020Q1 to 2021Q4"):
            judged("a > 1", {"a": a, "b": a}, by=by)


def test_thresholds_and_their_moves() -> None:
    """Zeros and ones are no thresholds; the others are listed in written order and move one at a time."""
    text = "1 - share > 10% and a >= 1 and sustained(a > 4 or b < 3, quarters=2)"
    expression = narratives.parse(text, UNITS)
    found = narratives.thresholds(expression)
    assert [each.text for each in found] == ["10%", "4", "3"]
    assert found[1].clause == "sustained(a > 4 or b < 3, quarters=2)"
    assert narratives.to_text(narratives.scaled(expression, 1.25, only=1)) == (
        "1 - share > 10% and a >= 1 and sustained(a > 5 or b < 3, quarters=2)"
    )
    assert narratives.to_text(narratives.scaled(expression, 0.75)) == (
        "1 - share > 7.5% and a >= 1 and sustained(a > 3 or b < 2.25, quarters=2)"
    )
    assert narratives.scaled(expression, 1.0) == expression
    most = narratives.scaled(narratives.parse("share < 90%", UNITS), 1.25)
    assert narratives.to_text(most) == "share < 100%"


def test_moved_chances_follow_the_threshold() -> None:
    """A higher bar is cleared by fewer runs, a lower one by more; each row says where the bar was moved."""
    level = np.repeat(np.arange(100, dtype=np.float32)[:, None], WIDTH, axis=1)
    rows = narratives.moved(story("a > 40"), {"a": level, "b": level}, start=START, by=BY, units=UNITS)
    assert [(row.threshold, row.moved_to) for row in rows] == [("40", "30"), ("40", "50")]
    assert [row.chance for row in rows] == [0.69, 0.49]
    residual = dataclasses.replace(story("a > 40"), expression=None)
    assert narratives.moved(residual, {"a": level, "b": level}, start=START, by=BY, units=UNITS) == ()


@settings(deadline=None)
@given(TEXTS, RUNS)
def test_runs_judged_one_by_one_are_judged_as_among_all(text: str, runs: list) -> None:
    """With the spread of all runs each has the verdict, margin and blocker that it has in the whole."""
    stories, asked = [story(text)], {"start": START, "by": BY, "units": UNITS}
    whole, apart = columns_of(runs), [columns_of([run]) for run in runs]
    spreads = narratives.spreads([narratives.gaps(stories, one, **asked) for one in apart])
    expected = narratives.judge(stories, whole, **asked)["mine"]
    found = [narratives.judge(stories, one, spreads=spreads, **asked)["mine"] for one in apart]
    for field in ("holds_by", "first", "margin", "blocker", "already"):
        joined = np.concatenate([getattr(each, field) for each in found])
        np.testing.assert_array_equal(joined, getattr(expected, field))
