"""The shipped narratives, read from ``seeds/narratives.yaml``."""

from functools import cache
from typing import Any

from ruamel.yaml import YAML

from aiscenarios import quarters, seeds
from aiscenarios.narratives.narrative import RESIDUAL, Fact, Narrative, Reason, World
from aiscenarios.narratives.parser import read
from aiscenarios.narratives.syntax import Place

__all__ = ["load"]

_FILE = "narratives.yaml"


@cache
def load() -> tuple[Narrative, ...]:
    """The narratives of the catalogue in their printed order, the residual last.

    Raises:
        InputError: a definition is not a well-formed condition.
    """
    content = YAML(typ="safe", pure=True).load(seeds.path(_FILE))
    entries = content["narratives"]
    others = tuple(name for name, entry in entries.items() if entry["if"] != RESIDUAL)
    return tuple(_narrative(name, entry, others) for name, entry in entries.items())


def _narrative(name: str, entry: dict[str, Any], others: tuple[str, ...]) -> Narrative:
    is_residual = entry["if"] == RESIDUAL
    place = Place(_FILE, column=None, path=f"narratives.{name}.if")
    return Narrative(
        name=name,
        title=entry["title"],
        sentence=entry["sentence"],
        expression=None if is_residual else read(entry["if"], place),
        others=others if is_residual else (),
        claims=tuple(entry["claims"]),
        thresholds=tuple(_reason(row) for row in entry["thresholds"]),
        window=_reason(entry["window"]),
        levers=tuple(entry["levers"]),
        today=entry["today"],
        true_in=_world(entry.get("true_in", {})),
        false_in=_world(entry.get("false_in", {})),
    )


def _reason(row: dict[str, Any]) -> Reason:
    return Reason(
        value=row["value"],
        reason=row["reason"],
        facts=tuple(Fact(**fact) for fact in row.get("facts", ())),
        claims=tuple(row.get("claims", ())),
        assumption=row.get("assumption", False),
    )


def _world(columns: dict[str, dict[str, float]]) -> World:
    """A world from dated values a column."""
    return World(tuple(
        (column, tuple((quarters.parse(date), float(value)) for date, value in steps.items()))
        for column, steps in columns.items()
    ))  # fmt: skip
