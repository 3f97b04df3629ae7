"""The state of the world: one record an actor, printable, a DataFrame in one line.

Units: people in persons (an agent's ``weight``), compute in H100-equivalents, money in US$ of 2025,
capability and recipe in nats (natural log units of effective compute), quarters since 2019Q1.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

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

PERSON = np.dtype([  # one cache line: 64 bytes
    ("id", "u8"),          # identity from cause: bloc, quarter, rank
    ("cohorts", "i8"),     # one bit a cohort the person belongs to, see START_COHORT
    ("weight", "f4"),      # persons this agent stands for, in whole GRAINs
    ("skill", "f4"),       # natural log, median 0
    # tastes, multiples of the mean
    ("taste_pay", "f4"), ("taste_freedom", "f4"), ("taste_compute", "f4"), ("taste_home", "f4"),
    ("next", "i4"),        # the next free slot, where this one is free
    ("born", "i2"),        # quarter of the first job
    ("joined", "i2"),      # quarter of joining the present lab
    ("retires", "i2"),
    ("lab", "i2"),
    ("choice", "i2"),      # the lab chosen this quarter, or NOWHERE
    ("former", "i2"),      # last lab before this one: a tie
    ("active", "i1"),
    ("origin", "i1"),      # bloc of first degree
    ("tier", "i1"),        # by weighted rank: rest, top fifth, top 2%
    ("mood", "i1"),        # what this quarter's look around led to: SETTLED ... CALLED, below
], align=True)  # fmt: skip
SETTLED, LEAVING, FOUNDING, FOLLOWING, CALLED = range(5)
NEVER = 15_000
"""A number of quarters that no run reaches."""
GRAIN = 2.0**-20
"""The smallest part of a person: weights are whole grains, so their sums are exact, in any order."""

LAB = np.dtype([  # what every researcher's step reads comes first
    ("id", "u8"),
    # utility of working here, centred on the workforce
    ("see_pay", "f8"), ("see_freedom", "f8"), ("see_compute", "f8"), ("see_standing", "f8"),
    ("unease", "f8"), ("restless", "f8"),  # log odds of looking around; the most its chance can be
    ("staff", "f8"), ("top20", "f8"), ("top2", "f8"),  # persons
    ("openness", "f8"),    # share of methods published within a year
    ("bloc", "i1"), ("kind", "i1"), ("active", "i1"), ("listed", "i1"),  # listed: in the catalogue
    ("order", "i4"),       # order[n]: the lab n-th by bloc and identity
    # the top fifth and top 2% as authors: persons, each counting the less the older
    ("young20", "f8"), ("young2", "f8"),
    ("openings", "f8"), ("asked", "f8"),  # persons it would hire; persons who ask
    ("founded", "i4"), ("parent", "i4"), ("newest", "i4"),
    # as it entered the model (the catalogue's numbers; NaN in the last four: the kind's default)
    ("size", "f8"),        # researchers, persons
    ("purse", "f8"),       # share of its bloc's chip spending
    ("users", "f8"),       # users of its products, millions: what it can deploy to
    ("pay", "f8"), ("freedom", "f8"), ("friction", "f8"), ("open", "f8"),
    # levers in force
    ("budget_multiple", "f8"), ("budget_dollars", "f8"), ("pay_multiple", "f8"), ("retention", "f8"),
    # people: left in the quarter, persons; smoothed and long-run leaving rate; log of one over the other
    ("left", "f8"), ("unrest", "f8"), ("calm", "f8"), ("peers", "f8"), ("seats", "f8"), ("offered_pay", "f8"),
    # chips, H100-equivalents; money, US$ a quarter
    ("bid", "f8"), ("first_bid", "f8"), ("bought", "f8"), ("bought_home", "f8"),
    ("compute", "f8"), ("domestic", "f8"),
    ("cash", "f8"), ("revenue", "f8"), ("dividend", "f8"), ("subsidy", "f8"), ("wages", "f8"),
    ("chip_bill", "f8"), ("home_bill", "f8"), ("invested", "f8"), ("rounds", "i4"),
    # methods, nats
    ("recipe", "f8"), ("recipe_next", "f8"), ("tacit", "f8"), ("carried", "f8"),
    # products
    ("fame", "f8"), ("integration", "f8"), ("announced", "i4"), ("case_rank", "i4"), ("case_done", "i4"),
    ("elite_hired", "i4"), ("shipped_now", "i4"), ("notable_now", "i4"), ("case_opened", "i4"),
    ("case_won", "i4"), ("leapt", "i4"), ("failed_now", "i4"), ("founded_now", "i4"), ("funded_now", "f8"),
    ("lag_months", "f8"), ("flanked", "i4"),  # flanked: a spin-out has released better than its parent
], align=True)  # fmt: skip

STOCK = np.dtype([("top20", "f8"), ("top2", "f8"), ("young20", "f8"), ("young2", "f8")])
"""Persons of an origin at a lab, and the same as authors."""

RUNG = np.dtype([("top", "f8"), ("lab", "i4")], align=True)
"""A lab in the ladder by which offers find one: running sum of openings in its bloc."""

CRAFT = np.dtype([
    ("effort", "f8"), ("target", "f8"),        # share of the lab's work in a modality, now and where it tends
    ("capability", "f8"), ("shipped", "f8"),   # nats; what it can do, what its best released model does
    ("shipped_at", "i4"), ("ships", "i4"),     # quarter of the last release (NOWHERE: none yet); released now
])  # fmt: skip
"""A lab's work in one modality."""

