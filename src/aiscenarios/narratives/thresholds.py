"""The numbers an ending hangs on, and its chance as each of them moves by a quarter of its value."""

import dataclasses
from collections.abc import Iterator, Mapping
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios.narratives.judgement import clauses, judge
from aiscenarios.narratives.narrative import Narrative
from aiscenarios.narratives.printer import to_text
from aiscenarios.narratives.syntax import (
    And,
    Arithmetic,
    Call,
    Compare,
    Expression,
    Negative,
    Not,
    Number,
    Or,
    children,
)  # fmt: skip
from aiscenarios.narratives.units import literal_factor

__all__ = ["STEP", "Moved", "Threshold", "moved", "scaled", "thresholds"]

STEP = 0.25
"""Each threshold is moved down and up by this part of its value."""

_PURE = ("", "%", "x")
_WHOLE = 100.0


class Threshold(NamedTuple):
    """A number of a definition that is a choice; zero and one (parity, a whole, an event) are none."""

    text: str
    """The number as written, e.g. ``40%``."""
    clause: str
    """The clause it stands in."""


class Moved(NamedTuple):
    """A narrative's chance with one threshold moved."""

    narrative: str
    threshold: str
    moved_to: str
    factor: float
    chance: float


def thresholds(expression: Expression) -> tuple[Threshold, ...]:
    """Every threshold of a definition, in written order; windows are not among them."""
    return tuple(
        Threshold(to_text(number), to_text(clause))
        for clause in clauses(expression)
        for number in _numbers(clause)
    )


def _is_threshold(node: Number) -> bool:
    value = node.value * literal_factor(node.unit)
    return value != 0 and not (node.unit in _PURE and value == 1)


def _numbers(node: Expression) -> Iterator[Number]:
    if isinstance(node, Number) and _is_threshold(node):
        yield node
    for part in children(node):
        yield from _numbers(part)


def scaled(expression: Expression, factor: float, only: int | None = None) -> Expression:
    """The definition with its thresholds multiplied: all, or only one, by its position in :func:`thresholds`.

    A percentage up to 100% is kept from passing 100%.
    """
    count = sum(1 for _ in _numbers(expression))
    factors = repeat(factor, count) if only is None else iter([
        factor if position == only else 1.0 for position in range(count)
    ])  # fmt: skip
    return _scaled(expression, factors)


def _scaled(node: Expression, factors: Iterator[float]) -> Expression:
    match node:
        case Number() if _is_threshold(node):
            return _scaled_number(node, next(factors))
        case Negative(operand) | Not(operand):
            return dataclasses.replace(node, operand=_scaled(operand, factors))
        case Arithmetic(_, left, right) | Compare(_, left, right):
            return dataclasses.replace(node, left=_scaled(left, factors), right=_scaled(right, factors))
        case And(parts) | Or(parts):
            return dataclasses.replace(node, parts=tuple(_scaled(part, factors) for part in parts))
        case Call(_, arguments):
            return dataclasses.replace(node, arguments=tuple(_scaled(part, factors) for part in arguments))
    return node


def _scaled_number(node: Number, factor: float) -> Number:
    value = float(f"{node.value * factor:.10g}")
    is_whole = node.unit == "%" and node.value <= _WHOLE
    return dataclasses.replace(node, value=min(value, _WHOLE) if is_whole else value)


def moved(
    narrative: Narrative, columns: Mapping[str, NDArray[Any]], *, start: int, by: int,
    units: Mapping[str, str], weights: NDArray[np.float64] | None = None,
) -> tuple[Moved, ...]:  # fmt: skip
    """A narrative's chance by a date, with each threshold in turn a quarter lower and a quarter higher.

    Arguments are those of :func:`judge`, and the runs' weights where they do not count alike; the residual
    has no thresholds.
    """
    if narrative.expression is None:
        return ()
    rows = []
    for position, threshold in enumerate(thresholds(narrative.expression)):
        for factor in (1 - STEP, 1 + STEP):
            expression = scaled(narrative.expression, factor, only=position)
            changed = dataclasses.replace(narrative, expression=expression)
            judged = judge([changed], columns, start=start, by=by, units=units)
            text = thresholds(expression)[position].text
            rows.append(
                Moved(
                    narrative.name,
                    threshold.text,
                    text,
                    factor,
                    float(np.average(judged.truth[0], weights=weights)),
                )
            )
    return tuple(rows)
