"""Ensembles large and small on the command line: estimates, plans, half-widths, failed runs, clusters."""

from pathlib import Path

import pytest

from aiscenarios.cli import exits, run
from aiscenarios.cli.failed import Allowed
from aiscenarios.ensemble import log, until
from aiscenarios.errors import Stopped

SAME = ("--agents", "300", "--seed", "7")
PICKY = """
from aiscenarios.outcomes import Outcome


def heads(view):
    found = view.bloc["researchers"].sum(axis=2)
    if (found[:, -1] > 200_000).any():
        raise ValueError("too many")
    return found


outcomes = [Outcome("heads", "persons", "All researchers.", "", heads)]
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a module whose outcome raises in some runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(PICKY)
    return tmp_path


def test_failed_runs_that_are_few_are_a_warning(told) -> None:
    """A rule that raises fails its runs: exit 3, or up to ``--max-failed`` 0 with a warning."""
    command = ("run", "brain_drain", "--with", "mine.py", "--runs", "12", *SAME, "--out", "a", "--json")
    strict, lenient, exact = told(*command), told(*command, "--max-failed", "90%"), None
    failed = strict.document["failed"]
    assert 0 < failed < 12
    assert strict.document["failures"] == [
        {"sentence": "the outcome 'heads' from outside the package could not be had", "runs": failed}
    ]
    assert (strict.code, lenient.code) == (exits.FAILED_RUNS, exits.OK)
    assert lenient.document == strict.document
    assert f"Warning: {failed} of 12 runs failed: the outcome 'heads'" in lenient.err
    for number, code in ((failed, exits.OK), (failed - 1, exits.FAILED_RUNS)):
        exact = told("resume", "a", "--with", "mine.py", "--max-failed", number)
        assert exact.code == code
    assert exact is not None and "counts each failed run" not in exact.err


@pytest.mark.parametrize("text", ["x", "-1", "101%", "1.5", "%", "", "nan%", "inf%", "snan%"])
def test_what_is_no_number_of_failed_runs_is_refused(told, here: Path, text: str) -> None:
    """It is refused before anything is run."""
    answer = told("run", "brain_drain", "--max-failed", text, "--out", "none")
    assert answer.code == exits.BAD_INPUT
    assert "write 5, or 1% of the runs" in answer.err
    assert not (here / "none").exists()


@pytest.mark.parametrize(
    ("text", "most", "runs"),
    [("2.5%", 1, 40), ("1%", 5, 500), ("29%", 29, 100), ("100%", 9, 9), ("3", 3, 4), (None, 0, 100)],
)
def test_so_many_and_no_more(text: str | None, most: int, runs: int) -> None:
    """Percents are of the runs, exactly; a number without the sign is one of runs; unsaid, none may fail."""
    allowed = Allowed.parse(text)
    assert allowed.allows(most, runs) and not allowed.allows(most + 1, runs)


def test_an_estimate_tells_and_leaves_nothing(told, here: Path) -> None:
    """Time, memory and disk for people and machines; no folder is made."""
    answer = told("run", "brain_drain", "--estimate", *SAME)
    assert answer.code == 0
    assert all(word in answer.out for word in ("time", "memory", "disk", "free", "No cluster is needed."))
    assert max(map(len, answer.out.splitlines())) <= 80
    document = told("run", "brain_drain", "--estimate", *SAME, "--json").document
    assert document["cluster_helps"] is False
    assert min(document[name] for name in ("seconds", "memory", "memory_there", "disk", "disk_free")) > 0
    assert [path.name for path in here.iterdir()] == ["mine.py"]


def test_an_impossible_run_is_refused_with_the_numbers(told, here: Path) -> None:
    """More than the machine has: exit 2, one line with both numbers."""
    answer = told("run", "brain_drain", "--runs", "4000000000", *SAME, "--out", "none")
    assert answer.code == exits.BAD_INPUT
    assert "4,000,000,000 runs" in answer.err and "this machine has" in answer.err
    assert len(answer.err.splitlines()) == 1
    assert not (here / "none").exists()


def test_a_plan_is_finished(told, here: Path) -> None:
    """``--plan`` says what to do; ``finish`` names what is missing, and then answers as ``run`` would."""
    command = ("run", "brain_drain", "--runs", "6", *SAME)
    plan = told(*command, "--out", "a", "--plan", "2")
    assert plan.code == 0
    assert "Nothing was run." in plan.out and "sbatch a/slurm.sh" in plan.out
    lacking = told("finish", "a")
    assert lacking.code == exits.BAD_INPUT
    assert "6 of its 6 runs are missing (6 of 6 chunks), in parts 1-2 of 2" in lacking.err
    for part in ("2/2", "1/2"):
        assert told("resume", "a", "--shard", part, "--threads", "1").code == 0
    answer = told("finish", "a", "--json")
    assert answer.document["digest"] == told(*command, "--out", "b", "--json").document["digest"]


def test_a_half_width_that_is_not_reached_is_said(told) -> None:
    """``--until`` with fewer runs than it needs: the answer stands, and a warning names both numbers."""
    answer = told("run", "brain_drain", "--runs", "12", *SAME, "--until", "0.02", "--out", "a", "--json")
    assert answer.code == 0
    assert answer.document["runs"] == 12
    assert answer.document["widest"] > 0.02
    assert "Warning: after 12 runs, the most there may be" in answer.err and "not 0.02" in answer.err


def test_the_most_is_that_of_python() -> None:
    """The command line says the number at which Python stops."""
    assert run.MOST == until.MOST


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--until", "0.1", "--plan", "2"), "--until and --plan do not go together"),
        (("--estimate", "--shard", "1/2"), "--estimate and --shard do not go together"),
        (("--cluster", "tcp://127.0.0.1:9", "--threads", "2"), "goes with this machine alone"),
        (("--cluster", "no.such.Class"), "there is no class 'no.such.Class'"),
        (("--cluster", "pathlib.Path"), "'pathlib.Path' is no class of dask-jobqueue"),
        (("--cluster", "tcp://127.0.0.1:9", "--jobs", "2"), "--jobs: goes with a class that submits jobs"),
    ],
)
def test_what_does_not_go_together_is_refused(
    told, here: Path, options: tuple[str, ...], message: str
) -> None:
    """One line, exit 2, nothing written."""
    answer = told("run", "brain_drain", *SAME, "--out", "none", *options)
    assert answer.code == exits.BAD_INPUT
    assert message in answer.err
    assert not (here / "none").exists()


def test_a_class_builds_a_cluster_on_this_machine_alone(ask, told, here: Path) -> None:
    """A class of dask-jobqueue submits jobs; its scheduler listens on the loopback, and bits are the same."""
    pytest.importorskip("dask_jobqueue", reason="the extra 'cluster' is not installed")
    command = ("run", "brain_drain", "--runs", "6", *SAME, "--json")
    job = {"CORES": "1", "PROCESSES": "1", "MEMORY": "2GB"}
    there = ask(
        *command, "--cluster", "dask_jobqueue.local.LocalCluster", "--jobs", "1", "--out", "a", folder=here,
        **{f"DASK_JOBQUEUE__LOCAL__{name}": value for name, value in job.items()},
    )  # fmt: skip
    assert there.code == 0, there.err
    assert "The scheduler listens on this machine alone." in there.err
    (worker,) = (line["worker"] for line in log.read(here / "a") if line["event"] == "worker")
    assert worker.startswith("tcp://127.0.0.1:")
    assert there.document["digest"] == told(*command, "--out", "b").document["digest"]


def test_a_class_that_cannot_be_built_is_refused(ask, here: Path) -> None:
    """Where the configuration says nothing of a job the reason is told, and nothing is written."""
    pytest.importorskip("dask_jobqueue", reason="the extra 'cluster' is not installed")
    answer = ask(
        "run", "brain_drain", "--cluster", "dask_jobqueue.SLURMCluster", "--out", "none", folder=here
    )
    assert answer.code == exits.BAD_INPUT
    assert "dask_jobqueue.SLURMCluster cannot be built: You must specify how much cores" in answer.err
    assert "Traceback" not in answer.err
    assert not (here / "none").exists()


def test_work_stopped_from_outside_is_resumable(told, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cluster that went away ends the command with 130 and its message, in JSON too."""

    def stopped(*_, **__):
        raise Stopped("The scheduler is gone.")

    monkeypatch.setattr("aiscenarios.ensemble.run", stopped)
    people, machines = told("run", "brain_drain"), told("run", "brain_drain", "--json")
    assert people.code == machines.code == exits.INTERRUPTED
    assert people.err == "The scheduler is gone.\n"
    assert '"message": "The scheduler is gone."' in machines.err
