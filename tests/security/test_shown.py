"""What strangers call things, where it is shown: terminal, JSON, spreadsheet."""

import csv
import io
import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.main import get_command

from aiscenarios import InputError, ensemble, exports
from aiscenarios.cli import documents, exits, screen
from aiscenarios.cli.app import app
from aiscenarios.cli.plain import plain, quoted
from aiscenarios.ensemble import store as stores
from aiscenarios.exports.cells import cell

UTF8 = os.environ | {"LC_ALL": "C.UTF-8"}
STEERS = "\x1b[2J\x1b]0;owned\x07 \x9b31m \u202egnp.exe \r\b"


@given(st.text())
def test_no_text_steers_a_terminal(text: str) -> None:
    """Whatever a text holds, what is printed of it is printable, and a printable text is left alone."""
    shown = plain(text)
    assert all(each.isprintable() or each == "\n" for each in shown)
    assert shown == text or not text.isprintable()


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1))
@example("it's \\ \x1b[2J\n\u202e")
@settings(max_examples=25)
def test_a_path_in_a_command_is_that_path_and_steers_nothing(name: str) -> None:
    """What is printed to be copied is one printable word, and the shell takes it for the path."""
    word = quoted(Path(name))
    assert word.isprintable()
    told = subprocess.run(["bash", "-c", f"printf %s {word}"], capture_output=True, check=True, env=UTF8)
    assert told.stdout.decode() == str(Path(name))


def test_every_way_to_the_screen_is_plain(capsys: pytest.CaptureFixture[str]) -> None:
    """Paragraphs, headings, tables and paths show what would steer as escapes."""
    screen.paragraph(STEERS)
    screen.heading(STEERS)
    screen.path(Path(STEERS))
    screen.table((screen.Column(STEERS),), [(STEERS,)])
    out = capsys.readouterr().out
    assert all(each.isprintable() or each == "\n" for each in out)
    assert out.count("\\x1b") >= 5


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_errors_are_plain(form: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """An error that repeats what was given repeats nothing that steers; as JSON it is the same text."""
    code = exits.answer(get_command(app), ["status", str(tmp_path / STEERS), *form])
    err = capsys.readouterr().err
    assert code == exits.BAD_INPUT
    assert all(each.isprintable() or each == "\n" for each in err)
    if form:
        assert STEERS in json.loads(err)["error"]["file"]


@given(st.dictionaries(st.text(), st.text()))
def test_json_steers_nothing_and_says_the_same(content: dict[str, str]) -> None:
    """Names in JSON are escaped where they would steer, and read back as they were."""
    error = InputError(str(content), file=str(content))
    text = documents.refusal(error)
    assert all(each.isprintable() for each in text)
    assert json.loads(text)["error"]["file"] == str(content)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(text: str) -> None:
    """A text that a spreadsheet would run is quoted; others stay as they are."""
    assert cell(text) == f"'{text}"
    assert cell("US>CN") == "US>CN" and cell("") == ""


@pytest.mark.parametrize("form", ["iamc", "hubverse", "csv"])
def test_exports_hold_no_formula(form: str, whole: Path, tmp_path: Path) -> None:
    """A scenario whose name is a formula comes out as text in every table."""
    opened = ensemble.open(whole)
    named = replace(opened.manifest, scenario="=HYPERLINK(1)")
    result = replace(opened, store=stores.Store(whole, named, opened.runs))
    file = exports.export(result, form, tmp_path / "out.csv")
    cells = {each for row in csv.reader(io.StringIO(file.read_text())) for each in row}
    assert not any(each.startswith(("=", "+", "@")) for each in cells)
    assert form == "csv" or "'=HYPERLINK(1)" in cells
