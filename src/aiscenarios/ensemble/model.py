"""A scenario made ready to run: its world, its beliefs, and the function that simulates runs by number."""

import hashlib
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios import evidence, outcomes, quarters
from aiscenarios.compiled import kernel_hash
from aiscenarios.drivers import Setup
from aiscenarios.engines import kernel, status
from aiscenarios.ensemble import manifest as manifests
from aiscenarios.ensemble.chunks import Chunk, Table
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.errors import InputError
from aiscenarios.evidence import Beliefs
from aiscenarios.levers import UserLever, apply
from aiscenarios.outcomes import Outcome
from aiscenarios.scenario import prepare, priors
from aiscenarios.state import KINDS, OK, Records

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["BELIEFS", "Model", "assemble", "digest_of"]

BELIEFS = ("prior",)
"""What parameters can be drawn from."""


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
    outcomes: tuple[Outcome, ...]
    """Outcomes from outside the package."""
    extensions: Mapping[str, str]
    """Hash of each lever and outcome from outside the package."""

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Unit of each outcome column."""
        return outcomes.units(self.outcomes)

    def simulate(self, first: int, runs: int) -> Chunk:
        """Runs ``first`` to ``first + runs - 1``."""
        numbers = range(first, first + runs)
        params, kinds = self.beliefs.draws(self.seed, numbers)
        tallies = kernel.simulate(self.setup, params, kinds, self.seed, numbers)
        failed = tallies.status != OK
        columns = outcomes.evaluate(tallies, self.setup, self.outcomes)
        return Chunk(
            columns={name: _without(values, failed) for name, values in columns.items()},
            status=tallies.status,
            sentences=tuple(
                status.sentence(int(code), int(at)) if code != OK else ""
                for code, at in zip(tallies.status, tallies.status_at, strict=True)
            ),
            parameters=_values(params, kinds),
            labs=_labs(tallies.lab, first),
            events=_events(tallies.notes, tallies.noted, first),
        )

    def manifest(self, runs: int) -> Manifest:
        """What an ensemble of this model is; its size of chunk is not yet chosen."""
        beliefs = self.beliefs
        return Manifest(
            scenario=self.scenario.name or "scenario",
            config=self.scenario.digest,
            evidence=self.evidence,
            beliefs=self.beliefs_name,
            parameters=digest_of(
                beliefs.names, beliefs.scales, beliefs.mean, beliefs.sd, beliefs.fixed, beliefs.constants
            ),
            world=digest_of(*self.setup),
            seed=self.seed,
            agents=self.setup.agents,
            quarters=self.setup.quarters,
            outcomes=dict(self.units),
            labs=self.setup.lab_names,
            kernel=kernel_hash(),
            runs=runs,
            chunk=runs,
            by=quarters.label(self.scenario.by),
            start=quarters.label(self.scenario.start),
            extensions={
                each.name: digest_of(inspect.getsource(inspect.unwrap(each.function)))
                for each in self.outcomes
            },
            versions=manifests.versions(),
            machine=manifests.machine(),
            created=manifests.now(),
        )


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


def _without(values: NDArray[np.float32], failed: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Values with those of failed runs made absent, so that nothing averages over a broken run."""
    return np.where(failed[:, None], np.float32(np.nan), values)


def _values(params: Records, kinds: Records) -> dict[str, NDArray[np.float64]]:
    names = params.dtype.names or ()
    attributes = kinds.dtype.names or ()
    of_kinds = {f"{name}.{kind}": kinds[name][:, k] for name in attributes for k, kind in enumerate(KINDS)}
    return {name: np.ascontiguousarray(params[name]) for name in names} | of_kinds


def _labs(tally: Records, first: int) -> Table:
    """One row a run, year and lab that employed anyone or owned chips in the fourth quarter."""
    run, year, lab = np.nonzero((tally["staff"] > 0) | (tally["compute"] > 0))
    keys: dict[str, NDArray[Any]] = {
        "run": first + run,
        "quarter": (4 * year + 3).astype(np.int16),
        "lab": lab.astype(np.int16),
    }
    names = tally.dtype.names or ()
    return keys | {name: tally[name][run, year, lab].astype(np.float32) for name in names}


def _events(notes: Records, noted: NDArray[np.int64], first: int) -> Table:
    """One row a notable event, in the order in which they happened in each run."""
    run, line = np.nonzero(np.arange(notes.shape[1]) < noted[:, None])
    names = notes.dtype.names or ()
    return {"run": first + run} | {name: notes[name][run, line] for name in names}


def assemble(
    scenario: "Scenario",
    seed: int,
    *,
    agents: int | None = None,
    beliefs: str = "prior",
    user_levers: Sequence[UserLever] = (),
    user_outcomes: Sequence[Outcome] = (),
) -> Model:
    """Make a scenario ready to run.

    Args:
        scenario: a checked scenario.
        seed: of all draws.
        agents: researchers simulated; default: the model's own.
        beliefs: one of BELIEFS.
        user_levers: policies from outside the package.
        user_outcomes: outcomes from outside the package.

    Raises:
        InputError: other beliefs, or a lever or outcome that does not fit.
    """
    if beliefs not in BELIEFS:
        known_ones = ", ".join(BELIEFS)
        raise InputError(f"there are no beliefs '{beliefs}'", path="beliefs", hint=f"one of {known_ones}")
    known = evidence.load()
    setup = prepare(scenario) if agents is None else prepare(scenario, agents=agents)
    extensions = {lever.name: digest_of(*lever.changes(setup.drivers)) for lever in user_levers} | {
        outcome.name: _source_of(outcome) for outcome in user_outcomes
    }
    return Model(
        scenario=scenario,
        setup=setup._replace(drivers=apply(setup.drivers, user_levers, start=setup.start)),
        beliefs=priors(scenario, known),
        beliefs_name=beliefs,
        evidence=known.fingerprint,
        seed=seed,
        outcomes=tuple(user_outcomes),
        extensions=extensions,
    )
