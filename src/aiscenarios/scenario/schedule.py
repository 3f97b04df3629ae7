"""A lever's path: values that hold until the next, ramps and pulses, laid over what was recorded."""

import itertools
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Hold", "Path", "Piece", "Pulse", "Ramp", "Schedule", "clash", "first_quarter", "lay", "span"]


@dataclass(frozen=True, slots=True)
class Hold:
    """A value from a quarter on; ``at`` None means from the scenario's start."""

    at: int | None
    value: float


@dataclass(frozen=True, slots=True)
class Ramp:
    """A straight line from the level in force at ``start`` to ``value`` at ``end``, held afterwards."""

    start: int
    end: int
    value: float


@dataclass(frozen=True, slots=True)
class Pulse:
    """A value from ``start`` to ``end``, both included, then back to the path beneath."""

    start: int
    end: int
    value: float


type Piece = Hold | Ramp | Pulse
type Schedule = tuple[Piece, ...]


class Path(NamedTuple):
    """A lever's level by quarter, and how much of the record's uncertainty is left in it (1 all, 0 none)."""

    level: NDArray[np.float64]
    unknown: NDArray[np.float64]


def first_quarter(piece: Piece) -> int | None:
    """The quarter from which a piece changes something; None: the scenario's start."""
    return piece.at if isinstance(piece, Hold) else piece.start


def span(piece: Piece) -> tuple[int, int] | None:
    """First and last quarter that a piece names; None: the scenario's start."""
    if isinstance(piece, Hold):
        return None if piece.at is None else (piece.at, piece.at)
    return piece.start, piece.end


def clash(schedule: Schedule) -> tuple[Piece, Piece] | None:
    """Two pieces that want the same quarter, or None. A ramp may start where the one before it ends."""
    dated = [(named, piece) for piece in schedule if (named := span(piece)) is not None]
    dated.sort(key=lambda entry: entry[0])
    for (before, one), (after, other) in itertools.pairwise(dated):
        follows_on = isinstance(one, Ramp) and isinstance(other, Ramp) and after[0] == before[1]
        starts_ramp = isinstance(one, Hold) and isinstance(other, Ramp)
        if after[0] <= before[1] and not follows_on and not starts_ramp:
            return one, other
    return None


def lay(schedule: Schedule, path: Path, start: int) -> Path:
    """The recorded path with a schedule laid over it; ``start`` is the quarter of undated values."""
    level, unknown = path.level.copy(), path.unknown.copy()
    for piece in sorted(schedule, key=lambda piece: _order(piece, start)):
        match piece:
            case Hold(at, value):
                since = start if at is None else at
                level[since:], unknown[since:] = value, 0.0
            case Ramp(first, last, value):
                _ramp(level, unknown, first, last, value)
            case Pulse(first, last, value):
                level[first : last + 1], unknown[first : last + 1] = value, 0.0
    return Path(level, unknown)


def _order(piece: Piece, start: int) -> tuple[bool, int, bool]:
    first = first_quarter(piece)
    return isinstance(piece, Pulse), start if first is None else first, isinstance(piece, Ramp)


def _ramp(
    level: NDArray[np.float64], unknown: NDArray[np.float64], first: int, last: int, value: float
) -> None:
    if first >= level.size:
        return
    done = np.clip((np.arange(first, level.size) - first) / (last - first), 0.0, 1.0)
    level[first:] = level[first] + (value - level[first]) * done
    unknown[first:] = unknown[first] * (1.0 - done)
