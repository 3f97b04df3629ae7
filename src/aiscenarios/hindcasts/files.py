"""Facts that a user brings: a CSV file with the columns of COLUMNS, read with every error in its line."""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

from aiscenarios import observations, quarters
from aiscenarios.ensemble.seen import check_end
from aiscenarios.errors import InputError
from aiscenarios.evidence import Fact, Interval
from aiscenarios.observations import Series
from aiscenarios.observations.period import Period, parse
from aiscenarios.scenario.dates import still_to_come

__all__ = ["COLUMNS", "Brought", "read"]

COLUMNS = ("series", "entity", "period", "value", "low", "high", "unit")
LEVEL = 0.9
"""``low`` and ``high`` are 5% and 95%."""


@dataclass(frozen=True)
class Brought:
    """What a file holds.

    Args:
        facts: of series that an observation sees.
        skipped: names of series that none sees, where they may be left out.
    """

    facts: tuple[Fact, ...]
    skipped: tuple[str, ...]


def read(file: Path, *, skip_unknown: bool = False) -> Brought:
    """Facts of a file; each becomes known at the end of its period and the lag of its series.

    Args:
        file: CSV in UTF-8 with a header.
        skip_unknown: leave out series that no observation sees instead of refusing them.

    Raises:
        InputError: the file cannot be read, or a line is wrong: with file, line, column and remedy.
    """
    if file.exists() and not file.is_file():
        raise InputError("is a folder, a pipe or a device, not a file", file=str(file))
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not UTF-8"
        raise InputError(f"cannot be read: {reason}", file=str(file)) from problem
    rows = csv.DictReader(text.splitlines())
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise InputError(
            f"has no column '{missing[0]}'", file=str(file), line=1, hint=f"columns: {','.join(COLUMNS)}"
        )
    facts: list[Fact] = []
    skipped: dict[str, None] = {}
    lines: dict[tuple[str, str, Period], int] = {}
    for row in rows:
        line, fields = rows.line_num, len(rows.fieldnames or ())
        if None in row or None in row.values():
            hint = "put a value with a comma in quotes" if None in row else "write the commas of empty ones"
            told = f"must have {fields} values, as the header has"
            raise InputError(told, file=str(file), line=line, hint=hint)
        name = row["series"].strip()
        if name not in observations.known() and skip_unknown:
            skipped[name] = None
            continue
        fact = _fact({key: row[key].strip() for key in COLUMNS}, str(file), line)
        place = (*fact.address[:2], parse(fact.period, observations.known()[name].year))
        if lines.setdefault(place, line) != line:
            raise InputError(f"{' / '.join(fact.address)} stands twice (first in line {lines[place]})",
                             file=str(file), line=line, hint="keep one")  # fmt: skip
        facts.append(fact)
    if not facts:
        raise InputError("holds no fact of a series that is seen", file=str(file),
                         hint="see 'aiscenarios list series'")  # fmt: skip
    return Brought(tuple(facts), tuple(skipped))


def _fact(row: dict[str, str], file: str, line: int) -> Fact:
    def fault(column: str, message: str, hint: str | None = None) -> InputError:
        return InputError(message, file=file, line=line, path=column, hint=hint)

    try:
        observations.find(row["series"])
    except InputError as error:
        raise fault(
            "series", error.message, error.hint or "see 'aiscenarios list series', or --skip-unknown"
        ) from None
    series = observations.known()[row["series"]]
    try:
        observations.check_entity(row["series"], row["entity"])
    except InputError as error:
        raise fault("entity", error.message, error.hint) from None
    if row["unit"] != series.unit:
        raise fault("unit", f"must be '{series.unit}' (got '{row['unit']}')")
    try:
        period = parse(row["period"], series.year)
        check_end((row["series"], row["entity"], row["period"]), period.end)
    except InputError as error:
        raise fault("period", error.message, error.hint) from None
    if still_to_come(quarters.last_day(math.floor(period.begin) - 1)):
        raise fault("period", f"{row['period']} is still to come", "a fact is of a time that has been")
    value, low, high = (_number(row, column, series, fault) for column in ("value", "low", "high"))
    if value is None:
        raise fault("value", "is missing")
    if (low is None) != (high is None) or (low is not None and high is not None and not low < value < high):
        raise fault("low", "low and high must lie around the value, or both be empty")
    interval = None if low is None or high is None else Interval(low, high, LEVEL)
    known = quarters.last_day(math.ceil(period.end) - 1, round(series.lag.months))
    return Fact(
        row["series"], row["entity"], row["period"], value, series.unit, interval, file, "", known.year,
        "seen", known, "first", "held-out", "",
    )  # fmt: skip


def _number(row: dict[str, str], column: str, series: Series, fault) -> float | None:  # type: ignore[no-untyped-def]
    if not row[column]:
        return None
    try:
        number = float(row[column])
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise fault(column, f"'{row[column]}' is not a number", "write 6.5")
    if not math.isfinite(float(series.error.scaled(number))):  # type: ignore[arg-type]
        raise fault(
            column, f"{row[column]} {series.unit} cannot be: the scale of its error is {series.error.scale}"
        )
    return number
