"""What is done once all runs are there: read once, in any number of pieces, with the same numbers."""

import gc
import hashlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import aiscenarios as ais
from aiscenarios import InputError
from aiscenarios.ensemble import parts, sweep, weighted
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.endings import Ending
from aiscenarios.ensemble.reading import finish
from aiscenarios.ensemble.result import Result
from aiscenarios.report.chapters import definitions

LEVELS = (0.0, 0.05, 0.25, 0.5, 0.95, 1.0)


def _directly(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Quantiles as they are defined: values in order, each in the middle of its step."""
    there = np.isfinite(values) & (weights > 0.0)
    if not there.any():
        return np.full(len(LEVELS), np.nan)
    known, share = values[there].astype(np.float64), weights[there] / weights[there].sum()
    order = np.argsort(known, kind="stable")
    return np.interp(LEVELS, np.cumsum(share[order]) - 0.5 * share[order], known[order])


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_weighted_quantiles_are_those_of_their_definition(kind: type) -> None:
    """For values of both signs, large and tiny, tied, absent, infinite and of no weight, in many rows."""
    luck = np.random.default_rng(5)
    rows = np.exp(luck.normal(0.0, 8.0, (70, 1500))) * luck.choice([-1.0, 1.0], (70, 1500))
    rows[10:20] = luck.integers(-2, 3, (10, 1500))
    rows[20:30] *= luck.choice([0.0, -0.0, 1.0], (10, 1500))
    rows[30:40][luck.random((10, 1500)) < 0.3] = np.nan
    rows[40:45, ::7], rows[45:50, ::7] = np.inf, -np.inf
    rows[50], rows[51, 1:] = np.nan, np.nan
    weights = luck.gamma(0.3, size=1500)
    weights[::11] = 0.0
    found = weighted.quantiles(rows.astype(kind), weights, LEVELS)
    expected = np.stack([_directly(row, weights) for row in rows.astype(kind)], axis=1)
    np.testing.assert_allclose(found, expected, rtol=1e-9)
    assert np.isnan(weighted.quantiles(rows.astype(kind), np.zeros(1500), LEVELS)).all()


def test_the_digest_is_that_of_columns_in_name_order(filled, monkeypatch) -> None:
    """By its definition, however many columns are held at a time, of all runs and of the first ones."""
    store = filled(runs=11, chunk=4)
    for some in (store, replace(store, runs=6)):
        total = hashlib.blake2b(f"{some.runs} 8".encode(), digest_size=16)
        for name, values in sorted(some.columns(list(some.manifest.outcomes)).items()):
            total.update(hashlib.blake2b(name.encode() + values.tobytes(), digest_size=16).digest())
        for held in (1, 200, 2**20):
            monkeypatch.setattr(sweep, "_AT_ONCE", held)
            means = sweep.sweep(some, lambda name, values: (name, float(values.mean())))
            assert means.digest == some.digest() == total.hexdigest()
            assert list(means.seen) == list(some.manifest.outcomes)
            assert all(means.seen[name] == (name, some.columns([name])[name].mean()) for name in means.seen)


@pytest.fixture(scope="module")
def long(tmp_path_factory) -> Result:
    """Runs of the model in five chunks."""
    folder = tmp_path_factory.mktemp("long") / "r"
    return ais.run("current_policy", 20, 7, agents=200, out=folder, threads=2, progress="none")


def test_stretches_say_together_what_the_whole_says(long, monkeypatch) -> None:
    """Endings to the last blocker and margin, what sources print, weights and moved thresholds."""
    assert len(long.store.spans) > 3
    again = {}
    for name, size in (("whole", 2**30), ("stretches", 1)):
        monkeypatch.setattr(stores, "_STRETCH", size)
        again[name] = ais.open(long.folder)
    monkeypatch.setattr(stores, "_STRETCH", 1)
    whole, cut = again["whole"], again["stretches"]
    assert [some.runs for some in cut.store.stretches(1)] == [span.runs for span in cut.store.spans]
    tables = [some.table("events", ["kind"])["run"] for some in cut.store.stretches(1)]
    np.testing.assert_array_equal(np.concatenate(tables), cut.store.table("events")["run"])
    address = ("lab_compute_available_year_end", "OpenAI", "2024-12")
    told = cut.judgement, cut.present.logs, cut.observed(*address), definitions(cut).tables
    monkeypatch.setattr(stores, "_STRETCH", 2**30)
    assert len(whole.store.stretches(1)) == 1
    for name, ending in whole.judgement.items():
        for field in Ending._fields:
            np.testing.assert_array_equal(getattr(told[0][name], field), getattr(ending, field))
    np.testing.assert_allclose(told[1], whole.present.logs, rtol=1e-9)
    np.testing.assert_array_equal(told[2], whole.observed(*address))
    assert told[3] == definitions(whole).tables


def test_the_events_of_a_run_are_those_of_its_chunk(long) -> None:
    """They are the rows of the whole table that are its own."""
    every = long.events
    for run in (0, 7, 19):
        rows = every[every["run"] == run]
        assert rows.to_numpy().tolist() == long.events_of(run).to_numpy().tolist()
    with pytest.raises(InputError, match="run: there is no run 20; 0 to 19"):
        long.events_of(20)


def test_held_outcomes_are_read_once(long, monkeypatch) -> None:
    """While they are held, asking for one opens no file; afterwards it does again, and says the same."""
    opened: list[Path] = []
    original = parts.read
    monkeypatch.setattr(parts, "read", lambda path, names=None: opened.append(path) or original(path, names))
    names = ["us_lead_months", "decoupling", "no such outcome"]
    with long.holding(names):
        held = [long.columns(name) for name in names[:2]]
        assert len(opened) == len(long.store.spans)
    np.testing.assert_array_equal(held, [long.columns(name) for name in names[:2]])
    assert len(opened) == 3 * len(long.store.spans)


def _footers() -> int:
    return sum(type(each).__name__ in ("FileMetaData", "ParquetSchema") for each in gc.get_objects())


def test_reading_leaves_no_garbage(long) -> None:
    """What a file was opened with is gone at once, not at the next collection: files may be thousands."""
    path = long.store.path("chunks", long.store.spans[0])
    parts.read(path)
    gc.collect()
    gc.disable()
    try:
        before = _footers()
        for _ in range(5):
            parts.read(path, ["us_lead_months"])
        assert _footers() == before
    finally:
        gc.enable()


KILLED = """
import sys
from pathlib import Path
from aiscenarios.ensemble import parts
with parts.whole(Path(sys.argv[1])) as temporary:
    temporary.write_bytes(b"half of it")
    print(temporary, flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_process_was_writing_is_removed_a_day_later(result, tmp_path) -> None:
    """Not before, since somebody may be writing it; and nothing that is not ours."""
    made = result()
    target = made.folder / "chunks" / parts.name_of(99)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(target)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    left = Path(process.stdout.readline().strip())
    process.send_signal(signal.SIGKILL)
    process.communicate()
    others = [made.folder / "chunks" / name for name in (".mine.tmp", "part.tmp")]
    for path in others:
        path.write_text("mine")
    finish(made)
    assert left.is_file() and not target.exists()
    for path in (left, *others):
        os.utime(path, (time.time() - 90_000.0,) * 2)
    finish(made)
    assert not left.exists() and all(path.exists() for path in others)
