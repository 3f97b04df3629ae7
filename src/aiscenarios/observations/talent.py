"""Researchers as trackers, conferences and offices count them."""

from collections.abc import Callable

from aiscenarios.observations.observation import Observation, Seen, Values
from aiscenarios.state import BLOCS, COHORTS

__all__ = ["COUNTRIES", "OBSERVATIONS", "percent"]

COUNTRIES = {"United States": "US", "China": "CN"}
"""Blocs as most sources name them."""
_YEAR = 4


def percent(column: str) -> Callable[[Seen], Values]:
    """A share in percent."""
    return lambda seen: 100.0 * seen.column(column)


def _by_country(family: str) -> dict[str, Callable[[Seen], Values]]:
    return {country: percent(f"{family}.{bloc}") for country, bloc in COUNTRIES.items()}


def _two_years(seen: Seen) -> Values:
    """Percent still there after two years like this one."""
    return 100.0 * seen.column("retention.US") ** 2


def _crossing(pair: str) -> Callable[[Seen], Values]:
    return lambda seen: seen.column(f"moves.{pair}")


_PAIRS = {f"{a} to {b}": f"{a}.{b}" for a in BLOCS for b in BLOCS if a != b}
_LABS = ("Anthropic", "Google DeepMind", "OpenAI", "Meta")


def _researchers(bloc: str) -> Callable[[Seen], Values]:
    return lambda seen: seen.column(f"researchers.{bloc}")


_COAUTHORS = {"China with US co-author": percent("coauthorship")}

OBSERVATIONS = (
    Observation("top20pct_work_share", _by_country("talent_seen.top20"), "mean"),
    Observation("top2pct_work_share", _by_country("talent_seen.top2"), "mean"),
    Observation("top20pct_origin_share", _by_country("origin_seen.top20"), "mean"),
    Observation("top2pct_origin_share", _by_country("origin_seen.top2"), "mean"),
    Observation("neurips_papers_any_author_share", _by_country("publication_share"), "mean"),
    Observation("neurips_papers_first_author_share", _by_country("publication_share"), "mean"),
    Observation("icml_papers_any_author_share", _by_country("publication_share"), "mean"),
    Observation("icml_papers_first_author_share", _by_country("publication_share"), "mean"),
    Observation("neurips_us_coauthor_share_of_cn_papers", _COAUTHORS, "mean"),
    Observation("icml_us_coauthor_share_of_cn_papers", _COAUTHORS, "mean"),
    Observation("two_year_retention", dict.fromkeys(_LABS, _two_years), "mean"),
    Observation(
        "ai_researchers_stock", {name: _researchers(bloc) for name, bloc in COUNTRIES.items()}, "end"
    ),
    Observation(
        "h1b_cap_registrations",
        {"United States": lambda seen: seen.column("visa_registrations.US")},
        "end",
    ),
    Observation("cohort_stay_rate", {str(year): percent(f"cohort_stay.{year}") for year in COHORTS}, "end"),
    Observation("cross_border_moves", {name: _crossing(pair) for name, pair in _PAIRS.items()}, "sum"),
)
