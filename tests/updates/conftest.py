"""Stored runs without a simulation: numbers from the starting beliefs, outcomes Normal by construction."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aiscenarios import ensemble, outcomes, scenario
from aiscenarios.ensemble import Result
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.chunks import SWITCH, Chunk
from aiscenarios.ensemble.endings import columns_of, of_scenario
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.present import Present
from aiscenarios.ensemble.psis import Smoothed
from aiscenarios.ensemble.weighted import equal
from aiscenarios.parameters import KIND_ATTRIBUTES, PARAMETERS
from aiscenarios.quarters import label
from aiscenarios.state import KINDS

LEAD, SPREAD = 10.0, 6.0
"""Mean and standard deviation over runs of the lead in months, the same in every quarter."""
GAP, WIDE = 10.0, 4.0
"""The same of the gap in points."""

HEAD = """\
format: 1
kind: article
id: {id}
title: A title of {id}
publisher: A paper
published: 2026-10
dated: text
topic: A topic
story_of: {story}
trust: {trust}
claims:
"""


def _columns(stories: Any, runs: int, quarters: int) -> dict[str, np.ndarray]:
    stream = np.random.Generator(np.random.Philox(key=[11, 0]))
    units = outcomes.units()
    names = sorted({*columns_of(stories), "us_gap", "us_lead_months", "moves.US.CN", "moves.CN.US"})
    found = {name: stream.random((runs, 1)) * np.ones(quarters) for name in names}
    found["us_lead_months"] = (LEAD + SPREAD * stream.standard_normal((runs, 1))) * np.ones(quarters)
    found["us_gap"] = (GAP + WIDE * stream.standard_normal((runs, 1))) * np.ones(quarters)
    assert set(found) <= set(units)
    return {name: values.astype(np.float32) for name, values in found.items()}


def _stored(
    folder: Path,
    runs: int = 4000,
    failing: tuple[int, ...] = (),
    source: str = "current_policy",
    **changes: Any,
) -> Result:
    """A stored result with these runs."""
    story = scenario.load(source)
    known = scenario.evidence_for(story)
    beliefs = scenario.priors(story, known)
    drawn, kinds = beliefs.draws(7, range(runs))
    numbers = {name: drawn[name].astype(np.float64) for name in PARAMETERS}
    for attribute in KIND_ATTRIBUTES:
        numbers |= {f"{attribute}.{kind}": kinds[attribute][:, k] for k, kind in enumerate(KINDS)}
    numbers |= {f"{SWITCH}{name}": on.astype(float) for name, on in beliefs.working(7, range(runs)).items()}
    columns = _columns(of_scenario(story, outcomes.units()), runs, story.end + 1)
    failed = np.isin(np.arange(runs), failing)
    for values in columns.values():
        values[failed] = np.nan
    fields = {
        "scenario": source, "config": story.digest, "evidence": known.fingerprint, "beliefs": "prior",
        "parameters": "p0", "world": "w0", "seed": 7, "agents": 4000, "quarters": story.end + 1,
        "outcomes": {name: outcomes.units()[name] for name in columns}, "steps": {}, "kernel": "k0",
        "runs": runs, "chunk": runs, "by": label(story.by), "start": label(story.start), "labs": ("Alpha",),
        "created": "2026-11-01T00:00:00+00:00",
    }  # fmt: skip
    manifest = Manifest(**fields | changes)
    store = stores.create(folder, manifest, {stores.CONFIG: story.resolved()})
    nothing = np.zeros(1, np.int64)
    chunk = Chunk(
        columns, np.where(failed, 1, 0), np.zeros(runs, np.int64), numbers,
        {"run": nothing, "quarter": nothing, "lab": nothing},
        {"run": nothing, "quarter": nothing, "kind": nothing, "source": nothing, "target": nothing},
    )  # fmt: skip
    store.commit(store.spans[0], chunk)
    result = ensemble.open(folder)
    # These laws are about what an article does to runs that count alike.
    alike = Smoothed(equal(runs), 0.0)
    made_up = Present(None, np.empty((runs, 0)), (), np.zeros(runs), alike, "they are made up")
    result.__dict__["present"] = made_up
    return result


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Result]:
    """Makes a stored result in a folder of this name."""
    return lambda name="own", **options: _stored(tmp_path / name, **options)


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Four thousand runs of the current policy; tests leave them as they are."""
    return _stored(tmp_path_factory.mktemp("runs") / "many")


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Sixty of them."""
    return _stored(tmp_path_factory.mktemp("runs") / "few", runs=60)


@pytest.fixture
def article(tmp_path: Path) -> Callable[..., Path]:
    """Writes an article with these claims, each the text of what it says of its kind, and gives its file."""

    def write(*claims: str, id: str = "mine", story: str = "my story", trust: str = "ordinary") -> Path:
        body = "".join(
            f"  - {{id: {id}-{n}, paragraph: 1, says: Something., {claim}}}\n"
            for n, claim in enumerate(claims, 1)
        )
        file = tmp_path / f"{id}.yaml"
        file.write_text(HEAD.format(id=id, story=story, trust=trust) + body, encoding="utf-8")
        return file

    return write
