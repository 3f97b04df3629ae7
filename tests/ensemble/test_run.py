"""Laws of running: interruption, failure and progress."""

import gc
import os
import threading
import time

import pytest

from aiscenarios import ensemble
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.chunks import Span, chunk_size, spans
from aiscenarios.ensemble.executors import Threads
from aiscenarios.ensemble.folders import Temporary, dated, place
from aiscenarios.ensemble.intervals import counted
from aiscenarios.ensemble.progress import ALIKE, shown
from aiscenarios.ensemble.trial import RUNS
from aiscenarios.errors import InputError
from tests.ensemble.single import complete, quietly


def _after(simulate, first, raising):
    """Simulate, but raise once runs from ``first`` on are asked for."""

    def broken(start, runs):
        if start >= first:
            raise raising
        return simulate(start, runs)

    return broken


@pytest.mark.parametrize("raising", [KeyboardInterrupt(), RuntimeError("a bug")])
def test_what_was_finished_is_kept(tmp_path, manifest, simulator, raising):
    """An interruption or a bug goes on to the caller; finished chunks stay, resuming adds only the rest."""
    asked = manifest(runs=20)
    with pytest.raises(type(raising)):
        complete(asked, _after(simulator(), 10, raising), tmp_path / "a", {}, threads=2)
    kept = stores.open_store(tmp_path / "a")
    missing = {(span.first, span.runs) for span in kept.missing()}
    assert {10, 19} <= {run for span in kept.missing() for run in range(span.first, span.first + span.runs)}
    seen = []

    def watched(first, runs):
        seen.append((first, runs))
        return simulator()(first, runs)

    whole = complete(asked, watched, tmp_path / "a", {}, threads=2)
    assert set(seen) - {(0, 1), (0, RUNS)} == missing
    assert whole.digest() == complete(asked, simulator(), tmp_path / "b", {}, threads=1).digest()


def test_an_interrupted_run_drops_what_it_had_not_begun(tmp_path, manifest, simulator):
    """After an interruption the chunk under way is stored and hardly another is begun."""
    store = stores.create(tmp_path / "a", manifest(runs=400, chunk=4), {})
    begun = []

    def slow(first, runs):
        begun.append(first)
        time.sleep(0.02)
        return simulator()(first, runs)

    def interrupted(kept):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Threads(1).work_off(
            store.missing(), lambda span: slow(span.first, span.runs), store.commit, interrupted, quietly
        )
    assert len(begun) < 10
    assert len(store.missing()) == 100 - len(begun)


def test_no_thread_outlives_the_call(tmp_path, manifest, simulator):
    """Worker threads are gone when the call returns or raises."""
    before = threading.active_count()
    with pytest.raises(RuntimeError):
        complete(manifest(), _after(simulator(), 4, RuntimeError()), tmp_path / "a", {}, threads=3)
    assert threading.active_count() == before


@pytest.mark.parametrize("runs", [1, 7, 8, 9])
def test_chunks_cover_each_run_once(runs):
    """Chunks follow one another without gap or overlap, to the last run."""
    cut = spans(runs, 4)
    assert [run for span in cut for run in range(span.first, span.first + span.runs)] == list(range(runs))
    assert cut[0] == Span(0, 0, min(4, runs))


def test_chunks_are_short_enough_for_threads_and_clock():
    """A chunk takes about two seconds, less if threads would stand idle, and is never empty."""
    assert chunk_size(0.01, 100_000, 2) == 200
    assert chunk_size(0.01, 80, 2) == 10
    assert chunk_size(60.0, 80, 2) == chunk_size(0.01, 1, 8) == 1


def test_lines_tell_what_is_left(capsys):
    """Each line gives runs done, runs asked for, the time left and chances; nothing goes to stdout."""
    with shown("lines", "fake", 100, 20) as progress:
        for _ in range(80):
            progress.advance(1, [("fake", {"lead": counted(30, 100)})])
    told = capsys.readouterr()
    assert told.out == ""
    lines = told.err.splitlines()
    assert 5 <= len(lines) <= 12
    assert lines[-1] == "fake: 100 of 100 runs; so far lead 23\N{EN DASH}38%"
    assert lines[0] == f"fake: {ALIKE}" and told.err.count(ALIKE) == 1
    assert all("about" in line for line in lines[1:-1])


def test_the_bar_says_how_runs_count(capsys, monkeypatch):
    """Chances so far count all runs alike, the answer may not: below the bar it says so."""
    monkeypatch.setenv("FORCE_COLOR", "1")  # for rich, stderr is a terminal then
    monkeypatch.setenv("COLUMNS", "100")
    for chances, said in (({"lead": counted(30, 100)}, True), ({}, False)):
        with shown("bar", "fake", 3) as progress:
            progress.advance(3, [("fake", chances)])
        err = capsys.readouterr().err
        assert "3/3" in err and (ALIKE in err) == said


def test_ensembles_of_one_name_are_not_told_apart(capsys):
    """Two ensembles of one name, as the policies under which questions are asked, are counted together."""
    with shown("lines", "fake", 20) as progress:
        for names in (("fake", "other"), ("fake", "fake")):
            progress.advance(10, [(name, {"lead": counted(1, 3)}) for name in names])
    alike, first, last = capsys.readouterr().err.splitlines()
    assert ALIKE in alike and "so far in other lead" in first
    assert last == "fake: 20 of 20 runs"


@pytest.mark.parametrize("style", ["none", "bar"])
def test_silence_is_kept(capsys, style):
    """Asked to be silent, nothing is printed at all; a bar never prints to stdout."""
    with shown(style, "fake", 3) as progress:
        progress.advance(3, [("fake", {"lead": counted(1, 3)})])
        progress.say("something")
    told = capsys.readouterr()
    assert told.out == ""
    assert style == "bar" or told.err == ""


def test_a_strange_way_to_show_progress_is_refused():
    """It is refused by name before anything is run."""
    with pytest.raises(
        InputError, match="progress: there is no progress 'sure'; one of auto, bar, lines, none"
    ):
        ensemble.run("current_policy", 1, progress="sure")


def test_a_temporary_folder_goes_with_its_result():
    """A result without a folder of its own leaves none behind."""
    temporary = Temporary()
    folder = temporary.folder
    assert folder.is_dir()
    del temporary
    gc.collect()
    assert not folder.exists()


def test_a_dated_folder_is_named_by_what_it_holds(manifest):
    """Equal ensembles share a dated folder on a day, others do not, and odd names stay inside ``results``."""
    same, other = dated(manifest()), dated(manifest(seed=8))
    assert same == dated(manifest(runs=99))
    assert same != other
    assert dated(manifest(scenario="../../etc")).parts[0] == "results"
    assert len(dated(manifest(scenario=f"a{os.sep}b")).parts) == 2
    assert place("x", manifest()) == (place(lambda _: place("x", manifest())[0], manifest())[0], None)


def test_a_folder_whose_name_is_no_text_is_refused(manifest):
    """A name in bytes of another encoding is refused at once: tables there could not be read."""
    with pytest.raises(InputError, match="not UTF-8"):
        place(os.fsdecode(b"\xff"), manifest())
