"""A scenario speaks of levers and outcomes from outside as of the package's own."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest

import aiscenarios as ais
from aiscenarios import scenario
from aiscenarios.analysis.parts import set_back
from aiscenarios.drivers import BLOC_LEVERS
from aiscenarios.errors import InputError
from aiscenarios.levers import Change, Given, UserLever, multiply
from aiscenarios.outcomes import Outcome, View
from aiscenarios.scenario import from_cards, load, outside
from aiscenarios.state import BLOCS

type Write = Callable[..., str]


def _fewer(factor: float, given: Given) -> list[Change]:
    return [Change("visa_openness", bloc, multiply, 1 - factor * path) for bloc, path in given.level.items()]


CLOSED = UserLever(
    name="closed_doors", title="Closed doors", sentence="Visas withdrawn.", unit="share", owner=("US", "ROW"),
    low=0.0, high=1.0, no_effect=0.0, source="a test", changes=partial(_fewer, 0.5), levels={"half": 0.5},
)  # fmt: skip


def _heads(view: View) -> Any:
    return view.bloc["researchers"].sum(axis=2)


HEADS = Outcome("heads", "persons", "All researchers.", "", _heads)
BODY = """
levers:
  closed_doors: {US: {2027Q1: half, 2028Q1: 40%}, ROW: {ramp: {from: 2027Q1, to: 2028Q1, value: 1.0}}}
narratives:
  crowded: {title: Crowded, sentence: Many., if: "heads > 80000 persons"}
"""
PLACE = (slice(None), BLOCS.index("US"), BLOC_LEVERS.index("visa_openness"))


def test_a_file_sets_a_lever_and_names_an_outcome(written: Write) -> None:
    """Worded levels, dates and ramps of a lever from outside reach the drivers through its function."""
    found = load(written(BODY), levers=[CLOSED], outcomes=[HEADS])
    drivers, usual = (scenario.prepare(each).drivers for each in (found, load("current_policy")))
    part = drivers.bloc[PLACE] / usual.bloc[PLACE]
    assert np.all(part[:32] == 1)
    np.testing.assert_allclose(part[32:36], 0.75)
    np.testing.assert_allclose(part[36:], 0.8)
    rest = drivers.bloc[:, BLOCS.index("ROW"), PLACE[2]] / usual.bloc[:, BLOCS.index("ROW"), PLACE[2]]
    np.testing.assert_allclose(rest[[32, 34, 36]], [1.0, 0.75, 0.5])


@pytest.mark.parametrize("word", ["closed_doors", "heads"])
def test_a_file_cannot_bring_them_itself(written: Write, word: str) -> None:
    """Without its module a name from outside is unknown like any other."""
    with pytest.raises(scenario.InputErrors, match=word):
        load(written(BODY))


def test_the_resolved_text_loads_as_an_equal_scenario(written: Write) -> None:
    """What is stored reads back equal, with the functions or with cards alone."""
    found = load(written(BODY), levers=[CLOSED], outcomes=[HEADS])
    written(found.resolved(), name="again.yaml", head="")
    again = load("again.yaml", levers=[CLOSED], outcomes=[HEADS])
    assert again == found and again.digest == found.digest
    cards = found.outside.cards()
    assert json.loads(json.dumps(cards)) == cards
    assert [(card["kind"], card["name"]) for card in cards] == [("lever", CLOSED.name), ("outcome", "heads")]
    assert from_cards([{**card, "kind": None} for card in cards]) == from_cards(cards)  # as once written
    by_name = scenario.load_with("again.yaml", from_cards(cards))
    assert by_name == found and by_name.sentences() == found.sentences()
    with pytest.raises(InputError, match=r"'closed_doors' of test_outside\.py is known by name only"):
        scenario.prepare(by_name)


def test_python_and_the_command_line_set_it_like_a_file() -> None:
    """``with_levers`` and ``with_set`` give the scenario that a file gives."""
    bare = load("current_policy", levers=[CLOSED])
    one = bare.with_levers(closed_doors={"US": "half"})
    assert one == bare.with_set("levers.closed_doors.US=50%")
    assert any("Closed doors (US) will be 50% (half) from the start on" in each for each in one.sentences())
    assert "test_outside.py" in " ".join(one.sentences())


def test_a_level_given_beforehand_holds_unless_the_scenario_sets_one() -> None:
    """A lever that brings a level is set for all; one that is set already stays as it is."""
    brought = load("current_policy", levers=[CLOSED.at(0.5)])
    assert [each.schedule[0].value for each in brought.levers] == [0.5]
    assert np.all(scenario.prepare(brought).drivers.bloc[PLACE][30:] < load_record()[30:])
    own = brought.with_levers(closed_doors=0.1)
    assert [each.schedule[0].value for each in own.levers] == [0.1]


def load_record() -> Any:
    """Visa openness of the US under current policy."""
    return scenario.prepare(load("current_policy")).drivers.bloc[PLACE]


def test_a_lever_that_nobody_sets_changes_nothing() -> None:
    """Known and not set, it leaves the drivers as they are, and the sentences say so."""
    known = load("current_policy", levers=[CLOSED])
    assert np.array_equal(scenario.prepare(known).drivers.bloc[PLACE], load_record())
    assert any("Closed doors will have no effect in US, ROW" in each for each in known.sentences())


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"own_levers": [replace(CLOSED, name="subsidy")]}, "already a lever or outcome 'subsidy'"),
        ({"own_levers": [CLOSED, CLOSED]}, "already a lever or outcome 'closed_doors'"),
        ({"own_outcomes": [replace(HEADS, name="us_gap")]}, "already a lever or outcome 'us_gap'"),
        ({"own_levers": [CLOSED], "own_outcomes": [replace(HEADS, name="closed_doors")]}, "'closed_doors'"),
        ({"own_levers": [HEADS]}, "is no UserLever"),
        ({"own_outcomes": [CLOSED]}, "is no Outcome"),
        ({"own_levers": [replace(CLOSED, changes=3)]}, "what 'closed_doors' does is no function"),
    ],
)  # fmt: skip
def test_names_are_taken_once(own: dict[str, Any], message: str) -> None:
    """A name of the package's or of another is refused, and so is what is neither lever nor outcome."""
    with pytest.raises(InputError, match=message):
        outside(**own)


