"""Scenarios: YAML files read, checked with every error in its place, shown, and prepared for a run."""

from aiscenarios.files.faults import InputErrors
from aiscenarios.scenario.change import with_outside
from aiscenarios.scenario.json_schema import json_schema
from aiscenarios.scenario.library import load, load_with, shipped, validate
from aiscenarios.scenario.model import Scenario
from aiscenarios.scenario.outside import NOTHING, Outside, from_cards, outside
from aiscenarios.scenario.prepare import evidence_for, left_out, prepare, priors

__all__ = [
    "NOTHING", "InputErrors", "Outside", "Scenario", "evidence_for", "from_cards", "json_schema", "left_out",
    "load", "load_with", "outside", "prepare", "priors", "shipped", "validate", "with_outside",
]  # fmt: skip
