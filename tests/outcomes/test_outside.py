"""Outcomes from outside the package: what they must say, and how their functions fail."""

import sys
from typing import Any

import numpy as np
import pytest

from aiscenarios.errors import InputError
from aiscenarios.outcomes import Outcome, View
from aiscenarios.outcomes.outside import check, guarded

RUNS, QUARTERS = 3, 5
VIEW = View(*(np.zeros((RUNS, QUARTERS)) for _ in range(4)), params=np.zeros(RUNS), start=2)


def made(values: Any, **more: Any) -> Outcome:
    """An outcome of the world."""
    said: dict[str, Any] = {"name": "mine", "unit": "share", "meaning": "One.", "over": ""}
    return Outcome(**(said | more), values=values)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"unit": ""}, "its unit is missing"),
        ({"meaning": ""}, "its meaning is missing"),
        ({"name": "My outcome"}, "write its name in lower case"),
        ({"over": "labs"}, "over is 'labs'"),
    ],
)
def test_what_an_outcome_must_say_is_asked_for(said: dict[str, Any], message: str) -> None:
    """An outcome without name, unit or meaning, or over axes that there are not, is refused."""
    with pytest.raises(InputError, match=message):
        check(made(np.zeros, **said))


@pytest.mark.parametrize(
    ("over", "shape"), [("", ()), ("CN", ()), ("bloc", (3,)), ("pair", (3, 3)), ("cohort", ())]
)
def test_the_shape_of_an_outcome_follows_its_axes(over: str, shape: tuple[int, ...]) -> None:
    """An array run x quarter, with the axes of ``over``, passes as it is; another is refused."""
    outcome = made(lambda view: np.ones((RUNS, QUARTERS, *shape)), over=over)
    if over != "cohort":
        assert np.all(guarded(outcome).values(VIEW) == 1)
        outcome = made(lambda view: np.ones((QUARTERS, RUNS, *shape)), over=over)
    with pytest.raises(InputError, match="its function gives run x quarter"):
        guarded(outcome).values(VIEW)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            lambda view: 1 / np.zeros((RUNS, QUARTERS)),
            "is infinite, or too large to be stored.*give NaN where",
        ),
        (lambda view: np.full((RUNS, QUARTERS), 1e300), "is infinite, or too large to be stored"),
        (lambda view: np.full((RUNS, QUARTERS), "many"), "the outcome 'mine' cannot be had: ValueError"),
        (lambda view: sys.exit(0), "the outcome 'mine' cannot be had: SystemExit"),
    ],
)
def test_values_that_cannot_be_stored_are_refused(values: Any, message: str) -> None:
    """An infinite number, one that is none, and a function that ends the program are refused in words."""
    with pytest.raises(InputError, match=message):
        guarded(made(values)).values(VIEW)


def test_what_is_not_defined_is_absent() -> None:
    """Nothing divided by nothing is NaN, without a warning of numpy's."""
    values = guarded(made(lambda view: np.zeros((RUNS, QUARTERS)) / np.zeros((RUNS, QUARTERS)))).values(VIEW)
    assert np.isnan(values).all()


def _raises(view: View) -> Any:
    return view.bloc["persons"]


def test_a_function_that_raises_is_named_with_its_line() -> None:
    """An error in an outcome's function is one sentence with the outcome, the error, file and line."""
    with pytest.raises(InputError, match="the outcome 'mine' cannot be had: IndexError") as caught:
        guarded(made(_raises)).values(VIEW)
    assert caught.value.file == __file__
    assert caught.value.line == _raises.__code__.co_firstlineno + 1
