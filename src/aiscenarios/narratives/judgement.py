"""Narratives judged on an ensemble: since when each holds in each run, by how much, and what blocked it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.errors import InputError
from aiscenarios.narratives import robustness
from aiscenarios.narratives.narrative import Narrative
from aiscenarios.narratives.printer import to_text
from aiscenarios.narratives.robustness import margin, spreads
from aiscenarios.narratives.series import Clock, Outcomes, Values
from aiscenarios.narratives.syntax import And, Call, Compare, Expression

__all__ = ["NEVER", "Judgement", "Verdict", "clauses", "gaps", "judge", "spreads"]

NEVER = -1
"""In ``first``: no quarter; in ``blocker``: nothing kept it from holding."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One narrative in every run."""

    name: str
    clauses: tuple[str, ...]
    """The conditions that must hold together; for `none of the others`, the names of the others."""
    holds_by: NDArray[np.bool_]
    """Run x quarter: it has held at some quarter from the start to this one."""
    first: NDArray[np.int16]
    """Quarter at which it first holds, or NEVER; it may lie after the date of judgement."""
    margin: NDArray[np.float32]
    """Signed distance to truth by the date of judgement, in clause standard deviations; NaN: undefined."""
    blocker: NDArray[np.int16]
    """Index into ``clauses`` of what kept it from holding by that date, or NEVER."""
    already: NDArray[np.bool_]
    """It held at the quarter before the start."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Verdicts on an ensemble, with the quarters they were judged from and by."""

    verdicts: tuple[Verdict, ...]
    start: int
    by: int

    def __getitem__(self, name: str) -> Verdict:
        return {verdict.name: verdict for verdict in self.verdicts}[name]

    @property
    def truth(self) -> NDArray[np.bool_]:
        """Narrative x run: holds by the date of judgement."""
        return np.stack([verdict.holds_by[:, self.by] for verdict in self.verdicts])


def judge(
    narratives: Sequence[Narrative], columns: Mapping[str, NDArray[Any]], *, start: int, by: int,
    units: Mapping[str, str], spreads: Mapping[Compare, float] | None = None,
) -> Judgement:  # fmt: skip
    """Judge narratives on the stored outcomes of an ensemble.

    Args:
        narratives: from :func:`load` or :func:`parse_narrative`; the residual needs its others among them.
        columns: outcome column -> array of run x quarter, from 2019Q1; failed runs left out.
        start: quarter in which the scenario takes over; only quarters from it on are judged.
        by: quarter by whose end the endings are judged.
        units: unit text of each column, from the catalogue of outcomes.
        spreads: from :func:`spreads`, where these are not all runs.

    Raises:
        InputError: ``by`` does not lie between the start and the last quarter.
    """
    outcomes = _outcomes(columns, units, start, by)._replace(spreads=spreads or {})
    found = {
        narrative.name: _verdict(narrative.name, narrative.expression, outcomes)
        for narrative in narratives
        if narrative.expression is not None
    }
    for narrative in narratives:
        if narrative.expression is None:
            found[narrative.name] = _residual(narrative, [found[name] for name in narrative.others], by)
    return Judgement(tuple(found[narrative.name] for narrative in narratives), start, by)


def gaps(
    narratives: Sequence[Narrative], columns: Mapping[str, NDArray[Any]], *, start: int, by: int,
    units: Mapping[str, str],
) -> Mapping[Compare, Values]:  # fmt: skip
    """How far the conditions of narratives are from their thresholds in some of the runs of an ensemble.

    Arguments are those of :func:`judge`. From all stretches of runs :func:`spreads` tells how far conditions
    spread, with which each stretch is judged as it is among all runs.
    """
    expressions = [each.expression for each in narratives if each.expression is not None]
    return robustness.gaps(expressions, _outcomes(columns, units, start, by))


def _outcomes(columns: Mapping[str, NDArray[Any]], units: Mapping[str, str], start: int, by: int) -> Outcomes:
    end = next(iter(columns.values())).shape[1] - 1
    if not start <= by <= end:
        raise InputError(
            f"endings cannot be judged by {quarters.label(by)}",
            hint=f"choose a quarter from {quarters.label(start)} to {quarters.label(end)}",
        )
    return Outcomes(columns, units, Clock(start, by, end))


def clauses(expression: Expression) -> tuple[Expression, ...]:
    """The conditions that must hold together; a duration of several is a duration of each."""
    match expression:
        case And(parts):
            return tuple(clause for part in parts for clause in clauses(part))
        case Call("sustained", (And(parts),), count):
            return tuple(Call("sustained", (clause,), count) for part in parts for clause in clauses(part))
    return (expression,)


def _verdict(name: str, expression: Expression, outcomes: Outcomes) -> Verdict:
    parts = clauses(expression)
    margins = np.stack([margin(part, outcomes) for part in parts])
    whole = margins.min(axis=0)
    start, by, _ = outcomes.clock
    holds_by = np.zeros(whole.shape, dtype=np.bool_)
    holds_by[:, start:] = np.logical_or.accumulate(whole[:, start:] > 0, axis=1)
    runs = np.arange(whole.shape[0])
    closest = start + whole[:, start : by + 1].argmax(axis=1)
    best = whole[runs, closest]
    return Verdict(
        name=name,
        clauses=tuple(to_text(part) for part in parts),
        holds_by=holds_by,
        first=_first(holds_by),
        margin=np.where(np.isfinite(best), best, np.nan).astype(np.float32),
        blocker=np.where(best > 0, NEVER, margins[:, runs, closest].argmin(axis=0)).astype(np.int16),
        already=whole[:, start - 1] > 0 if start > 0 else np.zeros(runs.size, dtype=np.bool_),
    )


def _first(holds_by: NDArray[np.bool_]) -> NDArray[np.int16]:
    return np.where(holds_by.any(axis=1), holds_by.argmax(axis=1), NEVER).astype(np.int16)


def _residual(narrative: Narrative, others: Sequence[Verdict], by: int) -> Verdict:
    """None of the others: it holds until one of them does, and is settled at the date of judgement."""
    certain = [np.where(other.holds_by[:, by], np.inf, -np.inf) for other in others]
    margins = np.stack([
        np.where(np.isnan(other.margin), sure, other.margin)
        for other, sure in zip(others, certain, strict=True)
    ])  # fmt: skip
    holds_by = ~np.logical_or.reduce([other.holds_by for other in others])
    holds = holds_by[:, by]
    nearest = -margins.max(axis=0)
    return Verdict(
        name=narrative.name,
        clauses=narrative.others,
        holds_by=holds_by,
        first=np.where(holds, by, NEVER).astype(np.int16),
        margin=np.where(np.isfinite(nearest), nearest, np.nan).astype(np.float32),
        blocker=np.where(holds, NEVER, margins.argmax(axis=0)).astype(np.int16),
        already=np.zeros(holds.size, dtype=np.bool_),
    )
