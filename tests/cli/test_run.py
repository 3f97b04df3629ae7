"""``run``, ``compare`` and what follows from stored results."""

import re
from pathlib import Path

import pytest

from aiscenarios import ensemble
from aiscenarios.calibration.fit import RUNS as FIT_RUNS
from aiscenarios.calibration.fit import SEED as FIT_SEED
from aiscenarios.cli import calibrate, hindcast, options
from aiscenarios.ensemble.asking import FEWEST_AGENTS
from aiscenarios.hindcasts.hindcast import RUNS as HINDCAST_RUNS
from aiscenarios.hindcasts.hindcast import SEED as HINDCAST_SEED
from aiscenarios.outcomes import headline

SAME = ("--runs", "6", "--agents", "300", "--seed", "7")
PROBABILITY = {"narrative", "probability", "low", "high"}


def widest(text: str) -> int:
    """Columns of the widest line; paths and what follows them on a line of their own are left out."""
    return max(len(line) for line in text.splitlines() if "/" not in line)


def test_a_run_answers_machines(ran) -> None:
    """``run --json`` is one document with digest, runs, failed, out, by, conditional_on and probabilities."""
    document = ran[0].document
    assert document.keys() >= {"schema", "version", "digest", "runs", "failed", "out", "by", "conditional_on"}
    assert (document["runs"], document["by"]) == (6, "2030Q4")
    assert all(row.keys() >= PROBABILITY for row in document["probabilities"])
    assert all(0 <= row["low"] <= row["probability"] <= row["high"] <= 1 for row in document["probabilities"])
    assert any("Compensation" in condition for condition in document["conditional_on"])


def test_python_and_command_line_answer_alike(ran, stored) -> None:
    """The document holds what the stored result holds, opened from Python."""
    result, document = ensemble.open(stored), ran[0].document
    assert document["digest"] == result.digest
    assert [row["probability"] for row in document["probabilities"]] == list(
        result.probabilities["probability"]
    )


def test_threads_change_nothing(told, ran, tmp_path) -> None:
    """The same run with one thread and with two gives the same digest."""
    answer = told("run", "brain_drain", *SAME, "--threads", "2", "--out", tmp_path / "two", "--json")
    assert answer.document["digest"] == ran[0].document["digest"]


def test_the_same_command_finds_its_result_again(told, ran, stored) -> None:
    """A run whose folder holds it is told from the folder, and said for people in at most 80 columns."""
    answer = told("run", "brain_drain", *SAME, "--out", stored, "--words", "ipcc", "--details")
    text = " ".join(answer.out.split())
    assert answer.code == 0
    assert re.fullmatch(r"Warning: 300 agents are few .*\.\n", answer.err)
    assert widest(answer.out) <= 80
    for words in ("IF", "THEN, by the end of 2030", "sampling range", "does not add to 100%", "facts to"):
        assert words in text
    assert ran[0].document["digest"] in text


def test_a_value_set_is_a_condition(told, monkeypatch, tmp_path) -> None:
    """``--set`` and ``--by`` change the scenario, and the answer says so; it lies where it says."""
    monkeypatch.chdir(tmp_path)
    setting = ("--set", "levers.visa_openness.US=0.1", "--by", "2028Q2")
    document = told("run", "current_policy", "--runs", "2", "--agents", "300", *setting, "--json").document
    assert document["by"] == "2028Q2"
    assert any("Visa openness (US) will be 0.1" in condition for condition in document["conditional_on"])
    assert document["out"].startswith("results/current_policy-")
    assert (tmp_path / document["out"] / "manifest.json").is_file()


def test_compare_tells_paired_differences(told, ran, stored, tmp_path) -> None:
    """A scenario is run as the stored result beside it, on the same draws; the first is the reference."""
    answer = told("compare", stored, "brain_drain", "--out", tmp_path / "all", "--json")
    document = answer.document
    first, second = document["scenarios"]
    assert {row["difference"] for row in document["differences"]} == {0.0}
    assert all({"scenario", "narrative", "low", "high"} <= row.keys() for row in document["differences"])
    assert first["digest"] == second["digest"] == ran[0].document["digest"]


def test_fewer_runs_of_a_stored_result_are_its_first(told, stored) -> None:
    """That more runs are stored than the answer tells of is said."""
    answer = told("run", "brain_drain", "--runs", "4", "--agents", "300", "--seed", "7", "--out", stored)
    assert "(these are the first 4 of the 6 runs stored there)" in answer.out


def test_a_comparison_fits_the_screen(told, tmp_path) -> None:
    """Four scenarios side by side stay within 80 columns, each with chance, range and points."""
    names = ("current_policy", "brain_drain", "tight_controls", "open_doors")
    answer = told("compare", *names, "--runs", "2", "--agents", "300", "--out", tmp_path / "all")
    assert answer.code == 0, answer.err
    assert widest(answer.out) <= 80
    assert len(list((tmp_path / "all").iterdir())) == len(names)