def test_the_digest_follows_what_a_function_holds() -> None:
    """Equal levers have equal digests; another number inside the function, or another word, has another."""
    same, twice = outside([CLOSED]), outside([replace(CLOSED, changes=partial(_fewer, 0.5))])
    others = [
        outside([replace(CLOSED, changes=partial(_fewer, 0.6))]),
        outside([replace(CLOSED, source="another test")]),
        outside([replace(CLOSED, changes=lambda given: _fewer(0.5, given))]),
    ]
    assert same == twice
    assert len({each.digests["closed_doors"] for each in (same, *others)}) == 4


def test_a_reaction_cannot_set_it(written: Write) -> None:
    """A reaction acts inside a run, where a function from outside is not called."""
    body = 'reactions:\n  - {who: US, when: "us_gap < 2 points", set: {closed_doors: 0.5}}\n'
    with pytest.raises(scenario.InputErrors, match="a reaction cannot set closed_doors"):
        load(written(body), levers=[CLOSED])


def test_a_model_in_mesa_is_the_run_of_the_ensemble() -> None:
    """One run of a scenario that sets a lever from outside is, in Mesa, what the ensemble stores of it."""
    closed = load("current_policy", levers=[CLOSED], outcomes=[HEADS]).with_levers(closed_doors=0.8)
    stored = ais.run(closed, runs=2, seed=7, agents=200, progress="none")
    model = ais.agents.RaceModel(closed, seed=7, run=1, agents=200)
    while model.running:
        model.step()
    np.testing.assert_array_equal(model.outcomes()["heads"].to_numpy(), stored.columns("heads")[1])


def test_a_scenario_carries_what_it_speaks_of() -> None:
    """Compared, or set back cause by cause, a scenario needs its levers and outcomes given once."""
    closed = load("current_policy", levers=[CLOSED], outcomes=[HEADS]).with_levers(closed_doors=0.8)
    told = ais.compare("current_policy", closed, runs=4, agents=200, progress="none", outcomes=[HEADS])
    heads = told.outcomes(["heads"])
    assert list(heads["outcome"]) == ["heads"]
    back = set_back(closed, load("current_policy"), ["closed_doors"])
    again = ais.run(back, runs=4, seed=told.results[0].manifest.seed, agents=200, progress="none")
    np.testing.assert_array_equal(again.columns("heads"), told.results[0].columns("heads"))
