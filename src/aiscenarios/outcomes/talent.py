"""Where researchers are, where they come from, who moves, who stays."""

import numpy as np

from aiscenarios.outcomes.outcome import Outcome, Values, View, ratio, shares, trailing
from aiscenarios.state import CN, COHORTS, US

__all__ = ["OUTCOMES"]

_YEAR = 4
_VISA_YEAR = 11
"""2021Q4: visa demand is shown relative to the four quarters up to it."""


def _net_flow(view: View) -> Values:
    moves = view.pair["moves"]
    return np.asarray(moves[:, :, US, CN] - moves[:, :, CN, US])


def _crossborder_rate(view: View) -> Values:
    moved = view.pair["moves"].sum(axis=(2, 3))
    return ratio(trailing(moved, _YEAR), view.bloc["researchers"].sum(axis=2))


def _stay_rate(view: View) -> Values:
    start = view.cohort[:, :, -1]
    return ratio(start["stayed"], start["heads"])


def _retention(view: View) -> Values:
    staff = view.bloc["lab_staff"]
    before = np.full(staff.shape, np.nan)
    before[:, _YEAR:] = staff[:, :-_YEAR]
    return ratio(view.bloc["kept"], before)


def _visa(view: View) -> Values:
    arrivals = trailing(view.bloc["arrivals"][:, :, US], _YEAR)
    return ratio(arrivals, arrivals[:, _VISA_YEAR : _VISA_YEAR + 1])


def _cohort_stay(view: View) -> Values:
    """Undefined before a cohort is taken, and for years after the end of the run."""
    taken = ratio(view.cohort["stayed"], view.cohort["heads"])[:, :, :-1]
    out = np.full((*taken.shape[:2], len(COHORTS)), np.nan)
    known = min(taken.shape[2], len(COHORTS))
    out[:, :, :known] = taken[:, :, :known]
    return out


_TRACKER = "Global AI Talent Tracker (MacroPolo)"

_ALL, _TOP20, _TOP2, _CHINESE = (0.4,), (0.2,), (0.14,), (0.025,)
"""Effective agents over all agents, as runs of 2019 to 2030 have them: fewer than there are, since newcomers
of a growing field stand for more persons each. Last: China's top fifth in the US."""
_LABS = (0.08, 0.05, 0.01)
"""The same of the labs' staff, by bloc."""

OUTCOMES = (
    Outcome(
        "researchers", "persons", "Researchers working in the bloc.", "bloc", lambda v: v.bloc["researchers"]
    ),
    Outcome(
        "talent_share.all",
        "share",
        "Share of the world's researchers working in the bloc.",
        "bloc",
        lambda v: shares(v.bloc["researchers"]),
        among=_ALL,
    ),
    Outcome(
        "talent_share.top20",
        "share",
        "Share of the world's top fifth working in the bloc.",
        "bloc",
        lambda v: shares(v.bloc["top20"]),
        _TRACKER,
        among=_TOP20,
    ),
    Outcome(
        "talent_share.top2",
        "share",
        "Share of the world's top 2% working in the bloc.",
        "bloc",
        lambda v: shares(v.bloc["top2"]),
        _TRACKER,
        among=_TOP2,
    ),
    Outcome(
        "talent_seen.top20",
        "share",
        "Top fifth working in the bloc as a tracker of the year's authors sees it.",
        "bloc",
        lambda v: shares(v.bloc["seen20"]),
        _TRACKER,
        among=_TOP20,
    ),
    Outcome(
        "talent_seen.top2",
        "share",
        "Top 2% working in the bloc as a tracker of the year's authors sees it.",
        "bloc",
        lambda v: shares(v.bloc["seen2"]),
        _TRACKER,
        among=_TOP2,
    ),
    Outcome(
        "origin_share.top20",
        "share",
        "Share of the world's top fifth with a first degree from the bloc.",
        "bloc",
        lambda v: shares(v.bloc["origin20"]),
        _TRACKER,
        among=_TOP20,
    ),
    Outcome(
        "origin_share.top2",
        "share",
        "Share of the world's top 2% with a first degree from the bloc.",
        "bloc",
        lambda v: shares(v.bloc["origin2"]),
        _TRACKER,
        among=_TOP2,
    ),
    Outcome(
        "origin_seen.top20",
        "share",
        "Top fifth with a first degree from the bloc as a tracker of the year's authors sees it.",
        "bloc",
        lambda v: shares(v.bloc["seen_origin20"]),
        _TRACKER,
        among=_TOP20,
    ),
    Outcome(
        "origin_seen.top2",
        "share",
        "Top 2% with a first degree from the bloc as a tracker of the year's authors sees it.",
        "bloc",
        lambda v: shares(v.bloc["seen_origin2"]),
        _TRACKER,
        among=_TOP2,
    ),
    Outcome(
        "moves",
        "persons/quarter",
        "Researchers who changed blocs in the quarter.",
        "pair",
        lambda v: v.pair["moves"],
    ),
    Outcome(
        "moves_top20",
        "persons/quarter",
        "Top-fifth researchers who changed blocs in the quarter.",
        "pair",
        lambda v: v.pair["moves20"],
    ),
    Outcome(
        "moves_top2",
        "persons/quarter",
        "Top-2% researchers who changed blocs in the quarter.",
        "pair",
        lambda v: v.pair["moves2"],
    ),
    Outcome(
        "net_flow.US",
        "persons/quarter",
        "Moves from the US to China less moves from China to the US.",
        "CN",
        _net_flow,
    ),
    Outcome(
        "crossborder_rate",
        "share/year",
        "Share of all researchers who changed blocs in the last four quarters.",
        "",
        _crossborder_rate,
        among=_ALL,
    ),
    Outcome(
        "stay_rate.CN",
        "share",
        "China-origin top-fifth researchers in the US at the scenario's start, and still "
        "in research, who are still there.",
        "US",
        _stay_rate,
        among=_CHINESE,
    ),
    Outcome(
        "cohort_stay",
        "share",
        "China's top fifth in the US at the end of a year, and still in research, who are still there.",
        "cohort",
        _cohort_stay,
        among=_CHINESE,
    ),
    Outcome(
        "retention",
        "share/year",
        "Researchers of labs a year ago who are still at their lab.",
        "bloc",
        _retention,
        "State of Talent report (SignalFire)",
        among=_LABS,
    ),
    Outcome(
        "visa_registrations",
        "x of 2021",
        "Foreigners taking up work in the US over four quarters.",
        "US",
        _visa,
        "H-1B cap registrations (USCIS)",
    ),
    Outcome("pay", "US$/year", "Mean pay offered by labs.", "bloc", lambda v: v.bloc["pay"]),
    Outcome(
        "publication_share",
        "share",
        "Share of papers of the world's top fifth.",
        "bloc",
        lambda v: shares(v.bloc["papers"]),
        "NeurIPS and ICML author lists (Paper Copilot)",
        among=_TOP20,
    ),
)
