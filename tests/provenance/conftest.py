"""One small result and its archive, and copies to tamper with."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from aiscenarios import ensemble, provenance

SMALL = {"runs": 16, "seed": 7, "agents": 300, "progress": "none", "threads": 2}


@pytest.fixture(scope="session")
def result(tmp_path_factory: pytest.TempPathFactory) -> ensemble.Result:
    """A result of a scenario that extends another."""
    return ensemble.run("brain_drain", out=tmp_path_factory.mktemp("proved") / "one", **SMALL)


@pytest.fixture(scope="session")
def archived(result: ensemble.Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its archive."""
    return provenance.archive(result.folder, tmp_path_factory.mktemp("archived") / "one.zip")


@pytest.fixture
def copied(result: ensemble.Result, tmp_path: Path) -> Path:
    """A copy of its folder."""
    folder = tmp_path / "copy"
    shutil.copytree(result.folder, folder)
    return folder


@pytest.fixture
def verdict() -> Callable[..., provenance.Verdict]:
    """The check, without progress."""
    return lambda path, **options: provenance.verify(path, progress="none", **options)
