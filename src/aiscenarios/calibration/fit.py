"""The fit from end to end: targets, design, screening, emulator, NUTS, second opinion, wave, misfit."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios import evidence as evidences
from aiscenarios.calibration import publish
from aiscenarios.calibration.design import Design, check_runs, design
from aiscenarios.calibration.emulator import emulate, most_numbers
from aiscenarios.calibration.gates import Gate, gates, refused
from aiscenarios.calibration.inference import Posterior, Sampler, Sampling
from aiscenarios.calibration.misfit import Misfit, misfit
from aiscenarios.calibration.screening import Screening, screen
from aiscenarios.calibration.second_opinion import SecondOpinion, second_opinion
from aiscenarios.calibration.second_wave import SecondWave, second_wave
from aiscenarios.calibration.simulator import Simulator, simulator
from aiscenarios.ensemble.targets import Targets, targets
from aiscenarios.evidence.fitted import Fitted, FittedBeliefs

if TYPE_CHECKING:
    from aiscenarios.evidence import Evidence
    from aiscenarios.scenario import Scenario

__all__ = ["INFORMED", "RUNS", "SEED", "Fit", "Prepared", "fit", "fit_to", "prepare"]

RUNS, SEED = 8192, 20_190_101
"""Runs of the design, and the seed of design, sampler and second wave, as published."""
FEWEST_RUNS = 256
"""Screening regresses on every number and its square, some 150 terms, and must have runs left for luck."""
INFORMED = 0.3
"""A number counts as informed by data if they narrow its variance by this part."""

type Say = Callable[[str], None]


@dataclass(frozen=True)
class Prepared:
    """What a fit needs before any data are looked at; it serves every data set on the same targets.

    Args:
        simulator: the model.
        design: its runs over the prior.
        screening: what the targets can say of each number.
        sampler: emulator and NUTS.
    """

    simulator: Simulator
    design: Design
    screening: Screening
    sampler: Sampler

    @property
    def targets(self) -> Targets:
        """What is looked at."""
        return self.simulator.targets

    @property
    def columns(self) -> NDArray[np.int64]:
        """Of the places, those of the numbers that are fitted."""
        free = self.simulator.beliefs.free
        return np.array([free.index(name) for name in self.sampler.names], dtype=np.int64)


@dataclass(frozen=True)
class Fit:
    """A fit and its checks.

    Args:
        prepared: design, screening and emulator.
        posterior: draws by NUTS.
        second: the second opinion, by regression-adjusted ABC on the same runs.
        wave: the second wave of real runs.
        misfit: what the fitted model does not reproduce.
        gates: each with its number.
        as_of: the day of the evidence, if it is not today's.
        evidence: its fingerprint.
    """

    prepared: Prepared
    posterior: Posterior
    second: SecondOpinion
    wave: SecondWave
    misfit: Misfit
    gates: tuple[Gate, ...]
    as_of: date | None
    evidence: str

    @property
    def refused(self) -> bool:
        """Whether a gate forbids to publish it."""
        return refused(self.gates)

    @property
    def published(self) -> str:
        """Whose draws are published: the second wave's where only the shift between the two is too large."""
        only_shift = not self.refused and not all(gate.passed for gate in self.gates)
        return "second wave" if only_shift else "emulator and NUTS"

    @cached_property
    def draws(self) -> NDArray[np.float64]:
        """Published draws of the places, draw x number."""
        if self.published == "second wave":
            return publish.resampled(self.wave.draws, self.wave.smoothed.weights, SEED)
        return self.posterior.flat

    @property
    def names(self) -> tuple[str, ...]:
        """Numbers that were fitted; all others keep their prior."""
        return self.prepared.sampler.names

    @property
    def unmoved(self) -> tuple[str, ...]:
        """Numbers of which the targets say nothing: they keep their prior."""
        return tuple(name for name in self.prepared.simulator.beliefs.free if name not in self.names)

    @cached_property
    def contraction(self) -> dict[str, float]:
        """By fitted number, 1 - posterior variance / prior variance; most first."""
        found = dict(zip(self.names, (1.0 - self.draws.var(axis=0)).tolist(), strict=True))
        return dict(sorted(found.items(), key=lambda each: -each[1]))

    @property
    def informed(self) -> tuple[str, ...]:
        """Numbers that data narrow by INFORMED or more."""
        return tuple(name for name, part in self.contraction.items() if part >= INFORMED)

    @cached_property
    def fitted(self) -> Fitted:
        """The fit as beliefs, with what it was made of."""
        return publish.summarised(self.prepared.simulator.beliefs, self.names, self.draws, self.about())

    @property
    def beliefs(self) -> FittedBeliefs:
        """Beliefs after data, in the same face as the starting beliefs."""
        return FittedBeliefs.of(self.prepared.simulator.beliefs, self.fitted)

    def about(self) -> dict[str, Any]:
        """What the fit was made of, and what its checks found, as plain values."""
        from aiscenarios import __version__
        from aiscenarios.compiled import kernel_hash
        from aiscenarios.ensemble.manifest import machine

        made = self.prepared
        return {
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "evidence": self.evidence,
            "kernel": kernel_hash(),
            "model": publish.fingerprint(),
            "machine": machine(),
            "version": __version__,
            "made": date.today().isoformat(),
            "agents": made.simulator.setup.agents,
            "runs": len(made.design.places),
            "targets": list(made.targets.names),
            "published": self.published,
            "refused": self.refused,
            "gates": [gate._asdict() | {"passed": gate.passed} for gate in self.gates],
            "misfit": {"p": self.misfit.p, "worst": self.misfit.worst.name},
            "contraction": self.contraction,
            "unmoved": list(self.unmoved),
        }


