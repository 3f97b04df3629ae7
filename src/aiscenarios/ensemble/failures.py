"""What went wrong with a run, as a code that is stored and a sentence for people.

The engine's codes are below ``OUTSIDE``; from there on they count the outcomes from outside the package, by
name, in whatever order they were given.
"""

from typing import NamedTuple

from aiscenarios.engines.status import SENTENCES
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.errors import InputError
from aiscenarios.quarters import label

__all__ = ["OUTSIDE", "Fault", "outside", "reason", "sentence"]

OUTSIDE = 100
"""The code of a run for which the first outcome from outside raised."""


class Fault(NamedTuple):
    """A run for which a function from outside raised."""

    run: int
    error: InputError


def outside(manifest: Manifest) -> list[str]:
    """The outcomes from outside the package by name, as codes count them."""
    return sorted(card["name"] for card in manifest.outside if card.get("kind") != "lever")


def reason(manifest: Manifest, code: int) -> str:
    """What a code means, without the quarter."""
    if code < OUTSIDE:
        return SENTENCES[code]
    return f"the outcome '{outside(manifest)[code - OUTSIDE]}' from outside the package could not be had"


def sentence(manifest: Manifest, code: int, quarter: int) -> str:
    """The status of a run in words, with the quarter it broke off in; empty for one that finished."""
    if code == 0:
        return ""
    text = reason(manifest, code)
    return f"{text} in {label(quarter)}" if code < OUTSIDE else text
