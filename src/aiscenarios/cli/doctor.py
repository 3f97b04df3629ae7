"""``doctor``: what is wrong with this installation."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import NamedTuple

import typer

from aiscenarios.cli import documents, exits, options, screen
from aiscenarios.cli.screen import Column

__all__ = ["doctor"]

_FREE_NEEDED = 1 << 30
_GIB = 1 << 30
_AFTER_NAME = str.maketrans(dict.fromkeys("[<>=!~", " "))


class Check(NamedTuple):
    """Something looked at, what was found, and what to do where it is not as it must be."""

    what: str
    found: str
    remedy: str = ""
    stops: bool = True
    """Nothing works without it; otherwise things are only slower."""


def doctor(json: options.Json = False) -> None:
    """Say what is wrong with this installation."""
    checks = tuple(_checks())
    wrong = [check for check in checks if check.remedy and check.stops]
    if json:
        documents.print_object(
            ok=not wrong,
            checks=[
                {"what": c.what, "found": c.found, "ok": not c.remedy, "remedy": c.remedy or None}
                for c in checks
            ],
        )
    else:
        screen.table(
            (Column(""), Column("checked"), Column("found")),
            [("ok" if not c.remedy else "wrong" if c.stops else "slow", c.what, _told(c)) for c in checks],
        )
        print()
        print(f"{len(wrong)} to put right." if wrong else "Nothing is wrong.")
    if wrong:
        raise typer.Exit(exits.BAD_INPUT)


def _told(check: Check) -> str:
    return "\n".join(filter(None, (check.found, check.remedy)))


def _checks() -> Iterator[Check]:
    yield Check("Python", f"{platform.python_version()} in {sys.prefix}")
    yield from _packages()
    yield from _shipped()
    yield _cache()
    yield _disk()
    yield Check("cores", str(os.cpu_count() or 1))


def _packages() -> Iterator[Check]:
    """Each package that the project needs, by its metadata; extras are left out."""
    for line in requires("aiscenarios") or ():
        name = line.partition(";")[0].translate(_AFTER_NAME).split()[0]
        if "extra ==" in line:
            continue
        try:
            yield Check(name, version(name))
        except PackageNotFoundError:
            yield Check(name, "missing", "install the project again: python3 bootstrap.py setup")


def _shipped() -> Iterator[Check]:
    """The files that come with the package are there and can be read."""
    for what, room, function in (
        ("evidence", "aiscenarios.evidence", "load"),
        ("levers", "aiscenarios.levers", "load"),
        ("endings", "aiscenarios.narratives", "load"),
        ("scenarios", "aiscenarios.scenario", "shipped"),
    ):
        try:
            found = getattr(import_module(room), function)()
        except Exception as problem:
            yield Check(what, f"{type(problem).__name__}: {problem}", "install the project again")
            continue
        count = len(found.articles) if what == "evidence" else len(found)
        unit = " articles" if what == "evidence" else ""
        yield Check(what, f"{count}{unit}", "" if count else "install the project again")


def _cache() -> Check:
    from aiscenarios import compiled

    folder = compiled.cache_folder()
    if folder is None:
        return Check(
            "compiled model", "nowhere to keep it", "make the cache folder writable by you alone", stops=False
        )
    return Check("compiled model", f"kept in {folder}")


def _disk() -> Check:
    free = shutil.disk_usage(Path.cwd()).free
    remedy = "" if free > _FREE_NEEDED else "make room, or run elsewhere with --out"
    return Check("free on this disk", f"{free / _GIB:.1f} GiB", remedy)
