"""``--with``: levers and outcomes from a file of one's own."""

import json
from pathlib import Path

import pytest

from aiscenarios import ensemble

SAME = ("--runs", "6", "--agents", "300", "--seed", "7")
OWN = """
from aiscenarios.levers import Change, UserLever, multiply
from aiscenarios.outcomes import Outcome


def shut(given):
    return [Change("visa_openness", "US", multiply, 1 - given.level["US"])]


levers = [UserLever(
    name="shut", title="Doors shut", sentence="Visas withdrawn.", unit="share", owner=("US",), low=0, high=1,
    no_effect=0, source="a test", changes=shut,
)]


def heads(view):
    return view.bloc["researchers"].sum(axis=2)


outcomes = [Outcome("heads", "persons", "All researchers.", "", heads)]
"""
SCENARIO = """
format: 1
kind: scenario
title: Doors shut
levers: {shut: {2027Q1: 80%}}
narratives:
  crowded: {title: Crowded, sentence: There are many., if: "heads > 1 persons"}
"""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a module and a scenario that speaks of what it holds."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(OWN)
    (tmp_path / "shut.yaml").write_text(SCENARIO)
    return tmp_path


def test_a_scenario_sets_a_lever_and_judges_an_outcome_from_outside(told, mine: Path) -> None:
    """The run differs from one without, its own ending is judged, and the manifest names file and digest."""
    document = told("run", "shut.yaml", "--with", "mine.py", *SAME, "--out", "own", "--json").document
    chances = {row["narrative"]: row["probability"] for row in document["probabilities"]}
    assert chances["crowded"] == 1.0
    assert any("Doors shut (US) will be 80% from 2027Q1 on" in each for each in document["conditional_on"])
    manifest = json.loads((mine / "own" / "manifest.json").read_text())
    assert manifest["outcomes"]["heads"] == "persons"
    assert {card["name"]: card["module"] for card in manifest["outside"]} == dict.fromkeys(
        ("shut", "heads"), "mine.py"
    )
    usual = told("run", "current_policy", *SAME, "--out", "usual", "--json").document
    assert document["digest"] != usual["digest"]


def test_a_stored_result_needs_no_module(told, mine: Path) -> None:
    """It opens, is plotted and reported without the module, under the outcome's own words."""
    told("run", "shut.yaml", "--with", "mine.py", *SAME, "--out", "own", "--json")
    assert set(ensemble.open("own").chances) > {"crowded", "brain_drain"}
    assert told("plot", "own", "fan", "--outcome", "heads", "--to", "svg").code == 0
    assert told("report", "own", "--out", "page.html").code == 0
    page = Path("page.html").read_text()
    assert "from outside the package: shut" in page and "mine.py" in page
    assert "In words: All researchers is above 1 persons" in page


def test_a_result_is_gone_on_with_under_its_own_module(told, mine: Path) -> None:
    """Resumed with the module as it was a result grows; with another text or without it, it is refused."""
    size = ("--runs", "2", "--agents", "300", "--seed", "7")
    told("run", "shut.yaml", "--with", "mine.py", *size, "--out", "own", "--json")
    grown = told("resume", "own", "--with", "mine.py", "--runs", "3", "--json")
    assert grown.code == 0 and grown.document["runs"] == 3
    (mine / "mine.py").write_text(OWN.replace("1 - given", "0.5 - given"))
    changed = told("resume", "own", "--with", "mine.py", "--runs", "4")
    assert changed.code == 2
    assert "'heads' has changed since (mine.py); give that version, or run into a new folder" in changed.err
    assert "needs 'heads' from outside the package" in told("resume", "own", "--runs", "4").err
    assert ensemble.open("own").runs == 3


def test_a_lever_is_set_on_the_command_line(told, mine: Path) -> None:
    """``--set`` sets a lever from outside like a shipped one, and ``show`` says whose it is."""
    document = told(
        "run", "current_policy", "--with", "mine.py", "--set", "levers.shut=0.5", *SAME, "--out", "set",
        "--json",
    ).document  # fmt: skip
    assert any("Doors shut (US) will be 50% from the start on" in each for each in document["conditional_on"])
    shown = told("show", "shut.yaml", "--with", "mine.py").out
    assert "it is a lever from outside the package (mine.py)" in " ".join(shown.split())


