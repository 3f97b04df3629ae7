"""One small whole result, a copy of it to spoil, and a folder that nobody may touch."""

import shutil
from pathlib import Path

import pytest

from chaos import folders


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of eight runs."""
    return folders.make(tmp_path_factory.mktemp("whole") / "r")


@pytest.fixture
def result(whole: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(whole, tmp_path / "r"))


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A folder beside it, to which links lead."""
    return folders.canary(tmp_path / "canary")
