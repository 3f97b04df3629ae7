"""Bad input to the command line: exit code 2, one clear message, nothing written."""

import json
import os
import subprocess
import sys

import pytest

from aiscenarios.cli import exits
from tests.cli.conftest import START

SMALL = ("--runs", "4", "--agents", "300")
HEAD = "format: 1\nkind: scenario\ntitle: Mine\nextends: current_policy\n"

FILES = {
    "unknown_key.yaml": f"{HEAD}leverz: {{}}\n",
    "range.yaml": f"{HEAD}levers:\n  export_controls: 1.5\n",
    "comma.yaml": f"{HEAD}reactions:\n  - {{who: US, when: us_gap < 3, points, set: {{rhetoric: 1}}}}\n",
    "twice.yaml": f"{HEAD}by: 2030Q4\nby: 2031Q4\n",
    "date.yaml": f"{HEAD}by: 2026-Q3\n",
    "empty.yaml": "",
    "bytes.yaml": b"title: \xff\xfe\n",
}

CASES = {
    "unknown key": (
        ("validate", "unknown_key.yaml"),
        "unknown_key.yaml:5:1: unknown key 'leverz'; did you mean 'levers'?",
    ),
    "out of range": (
        ("run", "range.yaml", *SMALL),
        "range.yaml:6:20: levers.export_controls:",
    ),
    "unquoted comma": (
        ("show", "comma.yaml"),
        "comma.yaml:6:",
    ),
    "duplicate key": (
        ("validate", "twice.yaml"),
        "twice.yaml:6:1: the key 'by' stands here twice",
    ),
    "bad date": (
        ("run", "date.yaml", *SMALL),
        "date.yaml:5:5: by:",
    ),
    "empty file": (
        ("validate", "empty.yaml"),
        "empty.yaml",
    ),
    "not UTF-8": (
        ("show", "bytes.yaml"),
        "bytes.yaml",
    ),
    "a folder": (
        ("run", "folder", *SMALL),
        "folder",
    ),
    "no such file": (
        ("show", "missing.yaml"),
        "there is no file 'missing.yaml'",
    ),
    "no such scenario": (
        ("run", "brain_drian", *SMALL),
        "did you mean 'brain_drain'?",
    ),
    "unknown lever": (
        ("run", "brain_drain", "--set", "levers.compenstion.CN=2x", *SMALL),
        "did you mean 'compensation'?",
    ),
    "wrong unit": (
        ("run", "brain_drain", "--set", "levers.visa_openness.US=3 months", *SMALL),
        "levers.visa_openness",
    ),
    "past date": (
        ("run", "brain_drain", "--by", "2020Q1", *SMALL),
        "by: endings cannot be judged in 2020Q1: the scenario runs from",
    ),
    "day still to come": (
        ("run", "brain_drain", "--as-of", "2059-01-01", *SMALL),
        "as_of: 2059-01-01 is still to come; write a day up to today; what has not come yet is left out",
    ),
    "no beliefs": (
        ("run", "brain_drain", "--beliefs", "mine", *SMALL),
        "there are no beliefs 'mine'",
    ),
    "no runs": (
        ("run", "brain_drain", "--runs", "0"),
        "runs: must be from 1",
    ),
    "too few agents to fit": (
        ("calibrate", "--agents", "5"),
        "agents: must be from 100 to 10000000 (got 5)",
    ),
    "too few agents": (
        ("run", "brain_drain", "--agents", "5"),
        "agents: must be from 100 to 10000000 (got 5)",
    ),
    "occupied folder": (
        ("run", "brain_drain", *SMALL, "--out", "folder"),
        "folder: holds other files and no result",
    ),
    "no module": (
        ("run", "brain_drain", *SMALL, "--with", "nowhere.py"),
        "nowhere.py: there is no such file",
    ),
    "no result": (
        ("report", "folder"),
        "folder: holds no stored result",
    ),
    "one to compare": (
        ("compare", "current_policy", *SMALL),
        "a comparison needs two scenarios or more",
    ),
    "bad second arm": (
        ("compare", "current_policy", "brain_drian", *SMALL),
        "did you mean 'brain_drain'?",
    ),
    "a folder for a result": (
        ("compare", "folder", "brain_drain", *SMALL),
        "the folder 'folder' is no scenario and holds no stored result",
    ),
    "no folder": (
        ("plot", "missing", "fan"),
        "missing: is not a folder",
    ),
    "unknown option": (
        ("run", "brain_drain", "--rusn", "5"),
        "see aiscenarios run --help",
    ),
    "unknown command": (
        ("rnu",),
        "see aiscenarios --help",
    ),
    "unknown list": (
        ("list", "leavers"),
        "leavers",
    ),
    "unknown claim": (
        ("evidence", "999-1"),
        "there is no claim '999-1'",
    ),
    "mistyped parameter": (
        ("evidence", "peer_pul"),
        "did you mean 'peer_pull'?",
    ),
    "occupied file": (
        ("init", "range.yaml"),
        "range.yaml: is there already, and is not overwritten",
    ),
    "no place for it": (
        ("init", "nowhere/mine.yaml"),
        "nowhere/mine.yaml: cannot be used: No such file or directory",
    ),
}