def prepare(
    scenario: "Scenario",
    known: "Evidence",
    *,
    runs: int = RUNS,
    agents: int | None = None,
    seed: int = SEED,
    threads: int | None = None,
) -> Prepared:
    """Simulate the design and make the emulator; no data are looked at.

    Args:
        scenario: gives the recorded policy and beliefs of its own.
        known: the evidence.
        runs: of the design, a power of two.
        agents: researchers simulated; default: the model's own.
        seed: of points and luck.
        threads: default: one a core.

    Raises:
        InputError: no target is known, or ``runs`` are too few or no power of two.
    """
    from aiscenarios.scenario import priors

    check_runs(runs, FEWEST_RUNS)
    model = simulator(scenario, priors(scenario, known), targets(known), agents=agents, threads=threads)
    found = design(model, runs, seed)
    errors = model.targets.covariance()
    screening = screen(model.beliefs.free, found, errors)
    names = screening.kept(most_numbers(len(found.places)))
    columns = [model.beliefs.free.index(name) for name in names]
    emulator = emulate(found.places[:, columns], found.shown)
    return Prepared(model, found, screening, Sampler(names, emulator, errors))


def fit(
    scenario: "Scenario | str | Path" = "current_policy",
    *,
    as_of: date | str | None = None,
    evidence: "Evidence | None" = None,
    runs: int = RUNS,
    agents: int | None = None,
    seed: int = SEED,
    threads: int | None = None,
    sampling: Sampling | None = None,
    say: Say = lambda _: None,
) -> Fit:
    """Fit the model's uncertain numbers to public facts.

    Args:
        scenario: gives the recorded policy and beliefs of its own.
        as_of: nothing known later is used; default: all that is known.
        evidence: default: the shipped one.
        runs: of the design, a power of two.
        agents: researchers simulated; default: the model's own.
        seed: of everything.
        threads: default: one a core.
        sampling: how long; default: as published.
        say: told what is being done.

    Raises:
        InputError: the scenario is not one, a number is out of range, or no target is known by the day.
    """
    from aiscenarios.ensemble.asking import check_numbers
    from aiscenarios.scenario import load

    check_numbers(agents=agents, seed=seed, threads=threads)
    check_runs(runs, FEWEST_RUNS)
    chosen = load(scenario) if isinstance(scenario, str | Path) else scenario
    chosen = chosen if as_of is None else chosen.known_by(as_of)
    known = evidences.load() if evidence is None else evidence
    known = known if chosen.as_of is None else known.known_by(chosen.as_of)
    say(f"simulating {runs:,} runs over the starting beliefs")
    prepared = prepare(chosen, known, runs=runs, agents=agents, seed=seed, threads=threads)
    found = fit_to(prepared, seed=seed, sampling=sampling, say=say)
    return replace(found, as_of=chosen.as_of, evidence=known.fingerprint)


def fit_to(
    prepared: Prepared, *, seed: int = SEED, sampling: Sampling | None = None, say: Say = lambda _: None
) -> Fit:
    """Fit what is prepared to its targets, and check the fit."""
    sampler, aims = prepared.sampler, prepared.targets
    say(f"fitting {len(sampler.names)} numbers to {len(aims.each)} facts")
    posterior = sampler(aims.values, seed, sampling)
    second = second_opinion(prepared.design, prepared.columns, aims.covariance(), aims.values, seed)
    say("simulating the second wave")
    wave = second_wave(prepared.simulator, sampler, posterior.flat, aims.values, seed + 1)
    found = gates(posterior, wave)
    draws = posterior.flat
    return Fit(
        prepared,
        posterior,
        second,
        wave,
        misfit(aims, sampler, draws),
        found,
        None,
        evidences.load().fingerprint,
    )
