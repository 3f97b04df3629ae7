"""From a checked scenario to what a run is given: arrays and nothing else."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from aiscenarios import levers
from aiscenarios.drivers import EVENT, EVENT_KINDS, HELD, Drivers, Setup
from aiscenarios.evidence import Beliefs, Evidence, Interval
from aiscenarios.evidence import load as load_evidence
from aiscenarios.evidence import priors as joint_prior
from aiscenarios.evidence.labs import Catalogue, NewLab, load_catalogue
from aiscenarios.evidence.world import load_world
from aiscenarios.scenario.actors import GROUPS
from aiscenarios.scenario.model import ALL, Event, LabEntry, Move, Scenario
from aiscenarios.scenario.names import vocabulary
from aiscenarios.scenario.paths import bloc_paths, lab_paths, outside_paths, reaction_paths
from aiscenarios.scenario.schedule import Path
from aiscenarios.state import BLOCS

__all__ = ["AGENTS", "STARTUP_SLOTS", "evidence_for", "left_out", "prepare", "priors"]

AGENTS = 4000
"""Researchers simulated from 2019Q1 on."""
STARTUP_SLOTS = 400
"""Room for spin-outs; a slot is free again when its start-up has failed."""
_USERS = 1e6
_ATTRIBUTES = {"researchers": "size"} | {
    name: name for name in ("users", "pay", "freedom", "friction", "openness")
}
"""A scenario's words for what the catalogue knows of a lab."""


def prepare(scenario: Scenario, *, agents: int = AGENTS, startup_slots: int = STARTUP_SLOTS) -> Setup:
    """What an engine needs beside parameters, seed and run number.

    Args:
        scenario: a checked scenario.
        agents: researchers simulated from the first quarter on.
        startup_slots: records kept free for spin-outs.

    Raises:
        InputError: a lever from outside does not do what a lever may.
    """
    quarters, names, day = scenario.end + 1, vocabulary(scenario.outside), scenario.as_of
    world = load_world()
    labs, crafts, lab_names = _catalogue(scenario).arrays(startup_slots)
    paths, free = bloc_paths(scenario, Path(*levers.history_arrays(quarters, day)), names)
    reactions, reaction_values = reaction_paths(scenario, quarters, lab_names, names)
    drivers = Drivers(
        bloc=paths.level,
        spread=paths.unknown,
        bounds=levers.bounds(),
        lab=lab_paths(scenario, paths.level, lab_names, labs["bloc"], len(labs)),
        supply=world.supply_path(quarters, day),
        spending=world.spending_path(quarters, day),
        domestic=world.domestic_path(quarters, day),
        reactions=reactions,
        reaction_values=reaction_values,
        events=_events(scenario.events, lab_names),
    )
    setup = Setup(
        agents=agents, quarters=quarters, start=scenario.start, labs=labs, crafts=crafts, blocs=world.blocs(),
        stock=world.stock_persons(), drivers=drivers, lab_names=lab_names,
        regimes=levers.sampled(day)._replace(free=free) if scenario.policy == "sampled" else HELD,
    )  # fmt: skip
    return levers.changed(setup, outside_paths(scenario, quarters, names))


def evidence_for(scenario: Scenario) -> Evidence:
    """The shipped evidence, as far as it was known on the scenario's day."""
    return load_evidence() if scenario.as_of is None else load_evidence().known_by(scenario.as_of)


def left_out(scenario: Scenario, evidence: Evidence) -> frozenset[str]:
    """The claims of some evidence that a scenario ignores; it may name others that are not known yet."""
    return frozenset(claim.id for claim in evidence.claims).intersection(scenario.ignored)


def priors(scenario: Scenario, evidence: Evidence) -> Beliefs:
    """The joint prior of what was known of the evidence, with the scenario's own beliefs in it."""
    known = evidence if scenario.as_of is None else evidence.known_by(scenario.as_of)
    stated = [belief for belief in scenario.beliefs if belief.kind == "prior"]
    return joint_prior(
        known,
        ignore=left_out(scenario, known),
        override={belief.parameter: Interval(belief.low, belief.high, belief.level) for belief in stated},
        fix={belief.parameter: belief.low for belief in scenario.beliefs if belief.kind == "fix"},
        weights={doubt.mechanism: doubt.weight for doubt in scenario.doubts},
    )


def _catalogue(scenario: Scenario) -> Catalogue:
    """The catalogue's labs, changed ones changed, and those that join."""
    joining = [lab for lab in scenario.labs if lab.joins is not None]
    known = load_catalogue() if scenario.as_of is None else load_catalogue().known_by(scenario.as_of)
    catalogue = known.with_labs(_new(lab) for lab in joining)
    with_cash = {lab.name for lab in joining if lab.cash is not None}
    # Only a start-up lives on its cash; any other lab bids with its share of the bloc's spending.
    labs = tuple(replace(lab, kind="startup") if lab.name in with_cash else lab for lab in catalogue.labs)
    catalogue = replace(catalogue, labs=labs)
    for lab in scenario.labs:
        numbers = _numbers(lab)
        if numbers:
            catalogue = catalogue.with_changed(lab.name, lab.reference or "scenario", **numbers)
    return catalogue


def _new(lab: LabEntry) -> NewLab:
    assert lab.bloc is not None and lab.joins is not None
    return NewLab(lab.name, lab.bloc, lab.joins, lab.reference or "scenario", lab.like, lab.kind, lab.cash)


def _numbers(lab: LabEntry) -> dict[str, float]:
    """What a scenario changes of a lab, under the catalogue's names and in its units."""
    given = {field: getattr(lab, key) for key, field in _ATTRIBUTES.items() if getattr(lab, key) is not None}
    return {field: value / _USERS if field == "users" else value for field, value in given.items()}


def _events(events: tuple[Event, ...], labs: tuple[str, ...]) -> NDArray[np.void]:
    """EVENT records in the order of time."""
    records = np.zeros(len(events), EVENT)
    for n, event in enumerate(events):
        records[n]["at"] = event.at
        if isinstance(event, Move):
            records[n]["kind"] = EVENT_KINDS.index("move")
            records[n]["source"], records[n]["target"] = labs.index(event.source), labs.index(event.target)
            records[n]["researchers"], records[n]["group"] = event.researchers, GROUPS.index(event.group)
        else:
            records[n]["kind"] = EVENT_KINDS.index("chips_cut")
            records[n]["bloc"] = -1 if event.bloc == ALL else BLOCS.index(event.bloc)
            records[n]["cut"], records[n]["lasts"] = event.share, event.lasts
    return records
