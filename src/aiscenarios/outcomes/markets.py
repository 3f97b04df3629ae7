"""Releases, integration, use, value, start-ups, and what policy costs."""

import numpy as np

from aiscenarios.outcomes.outcome import Outcome, Values, View, ratio, shares

__all__ = ["OUTCOMES"]

_YEAR = 4
_WINDOW = 2
"""Quarters an announced model has to get into products (claim 001-7)."""


def _since_start(view: View, counts: Values) -> Values:
    """Running total from the scenario's first quarter on; undefined before."""
    total = np.cumsum(counts[:, view.start :], axis=1)
    out = np.full(counts.shape, np.nan)
    out[:, view.start :] = total
    return out


def _integrated_share(view: View) -> Values:
    """In-window integrations over the announcements that have had their window."""
    due = np.full(view.bloc["announced"].shape, np.nan)
    opened = _since_start(view, view.bloc["announced"])
    due[:, view.start + _WINDOW :] = opened[:, view.start : due.shape[1] - _WINDOW]
    won = _since_start(view, view.bloc["won"])
    return np.minimum(1.0, ratio(won, np.where(due > 0, due, 0.0)))


OUTCOMES = (
    Outcome(
        "releases",
        "count/quarter",
        "Models released by the bloc's labs.",
        "bloc",
        lambda v: v.bloc["releases"],
    ),
    Outcome(
        "notable",
        "count/quarter",
        "Releases at or near the world record.",
        "bloc",
        lambda v: v.bloc["notable"],
        "Notable AI models (Epoch AI)",
    ),
    Outcome(
        "hire_to_release",
        "months",
        "Mean time from a top-2% cross-border hire to the lab's next release, so far.",
        "",
        lambda v: v.world["hire_lag"],
    ),
    Outcome(
        "announcements",
        "count",
        "Models announced by giants since the scenario's start.",
        "bloc",
        lambda v: _since_start(v, v.bloc["announced"]),
    ),
    Outcome(
        "integrated_in_window",
        "count",
        "Of these, built into products within two quarters.",
        "bloc",
        lambda v: _since_start(v, v.bloc["won"]),
    ),
    Outcome(
        "integrated_share",
        "share",
        "Announcements built into products within two quarters, of those whose two quarters are over.",
        "bloc",
        _integrated_share,
    ),
    Outcome(
        "leapfrogs",
        "count",
        "Giants outside their bloc's top three at announcement that integrated in the window "
        "and became first in use, since the scenario's start.",
        "bloc",
        lambda v: _since_start(v, v.bloc["leapt"]),
    ),
    Outcome(
        "outflanked",
        "count",
        "Giants whose spin-out has released a better model in some modality.",
        "bloc",
        lambda v: v.bloc["outflanked"],
    ),
    Outcome(
        "users",
        "millions",
        "People anywhere who use models of the bloc's labs.",
        "bloc",
        lambda v: v.bloc["users"],
    ),
    Outcome(
        "use_share",
        "share",
        "Share of the world's use that the bloc's labs serve.",
        "bloc",
        lambda v: shares(v.bloc["users"]),
    ),
    Outcome(
        "adoption",
        "share",
        "Potential users in the bloc who use models and agents.",
        "bloc",
        lambda v: v.bloc["adoption"],
        "Statistical report on internet development (CNNIC)",
    ),
    Outcome(
        "value_games",
        "US$/year",
        "Development cost saved in the bloc's games by generated worlds.",
        "bloc",
        lambda v: v.bloc["games"],
    ),
    Outcome(
        "value_spillover",
        "US$/year",
        "Value of the same models beyond games.",
        "bloc",
        lambda v: v.bloc["spillover"],
    ),
    Outcome("startups_founded", "count/quarter", "Spin-outs founded.", "bloc", lambda v: v.bloc["founded"]),
    Outcome(
        "startups_funded",
        "count/quarter",
        "Spin-outs that raised a round.",
        "bloc",
        lambda v: v.bloc["funded"],
    ),
    Outcome("startups_failed", "count/quarter", "Spin-outs that failed.", "bloc", lambda v: v.bloc["failed"]),
    Outcome(
        "spinout_funding", "US$/quarter", "Money raised by spin-outs.", "bloc", lambda v: v.bloc["funding"]
    ),
    Outcome(
        "private_investment",
        "US$/year",
        "Money that investors and owners put into the bloc's labs.",
        "bloc",
        lambda v: _YEAR * v.bloc["invested"],
        "Private investment in AI (Stanford AI Index)",
    ),
    Outcome(
        "chip_spending",
        "US$/year",
        "Spending of the bloc's labs on AI chips.",
        "bloc",
        lambda v: _YEAR * v.bloc["chip_money"],
    ),
    Outcome(
        "cost",
        "US$/year",
        "Public spending on subsidies and talent programmes.",
        "bloc",
        lambda v: v.bloc["cost"],
    ),
    Outcome(
        "lost_sales",
        "US$/year",
        "Sales that chip makers forgo to export controls and buyer guidance.",
        "US",
        lambda v: v.bloc["forgone"].sum(axis=2),
    ),
)
