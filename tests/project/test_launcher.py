"""bootstrap.py: it believes what an interpreter says, not what it is called."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "bootstrap.py"


@pytest.fixture(scope="module")
def launcher() -> ModuleType:
    """bootstrap.py as a module."""
    spec = importlib.util.spec_from_file_location("bootstrap", SOURCE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bootstrap"] = module
    spec.loader.exec_module(module)
    return module


def pretend(folder: Path, name: str, answer: str, code: int = 0) -> list[str]:
    """A command that answers every question with one line, as an interpreter of that version would."""
    file = folder / name
    file.write_text(f"#!/bin/sh\necho '{answer}'\nexit {code}\n")
    file.chmod(0o755)
    return [str(file)]


def test_a_name_is_not_a_version(launcher: ModuleType, tmp_path: Path) -> None:
    """A ``python3.13`` that is Python 3.9 is passed over for a ``python`` that is Python 3.12."""
    liar = pretend(tmp_path, "python3.13", "3 9 1 /old")
    honest = pretend(tmp_path, "python", "3 12 1 /good place/python")
    assert launcher.find([liar, honest]) == ((3, 12), "/good place/python")


def test_the_preferred_version_wins(launcher: ModuleType, tmp_path: Path) -> None:
    """3.13 is taken wherever it stands; without it the oldest that will do, which has had most use."""
    newer, older, preferred = (
        pretend(tmp_path, name, f"3 {minor} 1 /{name}") for name, minor in (("a", 14), ("b", 12), ("c", 13))
    )
    assert launcher.find([newer, older, preferred]).version == (3, 13)
    assert launcher.find([newer, older]).version == (3, 12)
    assert launcher.find([newer]).version == (3, 14)


@pytest.mark.parametrize(
    ("answer", "code"),
    [("3 13 0 /free-threaded", 0), ("3 13 1 /x", 127), ("command not found", 0), ("", 0), ("3 11 1 /x", 0)],
)
def test_what_cannot_hold_the_project_is_passed_over(
    launcher: ModuleType, tmp_path: Path, answer: str, code: int
) -> None:
    """Free-threaded builds, failing shims, strangers, silence and old Pythons are not taken."""
    assert launcher.find([pretend(tmp_path, "python3.13", answer, code), ["/nowhere/python"]]) is None


def test_this_interpreter_will_do(launcher: ModuleType) -> None:
    """The question put to interpreters is answered by a real one."""
    assert launcher.probe([sys.executable]).version == sys.version_info[:2]


def test_no_python_is_one_sentence(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no usable Python is found, one sentence says what is needed; nothing is made."""
    monkeypatch.setattr(launcher, "candidates", lambda: iter([["/nowhere/python"]]))
    for name in ("VENV", "PYTHON", "STAMP"):
        monkeypatch.setattr(launcher, name, tmp_path / name)
    assert not launcher.make_venv()
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "3.12 or newer" in said
    assert not list(tmp_path.iterdir())


def test_it_starts_on_old_pythons() -> None:
    """The launcher's grammar is that of Python 3.8 and it imports the standard library only."""
    tree = ast.parse(SOURCE.read_text(), feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_it_prefers_what_the_checkout_names(launcher: ModuleType) -> None:
    """The preferred version is the one in .python-version."""
    assert (ROOT / ".python-version").read_text().strip() == ".".join(map(str, launcher.PREFERRED))


def test_the_makefile_offers_the_same_jobs(launcher: ModuleType) -> None:
    """Every job of the launcher is a target of the Makefile, and the other way round."""
    targets = [line for line in (ROOT / "Makefile").read_text().splitlines() if line.endswith(":")]
    assert targets[-1].rstrip(":").split() == list(launcher.JOBS)


def test_an_unknown_job_is_refused() -> None:
    """An unknown job prints the usage and exits with 2, before anything is set up."""
    result = subprocess.run(
        [sys.executable, str(SOURCE), "frobnicate"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert "demo" in result.stderr
