"""The mobility core: what every contestant of the benchmark simulates, and the world it starts from.

Researchers work at labs of three blocs. Each quarter a researcher looks around with the hazard of
``rules.mobility.restlessness``: a logistic under ``look_ceiling``, lower the more content and the longer at
the lab. Who looks around gets up to four offers (the former lab, one at home, one in the bloc of origin, one
in another bloc; the last three by openings), each lab asks once, and staying or an offer is taken by logit
choice over pay, freedom, compute, standing, home and the border. A mover works at the new lab from the next
quarter on. Labs do not change. Everybody reads the state at the quarter's start: the order of agents is free.
"""

from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from aiscenarios import evidence
from aiscenarios.parameters import CONSTANTS, PARAMETERS, PARAMS
from aiscenarios.rules import mobility
from aiscenarios.state import BLOC, BLOCS, PAIR

__all__ = ["Core", "Moves", "Simulate", "core"]

SEED = 2026


class Core(NamedTuple):
    """The world of the benchmark; labs and people by index."""

    p: Any
    """One PARAMS record: the medians of the starting beliefs; every offer is open to everybody."""
    bloc: NDArray[np.int64]
    """lab: its bloc."""
    offers: NDArray[np.float64]
    """lab x (pay, freedom, compute, standing): what it offers, in utils."""
    openings: NDArray[np.float64]
    """lab: persons it would hire."""
    unease: NDArray[np.float64]
    """lab: log odds of looking around."""
    vacancies: NDArray[np.float64]
    """bloc: weight of its offers abroad."""
    gates: NDArray[np.float64]
    """origin x here x there: utility of the border."""
    origin: NDArray[np.int64]
    tastes: NDArray[np.float64]
    """person x (pay, freedom, compute, home)."""
    lab: NDArray[np.int64]
    tenure: NDArray[np.int64]
    """person: quarters at the lab so far."""


class Moves(NamedTuple):
    """What contestants must agree on in distribution."""

    by_pair: NDArray[np.int64]
    """quarter x bloc left x bloc joined."""
    tenure: NDArray[np.float64]
    """quarter: mean quarters at the lab that was left."""


class Simulate(Protocol):
    """A contestant."""

    def __call__(self, world: Core, quarters: int, seed: int) -> Moves:
        """Simulate the core from its start."""
        ...


def medians() -> Any:
    """Every parameter at the median of its starting belief, every constant at its value."""
    beliefs = evidence.priors(evidence.load())
    p = np.zeros(1, PARAMS)[0]
    for name in PARAMETERS:
        p[name] = float(beliefs.quantile(name, [0.5])[0])
    for name, value in zip(CONSTANTS, beliefs.constants, strict=True):
        p[name] = value
    p["rest_hired"] = 1.0
    return p


def core(researchers: int, labs: int) -> Core:
    """An invented world of that size, the same on every call."""
    rng = np.random.default_rng(SEED)
    p = medians()
    blocs, pairs = np.zeros(len(BLOCS), BLOC), np.zeros((len(BLOCS), len(BLOCS)), PAIR)
    blocs["visa_openness"], blocs["rival"] = 0.6, (1, 0, -1)
    gates = np.zeros((len(BLOCS),) * 3)
    mobility.borders(gates, blocs, pairs, p)
    weights = np.array([p["weight_pay"], p["weight_freedom"], p["weight_compute"], p["weight_standing"]])
    usual = np.log(p["look_rate"] / (p["look_ceiling"] - p["look_rate"]))
    return Core(
        p=p,
        bloc=np.sort(np.arange(labs) % len(BLOCS)),
        offers=weights * np.clip(rng.normal(0.0, 0.5, (labs, 4)), -p["view_limit"], p["view_limit"]),
        openings=rng.lognormal(3.0, 1.0, labs),
        unease=usual + rng.normal(0.0, 0.3, labs),
        vacancies=np.array([200.0, 150.0, 100.0]),
        gates=gates,
        origin=rng.integers(0, len(BLOCS), researchers),
        tastes=rng.uniform(0.5, 1.5, (researchers, 4)),
        lab=rng.integers(0, labs, researchers),
        tenure=rng.geometric(0.08, researchers),
    )
