"""Set up this checkout and start one of its jobs: ``python3 bootstrap.py demo`` (or setup, test, check, ...).

Needs nothing but Python 3.8 or newer to start. It finds a Python that the project can use by asking each one
for its version, makes ``.venv``, installs the hash-locked requirements and the checkout itself, and leaves a
stamp, so that the next start is instant.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "set-up-for"
LOCK, UV_LOCK = Path("requirements/lock.txt"), Path("requirements/uv.txt")
INPUTS = (LOCK, UV_LOCK, Path("pyproject.toml"), Path("bootstrap.py"))

OLDEST, PREFERRED = (3, 12), (3, 13)
PROBE = """
import ensurepip, sys, sysconfig, venv
usable = sys.implementation.name == "cpython" and not sysconfig.get_config_var("Py_GIL_DISABLED")
print(*sys.version_info[:2], int(usable), sys.executable)
"""
NONE_FOUND = (
    "aiscenarios needs CPython 3.12 or newer (best: 3.13) with its venv module (on Debian: python3-venv) and"
    " found none; install one and run this again."
)
COMPILE = (
    "uv pip compile --universal --python-version 3.12 --generate-hashes --upgrade --quiet"
    " --no-emit-index-url --no-emit-find-links --no-header --no-annotate"
).split()
JOBS: dict[str, list[list[str]]] = {
    "setup": [],
    "demo": [["aiscenarios", "demo"]],
    "test": [["pytest", "-n", "logical", "--dist", "loadfile"]],
    "check": [
        ["ruff", "check"],
        ["ruff", "format", "--check"],
        ["mypy"],
        ["lint-imports"],
        ["codespell"],
    ],
    "bench": [["python", "-m", "benchmarks"]],
    "chaos": [["python", "-m", "chaos"]],
    "studies": [
        ["python", "-m", f"docs.studies.{name}"]
        for name in ("history", "mechanisms", "scale", "moves", "policy_paths", "hindcast")
    ],
    "sbc": [["python", "-m", "docs.studies.sbc"]],
    "tables": [["python", f"docs/{name}.py"] for name in ("reference", "hindsight", "calibrated")],
    "docs": [["sphinx-build", "-W", "--keep-going", "-q", "-b", "html", "docs", "build/docs"]],
    "lock": [[*COMPILE, "--all-extras", "pyproject.toml", "-o", str(LOCK)]],
}


class Interpreter(NamedTuple):
    """A Python that answered, and the command that starts it."""

    version: tuple[int, int]
    executable: str


def candidates() -> Iterator[list[str]]:
    """Commands that may start a Python: ours, those on PATH, pyenv's, Windows' launcher."""
    yield [sys.executable]
    path = [Path(folder) for folder in os.get_exec_path()]
    for name in ("python3.13", "python3.12", "python3.14", "python3", "python"):
        yield from ([str(folder / name)] for folder in path if (folder / name).is_file())
    pyenvs = {folder.parent for folder in path if folder.name == "shims"}
    pyenvs.add(Path(os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")))
    for root in sorted(pyenvs):
        yield from ([str(file)] for file in sorted(root.glob("versions/3.*/bin/python")))
    if os.name == "nt":
        yield from (["py", f"-3.{minor}"] for minor in (13, 12, 14))


def probe(command: list[str]) -> Interpreter | None:
    """What a command is, asked of itself; None if it does not answer or cannot hold the project."""
    try:
        answer = subprocess.run(
            [*command, "-I", "-c", PROBE], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, timeout=30, check=True,
        ).stdout.split(maxsplit=3)  # fmt: skip
        version = (int(answer[0]), int(answer[1]))
        return Interpreter(version, answer[3].strip()) if answer[2] == "1" and version >= OLDEST else None
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return None


def find(commands: Iterable[list[str]]) -> Interpreter | None:
    """The first interpreter of the preferred version, else the oldest version that the project can use."""
    found: list[Interpreter] = []
    for command in commands:
        interpreter = probe(command)
        if interpreter and interpreter.version == PREFERRED:
            return interpreter
        found += [interpreter] if interpreter else []
    return min(found, key=lambda one: one.version, default=None)


def fingerprint() -> str:
    """Hash of all that decides what ``.venv`` holds, and the place it was made for."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update((ROOT / name).read_bytes())
    return f"{digest.hexdigest()} {ROOT}"


def say(text: str) -> None:
    """Speak on stderr: stdout belongs to the job."""
    print(text, file=sys.stderr, flush=True)


def succeeds(*command: str) -> bool:
    """Run a step of the set-up in the checkout; its errors are shown, its chatter is not."""
    return subprocess.call(command, cwd=str(ROOT), stdout=subprocess.DEVNULL) == 0


def install() -> bool:
    """Fill ``.venv``: by uv, itself fetched by hash; by pip alone where uv fails or cannot be had."""
    pip = (str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    uv = (str(PYTHON), "-m", "uv", "pip", "install", "--quiet", "--python", str(PYTHON), "--compile-bytecode")
    checkout = ("--no-build-isolation", "--no-deps", "--editable", ".")
    if not succeeds(str(PYTHON), "-m", "ensurepip"):
        return False
    if (
        succeeds(*pip, "--no-deps", "--require-hashes", "-r", str(UV_LOCK))
        and succeeds(*uv, "--require-hashes", "-r", str(LOCK))
        and succeeds(*uv, *checkout)
    ):
        return True
    say("uv could not install the requirements; trying pip, which takes a minute or two longer.")
    return succeeds(*pip, "--require-hashes", "-r", str(LOCK)) and succeeds(*pip, *checkout)


def make_venv() -> bool:
    """Keep a ``.venv`` that works and was made here; otherwise make a new one."""
    made_elsewhere = STAMP.is_file() and not STAMP.read_text().endswith(f" {ROOT}")
    if not made_elsewhere and PYTHON.exists() and probe([str(PYTHON)]):
        return True
    interpreter = find(candidates())
    if interpreter is None:
        say(NONE_FOUND)
        return False
    return succeeds(interpreter.executable, "-m", "venv", "--without-pip", "--clear", str(VENV))


def set_up() -> bool:
    """Make ``.venv`` hold exactly what the lock names; instant where its stamp says that it does."""
    wanted = fingerprint()
    if PYTHON.exists() and STAMP.is_file() and STAMP.read_text() == wanted:
        return True
    start = time.monotonic()
    say("Setting up .venv (once, about half a minute)")
    if not (make_venv() and install()):
        return False
    STAMP.write_text(wanted)
    say(f"Set up in {time.monotonic() - start:.0f} s")
    return True


def run(commands: list[list[str]], arguments: list[str]) -> int:
    """Run a job's commands one by one until one fails; extra arguments go to the last."""
    for command in commands:
        extra = arguments if command is commands[-1] else []
        code = subprocess.call([str(BIN / command[0]), *command[1:], *extra], cwd=str(ROOT))
        if code:
            return code
    return 0


def main(arguments: list[str]) -> int:
    """Exit code of the job named first; 2 for an unknown job, 1 for a failed set-up."""
    if not arguments or arguments[0] not in JOBS:
        say(f"usage: python3 bootstrap.py {'|'.join(JOBS)} [arguments of the job]")
        return 2
    if not set_up():
        return 1
    try:
        return run(JOBS[arguments[0]], arguments[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
