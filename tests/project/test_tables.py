"""Tables of the manual that a study writes: complete, and stamped with what made them."""

import re
from datetime import date
from pathlib import Path

from aiscenarios import evidence, observations

TABLES = Path(__file__).parents[2] / "docs" / "tables"


def test_every_mechanism_that_can_be_off_has_been_studied() -> None:
    """The table of mechanisms has a row for each that can be switched off, and no other."""
    text = (TABLES / "mechanisms.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")} - {"mechanism"}
    assert rows == {name.replace("_", " ") for name, each in evidence.load().mechanisms.items() if each.off}


def test_a_study_says_what_made_it() -> None:
    """Each table of a study begins with runs, agents, seed and the fingerprint of the rules."""
    stamp = re.compile(r"\d+ runs of current policy, [\d,]+ agents, seed \d+, \d{4}Q\d; rules [0-9a-f]{16}\.")
    for name in ("mechanisms.md", "export_controls.md", "history.md"):
        assert stamp.match((TABLES / name).read_text(encoding="utf-8")), name


KNOWN_BY_THEN = date(2023, 12, 31)


def test_the_history_page_holds_no_later_fact() -> None:
    """Every row of the table is a fact known by the end of 2023, and the page names no later year."""
    known = {
        (f"`{fact.series}`", fact.entity, fact.period, f"{fact.value:,.4g}"): fact.known
        for fact in evidence.load().facts
    }
    text = (TABLES / "history.md").read_text(encoding="utf-8")
    rows = [
        tuple(cell.strip() for cell in line.split("|")[1:5]) for line in text.splitlines() if "| `" in line
    ]
    assert rows and all(known[row] <= KNOWN_BY_THEN for row in rows)
    pages = text + (TABLES / "history.svg").read_text(encoding="utf-8")
    pages += (TABLES / "history_reasons.md").read_text(encoding="utf-8")
    assert not re.search(r"\b20(2[4-9]|3\d)\b", pages.partition("<defs>")[0])


def test_the_history_page_holds_every_earlier_fact_that_can_be_seen() -> None:
    """A fact known in time is on the page, unless its series is unseen or changes start from it."""
    text = (TABLES / "history.md").read_text(encoding="utf-8")
    for fact in evidence.load().facts:
        said = observations.known().get(fact.series)
        if (
            said is None
            or fact.known > KNOWN_BY_THEN
            or fact.entity not in observations.entities(fact.series)
        ):
            continue
        base = said.base is not None and said.base.period == fact.period
        if not base and fact.period >= "2019":
            assert f"| `{fact.series}` | {fact.entity} | {fact.period} |" in text


def test_what_lies_outside_on_the_history_page_has_a_reason() -> None:
    """A reason stands for each series and entity with a fact outside, and for no other."""
    text = (TABLES / "history.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in text.splitlines() if "**outside**" in line]
    outside = {(series.strip(), entity.strip()) for series, entity in rows}
    reasons = (TABLES / "history_reasons.md").read_text(encoding="utf-8")
    assert outside == set(re.findall(r"^- (`\w+`), ([^:]+):", reasons, re.M))
