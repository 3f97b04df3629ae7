"""Every trap has its words: what is wrong, where, and what to write."""

import pytest

from aiscenarios import narratives
from aiscenarios.errors import InputError

SHARE = "talent_share.top20.CN"

CASES = [
    # text, column, message, hint
    ("talent_share.top20.CN > 40", 23, "never holds: talent_share.top20.CN lies between 0 and 1", "40%"),
    ("40 < talent_share.top20.CN", 4, "never holds", "a share is written with %: 40%"),
    ("talent_share.top20.CN > 120%", 23, "never holds", "inside these bounds"),
    ("talent_share.top20.CN <= 100%", 23, "always holds", "inside these bounds"),
    ("talent_share.top20.CN >= 0%", 23, "always holds", "inside these bounds"),
    ("leapfrogs.CN < 0", 14, "never holds", "inside these bounds"),
    ("2 * talent_share.top20.CN > 3", 27, "never holds", ""),
    ("talent_share.top20.CN > 0,9", 26, "'0,9' has a comma inside a number", "write 0.9"),
    ("cost.US > US$ 1,000", 16, "has a comma inside a number", "1000 for a thousand"),
    ("us_lead_months > 5-10 months", 18, "'5-10' is a range", "x >= 5 and x <= 10"),
    ("talent_share.top20.CN > 5%-10%", 25, "is a range", "two comparisons"),
    ("talent_shar.top20.CN > 40%", 1, "unknown outcome 'talent_shar.top20.CN'", SHARE),
    ("talent_share.top20.China > 40%", 1, "unknown outcome", "did you mean 'talent_share.top20"),
    ("zzz > 1", 1, "unknown outcome 'zzz'", "list outcomes"),
    ("start > 1", 1, "unknown outcome 'start'", "start is a date"),
    ("sustaned(us_gap > 1, quarters=4)", 1, "unknown function 'sustaned'", "did you mean 'sustained'?"),
    ("__import__('os').system('ls') > 1", 1, "'__import__' is not a name", "underscore"),
    ("us_gap.__class__ > 1", 1, "'us_gap.__class__' is not a name", "underscore"),
    ("eval(us_gap) > 1", 1, "unknown function 'eval'", "functions: sustained"),
    ("us_gap[0] > 1", 7, "'[' is not used", "no brackets"),
    ("us_gap > 'a'", 10, '"\'" is not used', "no text"),
    ("1 < us_gap < 5", 12, "a comparison has two sides", "write 'a < b and b < c'"),
    ("us_gap == 5", 8, "'==' is not used", ">= and <="),
    ("us_gap = 5", 8, "'=' is no comparison", "write <, <=, > or >="),
    ("us_gap != 5", 8, "'!=' is not used", "a range"),
    ("us_gap ≥ 5", 8, "'≥' is not used", "write >="),
    ("us_gap > 1 && us_gap < 5", 12, "'&&' is not used", "write and"),
    ("us_gap > 1 adn us_gap < 5", 12, "unknown unit 'adn'", "did you mean 'and'?"),
    ("us_gap > compute_ratio", 8, "is measured in ECI points, compute_ratio in multiples", "like with like"),
    ("talent_share.top20.CN > 3 months", 23, "is measured in shares, 3 months in months", "like with like"),
    ("us_lead_months < 3%", 16, "us_lead_months is measured in months, 3% in shares", "like with like"),
    ("us_lead_months < 3", 18, "3 of what? us_lead_months is measured in months", "write 3 months"),
    ("cost.US <= 20", 12, "20 of what? cost.US is measured in US$/year", "write US$ 20"),
    ("cost.US <= 50M", 12, "'50M' of what?", "US$ 50M"),
    ("cost.US <= $50M", 12, "'$' is not used", "US$ 20bn"),
    ("cost.US <= RMB 2bn", 12, "conditions hold no RMB", "US$"),
    ("cost.US <= US$ 2bn users", 16, "has a second unit", "one unit"),
    ("cost.US <= US$ bn", 16, "expected a number after US$", "US$ 20bn"),
    ("users.CN > 800", 12, "800 of what?", "write 800 users"),
    ("compute.US > 40 pct", 17, "unknown unit 'pct'", "units: %"),
    ("compute_ratio > 1e999", 17, "the number is too large", ""),
    ("compute_ratio > .5", 17, "'.' is not used", "write 0.5"),
    ("compute_ratio / 0 > 1", 15, "divides by zero", ""),
    ("3 > 2", 3, "compares two numbers", "name an outcome"),
    ("us_gap", 1, "'us_gap' is a quantity where a condition is needed", "us_gap > 40%"),
    ("us_gap > 1 and us_gap", 16, "is a quantity where a condition is needed", "compare it"),
    ("sustained(us_gap, quarters=4)", 11, "is a quantity where a condition is needed", "compare it"),
    ("(us_gap > 1) + 2 > 1", 9, "is a condition where a quantity is needed", "and, or, not"),
    ("mean(us_gap > 1, quarters=2) > 1", 13, "is a condition where a quantity is needed", "and, or, not"),
    ("mean(3, quarters=2) > us_gap", 1, "holds no outcome", "name an outcome"),
    ("total(us_gap, quarters=4) > 5", 1, "adds up flows; us_gap is measured in ECI points", "mean(us_gap,"),
    ("min(us_gap, compute_ratio) > 1", 13, "compute_ratio in multiples", "like with like"),
    ("sustained(us_gap > 1)", 1, "sustained lacks its quarters", "sustained(condition, quarters=4)"),
    ("sustained(us_gap > 1, quarters=0)", 32, "'0' is not a number of quarters", "from 1 to 80"),
    ("sustained(us_gap > 1, quarters=2.5)", 32, "'2.5' is not a number of quarters", "whole number"),
    ("sustained(us_gap > 1, quarters=four)", 32, "'four' is not a number of quarters", "whole number"),
    ("sustained(us_gap > 1, for=4)", 23, "'for' is not a keyword here", "quarters=4"),
    ("sustained(us_gap > 1, quarters=4, quarters=5)", 35, "'quarters' is given twice", ""),
    ("sustained(us_gap > 1, quarters=4, us_gap > 2)", 35, "expected a keyword", "sustained("),
    ("within(us_gap > 1, quarters=2)", 1, "within lacks its after", "after=condition"),
    ("before(us_gap > 1)", 1, "before takes 2 condition arguments, was given 1", "before(condition,"),
    ("at(us_gap) > 1", 1, "at lacks its date", "at(outcome, 2030Q4)"),
    ("at(us_gap, 2030) > 1", 12, "'2030' is not a date", "one of start, by, end"),
    ("at(us_gap, 2018Q4) > 1", 12, "'2018Q4' is not a date", "2019Q1"),
    ("at(us_gap, 2026-Q3) > 1", 12, "'2026-Q3' is not a quarter", "write it as 2027Q1"),
    ("at(us_gap, 2026Q7) > 1", 12, "'2026Q7' is not a quarter", "write it as 2027Q1"),
    ("at(us_gap, 2040Q1) > 1", 1, "2040Q1 lies after the last quarter that counts, 2032Q4", "judge later"),
    ("sustained(us_gap > 1, quarters=57)", 1, "57 quarters cannot have passed by 2032Q4", "at most 56"),
    ("mean(us_gap, quarters=57) > 1", 1, "57 quarters cannot have passed by 2032Q4", "at most 56"),
    ("ago(us_gap, quarters=56) > 1", 1, "56 quarters cannot have passed by 2032Q4", "at most 55"),
    ("us_gap > 2030Q4", 10, "the quarter 2030Q4 is not a quantity", "at(us_gap, 2030Q4)"),
    ("(us_gap > 1", 12, "expected a closing parenthesis, found the end", ""),
    ("us_gap > 1)", 11, "expected and, or, or the end of the condition, found ')'", ""),
    ("us_gap >", 9, "expected an outcome, a number or a function, found the end", ""),
    ("us_gap > 1 {x}", 12, "'{' is not used", "quotes in the file"),
    ("", 1, "the condition is empty", "talent_share"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "message", "hint"), CASES)
