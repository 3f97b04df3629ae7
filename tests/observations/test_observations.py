"""What sources print of constructed runs, and that every series has its place."""

import csv
import math

import numpy as np
import pytest

import aiscenarios as ais
from aiscenarios import evidence, observations, outcomes, seeds
from aiscenarios.ensemble.result import Result
from aiscenarios.errors import InputError
from aiscenarios.evidence.facts import Fact
from aiscenarios.observations import CATALOGUE, known, observe, unseen
from aiscenarios.observations.observation import level_at, over
from aiscenarios.observations.period import Period, parse
from aiscenarios.observations.talent import COUNTRIES

QUARTERS = 28
TRACKER = ("top20pct_work_share", "top2pct_work_share", "top20pct_origin_share", "top2pct_origin_share")
RUNS = 3


class Constructed:
    """Runs in which every column is a straight line: run + quarter, scaled."""

    def __init__(self, **columns: float) -> None:
        self.scale = {name.replace("__", "."): value for name, value in columns.items()}
        self.read: set[str] = set()

    def column(self, name: str) -> np.ndarray:
        self.read.add(name)
        line = np.arange(RUNS)[:, None] + np.arange(QUARTERS, dtype=float)[None, :] + 1.0
        return self.scale.get(name, 0.01) * line

    def lab(self, name: str, field: str) -> np.ndarray:
        self.read.add(f"{name}.{field}")
        values = np.full((RUNS, QUARTERS), np.nan)
        values[:, 3::4] = self.column(f"lab.{field}")[:, 3::4]
        return values


def printed(series: str, entity: str, period: str, seen: Constructed | None = None) -> np.ndarray:
    """What a source prints of constructed runs."""
    return observe(seen or Constructed(), series, entity, period, quarters=QUARTERS)


def test_every_series_is_seen_or_said_not_to_be() -> None:
    """Each series that facts are held of is observed or has a reason; each observation is described, once."""
    names = [each.series for each in CATALOGUE]
    assert len(set(names)) == len(names)
    assert set(names) == set(known())
    assert not set(names) & set(unseen())
    with seeds.path("facts.csv").open(encoding="utf-8", newline="") as lines:
        facts = {row["series"] for row in csv.DictReader(lines)}
    assert facts <= set(names) | set(unseen())


def test_targets_are_seen() -> None:
    """Whatever is fitted to or scored is observed, under the entity and unit of the fact."""
    for fact in evidence.load().facts:
        if fact.role in ("target", "held-out"):
            assert fact.entity in observations.entities(fact.series), fact


def test_columns_exist() -> None:
    """An observation reads outcome columns of the catalogue and fields of the lab table alone."""
    seen = Constructed()
    for each in CATALOGUE:
        for entity in each.entities:
            each.entities[entity](seen)
    columns = {name for name in seen.read if "." not in name or name in outcomes.columns()}
    labs = {name for name in seen.read if name.rpartition(".")[2] in ("compute", "bid")}
    assert seen.read <= columns | labs | {"lab.compute", "lab.bid"}
    assert columns <= set(outcomes.columns()) | {"us_gap"}


def test_known_dates_are_no_earlier_than_the_lag() -> None:
    """A fact's day of being known is its period's end and the lag of its series, to within two months."""
    for fact in evidence.load().facts:
        if fact.series not in known() or fact.vintage == "revised":
            continue
        said = known()[fact.series]
        end = parse(fact.period, said.year).end * 3.0
        day = (fact.known.year - 2019) * 12 + fact.known.month - 1 + fact.known.day / 31.0
        assert day >= end + said.lag.months - 13.5, fact


def test_errors_and_bases_are_sound() -> None:
    """Errors are above zero; a base is a printed value of our own facts, for every entity of its series."""
    printed_values = {(fact.series, fact.entity, fact.value) for fact in evidence.load().facts}
    for each in CATALOGUE:
        said = known()[each.series]
        assert said.error.sd > 0 and said.error.source and said.sees
        if said.base is None:
            continue
        assert set(said.base.values) == set(each.entities), each.series
        for entity, value in said.base.values.items():
            is_ratio = each.series == "private_investment_ratio"
            assert is_ratio or (each.series, entity, value) in printed_values, (each.series, entity)


def test_a_level_is_straight_between_ends_of_quarters() -> None:
    """At the end of a quarter it is the quarter's; a month later a third of the way to the next."""
    values = np.array([[0.0, 3.0, 9.0]])
    assert level_at(values, 1.0) == 0.0 and level_at(values, 2.0) == 3.0
    assert level_at(values, 2.0 + 1 / 3) == pytest.approx(5.0)
    assert level_at(np.array([[math.nan, 3.0]]), 1.5) == 3.0


def test_events_are_spread_evenly_inside_a_quarter() -> None:
    """Months of a quarter sum to the quarter, quarters to the year, and a mean is a sum over its length."""
    values = np.array([[1.0, 2.0, 3.0, 4.0]])
    months = sum(over(values, parse(f"2019-{m:02d}"), mean=False) for m in range(4, 7))
    assert months == pytest.approx(2.0)
    assert over(values, Period(0.0, 4.0), mean=False) == 10.0
    assert over(values, Period(0.0, 4.0), mean=True) == 2.5


