"""Lever settings and reactions as the arrays a run reads: levels where they are felt, by quarter."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from aiscenarios.drivers import BLOC_LEVERS, LAB_LEVERS, REACTION, WATCHED
from aiscenarios.levers import UserLever
from aiscenarios.scenario.model import ALL, Reaction, Scenario, Setting
from aiscenarios.scenario.schedule import Path, lay
from aiscenarios.scenario.settings import family
from aiscenarios.scenario.vocabulary import Vocabulary
from aiscenarios.state import BLOCS

__all__ = ["bloc_paths", "lab_paths", "nobody_buys", "outside_paths", "reaction_paths"]

_BUDGET = "compute_budget"


def bloc_paths(scenario: Scenario, recorded: Path, names: Vocabulary) -> tuple[Path, NDArray[np.bool_]]:
    """Level and standard deviation, quarter x bloc x lever: the scenario's settings laid over the record.

    Beside them, of the same shape, where no setting says anything.

    Args:
        scenario: settings for all blocs are laid first, then those of single blocs.
        recorded: level and standard deviation of what is on record, held after it.
        names: says where each lever is felt.
    """
    level, spread = recorded.level.copy(), recorded.unknown.copy()
    free = np.ones(level.shape, np.bool_)
    known_ones = (setting for setting in scenario.levers if setting.lever in BLOC_LEVERS)
    for setting in sorted(known_ones, key=lambda one: one.actor != ALL):
        for bloc in _blocs(setting, names):
            place = np.s_[:, BLOCS.index(bloc), BLOC_LEVERS.index(setting.lever)]
            known = Path(recorded.level[place], np.ones(len(level)))
            laid = lay(setting.schedule, known, scenario.start)
            level[place], spread[place] = laid.level, recorded.unknown[place] * laid.unknown
            free[place] = laid.unknown == 1.0
    return Path(level, spread), free


def nobody_buys(scenario: Scenario, names: Vocabulary) -> int | None:
    """The first quarter in which a scenario leaves no bloc and no lab money for chips, or None."""
    settings = [setting for setting in scenario.levers if family(setting.lever) == _BUDGET]
    if not all(setting.actor in {ALL, *BLOCS} for setting in settings):
        return None
    usual = Path(np.ones(scenario.end + 1), np.ones(scenario.end + 1))
    level = {bloc: usual.level for bloc in BLOCS}
    for setting in sorted(settings, key=lambda one: one.actor != ALL):
        for bloc in _blocs(setting, names):
            level[bloc] = lay(setting.schedule, usual, scenario.start).level
    none = np.flatnonzero(np.all([each == 0.0 for each in level.values()], axis=0))
    return int(none[0]) if none.size else None


def outside_paths(
    scenario: Scenario, quarters: int, names: Vocabulary
) -> dict[UserLever, NDArray[np.float64]]:
    """Level of each lever from outside, quarter x bloc: no effect where the scenario sets none."""
    return {lever: _outside_path(scenario, lever, quarters, names) for lever in scenario.outside.levers}


def _outside_path(
    scenario: Scenario, lever: UserLever, quarters: int, names: Vocabulary
) -> NDArray[np.float64]:
    level = np.full((quarters, len(BLOCS)), lever.no_effect)
    ours = [setting for setting in scenario.levers if setting.lever == lever.name]
    for setting in sorted(ours, key=lambda one: one.actor != ALL):
        for bloc in _blocs(setting, names):
            path = Path(np.full(quarters, lever.no_effect), np.ones(quarters))
            level[:, BLOCS.index(bloc)] = lay(setting.schedule, path, scenario.start).level
    return level


def _blocs(setting: Setting, names: Vocabulary) -> tuple[str, ...]:
    """Where a setting is felt; none for a lab's."""
    if setting.actor == ALL:
        return names.lever(setting.lever).felt_at
    return (setting.actor,) if setting.actor in BLOCS else ()


def lab_paths(
    scenario: Scenario,
    levels: NDArray[np.float64],
    labs: tuple[str, ...],
    homes: NDArray[np.int8],
    slots: int,
) -> NDArray[np.float64]:
    """Level set for a lab, quarter x lab x LAB_LEVERS; NaN where its bloc's level holds.

    Args:
        scenario: whose lab settings are laid over the level of the lab's bloc.
        levels: quarter x bloc x lever.
        labs: names, in the order of the lab records.
        homes: bloc of each lab.
        slots: number of lab records, empty ones included.
    """
    paths = np.full((len(levels), slots, len(LAB_LEVERS)), np.nan)
    for setting in scenario.levers:
        if setting.actor in labs:
            i = labs.index(setting.actor)
            beneath = np.full(len(levels), np.nan)
            if setting.lever in BLOC_LEVERS:
                beneath = levels[:, homes[i], BLOC_LEVERS.index(setting.lever)]
            laid = lay(setting.schedule, Path(beneath, np.ones(len(levels))), scenario.start)
            paths[:, i, LAB_LEVERS.index(setting.lever)] = np.where(laid.unknown < 1.0, laid.level, np.nan)
    return paths


def reaction_paths(
    scenario: Scenario, quarters: int, labs: tuple[str, ...], names: Vocabulary
) -> tuple[NDArray[np.void], NDArray[np.float64]]:
    """REACTION records, one for each lever and place, and the level each sets, reaction x quarter.

    A reaction can act from the scenario's start on; before it, its level is NaN.
    """
    rows = [row for reaction in scenario.reactions for row in _rows(reaction, labs, names)]
    records = np.zeros(len(rows), REACTION)
    values = np.full((len(rows), quarters), np.nan)
    for n, (reaction, lever, bloc, lab, value) in enumerate(rows):
        records[n] = (
            WATCHED.index(reaction.watch), reaction.above, reaction.threshold, reaction.hold, reaction.lasts,
            lever, bloc, lab,
        )  # fmt: skip
        values[n, scenario.start :] = value
    return records, values


def _rows(
    reaction: Reaction, labs: tuple[str, ...], names: Vocabulary
) -> Iterator[tuple[Reaction, int, int, int, float]]:
    for setting in reaction.settings:
        value = setting.schedule[0].value
        if setting.actor in labs:
            yield reaction, LAB_LEVERS.index(setting.lever), -1, labs.index(setting.actor), value
        for bloc in _blocs(setting, names):
            yield reaction, BLOC_LEVERS.index(setting.lever), BLOCS.index(bloc), -1, value
