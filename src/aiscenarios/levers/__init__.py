"""Policy levers: who pulls them, what they change, what they were since 2019, what they cost.

A new lever is a file here, its numbers in ``seeds/levers/``, its name in ``drivers.BLOC_LEVERS`` and below.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from aiscenarios import seeds
from aiscenarios.drivers import BLOC_LEVERS
from aiscenarios.errors import InputError, one_of
from aiscenarios.levers.buyer_guidance import BuyerGuidance
from aiscenarios.levers.combine import Change, Combiner, add, cap, combined, floor, multiply, replace
from aiscenarios.levers.compensation import Compensation
from aiscenarios.levers.compliance import Compliance
from aiscenarios.levers.compute_budget import ComputeBudget
from aiscenarios.levers.domestic_chips import DomesticChips
from aiscenarios.levers.education import Education
from aiscenarios.levers.enforcement import Enforcement
from aiscenarios.levers.exit_controls import ExitControls
from aiscenarios.levers.export_controls import ExportControls
from aiscenarios.levers.history import Paths, paths
from aiscenarios.levers.lever import Lever
from aiscenarios.levers.openness import Openness
from aiscenarios.levers.outside import Given, UserLever, apply
from aiscenarios.levers.retention_pay import RetentionPay
from aiscenarios.levers.rhetoric import Rhetoric
from aiscenarios.levers.subsidy import Subsidy
from aiscenarios.levers.talent_programme import TalentProgramme
from aiscenarios.levers.visa_openness import VisaOpenness
from aiscenarios.records import read

__all__ = [
    "KINDS", "Change", "Combiner", "Given", "Lever", "UserLever", "add", "apply", "bounds", "by_name", "cap",
    "combined", "default_start", "floor", "history_arrays", "load", "multiply", "replace",
]  # fmt: skip

KINDS: tuple[type[Lever], ...] = (
    ExportControls,
    Enforcement,
    BuyerGuidance,
    DomesticChips,
    VisaOpenness,
    TalentProgramme,
    ExitControls,
    Compliance,
    Subsidy,
    Rhetoric,
    Education,
    ComputeBudget,
    Compensation,
    RetentionPay,
    Openness,
)
"""In the order of ``drivers.BLOC_LEVERS``."""


@cache
def load() -> tuple[Lever, ...]:
    """All levers with their numbers, in the order of ``drivers.BLOC_LEVERS``.

    Raises:
        InputError: a file under ``seeds/levers`` is not as it must be.
    """
    files = (seeds.path("levers", f"{name}.yaml") for name in BLOC_LEVERS)
    return tuple(read(kind, file) for kind, file in zip(KINDS, files, strict=True))


def by_name(name: str) -> Lever:
    """A lever by its name.

    Raises:
        InputError: there is none; the hint names the nearest.
    """
    if name not in BLOC_LEVERS:
        raise InputError(f"unknown lever '{name}'", path=f"levers.{name}", hint=one_of(name, BLOC_LEVERS))
    return load()[BLOC_LEVERS.index(name)]


def history_arrays(quarters: int) -> Paths:
    """Recorded level and its standard deviation, quarter x bloc x lever, in each lever's unit.

    After the last recorded quarter a level keeps its last value.
    """
    return paths(load(), quarters)


def bounds() -> NDArray[np.float64]:
    """Lowest and highest level of each lever, lever x 2."""
    return np.array([(lever.low, lever.high) for lever in load()])


def default_start() -> int:
    """The first quarter after the last recorded policy."""
    return max(lever.last_recorded for lever in load()) + 1
