"""What can be asked for: numbers of runs, seeds, scenarios and the quarter endings are judged at."""

from dataclasses import replace
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING

from aiscenarios import quarters
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.scenario import Outside, Scenario

__all__ = ["DEFAULT_RUNS", "DEFAULT_SEED", "asked", "check_numbers"]

DEFAULT_RUNS = 1000
DEFAULT_SEED = 2026

_MOST_RUNS = 2**32
_MOST_SEED = 2**64


def check_numbers(runs: int, seed: int, threads: int | None = None, agents: int | None = None) -> None:
    """Refuse a number of runs, a seed or a number of threads that cannot be, and what is no whole number.

    Raises:
        InputError: one of them is refused, by name.
    """
    for name, value in (("runs", runs), ("seed", seed), ("threads", threads), ("agents", agents)):
        if not isinstance(value, Integral | None):
            raise InputError(f"must be a whole number (got {value!r})", path=name)
    for name, value, low, high in (
        ("runs", runs, 1, _MOST_RUNS),
        ("seed", seed, 0, _MOST_SEED),
        ("threads", threads if threads is not None else 1, 1, _MOST_RUNS),
    ):  # fmt: skip
        if not low <= value < high:
            raise InputError(f"must be from {low} to {high - 1} (got {value})", path=name)


def asked(scenario: "Scenario | str | Path", by: str | None, outside: "Outside | None" = None) -> "Scenario":
    """A checked scenario, with its endings judged at another quarter if one is named.

    Args:
        scenario: a scenario, a shipped name, or a path.
        by: that quarter.
        outside: levers and outcomes from outside, beside those it knows already.

    Raises:
        InputError: the scenario is not one, or the quarter lies outside it.
    """
    from aiscenarios.scenario import NOTHING, load_with, with_outside

    own = outside or NOTHING
    scenario = load_with(scenario, own) if isinstance(scenario, str | Path) else with_outside(scenario, own)
    if by is None:
        return scenario
    try:
        quarter = quarters.parse(by)
    except ValueError as problem:
        raise InputError(str(problem), path="by") from problem
    if not scenario.start <= quarter <= scenario.end:
        first, last = quarters.label(scenario.start), quarters.label(scenario.end)
        raise InputError(f"{by} lies outside the scenario", path="by", hint=f"choose from {first} to {last}")
    return replace(scenario, by=quarter)
