"""From tokens to the tree, by recursive descent: or, and, not, comparison, sum, product, minus, atom."""

from collections.abc import Callable
from dataclasses import dataclass

from aiscenarios.errors import did_you_mean
from aiscenarios.narratives.lexer import Token
from aiscenarios.narratives.reader import KEYWORDS, Reader
from aiscenarios.narratives.syntax import (
    FUNCTIONS,
    And,
    Arithmetic,
    Call,
    Column,
    Compare,
    Expression,
    Negative,
    Not,
    Or,
    Place,
    Signature,
)  # fmt: skip

__all__ = ["read"]

type _Part = Callable[[Reader], Expression]
_COMPARISONS = ("<", "<=", ">", ">=")


def read(text: str, place: Place) -> Expression:
    """The tree of a condition, names and units not yet checked.

    Raises:
        InputError: the text is not a well-formed expression.
    """
    reader = Reader(text, place)
    if reader.token.kind == "end":
        raise reader.error("the condition is empty", reader.token, "write e.g. talent_share.top20.CN > 40%")
    expression = _disjunction(reader)
    if reader.token.kind != "end":
        hint = did_you_mean(reader.token.text, KEYWORDS) if reader.token.kind == "name" else None
        raise reader.expected("and, or, or the end of the condition", hint)
    return expression


def _disjunction(reader: Reader) -> Expression:
    return _joined(reader, "or", _conjunction, Or)


def _conjunction(reader: Reader) -> Expression:
    return _joined(reader, "and", _negation, And)


def _joined(reader: Reader, word: str, part: _Part, node: type[And] | type[Or]) -> Expression:
    at = reader.token.at
    parts = [part(reader)]
    while reader.accept(word):
        parts.append(part(reader))
    return parts[0] if len(parts) == 1 else node(tuple(parts), at)


def _negation(reader: Reader) -> Expression:
    if word := reader.accept("not"):
        return Not(reader.deeper(_negation), word.at)
    return _comparison(reader)


def _comparison(reader: Reader) -> Expression:
    left = _sum(reader)
    if sign := reader.accept("="):
        raise reader.error("'=' is no comparison", sign, "write <, <=, > or >=")
    sign = reader.accept(*_COMPARISONS)
    if sign is None:
        return left
    compared = Compare(sign.text, left, _sum(reader), sign.at)
    if again := reader.accept(*_COMPARISONS):
        raise reader.error(
            "a comparison has two sides", again, "write 'a < b and b < c' instead of 'a < b < c'"
        )
    return compared


def _sum(reader: Reader) -> Expression:
    return _chain(reader, ("+", "-"), _product)


def _product(reader: Reader) -> Expression:
    return _chain(reader, ("*", "/"), _minus)


def _chain(reader: Reader, signs: tuple[str, ...], part: _Part) -> Expression:
    left = part(reader)
    while sign := reader.accept(*signs):
        left = Arithmetic(sign.text, left, part(reader), sign.at)
    return left


def _minus(reader: Reader) -> Expression:
    if sign := reader.accept("-"):
        return Negative(reader.deeper(_minus), sign.at)
    return _atom(reader)


def _atom(reader: Reader) -> Expression:
    if reader.accept("("):
        inside = reader.deeper(_disjunction)
        if not reader.accept(")"):
            raise reader.expected("a closing parenthesis")
        return inside
    if reader.token.kind in ("number", "money"):
        return reader.number()
    if reader.token.kind == "date":
        quarter = reader.token.text
        raise reader.error(
            f"the quarter {quarter} is not a quantity", reader.token, f"write e.g. at(us_gap, {quarter})"
        )
    if reader.token.kind == "name" and reader.token.text not in KEYWORDS:
        return _named(reader)
    raise reader.expected("an outcome, a number or a function")


def _named(reader: Reader) -> Expression:
    """An outcome, or a call of a function."""
    name = reader.take()
    if not reader.accept("("):
        return Column(name.text, name.at)
    signature = FUNCTIONS.get(name.text)
    if signature is None:
        offered = did_you_mean(name.text, tuple(FUNCTIONS)) or f"functions: {', '.join(FUNCTIONS)}"
        raise reader.error(f"unknown function '{name.text}'", name, offered)
    call = reader.deeper(lambda inner: _call(inner, name, signature))
    if not reader.accept(")"):
        raise reader.expected("a comma or a closing parenthesis", f"write {signature.usage}")
    return call


@dataclass(slots=True)
class _Arguments:
    """What stands between the parentheses of a call."""

    positional: list[Expression]
    date: str = ""
    quarters: int = 0
    after: Expression | None = None


def _call(reader: Reader, name: Token, signature: Signature) -> Call:
    """A call, its arguments counted against the signature."""
    given = _arguments(reader, signature)
    count, wanted = len(given.positional), len(signature.takes)
    if count < wanted or (count > wanted and not signature.many):
        raise reader.error(
            f"{name.text} takes {wanted}{' or more' if signature.many else ''} {signature.takes[0]} "
            f"argument{'s' if wanted > 1 or signature.many else ''}, was given {count}",
            name, f"write {signature.usage}",
        )  # fmt: skip
    for key in (*signature.keywords, *(("date",) if signature.date in ("position", "since") else ())):
        if not getattr(given, key):
            raise reader.error(f"{name.text} lacks its {key}", name, f"write {signature.usage}")
    arguments = (*given.positional, given.after) if given.after else tuple(given.positional)
    date = given.date or ("start" if signature.date else "")
    return Call(name.text, arguments, given.quarters, date, name.at)


def _arguments(reader: Reader, signature: Signature) -> _Arguments:
    given = _Arguments([])
    while True:
        if reader.is_at_keyword:
            _keyword(reader, signature, given)
        elif signature.date == "position" and len(given.positional) == 1 and not given.date:
            given.date = reader.date()
        elif given.date or given.quarters or given.after:
            raise reader.expected("a keyword", f"write {signature.usage}")
        else:
            given.positional.append(_disjunction(reader))
        if not reader.accept(","):
            return given


def _keyword(reader: Reader, signature: Signature, given: _Arguments) -> None:
    """One ``name=value``."""
    word, _ = reader.take(), reader.take()
    is_since = word.text == "since" and signature.date.endswith("since")
    if not (is_since or word.text in signature.keywords):
        raise reader.error(f"'{word.text}' is not a keyword here", word, f"write {signature.usage}")
    if getattr(given, "date" if is_since else word.text):
        raise reader.error(f"'{word.text}' is given twice", word)
    if is_since:
        given.date = reader.date()
    elif word.text == "quarters":
        given.quarters = reader.count()
    else:
        given.after = _disjunction(reader)
