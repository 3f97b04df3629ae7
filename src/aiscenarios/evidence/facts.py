"""Public facts as a cited table: each row has one role, a date from which it was known, and a source."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aiscenarios.errors import InputError, did_you_mean
from aiscenarios.evidence.claims import Article
from aiscenarios.evidence.scales import Interval

__all__ = ["PROVENANCES", "ROLES", "VINTAGES", "Fact", "read_facts"]

ROLES = ("prior", "initial", "target", "held-out", "context")
"""Behind a reference prior; where the world starts or what drives it; fitted to; scored; shown only."""

PROVENANCES = ("seen", "recalled")
VINTAGES = ("first", "revised")
COLUMNS = (
    "series", "entity", "period", "value", "low", "high", "level", "unit",
    "title", "publisher", "year", "provenance", "known", "vintage", "role", "note",
)  # fmt: skip

_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")
_PERIOD = re.compile(r"(FY)?\d{4}|\d{4}-\d{4}|\d{4}-?Q[1-4]|\d{4}-\d{2}(-\d{2})?")


@dataclass(frozen=True, slots=True)
class Fact:
    """One published number.

    Args:
        series, entity, period: its address; no two facts share one.
        value, unit: as published.
        interval: low to high at a level, where one is known.
        title, publisher, year: the source.
        provenance: ``seen``, or ``recalled`` where the source was not re-checked.
        known: the first day on which a forecaster could have used it.
        vintage: ``first``, or ``revised`` where the history was re-issued later.
        role: one of ROLES.
        note: how it was derived, whose interval it is.
    """

    series: str
    entity: str
    period: str
    value: float
    unit: str
    interval: Interval | None
    title: str
    publisher: str
    year: int
    provenance: str
    known: date
    vintage: str
    role: str
    note: str

    @property
    def address(self) -> tuple[str, str, str]:
        """Series, entity and period."""
        return self.series, self.entity, self.period

    @property
    def source(self) -> str:
        """The citation, in one line."""
        return f"{self.title} ({self.publisher}, {self.year})"


def _word(row: dict[str, str], column: str, known: Iterable[str]) -> str:
    words = tuple(known)
    if row[column] not in words:
        raise InputError(f"'{row[column]}' is unknown", path=column, hint=did_you_mean(row[column], words))
    return row[column]


def _number(row: dict[str, str], column: str) -> float:
    if not _NUMBER.fullmatch(row[column] or ""):
        raise InputError(f"'{row[column]}' is not a number", path=column, hint="write 0.9")
    return float(row[column])


def _day(row: dict[str, str], column: str) -> date:
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        raise InputError(f"'{row[column]}' is not a day", path=column, hint="write 2024-12-31") from None


def _period(row: dict[str, str]) -> str:
    if not _PERIOD.fullmatch(row["period"]):
        hint = "write 2024, 2024-06, 2024-Q2, 2019-2024 or FY2024"
        raise InputError(f"'{row['period']}' is not a period", path="period", hint=hint)
    return row["period"]


def _interval(row: dict[str, str]) -> Interval | None:
    if not row["low"] and not row["high"]:
        return None
    return Interval(_number(row, "low"), _number(row, "high"), _number(row, "level"))


def _fact(row: dict[str, str]) -> Fact:
    role = _word(row, "role", ROLES)
    interval = _interval(row)
    if interval is None and role in ("target", "held-out"):
        raise InputError("a fact that is fitted to or scored needs low and high", path="low")
    return Fact(
        series=row["series"],
        entity=row["entity"],
        period=_period(row),
        value=_number(row, "value"),
        unit=row["unit"],
        interval=interval,
        title=row["title"],
        publisher=row["publisher"],
        year=int(_number(row, "year")),
        provenance=_word(row, "provenance", PROVENANCES),
        known=_day(row, "known"),
        vintage=_word(row, "vintage", VINTAGES),
        role=role,
        note=row["note"],
    )


def _refuse_double(fact: Fact, before: dict[tuple[str, str, str], Fact]) -> None:
    other = before.setdefault(fact.address, fact)
    if other is not fact:
        roles = f"as {other.role} and as {fact.role}" if other.role != fact.role else "twice"
        message = f"{' / '.join(fact.address)} stands {roles}"
        raise InputError(message, path="role", hint="a fact has one role")


def _refuse_article(fact: Fact, articles: Iterable[Article]) -> None:
    for article in articles:
        if fact.title == article.title and fact.role in ("target", "held-out"):
            raise InputError(
                f"a {fact.role} may not come from article {article.id}", path="title", hint="make it context"
            )


def read_facts(file: Path, articles: Iterable[Article]) -> tuple[Fact, ...]:
    """The facts in the order of the file.

    Raises:
        InputError: a column, number, date or word is wrong, a fact stands twice, or a target is an article's.
    """
    found: dict[tuple[str, str, str], Fact] = {}
    articles = tuple(articles)
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise InputError(f"the columns must be {', '.join(COLUMNS)}", file=str(file), line=1)
        for row in reader:
            try:
                fact = _fact(row)
                _refuse_double(fact, found)
                _refuse_article(fact, articles)
            except InputError as error:
                raise InputError(
                    error.message, file=str(file), line=reader.line_num, path=error.path, hint=error.hint
                ) from None
    return tuple(found.values())
