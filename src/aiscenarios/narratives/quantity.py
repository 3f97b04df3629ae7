"""What is known of a quantity before any run, and whether two of them can be compared or added."""

import math
from typing import NamedTuple

from aiscenarios.narratives.printer import to_text
from aiscenarios.narratives.syntax import Expression, Place
from aiscenarios.narratives.units import Unit

__all__ = ["Quantity", "Side", "fit"]

_WRITTEN = {"US$": "US$ {}", "month": "{} months", "H100e": "{} H100e", "user": "{} users"}
"""Bases whose numbers must be written with their unit, and how."""


class Quantity(NamedTuple):
    """A quantity's unit, its bounds, and whether it is a plain number."""

    unit: Unit
    low: float = -math.inf
    high: float = math.inf
    is_number: bool = False


class Side(NamedTuple):
    """An expression and what is known of it."""

    node: Expression
    known: Quantity


def fit(left: Side, right: Side, place: Place, at: int) -> None:
    """Refuse two quantities that cannot be compared or added.

    A number is written without `a quarter` and `a year`. A bare one fits counts, shares and multiples; a
    percentage fits shares and multiples.

    Raises:
        InputError: their units differ, or a number lacks its unit.
    """
    if left.known.is_number and not right.known.is_number:
        left, right = right, left
    unit, other = left.known.unit, right.known.unit
    if right.known.is_number:
        unit = unit.without_time()
        if other.is_pure and other.form == "bare":
            _fit_bare(left, right, place)
            return
    is_like = not unit.is_pure or unit.form == other.form or left.known.is_number
    is_percent = right.known.is_number and other.form == "share"
    if unit.powers == other.powers and (is_like or is_percent):
        return
    raise place.error(
        f"{to_text(left.node)} is measured in {left.known.unit}, {to_text(right.node)} in {other}", at,
        hint="compare and add like with like",
    )  # fmt: skip


def _fit_bare(side: Side, number: Side, place: Place) -> None:
    """Time, money, users and compute need their unit."""
    text = to_text(number.node)
    for base in side.known.unit.bases & _WRITTEN.keys():
        raise place.error(
            f"{text} of what? {to_text(side.node)} is measured in {side.known.unit}", number.node.at,
            hint=f"write {_WRITTEN[base].format(text)}",
        )  # fmt: skip
