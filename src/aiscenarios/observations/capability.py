"""Capability as leaderboards and evaluators print it; models as they are counted."""

import numpy as np

from aiscenarios.observations.observation import Observation, Seen, Values
from aiscenarios.observations.talent import COUNTRIES

__all__ = ["OBSERVATIONS"]


def _gap(seen: Seen) -> Values:
    return seen.column("us_gap")


def _lag(seen: Seen) -> Values:
    """Months by which China is behind."""
    return seen.column("us_lead_months")


def _notable(*blocs: str):  # type: ignore[no-untyped-def]
    return lambda seen: np.sum([seen.column(f"notable.{bloc}") for bloc in blocs], axis=0)


def _level(bloc: str):  # type: ignore[no-untyped-def]
    return lambda seen: seen.column(f"capability.language.{bloc}")


_GAP, _BEHIND = {"US-China": _gap}, {"China behind US": _lag}
_COUNTED = {country: _notable(bloc) for country, bloc in COUNTRIES.items()}

OBSERVATIONS = (
    Observation("arena_gap_us_minus_cn_tracked_labs", _GAP, "end"),
    Observation("arena_gap_us_minus_cn_all_labs", _GAP, "end"),
    Observation("arena_gap_composite", _GAP, "end"),
    Observation("arena_gap_ai_index", _GAP, "end"),
    Observation("eci_frontier", {country: _level(bloc) for country, bloc in COUNTRIES.items()}, "end"),
    Observation("eci_gap", _GAP, "end"),
    Observation("eci_lag_staleness", _BEHIND, "end"),
    Observation("eci_lag_at_release", _BEHIND, "end"),
    Observation("government_measured_lag", _BEHIND, "end"),
    Observation("notable_models_ai_index", _COUNTED, "sum"),
    Observation("notable_models_epoch_recount", _COUNTED | {"world": _notable("US", "CN", "ROW")}, "sum"),
    Observation("hire_to_release_months", {"all labs": lambda seen: seen.column("hire_to_release")}, "end"),
)
