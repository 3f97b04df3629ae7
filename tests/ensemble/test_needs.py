"""What an ensemble needs is told before, and what this machine cannot give is refused with the numbers."""

from pathlib import Path

import pytest

import aiscenarios as ais
from aiscenarios import InputError, ensemble
from aiscenarios.ensemble import capacity
from aiscenarios.ensemble import needs as needed

FEW = {"seed": 7, "agents": 300, "progress": "none"}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_estimate_leaves_nothing(here: Path) -> None:
    """Time, memory and disk grow with the runs; nothing is written, and few runs need no cluster."""
    few, many = (ensemble.estimate("brain_drain", runs, **FEW) for runs in (1000, 20_000))
    assert not list(here.iterdir())
    assert 0 < few.needs.seconds < many.needs.seconds
    assert few.needs.memory <= many.needs.memory
    assert many.needs.disk == pytest.approx(20 * few.needs.disk, rel=0.01)
    assert not few.cluster_helps


def test_the_disk_is_as_foretold(here: Path) -> None:
    """What is written is within a quarter of what was said."""
    foretold = ensemble.estimate("brain_drain", 400, **FEW).needs.disk
    ais.run("brain_drain", runs=400, out="a", **FEW)
    written = sum(path.stat().st_size for path in (here / "a").rglob("*.parquet"))
    assert foretold == pytest.approx(written, rel=0.25)


def test_what_does_not_fit_into_memory_is_refused(monkeypatch) -> None:
    """Runs, or agents, beyond the memory of the machine: both numbers are told, and nothing is written."""
    monkeypatch.setattr(capacity, "memory", lambda: 4 * 10**9)
    for refuse in (ais.run, ensemble.estimate):
        with pytest.raises(InputError, match=r"need about \d+ GB of memory; this machine has 4 GB") as caught:
            refuse("brain_drain", runs=20_000_000, out="a", **FEW)
        assert caught.value.path == "runs"
    with pytest.raises(InputError, match="5,000,000 agents") as caught:
        ais.run("brain_drain", runs=10, out="a", **FEW | {"agents": 5_000_000})
    assert caught.value.path == "agents"
    assert not Path("a").exists()


def test_what_does_not_fit_on_the_disk_is_refused(monkeypatch) -> None:
    """A run, an estimate and an extension beyond what is free are refused; what is there stays."""
    ais.run("brain_drain", runs=4, out="a", **FEW)
    before = sorted(Path("a").rglob("*"))
    monkeypatch.setattr(capacity, "free_disk", lambda folder: 10**6)
    for refuse, runs, out in ((ais.run, 1000, "b"), (ensemble.estimate, 1000, "b"), (ais.run, 1000, "a")):
        with pytest.raises(InputError, match=r"MB are yet to be written, and 1 MB are free there") as caught:
            refuse("brain_drain", runs=runs, out=out, **FEW)
        assert caught.value.file == out
    assert not Path("b").exists()
    assert sorted(Path("a").rglob("*")) == before


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (1550, "1.6 kB"),
        (25.2e9, "25 GB"),
        (814e6, "814 MB"),
    ],
)
def test_sizes_are_told_to_two_digits(count: float, said: str) -> None:
    """With the unit that suits them."""
    assert needed.size(count) == said


def test_this_machine_has_memory_and_disk(here: Path) -> None:
    """They can be told, of a folder that is not there yet too."""
    assert (capacity.memory() or 0) > 10**8
    assert capacity.free_disk(here / "not" / "there") > 0
