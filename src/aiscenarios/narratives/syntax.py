"""The expressions a narrative is written in: a small typed tree, and the table of functions.

Equality ignores where a node stood in its text, so that reading back a printed expression gives an equal one.
"""

from dataclasses import dataclass, field

from aiscenarios.errors import InputError

__all__ = [
    "DATE_WORDS", "FUNCTIONS", "NOWHERE", "And", "Arithmetic", "Call", "Column", "Compare", "Expression",
    "Negative", "Not", "Number", "Or", "Place", "Signature", "children",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: ``Number(40, "%")``, ``Number(2e10, "US$")``; ``""`` is a bare number."""

    value: float
    unit: str = ""
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Column:
    """An outcome column."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus a quantity."""

    operand: "Expression"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two quantities joined by one of ``+ - * /``."""

    operator: str
    left: "Expression"
    right: "Expression"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """Two quantities joined by one of ``< <= > >=``."""

    operator: str
    left: "Expression"
    right: "Expression"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary of a condition."""

    operand: "Expression"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """Conditions that all hold."""

    parts: "tuple[Expression, ...]"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Conditions of which at least one holds."""

    parts: "tuple[Expression, ...]"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of FUNCTIONS; ``quarters`` and ``date`` are set where its signature asks for them."""

    name: str
    arguments: "tuple[Expression, ...]"
    quarters: int = 0
    date: str = ""
    at: int = field(default=0, compare=False)


type Expression = Number | Column | Negative | Arithmetic | Compare | Not | And | Or | Call

DATE_WORDS = ("start", "by", "end")
"""The scenario's own dates: where it takes over, where endings are judged, where it ends."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes, in written order."""

    usage: str
    takes: tuple[str, ...]
    """Kind of each argument: ``condition`` or ``quantity``; one more of the last kind each where ``many``."""
    keywords: tuple[str, ...] = ()
    """Required keywords: ``quarters`` (a whole number), ``after`` (a condition)."""
    date: str = ""
    """The date it takes: ``position`` (second argument), ``since``, or ``maybe since`` (default: start)."""
    many: bool = False
    gives: str = "quantity"


FUNCTIONS = {
    "sustained": Signature(
        "sustained(condition, quarters=4)", ("condition",), keywords=("quarters",), gives="condition"
    ),
    "within": Signature(
        "within(condition, quarters=2, after=condition)",
        ("condition",),
        keywords=("quarters", "after"),
        gives="condition",
    ),
    "before": Signature("before(condition, condition)", ("condition", "condition"), gives="condition"),
    "at": Signature("at(outcome, 2030Q4)", ("quantity",), date="position"),
    "change": Signature("change(outcome, since=2025Q4)", ("quantity",), date="since"),
    "growth": Signature("growth(outcome, since=2025Q4)", ("quantity",), date="since"),
    "peak": Signature("peak(outcome)", ("quantity",), date="maybe since"),
    "ago": Signature("ago(outcome, quarters=2)", ("quantity",), keywords=("quarters",)),
    "total": Signature("total(outcome, quarters=4)", ("quantity",), keywords=("quarters",)),
    "mean": Signature("mean(outcome, quarters=4)", ("quantity",), keywords=("quarters",)),
    "min": Signature("min(outcome, outcome)", ("quantity", "quantity"), many=True),
    "max": Signature("max(outcome, outcome)", ("quantity", "quantity"), many=True),
}


def children(node: Expression) -> tuple[Expression, ...]:
    """The expressions a node is made of, in written order."""
    match node:
        case Negative(operand) | Not(operand):
            return (operand,)
        case Arithmetic(_, left, right) | Compare(_, left, right):
            return (left, right)
        case And(parts) | Or(parts):
            return parts
        case Call(_, arguments):
            return arguments
    return ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands in a file, so that errors can point at it.

    ``column`` is that of the expression's first character; None where the text was folded over several lines.
    """

    file: str | None = None
    line: int | None = None
    column: int | None = 1
    path: str | None = None

    def error(self, message: str, at: int, hint: str | None = None) -> InputError:
        """The error for a character of the expression, counted from 0."""
        column = None if self.column is None else self.column + at
        if column is None:
            message = f"{message} (character {at + 1} of the condition)"
        return InputError(message, file=self.file, line=self.line, column=column, path=self.path, hint=hint)


NOWHERE = Place()
"""A condition that stands in no file."""
