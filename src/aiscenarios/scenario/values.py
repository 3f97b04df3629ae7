"""Numbers with units as people write them: 40%, 1.6x, US$ 50M, RMB 2bn, 100k H100e, 3 months, 0.1 to 0.5."""

import math
import re
from typing import NamedTuple

from aiscenarios.files.nodes import Node, Scalar
from aiscenarios.scenario.money import rate
from aiscenarios.scenario.text import as_scalar
from aiscenarios.scenario.traps import NUMBER, interval_hint, not_a_number

__all__ = [
    "ANY",
    "EXAMPLES",
    "Interval",
    "Range",
    "exact",
    "read_interval",
    "read_number",
    "read_quarters",
    "spoken",
]

type Range = tuple[float, float]
"""Lowest and highest value, both allowed."""

ANY: Range = (-math.inf, math.inf)
MOST_QUARTERS = 200
EXAMPLES = {
    "share": "40%", "multiple": "1.6x", "US$": "US$ 50M", "H100e": "100k H100e", "months": "3 months",
    "quarters": "2 quarters", "persons": "3", "points": "2.5 points", "number": "0.7",
}  # fmt: skip
"""How a value of each unit is written."""

_NOUNS = {
    "share": "a share", "multiple": "a multiple", "US$": "an amount of money",
    "H100e": "an amount of compute", "months": "a time in months", "quarters": "a time in quarters",
    "persons": "a number of persons", "points": "a number of points", "number": "a plain number",
}  # fmt: skip
_SCALES = {"k": 1e3, "M": 1e6, "bn": 1e9, "tn": 1e12, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_CURRENCIES = {"US$": "US$", "USD": "US$", "RMB": "RMB", "CNY": "RMB"}
_UNITS = {
    "%": "%", "x": "multiple", "H100e": "H100e", "month": "months", "months": "months",
    "quarter": "quarters", "quarters": "quarters", "year": "years", "years": "years",
    "person": "persons", "persons": "persons", "researchers": "persons", "users": "persons",
    "point": "points", "points": "points",
}  # fmt: skip
_FACTORS = {("quarters", "months"): 3.0, ("years", "months"): 12.0, ("years", "quarters"): 4.0}
_PERCENT = 100.0
_LEAST_PER_CENT = 2.0
"""From here on a bare share is taken for per cent, not for a slip."""
_FORM = re.compile(
    rf"(?P<currency>{'|'.join(map(re.escape, _CURRENCIES))})?\s*(?P<number>{NUMBER})"
    rf"\s*(?P<scale>{'|'.join(_SCALES)})?\s*(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})?"
    r"(?P<rate>\s*(?:a year|per year|/year))?"
)


class Quantity(NamedTuple):
    """A number as written: its unit if one was given, and whether it carried k, M or bn."""

    text: str
    number: float
    unit: str | None
    scaled: bool


class Interval(NamedTuple):
    """The lower and upper end of a range, in the parameter's unit."""

    low: float
    high: float


def read_number(node: Scalar, unit: str, limits: Range = ANY) -> float:
    """The value of a scalar in ``unit``.

    Raises:
        InputError: no number, a wrong or missing unit, or a value outside the limits.
    """
    return _value(node, _parse(node, node.text, unit), unit, limits)


def read_interval(node: Scalar, unit: str) -> Interval:
    """The two ends of ``a to b``; a unit written at one end holds for both.

    Raises:
        InputError: as ``read_number``; also no interval, or the ends in the wrong order.
    """
    texts = re.split(r"\s+to\s+", node.text.strip())
    if len(texts) != len(Interval._fields):
        raise node.place.fault(f"must be an interval (got '{node.text}')", interval_hint(node.text.strip()))
    first, last = (_parse(node, text, unit) for text in texts)
    low = _value(node, first._replace(unit=first.unit or last.unit), unit, ANY)
    high = _value(node, last._replace(unit=last.unit or first.unit), unit, ANY)
    if low == high:
        raise node.place.fault(f"has no width (got '{node.text}')", f"write {{fix: {texts[0]}}}")
    if low > high:
        raise node.place.fault(
            f"must go from low to high (got '{node.text}')", f"write {texts[1]} to {texts[0]}"
        )
    return Interval(low, high)


def read_quarters(node: Node) -> int:
    """A whole number of quarters, at least one.

    Raises:
        InputError: not one value, no whole number, or in a unit that is no time.
    """
    scalar = as_scalar(node)
    number = read_number(scalar, "quarters", (1, MOST_QUARTERS))
    if number != int(number):
        raise node.place.fault(f"must be a whole number of quarters (got '{scalar.text}')")
    return int(number)


def _parse(node: Scalar, written: str, unit: str) -> Quantity:
    text = written.strip()
    match = _FORM.fullmatch(text)
    if match is None:
        raise node.place.fault(*not_a_number(text, EXAMPLES[unit]))
    number = float(match["number"]) * _SCALES.get(match["scale"] or "", 1.0)
    if not math.isfinite(number):
        raise node.place.fault(f"is too big a number (got '{text}')")
    if match["currency"] and match["unit"]:
        raise node.place.fault(f"has two units (got '{text}')", f"write it like {EXAMPLES[unit]}")
    if match["rate"] and not match["currency"]:
        raise node.place.fault(
            f"is no amount of money a year (got '{text}')", f"write it like {EXAMPLES[unit]}"
        )
    given = _CURRENCIES.get(match["currency"] or "") or _UNITS.get(match["unit"] or "")
    return Quantity(text, number, given, match["scale"] is not None)


def _value(node: Scalar, quantity: Quantity, unit: str, limits: Range) -> float:
    """The quantity in ``unit``, within the limits."""
    value = _in_unit(node, quantity, unit)
    low, high = limits
    if low <= value <= high:
        return value
    bare = quantity.unit is None
    limit = f"at most {_limit(high, unit, bare)}" if value > high else f"at least {_limit(low, unit, bare)}"
    per_cent = bare and unit == "share" and _LEAST_PER_CENT <= value <= _PERCENT
    hint = f"for per cent write {quantity.text}%" if per_cent else None
    raise node.place.fault(f"must be {limit} (got {quantity.text})", hint)


def _limit(value: float, unit: str, bare: bool) -> str:
    return _plain(value) if bare else spoken(value, unit)


def _in_unit(node: Scalar, quantity: Quantity, unit: str) -> float:
    given = quantity.unit
    if given is None and (unit == "US$" or (quantity.scaled and unit != "persons")):
        raise node.place.fault(
            f"does not say of what (got '{quantity.text}')", f"write it with its unit, like {EXAMPLES[unit]}"
        )
    if given in {unit, None}:
        return quantity.number
    if given == "%" and unit == "share":
        return quantity.number / _PERCENT
    if given == "RMB" and unit == "US$":
        return quantity.number / rate().rmb_per_dollar
    factor = _FACTORS.get((given or "", unit))
    if factor is None:
        raise node.place.fault(
            f"must be {_NOUNS[unit]} (got '{quantity.text}')", f"write it like {EXAMPLES[unit]}"
        )
    return quantity.number * factor


def _plain(number: float) -> str:
    return f"{number:.12g}"


def exact(value: float, unit: str) -> str:
    """A value in its unit that reads back to the same bits."""
    number = repr(value)
    forms = {"multiple": f"{number}x", "US$": f"US$ {number}", "H100e": f"{number} H100e"}
    return forms.get(unit, number)


def spoken(value: float, unit: str) -> str:
    """A value in its unit for a reader: ``80%``, ``1.6x``, ``US$ 50M``, ``3 months``."""
    match unit:
        case "share":
            return f"{_plain(round(value * _PERCENT, 10))}%"
        case "multiple":
            return f"{_plain(value)}x"
        case "US$":
            return f"US$ {_scaled(value)}"
        case "H100e":
            return f"{_scaled(value)} H100e"
        case "number":
            return _plain(value)
        case _:
            return f"{_plain(value)} {unit if value != 1 else unit.removesuffix('s')}"


def _scaled(value: float) -> str:
    for name, scale in (("tn", 1e12), ("bn", 1e9), ("M", 1e6), ("k", 1e3)):
        if abs(value) >= scale:
            return f"{value / scale:.4g}{name}"
    return f"{value:.4g}"
