"""A simulator for tests: every number is a keyed function of (seed, run), so nothing depends on chunks."""

from types import SimpleNamespace

import numpy as np
import pytest

from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.chunks import Chunk
from aiscenarios.ensemble.endings import Ending
from aiscenarios.ensemble.executors import Threads
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.reading import finish
from aiscenarios.ensemble.result import Result
from tests.ensemble.single import complete, quietly

QUARTERS = 8
COLUMNS = {
    "talent_share.US": "share", "talent_share.CN": "share", "talent_share.ROW": "share",
    "moves.US.CN": "persons/quarter", "moves.CN.US": "persons/quarter",
    "us_lead_months": "months", "net_flow.US.CN": "persons/quarter",
}  # fmt: skip


def _one_run(seed, run):
    stream = np.random.Generator(np.random.Philox(key=[seed, run]))
    return stream.normal(size=(len(COLUMNS), QUARTERS)).astype(np.float32)


def _simulate(seed=7, failing=()):
    def simulate(first, count):
        runs = np.arange(first, first + count)
        values = np.stack([_one_run(seed, run) for run in runs])
        parameter = values[:, 0, 0].astype(np.float64)
        failed = np.isin(runs, sorted(failing))
        values[failed] = np.nan
        noted = runs[runs % 3 == 0]
        return Chunk(
            columns={name: values[:, index] for index, name in enumerate(COLUMNS)},
            status=failed.astype(np.int64),
            status_at=np.where(failed, 4, 0),
            parameters={"peer_pull": parameter},
            labs={
                "run": runs.repeat(2), "lab": np.tile(np.array([0, 2], np.int16), count),
                "users": values[:, 0, :2].ravel(),
            },
            events={
                "run": noted, "quarter": np.full(len(noted), 4, np.int16), "kind": noted % 2,
                "source": noted % 3, "target": np.full(len(noted), -1),
            },
        )  # fmt: skip

    return simulate


def _manifest(**changes):
    fields = {
        "scenario": "fake", "config": "c0", "evidence": "e0", "beliefs": "prior", "parameters": "p0",
        "world": "w0", "seed": 7, "agents": 10,
        "quarters": QUARTERS, "outcomes": COLUMNS, "steps": {}, "kernel": "k0", "runs": 10, "chunk": 4,
        "by": "2020Q4", "start": "2020Q1", "labs": ("Alpha", "Beta"),
    }  # fmt: skip
    return Manifest(**(fields | changes))


@pytest.fixture
def manifest():
    """Makes the manifest of a small ensemble; any field can be replaced."""
    return _manifest


@pytest.fixture
def simulator():
    """Makes a simulate function for a seed, with some runs failing."""
    return _simulate


@pytest.fixture
def filled(tmp_path):
    """Makes a store in a folder of this name with all its runs."""

    def make(name="a", threads=2, failing=(), **changes):
        asked = _manifest(**changes)
        store = stores.create(tmp_path / name, asked, {"config.yaml": "format: 1\n"})
        simulate = _simulate(asked.seed, failing)
        Threads(threads).work_off(
            store.missing(),
            lambda span: simulate(span.first, span.runs),
            store.commit,
            lambda _: None,
            quietly,
        )
        return store

    return make


def _ending(name, true):
    first = np.where(true, 6, -1).astype(np.int16)
    holds_by = np.repeat(true[:, None], QUARTERS, axis=1)
    margin = np.where(true, 1, -1).astype(np.float32)
    return Ending(name, name.title(), "", "", true, first, holds_by, margin, (name,), first, ~true & False)


@pytest.fixture
def result(tmp_path):
    """Makes a result whose one ending is a positive US lead at the end."""

    def make(name="r", **options):
        failing = options.pop("failing", ())
        asked = _manifest(**options)
        store = complete(asked, _simulate(asked.seed, failing), tmp_path / name, {}, threads=2)

        def judge(stored):
            lead = stored.columns(["us_lead_months"])["us_lead_months"][:, -1]
            return {"lead": _ending("lead", lead > 0)}

        story = SimpleNamespace(title="Fake", as_of=None, start=4, by=7, end=7)
        return finish(Result(store, story, judge))

    return make
