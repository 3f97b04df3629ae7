"""What can be asked for: numbers of runs, seeds, scenarios and the quarter endings are judged at."""

from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.scenario import Outside, Scenario

__all__ = ["DEFAULT_RUNS", "DEFAULT_SEED", "FEWEST_AGENTS", "MOST_AGENTS", "asked", "check_numbers"]

DEFAULT_RUNS = 1000
DEFAULT_SEED = 2026

FEWEST_AGENTS = 100
"""With fewer researchers the small groups of the world are empty."""
MOST_AGENTS = 10_000_000
"""More do not fit into the memory of a common machine."""

_LIMITS = {
    "runs": (1, 2**32 - 1), "run": (0, 2**32 - 2), "seed": (0, 2**64 - 1), "threads": (1, 2**32 - 1),
    "agents": (FEWEST_AGENTS, MOST_AGENTS),
}  # fmt: skip
"""The least and the most of each number that can be asked for."""


def check_numbers(**given: Any) -> None:
    """Refuse a number that cannot be asked for, and what is no whole number.

    Args:
        given: some of runs, run, seed, threads and agents; one that is None is not asked for.

    Raises:
        InputError: one of them is refused, by name.
    """
    for name, value in given.items():
        if not isinstance(value, Integral | None):
            raise InputError(f"must be a whole number (got {value!r})", path=name)
        low, high = _LIMITS[name]
        if value is not None and not low <= int(value) <= high:
            raise InputError(f"must be from {low} to {high} (got {value})", path=name)


def asked(scenario: "Scenario | str | Path", by: str | None, outside: "Outside | None" = None) -> "Scenario":
    """A checked scenario, with its endings judged at another quarter if one is named.

    Args:
        scenario: a scenario, a shipped name, or a path.
        by: that quarter.
        outside: levers and outcomes from outside, beside those it knows already.

    Raises:
        InputError: the scenario is not one, or the quarter lies outside it, or before a date that an ending
            of its own speaks of.
    """
    from aiscenarios.scenario import NOTHING, load_with, with_outside

    own = outside or NOTHING
    scenario = load_with(scenario, own) if isinstance(scenario, str | Path) else with_outside(scenario, own)
    return scenario if by is None else scenario.with_set(f"by={by}")
