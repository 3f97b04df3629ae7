"""The ensembles that answer: which scenario stands for what was known on a day, and its runs' weights."""

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble import Result
from aiscenarios.ensemble.weighted import equal
from aiscenarios.levers import default_start
from aiscenarios.questions.dates import time_of
from aiscenarios.scenario import Scenario, load

__all__ = ["POLICIES", "leaks", "outlook", "weights"]

POLICIES = ("held",)
"""How policy can go on after the as-of day, the usual one first."""


def outlook(as_of: date, policy: str, last: int) -> Scenario:
    """The world as it was known on a day, going on to a quarter.

    Args:
        as_of: nothing later is known.
        policy: one of POLICIES.
        last: the last quarter that is asked about.
    """
    found = load("current_policy")
    last = max(last, found.start)
    return replace(found, policy=policy, end=last, by=last)


def leaks(as_of: date) -> tuple[str, ...]:
    """What the world as of a day knows of later days, in sentences."""
    if time_of(as_of) >= default_start():
        return ()
    return (f"Policies and facts later than {as_of} are not hidden from this answer.",)


def weights(result: Result, as_of: date) -> NDArray[np.float64]:
    """How much each run counts; they sum to one."""
    return equal(result.runs)