def test_trap(units: dict[str, str], text: str, column: int, message: str, hint: str) -> None:
    """A faulty condition is refused with its column, what is wrong, and what to write."""
    with pytest.raises(InputError) as fault:
        narratives.parse(text, units, last=55)
    assert message in fault.value.message
    assert fault.value.column == column
    assert hint in (fault.value.hint or "")


@pytest.mark.parametrize(
    "text",
    [
        "talent_share.top20.CN > 40%",
        "talent_share.top20.CN > 0.4",
        "links.chips > 50% or decoupling >= 0.5",
        "us_lead_months < 3 months and us_lead_months < 1 year",
        "compute_ratio > 5 and compute_ratio > 500% and compute_ratio > 5x",
        "compute.US / compute.CN > 4x",
        "talent_share.top20.CN / talent_share.top20.US > 80%",
        "talent_share.top20.CN > 1.2 * talent_share.top20.US",
        "cost.US + cost.CN <= US$ 20bn",
        "total(cost.US, quarters=4) <= US$ 20bn",
        "total(net_flow.US.CN, quarters=4) / researchers.US > 1%",
        "net_flow.US.CN > 20 persons and net_flow.US.CN > -20",
        "users.CN > 800 million users and users.CN > 0.8bn users",
        "compute.CN > 500k H100e",
        "crossborder_rate < 1%",
        "announcements.CN * integrated_share.CN >= 3",
        "growth(use_share.CN, since=start) >= 1.5x",
        "change(mix_gap, since=start) > 0.5 nats and change(mix_gap, since=start) > 0.5",
        "change(talent_share.top20.US, since=2025Q4) < -4%",
        "peak(us_gap) - us_gap > 3 points",
        "1 - stay_rate.CN.US > 10%",
        "min(us_gap, 5, mean(us_gap, quarters=4)) > 2",
        "within(leapfrogs.CN >= 1, quarters=8, after=domestic_share.CN > 50%)",
        "before(us_lead_months < 0 months, domestic_share.CN > 60%)",
        "not at(us_gap, by) > 2 and not at(us_gap, end) > 2",
    ],
)
def test_accepted(units: dict[str, str], text: str) -> None:
    """Conditions that fit together are read, and print to something equal."""
    expression = narratives.parse(text, units, last=55)
    assert narratives.parse(narratives.to_text(expression), units) == expression