def test_a_comparison_lists_endings_that_one_scenario_alone_asks(told, tmp_path, monkeypatch) -> None:
    """An ending of one's own has its row whichever scenario asks it, on the screen and on the page."""
    monkeypatch.chdir(tmp_path)
    ending = 'narratives: {mine: {title: Mine alone, sentence: S., if: "us_gap > 1 points"}}'
    Path("own.yaml").write_text(
        f"format: 1\nkind: scenario\ntitle: Own\nextends: brain_drain\n{ending}\n", encoding="utf-8"
    )
    for place, names in (("a", ("brain_drain", "own.yaml")), ("b", ("own.yaml", "brain_drain"))):
        answer = told("compare", *names, "--runs", "2", "--agents", "300", "--out", place)
        assert answer.code == 0, answer.err
        assert "Mine alone" in answer.out and "not asked" in answer.out
        assert "Differences are rounded to" in " ".join(answer.out.split())
        assert told("report", *sorted(Path(place).iterdir()), "--out", "page.html").code == 0
        page = Path("page.html").read_text(encoding="utf-8")
        assert "not asked" in page and "Mine alone" in page and "Differences are rounded to" in page


@pytest.mark.parametrize("figure", ["fan", "endings"])
def test_a_figure_is_drawn_as_a_still(told, stored, tmp_path, figure: str) -> None:
    """``plot`` writes a figure in the format asked for and says where."""
    still = tmp_path / "still.svg"
    answer = told("plot", stored, figure, "--to", "svg", "--size", "column", "--out", still, "--json")
    assert answer.document["file"] == str(still)
    assert still.read_text().startswith("<?xml")


def test_a_report_is_one_page(told, stored, tmp_path) -> None:
    """``report`` writes one page and says where."""
    page = tmp_path / "page.html"
    assert str(page) in told("report", stored, "--out", page).out
    assert page.read_text().startswith("<!")


def test_a_report_shows_its_reference(told, stored, tmp_path) -> None:
    """``report --reference`` draws a second result beside the first; beside several it is refused."""
    page = tmp_path / "page.html"
    assert told("report", stored, "--reference", stored, "--out", page).code == 0
    assert "median of the reference case, Brain-drain pressure" in page.read_text()
    refused = told("report", stored, stored, "--reference", stored, "--out", tmp_path / "none.html")
    assert refused.code == 2
    assert "of several results the first is the reference" in refused.err
    assert not (tmp_path / "none.html").exists()


LATE = """\
format: 1
kind: scenario
title: Late
extends: current_policy
narratives:
  late: {title: Late lead, sentence: The US leads in 2030., if: "at(us_lead_months, 2030Q2) > 3 months"}
"""


@pytest.mark.parametrize("command", ["run", "compare"])
def test_an_ending_dated_after_another_judgement_is_refused(told, tmp_path, monkeypatch, command) -> None:
    """``--by`` before a date that an ending of the scenario speaks of is refused, as ``by:`` in it is."""
    monkeypatch.chdir(tmp_path)
    Path("late.yaml").write_text(LATE, encoding="utf-8")
    others = ("current_policy",) if command == "compare" else ()
    refused = told(command, "late.yaml", *others, "--by", "2029Q4", *SAME)
    assert refused.code == 2
    assert "by: the ending 'Late lead': 2030Q2 lies after the last quarter that counts, 2029Q4" in refused.err
    assert not Path("results").exists()


def test_defaults_are_those_of_python() -> None:
    """Commands run as often, and with the seed, that Python does."""
    assert (options.RUNS, options.SEED) == (ensemble.DEFAULT_RUNS, ensemble.DEFAULT_SEED)
    assert (calibrate.RUNS, calibrate.SEED) == (FIT_RUNS, FIT_SEED)
    assert (hindcast.RUNS, hindcast.SEED) == (HINDCAST_RUNS, HINDCAST_SEED)


def test_the_help_names_the_agents_that_are_few(told) -> None:
    """``--agents`` warns of the number below which a run warns, and of the fewest that can be."""
    assert options.FEW == headline.FEW
    said = " ".join(told("run", "--help").out.replace("│", " ").split())
    assert f"below {headline.FEW:,} even shares" in said and f"{FEWEST_AGENTS} or more" in said


def test_as_of_a_day_the_clocks_stop(told, tmp_path):
    """Run as of a day: start, clocks and kind of answer are said; no later fact is among them."""
    day = "2023-12-31"
    answer = told(
        "run", "outlook", "--as-of", day, *SAME, "--set", "by=2026Q4", "--set", "end=2026Q4", "--json",
        "--out", tmp_path / "then",
    )  # fmt: skip
    assert answer.code == 0
    said = answer.document
    assert said["answers"] == "forecast" and any("a forecast" in line for line in said["conditional_on"])
    clocks = said["clocks"]
    assert (clocks["as of"], clocks["policies to"], clocks["scenario from"]) == (day, "2023Q4", "2024Q1")
    assert clocks["facts to"] <= day


def test_a_projection_is_called_one(ran):
    """Held policy is a projection on the screen, and no day is named where none was asked for."""
    said = ran[0].document
    assert said["answers"] == "projection" and "as of" not in said["clocks"]


def test_a_day_that_is_none_is_refused(told):
    """A wrong day ends with code 2 and what to write instead."""
    answer = told("run", "outlook", "--as-of", "soon")
    assert answer.code == 2
    assert "'soon' is not a day" in answer.err and "2023-12-31" in answer.err
