"""The log of an ensemble: whole lines, whatever happens."""

import json
import math
from pathlib import Path

import pytest

import aiscenarios as ais
from aiscenarios.ensemble.intervals import counted
from aiscenarios.ensemble.log import LOG, Log, read
from aiscenarios.ensemble.shards import Shard

FEW = {"seed": 7, "agents": 300, "progress": "none"}


def test_a_run_is_told_line_by_line(tmp_path: Path) -> None:
    """Each line is an object with its time; the last chunk's chances are those of the result, unweighed."""
    made = ais.run("brain_drain", runs=12, out=tmp_path / "a", **FEW)
    lines = [json.loads(line) for line in (tmp_path / "a" / LOG).read_text().splitlines()]
    assert [line["event"] for line in (lines[0], lines[-1])] == ["begun", "finished"]
    last = [line for line in lines if line["event"] == "chunk"][-1]
    assert (last["runs"], last["of"], last["failed"]) == (12, 12, 0)
    assert all(line["weighted"] is False for line in lines)
    assert {name: tuple(found.values()) for name, found in last["probabilities"].items()} == {
        name: chance[:3] for name, chance in made.chances.items()
    }


def test_what_is_stored_already_is_counted(tmp_path: Path) -> None:
    """A result that is extended tells of all its runs, with the same chances as one made in one go."""
    ais.run("brain_drain", runs=8, out=tmp_path / "a", **FEW)
    ais.run("brain_drain", runs=20, out=tmp_path / "a", **FEW)
    ais.run("brain_drain", runs=20, out=tmp_path / "b", **FEW)
    grown, once = (
        [line for line in read(tmp_path / name) if line["event"] == "finished"][-1] for name in ("a", "b")
    )
    assert (grown["runs"], grown["probabilities"]) == (20, once["probabilities"])


def test_a_result_that_is_whole_adds_nothing(tmp_path: Path) -> None:
    """Where nothing is simulated nothing is logged."""
    ais.run("brain_drain", runs=4, out=tmp_path / "a", **FEW)
    before = (tmp_path / "a" / LOG).read_bytes()
    ais.run("brain_drain", runs=4, out=tmp_path / "a", **FEW)
    assert (tmp_path / "a" / LOG).read_bytes() == before


@pytest.mark.parametrize("torn", [1, 10, 30])
def test_a_torn_line_costs_itself_alone(tmp_path: Path, torn: int) -> None:
    """After a line that was cut anywhere the next stands on its own, and readers pass over the cut one."""
    log = Log(tmp_path)
    for number in range(3):
        log.write("chunk", chunk=number)
    log.path.write_bytes(log.path.read_bytes()[:-torn])
    Log(tmp_path).write("chunk", chunk=9)
    kept = [0, 1, 9] if torn > 1 else [0, 1, 2, 9]  # of the shortest cut only the line end is lost
    assert [line["chunk"] for line in read(tmp_path)] == kept


def test_parts_have_logs_of_their_own(tmp_path: Path) -> None:
    """Each shard writes its own file; together they are read in order of time."""
    for number in (2, 1, 2):
        Log(tmp_path, Shard(number, 2)).write("begun", part=number)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log-1-of-2.jsonl", "log-2-of-2.jsonl"]
    assert [line["part"] for line in read(tmp_path)] == [2, 1, 2]


def test_undefined_numbers_are_null(tmp_path: Path) -> None:
    """A chance without runs, or a number that is none, is null: every line is JSON for any reader."""
    Log(tmp_path).write("x", chance=counted(0, 0), number=math.nan)
    (line,) = read(tmp_path)
    assert line["chance"] == {"probability": None, "low": 0.0, "high": 1.0}
    assert line["number"] is None


def test_a_log_that_cannot_be_written_names_itself(tmp_path: Path) -> None:
    """The error names the file, so that the command line can."""
    with pytest.raises(OSError) as caught:
        Log(tmp_path / "gone").write("begun")
    assert str(caught.value.filename) == str(tmp_path / "gone" / LOG)
