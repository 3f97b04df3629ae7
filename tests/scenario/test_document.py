"""Files laid over files: what is inherited, replaced, added, and which kind may say what."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aiscenarios import levers, scenario
from aiscenarios.quarters import label, parse
from aiscenarios.scenario import InputErrors, Scenario
from aiscenarios.scenario.model import ALL, Setting
from aiscenarios.scenario.schedule import Hold, Ramp

type Write = Callable[..., str]


def settings(read: Scenario) -> dict[tuple[str, str], Setting]:
    """Settings by lever and actor."""
    return {(setting.lever, setting.actor): setting for setting in read.levers}


def test_a_file_that_says_nothing_is_recorded_policy_held(written: Write) -> None:
    """The blank scenario starts in the first quarter after the record and sets nothing."""
    read = scenario.load(written(""))
    assert read.start == levers.default_start()
    assert (label(read.end), label(read.by), read.policy) == ("2032Q4", "2030Q4", "held")
    assert (read.levers, read.reactions, read.beliefs, read.labs, read.events) == ((), (), (), (), ())


def test_own_settings_replace_inherited_ones_of_the_same_actor(written: Write) -> None:
    """A lever set for one bloc keeps the other blocs' inherited settings; set for all, it replaces all."""
    written("levers: {visa_openness: {US: 0.7, CN: 0.3}, subsidy: {US: US$ 5bn}}\n", "base.yaml")
    one = settings(scenario.load(written("extends: base.yaml\nlevers: {visa_openness: {US: 0.9}}\n")))
    assert one["visa_openness", "US"].schedule == (Hold(None, 0.9),)
    assert one["visa_openness", "CN"].schedule == (Hold(None, 0.3),)
    every = settings(scenario.load(written("extends: base.yaml\nlevers: {visa_openness: 0.9}\n")))
    assert set(every) == {("visa_openness", ALL), ("subsidy", "US")}


def test_undated_values_follow_a_new_start(written: Write) -> None:
    """A value without a date is from the scenario's start, also of one that extends it."""
    written("levers: {export_controls: 0.9}\n", "base.yaml")
    later = scenario.load(written("extends: base.yaml\nstart: 2028Q1\n"))
    assert later.levers[0].schedule == (Hold(None, 0.9),)
    path = scenario.prepare(later, agents=10).drivers.bloc[:, 1, 0]
    assert path[parse("2028Q1")] == 0.9 != path[parse("2027Q4")]


def test_inherited_dates_must_lie_inside(written: Write) -> None:
    """A new start that leaves an inherited date in the past is refused where the start is written."""
    written("levers: {export_controls: {2027Q1: 0.9}}\n", "base.yaml")
    with pytest.raises(InputErrors) as caught:
        scenario.load(written("extends: base.yaml\nstart: 2028Q1\n"))
    assert str(caught.value) == (
        "case.yaml:5:8: start: export_controls of all is dated 2027Q1, outside 2028Q1 to 2032Q4; "
        "set it anew, or keep the dates of what is extended"
    )


def test_beliefs_replace_and_lists_add(written: Write) -> None:
    """Own beliefs replace inherited ones by name; events and references are added; a claim is used again."""
    body = (
        "references: one\n"
        "beliefs: {peer_pull: 0.1 to 0.5, claims: {003-7: ignore, 000-3: ignore}}\n"
        "events:\n  - {at: 2028Q1, chips_cut: {all: 40%, lasts: 4 quarters}}\n"
    )
    written(body, "base.yaml")
    own = (
        "extends: base.yaml\nreferences: [two, one]\n"
        "beliefs: {peer_pull: {fix: 0.2}, claims: {003-7: use}}\n"
        "events:\n  - {at: 2027Q1, chips_cut: {CN: 10%, lasts: 1}}\n"
    )
    read = scenario.load(written(own))
    assert read.references == ("one", "two")
    assert [(belief.kind, belief.low) for belief in read.beliefs] == [("fix", 0.2)]
    assert read.ignored == ("000-3",)
    assert [label(event.at) for event in read.events] == ["2027Q1", "2028Q1"]


def test_a_policy_and_a_world_make_a_scenario(written: Write) -> None:
    """A scenario that extends a policy and a world holds what both say."""
    written("levers: {export_controls: 0.9}\n", "p.yaml", "format: 1\nkind: policy\ntitle: P\n")
    written("beliefs: {peer_pull: 0.1 to 0.5}\n", "w.yaml", "format: 1\nkind: world\ntitle: W\n")
    read = scenario.load(written("extends: [p.yaml, w.yaml]\n"))
    assert (len(read.levers), len(read.beliefs), read.title) == (1, 1, "T")


