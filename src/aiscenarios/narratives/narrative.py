"""A narrative: an ending with a name, a sentence, a definition, and the reasons for its numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiscenarios.narratives.check import check, check_quantity
from aiscenarios.narratives.parser import read
from aiscenarios.narratives.printer import to_text
from aiscenarios.narratives.quantity import Quantity
from aiscenarios.narratives.syntax import NOWHERE, Expression, Place

__all__ = ["RESIDUAL", "Fact", "Narrative", "Reason", "World", "parse", "parse_narrative", "parse_quantity"]

RESIDUAL = "none of the others"
"""The definition of the narrative that holds while no other of the catalogue does."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Fact:
    """One public figure: what was measured, of whom, when, by whom; ``provenance`` is seen or recalled."""

    series: str
    entity: str
    period: str
    value: float
    unit: str
    source: str
    provenance: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a threshold or a window was chosen, and what it rests on: facts, claims, or our assumption."""

    value: str
    reason: str
    facts: tuple[Fact, ...] = ()
    claims: tuple[str, ...] = ()
    assumption: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """A constructed world: columns as steps of (quarter, value), each value holding until the next."""

    steps: tuple[tuple[str, tuple[tuple[int, float], ...]], ...] = ()

    def columns(self, quarters: int) -> dict[str, NDArray[np.float32]]:
        """The columns over a number of quarters, one run; NaN before a column's first step."""
        found = {}
        for name, steps in self.steps:
            values = np.full((1, quarters), np.nan, dtype=np.float32)
            for quarter, value in steps:
                values[:, quarter:] = value
            found[name] = values
        return found


@dataclass(frozen=True, slots=True)
class Narrative:
    """An ending, its definition, and what stands behind it (empty for a user's own)."""

    name: str
    title: str
    sentence: str
    expression: Expression | None
    """None for the residual, which holds while none of ``others`` does."""
    others: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    thresholds: tuple[Reason, ...] = ()
    window: Reason | None = None
    levers: tuple[str, ...] = ()
    """Policy levers that reach at least one clause."""
    today: str = ""
    true_in: World = World()
    false_in: World = World()

    @property
    def definition(self) -> str:
        """The definition as text."""
        return RESIDUAL if self.expression is None else to_text(self.expression)


def parse(
    text: str, units: Mapping[str, str], *, place: Place = NOWHERE, last: int | None = None
) -> Expression:
    """Read and check a condition such as ``sustained(talent_share.top20.CN > 40%, quarters=4)``.

    Args:
        text: the condition, at most 2,000 characters.
        units: unit text of every outcome column.
        place: where the text stands in a file, for errors.
        last: the scenario's last quarter, where known.

    Raises:
        InputError: with the column of the fault, what was given, and what to write.
    """
    expression = read(text, place)
    check(expression, units, place, last)
    return expression


def parse_quantity(
    text: str, units: Mapping[str, str], *, place: Place = NOWHERE, last: int | None = None
) -> tuple[Expression, Quantity]:
    """Read and check a quantity such as ``total(net_flow.US.CN, quarters=4)``, with its unit and bounds.

    Arguments and errors are those of :func:`parse`.
    """
    expression = read(text, place)
    return expression, check_quantity(expression, units, place, last)


def parse_narrative(
    name: str, *, title: str, sentence: str, condition: str, units: Mapping[str, str],
    place: Place = NOWHERE, last: int | None = None,
) -> Narrative:  # fmt: skip
    """A narrative from a scenario file; ``condition`` is its ``if``, ``place`` where that text stands.

    Raises:
        InputError: a name other than lower-case letters, digits and underscores, or a faulty condition.
    """
    if not _NAME.fullmatch(name):
        raise place.error(f"'{name}' is not a name of a narrative", 0, "write it like chinese_plurality")
    if condition.strip() == RESIDUAL:
        raise place.error(
            f"'{RESIDUAL}' is kept for the catalogue", 0, "write the contrary of a condition with not"
        )
    return Narrative(name, title, sentence, parse(condition, units, place=place, last=last))
