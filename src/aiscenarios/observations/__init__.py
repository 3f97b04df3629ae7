"""Observations: what public series print of a run. To add one: a function, a name here, an entry in seeds."""

import numpy as np
from numpy.typing import NDArray

from aiscenarios.errors import InputError, did_you_mean, one_of
from aiscenarios.observations import capability, compute, markets, talent
from aiscenarios.observations.observation import Observation, Seen
from aiscenarios.observations.period import Period, parse
from aiscenarios.observations.series import Series, correlation, known, unseen

__all__ = [
    "CATALOGUE", "Observation", "Seen", "Series", "check_entity", "correlation", "entities", "find", "known",
    "observe", "unseen",
]  # fmt: skip

CATALOGUE: tuple[Observation, ...] = (
    talent.OBSERVATIONS + compute.OBSERVATIONS + capability.OBSERVATIONS + markets.OBSERVATIONS
)


def find(series: str) -> Observation:
    """The observation of a series.

    Raises:
        InputError: none has this name, or none can see it.
    """
    found = next((each for each in CATALOGUE if each.series == series), None)
    if found is not None:
        return found
    if series in unseen():
        raise InputError(f"the series '{series}' is not observed: {unseen()[series]}", path="series")
    hint = did_you_mean(series, [each.series for each in CATALOGUE])
    raise InputError(f"there is no series '{series}'", path="series", hint=hint)


def entities(series: str) -> tuple[str, ...]:
    """What a series tells apart."""
    return tuple(find(series).entities)


def check_entity(series: str, entity: str) -> None:
    """Refuse what a series does not tell apart.

    Raises:
        InputError: the series is unknown, or does not.
    """
    if entity not in entities(series):
        hint = one_of(entity, entities(series))
        raise InputError(f"'{series}' says nothing of '{entity}'", path="entity", hint=hint)


def observe(seen: Seen, series: str, entity: str, period: str, *, quarters: int) -> NDArray[np.float64]:
    """What a source would have printed of each run for a period, before its own error.

    Args:
        seen: the runs.
        series: its name.
        entity: one that the series tells apart.
        period: as sources write it: 2024, 2024-06, 2024Q2, 2019-2024 or FY2024.
        quarters: how many are simulated, from 2019Q1.

    Returns:
        One number a run, in the source's unit; NaN where a run gives none.

    Raises:
        InputError: the series or entity is unknown, or the period is none or lies outside the runs.
    """
    observation, said = find(series), known()[series]
    check_entity(series, entity)
    found = observation.printed(seen, entity, _inside(period, said, quarters))
    if said.base is not None:
        then = observation.printed(seen, entity, _inside(said.base.period, said, quarters))
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.where(then > 0.0, said.base.values[entity] * found / then, np.nan)
    return found * said.factor.value if said.factor else found


def _inside(text: str, said: Series, quarters: int) -> Period:
    period = parse(text, said.year)
    if period.begin < 0.0 or period.end > quarters:
        raise InputError(f"{text} lies outside the quarters that are simulated", path="period")
    return period