def test_paths_start_from_the_file_that_names_them(written: Write, folder: Path) -> None:
    """A path under extends is taken from the folder of the file it stands in."""
    (folder / "deep").mkdir()
    written("levers: {export_controls: 0.9}\n", "deep/base.yaml")
    written("extends: base.yaml\n", "deep/middle.yaml")
    written("extends: deep/middle.yaml\n")
    assert len(scenario.load("case.yaml").levers) == 1


def test_circles_through_other_files_are_refused(written: Write) -> None:
    """Two files that extend each other are refused where the circle closes."""
    written("extends: b.yaml\n", "a.yaml")
    written("extends: a.yaml\n", "b.yaml")
    with pytest.raises(InputErrors, match=r"b\.yaml:4:10: extends: 'a\.yaml' extends itself in a circle"):
        scenario.load("a.yaml")


def test_extending_without_end_is_refused(written: Write) -> None:
    """A tree of files that would be read many times over is cut off."""
    written("", "f0.yaml")
    for n in range(1, 7):
        written(f"extends: [{', '.join([f'f{n - 1}.yaml'] * 5)}]\n", f"f{n}.yaml")
    with pytest.raises(InputErrors, match="extends more than 20 files"):
        scenario.load("f6.yaml")


def test_errors_in_what_is_extended_name_that_file(written: Write) -> None:
    """What is wrong in an extended file is said of that file."""
    written("by: 2030\n", "base.yaml")
    with pytest.raises(InputErrors) as caught:
        scenario.load(written("extends: base.yaml\nend: 2031\n"))
    assert {error.file for error in caught.value.errors} == {"base.yaml", "case.yaml"}


def test_a_pinned_release_is_this_one_or_refused(written: Write) -> None:
    """A pin on the installed release is read; see the error table for another one."""
    from aiscenarios import __version__

    assert scenario.load(written(f"extends: current_policy@{__version__}\n")).story


def test_history_can_be_rewritten_when_asked(written: Write) -> None:
    """With rewrite_history a lever can be dated before the start."""
    body = "rewrite_history: true\nlevers: {export_controls: {2022Q4: total_ban}}\n"
    read = scenario.load(written(body))
    assert scenario.prepare(read, agents=10).drivers.bloc[parse("2023Q1"), 1, 0] == 1.0


def test_a_lab_is_known_by_its_aliases(written: Write) -> None:
    """A catalogue's lab may be named by an alias; the scenario holds its name."""
    read = scenario.load(written("levers: {compensation: {Google: 2x}}\n"))
    assert {setting.actor for setting in read.levers} == {"Google DeepMind"}


def test_a_labs_budget_in_money_is_a_lever_of_its_own(written: Write) -> None:
    """A lab's compute budget is a multiple or US$ a year, and one replaces the other."""
    written("levers: {compute_budget: {Tencent: 2x}}\n", "base.yaml")
    read = scenario.load(written("extends: base.yaml\nlevers: {compute_budget: {Tencent: US$ 5bn a year}}\n"))
    assert [(setting.lever, setting.schedule) for setting in read.levers] == [
        ("compute_dollars", (Hold(None, 5e9),))
    ]


def test_values_ramps_and_a_reference_stand_side_by_side(written: Write) -> None:
    """A value, a date, a ramp and the reference make one schedule in the order of time."""
    slope = "{from: 2028Q1, to: 2029Q1, value: US$ 9bn}"
    body = f"levers:\n  subsidy:\n    US: {{ramp: {slope}, start: US$ 5bn, reference: r}}\n"
    setting = scenario.load(written(body)).levers[0]
    assert setting.schedule == (Hold(None, 5e9), Ramp(36, 40, 9e9))
    assert setting.reference == "r"


def test_a_story_is_inherited_only_while_it_is_true(written: Write) -> None:
    """A file that changes what happens inherits no question and no story; its own are kept."""
    dated = scenario.load(written("extends: brain_drain\nby: 2029Q4\n"))
    changed = scenario.load(written("extends: brain_drain\nlevers: {export_controls: 0.5}\n"))
    told = scenario.load(written("extends: brain_drain\nstory: Mine.\nlevers: {export_controls: 0.5}\n"))
    assert dated.story and dated.question
    assert (changed.question, changed.story, told.story) == ("", "", "Mine.")
