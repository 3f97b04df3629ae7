"""A small stored result without a model: every column a keyed random walk, for fast tests of figures."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np

from aiscenarios import evidence, outcomes, quarters
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.chunks import Chunk, Span
from aiscenarios.ensemble.endings import columns_of, endings, of_scenario
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.result import Result
from aiscenarios.scenario.model import Scenario
from aiscenarios.state import BLOCS, COHORTS, MODALITIES, NOTE_KINDS

QUARTERS = 56
START, BY = quarters.parse("2027Q1"), quarters.parse("2030Q4")
LABS = ("OpenAI", "Google", "Tencent", "Alibaba", "Moonshot AI", "Mistral AI")

_PAIRS = [".".join(pair) for pair in permutations(BLOCS, 2)]
_B = list(BLOCS)
_M = [f"{modality}.{bloc}" for modality in MODALITIES for bloc in BLOCS]

# family: parts, unit, level in 2019, change a year, spread of a year's change
_FAMILIES = {
    "researchers": (_B, "persons", 40_000.0, 4_000.0, 1_500.0),
    "talent_share.all": (_B, "share", 0.33, 0.002, 0.012),
    "talent_share.top20": (_B, "share", 0.35, 0.003, 0.014),
    "talent_share.top2": (_B, "share", 0.33, 0.003, 0.02),
    "talent_seen.top20": (_B, "share", 0.3, 0.0, 0.02),
    "talent_seen.top2": (_B, "share", 0.3, 0.0, 0.02),
    "origin_share.top20": (_B, "share", 0.33, 0.0, 0.01),
    "origin_share.top2": (_B, "share", 0.33, 0.0, 0.01),
    "origin_seen.top20": (_B, "share", 0.33, 0.0, 0.02),
    "origin_seen.top2": (_B, "share", 0.33, 0.0, 0.02),
    "moves": (_PAIRS, "persons/quarter", 40.0, 1.5, 6.0),
    "moves_top20": (_PAIRS, "persons/quarter", 9.0, 0.3, 2.0),
    "moves_top2": (_PAIRS, "persons/quarter", 1.2, 0.05, 0.4),
    "net_flow": (["US.CN"], "persons/quarter", -2.0, 1.0, 8.0),
    "crossborder_rate": ([""], "share/year", 0.02, 0.0, 0.002),
    "stay_rate": (["CN.US"], "share", 1.0, -0.012, 0.012),
    "cohort_stay": ([str(year) for year in COHORTS], "share", 1.0, -0.012, 0.012),
    "retention": (_B, "share/year", 0.74, 0.0, 0.02),
    "compute": (_B, "H100e", 4e5, 9e5, 1.5e5),
    "compute_share": (_B, "share", 0.33, 0.0, 0.02),
    "compute_flow": (_B, "H100e/quarter", 1e5, 2e5, 4e4),
    "licensed_flow": (_B, "H100e/quarter", 1e5, 2e5, 4e4),
    "own_flow": (_B, "H100e/quarter", 1e4, 2e4, 4e3),
    "leaked_flow": (_B, "H100e/quarter", 1e4, 1e4, 4e3),
    "licensed_share": (_B, "share", 0.3, -0.01, 0.02),
    "domestic_share": (_B, "share", 0.1, 0.035, 0.03),
    "compute_ratio": ([""], "x", 4.0, 0.3, 0.5),
    "efficiency": (_B, "x of 2019", 1.0, 9.0, 3.0),
    "capability": (_M, "ECI points", 70.0, 10.0, 3.0),
    "us_gap": ([""], "ECI points", 12.0, -0.4, 2.0),
    "us_lead_months": ([""], "months", 16.0, -0.9, 3.0),
    "knowhow_carried": (_PAIRS, "nats x labs", 0.5, 0.4, 0.2),
    "releases": (_B, "count/quarter", 6.0, 1.0, 1.5),
    "notable": (_B, "count/quarter", 2.0, 0.2, 0.6),
    "hire_to_release": ([""], "months", 7.0, 0.0, 0.6),
    "announcements": (_B, "count", 0.0, 2.0, 0.8),
    "integrated_in_window": (_B, "count", 0.0, 1.0, 0.5),
    "integrated_share": (_B, "share", 0.5, 0.0, 0.05),
    "leapfrogs": (_B, "count", 0.0, 0.15, 0.25),
    "users": (_B, "millions", 100.0, 120.0, 40.0),
    "use_share": (_B, "share", 0.33, 0.004, 0.015),
    "adoption": (_B, "share", 0.01, 0.05, 0.02),
    "value_games": (_B, "US$/year", 2e8, 4e8, 1.5e8),
    "value_spillover": (_B, "US$/year", 1e8, 3e8, 1e8),
    "startups_founded": (_B, "count/quarter", 0.4, 0.02, 0.2),
    "startups_funded": (_B, "count/quarter", 0.3, 0.02, 0.2),
    "startups_failed": (_B, "count/quarter", 0.2, 0.02, 0.1),
    "spinout_funding": (_B, "US$/quarter", 5e7, 1e7, 3e7),
    "outflanked": (_B, "count", 0.2, 0.05, 0.2),
    "concentration": ([""], "0-1", 0.15, 0.005, 0.02),
    "openness": (_B, "share", 0.6, -0.015, 0.02),
    "coauthorship": ([""], "share", 0.24, -0.008, 0.01),
    "publication_share": (_B, "share", 0.33, 0.0, 0.01),
    "visa_registrations": (["US"], "x of 2021", 1.0, 0.08, 0.1),
    "pay": (_B, "US$/year", 6e5, 6e4, 4e4),
    "private_investment": (_B, "US$/year", 1e10, 5e9, 3e9),
    "chip_spending": (_B, "US$/year", 1e10, 5e9, 3e9),
    "cost": (_B, "US$/year", 1e9, 5e8, 3e8),
    "lost_sales": (_B, "US$/year", 1e9, 7e8, 3e8),
    "links": (["chips", "talent", "methods", "products"], "0-1", 0.05, 0.05, 0.03),
    "decoupling": ([""], "0-1", 0.05, 0.05, 0.02),
    "mix_gap": ([""], "nats", 0.2, 0.08, 0.1),
}  # fmt: skip

_FAMILY_OF = {
    ".".join(filter(None, (family, part))): family
    for family, (parts, *_) in _FAMILIES.items()
    for part in parts
}
COLUMNS = outcomes.units()


def _walk(family, stream, tilt):
    _, unit, level, change, spread = _FAMILIES[family]
    drift = (change + tilt * spread) / 4
    steps = drift + stream.normal(size=QUARTERS) * spread / 2
    values = level + np.cumsum(steps)
    return np.clip(values, 0, 1) if unit in ("share", "share/year", "0-1") else values


def _one_run(seed, run, tilt):
    stream = np.random.Generator(np.random.Philox(key=[seed, run]))
    return np.array([_walk(_FAMILY_OF[column], stream, tilt) for column in COLUMNS])


def _events(seed, runs):
    stream = np.random.Generator(np.random.Philox(key=[seed, 10_000]))
    count = 40 * len(runs)
    return {
        "run": np.repeat(runs, 40), "quarter": stream.integers(0, QUARTERS, count).astype(np.int16),
        "kind": stream.integers(0, len(NOTE_KINDS), count), "source": stream.integers(-1, len(LABS), count),
        "target": stream.integers(0, len(LABS) + 2, count),
        "person": np.arange(count), "value": np.ones(count),
    }  # fmt: skip


def chunk(seed, runs, tilt, failing):
    """Some runs; ``tilt`` moves every column up, in its own spreads a year."""
    numbers = np.arange(runs)
    values = np.stack([_one_run(seed, run, tilt) for run in numbers]).astype(np.float32)
    failed = np.isin(numbers, sorted(failing))
    values[failed] = np.nan
    return Chunk(
        columns={name: values[:, place] for place, name in enumerate(COLUMNS)},
        status=failed.astype(np.int64),
        status_at=np.where(failed, 4, 0),
        parameters={"peer_pull": values[:, 0, 0].astype(np.float64)},
        labs={
            "run": numbers,
            "quarter": np.full(runs, 3, np.int16),
            "lab": np.zeros(runs, np.int64),
            "compute": np.full(runs, 1e5),
        },
        events=_events(seed, numbers),
    )


SCENARIO = Scenario(
    title="Current policy", question="What if nothing changes?", story="Levers stay where they are.",
    references=("our assumption",), start=START, end=QUARTERS - 1, by=BY, name="current_policy",
)  # fmt: skip


def build(
    folder: Path, *, seed=7, runs=60, tilt=0.0, failing=(), labs=LABS, length=QUARTERS, **changes
) -> Result:
    """A result in a folder; further arguments replace fields of its scenario."""
    scenario = replace(SCENARIO, **changes)
    manifest = Manifest(
        scenario=scenario.name, config=f"c{tilt}", evidence=evidence.load().fingerprint,
        beliefs="prior", parameters="p", world="w",
        seed=seed, agents=100, quarters=length, outcomes=COLUMNS, steps=outcomes.steps(100),
        kernel="k", runs=runs, chunk=runs,
        by=quarters.label(scenario.by), start=quarters.label(scenario.start), labs=labs,
        versions={"python": "3.13"}, machine="Linux x86_64", created="2026-11-22T00:00:00+00:00",
    )  # fmt: skip
    store = stores.create(folder, manifest, {})
    whole = chunk(seed, runs, tilt, failing)
    columns = {name: values[:, :length] for name, values in whole.columns.items()}
    store.commit(Span(0, 0, runs), whole._replace(columns=columns))
    stories = of_scenario(scenario, COLUMNS)

    def judge(stored):
        columns = stored.columns(columns_of(stories))
        return endings(stories, columns, COLUMNS, scenario.start, scenario.by)

    return Result(store, scenario, judge)