@pytest.mark.parametrize(
    ("series", "entity", "period", "wanted"),
    [
        ("eci_gap", "US-China", "2024Q4", 0.01 * 24),                # level at the end of the quarter
        ("arena_gap_composite", "US-China", "2024Q4", 0.1 * 24),     # ten Elo for a point
        ("eci_lag_staleness", "China behind US", "2025-05", 0.01 * (25 + 2 / 3)),
        ("top20pct_work_share", "China", "2019", 1.0 * 7 / 5),       # percent, mean of January to May
        ("notable_models_ai_index", "China", "2024", 3 * 0.01 * (21 + 22 + 23 + 24)),
        ("notable_models_epoch_recount", "world", "2024", 3 * 3 * 0.01 * 90),
        ("cross_border_moves", "CN to US", "2024", 0.01 * 90),
        ("h1b_cap_registrations", "United States", "FY2022", 308_613.0),
        ("h1b_cap_registrations", "United States", "FY2023", 308_613.0 * 16 / 12),
        ("icml_papers_any_author_share", "China", "2020", 9.7 * 6.5 / 2.5),
        ("private_investment_ratio", "US/China", "2024", 3.537),
        ("china_share_of_quarterly_nvidia_compute_flow", "China", "2024Q4", 24.0),
        ("china_share_of_cumulative_nvidia_compute", "China", "2024Q4", 100 / 3),
        ("lab_compute_available_year_end", "OpenAI", "2024-12-31", 0.01 * 24),
        ("two_year_retention", "Anthropic", "2019", 100 * np.mean([1e-4, 4e-4, 9e-4, 16e-4])),
        ("smuggled_ai_chips", "to China", "2024", 0.01 * 90),
    ],
)  # fmt: skip
def test_a_source_prints_what_can_be_worked_out(series: str, entity: str, period: str, wanted: float) -> None:
    """Of run 0, whose columns are 1, 2, 3, ... hundredths, each source prints a number known beforehand."""
    assert printed(series, entity, period)[0] == pytest.approx(wanted, rel=0.03)


def test_a_base_is_printed_of_every_run() -> None:
    """Where only change is seen, every run prints the base for its period, whatever its own level."""
    assert printed("genai_users", "China", "2024-12") == pytest.approx(np.full(RUNS, 249.0))


@pytest.mark.parametrize(
    ("series", "entity", "period", "message"),
    [
        ("eci_gpa", "US-China", "2024", "there is no series 'eci_gpa'"),
        ("headcount", "OpenAI", "2024", "is not observed: whole staff"),
        ("eci_gap", "US-Chna", "2024", "says nothing of 'US-Chna'"),
        ("eci_gap", "US-China", "2018", "2018 lies outside"),
        ("eci_gap", "US-China", "2050", "2050 lies outside"),
        ("eci_gap", "US-China", "soon", "'soon' is not a period"),
    ],
)
def test_what_cannot_be_observed_is_refused_by_name(
    series: str, entity: str, period: str, message: str
) -> None:
    """An unknown series or entity, an unseen series and a period outside the runs are refused in words."""
    with pytest.raises(InputError, match=message):
        printed(series, entity, period)


def test_a_result_is_observed() -> None:
    """Every series prints of a real ensemble, finite or not known in a run; shares lie in 0 to 100."""
    result = ais.run("current_policy", runs=6, seed=7, agents=500, progress="none")
    for each in CATALOGUE:
        for entity in each.entities:
            period = "2030" if each.series != "h1b_cap_registrations" else "FY2030"
            found = result.observed(each.series, entity, period)
            assert found.shape == (6,) and not np.isinf(found).any(), (each.series, entity)
            if known()[each.series].unit == "percent" and known()[each.series].base is None:
                assert np.nanmin(found, initial=0.0) >= 0.0 and np.nanmax(found, initial=0.0) <= 100.0
    assert set(COUNTRIES.values()) == {"US", "CN"}


@pytest.fixture(scope="module")
def tracked() -> Result:
    """Runs of the starting beliefs, enough for a median."""
    return ais.run("current_policy", runs=200, agents=2000, seed=7, beliefs="prior", progress="none")


@pytest.mark.parametrize(
    "fact", [f for f in evidence.load().facts if f.series in TRACKER and f.period == "2019"]
)
def test_the_start_prints_the_tracker_of_2019(fact: Fact, tracked: Result) -> None:
    """At the middle of the prior the tracker of 2019 prints its numbers, within its error (decision 13)."""
    error = observations.known()[fact.series].error
    middle = np.median(tracked.observed(fact.series, fact.entity, fact.period))
    assert abs(error.scaled(middle) - error.scaled(fact.value)) < error.sd


@pytest.mark.parametrize("scale", ["linear", "log", "logit", "root"])
def test_the_scale_of_an_error_has_an_inverse(scale: str) -> None:
    """What is put on a series' scale and back is the same number, and an error of none moves nothing."""
    error = observations.series.Error(scale=scale, sd=0.3, source="none")
    printed = np.array([0.5, 12.0, 99.5])
    assert error.unscaled(error.scaled(printed)) == pytest.approx(printed)
    assert error.blur(printed, np.zeros(3)) == pytest.approx(printed)
    assert np.all(error.blur(printed, np.ones(3)) > printed)
