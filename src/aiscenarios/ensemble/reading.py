"""A stored result opened again, and what is written beside its runs once all are there."""

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from aiscenarios import quarters
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble import summary
from aiscenarios.ensemble.endings import judge
from aiscenarios.ensemble.parts import is_own_file, remove_left
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.store import Store
from aiscenarios.errors import InputError
from aiscenarios.files.bounded import bounded_text
from aiscenarios.files.reader import MAX_BYTES

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["finish", "open", "scenario_in"]

BESIDE = ("summary.csv", "probabilities.csv")


def open(folder: str | Path) -> Result:
    """A stored result.

    Raises:
        InputError: the folder holds none, its runs are not all there, or its scenario was changed.
    """
    store = stores.open_store(Path(folder))
    missing = sum(span.runs for span in store.missing())
    if missing:
        raise InputError(
            f"{missing:,} of its {store.runs:,} runs are missing or damaged", file=str(folder),
            hint=f"'aiscenarios resume {shlex.quote(str(folder))}' simulates them; finished runs are kept",
        )  # fmt: skip
    scenario = scenario_in(store)
    return Result(store, scenario, judge(scenario))


def scenario_in(store: Store) -> "Scenario":
    """The scenario that is stored beside runs.

    Raises:
        InputError: it is gone, or is not the one these runs were made with.
    """
    from aiscenarios.scenario import from_cards, load_with
    from aiscenarios.scenario.resolve import fingerprint

    config, made = store.folder / stores.CONFIG, store.manifest
    other = InputError(
        "is not the scenario these runs were made with", file=str(config),
        hint="put the stored file back, or run the changed scenario into a new folder",
    )  # fmt: skip
    if not is_own_file(config) or fingerprint(bounded_text(config, MAX_BYTES)) != made.config:
        raise other
    scenario = load_with(config, from_cards(made.outside))
    if (scenario.end + 1, quarters.label(scenario.start)) != (made.quarters, made.start):
        raise other
    return replace(scenario, name=made.scenario)


def finish(result: Result) -> Result:
    """Write what follows from the runs beside them, once all are there: digest, summary, probabilities."""
    manifest = result.manifest
    if result.runs < manifest.runs or result.store.missing():
        return result
    for name in ("", stores.WRITTEN, *stores.TABLES):
        remove_left(result.folder / name)
    if manifest.digest is not None and all((result.folder / name).is_file() for name in BESIDE):
        return result
    digest, text = summary.summarised(result)
    if not result.store.outgrown():
        for name, content in zip(BESIDE, (text, summary.probabilities_csv(result)), strict=True):
            result.store.write_text(name, content)
    return result.sealed(digest)
