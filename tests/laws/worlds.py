"""Small invented worlds for tests of the engines: every mechanism can happen within a few quarters."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML

from aiscenarios import seeds
from aiscenarios.draws import identity_of_name
from aiscenarios.drivers import BLOC_LEVERS, EVENT, LAB_LEVERS, REACTION, Drivers, Setup
from aiscenarios.parameters import CONSTANTS, KIND, PARAMETERS, PARAMS
from aiscenarios.state import BLOC, CN, CRAFT, FRONTIER, GIANT, INDUSTRY, LAB, NOWHERE, ROW, STARTUP, US

MIDDLE = {
    "look_rate": 0.1, "content_hold": 0.5, "peer_pull": 0.8, "signal_pull": 0.2, "retention_hold": 0.8,
    "weight_pay": 0.8, "weight_freedom": 0.8, "weight_compute": 0.3, "weight_home": 1.0,
    "relocation_cost": 9e5, "border_premium": 1.3, "visa_weight": 1.2, "talent_bite": 0.3,
    "rhetoric_push": 0.56, "programme_pull": 0.6, "cn_entrant_share": 0.55, "elite_abroad": 0.3,
    "experience": 1.3, "workforce_growth": 0.25, "visibility_age": 3.0, "halving_time": 8.0,
    "induced_efficiency": 0.25, "follower_rate": 1.0, "compute_elasticity": 0.75, "talent_elasticity": 0.5,
    "star_weight": 0.3, "tacit_sd": 0.16, "knowhow_transfer": 0.15, "feedback_gain": 0.06,
    "assist_gain": 0.15, "chip_bite": 0.88, "leakage": 0.2, "buyer_response": 0.75, "supply_growth": 1.8,
    "domestic_growth": 1.8, "domestic_worth": 0.5, "release_lag": 6.0, "momentum": 0.5,
    "integration_rate": 0.25, "fame_half_life": 6.0, "compliance_bind": 0.6, "pay_pressure": 0.2,
    "budget_feedback": 0.03, "video_growth": 1.5, "game_cost_cut": 0.3, "game_spillover": 1.0,
    "spinout_rate": 0.2, "seed_round": 5e7, "seed_time": 9.0, "startup_means": 0.5, "startup_failure": 0.2,
}  # fmt: skip
FIXED = {
    name: float(entry["value"])
    for name, entry in YAML(typ="safe").load(seeds.path("constants.yaml").read_text()).items()
}
"""The shipped constants."""
NO_EFFECT = dict.fromkeys(BLOC_LEVERS, 0.0) | {
    "domestic_chips": 1.0, "visa_openness": 1.0, "education": 1.0, "compute_budget": 1.0, "compensation": 1.0,
    "openness": 0.6,
}  # fmt: skip


def params(**changes: float) -> NDArray[Any]:
    """One PARAMS record of middling values and the shipped constants."""
    values = FIXED | MIDDLE | changes
    record = np.zeros(1, PARAMS)
    for name in PARAMETERS + CONSTANTS:
        record[name] = values[name]
    return record


def kinds() -> NDArray[Any]:
    """Middling defaults of the kinds of lab."""
    record = np.zeros((1, 6), KIND)
    record["pay"] = [6e5, 4e5, 3e5, 4e5, 1.5e5, 2e5]
    record["freedom"] = [0.7, 0.4, 0.8, 0.4, 0.9, 0.3]
    record["friction"] = [0.3, 0.7, 0.1, 0.6, 0.4, 0.5]
    record["openness"] = [1.0, 1.0, 1.0, 0.7, 2.0, 0.5]
    return record


def _labs(blocs: tuple[int, ...], slots: int) -> tuple[NDArray[Any], NDArray[Any], tuple[str, ...]]:
    rows = [(b, kind) for b in blocs for kind in (FRONTIER, GIANT, GIANT, STARTUP, 4, INDUSTRY)]
    labs = np.zeros(len(rows) + slots, LAB)
    crafts = np.zeros((len(labs), 3), CRAFT)
    names = tuple(f"lab {b}-{kind}-{n}" for n, (b, kind) in enumerate(rows))
    for field in ("pay", "freedom", "friction", "open"):
        labs[field] = math.nan
    labs["parent"] = NOWHERE
    labs["founded"] = -40
    for n, (bloc, kind) in enumerate(rows):
        labs[n]["id"], labs[n]["bloc"], labs[n]["kind"] = identity_of_name(names[n]), bloc, kind
        labs[n]["listed"] = 1
        labs[n]["size"] = {4: 4000.0, INDUSTRY: 9000.0}.get(kind, 150.0)
        labs[n]["purse"] = 0.0 if kind >= 4 else 0.25
        labs[n]["users"] = 500.0 if kind == GIANT else 10.0
        if kind == STARTUP:  # out of the giant listed before it
            labs[n]["founded"], labs[n]["parent"] = 3, n - 1
        if kind < 4:
            crafts[n]["effort"], crafts[n]["target"] = (0.3, 0.1, 0.0), (0.5, 0.2, 0.1)
    return labs, crafts, names


def world(
    *,
    agents: int = 300,
    quarters: int = 12,
    start: int = 6,
    slots: int = 12,
    levers: dict[tuple[int, str], float] | None = None,
    reactions: NDArray[Any] | None = None,
    reaction_values: NDArray[np.float64] | None = None,
    events: NDArray[Any] | None = None,
    stock: NDArray[np.float64] | None = None,
) -> Setup:
    """A world of three blocs with six employers each; ``levers`` apply from ``start`` on."""
    labs, crafts, names = _labs((US, CN, ROW), slots)
    blocs = np.zeros(3, BLOC)
    blocs["rival"], blocs["purse"] = (CN, US, NOWHERE), (0.68, 0.19, 0.13)
    blocs["market"], blocs["games"] = (300.0, 1000.0, 2500.0), (5e10, 4.5e10, 9e10)
    path = np.zeros((quarters, 3, len(BLOC_LEVERS)))
    for k, name in enumerate(BLOC_LEVERS):
        path[:, :, k] = NO_EFFECT[name]
    for (bloc, name), level in (levers or {}).items():
        path[start:, bloc, BLOC_LEVERS.index(name)] = level
    domestic = np.full((quarters, 3), math.nan)
    domestic[0] = (0.0, 500.0, 0.0)
    if stock is None:
        stock = np.array([[[0.24, 0.0, 0.01], [0.1, 0.2, 0.02], [0.12, 0.01, 0.3]]] * 3)
        stock *= np.array([0.8, 0.18, 0.02]).reshape(3, 1, 1) * 60_000.0 / stock[0].sum()
    supply, spending = np.full(quarters, math.nan), np.full(quarters, math.nan)
    supply[0], spending[0] = 20_000.0, 1e9
    return Setup(
        agents=agents, quarters=quarters, start=start, labs=labs, crafts=crafts, blocs=blocs, stock=stock,
        lab_names=names,
        drivers=Drivers(
            bloc=path, spread=np.zeros_like(path), bounds=np.tile([0.0, 1e12], (len(BLOC_LEVERS), 1)),
            lab=np.full((quarters, len(labs), len(LAB_LEVERS)), math.nan), supply=supply, spending=spending,
            domestic=domestic,
            reactions=np.zeros(0, REACTION) if reactions is None else reactions,
            reaction_values=np.zeros((0, quarters)) if reaction_values is None else reaction_values,
            events=np.zeros(0, EVENT) if events is None else events,
        ),
    )  # fmt: skip
