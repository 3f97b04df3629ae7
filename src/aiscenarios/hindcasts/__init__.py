"""What would have been forecast on an earlier day, and how good that would have been."""

from aiscenarios.hindcasts.baselines import Baseline, Baselines, baselines
from aiscenarios.hindcasts.hindcast import Hindcast, hindcast
from aiscenarios.hindcasts.points import ORIGINS, UNTIL, History, Point, histories, points
from aiscenarios.hindcasts.scores import LEVELS, Pooled, Scored

__all__ = [
    "LEVELS", "ORIGINS", "UNTIL", "Baseline", "Baselines", "Hindcast", "History", "Point", "Pooled", "Scored",
    "baselines", "hindcast", "histories", "points",
]  # fmt: skip
