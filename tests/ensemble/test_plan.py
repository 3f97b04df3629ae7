"""An ensemble shared out to jobs that need not talk, and made one again."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import aiscenarios as ais
from aiscenarios import InputError, ensemble
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.plan import SCRIPT

FEW = {"runs": 12, "seed": 7, "agents": 300, "progress": "none"}


def job(script: Path, number: int) -> subprocess.CompletedProcess[str]:
    """A job of the array, as Slurm would start it."""
    return subprocess.run(
        ["bash", str(script)], env=os.environ | {"SLURM_ARRAY_TASK_ID": str(number)}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """The script of an ensemble in three parts, in a folder with a space in its name."""
    return ensemble.plan("brain_drain", 3, out=tmp_path / "a plan", threads=1, **FEW)


def test_a_plan_runs_nothing(planned: Path) -> None:
    """The folder is begun without a chunk, and the script asks for as many jobs as there are parts."""
    assert len(stores.open_store(planned.parent).missing()) == 12
    assert not list(planned.parent.rglob("*.parquet"))
    text = planned.read_text()
    assert "#SBATCH --array=1-3\n" in text
    assert text.startswith("#!/bin/bash\n")


def test_jobs_in_any_order_end_as_one_run(planned: Path) -> None:
    """Jobs run by the shell, as Slurm would, give a plain run's bits; before, what is missing is named."""
    with pytest.raises(InputError, match=r"12 of its 12 runs are missing.*in parts 1-3 of 3") as caught:
        ensemble.finish(planned.parent)
    assert f"sbatch --array=1-3 '{planned}'" in (caught.value.hint or "")
    job(planned, 3)
    job(planned, 1)
    with pytest.raises(InputError, match=r"4 of its 12 runs are missing.*in part 2 of 3"):
        ensemble.finish(planned.parent)
    job(planned, 2)
    made = ensemble.finish(planned.parent)
    assert made.digest == made.manifest.digest == ais.run("brain_drain", **FEW).digest
    assert (planned.parent / "summary.csv").is_file()


def test_parts_without_a_shared_disk_are_taken_in(planned: Path, tmp_path: Path) -> None:
    """Copies of the folder that were worked off elsewhere are made one; their files are as they were."""
    copies = [Path(shutil.copytree(planned.parent, tmp_path / str(number))) for number in (1, 2)]
    for copy, numbers in zip(copies, ((1, 3), (2,)), strict=True):
        for number in numbers:
            ensemble.resume_shard(copy, ensemble.Shard(number, 3), progress="none")
    made = ensemble.finish(planned.parent, copies)
    assert made.digest == ais.run("brain_drain", **FEW).digest


def test_another_ensemble_is_not_taken_in(planned: Path, tmp_path: Path) -> None:
    """Chunks of another seed are refused by name, and nothing is taken."""
    ais.run("brain_drain", out=tmp_path / "b", **FEW | {"seed": 8})
    with pytest.raises(InputError, match="holds another ensemble"):
        ensemble.finish(planned.parent, [tmp_path / "b"])
    assert len(stores.open_store(planned.parent).missing()) == 12


def test_a_plan_can_be_made_again(planned: Path) -> None:
    """Shared out to another number of parts the folder stays, and what is missing is told by the new ones."""
    again = ensemble.plan("brain_drain", 2, out=planned.parent, **FEW)
    assert again == planned
    assert "#SBATCH --array=1-2\n" in again.read_text()
    with pytest.raises(InputError, match="in parts 1-2 of 2"):
        ensemble.finish(planned.parent)


@pytest.mark.parametrize(
    ("parts", "name", "message"),
    [
        (0, "x", "must be from 1 to 12"),
        (13, "x", "must be from 1 to 12"),
        (2, "x\nrm -r y", "cannot stand in a"),
    ],
)
def test_what_cannot_be_planned_is_refused(tmp_path: Path, parts: int, name: str, message: str) -> None:
    """No part without a run, and no folder whose name would be a line of the script; nothing is written."""
    with pytest.raises(InputError, match=message):
        ensemble.plan("brain_drain", parts, out=tmp_path / name, **FEW)
    assert not list(tmp_path.iterdir())


def test_a_script_is_not_overwritten_by_what_is_drawn(planned: Path) -> None:
    """The script is the shell's: it is executable, and ends in an error without the number of its job."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("SLURM")}
    assert os.access(planned, os.X_OK)
    ended = subprocess.run(["bash", str(planned)], env=bare, capture_output=True, text=True, check=False)
    assert ended.returncode != 0
    assert "SLURM_ARRAY_TASK_ID: is set by sbatch" in ended.stderr
    assert planned.name == SCRIPT
