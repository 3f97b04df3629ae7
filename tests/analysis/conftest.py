"""A fake model whose endings follow its levers by a known rule, on keyed draws."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pytest

from aiscenarios.ensemble.chunks import Chunk
from aiscenarios.ensemble.endings import Ending
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.result import Result
from tests.ensemble.single import complete

QUARTERS = 4


class Setting(NamedTuple):
    """A lever as a scenario holds it."""

    lever: str
    actor: str
    schedule: float
    reference: str = ""


@dataclass(frozen=True)
class Story:
    """As much of a scenario as comparing needs."""

    name: str = "fake"
    levers: tuple[Setting, ...] = ()
    reactions: tuple[str, ...] = ()
    beliefs: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    policy: str = "held"
    as_of: None = None
    start: int = 1
    by: int = 3
    end: int = 3

    def level(self, lever):
        return sum(each.schedule for each in self.levers if each.lever == lever)


def drain(story):
    """The rule: controls push by their level, visas by theirs, an event by a little, a decoy not at all."""
    return story.level("controls") + story.level("visas") + 0.02 * len(story.events)


def _simulate(story, seed, failing):
    def simulate(first, count):
        runs = np.arange(first, first + count)
        luck = np.array([np.random.Generator(np.random.Philox(key=[seed, run])).random() for run in runs])
        pushed = (luck + drain(story)).astype(np.float32)
        failed = np.isin(runs, sorted(failing))
        pushed[failed] = np.nan
        none = {"run": runs[:0]}
        return Chunk(
            columns={"push": np.repeat(pushed[:, None], QUARTERS, axis=1)},
            status=failed.astype(np.int64), status_at=failed.astype(np.int64),
            parameters={}, labs=none, events=none,
        )  # fmt: skip

    return simulate


def _judge(store):
    push = store.columns(["push"])["push"][:, -1]
    return {name: _ending(name, push > limit) for name, limit in (("drain", 0.9), ("never", 9.0))}


def _ending(name, true):
    first = np.where(true, 3, -1).astype(np.int16)
    margin = true.astype(np.float32)
    return Ending(name, name, "", "", true, first, true[:, None], margin, (), first, true & False)


@pytest.fixture
def fake(tmp_path):
    """The fake model: ``story`` makes a scenario, ``run`` a result of it; ``runs`` counts simulations."""
    made = []

    def run(story, runs=400, seed=7, failing=(), **changes):
        made.append(story)
        fields = {
            "scenario": story.name, "config": repr(story), "evidence": "e", "beliefs": "prior",
            "parameters": "p", "world": "w", "seed": seed, "agents": 100, "quarters": QUARTERS, "kernel": "k",
            "outcomes": {"push": "share"}, "steps": {}, "runs": runs,
            "chunk": runs, "by": "2019Q4", "start": "2019Q2",
        }  # fmt: skip
        manifest = Manifest(**(fields | changes))
        store = complete(manifest, _simulate(story, seed, failing), tmp_path / str(len(made)), {})
        return Result(store, story, _judge)

    def story(name="fake", **parts):
        levers = tuple(Setting(lever, "US", level) for lever, level in parts.pop("levers", {}).items())
        return Story(name=name, levers=levers, **parts)

    return SimpleNamespace(run=run, story=story, made=made)
