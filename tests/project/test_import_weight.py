"""What starting costs: heavy packages load where they are used, not before."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "pymc", "pytensor", "arviz", "mesa", "pandas", "xarray", "plotly", "numba", "matplotlib", "scipy.stats",
}  # fmt: skip
HELP = "from aiscenarios.cli import main; sys.argv = ['aiscenarios', '--help']"
RUN = "from aiscenarios.cli import main; sys.argv = ['aiscenarios', *{arguments!r}]"
REPORT = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
{start}
main() if "main" in globals() else None
"""


def loaded_by(start: str, folder: Path) -> set[str]:
    """Modules in memory when a fresh interpreter has done ``start``."""
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", REPORT.format(start=start)],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(json.loads(result.stderr.splitlines()[-1]))


@pytest.mark.parametrize("start", ["import aiscenarios", HELP], ids=["import", "--help"])
def test_starting_is_light(start: str, tmp_path: Path) -> None:
    """Neither importing the package nor asking for help loads a heavy package."""
    loaded = loaded_by(start, tmp_path)
    assert "aiscenarios" in loaded
    assert loaded & HEAVY == set()


def test_a_run_needs_no_sampler(tmp_path: Path) -> None:
    """Running a scenario loads neither PyMC nor the statistical distributions of SciPy."""
    start = RUN.format(arguments=["run", "current_policy", "--runs", "2", "--out", str(tmp_path / "out")])
    loaded = loaded_by(start, tmp_path)
    assert "numba" in loaded
    assert loaded & {"pymc", "pytensor", "arviz", "scipy.stats"} == set()


def test_every_public_name_is_known() -> None:
    """Each name in ``__all__`` loads; a name that is not there is an AttributeError that says so."""
    import aiscenarios

    assert all(getattr(aiscenarios, name) is not None for name in aiscenarios.__all__)
    with pytest.raises(AttributeError, match="no attribute 'frobnicate'"):
        aiscenarios.frobnicate  # noqa: B018
