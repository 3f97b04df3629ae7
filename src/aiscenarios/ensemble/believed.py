"""What the uncertain numbers of a scenario are drawn from: starting beliefs, or these after data."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from aiscenarios.errors import InputError
from aiscenarios.evidence import Beliefs, Evidence
from aiscenarios.evidence.fitted import Fitted, FittedBeliefs
from aiscenarios.evidence.fitted_file import FITTED, PRIOR, read
from aiscenarios.scenario import priors

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["believed", "chosen", "knows_later"]

_AGAIN = "run 'aiscenarios calibrate --out FILE' and name FILE, or use prior"


def chosen(scenario: "Scenario", known: Evidence, name: str | Path | None) -> str:
    """The name of the beliefs that are meant: the shipped fit, unless others are named.

    As of a day on which the facts of the shipped fit were not all known these are the starting beliefs of
    that day, as a parameter goes back to its reference prior before a claim. Every answer names its beliefs,
    and says why where they are these.
    """
    if name is not None:
        return str(name)
    return PRIOR if knows_later(read(FITTED), scenario.as_of, known) else FITTED


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


def knows_later(fitted: Fitted, day: date | None, known: Evidence) -> bool:
    """Whether a fit may hold what was not known on a day.

    Args:
        fitted: the fit.
        day: the last day whose knowledge may be used; None for today.
        known: the evidence of that day. A later fit that was made of the same evidence holds nothing later.
    """
    return day is not None and _made_of(fitted) > day and fitted.about["evidence"] != known.fingerprint


def _made_of(fitted: Fitted) -> date:
    """The day up to which a fit used what was known."""
    return date.fromisoformat(fitted.about["as_of"] or fitted.about["made"])


def _check(fitted: Fitted, name: str | Path, day: date | None, start: Beliefs, known: Evidence) -> None:
    theirs = _made_of(fitted)
    if knows_later(fitted, day, known):
        raise InputError(
            f"'{name}' knows facts up to {theirs}, the scenario those up to {day}", path="beliefs",
            hint=f"use prior, or what 'aiscenarios calibrate --as-of {day} --out FILE' writes",
        )  # fmt: skip
    strange = [each for each in fitted.names if each not in start.names]
    if strange:
        raise InputError(
            f"'{name}' was fitted to another model: there is no number '{strange[0]}'", path="beliefs",
            hint=_AGAIN,
        )  # fmt: skip
    whole = fitted.about["as_of"] is None or day == theirs
    if whole and fitted.about["evidence"] != known.fingerprint:
        raise InputError(f"'{name}' was fitted to other evidence", path="beliefs", hint=_AGAIN)
