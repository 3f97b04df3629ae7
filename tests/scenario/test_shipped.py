"""The scenarios that ship: they load, say what they are, rest on references, and run."""

import json

import numpy as np
import pytest

from aiscenarios import evidence, levers, scenario, seeds
from aiscenarios.drivers import BLOC_LEVERS
from aiscenarios.engines import kernel
from aiscenarios.scenario import json_schema, shipped
from aiscenarios.scenario.library import ALIASES
from aiscenarios.state import BLOCS

NAMES = shipped()
WANTED = {
    "current_policy", "brain_drain", "bifurcation", "tight_controls", "open_doors", "talent_magnet",
    "compute_surge", "integration_push", "outlook", "truce_lapses",
}  # fmt: skip
ENDINGS = ("collapse", "outflanked", "wins", "decouples", "self-sufficien")


def test_all_are_there() -> None:
    """The ten scenarios ship, and baseline is a second name of current_policy."""
    assert set(NAMES) == WANTED
    assert scenario.load("baseline") == scenario.load("current_policy")
    assert set(ALIASES.values()) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_has_question_story_and_references(name: str) -> None:
    """A shipped scenario asks, tells and cites; its title names no ending; it is called by its file."""
    read = scenario.load(name)
    assert read.name == name
    assert read.question.endswith("?") and len(read.story.split()) > 30 and read.references
    assert not any(word in read.title.lower() for word in ENDINGS)


@pytest.mark.parametrize("name", NAMES)
def test_each_lever_value_has_a_reference(name: str) -> None:
    """No lever is set without a source or a word that it is our assumption."""
    assert all(setting.reference for setting in scenario.load(name).levers)


@pytest.mark.parametrize("name", NAMES)
def test_each_names_its_schema(name: str) -> None:
    """Editors find the schema from the first line of each file."""
    text = seeds.scenario_dir().joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=schema.json\n")


def test_current_policy_sets_nothing_and_says_what_it_assumes() -> None:
    """The reference case holds the record, and its story names the measures that were due to lapse."""
    today = scenario.load("current_policy")
    assert (today.levers, today.reactions, today.beliefs, today.labs, today.events) == ((), (), (), (), ())
    assert all(
        word in today.story for word in ("Affiliates Rule", "2026-11-09", "rare-earth", "2026-11-10", "H200")
    )


def test_a_lapse_is_the_one_on_the_levers_card() -> None:
    """truce_lapses sets exactly the levels that the levers' files give for measures that end."""
    setup = scenario.prepare(scenario.load("truce_lapses"), agents=10)
    lapses = [(card, lapse) for card in levers.load() for lapse in card.lapses]
    assert lapses
    for card, lapse in lapses:
        path = setup.drivers.bloc[:, BLOCS.index(lapse.bloc), BLOC_LEVERS.index(card.name)]
        assert path[lapse.quarter] == lapse.level != path[lapse.quarter - 1]


@pytest.mark.parametrize("name", sorted(WANTED - {"current_policy"}))
def test_each_differs_from_current_policy_only_in_policy(name: str) -> None:
    """Shipped scenarios set levers or sample policy; world, beliefs and dates are current_policy's."""
    read, today = scenario.load(name), scenario.load("current_policy")
    assert bool(read.levers) != (read.policy == "sampled")
    for field in ("start", "end", "by", "beliefs", "ignored", "labs", "events", "narratives"):
        assert getattr(read, field) == getattr(today, field)


def test_the_shipped_schema_is_the_one_the_package_writes() -> None:
    """scenarios/schema.json is what `aiscenarios schema` prints."""
    stored = seeds.scenario_dir().joinpath("schema.json").read_text(encoding="utf-8")
    assert json.loads(stored) == json_schema()


@pytest.mark.parametrize("name", NAMES)
def test_each_runs_and_leaves_history_alone(name: str) -> None:
    """A shipped scenario runs through, and up to its start it is current_policy to the bit."""
    beliefs = scenario.priors(scenario.load(name), evidence.load())
    params, kinds = beliefs.draws(7, [0])
    runs = [
        kernel.simulate(scenario.prepare(scenario.load(one), agents=300), params, kinds, 7, [0])
        for one in (name, "current_policy")
    ]
    assert runs[0].status.tolist() == [0]
    until = scenario.load("current_policy").start
    assert np.array_equal(runs[0].bloc[:, :until], runs[1].bloc[:, :until])
