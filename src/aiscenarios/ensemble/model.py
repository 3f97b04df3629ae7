"""A scenario made ready to run: its world, its beliefs, and the function that simulates runs by number."""

import hashlib
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios import evidence, outcomes, quarters
from aiscenarios.compiled import kernel_hash
from aiscenarios.drivers import Setup
from aiscenarios.engines import kernel
from aiscenarios.engines.arrays import Tallies
from aiscenarios.ensemble import manifest as manifests
from aiscenarios.ensemble.chunks import Chunk, Table
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.errors import InputError
from aiscenarios.evidence import Beliefs
from aiscenarios.levers import UserLever, apply
from aiscenarios.outcomes import Outcome, View
from aiscenarios.parameters import KIND_ATTRIBUTES, PARAMETERS
from aiscenarios.scenario import prepare, priors
from aiscenarios.state import KINDS, OK, Records

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["BELIEFS", "FEWEST_AGENTS", "MOST_AGENTS", "Model", "assemble", "digest_of"]

BELIEFS = ("prior",)
"""What parameters can be drawn from."""
FEWEST_AGENTS = 100
"""With fewer researchers the small groups of the world are empty."""
MOST_AGENTS = 10_000_000
"""More do not fit into the memory of a common machine."""


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
    user_outcomes: tuple[Outcome, ...]
    """Outcomes from outside the package."""
    extensions: Mapping[str, str]
    """Hash of each lever and outcome from outside the package."""

    @property
    def catalogue(self) -> tuple[Outcome, ...]:
        """The package's outcomes and the user's own."""
        return outcomes.CATALOGUE + self.user_outcomes

    def simulate(self, first: int, runs: int) -> Chunk:
        """Runs ``first`` to ``first + runs - 1``."""
        numbers = range(first, first + runs)
        params, kinds = self.beliefs.draws(self.seed, numbers)
        tallies = kernel.simulate(self.setup, params, kinds, self.seed, numbers)
        return Chunk(
            columns=self._columns(tallies, params),
            status=tallies.status,
            status_at=tallies.status_at,
            parameters=_values(params, kinds),
            labs=_labs(tallies.lab, first),
            events=_events(tallies.notes, tallies.noted, first),
        )

    def _columns(self, tallies: Tallies, params: Records) -> dict[str, NDArray[np.float32]]:
        """Outcomes of the runs that finished; absent in the others, so that nothing averages half a run."""
        whole = np.flatnonzero(tallies.status == OK)
        view = View(
            tallies.bloc[whole],
            tallies.pair[whole],
            tallies.world[whole],
            tallies.cohort[whole],
            params[whole],
            self.setup.start,
        )
        shape = tallies.world.shape
        found = {}
        for name, values in outcomes.evaluate(view, self.catalogue).items():
            found[name] = np.full(shape, np.nan, dtype=np.float32)
            found[name][whole] = values
        return found

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
            outcomes=outcomes.units(self.catalogue),
            labs=self.setup.lab_names,
            kernel=kernel_hash(),
            runs=runs,
            chunk=runs,
            by=quarters.label(self.scenario.by),
            start=quarters.label(self.scenario.start),
            extensions=dict(self.extensions),
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


def _source_of(outcome: Outcome) -> str:
    """Hash of the source of a user's outcome, or of its compiled form if it was typed in at a prompt."""
    function = inspect.unwrap(outcome.values)
    try:
        return digest_of(inspect.getsource(function))
    except OSError:
        return digest_of(function.__code__.co_code, function.__code__.co_names)


def _values(params: Records, kinds: Records) -> dict[str, NDArray[np.float64]]:
    """Uncertain numbers by name, as ``Beliefs`` names them."""
    of_kinds = {
        f"{name}.{kind}": kinds[name][:, k] for name in KIND_ATTRIBUTES for k, kind in enumerate(KINDS)
    }
    return {name: params[name] for name in PARAMETERS} | of_kinds


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


def _with_new_names(user_outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """User outcomes, once their columns are known to be new."""
    taken = set(outcomes.columns())
    for outcome in user_outcomes:
        twice = taken.intersection(outcome.columns())
        if twice:
            raise InputError(
                f"there is already an outcome '{min(twice)}'", path=outcome.name, hint="rename yours"
            )
        taken.update(outcome.columns())
    return tuple(user_outcomes)


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
        agents: researchers simulated, FEWEST_AGENTS or more; default: the model's own.
        beliefs: one of BELIEFS.
        user_levers: policies from outside the package.
        user_outcomes: outcomes from outside the package.

    Raises:
        InputError: too few agents, other beliefs, or a lever or outcome that does not fit.
    """
    if agents is not None and agents < FEWEST_AGENTS:
        raise InputError(f"must be {FEWEST_AGENTS} or more (got {agents})", path="agents")
    if agents is not None and agents > MOST_AGENTS:
        raise InputError(f"must be {MOST_AGENTS:,} or fewer (got {agents:,})", path="agents")
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
        user_outcomes=_with_new_names(user_outcomes),
        extensions=extensions,
    )
