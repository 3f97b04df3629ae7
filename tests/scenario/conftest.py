"""A working folder of one's own, and a small file to change."""

from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = "format: 1\nkind: scenario\ntitle: T\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def written(folder: Path) -> Callable[..., str]:
    """Writes the body of a scenario to a file and gives its name."""

    def write(body: str, name: str = "case.yaml", head: str = HEAD) -> str:
        (folder / name).write_text(head + body, encoding="utf-8")
        return name

    return write
