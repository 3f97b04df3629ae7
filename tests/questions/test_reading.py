"""A file of questions reads back what it says."""

import math
from datetime import date
from pathlib import Path

import pytest

from aiscenarios import evidence, questions
from aiscenarios.questions.dates import day_of, month_of, time_of
from aiscenarios.questions.question import Benchmark, Happens, Lab, Printed, Resolution, Stands, Threshold
from aiscenarios.questions.reading import read_question
from tests.questions.conftest import question

FILE = """\
format: 1
kind: questions
title: All that a file can say
note: For no one.
as_of: 2024-12
questions:
  - id: share
    title: >-
      Will China's part
      be big?
    type: binary
    outcome: compute_share.CN
    at: 2025-05
    above: 20%
    resolves: 2026Q1
    source: Epoch AI
    base_rate: {value: 10%, source: ours}
    crowd: {value: 0.3, source: theirs}
    resolved: {value: true, date: 2025-12-31, source: Epoch AI}
  - {id: first, title: When?, type: date, if: us_gap < 5 points, by: 2025, resolves: 2026-03, source: S,
     as_of: 2025-06, base_rate: {value: 2025-08, source: S},
     resolved: {value: never, date: 2026-01, source: S}}
  - {id: chips, title: How many?, type: numeric, lab: Google, measure: compute, at: 2027Q4, resolves: 2028-03,
     source: S, base_rate: {value: 50k H100e, low: 20k H100e, high: 0.1M H100e, source: S}}
  - {id: visas, title: Fewer?, type: binary, series: h1b_cap_registrations, entity: United States,
     period: FY2026, below: 400000, resolves: 2025-06-30, source: USCIS}
"""


@pytest.fixture
def read(folder: Path) -> questions.Questions:
    """The file, read."""
    (folder / "all.yaml").write_text(FILE, encoding="utf-8")
    return questions.load("all.yaml")


def test_a_file_reads_back_what_it_says(read: questions.Questions) -> None:
    """Names, days, units and numbers are those of the file: shares as parts of 1, days as their last one."""
    share = read.questions[0]
    assert (read.title, read.name) == ("All that a file can say", "all")
    assert (share.id, share.title, share.kind) == ("share", "Will China's part be big?", "binary")
    assert (share.as_of, share.resolves) == (date(2024, 12, 31), date(2026, 3, 31))
    assert isinstance(share.subject, Stands)
    assert share.subject.threshold is not None and share.subject.threshold.above
    assert share.subject.threshold.value == pytest.approx(0.2)
    assert share.subject.at == time_of(date(2025, 5, 31))
    assert share.base_rate == Benchmark(0.1, None, None, "ours")
    assert share.crowd == Benchmark(0.3, None, None, "theirs")
    assert share.resolved == Resolution(1.0, date(2025, 12, 31), "Epoch AI")


def test_each_subject_is_what_its_keys_say(read: questions.Questions) -> None:
    """A condition, a lab by any of its names, and a series with its source's year."""
    _, first, chips, visas = read.questions
    assert isinstance(first.subject, Happens)
    assert (first.subject.condition, first.subject.by) == ("us_gap < 5 points", 28.0)
    assert first.as_of == date(2025, 6, 30), "a question's own day beats the file's"
    assert first.resolved is not None and first.resolved.value == math.inf
    assert isinstance(chips.subject, Lab)
    assert (chips.subject.lab, chips.subject.unit, chips.subject.at) == ("Google DeepMind", "H100e", 36.0)
    assert chips.base_rate == Benchmark(50_000.0, 20_000.0, 100_000.0, "S")
    assert isinstance(visas.subject, Printed)
    assert visas.subject.threshold == Threshold(400_000, above=False)
    assert (visas.subject.begin, visas.subject.end) == (24.0, 28.0), "calendar 2025 stands for fiscal 2026"


def test_a_source_may_print_before_its_year_is_over(read: questions.Questions) -> None:
    """Registrations of March settle a fiscal year's question, no earlier day does."""
    assert read.questions[3].resolves == date(2025, 6, 30)
    with pytest.raises(ValueError, match="resolves on 2025-02-28, before 2025-03-31, which it asks about"):
        question(type="numeric", series="h1b_cap_registrations", entity="United States", period="FY2026",
                 resolves="2025-02-28")  # fmt: skip


def test_a_question_as_written_reads_back_equal(read: questions.Questions) -> None:
    """What the register keeps of a question is the same question."""
    for each in read.questions:
        assert read_question(dict(each.written)) == each


@pytest.mark.parametrize("day", [date(2019, 1, 1), date(2024, 2, 29), date(2026, 12, 31), date(2027, 7, 1)])
def test_days_and_times_are_each_other(day: date) -> None:
    """The end of a day lies in that day and its month; a quarter's last day is a whole number."""
    assert day_of(time_of(day)) == day
    assert month_of(time_of(day)) == f"{day:%Y-%m}"
    assert time_of(date(2019, 3, 31)) == 1.0


def test_shipped_files_are_right() -> None:
    """Every shipped file has no fault, and enough questions of every type and subject."""
    assert questions.shipped() == ("open", "year_2025")
    assert questions.validate("open", "year_2025") == ()
    for name, least in (("year_2025", 14), ("open", 12)):
        found = questions.load(name).questions
        assert len(found) >= least
        assert {each.kind for each in found} == {"binary", "numeric", "date"}
        assert {type(each.subject) for each in found} == {Happens, Stands, Lab, Printed} - (
            {Stands} if name == "year_2025" else set()
        )


def test_shipped_questions_are_settled_or_open() -> None:
    """Those of the end of 2024 have all come out by the day they name; open ones resolve in 2027 to 2030."""
    for each in questions.load("year_2025").questions:
        assert each.as_of == date(2024, 12, 31)
        assert each.resolved is not None and each.as_of < each.resolved.day <= each.resolves
    for each in questions.load("open").questions:
        assert each.resolved is None and 2027 <= each.resolves.year <= 2030


def test_how_shipped_questions_came_out_is_what_facts_say() -> None:
    """Where the fact table holds the number, a resolution is that number, or its side of the threshold."""
    facts = {
        (each.series, each.entity, each.period.replace("-Q", "Q")): each.value
        for each in evidence.load().facts
    }
    checked = 0
    for each in questions.load("year_2025").questions:
        match each.subject:
            case Printed(series=series, entity=entity, period=period):
                value = facts.get((series, entity, period.replace("-Q", "Q")))
            case Lab(lab=lab):
                value = facts.get(("lab_compute_available_year_end", lab, "2024-12"))
            case _:
                continue
        if value is None:
            continue
        checked += 1
        assert each.resolved is not None
        threshold = getattr(each.subject, "threshold", None)
        if threshold is None:
            assert each.resolved.value == pytest.approx(value, rel=1e-3)
        else:
            assert each.resolved.value == ((value > threshold.value) == threshold.above)
    assert checked >= 14
