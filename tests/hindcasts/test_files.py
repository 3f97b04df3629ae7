"""Facts that a user brings: read back as written, or refused with line, column and remedy."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios import InputError
from aiscenarios.hindcasts.files import COLUMNS, read

HEAD = ",".join(COLUMNS)
GOOD = "eci_gap,US-China,2025-Q3,6.5,4.0,9.0,ECI points"


def written(folder: Path, *lines: str) -> Path:
    """A file of these lines under the header."""
    file = folder / "mine.csv"
    file.write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("period", ["2025", "2025-09", "2025Q3", "2025-Q3", "2024-2025", "FY2026"])
def test_facts_read_back(period: str, tmp_path: Path) -> None:
    """Value, interval and unit are the file's; it is known a lag after the period's end."""
    (fact,) = read(written(tmp_path, GOOD.replace("2025-Q3", period))).facts
    assert (fact.series, fact.entity, fact.period, fact.value) == ("eci_gap", "US-China", period, 6.5)
    assert fact.interval is not None and (fact.interval.low, fact.interval.high, fact.interval.level) == (
        4,
        9,
        0.9,
    )
    assert fact.known > date(2025, 9, 1) and fact.role == "held-out"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            GOOD.replace("eci_gap", "eci_gpa"),
            "mine.csv:2: series: there is no series 'eci_gpa'; did you mean",
        ),
        (GOOD.replace("US-China", "Mars"), "mine.csv:2: entity: 'eci_gap' says nothing of 'Mars'"),
        (GOOD.replace("2025-Q3", "soon"), "mine.csv:2: period: 'soon' is not a period; write"),
        (GOOD.replace("6.5", "much"), "mine.csv:2: value: 'much' is not a number"),
        (GOOD.replace("6.5", "nan"), "mine.csv:2: value: 'nan' is not a number; write 6.5"),
        (GOOD.replace("2025-Q3", "2075"), "mine.csv:2: period: 2075 is still to come"),
        (
            GOOD.replace("eci_gap", "moon"),
            "mine.csv:2: series: there is no series 'moon'; see 'aiscenarios list",
        ),
        (f"{GOOD},more", "mine.csv:2: must have 7 values, as the header has"),
        ("eci_gap,US-China", "mine.csv:2: must have 7 values, as the header has"),
        (
            f"{GOOD}\n{GOOD}",
            "mine.csv:3: eci_gap / US-China / 2025-Q3 stands twice (first in line 2); keep one",
        ),
        (f"{GOOD}\n{GOOD.replace('-Q3', 'Q3')}", "mine.csv:3: eci_gap / US-China / 2025Q3 stands twice"),
        (GOOD.replace("6.5", ""), "mine.csv:2: value: is missing"),
        (GOOD.replace("9.0", ""), "mine.csv:2: low: low and high must lie around the value"),
        (GOOD.replace("4.0", "7.0"), "mine.csv:2: low: low and high must lie around the value"),
        (GOOD.replace("ECI points", "points"), "mine.csv:2: unit: must be 'ECI points' (got 'points')"),
        (
            "lab_compute_available_year_end,Anthropic,2025-06,100,,,H100-equivalents",
            "mine.csv:2: period: 'lab_compute_available_year_end' is seen at the ends of years; write a year",
        ),
        (
            "china_share_of_quarterly_nvidia_compute_flow,China,2025-Q3,0,,,percent",
            "mine.csv:2: value: 0 percent cannot be",
        ),
    ],
)
def test_a_wrong_line_is_refused_in_its_place(line: str, told: str, tmp_path: Path) -> None:
    """Each error names file, line and column, what was given and what to write."""
    with pytest.raises(InputError) as caught:
        read(written(tmp_path, line))
    assert told in str(caught.value)


def test_unknown_series_are_listed_and_left_out_on_request(tmp_path: Path) -> None:
    """With the request they are named; a file of nothing else is refused."""
    other = GOOD.replace("eci_gap", "moon_phase")
    found = read(written(tmp_path, GOOD, other), skip_unknown=True)
    assert found.skipped == ("moon_phase",) and len(found.facts) == 1
    with pytest.raises(InputError, match="holds no fact"):
        read(written(tmp_path, other), skip_unknown=True)


@given(st.text(max_size=200))
def test_no_file_gives_a_traceback(text: str) -> None:
    """Whatever a file holds, it is read or refused in words."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        file = Path(folder) / "mine.csv"
        file.write_text(f"{HEAD}\n{text}", encoding="utf-8", errors="surrogatepass")
        try:
            read(file)
        except InputError as error:
            assert "mine.csv" in str(error)


def test_pipes_and_devices_are_not_read(tmp_path: Path) -> None:
    """Neither is waited for or read without end."""
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path("/dev/zero"), tmp_path):
        with pytest.raises(InputError, match="a folder, a pipe or a device"):
            read(path)
