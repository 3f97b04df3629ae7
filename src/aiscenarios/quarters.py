"""Calendar quarters as integers: 2019Q1 is 0, and every array of the model is indexed by them."""

import re
from calendar import monthrange
from datetime import date

__all__ = ["EPOCH_YEAR", "containing", "label", "last_day", "parse", "quarter_of_date", "year"]

EPOCH_YEAR = 2019
_FORM = re.compile(r"(\d{4})Q([1-4])")


def parse(text: str) -> int:
    """Quarters since 2019Q1 of a label such as ``2027Q1``.

    Raises:
        ValueError: the text is not four digits, Q and 1 to 4.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is not a quarter; write it as 2027Q1")
    return (int(match[1]) - EPOCH_YEAR) * 4 + int(match[2]) - 1


def label(quarter: int) -> str:
    """The quarter's name, e.g. ``label(32) == "2027Q1"``."""
    return f"{year(quarter)}Q{quarter % 4 + 1}"


def year(quarter: int) -> int:
    """Calendar year the quarter lies in."""
    return EPOCH_YEAR + quarter // 4


def quarter_of_date(text: str) -> int:
    """The quarter an ISO date or month lies in (``2026-02-04``, ``2026-02``)."""
    parts = text.split("-")
    return (int(parts[0]) - EPOCH_YEAR) * 4 + (int(parts[1]) - 1) // 3


def containing(day: date) -> int:
    """The quarter a day lies in."""
    return (day.year - EPOCH_YEAR) * 4 + (day.month - 1) // 3


def last_day(quarter: int, months_later: int = 0) -> date:
    """The last day of a quarter, or of the month that ends so many months later."""
    month = year(quarter) * 12 + quarter % 4 * 3 + 2 + months_later
    return date(month // 12, month % 12 + 1, monthrange(month // 12, month % 12 + 1)[1])
