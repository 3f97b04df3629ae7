"""Policy levers: who pulls them, what they change, what they were since 2019, what they cost.

A new lever is a file here, its numbers in ``seeds/levers/``, its name in ``drivers.BLOC_LEVERS`` and below.
"""

from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters as calendar
from aiscenarios import seeds
from aiscenarios.drivers import BLOC_LEVERS, HELD, Regimes
from aiscenarios.errors import InputError, one_of
from aiscenarios.levers import regimes
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
from aiscenarios.levers.over_paths import changed
from aiscenarios.levers.retention_pay import RetentionPay
from aiscenarios.levers.rhetoric import Rhetoric
from aiscenarios.levers.subsidy import Subsidy
from aiscenarios.levers.talent_programme import TalentProgramme
from aiscenarios.levers.visa_openness import VisaOpenness
from aiscenarios.records import read

__all__ = [
    "KINDS", "Change", "Combiner", "Given", "Lever", "UserLever", "add", "apply", "bounds", "by_name", "cap",
    "changed", "combined", "default_start", "floor", "history_arrays", "known_by", "load", "moves_on",
    "multiply", "replace", "sampled",
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


def known_by(day: date | None) -> tuple[Lever, ...]:
    """All levers with the steps of their record that were known on a day; None: with all of them."""
    return load() if day is None else tuple(lever.known_by(day) for lever in load())


def history_arrays(quarters: int, day: date | None = None) -> Paths:
    """Recorded level and its standard deviation, quarter x bloc x lever, in each lever's unit.

    After the last recorded quarter a level keeps its last value.

    Args:
        quarters: how many.
        day: nothing that became known later is used; None: the whole record.
    """
    return paths(known_by(day), quarters, default_start(day) - 1)


@cache
def sampled(day: date | None = None) -> Regimes:
    """How levers move on, fitted to the record as it was known on a day; no level is marked as free yet."""
    last = default_start(day) - 1
    levels, _ = history_arrays(last + 1, day)
    known = regimes.tracks(known_by(day), levels)
    return HELD._replace(moves=regimes.fit(known), pace=regimes.pace(known))


def moves_on(lever: str, bloc: str) -> bool:
    """Whether a lever has a path of its own in each run where policy is sampled."""
    known = regimes.rules()
    return lever in (*known.share, *known.amount) and bloc in known.blocs


def bounds() -> NDArray[np.float64]:
    """Lowest and highest level of each lever, lever x 2."""
    return np.array([(lever.low, lever.high) for lever in load()])


def default_start(day: date | None = None) -> int:
    """The first quarter after a day, if policy is on record up to there; None: after the record."""
    after = max(lever.last_recorded for lever in load()) + 1
    return after if day is None else min(calendar.containing(day) + 1, after)
