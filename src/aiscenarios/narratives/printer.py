"""An expression as text again, and as a plain English phrase."""

from collections.abc import Mapping
from types import MappingProxyType

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
    Number,
    Or,
)  # fmt: skip

__all__ = ["to_text", "to_words"]

_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _MINUS, _ATOM = range(8)
_SIZES = {"bn": 1e9, "M": 1e6, "k": 1e3}
_SIZED = ("US$", "users", "persons", "H100e")
_SPACED = ("months", "quarters", "years", "persons", "users", "points", "nats", "H100e")


def _rank(node: Expression) -> int:  # noqa: PLR0911  (one a kind of node)
    """How tightly a node binds: what binds less needs parentheses inside what binds more."""
    match node:
        case Or():
            return _OR
        case And():
            return _AND
        case Not():
            return _NOT
        case Compare():
            return _COMPARE
        case Arithmetic(operator):
            return _SUM if operator in "+-" else _PRODUCT
        case Negative():
            return _MINUS
    return _ATOM


def _inside(node: Expression, looser_than: int) -> str:
    """A part of a larger expression, in parentheses where it binds less tightly than it must."""
    return f"({to_text(node)})" if _rank(node) < looser_than else to_text(node)


def to_text(node: Expression) -> str:  # noqa: PLR0911  (one a kind of node)
    """The condition as it would be written; reading it back gives an equal expression."""
    match node:
        case Number():
            return _number(node)
        case Column(name):
            return name
        case Negative(operand):
            return f"-{_inside(operand, _ATOM)}"
        case Arithmetic(operator, left, right):
            rank = _rank(node)
            return f"{_inside(left, rank)} {operator} {_inside(right, rank + 1)}"
        case Compare(operator, left, right):
            return f"{_inside(left, _SUM)} {operator} {_inside(right, _SUM)}"
        case Not(operand):
            return f"not {_inside(operand, _NOT)}"
        case And(parts):
            return " and ".join(_inside(part, _NOT) for part in parts)
        case Or(parts):
            return " or ".join(_inside(part, _AND) for part in parts)
        case Call():
            return _call(node)


def _number(node: Number) -> str:
    """Digits with size and unit; a size is used only where reading it back gives the same number."""
    digits, size = repr(node.value).removesuffix(".0"), ""
    for name, factor in _SIZES.items() if node.unit in _SIZED else ():
        if node.value >= factor and node.value / factor * factor == node.value:
            digits, size = repr(node.value / factor).removesuffix(".0"), name
            break
    if node.unit == "US$":
        return f"US$ {digits}{size}"
    return f"{digits}{size}{' ' if node.unit in _SPACED else ''}{node.unit}"


def _call(node: Call) -> str:
    signature = FUNCTIONS[node.name]
    positional = len(node.arguments) - ("after" in signature.keywords)
    parts = [to_text(argument) for argument in node.arguments[:positional]]
    if signature.date == "position":
        parts.append(node.date)
    elif signature.date == "since" or node.date not in ("", "start"):
        parts.append(f"since={node.date}")
    if node.quarters:
        parts.append(f"quarters={node.quarters}")
    parts += [f"after={to_text(argument)}" for argument in node.arguments[positional:]]
    return f"{node.name}({', '.join(parts)})"


_NOTHING: Mapping[str, str] = MappingProxyType({})
_COMPARED = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}
_CONTRARY = {"<": "at least", "<=": "above", ">": "at most", ">=": "below"}
_DATES = {"start": "the scenario's start", "by": "the date of judgement", "end": "the scenario's end"}
_JOINED = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}


def to_words(node: Expression, names: Mapping[str, str] = _NOTHING) -> str:
    """The condition as an English sentence; ``names`` gives a column's words, else its name stands."""
    said = _said(node, names)
    first = said.split()[0]
    is_name = any(mark in first for mark in "._")
    return f"{said if is_name else said[:1].upper() + said[1:]}."


def _said(node: Expression, names: Mapping[str, str]) -> str:  # noqa: PLR0911  (one a kind of node)
    match node:
        case Number():
            return _number(node)
        case Column(name):
            return names.get(name, name)
        case Negative(operand):
            return f"minus {_spoken(operand, _ATOM, names)}"
        case Arithmetic(operator, left, right):
            rank = _rank(node)
            is_part = operator == "*" and isinstance(left, Number) and left.unit == "%"
            joined = "of" if is_part else _JOINED[operator]
            return f"{_spoken(left, rank, names)} {joined} {_spoken(right, rank + 1, names)}"
        case Compare(operator, left, right):
            return f"{_said(left, names)} is {_COMPARED[operator]} {_said(right, names)}"
        case Not(Compare(operator, left, right)):
            return f"{_said(left, names)} is {_CONTRARY[operator]} {_said(right, names)}"
        case Not(operand):
            return f"it is not so that {_said(operand, names)}"
        case And(parts):
            return ", and ".join(_spoken(part, _NOT, names) for part in parts)
        case Or(parts):
            return "either " + ", or ".join(_said(part, names) for part in parts)
        case Call():
            return _said_call(node, names)


def _spoken(node: Expression, looser_than: int, names: Mapping[str, str]) -> str:
    """A part of a larger phrase, in parentheses where it would be misheard without."""
    said = _said(node, names)
    return f"({said})" if _rank(node) < looser_than else said


def _said_call(node: Call, names: Mapping[str, str]) -> str:
    said = [_spoken(argument, _NOT, names) for argument in node.arguments]
    span = "one quarter" if node.quarters == 1 else f"{node.quarters} quarters"
    date = _DATES.get(node.date, node.date)
    phrases = {
        "sustained": f"for {span} running {said[0]}",
        "within": f"{said[0]} within {span} after {said[-1]}",
        "before": f"first {said[0]}, before {said[-1]}",
        "at": f"{said[0]} at {date}",
        "change": f"the change since {date} of {said[0]}",
        "growth": f"the growth since {date} of {said[0]}",
        "peak": f"the highest value since {date} of {said[0]}",
        "ago": f"{said[0]} {span} earlier",
        "total": f"the total over {span} of {said[0]}",
        "mean": f"the mean over {span} of {said[0]}",
        "min": f"the lowest of {', '.join(said)}",
        "max": f"the highest of {', '.join(said)}",
    }
    return phrases[node.name]
