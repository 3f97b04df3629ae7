"""A position in the tokens of a condition, and the numbers, counts and dates that can be read there."""

import math
from collections.abc import Callable

from aiscenarios import quarters
from aiscenarios.errors import InputError, did_you_mean
from aiscenarios.narratives.lexer import Token, tokens
from aiscenarios.narratives.syntax import DATE_WORDS, Number, Place

__all__ = ["KEYWORDS", "MOST_DEPTH", "MOST_QUARTERS", "Reader"]

KEYWORDS = ("and", "or", "not")
MOST_DEPTH = 20
MOST_QUARTERS = 80

_SIZES = {"k": 1e3, "thousand": 1e3, "M": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "trillion": 1e12}
_UNITS = {
    "x": "x", "month": "months", "months": "months", "quarter": "quarters", "quarters": "quarters",
    "year": "years", "years": "years", "person": "persons", "persons": "persons", "people": "persons",
    "researcher": "persons", "researchers": "persons", "user": "users", "users": "users",
    "point": "points", "points": "points", "nat": "nats", "nats": "nats", "H100e": "H100e",
}  # fmt: skip


class Reader:
    """A position in the tokens of one condition."""

    def __init__(self, text: str, place: Place) -> None:
        self.tokens = tokens(text, place)
        self.place = place
        self.next = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.next]

    @property
    def is_at_keyword(self) -> bool:
        """A name with an equals sign behind it comes next."""
        return self.token.kind == "name" and self.tokens[self.next + 1].text == "="

    def take(self) -> Token:
        """The next token, read."""
        self.next += 1
        return self.tokens[self.next - 1]

    def accept(self, *texts: str) -> Token | None:
        """The next token, read, if it is one of these words or signs."""
        return self.take() if self.token.kind in ("mark", "name") and self.token.text in texts else None

    def error(self, message: str, token: Token, hint: str | None = None) -> InputError:
        """The error for a token."""
        return self.place.error(message, token.at, hint)

    def expected(self, what: str, hint: str | None = None) -> InputError:
        """The error for something else than what must stand here."""
        found = f"'{self.token.text}'" if self.token.text else "the end"
        return self.error(f"expected {what}, found {found}", self.token, hint)

    def deeper[T](self, part: Callable[["Reader"], T]) -> T:
        """Read a part one level further in."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise self.error(f"the condition is nested more than {MOST_DEPTH} levels deep", self.token)
        read = part(self)
        self.depth -= 1
        return read

    def number(self) -> Number:
        """A number with its money sign before it, or its size and unit behind it."""
        first = self.take()
        digits = self._money(first) if first.kind == "money" else first
        size, unit = self._size(), self._unit()
        value = float(digits.text) * (_SIZES[size.text] if size else 1.0)
        if not math.isfinite(value):
            raise self.error("the number is too large", digits)
        if first.kind == "money" and unit:
            raise self.error(f"'US$ {digits.text}' has a second unit, {unit}", digits, "write one unit")
        if size and not unit and first.kind != "money":
            raise self.error(
                f"'{digits.text}{size.text}' of what?", digits, "name the unit: US$ 50M, 50M users, 50k H100e"
            )
        return Number(value, "US$" if first.kind == "money" else unit, first.at)

    def _money(self, sign: Token) -> Token:
        if sign.text == "RMB":
            raise self.error("conditions hold no RMB", sign, "outcomes are in US$ of 2025: write US$")
        if self.token.kind != "number":
            raise self.expected("a number after US$", "write e.g. US$ 20bn")
        return self.take()

    def _size(self) -> Token | None:
        return self.accept(*_SIZES)

    def _unit(self) -> str:
        word = self.token
        if self.accept("%"):
            return "%"
        if word.kind != "name" or word.text in KEYWORDS:
            return ""
        if word.text not in _UNITS:
            known = (*_UNITS, *_SIZES, *KEYWORDS)
            units = "units: %, x, months, quarters, years, persons, users, points, nats, H100e, US$"
            raise self.error(f"unknown unit '{word.text}'", word, did_you_mean(word.text, known) or units)
        return _UNITS[self.take().text]

    def count(self) -> int:
        """A whole number of quarters."""
        token = self.take()
        value = float(token.text) if token.kind == "number" else 0.0
        if not (1 <= value <= MOST_QUARTERS and value.is_integer()):
            raise self.error(
                f"'{token.text}' is not a number of quarters", token,
                f"write a whole number from 1 to {MOST_QUARTERS}, e.g. quarters=4",
            )  # fmt: skip
        return int(value)

    def date(self) -> str:
        """A quarter, or one of the scenario's own dates."""
        token = self.take()
        is_past = token.kind == "date" and quarters.parse(token.text) < 0
        if is_past or not (token.kind == "date" or token.text in DATE_WORDS):
            raise self.error(
                f"'{token.text}' is not a date of the simulation", token,
                f"write a quarter from {quarters.label(0)} on, or one of {', '.join(DATE_WORDS)}",
            )  # fmt: skip
        return token.text