def test_a_narrative_of_a_scenario(units: dict[str, str]) -> None:
    """A scenario's narrative carries its texts and definition; bad names and the residual are refused."""
    made = narratives.parse_narrative(
        "chinese_plurality", title="Chinese plurality", sentence="More there than here.",
        condition="sustained(talent_share.top20.CN > talent_share.top20.US, quarters=4)", units=units,
    )  # fmt: skip
    assert made.definition == "sustained(talent_share.top20.CN > talent_share.top20.US, quarters=4)"
    for name, condition, said in [
        ("Mine", "us_gap > 1", "not a name of a narrative"),
        ("mine", "none of the others", "kept for the catalogue"),
    ]:
        with pytest.raises(InputError, match=said):
            narratives.parse_narrative(name, title="T", sentence="S", condition=condition, units=units)


def test_words(units: dict[str, str]) -> None:
    """A condition can be said: names may be replaced by words, and nothing of the code remains."""
    said = narratives.to_words(
        narratives.parse(
            "sustained(compute_ratio >= 4x and us_gap < 20% * ago(us_gap, quarters=1), quarters=4)"
            " or not before(us_gap > 5, peak(us_gap) > 1.5 * at(us_gap, start))", units,
        ),
        {"us_gap": "the US lead"},
    )  # fmt: skip
    assert said == (
        "Either for 4 quarters running (compute_ratio is at least 4x, and the US lead is below 20% of the US "
        "lead one quarter earlier), or it is not so that first the US lead is above 5, before the highest "
        "value since the scenario's start of the US lead is above 1.5 times the US lead at the scenario's "
        "start."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("us_lead_months < 3 months", ("us_lead_months", "<", 3.0)),
        ("us_lead_months < 1 year", ("us_lead_months", "<", 12.0)),
        ("domestic_share.CN >= 60%", ("domestic_share.CN", ">=", 0.6)),
        ("net_flow.US.CN > -20 persons", ("net_flow.US.CN", ">", -20.0)),
        ("users.CN > 800M users", ("users.CN", ">", 800.0)),
    ],
)
def test_watch(units: dict[str, str], text: str, expected: tuple[str, str, float]) -> None:
    """One outcome against one number comes apart into column, sign and threshold in the column's unit."""
    assert tuple(narratives.watch(text, units)) == expected


def test_watch_refuses_more(units: dict[str, str]) -> None:
    """Anything but one outcome against one number is refused."""
    with pytest.raises(InputError, match="not one outcome against one number"):
        narratives.watch("us_gap > 1 and us_gap < 5", units)
