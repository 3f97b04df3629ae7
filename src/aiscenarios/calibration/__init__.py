"""Fit the model's uncertain numbers to public facts, and check the fit."""

from aiscenarios.calibration.fit import Fit, Prepared, fit, fit_to, prepare
from aiscenarios.calibration.targets import Target, Targets, targets

__all__ = ["Fit", "Prepared", "Target", "Targets", "fit", "fit_to", "prepare", "targets"]
