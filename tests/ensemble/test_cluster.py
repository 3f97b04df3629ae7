"""What a cluster may do to an ensemble: nothing. Real schedulers, real workers, real kills."""

import logging
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import aiscenarios as ais
from aiscenarios import InputError
from aiscenarios.ensemble import cluster, log, remote
from aiscenarios.ensemble import status as progress
from aiscenarios.ensemble import store as stores
from tests.ensemble.clusters import dask, listening, wait

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")

FEW = {"seed": 7, "agents": 300, "progress": "none"}
ROOT = Path(__file__).parents[2]
START = "import sys; from aiscenarios.cli import main; main()"


def chunks(folder):
    """The chunks that the log says were stored, each as often as it says so."""
    return Counter(line["chunk"] for line in log.read(folder) if line["event"] == "chunk")


def events(folder):
    """What happened, in order."""
    return [line["event"] for line in log.read(folder)] if folder.is_dir() else []


@pytest.fixture
def started(tmp_path):
    """A scheduler."""
    with dask(tmp_path) as cluster:
        yield cluster


def test_lost_workers_and_a_lost_scheduler_cost_nothing(started, tmp_path: Path) -> None:
    """One worker killed, then the other, then the scheduler: each chunk is stored once, bits as in one go."""
    runs, out = 400, tmp_path / "out"
    first, second = started.worker(), started.worker()
    command = ["run", "brain_drain", "--runs", runs, "--seed", 7, "--agents", 300, "--out", out]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", START, *map(str, command), "--cluster", started.address],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=os.environ,
    )  # fmt: skip
    wait(lambda: len(chunks(out)) >= 1, "the first chunk")
    started.hold(first, second)  # in the middle of a chunk each
    started.kill(first)
    wait(lambda: "worker_lost" in events(out), "the loss of one worker")
    started.kill(second)
    wait(lambda: "waiting" in events(out), "the loss of both workers")
    stored = len(chunks(out))
    third = started.worker()
    wait(lambda: len(chunks(out)) > stored, "a chunk of the third worker")
    started.hold(third)
    started.kill(started.scheduler)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130, said
    assert said.count("A worker is lost") >= 2  # a busy machine may lose sight of one for a while
    assert "The scheduler is gone. Everything that was finished is stored." in said
    assert f"'aiscenarios resume {out} --cluster ADDRESS' goes on from there" in said
    assert "Traceback" not in said
    how = progress.of_folder(out)
    assert 0 < how.missing < how.chunks
    assert set(chunks(out)) == set(range(how.chunks)) - {
        span.chunk for span in stores.open_store(out).missing()
    }
    ended = ais.resume(out, progress="none")
    assert chunks(out) == Counter(range(how.chunks))
    assert ended.digest == ais.run("brain_drain", runs=runs, threads=2, **FEW).digest


def test_what_the_manual_starts_listens_here_alone(started) -> None:
    """A scheduler and a worker, each with its dashboard, listen on the loopback address and no other."""
    started.worker()
    assert listening(*(process.pid for process in started.processes)) == {"127.0.0.1"}


def test_what_a_class_starts_listens_here_alone(monkeypatch) -> None:
    """So do the scheduler and workers that a class of dask-jobqueue starts, unless it is told otherwise."""
    pytest.importorskip("dask_jobqueue", reason="the extra 'cluster' is not installed")
    for name, value in {"CORES": "1", "PROCESSES": "1", "MEMORY": "2GB"}.items():
        monkeypatch.setenv(f"DASK_JOBQUEUE__LOCAL__{name}", value)
    script = (
        "import json, os\nfrom aiscenarios.cli import clusters\n"
        "from tests.ensemble.clusters import listening\n"
        "with clusters.chosen('dask_jobqueue.local.LocalCluster', 1) as built:\n"
        "    built.wait_for_workers(1)\n"
        "    print(json.dumps(sorted(listening(os.getpid()))))"
    )
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=False,
        cwd=ROOT, env=os.environ,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines()[-1] == '["127.0.0.1"]'


