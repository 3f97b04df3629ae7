"""Money and use as reports print them."""

from collections.abc import Callable

import numpy as np

from aiscenarios.observations.observation import Observation, Seen, Values
from aiscenarios.observations.talent import COUNTRIES

__all__ = ["OBSERVATIONS"]


def _billions(column: str) -> Callable[[Seen], Values]:
    """US$ bn a year."""
    return lambda seen: seen.column(column) / 1e9


def _ratio(seen: Seen) -> Values:
    return np.asarray(seen.column("private_investment.US") / seen.column("private_investment.CN"))


def _world(seen: Seen) -> Values:
    return np.sum([seen.column(f"chip_spending.{bloc}") for bloc in ("US", "CN", "ROW")], axis=0) / 1e9


_INVESTED = {country: _billions(f"private_investment.{bloc}") for country, bloc in COUNTRIES.items()}
_SPENT = {country: _billions(f"chip_spending.{bloc}") for country, bloc in COUNTRIES.items()}

OBSERVATIONS = (
    Observation("private_ai_investment", _INVESTED, "mean"),
    Observation("private_investment_ratio", {"US/China": _ratio}, "mean"),
    Observation("ai_chip_market", _SPENT | {"world": _world}, "mean"),
    Observation("genai_users", {"China": lambda seen: seen.column("adoption.CN")}, "end"),
    Observation("spinout_funding_rounds", {"China": _billions("spinout_funding.CN"),
                                           "United States": _billions("spinout_funding.US")}, "sum"),
)  # fmt: skip
