"""Beliefs that are earned: the uncertain numbers fitted to public facts, and the checks of the fit."""

from aiscenarios.calibration.fit import Fit, Prepared, fit, fit_to, prepare
from aiscenarios.calibration.publish import check_place, keep
from aiscenarios.ensemble.targets import Target, Targets, targets

__all__ = [
    "Fit",
    "Prepared",
    "Target",
    "Targets",
    "check_place",
    "fit",
    "fit_to",
    "keep",
    "prepare",
    "targets",
]
