"""Units of outcomes, and of the numbers that conditions write: which may be compared, added, divided.

A unit is a product of powers of bases (person, US$, month, ...); a pure number is a share, a multiple (x) or
bare.
"""

from typing import NamedTuple

__all__ = [
    "Unit", "column_factor", "column_unit", "divided", "literal_factor", "literal_unit", "multiplied",
    "per_year",
]  # fmt: skip


class Unit(NamedTuple):
    """Powers of bases; ``form`` tells pure numbers apart."""

    powers: tuple[tuple[str, int], ...] = ()
    form: str = "x"

    @property
    def is_pure(self) -> bool:
        """No base is left."""
        return not self.powers

    @property
    def bases(self) -> frozenset[str]:
        """The bases it is made of."""
        return frozenset(base for base, _ in self.powers)

    def without_time(self) -> "Unit":
        """The unit with ``a quarter`` and ``a year`` left out, as numbers in conditions are written."""
        return self._replace(powers=tuple(power for power in self.powers if power[0] not in _TIME))

    def __str__(self) -> str:
        over = [_WORDS.get(base, base) for base, exponent in self.powers for _ in range(exponent)]
        under = [_WORDS.get(base, base) for base, exponent in self.powers for _ in range(-exponent)]
        top = " x ".join(over) or {"share": "shares", "x": "multiples"}.get(self.form, "plain numbers")
        return "/".join([top, *under])


_TIME = ("quarter", "year")
_WORDS = {
    "person": "persons", "user": "users", "event": "counts", "month": "months", "point": "ECI points",
}  # fmt: skip
_BASES = {
    "persons": "person", "count": "event", "months": "month", "ECI points": "point", "millions": "user",
}  # fmt: skip
_MILLION = 1e6
_QUARTERS_A_YEAR = 4

_LITERALS: dict[str, tuple[Unit, float]] = {
    "": (Unit(form="bare"), 1.0),
    "%": (Unit(form="share"), 0.01),
    "x": (Unit(form="x"), 1.0),
    "months": (Unit((("month", 1),)), 1.0),
    "quarters": (Unit((("month", 1),)), 3.0),
    "years": (Unit((("month", 1),)), 12.0),
    "persons": (Unit((("person", 1),)), 1.0),
    "users": (Unit((("user", 1),)), 1.0),
    "points": (Unit((("point", 1),)), 1.0),
    "nats": (Unit((("nats", 1),)), 1.0),
    "H100e": (Unit((("H100e", 1),)), 1.0),
    "US$": (Unit((("US$", 1),)), 1.0),
}


def column_unit(text: str) -> Unit:
    """The unit of an outcome column from its text: ``share``, ``persons/quarter``, ``x of 2019``."""
    head, _, per = text.partition("/")
    over = () if per == "" else ((per, -1),)
    if head in ("share", "0-1"):
        return Unit(over, "share")
    if head == "x" or head.startswith("x of "):
        return Unit(over, "x")
    return Unit(tuple(sorted((*over, (_BASES.get(head, head), 1)))))


def column_factor(text: str) -> float:
    """What a column's values are multiplied by: users are stored in millions."""
    return _MILLION if text.partition("/")[0] == "millions" else 1.0


def literal_unit(unit: str) -> Unit:
    """The unit of a written number."""
    return _LITERALS[unit][0]


def literal_factor(unit: str) -> float:
    """What a written number is multiplied by: ``40%`` is 0.4, ``1 year`` is 12 months."""
    return _LITERALS[unit][1]


def per_year(unit: Unit) -> float:
    """What a quarter adds to a total: a rate per year counts for a quarter of it."""
    return 1 / _QUARTERS_A_YEAR if ("year", -1) in unit.powers else 1.0


def _joined(left: Unit, right: Unit, sign: int) -> tuple[tuple[str, int], ...]:
    powers = dict(left.powers)
    for base, exponent in right.powers:
        powers[base] = powers.get(base, 0) + sign * exponent
    return tuple(sorted((base, exponent) for base, exponent in powers.items() if exponent))


def multiplied(left: Unit, right: Unit) -> Unit:
    """Unit of a product; a share of something keeps the unit of the thing."""
    powers = _joined(left, right, 1)
    forms = {left.form, right.form} if left.is_pure and right.is_pure else {"x"}
    return Unit(powers, next(form for form in ("share", "x", "bare") if form in forms))


def divided(left: Unit, right: Unit) -> Unit:
    """Unit of a quotient; a ratio of like things is a multiple."""
    powers = _joined(left, right, -1)
    if left.is_pure and right.form == "bare":
        return Unit(powers, left.form)
    return Unit(powers, "x")
