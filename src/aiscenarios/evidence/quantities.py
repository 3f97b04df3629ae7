"""Reading numbers with units as people write them: `10% to 40%`, `US$ 300k to 3M`, `4 to 14 months`."""

import re
from typing import NamedTuple

from aiscenarios.errors import InputError
from aiscenarios.evidence.scales import USUAL_LEVEL, Interval

__all__ = ["SHARES", "interval", "number"]

_FORM = re.compile(
    r"(?P<money>US\$ ?)?(?P<digits>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)"
    r"(?P<size>k|M|bn)?(?P<mark>%|x)?(?: (?P<unit>\S.*))?"
)
_SIZES = {"k": 1e3, "M": 1e6, "bn": 1e9}
_PERCENT = 0.01
SHARES = ("share", "per quarter", "per year")
"""Units that may be written in percent."""


class _Number(NamedTuple):
    """A number as written: digits, and what stood before and behind them."""

    digits: float
    money: bool
    size: str | None
    mark: str | None
    unit: str | None


def _refusal(text: str, unit: str) -> InputError:
    hint = "write 0.9, not 0,9" if "," in text else f"write a number in {unit}"
    if re.fullmatch(r"\s*[\d.]+\s*[-–]\s*[\d.]+\D*", text):  # noqa: RUF001
        hint = "write an interval as 5 to 10"
    return InputError(f"'{text}' is not a number in {unit}", hint=hint)


def _read(text: str, unit: str) -> _Number:
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise _refusal(text, unit)
    money = match["money"] is not None
    return _Number(float(match["digits"]), money, match["size"], match["mark"], match["unit"])


def _value(written: _Number, text: str, unit: str) -> float:
    """The number in ``unit``, refusing any other unit."""
    fits = (
        (not written.money or unit.startswith("US$"))
        and (written.mark != "%" or unit in SHARES)
        and (written.mark != "x" or unit.split(maxsplit=1)[0] == "x")
        and written.unit in (None, unit, unit.removeprefix("US$ "), unit.removeprefix("x "))
    )
    if not fits:
        raise InputError(f"'{text}' is not in {unit}", hint=f"give it in {unit}")
    return written.digits * _SIZES.get(written.size or "", 1.0) * (_PERCENT if written.mark == "%" else 1.0)


def number(text: str, unit: str) -> float:
    """A number in a unit; ``number("US$ 300k", "US$") == 300000``.

    Raises:
        InputError: the text is no number, or is in another unit.
    """
    return _value(_read(text, unit), text, unit)


def interval(text: str, unit: str, level: float = USUAL_LEVEL) -> Interval:
    """An interval in a unit; a `%`, `x` or unit written once, at the end, holds for both numbers.

    Raises:
        InputError: not two numbers in rising order, in the right unit.
    """
    parts = text.split(" to ")
    if len(parts) != len(("low", "high")):
        raise InputError(f"'{text}' is not an interval in {unit}", hint="write both ends, as 0.1 to 0.5")
    low, high = (_read(part, unit) for part in parts)
    if bool(low.size) != bool(high.size):
        raise InputError(f"'{text}' gives k, M or bn for one number only", hint="write US$ 1M to 3M")
    low = low._replace(mark=low.mark or high.mark, unit=low.unit or high.unit)
    return Interval(_value(low, text, unit), _value(high, text, unit), level)
