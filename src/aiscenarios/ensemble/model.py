"""A scenario made ready to run: its world, its beliefs, and the function that simulates runs by number."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from aiscenarios import outcomes, quarters
from aiscenarios.compiled import kernel_hash
from aiscenarios.drivers import Setup
from aiscenarios.engines import kernel
from aiscenarios.engines.arrays import scratch, tallies, wiped
from aiscenarios.ensemble import manifest as manifests
from aiscenarios.ensemble.believed import believed, chosen
from aiscenarios.ensemble.chunks import SWITCH, Chunk
from aiscenarios.ensemble.endings import of_scenario
from aiscenarios.ensemble.gather import gathered, joined
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.evidence import Beliefs
from aiscenarios.narratives.narrative import Narrative
from aiscenarios.outcomes import Outcome
from aiscenarios.scenario import evidence_for, prepare

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["Model", "Simulator", "assemble", "digest_of", "simulate_together"]

BATCH = 32
"""Runs that are simulated before their outcomes are evaluated."""


@dataclass(frozen=True)
class Model:
    """All that is needed to simulate any run of a scenario."""

    scenario: "Scenario"
    setup: Setup
    beliefs: Beliefs
    beliefs_name: str
    evidence: str
    """Digest of the evidence."""
    seed: int

    @property
    def catalogue(self) -> tuple[Outcome, ...]:
        """The package's outcomes and those from outside."""
        return self.scenario.outside.catalogue

    @cached_property
    def history(self) -> str:
        """Digest of all that decides what happens before the scenario's start."""
        setup, drivers = self.setup, self.setup.drivers
        paths = (
            drivers.bloc,
            drivers.spread,
            drivers.lab,
            drivers.supply,
            drivers.spending,
            drivers.domestic,
        )
        return digest_of(
            self.seed, setup.agents, setup.quarters, setup.start, setup.labs, setup.crafts, setup.blocs,
            setup.stock, drivers.bounds, *(path[: setup.start] for path in paths),
            drivers.events[drivers.events["at"] < setup.start], self._drawn_from,
        )  # fmt: skip

    @property
    def _drawn_from(self) -> str:
        """Digest of the beliefs."""
        return digest_of(*self.beliefs.parts)

    @property
    def working_memory(self) -> int:
        """Bytes that a thread works in: the world of a run three times over, and the tallies of some runs."""
        # The arrays are counted, not touched, so that even impossible ones cost nothing.
        return 3 * _bytes(scratch(self.setup)) + 2 * _bytes(tallies(self.setup, BATCH))

    @cached_property
    def stories(self) -> tuple[Narrative, ...]:
        """The endings that its runs are judged by.

        Raises:
            InputError: a condition of the scenario is faulty.
        """
        return of_scenario(self.scenario, outcomes.units(self.catalogue))

    def simulate(self, first: int, runs: int) -> Chunk:
        """Runs ``first`` to ``first + runs - 1``."""
        return simulate_together((self,), first, runs)[0]

    def manifest(self, runs: int) -> Manifest:
        """What an ensemble of this model is; its size of chunk is not yet chosen."""
        return Manifest(
            scenario=self.scenario.name or "scenario",
            config=self.scenario.digest,
            evidence=self.evidence,
            beliefs=self.beliefs_name,
            parameters=self._drawn_from,
            world=digest_of(*self.setup),
            seed=self.seed,
            agents=self.setup.agents,
            quarters=self.setup.quarters,
            outcomes=outcomes.units(self.catalogue),
            steps=outcomes.steps(self.setup.agents, self.catalogue),
            labs=self.setup.lab_names,
            kernel=kernel_hash(),
            runs=runs,
            chunk=runs,
            by=quarters.label(self.scenario.by),
            start=quarters.label(self.scenario.start),
            outside=self.scenario.outside.cards(),
            versions=manifests.versions(),
            machine=manifests.machine(),
            created=manifests.now(),
        )


def simulate_together(models: Sequence[Model], first: int, runs: int) -> tuple[Chunk, ...]:
    """The same runs of models that share their history, one chunk a model.

    Runs are simulated some at a time into memory that is used again.
    """
    trunk = models[0]
    numbers = range(first, first + runs)
    params, kinds = trunk.beliefs.draws(trunk.seed, numbers)
    working = trunk.beliefs.working(trunk.seed, numbers)
    used = [tallies(model.setup, min(BATCH, runs)) for model in models]
    chunks: list[list[Chunk]] = [[] for _ in models]
    for begin in range(0, runs, BATCH):
        some = slice(begin, begin + BATCH)
        out = [wiped(each, len(numbers[some])) for each in used]
        kernel.simulate_arms(
            [model.setup for model in models], params[some], kinds[some], trunk.seed, numbers[some], out
        )
        for model, its, kept in zip(models, out, chunks, strict=True):
            kept.append(
                gathered(its, params[some], kinds[some], first + begin, model.setup.start, model.catalogue)
            )
    switches = {f"{SWITCH}{name}": on.astype(np.float64) for name, on in working.items()}
    return tuple(each._replace(parameters=dict(each.parameters) | switches) for each in map(joined, chunks))


@dataclass(frozen=True)
class Simulator:
    """Gives runs of any of some models; it can be sent to another process."""

    models: tuple[Model, ...]

    def __call__(self, which: tuple[int, ...], first: int, runs: int) -> tuple[Chunk, ...]:
        """A stretch of runs, one chunk for each model that is named by its number."""
        return simulate_together([self.models[n] for n in which], first, runs)


def _bytes(arrays: Any) -> int:
    return arrays.nbytes if isinstance(arrays, np.ndarray) else sum(map(_bytes, arrays))


def digest_of(*parts: Any) -> str:
    """Hash of arrays and of anything else by its text; tuples by their parts."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        if isinstance(part, np.ndarray):
            digest.update(f"{part.dtype.descr} {part.shape}".encode() + np.ascontiguousarray(part).tobytes())
        elif isinstance(part, tuple):
            digest.update(digest_of(*part).encode())
        else:
            digest.update(repr(part).encode())
    return digest.hexdigest()


def assemble(
    scenario: "Scenario",
    seed: int,
    *,
    agents: int | None = None,
    beliefs: str | None = None,
) -> Model:
    """Make a scenario ready to run.

    Args:
        scenario: a checked scenario.
        seed: of all draws.
        agents: researchers simulated; default: the model's own.
        beliefs: as for ``run``.

    Raises:
        InputError: beliefs that are not there or do not fit, or a lever or outcome that does not fit.
    """
    known = evidence_for(scenario)
    name = chosen(scenario, known, beliefs)
    setup = prepare(scenario) if agents is None else prepare(scenario, agents=agents)
    return Model(
        scenario=scenario,
        setup=setup,
        beliefs=believed(scenario, known, name),
        beliefs_name=name,
        evidence=known.fingerprint,
        seed=seed,
    )
