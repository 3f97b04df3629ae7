"""What would have been forecast on an earlier day, and how good that would have been."""

from aiscenarios.hindcasts.baselines import Baseline, Baselines, baselines
from aiscenarios.hindcasts.points import ORIGINS, UNTIL, History, Point, histories, points

__all__ = [
    "ORIGINS", "UNTIL", "Baseline", "Baselines", "History", "Point", "baselines", "histories", "points",
]  # fmt: skip
