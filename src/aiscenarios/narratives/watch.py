"""The simplest condition: one outcome against one number, as reactions and objectives use it."""

from collections.abc import Mapping
from typing import NamedTuple

from aiscenarios.narratives.check import check
from aiscenarios.narratives.parser import read
from aiscenarios.narratives.syntax import NOWHERE, Column, Compare, Negative, Number, Place
from aiscenarios.narratives.units import column_factor, literal_factor

__all__ = ["Watch", "watch"]


class Watch(NamedTuple):
    """An outcome column, the comparison, and the threshold in the column's own unit."""

    column: str
    operator: str
    threshold: float


def watch(text: str, units: Mapping[str, str], *, place: Place = NOWHERE) -> Watch:
    """Read ``us_lead_months < 3 months`` as its three parts.

    Args:
        text: one outcome compared with one number.
        units: unit text of every outcome column.
        place: where the text stands in a file, for errors.

    Raises:
        InputError: a faulty condition, or one of any other form.
    """
    expression = read(text, place)
    check(expression, units, place)
    match expression:
        case Compare(operator, Column(column), Number(value, unit)):
            sign = 1.0
        case Compare(operator, Column(column), Negative(Number(value, unit))):
            sign = -1.0
        case _:
            raise place.error(
                f"'{text}' is not one outcome against one number", expression.at,
                hint="write it like us_lead_months < 3 months",
            )  # fmt: skip
    return Watch(column, operator, sign * value * literal_factor(unit) / column_factor(units[column]))
