"""Numbers with no digit beyond what sampling supports."""

import math

__all__ = [
    "estimate",
    "number",
    "percent",
    "percent_range",
    "percent_step",
    "points",
    "rounded_percent",
    "spread",
]

_PERCENT_STEPS = (10.0, 5.0, 1.0, 0.1, 0.01)
_MOST_DIGITS = 3
_TO = "\N{EN DASH}"
_MINUS = "\N{MINUS SIGN}"


def percent_step(low: float, high: float) -> float:
    """The step, in percent, that a chance is rounded to: at most a quarter of the width of its range."""
    quarter = 25 * (high - low)
    return next((step for step in _PERCENT_STEPS if step <= quarter), _PERCENT_STEPS[-1])


def rounded_percent(share: float, step: float) -> float:
    """A share in percent, rounded half up to a step."""
    return step * math.floor(100 * share / step + 0.5)


def _text(share: float, step: float) -> str:
    places = 0 if share in (0, 1) else max(0, -math.floor(math.log10(step)))
    return f"{rounded_percent(share, step):.{places}f}"


def percent(share: float, low: float, high: float) -> str:
    """A chance in percent, e.g. ``31%``; ``under 1%`` or ``over 99%`` where rounding says never or always."""
    if math.isnan(share):
        return "not known"
    step = percent_step(low, high)
    text = _text(share, step)
    if share > 0 and float(text) == 0:
        return f"under {step:g}%"
    if share < 1 and float(text) == 100:  # noqa: PLR2004
        return f"over {100 - step:g}%"
    return f"{text}%"


def percent_range(low: float, high: float) -> str:
    """A sampling range in percent, e.g. ``28–35%``."""
    if math.isnan(low) or math.isnan(high):
        return "not known"
    step = percent_step(low, high)
    return f"{_text(low, step)}{_TO}{_text(high, step)}%"


def estimate(share: float, low: float, high: float) -> str:
    """A chance with its sampling range, e.g. ``31% (28 to 35%)`` with a dash for "to"."""
    return f"{percent(share, low, high)} ({percent_range(low, high)})"


def points(difference: float, low: float, high: float) -> str:
    """A difference of chances in percentage points with its sampling range, e.g. ``+12 (+8 to +16)``."""
    if math.isnan(difference):
        return "not known"
    step = percent_step(2 * low, 2 * high)
    places = max(0, -math.floor(math.log10(step)))
    cells = (f"{rounded_percent(each, step) + 0.0:+.{places}f}" for each in (difference, low, high))
    shown, least, most = ("0" if float(cell) == 0 else cell.replace("-", _MINUS) for cell in cells)
    return f"{shown} ({least} to {most})"


def number(value: float, error: float) -> str:
    """A quantity rounded to three digits at most, and by no more than its sampling error.

    Args:
        value: the number.
        error: half of its sampling range, in the same unit; 0 where it is exact.
    """
    if not math.isfinite(value):
        return "not known"
    size = math.floor(math.log10(abs(value))) if value else 0
    finest = size - _MOST_DIGITS + 1
    place = max(finest, math.floor(math.log10(2 * error))) if error > 0 else finest
    place = min(place, size) if value else place
    return f"{round(value, -place) + 0.0:,.{max(0, -place)}f}"


def spread(low: float, middle: float, high: float, error: float) -> str:
    """A median with a range of runs, e.g. ``12 (9 to 16)``."""
    return f"{number(middle, error)} ({number(low, error)} to {number(high, error)})"
