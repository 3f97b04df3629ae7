"""What a run is given before it starts: lever paths, world supply, reactions, events, and the world in 2019.

All arrays, no file and no scenario: rules and engines never see YAML. Lever values are stored where they are
*felt*: ``bloc[t, CN, export_controls]`` is the share forbidden to China, whoever forbids it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BLOC_LEVERS", "EVENT", "EVENT_KINDS", "HELD", "LAB_LEVERS", "REACTION", "REGIME", "WATCHED", "Drivers",
    "Regimes", "Setup",
]  # fmt: skip

BLOC_LEVERS = (
    "export_controls", "enforcement", "buyer_guidance", "domestic_chips", "visa_openness", "talent_programme",
    "exit_controls", "compliance", "subsidy", "rhetoric", "education",
    "compute_budget", "compensation", "retention_pay", "openness",
)  # fmt: skip
LAB_LEVERS = ("compute_budget", "compensation", "retention_pay", "openness", "compute_dollars")
"""The four levers that may name a lab, and ``compute_dollars``, a lab's chip budget in US$ a year."""

WATCHED = (
    "us_lead_months", "us_gap", "domestic_share.CN", "compute_share.US", "compute_share.CN",
    "talent_share.top20.US", "talent_share.top20.CN", "net_flow.US.CN", "adoption.US", "adoption.CN",
)  # fmt: skip
"""Outcome columns a reaction may watch; they are fed back one quarter late."""

REACTION = np.dtype([
    ("watch", "i8"), ("above", "i8"), ("threshold", "f8"), ("hold", "i8"), ("lasts", "i8"),
    ("lever", "i8"), ("bloc", "i8"), ("lab", "i8"),
])  # fmt: skip
"""Watch > threshold (above = 1) or < (0) for ``hold`` quarters sets a lever for ``lasts`` quarters.

``lasts`` of 0: while it holds; -1: for good. The lever is a bloc's (lab = -1, index into BLOC_LEVERS) or a
lab's (index into LAB_LEVERS).
"""

EVENT_KINDS = ("move", "chips_cut")
EVENT = np.dtype([
    ("at", "i8"), ("kind", "i8"),
    ("source", "i8"), ("target", "i8"), ("researchers", "f8"), ("group", "i8"),
    ("bloc", "i8"), ("cut", "f8"), ("lasts", "i8"),
])  # fmt: skip
"""A move of people between labs, or a cut of the chip flow.

A move takes ``researchers`` persons of a group (0 all, 1 top fifth, 2 top 2%) from lab ``source`` to lab
``target``. A cut takes a share of the flow for ``lasts`` quarters (``bloc`` = -1: everywhere).
"""


REGIME = np.dtype([
    ("id", "u8"), ("lever", "i8"), ("bloc", "i8"),
    ("level", "f8"), ("none", "f8"), ("room", "f8"), ("least", "f8"),
    ("tightened", "f8"), ("could_tighten", "f8"), ("loosened", "f8"), ("could_loosen", "f8"),
    ("tightenings", "f8"), ("tightening", "f8"), ("loosenings", "f8"), ("loosening", "f8"),
])  # fmt: skip
"""How one lever has moved where it is felt, and so how it may move on.

``level`` is the last recorded one and ``none`` that without effect; ``room`` is the signed distance from
there to the strictest level, ``least`` the smallest distance that counts. Then moves away from no effect
so far and the quarters in which there could be one, and moves towards it and theirs, each with what is
believed beforehand added; then for each way how many moves the sizes rest on, and the sum of the sizes:
``log(room before / room after)`` of a tightening, ``log(distance before / distance after)`` of a loosening.
Rows of one ``id`` move alike.
"""


class Regimes(NamedTuple):
    """How levers move on from a scenario's start in each run; none: they keep their last level."""

    moves: NDArray[np.void]
    """REGIME records."""
    pace: float
    """Standard deviation of the log of a calendar year's pace, which all levers share."""
    free: NDArray[np.bool_]
    """quarter x bloc x BLOC_LEVERS: where nobody has set the level."""
    changes: NDArray[np.float64]
    """What policies from outside do to a free level, quarter x bloc x BLOC_LEVERS x 4: factor, sum, floor,
    cap; no quarter where there are none."""


HELD = Regimes(np.zeros(0, REGIME), 0.0, np.zeros((0, 0, 0), np.bool_), np.zeros((0, 0, 0, 4)))


class Drivers(NamedTuple):
    """Paths by quarter, ready before the run."""

    bloc: NDArray[np.float64]
    """Lever level, quarter x bloc x BLOC_LEVERS, in each lever's unit."""
    spread: NDArray[np.float64]
    """Standard deviation of our knowledge of that level, same shape; one draw shifts a run's whole path."""
    bounds: NDArray[np.float64]
    """Lowest and highest level a lever can take, BLOC_LEVERS x 2."""
    lab: NDArray[np.float64]
    """Lever level set for a lab, quarter x lab x LAB_LEVERS; NaN where the bloc's level holds."""
    supply: NDArray[np.float64]
    """World flow of foreign frontier chips, H100-equivalents a quarter; NaN after the last known quarter."""
    spending: NDArray[np.float64]
    """World spending on AI chips, US$ a quarter; NaN after the last known quarter."""
    domestic: NDArray[np.float64]
    """Default flow of domestic chips, H100-equivalents a quarter x bloc; NaN after the last known quarter."""
    reactions: NDArray[np.void]
    """REACTION records."""
    reaction_values: NDArray[np.float64]
    """The level a reaction sets, reaction x quarter."""
    events: NDArray[np.void]
    """EVENT records, sorted by quarter."""


class Setup(NamedTuple):
    """Everything an engine needs beside parameters, seed and run number."""

    agents: int
    """Researchers simulated from the first quarter on."""
    quarters: int
    """Length of a run, from 2019Q1."""
    start: int
    """Quarter in which the scenario takes over."""
    labs: NDArray[np.void]
    """state.LAB records: catalogue first, then empty slots for spin-outs."""
    crafts: NDArray[np.void]
    """state.CRAFT records, lab x modality."""
    blocs: NDArray[np.void]
    """state.BLOC records."""
    stock: NDArray[np.float64]
    """Persons in 2019Q1, tier (rest, top fifth, top 2%) x origin bloc x work bloc."""
    drivers: Drivers
    lab_names: tuple[str, ...]
    """Names of the catalogue's labs, in the order of ``labs``."""
    regimes: Regimes = HELD
    """How levers move on from the start in each run."""
