"""What the uncertain numbers of a scenario are drawn from: starting beliefs, or these after data."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from aiscenarios.errors import InputError
from aiscenarios.evidence import Beliefs, Evidence
from aiscenarios.evidence.fitted import Fitted, FittedBeliefs
from aiscenarios.evidence.fitted_file import PRIOR, read
from aiscenarios.scenario import priors

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["believed"]


def believed(scenario: "Scenario", known: Evidence, name: str | Path) -> Beliefs:
    """The beliefs of a name, with those that the scenario states itself in them.

    Args:
        scenario: a checked scenario.
        known: the evidence of its day.
        name: ``prior``, ``fitted``, or a file that ``calibrate`` wrote.

    Raises:
        InputError: there are no such beliefs, or they were made of facts that the scenario's day does not
            know, of other evidence, or of another model.
    """
    start = priors(scenario, known)
    if str(name) == PRIOR:
        return start
    fitted = read(name)
    _check(fitted, name, scenario.as_of, start, known)
    return FittedBeliefs.of(start, fitted)


def _check(fitted: Fitted, name: str | Path, day: date | None, start: Beliefs, known: Evidence) -> None:
    theirs = date.fromisoformat(fitted.about["as_of"] or fitted.about["made"])
    if day is not None and theirs > day:
        raise InputError(
            f"'{name}' knows facts up to {theirs}, the scenario those up to {day}", path="beliefs",
            hint=f"use prior, or what 'aiscenarios calibrate --as-of {day} --out FILE' writes",
        )  # fmt: skip
    strange = [each for each in fitted.names if each not in start.names]
    if strange:
        raise InputError(
            f"'{name}' was fitted to another model: there is no number '{strange[0]}'", path="beliefs",
            hint="run 'aiscenarios calibrate' again",
        )  # fmt: skip
    whole = fitted.about["as_of"] is None or day == theirs
    if whole and fitted.about["evidence"] != known.fingerprint:
        raise InputError(
            f"'{name}' was fitted to other evidence", path="beliefs", hint="run 'aiscenarios calibrate' again"
        )
