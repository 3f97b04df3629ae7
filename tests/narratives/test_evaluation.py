"""The evaluator against a slow reading of the same rules, one run and one quarter at a time."""

import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aiscenarios import narratives, quarters
from aiscenarios.narratives.parser import read
from aiscenarios.narratives.robustness import margin
from aiscenarios.narratives.series import Clock, Outcomes, series
from aiscenarios.narratives.syntax import (
    NOWHERE,
    And,
    Arithmetic,
    Call,
    Column,
    Compare,
    Expression,
    Negative,
    Not,
    Number,
    Or,
)

UNITS = {"a": "x", "b": "x", "flow": "count/quarter", "spend": "US$/year"}
CLOCK = Clock(start=3, by=5, end=7)
WIDTH = CLOCK.end + 1

DATES = st.sampled_from(["start", "by", "end", "2019Q1", "2019Q3", "2020Q2"])
COUNTS = st.integers(1, 4)
NUMBERS = st.builds(Number, st.sampled_from([0.0, 0.5, 1.0, 2.0]))
COLUMNS = st.sampled_from([Column("a"), Column("b"), Column("flow"), Column("spend")])
FLOWS = st.sampled_from([Column("flow"), Column("spend")])
QUANTITIES = st.recursive(
    st.one_of(COLUMNS, COLUMNS, NUMBERS),
    lambda inner: st.one_of(
        st.builds(Negative, inner),
        st.builds(Arithmetic, st.sampled_from("+-*/"), inner, inner),
        st.builds(Call, st.sampled_from(["min", "max"]), st.tuples(inner, COLUMNS)),
        st.builds(Call, st.sampled_from(["ago", "mean"]), st.tuples(COLUMNS), COUNTS),
        st.builds(Call, st.just("total"), st.tuples(FLOWS), COUNTS),
        st.builds(
            Call, st.sampled_from(["at", "change", "growth", "peak"]), st.tuples(COLUMNS), st.just(0), DATES
        ),
    ),
    max_leaves=3,
)
CONDITIONS = st.recursive(
    st.builds(Compare, st.sampled_from(["<", "<=", ">", ">="]), QUANTITIES, COLUMNS),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.tuples(inner, inner)),
        st.builds(Or, st.tuples(inner, inner)),
        st.builds(Call, st.just("sustained"), st.tuples(inner), COUNTS),
        st.builds(Call, st.just("within"), st.tuples(inner, inner), COUNTS),
        st.builds(Call, st.just("before"), st.tuples(inner, inner)),
    ),
    max_leaves=4,
)
VALUES = st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0, 2.0, math.nan])
RUN = st.fixed_dictionaries({name: st.lists(VALUES, min_size=WIDTH, max_size=WIDTH) for name in UNITS})
RUNS = st.lists(RUN, min_size=1, max_size=3)


def columns_of(runs: list[dict[str, list[float]]]) -> dict[str, NDArray[np.float32]]:
    """The columns of some runs, run x quarter."""
    return {name: np.array([run[name] for run in runs], dtype=np.float32) for name in UNITS}


def value(node: Expression, run: Mapping[str, list[float]], t: int) -> float:  # noqa: PLR0911
    """A quantity at a quarter; NaN before the first quarter."""
    if t < 0:
        return math.nan
    match node:
        case Number(number):
            return number
        case Column(name):
            return run[name][t]
        case Negative(operand):
            return -value(operand, run, t)
        case Arithmetic(sign, left, right):
            x, y = np.float64(value(left, run, t)), np.float64(value(right, run, t))
            with np.errstate(all="ignore"):
                return float({"+": x + y, "-": x - y, "*": x * y, "/": x / y}[sign])
        case Call("min" | "max" as name, (left, right)):
            pair = (value(left, run, t), value(right, run, t))
            return math.nan if math.isnan(sum(pair)) else (min(pair) if name == "min" else max(pair))
        case Call(name, (inner,), count, date):
            return over_time(name, inner, run, t, (count, date))
    raise TypeError(node)