def test_a_worker_of_another_kernel_gets_no_work(started, tmp_path: Path) -> None:
    """Alone it is refused with both hashes and nothing is written; beside one of ours it is passed over."""
    other = tmp_path / "other"
    shutil.copytree(Path(ais.__file__).parent, other / "aiscenarios", ignore=shutil.ignore_patterns("*.pyc"))
    with (other / "aiscenarios" / "draws.py").open("a") as file:
        file.write("# another\n")
    for name in ("seeds", "scenarios"):
        shutil.copytree(Path(ais.__file__).parents[2] / name, tmp_path / name)
    started.worker(sources=str(other))
    here = remote.about().kernel
    with pytest.raises(InputError, match=f"has another kernel: [0-9a-f]{{16}} there, {here} here") as caught:
        ais.run("brain_drain", runs=20, cluster=started.address, out=tmp_path / "none", **FEW)
    assert caught.value.path == "cluster"
    assert not (tmp_path / "none").exists()
    started.worker()
    made = ais.run("brain_drain", runs=20, cluster=started.address, out=tmp_path / "out", **FEW)
    assert made.digest == ais.run("brain_drain", runs=20, **FEW).digest
    assert "worker_refused" in events(tmp_path / "out")


def test_a_comparison_and_a_module_of_ones_own_go_to_workers(started, tmp_path: Path, monkeypatch) -> None:
    """Scenarios are compared there run by run, with an outcome whose file the workers do not have."""
    from aiscenarios.cli import extending

    (tmp_path / "mine.py").write_text(
        "from aiscenarios.outcomes import Outcome\n"
        "def heads(view):\n    return view.bloc['researchers'].sum(axis=2)\n"
        "outcomes = [Outcome('heads', 'persons', 'All.', '', heads)]\n"
    )
    own = extending.load([str(tmp_path / "mine.py")]).outcomes
    started.worker()
    names, size = ("current_policy", "brain_drain"), FEW | {"runs": 12, "outcomes": own}
    there = ais.compare(*names, cluster=started.address, **size)
    here = ais.compare(*names, threads=1, **size)
    assert [result.digest for result in there.results] == [result.digest for result in here.results]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("tcp://127.0.0.1:9", "no scheduler answers at tcp://127.0.0.1:9"),
        ("nowhere", "'nowhere' is no address"),
    ],
)
def test_no_scheduler_is_bad_input(tmp_path: Path, monkeypatch, address: str, message: str) -> None:
    """An address at which nobody answers is refused, with what to do, and nothing is written."""
    monkeypatch.setattr("aiscenarios.ensemble.cluster.CONNECT", 0.5)
    with pytest.raises(InputError, match=message) as caught:
        ais.run("brain_drain", runs=4, cluster=address, out=tmp_path / "none", **FEW)
    assert caught.value.hint
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"machine": "another"}, None),
        ({"kernel": "k1"}, "has another kernel: k1 there, k0 here"),
        ({"versions": {"python": "3.13.9", "aiscenarios": "9"}}, "has aiscenarios 9, here is 0.1"),
        ({"versions": {"python": "3.12.2", "aiscenarios": "0.1"}}, "has python 3.12.2, here is 3.13.2"),
        ({"versions": {"aiscenarios": "0.1"}}, "has python none, here is 3.13.2"),
    ],
)
def test_a_worker_is_used_if_it_gives_the_same_values(change, reason) -> None:
    """Kernel and versions must agree, of Python all but the last number; another machine is no obstacle."""
    here = remote.About("k0", {"python": "3.13.2", "aiscenarios": "0.1"}, "m", "/home")
    assert remote.unlike(here, here._replace(**change)) == reason


def test_what_dask_throws_away_is_not_told_as_a_fault() -> None:
    """An error of dask's own that asyncio finds thrown away is silent; any other is told."""
    from distributed.client import AllExit

    def record(problem: Exception) -> logging.LogRecord:
        return logging.LogRecord("asyncio", logging.ERROR, "", 0, "", None, (type(problem), problem, None))

    cluster.silence_lost()
    told = logging.getLogger("asyncio").filter
    assert not told(record(AllExit())) and told(record(ValueError()))
