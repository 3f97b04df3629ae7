"""Headline outcomes of many runs, one number a run, for the studies of scale and of what moves the answer."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

import aiscenarios as ais
from aiscenarios import evidence, outcomes
from aiscenarios.ensemble.chunks import Chunk, spans
from aiscenarios.ensemble.model import BATCH, Model
from aiscenarios.outcomes.headline import HEADLINE
from aiscenarios.scenario import Scenario
from aiscenarios.scenario.model import Doubt

_YEAR = 4

type Numbers = dict[str, NDArray[np.float64]]
"""By outcome column: one number a run, NaN where undefined."""


def all_at_work() -> Scenario:
    """Current policy with every contested mechanism at work in every run, so that its numbers can be seen."""
    doubts = tuple(Doubt(name, 1.0) for name, each in evidence.load().mechanisms.items() if each.off)
    return replace(ais.load("current_policy"), doubts=doubts)


def unit(column: str) -> str:
    """The unit of a headline number."""
    said = outcomes.units()[column]
    return f"log {said}" if said.startswith("x") else said.replace("/quarter", "/year")


def every_outcome(chunk: Chunk, by: int) -> Numbers:
    """Every outcome at a date.

    What is counted by the quarter is summed over the year up to it; a multiple is taken as its logarithm.
    """
    return {name: _number(name, values, by) for name, values in chunk.columns.items()}


def _number(column: str, values: NDArray[np.float32], by: int) -> NDArray[np.float64]:
    known, said = values.astype(np.float64), outcomes.units()[column]
    at = known[:, by - _YEAR + 1 : by + 1].sum(axis=1) if said.endswith("/quarter") else known[:, by]
    return np.log(at, out=np.full(len(at), np.nan), where=at > 0.0) if said.startswith("x") else at


def simulated(model: Model, runs: int) -> Numbers:
    """Headline outcomes of runs 0 to ``runs - 1``, simulated on all cores."""

    def part(first: int, count: int) -> Numbers:
        found = every_outcome(model.simulate(first, count), model.scenario.by)
        return {each.column: found[each.column] for each in HEADLINE}

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = list(pool.map(lambda span: part(span.first, span.runs), spans(runs, BATCH)))
    return {each.column: np.concatenate([one[each.column] for one in parts]) for each in HEADLINE}
