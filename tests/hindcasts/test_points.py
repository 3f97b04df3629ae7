"""Points and histories of a hindcast: what was known on a day, and what came after it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiscenarios.evidence import load
from aiscenarios.evidence.labs import load_catalogue
from aiscenarios.hindcasts.points import ORIGINS, UNTIL, histories, points, quarter_end

FACTS = load().facts


@pytest.mark.parametrize("origin", ORIGINS)
def test_no_point_was_known_and_no_history_was_not(origin: date) -> None:
    """Every point became known after the origin and is of a later time; histories hold nothing later."""
    found = points(FACTS, origin)
    assert found
    for point in found:
        assert point.fact.known > origin and quarter_end(origin) < point.period.end <= quarter_end(UNTIL)
        assert point.horizon >= 1 and point.fact.role in {"target", "held-out", "context"}
    known = {fact.address: fact for fact in FACTS if fact.known <= origin}
    count = sum(len(each.values) for each in histories(FACTS, origin).values())
    assert 0 < count <= len(known)


@settings(max_examples=15)
@given(st.dates(date(2021, 1, 1), date(2025, 6, 30)), st.integers(1, 400))
def test_a_later_origin_knows_more_and_forecasts_less(day: date, later: int) -> None:
    """As the origin moves on, points only go, but for those of new labs, and histories only grow."""
    one, other = day, day + timedelta(days=later)
    labs = {lab.name for lab in load_catalogue().labs}
    then, now = (
        {point.fact.address for point in points(FACTS, each) if point.fact.entity not in labs}
        for each in (one, other)
    )
    assert now <= then
    before, after = histories(FACTS, one), histories(FACTS, other)
    assert before.keys() <= after.keys()
    assert all(len(before[each].values) <= len(after[each].values) for each in before)


def test_a_planted_later_fact_changes_nothing_before_its_day() -> None:
    """Facts that became known after the origin change no history, whatever they say."""
    origin = date(2023, 12, 31)
    clean = histories(FACTS, origin)
    other = histories((fact for fact in FACTS if fact.known <= origin), origin)
    assert clean.keys() == other.keys()
    assert all((clean[each].values == other[each].values).all() for each in clean)
