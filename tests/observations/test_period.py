"""Periods as sources write them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios.errors import InputError
from aiscenarios.observations.period import SourceYear, parse

YEARS = st.integers(2019, 2059)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2019", 0.0, 4.0), ("2024Q2", 21.0, 22.0), ("2024-Q2", 21.0, 22.0), ("2020-01", 4.0, 13 / 3),
        ("2024-12", 71 / 3, 24.0), ("2019-2020", 0.0, 8.0), ("FY2021", 8.0, 12.0), ("2018", -4.0, 0.0),
    ],
)  # fmt: skip
def test_known_periods(text: str, begin: float, end: float) -> None:
    """Each form says when it begins and ends, in quarters since the start of 2019."""
    period = parse(text)
    assert (period.begin, period.end) == pytest.approx((begin, end))


@pytest.mark.parametrize("text", ["FY2022", "2022"])
def test_a_year_is_that_of_its_source(text: str) -> None:
    """The year of which the number is given may begin months earlier and be shorter."""
    period = parse(text, SourceYear(first=-12, months=12))
    assert (period.begin, period.end) == (8.0, 12.0)


@given(YEARS)
def test_a_year_is_its_quarters_and_its_months(year: int) -> None:
    """Quarters and months of a year follow one another without gap, and together are the year."""
    whole = parse(str(year))
    for parts in ([f"{year}Q{q}" for q in range(1, 5)], [f"{year}-{m:02d}" for m in range(1, 13)]):
        periods = [parse(part) for part in parts]
        assert periods[0].begin == whole.begin and periods[-1].end == whole.end
        assert all(a.end == pytest.approx(b.begin) for a, b in pairwise(periods))


@given(YEARS, st.integers(0, 10))
def test_parts_of_quarters_add_to_the_length(first: int, more: int) -> None:
    """The parts of quarters inside a period add up to its length, and none is empty or more than whole."""
    period = parse(f"{first}-{first + more}")
    parts = [period.part(quarter) for quarter in period.quarters()]
    assert sum(parts) == pytest.approx(period.end - period.begin)
    assert all(0.0 < part <= 1.0 for part in parts)


@given(st.text(max_size=12))
def test_whatever_is_written_is_read_or_refused_in_words(text: str) -> None:
    """Any text is a period that does not end before it begins, or an InputError with a remedy."""
    try:
        period = parse(text)
    except InputError as refusal:
        assert refusal.hint
    else:
        assert period.begin <= period.end


@pytest.mark.parametrize("text", ["", "2024Q5", "2024-13", "24", "2024-2019", "Q2 2024", "2024 (annual)"])
def test_what_is_no_period_is_refused(text: str) -> None:
    """A month 13, a quarter 5 and a span that ends before it begins are refused."""
    with pytest.raises(InputError, match="is not a period"):
        parse(text)
