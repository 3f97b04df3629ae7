"""A function from outside that raises takes down the runs it raises for, and no others."""

from pathlib import Path

import numpy as np
import pytest

import aiscenarios as ais
from aiscenarios import InputError
from aiscenarios.ensemble import log
from aiscenarios.ensemble.failures import OUTSIDE
from aiscenarios.outcomes import Outcome

FEW = {"runs": 12, "seed": 7, "agents": 300, "progress": "none"}


@pytest.fixture(scope="module")
def usual():
    """The same runs without anything from outside."""
    return ais.run("brain_drain", **FEW)


@pytest.fixture
def picky(usual):
    """An outcome that raises where more researchers are at the end than in most runs; and which runs."""
    heads = sum(usual.columns(f"researchers.{bloc}") for bloc in ("US", "CN", "ROW"))[:, -1]
    limit = float(np.sort(heads)[-4:-2].mean())

    def values(view):
        found = view.bloc["researchers"].sum(axis=2)
        if (found[:, -1] > limit).any():
            raise ValueError("too many")
        return found

    return Outcome("heads", "persons", "All researchers.", "", values), heads > limit


def test_only_the_runs_it_raises_for_have_failed(usual, picky, tmp_path: Path) -> None:
    """They have a status and a sentence and no values; all other runs are as they were; the log tells why."""
    outcome, failing = picky
    made = ais.run("brain_drain", outcomes=[outcome], out=tmp_path / "a", **FEW)
    assert 0 < failing.sum() < 12
    np.testing.assert_array_equal(made.failed, failing)
    assert set(made.statuses["status"]) == {0, OUTSIDE}
    assert set(made.statuses["sentence"][failing]) == {
        "the outcome 'heads' from outside the package could not be had"
    }
    kept, before = made.columns("us_gap"), usual.columns("us_gap")
    np.testing.assert_array_equal(kept[~failing], before[~failing])
    assert np.isnan(kept[failing]).all()
    faults = [line["sentence"] for line in log.read(tmp_path / "a") if line["event"] == "fault"]
    assert len(faults) == failing.sum()
    assert all("ValueError: too many" in fault for fault in faults)


def test_chances_are_bounded_by_what_failed(usual, picky) -> None:
    """Every chance tells the failed runs, and its range holds whatever they might have been."""
    outcome, failing = picky
    made = ais.run("brain_drain", outcomes=[outcome], **FEW)
    for name, chance in made.chances.items():
        assert (chance.runs, chance.failed) == (12, failing.sum())
        assert chance.low <= usual.chances[name].value <= chance.high


@pytest.mark.parametrize("threads", [1, 3])
def test_it_does_not_hang_on_chunks(picky, threads: int) -> None:
    """Cut otherwise the same runs fail, and the digest is the same."""
    size = FEW | {"threads": threads}
    assert (
        ais.run("brain_drain", outcomes=[picky[0]], **size).digest
        == ais.run("brain_drain", outcomes=[picky[0]], **FEW).digest
    )


def test_of_two_faults_the_first_gives_the_status(picky, tmp_path: Path) -> None:
    """A run for which two outcomes raise has one status, and the log has both reasons."""

    def values(view):
        return picky[0].values(view)

    other = Outcome("others", "persons", "The same again.", "", values)
    made = ais.run("brain_drain", outcomes=[picky[0], other], out=tmp_path / "a", **FEW)
    assert set(made.statuses["status"]) == {0, OUTSIDE}
    faults = [line for line in log.read(tmp_path / "a") if line["event"] == "fault"]
    assert len(faults) == 2 * picky[1].sum()


def test_one_that_always_raises_is_bad_input(tmp_path: Path) -> None:
    """It is refused with what it raised before anything is written."""

    def values(view):
        raise ZeroDivisionError("by design")

    broken = Outcome("broken", "x", "Nothing.", "", values)
    with pytest.raises(InputError, match="the outcome 'broken' cannot be had: ZeroDivisionError: by design"):
        ais.run("brain_drain", outcomes=[broken], out=tmp_path / "a", **FEW)
    assert not (tmp_path / "a").exists()
