"""Tables of the manual that a study writes: complete, and stamped with what made them."""

import csv
import re
from pathlib import Path

from aiscenarios import evidence, levers, narratives, outcomes
from aiscenarios.outcomes.headline import HEADLINE
from docs import hindsight
from docs.studies import history, policy_paths

TABLES = Path(__file__).parents[2] / "docs" / "tables"
STUDIES = ("mechanisms.md", "export_controls.md", "history.md", "scale.md", "moves.md", "moves_idle.md")


def test_every_mechanism_that_can_be_off_has_been_studied() -> None:
    """The table of mechanisms has a row for each that can be switched off, and no other."""
    text = (TABLES / "mechanisms.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")} - {"mechanism"}
    assert rows == {name.replace("_", " ") for name, each in evidence.load().mechanisms.items() if each.off}


def test_a_study_says_what_made_it() -> None:
    """Each table of a study begins with runs, agents, seed and the fingerprint of the rules."""
    stamp = re.compile(
        r"\d+ runs of current policy, ([\d,]+ to )?[\d,]+ agents, seed \d+, \d{4}Q\d; rules [0-9a-f]{16}\."
    )
    for name in STUDIES:
        assert stamp.match((TABLES / name).read_text(encoding="utf-8")), name


def facts_of(page: str) -> list[tuple[str, ...]]:
    """Series, entity, period and number of each row of the history page."""
    rows = [line for line in page.splitlines() if "| `" in line]
    return [tuple(cell.strip() for cell in row.split("|")[1:5]) for row in rows]


def test_the_history_page_holds_no_later_fact() -> None:
    """Every row of the table is a fact known by the end of 2023, and the page names no later year."""
    known = {
        (f"`{fact.series}`", fact.entity, fact.period, f"{fact.value:,.4g}"): fact.known
        for fact in evidence.load().facts
    }
    text = (TABLES / "history.md").read_text(encoding="utf-8")
    rows = facts_of(text)
    assert rows and all(known[row] <= history.KNOWN for row in rows)
    drawn = re.findall(r"<!-- (.*?) -->", (TABLES / "history.svg").read_text(encoding="utf-8"))
    reasons = (TABLES / "history_reasons.md").read_text(encoding="utf-8")
    assert "2023-Q2" in drawn
    for page in (text, *drawn, reasons):
        assert not re.search(r"\b20(2[4-9]|3\d)\b", page), page


def test_the_history_page_holds_every_earlier_fact_that_can_be_seen() -> None:
    """A fact known in time is on the page, once, unless its series is unseen or changes start from it."""
    text = (TABLES / "history.md").read_text(encoding="utf-8")
    wanted = history.looked_at(evidence.load().facts)
    assert [row[:3] for row in facts_of(text)] == [(f"`{f.series}`", f.entity, f.period) for f in wanted]


def test_what_lies_outside_on_the_history_page_has_a_reason() -> None:
    """A reason stands for each series and entity with a fact outside, and for no other."""
    text = (TABLES / "history.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in text.splitlines() if "**outside**" in line]
    outside = {(series.strip(), entity.strip()) for series, entity in rows}
    reasons = (TABLES / "history_reasons.md").read_text(encoding="utf-8")
    assert outside == set(re.findall(r"^- (`\w+`), ([^:]+):", reasons, re.M))


def test_the_history_page_says_how_many_facts_lie_outside() -> None:
    """The page counts what its table marks, and what a right band would leave outside: one in ten."""
    rows = [
        line for line in (TABLES / "history.md").read_text(encoding="utf-8").splitlines() if "| `" in line
    ]
    outside = sum("**outside**" in row for row in rows)
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    page = " ".join((TABLES.parent / "history.md").read_text(encoding="utf-8").split())
    told = f"{outside} of the {len(rows)} facts lie outside their band; of a right one about"
    assert f"{told} {words[round(len(rows) / 10)]} would" in page


def test_outcomes_settle_where_the_scale_page_says() -> None:
    """Every headline outcome is an outcome, and settles from the size that the study found."""
    text = (TABLES / "scale.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| \S+ \| \S+ \| [^|]+ \| (above )?([\d,]+) \|$", text, re.M)
    assert {name: int(size.replace(",", "")) * (2 if above else 1) for name, above, size in rows} == {
        each.column: each.settled for each in HEADLINE
    }
    assert {each.column for each in HEADLINE} <= set(outcomes.columns())


def moved() -> dict[str, set[str]]:
    """Items of the table of what moves the answer, by group."""
    with (TABLES / "moves.csv").open(encoding="utf-8", newline="") as page:
        rows = list(csv.DictReader(page))
    return {row["group"]: {each["item"] for each in rows if each["group"] == row["group"]} for row in rows}


def test_everything_that_can_move_the_answer_has_been_moved() -> None:
    """Each uncertain number, constant that is no cited fact, and lever wherever it is felt has rows."""
    known, items = evidence.load(), moved()
    assert items["parameters"] == set(known.parameters) and items["kinds of lab"] == set(known.kinds)
    assert items["constants"] == {name for name, each in known.constants.items() if each.origin != "fact"}
    assert items["levers"] == {f"{lever.name}.{bloc}" for lever in levers.load() for bloc in lever.felt_at}
    fields = {"researchers", "market.CN", "games.US", "spending_share.US", "domestic.yearly.CN", "labs.cash"}
    assert items["start"] >= fields


def test_each_item_is_held_against_every_headline_outcome_and_narrative() -> None:
    """The answers of the table are the headline outcomes and the narratives, for every item."""
    with (TABLES / "moves.csv").open(encoding="utf-8", newline="") as page:
        rows = list(csv.DictReader(page))
    wanted = [each.column for each in HEADLINE] + [story.name for story in narratives.load()]
    assert [row["answer"] for row in rows] == wanted * (len(rows) // len(wanted))


def test_what_moves_nothing_has_a_reason() -> None:
    """Every idle item, and no other, is named with a reason."""
    text = (TABLES / "moves_idle.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([^`]+)` \|", text, re.M))
    table = (TABLES / "moves.md").read_text(encoding="utf-8")
    idle = set(re.findall(r"^\| `([^`]+)` \|[^|]+\|[^|]+\| 0 \| 0 \| nothing \|$", table, re.M))
    assert idle == named and "not known" not in text


def test_the_table_of_hindsight_is_that_of_the_sources() -> None:
    """What no day can hide is what the seeds say now; ``make tables`` renews it."""
    assert (TABLES / "hindsight.md").read_text(encoding="utf-8") == hindsight.table()


def test_the_page_on_policy_paths_is_that_of_the_record() -> None:
    """Hazards, and how often sampled ranges held, are what the record gives now, and summed rightly."""
    assert "\n".join(policy_paths.hazards()) in (TABLES / "policy_paths_hazards.md").read_text(
        encoding="utf-8"
    )
    rows = list(policy_paths.coverage(policy_paths.DAYS))
    assert "\n".join(rows) in (TABLES / "policy_paths.md").read_text(encoding="utf-8")
    page = " ".join((TABLES.parent / "policy_paths.md").read_text(encoding="utf-8").split())
    said = zip(("a year ahead it was", "two years ahead"), policy_paths.HORIZONS, strict=True)
    for words, ahead in said:
        counts = [row.split("|") for row in rows[2:] if row.split("|")[2].strip() == str(ahead)]
        inside, levels = (sum(int(cells[at]) for cells in counts) for at in (4, 3))
        assert f"{words} {inside} of {levels}" in page
