"""What an outcome column is called on a figure, and the unit its axis carries."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import outcomes
from aiscenarios.ensemble.result import Result
from aiscenarios.outcomes import Outcome
from aiscenarios.plots.rounding import number
from aiscenarios.plots.source import finite
from aiscenarios.plots.style import BLOC_NAMES

__all__ = ["Measure", "measure", "title"]

_SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e4, "thousand"))
_FACTORS = {"trillion": 1e12, "billion": 1e9, "million": 1e6, "thousand": 1e3}
_IN_SENTENCE = {"US": "the United States", "CN": "China", "ROW": "the rest of the world"}
_COUNTED = ("US$", "persons", "H100e", "count")


class Measure(NamedTuple):
    """A column's words, and the factor from its unit to that of the axis."""

    column: str
    title: str
    unit: str
    """Of the axis, after scaling."""
    factor: float
    step: float = 0.0
    """Of a share of people, what one agent is of it, in the axis's unit; 0 for anything else."""

    def number(self, value: float, error: float) -> str:
        """A value in the axis's unit as printed: no finer than its sampling error, nor than an agent."""
        return number(value, error, self.step)

    @property
    def bounds(self) -> tuple[float, float]:
        """The values it can take, in the axis's unit."""
        return (0.0, 100.0) if self.unit.startswith("%") else (-math.inf, math.inf)


def measure(result: Result, column: str) -> Measure:
    """Words and scaling of an outcome column.

    Raises:
        InputError: the result holds no such column.
    """
    values = finite(result, column).values
    catalogue = result.scenario.outside.catalogue
    unit, per = _split(result.manifest.outcomes[column])
    if unit == "share":
        step = result.manifest.steps.get(column, 0.0)
        return Measure(column, title(column, catalogue), f"%{per}", 100.0, 100.0 * step)
    size = _size(values) if unit in _COUNTED else ""
    words = (
        " ".join(filter(None, [size, "" if unit == "count" else unit]))
        if unit != "US$"
        else f"US$ {size}".strip()
    )
    return Measure(column, title(column, catalogue), f"{words or 'number'}{per}", 1 / _FACTORS.get(size, 1.0))


def _split(unit: str) -> tuple[str, str]:
    """``persons/quarter`` as ``persons`` and `` a quarter``."""
    what, _, period = unit.partition("/")
    return what, f" a {period}" if period else ""


def _size(values: NDArray[np.float64]) -> str:
    largest = float(np.nanmax(np.abs(values), initial=0.0))
    return next((name for bound, name in _SIZES if largest >= bound), "")


def title(column: str, catalogue: tuple[Outcome, ...] = outcomes.CATALOGUE) -> str:
    """The catalogue's sentence with the blocs' names in it; a column that it lacks keeps its name."""
    outcome = next((each for each in catalogue if column in each.columns()), None)
    if outcome is None:
        return column
    meaning, blocs = (
        outcome.meaning.removesuffix("."),
        [part for part in column.split(".") if part in BLOC_NAMES],
    )
    if outcome.over == "bloc":
        bloc = _IN_SENTENCE[blocs[0]]
        owner = f"{bloc}'" if bloc.endswith("s") else f"{bloc}'s"
        named = meaning.replace("the bloc's", owner).replace("the bloc", bloc)
        return f"{meaning}, {bloc}" if named == meaning else named
    if outcome.over == "pair":
        return f"{meaning}, {' to '.join(_IN_SENTENCE[bloc] for bloc in blocs)}"
    return meaning
