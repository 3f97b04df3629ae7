"""Numbers with a prior, constants and levers, each with the models at its two ends.

The start of the world is in ``moved_start.py``.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from aiscenarios import evidence, levers
from aiscenarios.ensemble.model import Model, assemble
from aiscenarios.levers import Lever
from aiscenarios.parameters import CONSTANTS

FACTOR = 1.5
"""A number without a prior is divided and multiplied by it; a share's odds are."""
LOW, HIGH = 0.05, 0.95
"""Quantiles of a prior."""
DATE = 4
"""Quarters by which a date is moved."""
_LARGE, _HUGE = 1e3, 1e7
_PARTS = ("share", "0-1", "1/quarter", "1/year")


class Item(NamedTuple):
    """Something that is moved; ``shared``: both ends have the same history."""

    group: str
    name: str
    low: str
    high: str
    ends: tuple[Model, Model]
    shared: bool = False


def odds(share: float, factor: float) -> float:
    """A share with its odds multiplied."""
    return share * factor / (1.0 - share + share * factor)


def ends(value: float, unit: str) -> tuple[float, float]:
    """A number moved down and up."""
    if unit == "quarter":
        return value - DATE, value + DATE
    if unit == "quarters":
        return min(value - 1, round(value / FACTOR)), max(value + 1, round(value * FACTOR))
    if unit in _PARTS and value < 1.0:
        return odds(value, 1.0 / FACTOR), odds(value, FACTOR)
    return value / FACTOR, value * FACTOR


def numbers(low: float, high: float, unit: str) -> tuple[str, str]:
    """Both ends as they are printed."""
    return _digits(low), f"{_digits(high)} {unit}"


def _digits(value: float) -> str:
    """Three digits; none after the point of a large number."""
    return f"{value:,.0f}" if _LARGE <= abs(value) < _HUGE else f"{value:.3g}"


def uncertain(base: Model) -> Iterator[Item]:
    """Every parameter, and every default of a kind of lab: the ends of its prior."""
    known = evidence.load()
    for name, parameter in known.uncertain.items():
        low, high = (float(base.beliefs.quantile(name, level)) for level in (LOW, HIGH))
        group = "parameters" if name in known.parameters else "kinds of lab"
        models = (_fixed(base, name, low), _fixed(base, name, high))
        yield Item(group, name, *numbers(low, high, parameter.unit), models)


def _fixed(base: Model, name: str, value: float) -> Model:
    fixed = base.beliefs.fixed.copy()
    fixed[base.beliefs.index(name)] = value
    return replace(base, beliefs=replace(base.beliefs, fixed=fixed))


def constants(base: Model) -> Iterator[Item]:
    """Every constant that is not a cited fact."""
    for name, constant in evidence.load().constants.items():
        if constant.origin == "fact":
            continue
        pair = ends(constant.value, constant.unit)
        models = (_constant(base, name, pair[0]), _constant(base, name, pair[1]))
        yield Item("constants", name, *numbers(*pair, constant.unit), models)


def _constant(base: Model, name: str, value: float) -> Model:
    values = base.beliefs.constants.copy()
    values[CONSTANTS.index(name)] = value
    return replace(base, beliefs=replace(base.beliefs, constants=values))


def policies(base: Model) -> Iterator[Item]:
    """Every lever wherever it is felt: the ends of its range, from the scenario's start on."""
    for lever in levers.load():
        for bloc in lever.felt_at:
            models = (_set(base, lever, bloc, lever.low), _set(base, lever, bloc, lever.high))
            said = numbers(lever.low, lever.high, lever.unit)
            yield Item("levers", f"{lever.name}.{bloc}", *said, models, shared=True)


def _set(base: Model, lever: Lever, bloc: str, level: float) -> Model:
    text = f"US$ {level:.0f}" if lever.unit.startswith("US$") else level
    value = {bloc: text} if len(lever.felt_at) > 1 else text
    scenario = base.scenario.with_levers(**{lever.name: value})
    return assemble(scenario, base.seed, agents=base.setup.agents, beliefs="prior")
