"""Numbers of a question: in the unit of what it asks, a chance, or a time."""

import math
import re
from collections.abc import Callable
from functools import partial

import numpy as np

from aiscenarios import narratives, outcomes
from aiscenarios.errors import InputError
from aiscenarios.files.nodes import Node
from aiscenarios.narratives.check import quantity
from aiscenarios.narratives.parser import read
from aiscenarios.narratives.quantity import Side, fit
from aiscenarios.narratives.syntax import NOWHERE, Expression
from aiscenarios.questions.dates import read_moment
from aiscenarios.questions.question import Happens, Kind, Lab, Printed, Stands, Subject
from aiscenarios.scenario.text import as_scalar, read_flag
from aiscenarios.scenario.values import read_number

__all__ = ["NEVER", "UNITS", "benchmark_reader", "resolution_reader", "threshold_reader"]

NEVER = "never"
"""How a date question is written to have come out where the event did not happen by its date."""
_MOST = float(np.finfo(np.float32).max)
"""Outcomes are kept in single precision, and what is compared with them is too."""
UNITS = {"H100e": "H100e", "persons": "persons", "months": "months"}
"""How numbers of a lab's measure are written, by its unit."""

type Reader = Callable[[Node], float]


def threshold_reader(subject: Subject) -> Reader:
    """Reads what a level must pass, and refuses what it could always or never pass."""
    if isinstance(subject, Stands):
        return partial(_passable, subject)
    return _of(subject)


def benchmark_reader(kind: Kind, subject: Subject) -> Reader:
    """Reads a forecast by others: a chance, a number or a time."""
    return {"binary": _chance, "date": read_moment}.get(kind) or _of(subject)


def resolution_reader(kind: Kind, subject: Subject) -> Reader:
    """Reads how a question came out: true or false, a number, or a time or ``never``."""
    return {"binary": _truth, "date": _time}.get(kind) or _of(subject)


def _of(subject: Subject) -> Reader:
    match subject:
        case Stands(quantity=node):
            return partial(_like, node)
        case Lab(unit=unit):
            return lambda node: read_number(as_scalar(node), UNITS[unit])
        case Printed(unit=unit):
            return partial(_plain, unit)
        case Happens():
            raise TypeError(subject)


def _chance(node: Node) -> float:
    return read_number(as_scalar(node), "share", (0.0, 1.0))


def _truth(node: Node) -> float:
    return float(read_flag(node))


def _time(node: Node) -> float:
    return math.inf if as_scalar(node).text == NEVER else read_moment(node)


def _plain(unit: str, node: Node) -> float:
    scalar = as_scalar(node)
    try:
        return read_number(scalar, "number")
    except InputError as error:
        raise node.place.fault(error.message, f"write a plain number in the series' unit: {unit}") from None


def _like(asked: Expression, node: Node) -> float:
    """A number with the unit of a quantity."""
    text, units = as_scalar(node).text.strip(), outcomes.units()
    wanted = quantity(asked, units)
    try:
        number = read(text, NOWHERE)
        known = quantity(number, units)
        fit(Side(asked, wanted), Side(number, known), NOWHERE, 0)
    except InputError as error:
        if re.search(r"\d", text) is None:
            raise node.place.fault(f"must be a number (got '{text}')", f"in {wanted.unit}") from None
        raise node.place.fault(error.message, error.hint) from None
    if not known.is_number:
        raise node.place.fault(f"must be a number (got '{text}')")
    if abs(known.low) > _MOST:
        raise node.place.fault(f"is too big a number (got '{text}')")
    return float(np.float32(known.low))


def _passable(subject: Stands, node: Node) -> float:
    value = _like(subject.quantity, node)
    try:
        narratives.parse(f"({subject.outcome}) > {as_scalar(node).text.strip()}", outcomes.units())
    except InputError as error:
        raise node.place.fault(error.message, error.hint) from None
    return value
