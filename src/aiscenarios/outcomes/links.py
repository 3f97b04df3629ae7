"""The four ties between the US and China, each as the part that is cut since 2019 to 2022; they disagree."""

import numpy as np

from aiscenarios.outcomes.outcome import Outcome, Values, View, ratio, shares, trailing
from aiscenarios.state import CN, US

__all__ = ["OUTCOMES"]

_CALM = slice(0, 15)
"""2019Q1 to 2022Q3: before the first chip rule."""
_SOLD = slice(14, 15)
"""2022Q3: in 2019 nobody had a product abroad that could be lost, so this tie is measured from here."""


def _cut(tie: Values, calm: slice = _CALM) -> Values:
    """1 - tie / its mean before the first chip rule, from 0 (as then, or closer) to 1 (gone)."""
    usual = np.nanmean(tie[:, calm], axis=1, keepdims=True)
    return np.clip(1.0 - ratio(tie, usual), 0.0, 1.0)


def _chips(view: View) -> Values:
    return _cut(shares(view.bloc["licensed"])[:, :, CN])


def _talent(view: View) -> Values:
    moves = view.pair["moves"]
    between = trailing(moves[:, :, US, CN] + moves[:, :, CN, US], 4)
    return _cut(ratio(between, view.bloc["researchers"][:, :, [US, CN]].sum(axis=2)))


def _methods(view: View) -> Values:
    return _cut(view.world["coauthorship"])


def _products(view: View) -> Values:
    return _cut(view.bloc["foreign_use"][:, :, [US, CN]].mean(axis=2), _SOLD)


def _all(view: View) -> Values:
    return np.mean([_chips(view), _talent(view), _methods(view), _products(view)], axis=0)


OUTCOMES = (
    Outcome(
        "links.chips", "0-1", "Tie in chips that is cut: China's share of licensed foreign chips.", "", _chips
    ),
    Outcome(
        "links.talent",
        "0-1",
        "Tie in talent that is cut: moves between US and China per researcher.",
        "",
        _talent,
    ),
    Outcome(
        "links.methods",
        "0-1",
        "Tie in methods that is cut: China's papers with a US co-author.",
        "",
        _methods,
    ),
    Outcome(
        "links.products",
        "0-1",
        "Tie in products that is cut: the rival's models in US and China's use.",
        "",
        _products,
    ),
    Outcome("decoupling", "0-1", "Mean of the four ties that are cut.", "", _all),
)
