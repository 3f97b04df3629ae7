"""Periods as sources write them, in quarters since the start of 2019."""

import re
from dataclasses import dataclass

from aiscenarios.errors import InputError
from aiscenarios.quarters import EPOCH_YEAR

__all__ = ["FORMS", "Period", "SourceYear", "parse"]

FORMS = "2024, 2024-06, 2024-06-30, 2024Q2, 2019-2024 or FY2024"
_MONTHS = 12
_YEAR = r"(?P<year>\d{4})"
_FORMS = (
    re.compile(_YEAR),
    re.compile(rf"{_YEAR}-?Q(?P<quarter>[1-4])"),
    re.compile(rf"{_YEAR}-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?"),
    re.compile(rf"{_YEAR}-(?P<last>\d{{4}})"),
    re.compile(rf"FY{_YEAR}"),
)


@dataclass(frozen=True, slots=True)
class SourceYear:
    """Which months a year of a source stands for: from its first, counted from January of its number."""

    first: int = 0
    months: int = _MONTHS


CALENDAR = SourceYear()


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time; both ends in quarters since the start of 2019."""

    begin: float
    end: float

    def quarters(self) -> range:
        """The quarters it touches."""
        return range(int(self.begin // 1), int(-(-self.end // 1)))

    def part(self, quarter: int) -> float:
        """The part of a quarter that lies inside."""
        return max(0.0, min(self.end, quarter + 1) - max(self.begin, quarter))


def _months(first: float, last: float) -> Period:
    """From one month to before another, counted from January 2019."""
    return Period(first / 3.0, last / 3.0)


def parse(text: str, year: SourceYear = CALENDAR) -> Period:
    """A period.

    Args:
        text: a year, month, day, quarter, span of years or fiscal year.
        year: what one year, fiscal or not, is to the source.

    Raises:
        InputError: none of these.
    """
    found = next((match for form in _FORMS if (match := form.fullmatch(text.strip()))), None)
    said = found.groupdict() if found else {}
    if found is None or (said.get("last") and said["last"] < said["year"]):
        raise InputError(f"'{text}' is not a period", path="period", hint=f"write {FORMS}")
    january = (int(said["year"]) - EPOCH_YEAR) * _MONTHS
    if said.keys() == {"year"}:
        return _months(january + year.first, january + year.first + year.months)
    if "quarter" in said:
        first = january + 3 * (int(said["quarter"]) - 1)
        return _months(first, first + 3)
    if "month" in said:
        first = january + int(said["month"]) - 1
        if said.get("day"):
            at = first + (int(said["day"]) - 0.5) / 31.0
            return _months(at, at)
        return _months(first, first + 1)
    return _months(january, (int(said["last"]) - EPOCH_YEAR + 1) * _MONTHS)
