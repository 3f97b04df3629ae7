"""Runs until chances are known well enough."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import aiscenarios as ais
from aiscenarios import InputError
from aiscenarios.ensemble import parts
from aiscenarios.ensemble.run import complete, prepare
from aiscenarios.ensemble.until import FIRST, next_runs

FEW = {"seed": 7, "agents": 300, "progress": "none"}
WITHIN = 0.055


@pytest.fixture(scope="module")
def reached(tmp_path_factory: pytest.TempPathFactory):
    """A result that went on until its widest range was within a half-width."""
    return ais.run("brain_drain", until=WITHIN, out=tmp_path_factory.mktemp("until") / "one", **FEW)


@given(st.integers(1, 10**6), st.floats(0.001, 0.5), st.floats(0.001, 0.5), st.integers(1, 500))
def test_a_round_is_whole_chunks_and_more_than_before(runs, reached, asked, chunk) -> None:
    """The next round ends at a whole chunk beyond what there is, or at the most there may be."""
    most = 10**6
    there = next_runs(runs, reached, asked, most, chunk)
    assert there == most or (there % chunk == 0 and runs < there < most)


def test_it_stops_within_the_half_width_with_the_bits_of_a_plain_run(reached) -> None:
    """The widest range is within what was asked, after more than one round; values are a plain run's."""
    assert reached.runs > FIRST
    assert reached.widest <= WITHIN < reached.first(FIRST).widest
    assert reached.digest == ais.run("brain_drain", runs=reached.runs, **FEW).digest
    assert reached.manifest.digest == reached.digest


def test_what_was_broken_off_is_resumed_until_the_same_half_width(reached, tmp_path: Path) -> None:
    """A first round that lost a chunk goes on, from the folder alone, to where it would have come."""
    prepared = prepare(("brain_drain",), 7, out=(tmp_path / "a",), agents=300, progress="none")
    complete(prepared, FIRST, until=WITHIN, most=100_000)
    (tmp_path / "a" / "chunks" / parts.name_of(0)).unlink()
    again = ais.resume(tmp_path / "a", progress="none")
    assert again.runs >= FIRST
    assert again.widest <= WITHIN
    assert again.digest == ais.run("brain_drain", runs=again.runs, **FEW).digest


def test_there_is_a_most(tmp_path: Path) -> None:
    """Where the half-width is not reached it ends at the most that was asked for."""
    made = ais.run("brain_drain", runs=30, until=0.01, out=tmp_path / "a", **FEW)
    assert made.runs == 30
    assert made.widest > 0.01


@pytest.mark.parametrize("until", [0.0, -0.1, 0.6, float("nan")])
def test_an_impossible_half_width_is_refused(tmp_path: Path, until: float) -> None:
    """What no number of runs, or any, reaches is refused, and nothing is written."""
    with pytest.raises(InputError, match=r"must be from 0\.0005 to 0.5"):
        ais.run("brain_drain", until=until, out=tmp_path / "a", **FEW)
    assert not (tmp_path / "a").exists()
