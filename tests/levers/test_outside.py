"""Laws of levers from outside the package: those of shipped levers, and what is refused."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from aiscenarios import levers
from aiscenarios.drivers import BLOC_LEVERS, Drivers
from aiscenarios.errors import InputError
from aiscenarios.levers import Change, Given, UserLever, add, floor, multiply
from aiscenarios.state import BLOCS

QUARTERS = 40
START = levers.default_start()
LEVEL, SPREAD = levers.history_arrays(QUARTERS)
NONE: Any = np.zeros(0)
RECORD = Drivers(LEVEL, SPREAD, levers.bounds(), NONE, NONE, NONE, NONE, NONE, NONE, NONE)


def made(changes: Callable[[Given], Sequence[Change]], name: str = "mine", **more: Any) -> UserLever:
    """A lever of the US with a share as its level."""
    said = {
        "name": name, "title": "Mine", "sentence": "A lever.", "unit": "share", "owner": ("US",), "low": 0.0,
        "high": 1.0, "no_effect": 0.0, "source": "a test", "changes": changes,
    }  # fmt: skip
    return UserLever(**(said | more))  # type: ignore[arg-type]


def stricter(given: Given) -> list[Change]:
    """At least so much control."""
    return [Change("export_controls", "CN", floor, given.level["US"])]


def dearer(given: Given) -> list[Change]:
    """More subsidies, and controls loosened."""
    level = given.level["US"]
    return [
        Change("subsidy", "US", multiply, 1 + level),
        Change("export_controls", "CN", multiply, 1 - 0.5 * level),
    ]


def after(*given: tuple[UserLever, float]) -> Drivers:
    """The record once levers stand at a level throughout."""
    levels = {lever: np.full((QUARTERS, len(BLOCS)), level) for lever, level in given}
    return levers.apply(RECORD, levels, start=START)


@pytest.mark.parametrize("changes", [stricter, dearer])
def test_no_effect_changes_nothing(changes: Callable[[Given], Sequence[Change]]) -> None:
    """At no effect every driver is as it was, to the last bit."""
    still = after((made(changes), 0.0))
    assert np.array_equal(still.bloc, RECORD.bloc)
    assert np.array_equal(still.spread, RECORD.spread)


def test_more_of_a_lever_is_never_less() -> None:
    """What a lever raises rises with its level, and strictly so somewhere."""
    lever, place = made(dearer), (slice(None), 0, BLOC_LEVERS.index("subsidy"))
    paths = [after((lever, level)).bloc[place] for level in np.linspace(0, 1, 9)]
    assert np.all(np.diff(paths, axis=0) >= 0)
    assert np.all(paths[-1][START:] > paths[0][START:])


def test_order_does_not_matter() -> None:
    """Levers from outside give the same drivers in either order, and neither sees the other's work."""
    one, two = made(stricter, "one"), made(dearer, "two")
    assert np.array_equal(after((one, 0.9), (two, 1.0)).bloc, after((two, 1.0), (one, 0.9)).bloc)


def test_a_lever_is_told_its_level_from_the_start_on() -> None:
    """It sees NaN before the scenario's start, its level after, the start, and the drivers as they are."""
    seen: list[Given] = []
    after((made(lambda given: seen.append(given) or []), 0.5))  # type: ignore[func-returns-value]
    given = seen[-1]
    assert set(given.level) == {"US"} and given.start == START and given.drivers is RECORD
    assert np.all(np.isnan(given.level["US"][:START])) and np.all(given.level["US"][START:] == 0.5)


def test_the_past_is_left_alone() -> None:
    """No quarter before the start changes; a lever that insists is refused."""
    moved = np.any(after((made(dearer), 1.0)).bloc != RECORD.bloc, axis=(1, 2))
    assert not moved[:START].any() and moved[START:].all()
    rewriter = made(lambda given: [Change("subsidy", "US", add, np.full(QUARTERS, 1e9))])
    with pytest.raises(InputError, match="before 2026Q3"):
        after((rewriter, 0.5))


def _raises(given: Given) -> list[Change]:
    return [Change("subsidy", "US", add, given.level["CN"])]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (lambda given: [Change("subsidys", "US", add, given.level["US"])], "did you mean 'subsidy'"),
        (lambda given: [Change("subsidy", "EU", add, given.level["US"])], "which is no bloc"),
        (lambda given: [Change("subsidy", "US", add, np.zeros(3))], "one value for each of the 40 quarters"),
        (lambda given: [Change("subsidy", "US", add, 1e9)], "one value for each of the 40 quarters"),
        (lambda given: [Change("subsidy", "US", "add", given.level["US"])],  # type: ignore[arg-type]
         "by 'add', which is no way to join changes; one of multiply, add, cap, floor, replace"),
        (lambda given: [Change("export_controls", "US", floor, given.level["US"])],
         "export_controls of US, where it is not felt; it is felt in CN"),
        (lambda given: sys.exit(0), "the changes of lever 'mine' cannot be had: SystemExit"),
        (lambda given: None, "returns a NoneType; return a list of Change"),
        (lambda given: [given], "returns other things than Change"),
        (lambda given: [Change("subsidy", "US", add, 1e9 + given.level["US"])],
         r"at no effect \(0\) changes subsidy of US in 2026Q3"),
        (_raises, r"test_outside.py:\d+: the changes of lever 'mine' cannot be had: KeyError: 'CN'"),
    ],
)  # fmt: skip
def test_what_a_function_does_wrong_is_said(
    changes: Callable[[Given], Sequence[Change]], message: str
) -> None:
    """Each way a lever's function can go wrong is one sentence; an error of its own has file and line."""
    with pytest.raises(InputError, match=message):
        after((made(changes), 0.5))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"name": "My lever"}, "write its name in lower case"),
        ({"unit": "percent"}, "its unit is 'percent'; one of share, x, months"),
        ({"unit": ""}, "its unit is ''"),
        ({"owner": ("EU",)}, "must be of US, CN, ROW"),
        ({"owner": ()}, "must be of US, CN, ROW"),
        ({"source": " "}, "its source is missing"),
        ({"level": 1.5}, "its level, 1.5, is outside 0 to 1"),
        ({"no_effect": -1.0}, "its no_effect, -1, is outside 0 to 1"),
        ({"levels": {"total": 7.0}}, "its levels.total, 7, is outside 0 to 1"),
    ],
)
def test_what_a_lever_must_say_is_asked_for(said: dict[str, Any], message: str) -> None:
    """A lever without name, unit, owner or source, or with a number out of range, is refused."""
    with pytest.raises(InputError, match=message):
        made(stricter, **said)


def test_a_level_can_be_given_beforehand() -> None:
    """``at`` is the same lever with a level in range."""
    lever = made(stricter)
    assert lever.at(0.5).level == 0.5 == replace(lever, level=0.5).level
    with pytest.raises(InputError, match="its level, 2"):
        lever.at(2.0)
