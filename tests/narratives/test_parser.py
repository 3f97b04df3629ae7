"""The language: reading, printing, limits, and places of faults."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiscenarios.errors import InputError
from aiscenarios.narratives.lexer import MOST_CHARACTERS
from aiscenarios.narratives.narrative import parse
from aiscenarios.narratives.parser import read
from aiscenarios.narratives.printer import to_text
from aiscenarios.narratives.reader import MOST_DEPTH
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
    Place,
)

COLUMNS = st.sampled_from(["us_gap", "talent_share.top20.CN", "compute_ratio", "net_flow.US.CN"])
DATES = st.sampled_from(["start", "by", "end", "2019Q1", "2030Q4"])
UNITS = st.sampled_from(["", "%", "x", "months", "quarters", "years", "persons", "users", "points", "nats",
                         "H100e", "US$"])  # fmt: skip
LEAVES = st.one_of(
    st.builds(Number, st.floats(0, 1e300, allow_subnormal=False), UNITS), st.builds(Column, COLUMNS)
)


def _grown(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    one, two = st.tuples(inner), st.tuples(inner, inner)
    counts = st.integers(1, 80)
    return st.one_of(
        st.builds(Negative, inner),
        st.builds(Arithmetic, st.sampled_from("+-*/"), inner, inner),
        st.builds(Compare, st.sampled_from(["<", "<=", ">", ">="]), inner, inner),
        st.builds(Not, inner),
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Call, st.sampled_from(["sustained", "ago", "total", "mean"]), one, counts),
        st.builds(Call, st.just("within"), two, counts),
        st.builds(Call, st.just("before"), two),
        st.builds(Call, st.sampled_from(["min", "max"]), several),
        st.builds(Call, st.sampled_from(["at", "change", "growth", "peak"]), one, st.just(0), DATES),
    )


EXPRESSIONS = st.recursive(LEAVES, _grown, max_leaves=8)

WORDS = [
    "and", "or", "not", "(", ")", "((", "<", "<=", ">", "=", "==", "!", ",", "+", "-", "*", "/", "%", "x",
    ".", "_", "sustained(", "within(", "before(", "at(", "min(", "quarters=", "after=", "since=", "start",
    "2030Q4", "2030Q5", "0", "40", "0,9", "5-10", "1e999", "US$", "RMB", "bn", "months", "us_gap", "a.b",
    "a.__class__", "__import__", "lambda", "\n", "\t", "\x00", "≤", "'", "[", "{", "é", "٣",
]  # fmt: skip


@given(EXPRESSIONS)
@settings(max_examples=300)
def test_round_trip(expression: Expression) -> None:
    """Reading back a printed expression gives an equal expression."""
    assert read(to_text(expression), NOWHERE) == expression


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
                 st.lists(st.sampled_from(WORDS), max_size=25).map("".join)))  # fmt: skip
@settings(max_examples=500)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is written, it is either an expression or an InputError with a column inside the text."""
    try:
        read(text, NOWHERE)
    except InputError as fault:
        assert fault.column is not None
        assert 1 <= fault.column <= len(text) + 1


@given(st.one_of(EXPRESSIONS.map(to_text), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)))
@settings(max_examples=300)
def test_any_condition_fits_or_is_refused(units: dict[str, str], text: str) -> None:
    """Whatever is written, checking it against the outcomes gives an equal expression or an InputError."""
    try:
        expression = parse(text, units, last=55)
    except InputError as fault:
        assert fault.message
    else:
        assert expression == read(text, NOWHERE)


@given(EXPRESSIONS, st.data())
@settings(max_examples=200)
def test_a_cut_expression_is_read_or_refused(expression: Expression, data: st.DataObject) -> None:
    """An expression cut off anywhere is either still one or an InputError."""
    text = to_text(expression)
    cut = text[: data.draw(st.integers(0, len(text)))]
    try:
        assert read(to_text(read(cut, NOWHERE)), NOWHERE) == read(cut, NOWHERE)
    except InputError as fault:
        assert fault.message


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a > 1 or b > 1 and c > 1", "a > 1 or (b > 1 and c > 1)"),
        ("not a > 1 and b > 1", "(not (a > 1)) and b > 1"),
        ("a + b * c > 1", "a + (b * c) > 1"),
        ("a - b - c > 1", "(a - b) - c > 1"),
        ("-a * b > 1", "(-a) * b > 1"),
        ("a/b/c > 1", "(a / b) / c > 1"),
        ("peak(a) > 1", "peak(a, since=start) > 1"),
        ("a > 20 thousand persons", "a > 20k people"),
        ("a > US$ 0.5 trillion", "a > US$ 500bn"),
        ("a > 1 and\n  b > 2", "a > 1 and b > 2"),
    ],
)
def test_precedence(text: str, same: str) -> None:
    """Signs bind as in arithmetic; not binds more than and, and more than or; spellings of a unit are one."""
    assert read(text, NOWHERE) == read(same, NOWHERE)


def test_limits_are_words_not_crashes() -> None:
    """Too long, too many words and too deep are refused with the limit, whatever the kind of nesting."""
    for text, said in [
        ("a" * (MOST_CHARACTERS + 1), f"at most {MOST_CHARACTERS}"),
        ("+".join(["a"] * 400), "at most 300"),
        ("(" * (MOST_DEPTH + 1) + "a" + ")" * (MOST_DEPTH + 1), f"more than {MOST_DEPTH} levels"),
        ("not " * (MOST_DEPTH + 1) + "a > 1", f"more than {MOST_DEPTH} levels"),
        ("-" * (MOST_DEPTH + 1) + "a", f"more than {MOST_DEPTH} levels"),
        ("min(1, " * (MOST_DEPTH + 1) + "a" + ")" * (MOST_DEPTH + 1), f"more than {MOST_DEPTH} levels"),
    ]:
        with pytest.raises(InputError, match=said):
            read(text, NOWHERE)
    chain = "+".join(["a"] * 150)
    assert to_text(read(chain, NOWHERE)) == " + ".join(["a"] * 150)


def test_a_fault_is_placed_in_its_file() -> None:
    """The column counts from where the text stands; in folded text the message counts characters instead."""
    with pytest.raises(InputError) as fault:
        read("a > 5-10", Place("world.yaml", 7, 10, "narratives.mine.if"))
    assert (fault.value.file, fault.value.line, fault.value.column) == ("world.yaml", 7, 14)
    assert fault.value.path == "narratives.mine.if"
    with pytest.raises(InputError, match=r"\(character 5 of the condition\)") as folded:
        read("a > 5-10", Place("world.yaml", 7, None))
    assert folded.value.column is None
