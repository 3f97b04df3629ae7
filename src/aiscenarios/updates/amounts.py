"""Numbers that an article reports: in the unit of a series or of an outcome, alone or as an interval."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from statistics import NormalDist

import numpy as np

from aiscenarios.errors import InputError
from aiscenarios.evidence.scales import USUAL_LEVEL
from aiscenarios.files.nodes import Node, Scalar
from aiscenarios.narratives.check import quantity
from aiscenarios.narratives.parser import read
from aiscenarios.narratives.quantity import Side, fit
from aiscenarios.narratives.syntax import NOWHERE, Expression
from aiscenarios.observations import Series
from aiscenarios.scenario.text import as_scalar
from aiscenarios.scenario.values import read_number
from aiscenarios.updates.reports import Amount

__all__ = ["read_level", "read_printed"]

_WIDTH = NormalDist().inv_cdf((1.0 + USUAL_LEVEL) / 2.0)
_UNIT = re.compile(r"[^\d.]*$")

type Number = Callable[[Scalar], float]


def read_printed(said: Series, node: Node) -> Amount:
    """A number of a series, on the scale of the series' error.

    Raises:
        InputError: no number or interval in the series' unit, or one that its scale cannot hold.
    """

    def number(scalar: Scalar) -> float:
        try:
            return read_number(scalar, "number")
        except InputError as error:
            hint = f"write a plain number in the series' unit: {said.unit}"
            raise scalar.place.fault(error.message, hint) from None

    text, ends = _ends(as_scalar(node), number)
    scaled = said.error.scaled(np.array(ends))
    if not np.isfinite(scaled).all():
        raise node.place.fault(
            f"'{text}' is at or beyond a bound of the series", f"write what it printed, in {said.unit}"
        )
    value, spread = _middle(scaled)
    return Amount(text, said.unit, value, max(spread, said.error.sd))


def read_level(asked: Expression, units: Mapping[str, str], node: Node) -> Amount:
    """An interval in the unit of an outcome, or of what is reckoned from outcomes.

    Raises:
        InputError: a single number, which says nothing of its error, or no interval in that unit.
    """
    wanted = quantity(asked, units)

    def number(scalar: Scalar) -> float:
        try:
            found = read(scalar.text, NOWHERE)
            known = quantity(found, units)
            fit(Side(asked, wanted), Side(found, known), NOWHERE, 0)
        except InputError as error:
            raise scalar.place.fault(
                error.message, error.hint or "write it like 3 months to 7 months"
            ) from None
        if not known.is_number:
            raise scalar.place.fault(f"must be a number (got '{scalar.text}')")
        return float(known.low)

    text, ends = _ends(as_scalar(node), number)
    if len(ends) == 1:
        raise node.place.fault(
            f"'{text}' does not say how far it may be off", "write 5% and 95%, like 3 months to 7 months"
        )
    return Amount(text, str(wanted.unit), *_middle(np.array(ends)))


def _ends(scalar: Scalar, number: Number) -> tuple[str, tuple[float, ...]]:
    """A number, or both ends of an interval; a unit written once, at the end, holds for both."""
    text = " ".join(scalar.text.split())
    parts = text.split(" to ")
    if len(parts) == 1:
        return text, (number(scalar),)
    if len(parts) != len(("low", "high")):
        raise scalar.place.fault(f"'{text}' is not an interval", "write both ends, as 3 to 7")
    unit = _UNIT.search(parts[1])
    if unit and re.fullmatch(r"[\d.]+", parts[0]):
        parts[0] += unit[0]
    low, high = (number(replace(scalar, text=part)) for part in parts)
    if not low < high:
        raise scalar.place.fault(f"'{text}' does not go from low to high", f"write {parts[1]} to {parts[0]}")
    return text, (low, high)


def _middle(ends: "np.typing.NDArray[np.float64]") -> tuple[float, float]:
    """Mean and standard deviation of the Normal with these ends; a single one has no spread."""
    low, high = float(ends[0]), float(ends[-1])
    half = high / 2.0 - low / 2.0
    return low + half, half / _WIDTH if math.isfinite(half) else math.inf
