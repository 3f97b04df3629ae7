"""Days as the model's time, in quarters since the start of 2019, and back."""

import math
import re
from calendar import monthrange
from datetime import date, timedelta

from aiscenarios import quarters
from aiscenarios.errors import InputError
from aiscenarios.files.nodes import Node
from aiscenarios.scenario.dates import read_quarter
from aiscenarios.scenario.text import as_scalar

__all__ = ["day_of", "parse_day", "read_day", "read_moment", "time_of"]

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FORMS = "write a day as 2024-12-31, or a month as 2024-12 for its last day"


def time_of(day: date) -> float:
    """The end of a day: ``time_of(date(2019, 3, 31)) == 1.0``."""
    first, length = _quarter(day)
    quarter = (first.year - quarters.EPOCH_YEAR) * 4 + (first.month - 1) // 3
    return quarter + ((day - first).days + 1) / length


def day_of(time: float) -> date:
    """The day a time lies in; a time between two days is the earlier one."""
    quarter = math.ceil(time) - 1
    first = date(quarters.year(quarter), quarter % 4 * 3 + 1, 1)
    length = _quarter(first)[1]
    place = math.ceil((time - quarter) * length - 1e-6) - 1
    return first + timedelta(days=min(max(place, 0), length - 1))


def _quarter(day: date) -> tuple[date, int]:
    """First day and number of days of a day's quarter."""
    month = (day.month - 1) // 3 * 3 + 1
    last = date(day.year, month + 2, monthrange(day.year, month + 2)[1])
    first = date(day.year, month, 1)
    return first, (last - first).days + 1


def parse_day(text: str) -> date:
    """A day, or the last day of a month.

    Raises:
        InputError: the text is neither, or lies before 2019.
    """
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else _month_end(text)
    except ValueError:
        raise InputError(f"'{text}' is not a day", hint=_FORMS) from None
    if found.year < quarters.EPOCH_YEAR:
        raise InputError(f"{text} lies before {quarters.EPOCH_YEAR}, where the model begins")
    return found


def _month_end(text: str) -> date:
    match = _MONTH.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month = int(match[1]), int(match[2])
    return date(year, month, monthrange(year, month)[1])


def read_day(node: Node) -> date:
    """The day a scalar names."""
    try:
        return parse_day(as_scalar(node).text.strip())
    except InputError as error:
        if error.file is not None:
            raise
        raise node.place.fault(error.message, error.hint) from None


def read_moment(node: Node) -> float:
    """The time a scalar names: the end of a quarter, of a month or of a day.

    Raises:
        InputError: it names none, or one outside 2019Q1 to 2060Q4.
    """
    text = as_scalar(node).text.strip()
    if _DAY.fullmatch(text) or _MONTH.fullmatch(text):
        return time_of(read_day(node))
    return read_quarter(node) + 1.0