REACH = np.dtype([("share", "f8"), ("appeal", "f8")])
"""A lab's share of a bloc's use of models, and its pull on that market this quarter."""

BLOC = np.dtype([
    # purse: share of the world's chip spending while unrestricted
    ("id", "u8"), ("rival", "i1"), ("purse", "f8"),
    # levers in force
    ("export_controls", "f8"), ("enforcement", "f8"), ("buyer_guidance", "f8"), ("domestic_chips", "f8"),
    ("visa_openness", "f8"), ("talent_programme", "f8"), ("exit_controls", "f8"), ("compliance", "f8"),
    ("subsidy", "f8"), ("rhetoric", "f8"), ("education", "f8"),
    ("compute_budget", "f8"), ("compensation", "f8"), ("retention_pay", "f8"), ("openness", "f8"),
    # chips
    ("licensed", "f8"), ("access", "f8"), ("cut", "f8"), ("domestic_flow", "f8"), ("domestic_growth", "f8"),
    ("money", "f8"), ("bids", "f8"), ("flow", "f8"), ("licensed_flow", "f8"), ("forgone", "f8"),
    ("scarcity", "f8"),
    # frontiers of the bloc
    ("best_compute", "f8"), ("recipe", "f8"),
    # people
    ("staff", "f8"), ("lab_staff", "f8"), ("vacancies", "f8"), ("graduates", "f8"), ("arrivals", "f8"),
    # markets
    ("market", "f8"), ("games", "f8"), ("adoption", "f8"), ("uptake", "f8"), ("appeal", "f8"),
    ("programme_bill", "f8"),
    ("first", "i8"), ("last", "i8"),  # its employers' places in the order
    ("openings", "f8"),    # persons its employers would hire
    # sums of the purses of its employers, and of those that get public money; public money on record
    ("purses", "f8"), ("lab_purses", "f8"), ("subsidy_known", "f8"),
])  # fmt: skip

FRONT = np.dtype([("shipped", "f8")])
"""Best released model of a bloc in a modality, nats; minus infinity before the first."""

PAIR = np.dtype([
    # from row to column, this quarter
    ("moves", "f8"), ("moves20", "f8"), ("moves2", "f8"), ("knowhow", "f8"),
    # top-2% moves as others see them
    ("signal", "f8"), ("expected", "f8"), ("surprise", "f8"),
])  # fmt: skip
"""What passes from one bloc to another."""

WORLD = np.dtype([
    ("seed", "u8"), ("run", "i8"), ("quarter", "i8"), ("start", "i8"), ("status", "i8"), ("status_at", "i8"),
    ("people", "i8"), ("supply", "f8"), ("spending", "f8"), ("price", "f8"), ("supply_growth", "f8"),
    ("recipe", "f8"), ("front_openness", "f8"),
    ("workforce", "f8"), ("growth", "f8"),  # persons; log a year
    ("mean_pay", "f8"), ("mean_freedom", "f8"), ("mean_compute", "f8"), ("us_lead", "f8"),
    # outside accounts, US$ received less US$ paid since 2019: every flow has a payer and a payee
    ("investors", "f8"), ("customers", "f8"), ("states", "f8"), ("staff", "f8"), ("chip_makers", "f8"),
    ("notes", "i8"), ("queued", "i8"), ("called", "i8"), ("employers", "i8"),
    ("slots", "i8"), ("free", "i8"),  # slots ever used by researchers; the first of those left since
    ("bar20", "f8"), ("bar2", "f8"),  # standing from which a researcher counts among the top fifth, top 2%
    ("lag_sum", "f8"), ("lag_count", "f8"), ("cut", "f8"), ("ties", "f8"), ("coauthorship", "f8"),
])  # fmt: skip

NOTE = np.dtype([
    ("quarter", "i4"), ("kind", "i4"), ("source", "i4"), ("target", "i4"), ("person", "u8"), ("value", "f8"),
])  # fmt: skip
"""A notable event of a run; source and target are labs."""
NOTE_KINDS = ("elite move", "release", "spin-out", "funding", "failure", "integration", "leapfrog")
ELITE_MOVE, RELEASE, SPIN_OUT, FUNDING, FAILURE, INTEGRATION, LEAPFROG = range(7)

COHORTS = tuple(range(2019, 2031))
"""Years at whose end a cohort is taken that outcomes follow."""
START_COHORT = 62
"""China's top fifth in the US: bit y marks who was there at the end of 2019 + y, this one at the start."""

OK, NOT_FINITE, EXTINCT, NO_ROOM, NO_SLOT, ABOVE_BOUND = range(6)
"""What became of a run; the sentences stand in engines/status.py."""
