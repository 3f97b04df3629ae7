"""Chips, methods, capability: what labs have and what they can do with it."""

import numpy as np

from aiscenarios.arithmetic import exp, log
from aiscenarios.outcomes.outcome import Outcome, Values, View, ratio, shares
from aiscenarios.state import CN, US

__all__ = ["OUTCOMES", "records"]

_ANCHOR = 17
"""2023Q2: the capability index is tied to the best US language model of that quarter."""


def records(released: Values) -> Values:
    """Best released so far, along quarters; undefined before the first release."""
    best = np.maximum.accumulate(released, axis=1)
    return np.where(np.isfinite(best), best, np.nan)


def _index(view: View, released: Values) -> Values:
    """Nats as points of the capability index, by run: eci_anchor + eci_per_nat x distance from the anchor."""
    anchor = records(view.bloc["language"][:, :, US])[:, _ANCHOR].reshape(-1, 1, 1)
    slope = view.params["eci_per_nat"].reshape(-1, 1, 1)
    return np.asarray(view.params["eci_anchor"].reshape(-1, 1, 1) + slope * (records(released) - anchor))


def _gap(view: View) -> Values:
    best = records(view.bloc["language"])
    return np.asarray(view.params["eci_per_nat"].reshape(-1, 1) * (best[:, :, US] - best[:, :, CN]))


def _mix_gap(view: View) -> Values:
    mix = log(view.bloc["best_compute"]) - view.bloc["recipe"]
    return np.asarray(mix[:, :, US] - mix[:, :, CN])


_CHIPS = "AI chip counts (Epoch AI)"
_INDEX = "Epoch Capabilities Index (Epoch AI)"

OUTCOMES = (
    Outcome(
        "compute",
        "H100e",
        "AI chips installed at the bloc's labs.",
        "bloc",
        lambda v: v.bloc["compute"],
        _CHIPS,
    ),
    Outcome(
        "compute_share",
        "share",
        "Share of the world's installed AI chips.",
        "bloc",
        lambda v: shares(v.bloc["compute"]),
        "GPU clusters (Epoch AI)",
    ),
    Outcome(
        "compute_flow",
        "H100e/quarter",
        "AI chips that arrived in the quarter, leaks and own chips included.",
        "bloc",
        lambda v: v.bloc["flow"],
    ),
    Outcome(
        "licensed_flow",
        "H100e/quarter",
        "Licensed foreign AI chips that arrived in the quarter.",
        "bloc",
        lambda v: v.bloc["licensed"],
        _CHIPS,
    ),
    Outcome(
        "own_flow",
        "H100e/quarter",
        "AI chips of the bloc's own make that arrived in the quarter, beside the world's supply.",
        "bloc",
        lambda v: v.bloc["own_flow"],
    ),
    Outcome(
        "leaked_flow",
        "H100e/quarter",
        "AI chips that arrived in the quarter although forbidden.",
        "bloc",
        lambda v: v.bloc["flow"] - v.bloc["own_flow"] - v.bloc["licensed"],
    ),
    Outcome(
        "licensed_share",
        "share",
        "Share of the quarter's licensed foreign AI chips.",
        "bloc",
        lambda v: shares(v.bloc["licensed"]),
        _CHIPS,
    ),
    Outcome(
        "domestic_share",
        "share",
        "Share of the bloc's installed AI chips that are its own make.",
        "bloc",
        lambda v: ratio(v.bloc["domestic"], v.bloc["compute"]),
    ),
    Outcome(
        "compute_ratio",
        "x",
        "Compute of the best-equipped US lab over China's.",
        "",
        lambda v: ratio(v.bloc["best_compute"][:, :, US], v.bloc["best_compute"][:, :, CN]),
    ),
    Outcome(
        "concentration",
        "0-1",
        "Herfindahl index of labs' installed chips.",
        "",
        lambda v: v.world["concentration"],
    ),
    Outcome(
        "efficiency",
        "x of 2019",
        "Best algorithmic efficiency in the bloc over the US front of 2019.",
        "bloc",
        lambda v: exp(v.bloc["recipe"]),
    ),
    Outcome(
        "capability.language",
        "ECI points",
        "Best language model released in the bloc.",
        "bloc",
        lambda v: _index(v, v.bloc["language"]),
        _INDEX,
    ),
    Outcome(
        "capability.video",
        "ECI points",
        "Best video model released in the bloc, on the language scale.",
        "bloc",
        lambda v: _index(v, v.bloc["video"]),
    ),
    Outcome(
        "capability.worlds",
        "ECI points",
        "Best interactive-world model released in the bloc, on the language scale.",
        "bloc",
        lambda v: _index(v, v.bloc["worlds"]),
    ),
    Outcome(
        "us_gap",
        "ECI points",
        "Best US language model ahead of China's best (negative: behind).",
        "",
        _gap,
        _INDEX,
    ),
    Outcome(
        "us_lead_months",
        "months",
        "Time since the US had what China has now (negative: China leads).",
        "",
        lambda v: v.world["us_lead"],
        _INDEX,
    ),
    Outcome(
        "mix_gap",
        "nats",
        "How much more compute-heavy, against efficiency, the best US lab is than China's.",
        "",
        _mix_gap,
    ),
    Outcome(
        "knowhow_carried",
        "nats x labs",
        "Method gaps closed by hires across the border, since 2019.",
        "pair",
        lambda v: np.cumsum(v.pair["knowhow"], axis=1),
    ),
    Outcome(
        "openness",
        "share",
        "Methods the bloc's leading labs publish within a year.",
        "bloc",
        lambda v: v.bloc["openness"],
    ),
    Outcome(
        "coauthorship",
        "share",
        "China's papers with a US co-author.",
        "",
        lambda v: v.world["coauthorship"],
        "NeurIPS and ICML author lists (Paper Copilot)",
    ),
)
