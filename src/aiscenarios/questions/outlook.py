"""The ensembles that answer: the scenario that stands for what was known on a day, and its runs' weights."""

from dataclasses import replace
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble import Result
from aiscenarios.ensemble.weighted import equal
from aiscenarios.scenario import Scenario, load

__all__ = ["POLICIES", "Policy", "outlook", "weights"]

type Policy = Literal["sampled", "held"]
POLICIES: tuple[Policy, ...] = ("sampled", "held")
"""How policy can go on after the as-of day, the usual one first."""


def outlook(as_of: date, policy: Policy, last: int) -> Scenario:
    """The world as it was known on a day, going on to a quarter.

    Args:
        as_of: nothing later is known.
        policy: one of POLICIES.
        last: the last quarter that is asked about.
    """
    found = load("outlook", as_of=as_of)
    last = max(last, found.start)
    return replace(found, policy=policy, end=last, by=last)


def weights(result: Result) -> NDArray[np.float64]:
    """How much each run counts by the known present; they sum to one."""
    return equal(result.runs) if result.weights is None else result.weights
