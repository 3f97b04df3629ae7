"""Paired experiments: the same runs with a mechanism on and off, or a lever high and low."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import aiscenarios as ais
from aiscenarios import evidence, quarters
from aiscenarios.ensemble.model import assemble
from aiscenarios.scenario import Scenario
from aiscenarios.scenario.model import Belief, Doubt, Move

RUNS, AGENTS, SEED = 150, 2000, 7
type Columns = dict[str, NDArray[np.float32]]
type Arm = Callable[..., Columns]


def switched(scenario: Scenario, off: tuple[str, ...]) -> Scenario:
    """A scenario in which some mechanisms are off and all others at work in every run."""
    can = [name for name, each in evidence.load().mechanisms.items() if each.off]
    assert set(off) <= set(can)
    return replace(scenario, doubts=tuple(Doubt(name, 0.0 if name in off else 1.0) for name in can))


@cache
def _simulated(
    levers: str,
    off: tuple[str, ...],
    fixed: tuple[tuple[str, float], ...],
    moves: tuple[Move, ...],
    runs: int,
) -> Columns:
    scenario = ais.load("current_policy").with_levers(**json.loads(levers))
    scenario = replace(
        switched(scenario, off),
        beliefs=tuple(Belief(name, "fix", value, value, 1.0) for name, value in fixed),
        events=moves,
    )
    return dict(assemble(scenario, SEED, agents=AGENTS, beliefs="prior").simulate(0, runs).columns)


@pytest.fixture(scope="session")
def arm() -> Arm:
    """Outcome columns of current policy with levers, mechanisms off, numbers fixed and scripted moves."""

    def simulate(
        *, off: tuple[str, ...] = (), fixed: dict[str, float] | None = None,
        moves: tuple[Move, ...] = (), runs: int = RUNS, **levers: Any,
    ) -> Columns:  # fmt: skip
        return _simulated(json.dumps(levers), off, tuple((fixed or {}).items()), moves, runs)

    return simulate


def at(columns: Columns, name: str, quarter: str) -> NDArray[np.float64]:
    """An outcome of every run in a quarter."""
    return columns[name][:, quarters.parse(quarter)].astype(np.float64)


def errors(differences: NDArray[np.float64]) -> float:
    """Mean paired difference in its own standard errors; runs in which it is not known are left out."""
    known = differences[np.isfinite(differences)]
    assert len(known) > 100
    spread = known.std(ddof=1)
    return float(known.mean() / (spread / np.sqrt(len(known)))) if spread > 0 else 0.0
