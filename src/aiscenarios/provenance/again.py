"""Runs simulated again and held against the stored ones."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble.chunks import Chunk, Span
from aiscenarios.ensemble.model import Model
from aiscenarios.ensemble.progress import COMPILING, Style, explained, shown
from aiscenarios.ensemble.store import TABLES, tables_of
from aiscenarios.errors import InputError
from aiscenarios.provenance import values
from aiscenarios.provenance.case import Case
from aiscenarios.provenance.verdict import Finding
from aiscenarios.state import OK

__all__ = ["Again", "chosen", "simulate"]

_NAMED = 5
"""Chunks whose differences are told one by one."""


@dataclass
class Again:
    """What simulating again gave.

    Args:
        runs: how many runs were simulated.
        findings: values that are not as stored.
        chunks: chunks in which there are any.
        redrawn: whether every run was given other numbers than those stored.
        columns: of the first runs asked for, some outcomes as they came out, chunk by chunk.
        failed: of the same runs, which failed.
    """

    runs: int = 0
    findings: list[Finding] = field(default_factory=list)
    chunks: int = 0
    redrawn: bool = True
    columns: dict[str, list[NDArray[np.float32]]] = field(default_factory=dict)
    failed: list[NDArray[np.bool_]] = field(default_factory=list)


def chosen(spans: Sequence[Span], runs: int, first: Sequence[Span] = ()) -> list[Span]:
    """Chunks that hold as many runs as are asked for or a few more, spread evenly; some come first."""
    found, total = list(first), sum(span.runs for span in first)
    rest = [span for span in spans if span not in first]
    share = min(1.0, max(0, runs - total) / max(1, sum(span.runs for span in rest)))
    wanted = int(np.ceil(share * len(rest)))
    places = np.unique(np.linspace(0, max(len(rest) - 1, 0), wanted).round().astype(int))
    return found + [rest[place] for place in places]


def simulate(
    case: Case, model: Model, spans: Sequence[Span], keep: Sequence[str], *, search: bool, progress: Style
) -> Again:
    """Simulate chunks again and compare them with the stored ones.

    Args:
        case: what is checked.
        model: what gave the stored values, or should have.
        spans: the chunks to simulate.
        keep: outcome columns to keep.
        search: something was changed: if it is not found in these chunks, go on through all others.
        progress: how to show it.
    """
    found = Again(columns={name: [] for name in keep})
    total = sum(span.runs for span in spans)
    with explained(progress, COMPILING):
        model.simulate(0, 1)
    with shown(progress, f"checking {case.made.scenario}", total) as seen:
        for span, chunk in _simulated(model, spans):
            _compare(case, span, chunk, found)
            for name in keep:
                found.columns[name].append(chunk.columns[name])
            found.failed.append(chunk.status != OK)
            seen.advance(span.runs, ())
    rest = [span for span in case.store.spans if span not in spans]
    if search and not found.findings and rest:
        with shown(progress, "searching the other runs", sum(span.runs for span in rest)) as seen:
            for span, chunk in _simulated(model, rest):
                _compare(case, span, chunk, found)
                seen.advance(span.runs, ())
                if found.findings:
                    break
    if found.chunks > _NAMED:
        found.findings.append(Finding(case.named(case.store.folder / "chunks"), _more(found.chunks - _NAMED)))
    return found


def _more(chunks: int) -> str:
    return f"values differ in {chunks:,} further chunk{'s' if chunks > 1 else ''}"


def _simulated(model: Model, spans: Sequence[Span]) -> Iterator[tuple[Span, Chunk]]:
    """Chunks in order, as many at a time as there are cores."""
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers, thread_name_prefix="again") as pool:
        for some in batched(spans, workers):
            yield from zip(
                some, pool.map(lambda span: model.simulate(span.first, span.runs), some), strict=True
            )


def _compare(case: Case, span: Span, chunk: Chunk, found: Again) -> None:
    """Hold a chunk against the stored one."""
    found.runs += span.runs
    again = tables_of(span, chunk)
    differs: list[Finding] = []
    for table in reversed(TABLES):
        try:
            stored = case.store.part(table, span)
        except InputError:
            continue  # that it is damaged has been found already
        file = case.named(case.store.path(table, span))
        differs += values.differences(file, stored, again[table])
        if table == "runs":
            found.redrawn &= _all_redrawn(stored, again[table])
    found.chunks += bool(differs)
    if found.chunks <= _NAMED:
        found.findings += differs


def _all_redrawn(stored: Any, again: Any) -> bool:
    """Whether every run was given other numbers than it was stored with, most of them.

    Not all: where a mechanism is off, its numbers are the same whatever was drawn.
    """
    names = [name for name, values in again.items() if values.dtype.kind == "f" and name in stored]
    other = [bool((stored[name] != again[name]).all()) for name in names]
    return sum(other) > len(other) / 2
