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
    # people: tiers, the stock of 2019, graduates
    "part_top20", "part_top10", "part_top2", "agents_top2", "agents_top10", "attrition", "entry_rate",
    "growth_known", "growth_fade", "us_of_rest", "study_home_cn", "study_home_us", "study_home_row",
    "study_us", "stay_after_study", "skill_scale", "standing_spread", "years_2019", "cn_years", "tenure_2019",
    "taste_spread", "lab_selection", "selectivity", "rest_hired", "visible_floor", "lab_papers",
    # mobility
    "look_ceiling", "tenure_hold", "friction_push", "friction_usual", "weight_standing", "switch_cost",
    "pay_reference", "programme_foreign", "return_cost", "view_limit", "unrest_speed", "calm_speed",
    "calm_floor", "signal_memory", "signal_floor", "turnover", "knowhow_top20", "founder_tenure",
    "follow_share",
    # spin-outs
    "startup_seats", "startup_focus", "startup_handicap", "young_modality", "raise_rate", "round_growth",
    "runway", "parent_stake",
    # chips
    "chip_wear", "price_decline", "supply_fade", "domestic_fade", "stock_quarters",
    # money
    "revenue_per_user", "seat_elasticity", "seat_speed", "pay_cn", "pay_row",
    # efficiency and research
    "talent_floor", "talent_half", "star_half", "idle_progress", "absorb_full", "secret_lead",
    "recipe_gap_cn", "recipe_gap_row", "tacit_memory", "tacit_spread", "friction_drag", "research_speed",
    "effort_speed", "era_language", "era_video", "era_worlds", "modality_ceiling", "eci_per_nat",
    "eci_anchor",
    # co-authorship
    "coauthors_2019", "coauthors_rhetoric",
    # products
    "ship_threshold", "notable_margin", "integration_window", "integration_wear", "friction_ceiling",
    "case_closes", "leap_window", "use_sensitivity", "distribution_gain", "foreign_reach", "adoption_speed",
    "adoption_seed", "adoption_quality", "uptake_speed", "games_development",
)  # fmt: skip

KIND_ATTRIBUTES = ("pay", "freedom", "friction", "openness")
"""Pay in US$ of 2025 a year; research freedom and internal friction from 0 to 1; openness of methods as a
multiple of the bloc's level."""

KIND_NAMES = tuple(f"{attribute}.{kind}" for kind in KINDS for attribute in KIND_ATTRIBUTES)

PARAMS = np.dtype([(name, "f8") for name in PARAMETERS + CONSTANTS])
KIND = np.dtype([(name, "f8") for name in KIND_ATTRIBUTES])
