"""What a run leaves behind: the columns of its tables, which `tally` fills each quarter."""

import numpy as np

__all__ = ["BLOC_TALLY", "COHORT_TALLY", "LAB_TALLY", "PAIR_TALLY", "WORLD_TALLY"]

BLOC_TALLY = np.dtype([
    ("researchers", "f8"), ("top20", "f8"), ("top2", "f8"), ("origin20", "f8"), ("origin2", "f8"),
    ("seen20", "f8"), ("seen2", "f8"), ("papers", "f8"), ("kept", "f8"),
    ("lab_staff", "f8"), ("graduates", "f8"), ("arrivals", "f8"),
    ("compute", "f8"), ("domestic", "f8"), ("flow", "f8"), ("licensed", "f8"), ("best_compute", "f8"),
    ("recipe", "f8"), ("language", "f8"), ("video", "f8"), ("worlds", "f8"),
    ("releases", "f8"), ("notable", "f8"), ("announced", "f8"), ("won", "f8"), ("leapt", "f8"),
    ("users", "f8"), ("adoption", "f8"),
    ("games", "f8"), ("spillover", "f8"), ("foreign_use", "f8"),
    ("founded", "f8"), ("funded", "f8"), ("failed", "f8"), ("funding", "f8"), ("outflanked", "f8"),
    ("openness", "f8"), ("pay", "f8"), ("cost", "f8"), ("forgone", "f8"),
    ("invested", "f8"), ("chip_money", "f8"), ("own_flow", "f8"),
    ("seen_origin20", "f8"), ("seen_origin2", "f8"),
])  # fmt: skip
PAIR_TALLY = np.dtype([
    ("moves", "f8"), ("moves20", "f8"), ("moves2", "f8"), ("knowhow", "f8"), ("heads20", "f8"),
])  # fmt: skip
"""Movements from row to column; ``heads20``: top fifth by origin (row) and place of work (column)."""
LAB_TALLY = np.dtype([
    ("compute", "f8"), ("language", "f8"), ("staff", "f8"), ("top20", "f8"), ("top2", "f8"), ("users", "f8"),
    ("bid", "f8"), ("recipe", "f8"),
])  # fmt: skip
COHORT_TALLY = np.dtype([("heads", "f8"), ("stayed", "f8")])
"""China's top fifth in the US at a year's end or, last, at the scenario's start: in research, in the US."""
WORLD_TALLY = np.dtype([
    ("supply", "f8"), ("price", "f8"), ("concentration", "f8"), ("us_lead", "f8"), ("hire_lag", "f8"),
    ("ledger", "f8"), ("cash", "f8"), ("workforce", "f8"), ("labs", "f8"), ("coauthorship", "f8"),
])  # fmt: skip
