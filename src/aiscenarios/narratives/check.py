"""Names, kinds, units and bounds of an expression: what it speaks of exists, fits together and can happen."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from aiscenarios import quarters
from aiscenarios.errors import InputError, did_you_mean
from aiscenarios.narratives.printer import to_text
from aiscenarios.narratives.quantity import Quantity, Side, fit
from aiscenarios.narratives.syntax import (
    DATE_WORDS,
    FUNCTIONS,
    NOWHERE,
    And,
    Arithmetic,
    Call,
    Column,
    Compare,
    Expression,
    Negative,
    Not,
    Number,
    Or,
    Place,
    children,
)  # fmt: skip
from aiscenarios.narratives.units import (
    Unit,
    column_unit,
    divided,
    literal_factor,
    literal_unit,
    multiplied,
    per_year,
)  # fmt: skip

__all__ = ["check", "check_quantity", "quantity"]

_PERCENT = 100
_LOOKING_BACK = {"sustained": 1, "mean": 1, "total": 1, "ago": 0}
"""Functions of past quarters, and whether the quarter itself counts as one."""


class _Scope(NamedTuple):
    """What names mean, and where the text stands."""

    units: Mapping[str, str]
    place: Place
    last: int | None


def check(
    expression: Expression, units: Mapping[str, str], place: Place = NOWHERE, last: int | None = None
) -> None:
    """Refuse a condition that cannot be evaluated or can never change.

    Args:
        expression: as read.
        units: unit text of every outcome column.
        place: where it stands, for the error.
        last: the last quarter it is judged in, where known; what can hold only later is refused.

    Raises:
        InputError: unknown outcome, a quantity in place of a condition or the contrary, units that do not
            fit, a comparison that holds always or never, or a date after the end.
    """
    _condition(expression, _Scope(units, place, last))


def check_quantity(
    expression: Expression, units: Mapping[str, str], place: Place = NOWHERE, last: int | None = None
) -> Quantity:
    """Unit and bounds of a quantity; refuse one that cannot be evaluated. Arguments as for ``check``.

    Raises:
        InputError: unknown outcome, a condition in place of a quantity, units that do not fit, a date after
            the end, or a plain number.
    """
    known = _quantity(expression, _Scope(units, place, last))
    if known.is_number:
        raise place.error(f"'{to_text(expression)}' is a number", expression.at, "name an outcome")
    return known


def quantity(expression: Expression, units: Mapping[str, str]) -> Quantity:
    """Unit and bounds of a quantity that has been checked."""
    return _quantity(expression, _Scope(units, NOWHERE, None))


def _is_condition(node: Expression) -> bool:
    match node:
        case Compare() | Not() | And() | Or():
            return True
        case Call(name):
            return FUNCTIONS[name].gives == "condition"
    return False


def _condition(node: Expression, scope: _Scope) -> None:
    if not _is_condition(node):
        raise scope.place.error(
            f"'{to_text(node)}' is a quantity where a condition is needed", node.at,
            hint=f"compare it with something, e.g. {to_text(node)} > 40%",
        )  # fmt: skip
    match node:
        case Compare():
            _comparison(node, scope)
        case _:
            _duration(node, scope)
            for part in children(node):
                _condition(part, scope)


def _comparison(node: Compare, scope: _Scope) -> None:
    left, right = _quantity(node.left, scope), _quantity(node.right, scope)
    if left.is_number and right.is_number:
        raise scope.place.error(
            f"'{to_text(node)}' compares two numbers", node.at, "name an outcome on one side"
        )
    fit(Side(node.left, left), Side(node.right, right), scope.place, node.at)
    high, low = (left, right) if node.operator in (">", ">=") else (right, left)
    is_strict = node.operator in ("<", ">")
    if high.high < low.low or (is_strict and high.high == low.low):
        raise _one_sided(node, left, right, "never", scope)
    if high.low > low.high or (not is_strict and high.low == low.high):
        raise _one_sided(node, left, right, "always", scope)


def _one_sided(node: Compare, left: Quantity, right: Quantity, when: str, scope: _Scope) -> InputError:
    """The error for a comparison that no run can change."""
    side, bounds, number = (node.right, right, left) if left.is_number else (node.left, left, right)
    hint = "choose a threshold inside these bounds"
    if bounds.unit.form == "share" and number.unit.form == "bare" and 1 < number.high <= _PERCENT:
        hint = f"a share is written with %: {number.high:g}%"
    return scope.place.error(
        f"'{to_text(node)}' {when} holds: {to_text(side)} lies between {bounds.low:g} and {bounds.high:g}",
        node.at, hint,
    )  # fmt: skip


def _quantity(node: Expression, scope: _Scope) -> Quantity:
    if _is_condition(node):
        raise scope.place.error(
            f"'{to_text(node)}' is a condition where a quantity is needed", node.at,
            hint="join conditions with and, or, not",
        )  # fmt: skip
    match node:
        case Number(value, unit):
            number = value * literal_factor(unit)
            return Quantity(literal_unit(unit), number, number, is_number=True)
        case Column(name):
            return _column(node, name, scope)
        case Negative(operand):
            inner = _quantity(operand, scope)
            return inner._replace(low=-inner.high, high=-inner.low)
        case Arithmetic():
            return _arithmetic(node, scope)
        case Call():
            return _call(node, scope)
    raise TypeError(node)


def _column(node: Expression, name: str, scope: _Scope) -> Quantity:
    if name not in scope.units:
        hint = did_you_mean(name, tuple(scope.units)) or "aiscenarios list outcomes names them all"
        if name in DATE_WORDS:
            hint = f"{name} is a date; use it as in at(us_gap, {name})"
        raise scope.place.error(f"unknown outcome '{name}'", node.at, hint)
    unit = column_unit(scope.units[name])
    if unit.without_time().is_pure and unit.form == "share":
        return Quantity(unit, 0.0, 1.0)
    return Quantity(unit, 0.0 if "event" in unit.bases else -math.inf)


def _arithmetic(node: Arithmetic, scope: _Scope) -> Quantity:
    left, right = _quantity(node.left, scope), _quantity(node.right, scope)
    is_number = left.is_number and right.is_number
    if node.operator in "+-":
        fit(Side(node.left, left), Side(node.right, right), scope.place, node.at)
        unit = right.unit if left.is_number else left.unit
        ends = (right.low, right.high) if node.operator == "+" else (-right.high, -right.low)
        return Quantity(unit, left.low + ends[0], left.high + ends[1], is_number)
    if node.operator == "*":
        low, high = _product_bounds(left, right)
        return Quantity(multiplied(left.unit, right.unit), low, high, is_number)
    if right.is_number and right.high == 0:
        raise scope.place.error(f"'{to_text(node)}' divides by zero", node.at)
    inverse = right._replace(low=-math.inf, high=math.inf)
    if right.low > 0 or right.high < 0:
        inverse = right._replace(low=1 / right.high, high=1 / right.low)
    elif right.low == 0:
        inverse = right._replace(low=1 / right.high if right.high else 0.0, high=math.inf)
    low, high = _product_bounds(left, inverse)
    return Quantity(divided(left.unit, right.unit), low, high, is_number)


def _product_bounds(left: Quantity, right: Quantity) -> tuple[float, float]:
    ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    finite = [0.0 if math.isnan(end) else end for end in ends]
    return min(finite), max(finite)


def _call(node: Call, scope: _Scope) -> Quantity:
    found = [_quantity(argument, scope) for argument in node.arguments]
    _date(node, scope)
    _duration(node, scope)
    first = found[0]
    if all(part.is_number for part in found):
        raise scope.place.error(f"'{to_text(node)}' holds no outcome", node.at, "name an outcome in it")
    match node.name:
        case "min" | "max":
            return _extreme(node, found, scope)
        case "change":
            return first._replace(low=first.low - first.high, high=first.high - first.low)
        case "growth":
            return Quantity(Unit(), 0.0 if first.low >= 0 else -math.inf)
        case "total":
            return _total(node, first, scope)
    return first


def _extreme(node: Call, found: list[Quantity], scope: _Scope) -> Quantity:
    """Lowest or highest of some: all must fit together."""
    known = next(index for index, part in enumerate(found) if not part.is_number)
    for argument, part in zip(node.arguments, found, strict=True):
        fit(Side(node.arguments[known], found[known]), Side(argument, part), scope.place, argument.at)
    pick = min if node.name == "min" else max
    return Quantity(found[known].unit, pick(part.low for part in found), pick(part.high for part in found))


def _total(node: Call, flow: Quantity, scope: _Scope) -> Quantity:
    """What a flow adds up to: its unit loses the time."""
    if not flow.unit.bases & {"quarter", "year"}:
        raise scope.place.error(
            f"total adds up flows; {to_text(node.arguments[0])} is measured in {flow.unit}", node.at,
            hint=f"use mean({to_text(node.arguments[0])}, quarters={node.quarters})",
        )  # fmt: skip
    times = node.quarters * per_year(flow.unit)
    return Quantity(flow.unit.without_time(), flow.low * times, flow.high * times)


def _date(node: Call, scope: _Scope) -> None:
    if scope.last is None or node.date == "" or node.date in DATE_WORDS:
        return
    if quarters.parse(node.date) > scope.last:
        raise scope.place.error(
            f"{node.date} lies after the last quarter that counts, {quarters.label(scope.last)}", node.at,
            hint="choose an earlier date, or judge later with 'by'",
        )  # fmt: skip


def _duration(node: Expression, scope: _Scope) -> None:
    """What looks back over more quarters than there are by the last one is never defined."""
    if scope.last is None or not isinstance(node, Call) or node.name not in _LOOKING_BACK:
        return
    most = scope.last + _LOOKING_BACK[node.name]
    if node.quarters > most:
        raise scope.place.error(
            f"{node.quarters} quarters cannot have passed by {quarters.label(scope.last)}: the model begins"
            f" in {quarters.label(0)}", node.at, hint=f"at most {most} quarters",
        )  # fmt: skip
