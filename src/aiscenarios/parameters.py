"""Names of every number the rules read: uncertain parameters, fixed constants, defaults of a kind of lab.

The numbers themselves, with unit, prior, source and claim, stand in ``seeds/parameters.yaml``,
``seeds/constants.yaml`` and ``seeds/kinds.yaml``; a test holds these lists equal to those files.
"""

import numpy as np

from aiscenarios.state import KINDS

__all__ = ["CONSTANTS", "KIND", "KIND_ATTRIBUTES", "KIND_NAMES", "PARAMETERS", "PARAMS"]

PARAMETERS = (
    # mobility
    "look_rate", "content_hold", "peer_pull", "signal_pull", "retention_hold",
    "weight_pay", "weight_freedom", "weight_compute", "weight_home",
    "relocation_cost", "border_premium", "visa_weight", "talent_bite", "rhetoric_push", "programme_pull",
    # pipeline
    "cn_entrant_share", "elite_abroad", "experience", "workforce_growth", "visibility_age",
    # efficiency and research
    "halving_time", "induced_efficiency", "follower_rate", "compute_elasticity", "talent_elasticity",
    "star_weight", "tacit_sd", "knowhow_transfer", "feedback_gain", "assist_gain",
    # chips
    "chip_bite", "leakage", "buyer_response", "supply_growth", "domestic_growth", "domestic_worth",
    # products and money
    "release_lag", "momentum", "integration_rate", "fame_half_life", "compliance_bind",
    "pay_pressure", "budget_feedback", "video_growth", "game_cost_cut", "game_spillover",
    # spin-outs
    "spinout_rate", "seed_round", "seed_time", "startup_means", "startup_failure",
)  # fmt: skip

CONSTANTS = (
    "placeholder",
)

KIND_ATTRIBUTES = ("pay", "freedom", "friction", "openness")
"""Pay in US$ of 2025 a year; research freedom, internal friction and openness of methods from 0 to 1."""

KIND_NAMES = tuple(f"{attribute}.{kind}" for kind in KINDS for attribute in KIND_ATTRIBUTES)

PARAMS = np.dtype([(name, "f8") for name in PARAMETERS + CONSTANTS])
KIND = np.dtype([(name, "f8") for name in KIND_ATTRIBUTES])
