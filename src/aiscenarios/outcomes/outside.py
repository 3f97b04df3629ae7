"""Outcomes from outside the package: what they must say of themselves, and a guard round their functions."""

from dataclasses import replace

import numpy as np

from aiscenarios.errors import InputError, fault_outside
from aiscenarios.outcomes.outcome import AXES, Outcome, Values, View

__all__ = ["check", "guarded"]


def check(outcome: Outcome) -> None:
    """Refuse an outcome that says too little of itself.

    Raises:
        InputError: its name, unit, meaning or axes are missing or not as they must be.
    """
    for what, wrong in _faults(outcome).items():
        if wrong:
            raise InputError(f"outcome '{outcome.name}': {wrong}", path=what)


def guarded(outcome: Outcome) -> Outcome:
    """The outcome with a function that fails in words."""
    return replace(outcome, values=lambda view: _values(outcome, view))


def _faults(outcome: Outcome) -> dict[str, str]:
    """What is wrong with each field; empty text where nothing is."""
    parts = outcome.name.split(".")
    named = all(part.isidentifier() for part in parts) and parts[0] == parts[0].lower()
    return {
        "name": "" if named else "write its name in lower case, like talent_ratio",
        "unit": "" if outcome.unit.strip() else "its unit is missing; write share, persons, x or another",
        "meaning": "" if outcome.meaning.strip() else "its meaning is missing; write one sentence",
        "over": "" if outcome.over in AXES else f"over is '{outcome.over}'; write one of {tuple(AXES)}",
    }


def _values(outcome: Outcome, view: View) -> Values:
    """What its function gives, once known to be an array of the shape that its columns need."""
    try:
        # What its function divides by zero is judged by what comes of it.
        with np.errstate(all="ignore"):
            values = np.asarray(outcome.values(view), dtype=np.float64)
    except InputError:
        raise
    except (Exception, SystemExit) as problem:
        raise fault_outside(f"the outcome '{outcome.name}'", problem) from problem
    shape = AXES[outcome.over].shape
    wanted = view.world.shape + shape
    if values.shape != wanted:
        axes = "run x quarter" + (f" x {outcome.over}" if shape else "")
        raise InputError(
            f"the outcome '{outcome.name}' has the shape {values.shape}, not {wanted}",
            hint=f"its function gives {axes}",
        )
    if np.any(np.abs(values) > np.finfo(np.float32).max):
        raise InputError(
            f"the outcome '{outcome.name}' is infinite, or too large to be stored, in some quarters",
            hint="give NaN where it is not defined, or choose a larger unit",
        )
    return values