def over_time(  # noqa: PLR0911
    name: str, node: Expression, run: Mapping[str, list[float]], t: int, when: tuple[int, str]
) -> float:
    """A function of a quantity's past."""
    count, date = when
    window = [value(node, run, u) for u in range(t - count + 1, t + 1)]
    if name == "ago":
        return value(node, run, t - count)
    if name == "mean":
        return sum(window) / count
    if name == "total":
        return sum(window) * (0.25 if node == Column("spend") else 1.0)
    since = CLOCK._asdict().get(date)
    since = quarters.parse(date) if since is None else since
    if t < since:
        return math.nan
    now, base = value(node, run, t), value(node, run, since)
    if name == "peak":
        known = [x for u in range(since, t + 1) if not math.isnan(x := value(node, run, u))]
        return max(known, default=math.nan)
    if name == "growth":
        return now / base if base > 0 else math.nan
    return {"at": base, "change": now - base}[name]


def holds(node: Expression, run: Mapping[str, list[float]], t: int) -> bool | None:  # noqa: PLR0911
    """Truth of a condition as of a quarter, None where it is undefined (Kleene's three values)."""
    if t < 0:
        return None
    match node:
        case Compare(sign, left, right):
            with np.errstate(over="ignore"):
                x, y = np.float32(value(left, run, t)), np.float32(value(right, run, t))
            if not (math.isfinite(x) and math.isfinite(y)):
                return None
            return bool({"<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y}[sign])
        case Not(inner):
            return contrary(holds(inner, run, t))
        case And(parts):
            return every([holds(part, run, t) for part in parts])
        case Or(parts):
            return contrary(every([contrary(holds(part, run, t)) for part in parts]))
        case Call("sustained", (inner,), count):
            return every([holds(inner, run, u) for u in range(t - count + 1, t + 1)])
        case Call("within", (now, then), count):
            lately = [contrary(holds(then, run, u)) for u in range(t - count, t + 1)]
            return every([holds(now, run, t), contrary(every(lately))])
        case Call("before", (first, second)):
            for u in range(CLOCK.start, t + 1):
                if holds(second, run, u):
                    return False
                if holds(first, run, u):
                    return True
            return False
    raise TypeError(node)


def contrary(truth: bool | None) -> bool | None:
    """Not."""
    return None if truth is None else not truth


def every(truths: list[bool | None]) -> bool | None:
    """And."""
    if False in truths:
        return False
    return None if None in truths else True


@given(CONDITIONS, RUNS)
@settings(max_examples=400, deadline=None)
def test_oracle(condition: Expression, runs: list[dict[str, list[float]]]) -> None:
    """The sign of the margin, over all runs at once, is the truth found by hand run by run."""
    found = margin(condition, Outcomes(columns_of(runs), UNITS, CLOCK)) > 0
    expected = [[holds(condition, run, t) is True for t in range(WIDTH)] for run in runs]
    assert np.broadcast_to(found, (len(runs), WIDTH)).tolist() == expected


@given(CONDITIONS, RUNS, st.integers(CLOCK.by, WIDTH - 1))
@settings(max_examples=200, deadline=None)
def test_later_quarters_do_not_matter(
    condition: Expression, runs: list[dict[str, list[float]]], last: int
) -> None:
    """Truth as of a quarter is the same whatever comes after it."""
    columns = columns_of(runs)
    changed = {name: values.copy() for name, values in columns.items()}
    for values in changed.values():
        values[:, last + 1 :] = 7.0
    truths = [margin(condition, Outcomes(each, UNITS, CLOCK)) > 0 for each in (columns, changed)]
    assert (truths[0][:, : last + 1] == truths[1][:, : last + 1]).all()


@given(CONDITIONS, RUNS, st.permutations(range(3)))
@settings(max_examples=100, deadline=None)
def test_order_of_runs_does_not_matter(
    condition: Expression, runs: list[dict[str, list[float]]], order: list[int]
) -> None:
    """Runs in another order get the same truths in that order."""
    runs = (runs * 3)[:3]
    shuffled = columns_of([runs[index] for index in order])
    plain = margin(condition, Outcomes(columns_of(runs), UNITS, CLOCK)) > 0
    assert (margin(condition, Outcomes(shuffled, UNITS, CLOCK)) > 0).tolist() == plain[order].tolist()


A = [0, 1, 2, 3, 2, 1, 4, 0]
B = [4, 4, 0, 0, 0, 0, 4, 4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at(a, 2019Q3)", [None, None, 2, 2, 2, 2, 2, 2]),
        ("at(a, start)", [None, None, None, 3, 3, 3, 3, 3]),
        ("at(a, 2021Q1)", [None] * 8),
        ("change(a, since=by)", [None, None, None, None, None, 0, 3, -1]),
        ("growth(a, since=2019Q3)", [None, None, 1, 1.5, 1, 0.5, 2, 0]),
        ("growth(a, since=2019Q1)", [None] * 8),
        ("peak(a)", [None, None, None, 3, 3, 3, 4, 4]),
        ("peak(a, since=2019Q1)", [0, 1, 2, 3, 3, 3, 4, 4]),
        ("ago(a, quarters=2)", [None, None, 0, 1, 2, 3, 2, 1]),
        ("ago(a, quarters=40)", [None] * 8),
        ("mean(a, quarters=3)", [None, None, 1, 2, 7 / 3, 2, 7 / 3, 5 / 3]),
        ("total(flow, quarters=2)", [None, 1, 3, 5, 5, 3, 5, 4]),
        ("total(spend, quarters=2)", [None, 0.25, 0.75, 1.25, 1.25, 0.75, 1.25, 1.0]),
        ("min(a, 2) / 2 - -a", [0, 1.5, 3, 4, 3, 1.5, 5, 0]),
        ("max(a, b)", [4, 4, 2, 3, 2, 1, 4, 4]),
    ],
)
def test_known_series(text: str, expected: list[float | None]) -> None:
    """Each function of time on a series that can be worked out by hand; None is undefined."""
    columns = {"a": A, "b": B, "flow": A, "spend": A}
    arrays = {name: np.array([values], dtype=np.float32) for name, values in columns.items()}
    found = series(read(text, NOWHERE), Outcomes(arrays, UNITS, CLOCK))
    np.testing.assert_allclose(found, [[math.nan if x is None else x for x in expected]])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a >= 2", "..ttt.t."),
        ("not a >= 2", "tt...t.t"),
        ("sustained(a >= 2, quarters=2)", "...tt..."),
        ("sustained(a >= 2, quarters=3)", "....t..."),
        ("not sustained(a >= 2, quarters=2)", "ttt..ttt"),
        ("within(b > 3, quarters=2, after=a >= 3)", "......tt"),
        ("within(a >= 3, quarters=1, after=b > 3)", "......t."),
        ("before(a >= 3, b > 3)", "...ttttt"),
        ("before(b > 3, a >= 3)", "........"),
        ("before(a >= 4, b > 3)", "........"),
        ("not before(b > 3, a >= 3)", "tttttttt"),
    ],
)
def test_known_truths(text: str, expected: str) -> None:
    """Each function of conditions on two series; a tie is never before, and first means since the start."""
    arrays = {"a": np.array([A], dtype=np.float32), "b": np.array([B], dtype=np.float32)}
    found = margin(read(text, NOWHERE), Outcomes(arrays, UNITS, CLOCK)) > 0
    assert "".join("t" if truth else "." for truth in found[0]) == expected


def test_stored_thresholds_are_met() -> None:
    """A share stored as float32 meets the same share written as a decimal: at least holds, above does not."""
    written = [0.7, 0.3, 0.1, 0.6, 0.9, 0.55, 0.005]
    for share in written:
        columns = {"a": np.full((1, WIDTH), share, dtype=np.float32)}
        percent = f"{share * 100:.6g}%"
        for text, truth in [(f"a >= {share}", True), (f"a > {share}", False), (f"a <= {percent}", True)]:
            expression = narratives.parse(text, {"a": "share"})
            assert (margin(expression, Outcomes(columns, {"a": "share"}, CLOCK)) > 0).all() == truth
