"""The small commands, JSON everywhere, and how commands end."""

import json
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.main import get_command

from aiscenarios import __version__, ensemble, scenario
from aiscenarios.cli import exits
from aiscenarios.cli.app import app
from aiscenarios.cli.documents import print_object
from aiscenarios.engines.status import SENTENCES
from aiscenarios.state import NO_SLOT

LIGHT = {
    "show": ("show", "brain_drain"),
    "validate": ("validate", "brain_drain", "bifurcation"),
    "schema": ("schema",),
    "evidence": ("evidence",),
    "doctor": ("doctor",),
}


@pytest.mark.parametrize("command", LIGHT)
def test_every_answer_has_a_form_for_machines(told, command: str) -> None:
    """With --json stdout is one object with ``schema`` and ``version``."""
    document = told(*LIGHT[command], "--json").document
    assert (document["schema"], document["version"]) == (1, __version__)


def test_every_command_but_the_view_can_answer_machines() -> None:
    """The manual says which command has no --json; every other has."""
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    (without,) = re.findall(r"Every command but `(\w+)` takes `--json`", page)
    every = get_command(app).commands  # type: ignore[attr-defined]
    takes = {name for name, each in every.items() if any("--json" in one.opts for one in each.params)}
    assert set(every) - takes == {without}


@pytest.mark.parametrize("command", ["show", "doctor", "evidence"])
def test_screens_have_80_columns(told, command: str) -> None:
    """Nothing that is told for people is wider than 80 columns."""
    assert max(map(len, told(*LIGHT[command]).out.splitlines())) <= 80


def test_undefined_numbers_are_null(capsys) -> None:
    """NaN and infinity, which JSON lacks, are null."""
    print_object(value=float("nan"), rows=[(1.5, float("inf"))])
    document = json.loads(capsys.readouterr().out)
    assert (document["value"], document["rows"]) == (None, [[1.5, None]])


def test_show_says_every_value(told) -> None:
    """``show`` prints the scenario's sentences, all of them."""
    text = " ".join(told("show", "brain_drain").out.split())
    assert all(" ".join(sentence.split()) in text for sentence in scenario.load("brain_drain").sentences())


def test_schema_is_a_json_schema(told) -> None:
    """Without --json the schema itself is printed, so that an editor can be given it."""
    assert told("schema").document == scenario.json_schema()


def test_init_writes_a_valid_scenario(told, tmp_path) -> None:
    """The commented scenario is valid as it is, and each of its remarked examples can be switched on."""
    file = tmp_path / "mine.yaml"
    assert told("init", str(file)).code == 0
    assert scenario.validate(file) == ()
    body = file.read_text().partition("format: 1")[2]
    file.write_text("format: 1" + body.replace("\n# ", "\n"))
    assert scenario.validate(file) == ()
    assert len(scenario.load(file).reactions) == len(scenario.load(file).events) == 1


def test_help_and_version_go_well(ask, tmp_path) -> None:
    """Without arguments the help is shown; it groups the commands as the manual does."""
    bare, version = ask(folder=tmp_path), ask("--version", folder=tmp_path)
    assert (bare.code, version.code, version.out.strip()) == (0, 0, __version__)
    assert all(group in bare.out for group in ("start", "run", "understand", "trust", "show"))


def test_a_bug_asks_to_be_reported(told, monkeypatch) -> None:
    """An unforeseen exception: exit code 1, one message, and the traceback only where it is asked for."""

    def broken(*paths, **options):
        raise ZeroDivisionError("by design")

    monkeypatch.setattr(scenario, "validate", broken)
    answer = told("validate", "brain_drain")
    assert answer.code == exits.BUG
    assert "This is a bug in aiscenarios (ZeroDivisionError: by design)." in answer.err
    assert "Traceback" not in answer.err
    monkeypatch.setenv(exits.DETAILS, "1")
    assert "Traceback" in told("validate", "brain_drain").err


def test_failed_runs_end_with_three(told, monkeypatch, stored) -> None:
    """Where runs failed the answer stands, says how many and why, and the exit code is 3."""
    result = ensemble.open(stored)
    status = np.array([NO_SLOT, 0, 0, 0, 0, NO_SLOT])
    result.__dict__["failed"] = status != 0
    result.__dict__["statuses"] = pd.DataFrame({"status": status})
    monkeypatch.setattr(ensemble, "run", lambda *_, **__: result)
    people, machines = told("run", "brain_drain"), told("run", "brain_drain", "--json")
    assert people.code == machines.code == exits.FAILED_RUNS
    assert f"2 of 6 runs failed: {SENTENCES[NO_SLOT]} (2)" in " ".join(people.out.split())
    assert machines.document["failed"] == 2
    assert machines.document["failures"] == [{"sentence": SENTENCES[NO_SLOT], "runs": 2}]


def test_an_interrupted_run_goes_on_where_it_stopped(told, tmp_path) -> None:
    """Ctrl-C: exit code 130, finished runs kept, and the same command finishes the rest."""
    # a test run in the background inherits that Ctrl-C is ignored; the command here must hear it
    hear = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    start = f"{hear}; from aiscenarios.cli import main; main()"
    size = ("--runs", "800", "--agents", "300", "--threads", "1")
    run = ["run", "current_policy", *size, "--out", str(tmp_path / "long")]
    command = [sys.executable, "-W", "ignore", "-c", start, *run]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    while not list(tmp_path.glob("long/chunks/part-*.parquet")):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Finished runs are kept" in said
    assert "Traceback" not in said
    kept = {part: part.stat().st_mtime_ns for part in tmp_path.glob("long/chunks/part-*.parquet")}
    assert told(*run).code == 0
    assert ensemble.open(tmp_path / "long").runs == 800
    assert {part: part.stat().st_mtime_ns for part in kept} == kept


def test_what_is_to_be_typed_is_quoted(told, tmp_path) -> None:
    """A file name with spaces and quotes stands in the next commands as a shell takes it."""
    file = tmp_path / "what if's.yaml"
    line = told("init", str(file)).out.splitlines()[1]
    assert shlex.split(line) == ["aiscenarios", "validate", str(file)]


@pytest.mark.parametrize("shell", ["{} >&-", "{} | head -c 1 >&2; exit ${{PIPESTATUS[0]}}"])
def test_a_reader_may_leave(tmp_path, shell: str) -> None:
    """A closed standard output, or a reader that has seen enough, is no bug and leaves no traceback."""
    start = "from aiscenarios.cli import main; main()"
    command = shlex.join([sys.executable, "-W", "ignore", "-c", start, "list", "parameters", "--json"])
    process = subprocess.run(
        ["bash", "-c", shell.format(command)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert process.returncode == exits.OK, process.stderr
    assert "Traceback" not in process.stderr


def test_a_module_that_exits_is_refused(told, tmp_path) -> None:
    """A module that ends the process while it is imported is bad input, not success."""
    (tmp_path / "leaves.py").write_text("raise SystemExit(0)")
    answer = told("run", "brain_drain", "--with", tmp_path / "leaves.py")
    assert answer.code == exits.BAD_INPUT
    assert "leaves.py:1: what it offers cannot be had: SystemExit" in answer.err
