"""What stored numbers can be: a stranger's table is read like any other, and may hold anything."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios.engines.status import SENTENCES
from aiscenarios.ensemble.chunks import Span
from aiscenarios.ensemble.failures import OUTSIDE, outside
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.state import NOTE_KINDS

__all__ = ["complete", "rows", "sound"]

_LABS = (-1, 2**15 - 1)
_LIMITS = {
    "lab": _LABS, "source": _LABS, "target": _LABS, "kind": (0, len(NOTE_KINDS) - 1),
}  # fmt: skip
"""The least and the most of columns of whole numbers; others depend on the chunk or the manifest."""


_NEEDED = {
    "labs": ("run", "lab"), "events": ("run", "kind", "source", "target"),
    "runs": ("run", "status", "status_at"), "chunks": ("run", "quarter"),
}  # fmt: skip
"""Columns without which a part says nothing."""


def complete(table: str, names: Iterable[str]) -> bool:
    """Whether a whole part has the columns that it cannot be without."""
    return set(_NEEDED[table]) <= set(names)


def rows(table: str, span: Span, quarters: int) -> int | None:
    """Rows of a chunk's part of a table; None where that depends on what happened."""
    return {"chunks": span.runs * quarters, "runs": span.runs}.get(table)


def sound(table: str, columns: Mapping[str, NDArray[Any]], span: Span, made: Manifest) -> bool:
    """Whether a part has as many rows as it must, and numbers that point to something."""
    quarters, wanted = made.quarters, rows(table, span, made.quarters)
    # Labs are told of in a year's fourth quarter, even where a run ends inside the year.
    last = (quarters + 3) // 4 * 4 - 1
    codes = [*SENTENCES, *range(OUTSIDE, OUTSIDE + len(outside(made)))]
    limits = _LIMITS | {
        "run": (span.first, span.first + span.runs - 1), "quarter": (0, last),
        "status_at": (-1, quarters - 1), "status": (min(codes), max(codes)),
    }  # fmt: skip
    if not np.isin(columns.get("status", codes), codes).all():
        return False
    return all(
        len(values) == (len(values) if wanted is None else wanted)
        and (name not in limits or _within(values, *limits[name]))
        for name, values in columns.items()
    )


def _within(values: NDArray[Any], low: int, high: int) -> bool:
    """Whether all are whole numbers from low to high."""
    return len(values) == 0 or bool(
        np.issubdtype(values.dtype, np.integer) and values.min() >= low and values.max() <= high
    )
