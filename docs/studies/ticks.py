"""Numbers on the axes of the studies' figures."""

from typing import ClassVar

from matplotlib.ticker import EngFormatter

__all__ = ["Amounts"]


class Amounts(EngFormatter):
    """Thousands as k, millions as M, and billions as people write them."""

    ENG_PREFIXES: ClassVar = EngFormatter.ENG_PREFIXES | {9: " bn", 12: " tn"}
