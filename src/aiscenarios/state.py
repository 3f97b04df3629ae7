"""The state of the world: one record an actor, printable, a DataFrame in one line.

Units: people in persons (an agent's ``weight``), compute in H100-equivalents, money in US$ of 2025, capability
and recipe in nats (natural log units of effective compute), quarters since 2019Q1.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "ACADEMIA", "BLOC", "BLOCS", "CN", "CRAFT", "FRONTIER", "GIANT", "INDUSTRY", "KINDS", "LAB", "LANGUAGE",
    "MODALITIES", "NOWHERE", "PERSON", "REST", "ROW", "STARTUP", "TIERS", "TOP2", "TOP20", "US", "VENDOR",
    "VIDEO", "WORLDS", "Records",
]  # fmt: skip

type Records = NDArray[Any]
"""A structured array; a record's fields are listed in its dtype below."""

BLOCS = ("US", "CN", "ROW")
US, CN, ROW = range(3)
KINDS = ("frontier", "giant", "startup", "vendor", "academia", "industry")
FRONTIER, GIANT, STARTUP, VENDOR, ACADEMIA, INDUSTRY = range(6)
MODALITIES = ("language", "video", "worlds")
LANGUAGE, VIDEO, WORLDS = range(3)
TIERS = ("rest", "top20", "top2")
REST, TOP20, TOP2 = range(3)
NOWHERE = -1

PERSON = np.dtype([
    ("id", "u8"),          # identity from cause: bloc, quarter, rank
    ("active", "i1"),
    ("origin", "i1"),      # bloc of first degree
    ("tier", "i1"),        # by annual weighted rank: rest, top fifth, top 2%
    ("cohort", "i1"),      # bloc whose cohort of the scenario's start the person belongs to, or NOWHERE
    ("lab", "i2"),
    ("next_lab", "i2"),    # decided in this quarter's mobility phase
    ("former", "i2"),      # last lab before this one: a tie
    ("born", "i4"),        # quarter of the first job
    ("joined", "i4"),      # quarter of joining the present lab
    ("retires", "i4"),
    ("weight", "f8"),      # persons this agent stands for
    ("skill", "f8"),       # natural log, mean zero
    ("standing", "f8"),    # ln skill plus experience, ranks the tiers
    ("taste_pay", "f4"),   # multiples of the mean weight
    ("taste_freedom", "f4"),
    ("taste_compute", "f4"),
    ("taste_home", "f4"),
])  # fmt: skip

LAB = np.dtype([
    ("id", "u8"),
    ("bloc", "i1"), ("kind", "i1"), ("active", "i1"), ("listed", "i1"),  # listed: in the catalogue
    ("founded", "i4"), ("parent", "i4"), ("funded", "i4"),
    ("size", "f8"),        # persons a lab of this name employed when it entered the model (a seat target)
    ("purse", "f8"),       # share of its bloc's chip spending when it entered the model
    ("users", "f8"),       # millions
    ("pay", "f8"), ("freedom", "f8"), ("friction", "f8"), ("open", "f8"),  # NaN: the kind's default
])  # fmt: skip

CRAFT = np.dtype([("effort", "f8"), ("target", "f8")])
BLOC = np.dtype([("rival", "i1"), ("purse", "f8")])
