"""The floors of docs/architecture.md, as import-linter reads them from pyproject.toml."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BREACHES = {
    "upward": ("rules/breach.py", "from aiscenarios import scenario"),
    "sideways": ("levers/breach.py", "from aiscenarios import evidence"),
    "unlisted": ("utils.py", '"""A room that no floor names."""'),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contract on the package under ``folder/src``."""
    script = f"import sys; sys.path.insert(0, {str(folder / 'src')!r}); "
    script += "from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )


def test_imports_go_down_only() -> None:
    """No module imports from a floor above its own, nor from a sibling."""
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_refused(breach: str, tmp_path: Path) -> None:
    """An import upward, one between siblings and a room that no floor names each break the contract."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    name, source = BREACHES[breach]
    (tmp_path / "src/aiscenarios" / name).write_text(source + "\n")
    result = lint(tmp_path)
    assert result.returncode == 1
    assert Path(name).stem in result.stdout
