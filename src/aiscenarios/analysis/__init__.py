"""What results say: how scenarios differ, and why."""

from aiscenarios.analysis.compare import Comparison, Difference, compare
from aiscenarios.analysis.parts import differing, set_back
from aiscenarios.analysis.why import Removal, Simulate, Why, why

__all__ = [
    "Comparison", "Difference", "Removal", "Simulate", "Why", "compare", "differing", "set_back", "why",
]  # fmt: skip
