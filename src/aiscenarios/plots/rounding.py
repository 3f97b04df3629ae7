"""Numbers with no digit beyond what sampling supports."""

import math

from aiscenarios.ensemble.intervals import Estimate

__all__ = [
    "estimate", "number", "percent", "percent_range", "points", "points_step", "rounded_percent", "spread",
]  # fmt: skip

_STEPS = (10.0, 5.0, 1.0, 0.1, 0.01)
_WHOLE, _FINEST = 1.0, 0.01
_MANY_RUNS = 10_000
"""Runs from which on a chance has decimals."""
_MOST_DIGITS = 3
_TO = "\N{EN DASH}"
_MINUS = "\N{MINUS SIGN}"


def _step(found: Estimate, widths: int = 4) -> float:
    """What is rounded to, in percent: at most the range's width over ``widths``, but whole with few runs."""
    most = 100 * (found.high - found.low) / widths
    finest = _FINEST if found.runs >= _MANY_RUNS else _WHOLE
    return max(finest, next((step for step in _STEPS if step <= most), finest))


def _rounded(share: float, step: float) -> float:
    """A share in percent, rounded half up to a step."""
    return step * math.floor(100 * share / step + 0.5)


def _places(step: float) -> int:
    return max(0, -math.floor(math.log10(step)))


def _text(share: float, step: float) -> str:
    places = 0 if share in (0, 1) else _places(step)
    return f"{_rounded(share, step):.{places}f}"


def rounded_percent(found: Estimate) -> tuple[float, float, float]:
    """A chance and the ends of its range in percent, as they are printed."""
    step = _step(found)
    value, low, high = (_rounded(share, step) for share in found[:3])
    return value, low, high


def percent(found: Estimate) -> str:
    """A chance in percent, e.g. ``31%``; ``under 1%`` or ``over 99%`` where rounding says never or always."""
    if math.isnan(found.value):
        return "not known"
    step = _step(found)
    text = _text(found.value, step)
    if found.value > 0 and float(text) == 0:
        return f"under {step:g}%"
    if found.value < 1 and float(text) == 100:  # noqa: PLR2004
        return f"over {100 - step:g}%"
    return f"{text}%"


def percent_range(found: Estimate) -> str:
    """The sampling range of a chance in percent, e.g. ``28–35%``."""
    step = _step(found)
    return f"{_text(found.low, step)}{_TO}{_text(found.high, step)}%"


def estimate(found: Estimate) -> str:
    """A chance with its sampling range, e.g. ``31% (28 to 35%)`` with a dash for "to"."""
    return f"{percent(found)} ({percent_range(found)})"


def points_step(found: Estimate) -> float:
    """What a difference of chances is rounded to, in percentage points."""
    return _step(found, widths=2)


def points(found: Estimate) -> str:
    """A difference of chances in percentage points with its sampling range, e.g. ``+12 (+8 to +16)``.

    What rounds to nothing and is something is ``about 0``. Where the range leaves 0 out, an end that rounds
    to it keeps its sign: ``+1 (+0 to +2)`` is more than luck.
    """
    if math.isnan(found.value):
        return "not known"
    step = points_step(found)
    shown = _signed(found.value, step)
    least, most = (_signed(end, step, is_sure=found.is_sure) for end in (found.low, found.high))
    return f"{'about 0' if found.value and shown == '0' else shown} ({least} to {most})"


def _signed(difference: float, step: float, *, is_sure: bool = False) -> str:
    """A difference in points with its sign, which a zero has only where the difference is surely not zero."""
    size = math.copysign(_rounded(abs(difference), step), difference)
    text = f"{size:+.{_places(step)}f}"
    return text.replace("-", _MINUS) if size or is_sure else "0"


def number(value: float, error: float, step: float = 0.0) -> str:
    """A quantity rounded to three digits at most, and by no more than its sampling error.

    Args:
        value: the number.
        error: half of its sampling range, in the same unit; 0 where it is exact.
        step: what it changes by at least, in the same unit, as one agent is a part of a share; 0 for none.
    """
    if not math.isfinite(value):
        return "not known"
    size = math.floor(math.log10(abs(value))) if value else 0
    finest = size - _MOST_DIGITS + 1
    place = max(finest, math.floor(math.log10(2 * error))) if error > 0 else finest
    place = min(place, size) if value else place
    grid = _grid(step)
    if grid > 10.0**place:
        return f"{grid * math.floor(value / grid + 0.5) + 0.0:,.{_places(grid)}f}"
    return f"{round(value, -place) + 0.0:,.{max(0, -place)}f}"


def _grid(step: float) -> float:
    """The finest of 0.01, 0.1, 1, 5, 10, 50, 100 and so on that is no finer than a step."""
    if step <= 0.0:
        return 0.0
    ten = 10.0 ** math.ceil(round(math.log10(step), 9))
    return ten / 2 if ten > 1.0 and step <= ten / 2 else ten


def spread(low: float, middle: float, high: float, error: float, step: float = 0.0) -> str:
    """A median with a range of runs, e.g. ``12 (9 to 16)``."""
    least, told, most = (number(value, error, step) for value in (low, middle, high))
    return f"{told} ({least} to {most})"
