"""Days as the model's time, in quarters since the start of 2019, and back."""

import math
from calendar import monthrange
from datetime import date, timedelta

from aiscenarios import quarters
from aiscenarios.files.nodes import NOWHERE, Node, Scalar
from aiscenarios.scenario.dates import read_day

__all__ = ["day_of", "month_of", "parse_day", "read_moment", "time_of"]


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


def month_of(time: float) -> str:
    """The month a time lies in; months are thirds of quarters, a time between two is the earlier one."""
    month = math.ceil(3.0 * time - 1e-6) - 1
    return f"{quarters.EPOCH_YEAR + month // 12}-{month % 12 + 1:02}"


def _quarter(day: date) -> tuple[date, int]:
    """First day and number of days of a day's quarter."""
    month = (day.month - 1) // 3 * 3 + 1
    last = date(day.year, month + 2, monthrange(day.year, month + 2)[1])
    first = date(day.year, month, 1)
    return first, (last - first).days + 1


def parse_day(text: str) -> date:
    """The day a text names; of a month, a quarter or a year it is the last one.

    Raises:
        InputError: none, or one outside 2019 to 2060.
    """
    return read_day(Scalar(text, True, NOWHERE.under("as_of")))


def read_moment(node: Node) -> float:
    """The time a scalar names: the end of a day, a month, a quarter or a year."""
    return time_of(read_day(node))