def test_other_commands_know_what_a_module_holds(told, mine: Path) -> None:
    """``validate``, ``list``, ``schema`` and ``compare`` take ``--with``; without it the file is refused."""
    assert told("validate", "shut.yaml").code == 2
    assert told("validate", "shut.yaml", "--with", "mine.py").code == 0
    *_, shipped, own = told("list", "levers", "--with", "mine.py", "--json").document
    assert own["name"] == "shut" and own.keys() == shipped.keys()
    assert (own["source"], own["cost"], shipped["source"]) == ("a test", None, None)
    assert [row["name"] for row in told("list", "outcomes", "--with", "mine.py", "--json").document][
        -1
    ] == "heads"
    assert '"shut"' in told("schema", "--with", "mine.py").out
    compared = told(
        "compare", "current_policy", "shut.yaml", "--with", "mine.py", *SAME, "--out", "all", "--json"
    ).document  # fmt: skip
    assert len(compared["scenarios"]) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "wrong.py: there is no such file"),
        ("", "wrong.py: offers no levers and no outcomes; write levers = [...] in it"),
        ("levers = 3", "wrong.py: its 'levers' is no list"),
        ("levers = [3]", "levers: 3 is no UserLever"),
        ("x = 1\ny = 1 / 0", "wrong.py:2: what it offers cannot be had: ZeroDivisionError"),
        ("x = 1\ndef", "wrong.py:2: what it offers cannot be had: SyntaxError"),
        (OWN.replace('"persons"', '""'), "its unit is missing"),
        (OWN.replace('"heads"', '"us_gap"'), "there is already a lever or outcome 'us_gap'"),
        (
            OWN.replace("return view", "raise SystemExit(0)\n    return view"),
            "'heads' cannot be had: SystemExit",
        ),
        (OWN.replace("multiply, 1", "'multiply', 1"), "by 'multiply', which is no way to join changes"),
        (OWN.replace(".sum(axis=2)", ""), "the outcome 'heads' has the shape"),
        (OWN.replace('["researchers"]', '["resaerchers"]'), "wrong.py:17: the outcome 'heads' cannot be had"),
        (OWN.replace('given.level["US"]', 'given.level["CN"]'), "wrong.py:7: the changes of lever 'shut'"),
    ],
)
def test_what_is_wrong_with_a_module_is_one_sentence(
    told, mine: Path, text: str | None, message: str
) -> None:
    """Each fault of a module is bad input: one line that names it, exit 2, no folder made."""
    if text is not None:
        Path("wrong.py").write_text(text)
    answer = told("run", "current_policy", "--with", "wrong.py", *SAME, "--out", "none")
    assert answer.code == 2, answer
    assert message in answer.err
    assert len(answer.err.splitlines()) == 1
    assert not Path("none").exists()


def test_a_broken_file_that_a_module_imports_is_named(
    told, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is the module's own, the one that imports; the message names the file that is broken."""
    monkeypatch.syspath_prepend(mine)
    Path("broken_helper.py").write_text("\n" * 40 + "def")
    Path("wrong.py").write_text("x = 1\nimport broken_helper\n")
    answer = told("run", "current_policy", "--with", "wrong.py", *SAME, "--out", "none")
    assert answer.code == 2
    assert answer.err.startswith("wrong.py:2: what it offers cannot be had: SyntaxError")
    assert "broken_helper.py, line 41" in answer.err


def test_a_module_that_is_not_found_is_named(told, mine: Path) -> None:
    """A name that is no module is refused; where a file of that name stands here, the hint is to name it."""
    assert "write --with mine.py" in told("run", "current_policy", "--with", "mine").err
    assert "there is no module 'no.such'" in told("run", "current_policy", "--with", "no.such").err
