"""Chips as they are counted: licensed flow, clusters, what named labs hold."""

from collections.abc import Callable

import numpy as np

from aiscenarios.observations.observation import Observation, Seen, Values
from aiscenarios.observations.talent import COUNTRIES, percent
from aiscenarios.quarters import parse

__all__ = ["OBSERVATIONS"]

_COUNTED = parse("2022Q1")
"""Cumulative counts begin here."""
_BLOCS = ("US", "CN", "ROW")


def _licensed(seen: Seen, *blocs: str) -> Values:
    return np.sum([seen.column(f"licensed_flow.{bloc}") for bloc in blocs], axis=0)


def _cumulative(flow: Values) -> Values:
    """Sum since counting began; nothing before."""
    counted = np.array(flow)
    counted[:, :_COUNTED] = 0.0
    return np.cumsum(counted, axis=1)


def _since(*blocs: str) -> Callable[[Seen], Values]:
    return lambda seen: _cumulative(_licensed(seen, *blocs))


def _share_of_cumulative(seen: Seen) -> Values:
    all_blocs = _cumulative(_licensed(seen, *_BLOCS))
    with np.errstate(invalid="ignore"):
        return np.asarray(100.0 * _cumulative(_licensed(seen, "CN")) / all_blocs)


def _foreign_share(seen: Seen) -> Values:
    """Percent of China's purchases that are licensed foreign chips."""
    foreign, own = seen.column("licensed_flow.CN"), seen.column("own_flow.CN")
    return np.asarray(100.0 * foreign / (foreign + own + seen.column("leaked_flow.CN")))


def _held(lab: str) -> Callable[[Seen], Values]:
    return lambda seen: seen.lab(lab, "compute")


def _spent(lab: str) -> Callable[[Seen], Values]:
    """US$ bn a year at the pace of the fourth quarter."""
    return lambda seen: 4.0 * seen.lab(lab, "bid") / 1e9


_LABS = {
    "OpenAI": "OpenAI",
    "Google DeepMind": "Google DeepMind",
    "Anthropic": "Anthropic",
    "Meta": "Meta",
    "Meta Superintelligence Labs": "Meta",
    "xAI": "xAI",
    "SpaceXAI (xAI)": "xAI",
}
"""Labs as the source names them now and did, and as the catalogue does."""


def _of(column: str) -> Callable[[Seen], Values]:
    return lambda seen: seen.column(column)


_INSTALLED = {country: percent(f"compute_share.{bloc}") for country, bloc in COUNTRIES.items()}

OBSERVATIONS = (
    Observation("nvidia_cumulative_compute", {"world": _since(*_BLOCS)}, "end"),
    Observation("nvidia_cumulative_compute_by_owner", {"China": _since("CN")}, "end"),
    Observation("nvidia_quarterly_licensed_sales_to_china", {"China": _of("licensed_flow.CN")}, "sum"),
    Observation(
        "china_share_of_quarterly_nvidia_compute_flow", {"China": percent("licensed_share.CN")}, "mean"
    ),
    Observation("china_share_of_cumulative_nvidia_compute", {"China": _share_of_cumulative}, "end"),
    Observation("gpu_cluster_performance_share", _INSTALLED, "end"),
    Observation("gpu_cluster_performance_share_recomputed", _INSTALLED, "end"),
    Observation("lab_compute_available_year_end", {name: _held(lab) for name, lab in _LABS.items()}, "end"),
    Observation("compute_spend", {lab: _spent(lab) for lab in ("OpenAI", "Anthropic")}, "end"),
    Observation("huawei_ascend_output", {"all Ascend": _of("own_flow.CN")}, "sum"),
    Observation("smuggled_ai_chips", {"to China": _of("leaked_flow.CN")}, "sum"),
    Observation("nvidia_share_of_china_ai_chip_market", {"Nvidia": _foreign_share}, "mean"),
)
