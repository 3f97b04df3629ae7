"""The cited table of facts: one role each, sources, dates, and what the loader refuses."""

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from aiscenarios import seeds
from aiscenarios.errors import InputError
from aiscenarios.evidence import Evidence
from aiscenarios.evidence.facts import COLUMNS, ROLES, read_facts

ROW = {
    "series": "s", "entity": "China", "period": "2024", "value": "3", "low": "2", "high": "4", "level": "0.9",
    "unit": "x", "title": "A study", "publisher": "An institute", "year": "2024", "provenance": "seen",
    "known": "2024-12-31", "vintage": "first", "role": "target", "note": "",
}  # fmt: skip


def written(folder: Path, rows: Iterable[dict[str, str]]) -> Path:
    """Rows as a table of facts."""
    file = folder / "facts.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, COLUMNS)
        table.writeheader()
        table.writerows(rows)
    return file


def test_every_role_is_used(evidence: Evidence) -> None:
    """The table holds facts of each role, and targets have an interval around their value."""
    assert {fact.role for fact in evidence.facts} == set(ROLES)
    for fact in evidence.facts:
        if fact.interval is not None:
            assert fact.interval.low <= fact.value <= fact.interval.high, fact.address


def test_no_fact_is_later_than_mid_2025(evidence: Evidence) -> None:
    """Apart from what the articles themselves claim, no fact is about a time after mid-2025."""
    articles = {article.title for article in evidence.articles}
    for fact in evidence.facts:
        if fact.title not in articles and fact.period != "FY2026":  # registered in March 2025
            period = fact.period.removeprefix("FY")
            assert period <= "2025-06-30" or period in ("2025-Q1", "2025-Q2"), fact.address


def test_priors_and_facts_cite_each_other(evidence: Evidence) -> None:
    """Facts in the role of a prior are those behind reference priors, and the other way round."""
    cited = {series for parameter in evidence.uncertain.values() for series in parameter.facts}
    given = {fact.series for fact in evidence.facts if fact.role == "prior"}
    assert cited == given


def test_recalled_facts_make_recalled_priors(evidence: Evidence) -> None:
    """A reference prior is called a fact where one of its facts was seen, recalled where none was."""
    for parameter in evidence.uncertain.values():
        seen = any(fact.provenance == "seen" for name in parameter.facts for fact in evidence.series(name))
        if parameter.origin != "assumption":
            assert (parameter.origin == "fact") == seen, parameter.name


def test_bound_series_are_used_once(evidence: Evidence) -> None:
    """Of series tied by arithmetic (levels and gap, flow, stock and share) one set is fitted to."""
    used = {(fact.series, fact.entity) for fact in evidence.facts if fact.role in ("target", "held-out")}
    series = {name for name, _ in used}
    assert ("eci_frontier", "China") not in used
    assert "nvidia_quarterly_licensed_sales_to_china" not in series
    assert "china_share_of_cumulative_nvidia_compute" not in series


def test_the_table_names_no_address() -> None:
    """A source is a title, a publisher and a year."""
    assert "://" not in seeds.path("facts.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"role": "guess"}, "line"),
        ({"role": "targets"}, "did you mean 'target'"),
        ({"value": "3,5"}, "is not a number"),
        ({"period": "lately"}, "write 2024, 2024-06"),
        ({"known": "2024"}, "write 2024-12-31"),
        ({"low": "", "high": ""}, "needs low and high"),
        ({"low": "5"}, "write the smaller number first"),
        ({"provenance": "heard"}, "'heard' is unknown"),
    ],
)
def test_a_wrong_row_is_refused(tmp_path: Path, change: dict[str, str], message: str) -> None:
    """A wrong word, number, date or interval is refused with file and line."""
    file = written(tmp_path, [ROW, ROW | {"period": "2023"} | change])
    with pytest.raises(InputError) as caught:
        read_facts(file, ())
    assert message in f"line {caught.value}"
    assert caught.value.line == 3


def test_a_fact_with_two_roles_is_refused(tmp_path: Path) -> None:
    """One fact, one role."""
    file = written(tmp_path, [ROW, ROW | {"role": "context"}])
    with pytest.raises(InputError, match="as target and as context"):
        read_facts(file, ())


def test_a_target_from_an_article_is_refused(tmp_path: Path, evidence: Evidence) -> None:
    """What an article says may not be fitted to; it may stand as context."""
    told = {"title": evidence.articles[2].title}
    with pytest.raises(InputError, match="may not come from article"):
        read_facts(written(tmp_path, [ROW | told]), evidence.articles)
    assert len(read_facts(written(tmp_path, [ROW | told | {"role": "context"}]), evidence.articles)) == 1
