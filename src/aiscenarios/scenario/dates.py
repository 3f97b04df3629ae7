"""Quarters as a scenario writes them, and what is wrong with the ones it does not."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from aiscenarios import quarters
from aiscenarios.files.nodes import Node, Scalar

__all__ = [
    "LAST", "Span", "looks_dated", "read_date", "read_day", "read_past_day", "read_quarter", "still_to_come",
]  # fmt: skip

LAST = quarters.parse("2060Q4")
_MONTHS = 12
_EARLIEST = timedelta(hours=14)
"""How far the first clocks are ahead of UTC."""

type _Meant = Callable[[re.Match[str]], str]

_LOOSE: tuple[tuple[re.Pattern[str], _Meant], ...] = (
    (re.compile(r"(\d{4})\s*[-_ /.]?\s*[qQ]([1-4])"), lambda m: f"{m[1]}Q{m[2]}"),
    (re.compile(r"[qQ]([1-4])\s*[-_ /.]?\s*(\d{4})"), lambda m: f"{m[2]}Q{m[1]}"),
    (re.compile(r"(\d{4})-(0[1-9]|1[0-2])(-\d\d)?"), lambda m: f"{m[1]}Q{(int(m[2]) - 1) // 3 + 1}"),
    (re.compile(r"(\d{4})"), lambda m: f"{m[1]}Q1"),
)


class Span(NamedTuple):
    """The quarters a scenario may date: from its start (from 2019Q1 if it rewrites history) to its end.

    Endings may speak of none after ``by``.
    """

    start: int
    end: int
    by: int
    rewrite_history: bool


def looks_dated(text: str) -> bool:
    """A key that is meant as a date."""
    return re.match(r"\d{4}(\D|$)|[qQ]\d", text) is not None


def read_quarter(node: Node) -> int:
    """The quarter a scalar names.

    Raises:
        InputError: not of the form 2027Q1, before 2019Q1 or after 2060Q4.
    """
    if not isinstance(node, Scalar):
        raise node.place.fault("must be a quarter", "write it as 2027Q1")
    text = node.text.strip()
    try:
        quarter = quarters.parse(text)
    except ValueError:
        meant = next((write(m) for form, write in _LOOSE if (m := form.fullmatch(text))), "it as 2027Q1")
        raise node.place.fault(f"'{text}' is not a quarter", f"write {meant}") from None
    if not 0 <= quarter <= LAST:
        raise node.place.fault(f"{text} is outside {quarters.label(0)} to {quarters.label(LAST)}")
    return quarter


def read_day(node: Node) -> date:
    """The day a scalar names; of a month, a quarter or a year it is the last one.

    Raises:
        InputError: no day, or one before 2019 or after 2060.
    """
    if not isinstance(node, Scalar):
        raise node.place.fault("must be a day", "write it as 2023-12-31")
    text = node.text.strip()
    try:
        day = _day(text)
    except ValueError:
        raise node.place.fault(
            f"'{text}' is not a day", "write it as 2023-12-31, 2023-12 or 2023Q4"
        ) from None
    if not 0 <= quarters.containing(day) < LAST:
        first, last = quarters.year(0), quarters.year(LAST)
        raise node.place.fault(f"{text} is outside {first} to {last}")
    return day


def read_past_day(node: Node) -> date:
    """The day a scalar names, if it has begun somewhere on Earth.

    Raises:
        InputError: as for ``read_day``, or it is still to come.
    """
    day = read_day(node)
    if still_to_come(day):
        raise node.place.fault(
            f"{day} is still to come", "write a day up to today; what has not come yet is left out"
        )
    return day


def still_to_come(day: date) -> bool:
    """Whether a day has not begun anywhere on Earth."""
    return day > (datetime.now(UTC) + _EARLIEST).date()


def _day(text: str) -> date:
    if re.fullmatch(r"\d{4}Q[1-4]", text):
        return quarters.last_day(quarters.parse(text))
    match re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text):
        case re.Match() as found:
            year, month, day = (int(part) if part else None for part in found.groups())
            assert year is not None
            month = month or _MONTHS
            return date(year, month, day or monthrange(year, month)[1])
    raise ValueError(text)


def read_date(node: Node, span: Span) -> int:
    """The quarter a scalar names, within what the scenario may set.

    Raises:
        InputError: as ``read_quarter``; also a past date, or one after the scenario's end.
    """
    quarter = read_quarter(node)
    if quarter < span.start and not span.rewrite_history:
        raise node.place.fault(past(quarter, span.start), "date it later, or add 'rewrite_history: true'")
    if quarter > span.end:
        raise node.place.fault(
            f"{quarters.label(quarter)} is after the scenario's end, {quarters.label(span.end)}"
        )
    return quarter


def past(quarter: int, start: int) -> str:
    """The message for a date before the scenario's start."""
    return f"{quarters.label(quarter)} is in the past: the scenario starts in {quarters.label(start)}"
