"""Scenarios: YAML files read, checked with every error in its place, shown, and prepared for a run."""

from aiscenarios.files.faults import InputErrors
from aiscenarios.scenario.json_schema import json_schema
from aiscenarios.scenario.library import load, shipped, validate
from aiscenarios.scenario.model import Scenario
from aiscenarios.scenario.prepare import prepare, priors

__all__ = ["InputErrors", "Scenario", "json_schema", "load", "prepare", "priors", "shipped", "validate"]
