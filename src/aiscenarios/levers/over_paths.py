"""Policies from outside the package laid over a setup: over its levels, and over what its levers move to."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from aiscenarios.drivers import BLOC_LEVERS, Regimes, Setup
from aiscenarios.levers.combine import Change, Combiner, add, cap, floor, multiply, replace
from aiscenarios.levers.outside import UserLever, apply, changes_of
from aiscenarios.state import BLOCS

__all__ = ["changed"]

_ORDER = (multiply, add, floor, cap)
"""As in ``drivers.Regimes.changes``."""


def changed(setup: Setup, levers: Mapping[UserLever, NDArray[np.float64]]) -> Setup:
    """The setup after levers from outside, the same for any order of them.

    Where policy is sampled they act on each run's own level, as they do on a level that is held.

    Args:
        setup: as the scenario prepared it.
        levers: each with its level, quarter x bloc.

    Raises:
        InputError: as ``outside.apply``.
    """
    if not levers:
        return setup
    drivers, start = setup.drivers, setup.start
    after = setup._replace(drivers=apply(drivers, levers, start=start))
    if not len(setup.regimes.moves):
        return after
    changes = [each for lever, level in levers.items() for each in changes_of(lever, level, drivers, start)]
    return after._replace(regimes=_over(setup.regimes, changes))


def _over(regimes: Regimes, changes: Sequence[Change]) -> Regimes:
    """The regimes with what the changes set taken out, and all else they do noted."""
    free, done = regimes.free.copy(), np.empty((*regimes.free.shape, len(_ORDER)))
    done[:] = [how.neutral for how in _ORDER]
    for b, bloc in enumerate(BLOCS):
        for k, lever in enumerate(BLOC_LEVERS):
            here = [change for change in changes if (change.bloc, change.lever) == (bloc, lever)]
            for change in here:
                if change.how is replace:
                    free[:, b, k] &= np.isnan(change.values)
            for n, how in enumerate(_ORDER):
                done[:, b, k, n] = _joined(how, here, done[:, b, k, n])
    return regimes._replace(free=free, changes=done)


def _joined(how: Combiner, changes: Sequence[Change], neutral: NDArray[np.float64]) -> NDArray[np.float64]:
    values = [change.values for change in changes if change.how is how]
    return how.joined(neutral, np.stack(values)) if values else neutral