REAL = (
    "unknown key", "out of range", "unquoted comma", "empty file", "not UTF-8", "a folder",
    "no such scenario", "wrong unit", "past date", "unknown option", "occupied folder", "occupied file",
)  # fmt: skip
"""Cases that are also given to a process of their own."""


@pytest.fixture
def place(tmp_path):
    """A folder with the faulty files, and one folder that is not empty."""
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("mine\n")
    return tmp_path


def held(place):
    """Files of a folder with their contents."""
    return {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_answered_and_changes_nothing(told, place, monkeypatch, case: str) -> None:
    """Bad input: exit code 2, a message that says what and where, stdout empty, no file touched."""
    arguments, message = CASES[case]
    before = held(place)
    monkeypatch.chdir(place)
    answer = told(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert not {"Traceback", "bug"} & set(answer.err.split())
    assert held(place) == before


@pytest.mark.parametrize("case", REAL)
def test_a_process_of_its_own_answers_alike(ask, place, case: str) -> None:
    """The same holds of the command as it is started from a shell."""
    arguments, message = CASES[case]
    before = held(place)
    answer = ask(*arguments, folder=place)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert "Traceback" not in answer.err
    assert held(place) == before


def test_validate_tells_every_error_of_every_file(told, monkeypatch, tmp_path) -> None:
    """All errors are told at once, each on a line that begins with file:line:column."""
    (tmp_path / "a.yaml").write_text(f"{HEAD}leverz: 1\nlevers:\n  export_controls: 2\n")
    (tmp_path / "b.yaml").write_text(f"{HEAD}by: soon\n")
    monkeypatch.chdir(tmp_path)
    answer = told("validate", "a.yaml", "b.yaml")
    places = [line.split(": ")[0] for line in answer.err.splitlines()]
    assert answer.code == 2
    assert places == ["a.yaml:5:1", "a.yaml:7:20", "b.yaml:5:5"]


def test_errors_for_machines_are_one_line_of_json(told, monkeypatch, tmp_path) -> None:
    """With --json stderr is one line: file, line, column, path, message and hint; stdout stays empty."""
    (tmp_path / "mine.yaml").write_text(f"{HEAD}leverz: 1\n")
    monkeypatch.chdir(tmp_path)
    answer = told("validate", "mine.yaml", "--json")
    error = json.loads(answer.err)["error"]
    assert (answer.code, answer.out) == (2, "")
    assert set(error) == {"file", "line", "column", "path", "message", "hint"}
    assert (error["file"], error["line"], error["column"]) == ("mine.yaml", 5, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "--to", "csv", "--out", "manifest.json"),
        ("export", "--to", "csv", "--out", "summary.csv"),
        ("export", "--to", "iamc", "--out", "mine.yaml"),
        ("report", "--out", "config.yaml"),
        ("report", "--out", "mine.yaml"),
        ("plot", "fan", "--out", "manifest.json"),
    ],
)
def test_no_file_of_a_result_or_of_another_form_is_overwritten(told, stored, monkeypatch, arguments) -> None:
    """A file that a result consists of, or that ends otherwise than what is written, is left as it is."""
    command, *rest = arguments
    before = held(stored)
    monkeypatch.chdir(stored)
    answer = told(command, ".", *rest)
    assert (answer.code, answer.out) == (2, "")
    assert rest[-1] in answer.err
    assert held(stored) == before


def _to(folder, stdout, stderr, *arguments):
    command = [sys.executable, "-W", "ignore", "-c", START, *arguments]
    return subprocess.run(command, cwd=folder, stdout=stdout, stderr=stderr, text=True, check=False)


def test_a_run_that_nobody_listens_to_goes_on(tmp_path) -> None:
    """Where progress and warnings cannot be written any more, the run ends as any other, answer and all."""
    read, write = os.pipe()
    os.close(read)
    command = ("run", "brain_drain", *SMALL, "--out", "one", "--json")
    with os.fdopen(write, "w") as broken:
        done = _to(tmp_path, subprocess.PIPE, broken, *command)
    assert (done.returncode, json.loads(done.stdout)["runs"]) == (0, 4)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_an_answer_that_has_no_room_is_said(tmp_path) -> None:
    """An answer that cannot be written is no bug of ours; with nowhere to say so the exit code does."""
    with open("/dev/full", "w") as full:
        for stderr in (subprocess.PIPE, full):
            done = _to(tmp_path, full, stderr, "show", "brain_drain")
            assert done.returncode == exits.BAD_INPUT
            assert stderr is full or done.stderr.startswith(
                "what is printed cannot be written: No space left"
            )
