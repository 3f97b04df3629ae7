"""Truth and margin of a condition in one number: positive where it holds, and by how much.

The quantitative semantics of temporal logic (Fainekos and Pappas 2009; Donze and Maler 2010): a comparison
gives its distance from the threshold, ``and`` the lower and ``or`` the higher of its parts, a duration the
lowest over its window. A distance is divided by the standard deviation of its clause over runs, so that
clauses can be ranked. An undefined clause is minus infinity, and so is its contrary.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce

import numpy as np

from aiscenarios.narratives.series import Outcomes, Values, extreme, series
from aiscenarios.narratives.syntax import And, Call, Compare, Expression, Not, Or, children

__all__ = ["gaps", "margin", "spreads"]

_TIE = float(np.finfo(np.float64).tiny)
_SAME = 1e-6
"""A spread below this part of the distance itself is rounding of stored float32 values, not luck."""


def margin(node: Expression, outcomes: Outcomes, *, wanted: bool = True) -> Values:
    """Signed distance to truth as of each quarter, run x quarter, in standard deviations of the clause.

    Args:
        node: a checked condition.
        outcomes: the columns it speaks of.
        wanted: False gives the margin of the contrary.
    """
    match node:
        case Compare():
            return _comparison(node, outcomes, wanted)
        case Not(operand):
            return margin(operand, outcomes, wanted=not wanted)
        case And(parts) | Or(parts):
            pick = np.minimum if isinstance(node, And) == wanted else np.maximum
            return reduce(pick, [margin(part, outcomes, wanted=wanted) for part in parts])
        case Call("sustained", (condition,), count):
            held = margin(condition, outcomes, wanted=wanted)
            return extreme(held, count, np.minimum if wanted else np.maximum, -np.inf)
        case Call("within", (condition, after), count):
            now = margin(condition, outcomes, wanted=wanted)
            then = margin(after, outcomes, wanted=wanted)
            lately = extreme(then, count + 1, np.maximum if wanted else np.minimum, -np.inf)
            return np.minimum(now, lately) if wanted else np.maximum(now, lately)
        case Call("before", (first, second)):
            happened = _before(margin(first, outcomes), margin(second, outcomes), outcomes.clock.start)
            return happened if wanted else -happened
    raise TypeError(node)


def gaps(expressions: Iterable[Expression], outcomes: Outcomes) -> dict[Compare, Values]:
    """Distance of every comparison from its threshold at the date of judgement, by run."""
    every = dict.fromkeys(found for expression in expressions for found in _comparisons(expression))
    return {node: _gap(node, outcomes)[:, outcomes.clock.by].copy() for node in every}


def spreads(stretches: Sequence[Mapping[Compare, Values]]) -> dict[Compare, float]:
    """Standard deviation over runs of every comparison, from its distances in each stretch of runs."""
    return {node: _spread(np.concatenate([each[node] for each in stretches])) for node in stretches[0]}


def _comparisons(node: Expression) -> Iterator[Compare]:
    if isinstance(node, Compare):
        yield node
    for part in children(node):
        yield from _comparisons(part)


def _comparison(node: Compare, outcomes: Outcomes, wanted: bool) -> Values:
    """Distance from the threshold; a tie falls on the side that the sign decides."""
    gap = _gap(node, outcomes)
    is_known = np.isfinite(gap)
    tie = -_TIE if node.operator in ("<", ">") else _TIE
    spread = outcomes.spreads[node] if outcomes.spreads else _spread(gap[:, outcomes.clock.by])
    distance = np.where(gap == 0, tie, gap / spread)
    return np.where(is_known, distance if wanted else -distance, -np.inf)


def _gap(node: Compare, outcomes: Outcomes) -> Values:
    """Distance from the threshold in the quantity's own unit.

    Both sides are rounded to float32, as outcomes are stored, so that a stored 70% equals a written one.
    """
    with np.errstate(all="ignore"):
        left = series(node.left, outcomes).astype(np.float32).astype(np.float64)
        right = series(node.right, outcomes).astype(np.float32).astype(np.float64)
        return left - right if node.operator in (">", ">=") else right - left


def _spread(gap: Values) -> float:
    """Standard deviation over runs; where runs agree, the size of the gap, and 1 where that is zero."""
    known = gap[np.isfinite(gap)]
    if known.size == 0:
        return 1.0
    size = float(np.sqrt(np.mean(known**2)))
    spread = float(np.std(known))
    return (spread if spread > _SAME * size else size) or 1.0


def _before(first: Values, second: Values, start: int) -> Values:
    """Whether, since the start, the first condition held at a quarter up to which the second never had."""
    result = np.full(first.shape, -np.inf)
    never = -np.maximum.accumulate(second[:, start:], axis=1)
    result[:, start:] = np.maximum.accumulate(np.minimum(first[:, start:], never), axis=1)
    return result
