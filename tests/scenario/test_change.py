"""Scenarios changed from Python and from --set are what a file would give."""

from collections.abc import Callable

import numpy as np
import pytest

from aiscenarios import scenario
from aiscenarios.scenario import InputErrors

type Write = Callable[..., str]

TODAY = scenario.load("current_policy")


@pytest.mark.parametrize(
    ("given", "body"),
    [
        ({"export_controls": {"2027Q1": "total_ban"}}, "levers: {export_controls: {2027Q1: total_ban}}"),
        ({"export_controls": 0.9}, "levers: {export_controls: 0.9}"),
        ({"export_controls": np.float64(0.9)}, "levers: {export_controls: 0.9}"),
        ({"export_controls": np.float32(0.5)}, "levers: {export_controls: 0.5}"),
        ({"export_controls": np.int64(1)}, "levers: {export_controls: 1}"),
        ({"compensation": {"CN": "1.6x"}}, "levers: {compensation: {CN: 1.6x}}"),
        (
            {"compensation": {"Tencent": {"ramp": {"from": "2027Q1", "to": "2028Q4", "value": 2}}}},
            "levers: {compensation: {Tencent: {ramp: {from: 2027Q1, to: 2028Q4, value: 2}}}}",
        ),
        (
            {"subsidy": {"US": "US$ 5bn", "reference": "r"}, "visa_openness": 1},
            "levers: {subsidy: {US: US$ 5bn, reference: r}, visa_openness: 1}",
        ),
    ],
)
def test_with_levers_is_what_a_file_gives(given: dict[str, object], body: str, written: Write) -> None:
    """with_levers(...) equals a file that extends the scenario and holds the same under levers."""
    changed = TODAY.with_levers(**given)
    title = f"format: 1\nkind: scenario\ntitle: '{changed.title}'\n"
    assert changed == scenario.load(written(f"extends: current_policy\n{body}\n", head=title))


@pytest.mark.parametrize(
    ("assignment", "body"),
    [
        ("levers.compensation.CN=1.6x", "levers: {compensation: {CN: 1.6x}}"),
        ("levers.export_controls.2027Q1=total_ban", "levers: {export_controls: {2027Q1: total_ban}}"),
        (
            "levers.export_controls={2027Q1: 0.9, 2028Q1: 1.0}",
            "levers: {export_controls: {2027Q1: 0.9, 2028Q1: 1.0}}",
        ),
        ('levers.compute_budget."Mistral AI"=2x', "levers: {compute_budget: {Mistral AI: 2x}}"),
        ("beliefs.peer_pull=0.1 to 0.5", "beliefs: {peer_pull: 0.1 to 0.5}"),
        ("beliefs.claims.003-7=ignore", "beliefs: {claims: {003-7: ignore}}"),
        ("end=2031Q4", "end: 2031Q4"),
    ],
)
def test_with_set_is_what_a_file_gives(assignment: str, body: str, written: Write) -> None:
    """--set path=value equals a file with the value at that path."""
    changed = TODAY.with_set(assignment)
    title = f"format: 1\nkind: scenario\ntitle: '{changed.title}'\n"
    assert changed == scenario.load(written(f"extends: current_policy\n{body}\n", head=title))


def test_a_changed_scenario_says_so_in_its_title() -> None:
    """The title names once what is set otherwise; dates leave it as it is, and a title that is set stays."""
    once = TODAY.with_levers(export_controls=0.9, compensation={"CN": "2x"})
    assert once.title == "Current policy, changed: compensation.CN, export_controls"
    again = once.with_set("levers.export_controls=0.95", "beliefs.peer_pull=0.1 to 0.5", "by=2030Q1")
    assert again.title == f"{once.title}, peer_pull"
    assert TODAY.with_set("by=2030Q1").title == TODAY.known_by("2023-12-31").title == TODAY.title
    assert once.with_set("title=Mine").title == "Mine"


def test_later_assignments_win() -> None:
    """Assignments are laid over each other in their order."""
    assert TODAY.with_set("end=2031Q4", "end=2032Q4") == TODAY


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("levers.export_controls", "'levers.export_controls' is not path=value; write levers.comp"),
        ("lever.export_controls=1", "lever.export_controls: 'lever' cannot be set; did you mean 'levers'?"),
        ("events=1", "events: 'events' cannot be set; did you mean 'levers'?"),
        ("levers.export_controls=1.5", "levers.export_controls: must be at most 1 (got 1.5)"),
        ("levers.export_controls=", "levers.export_controls: has no value"),
        ("levers.export_control=1", "levers: unknown lever 'export_control'; did you mean"),
        ("levers.compliance.US={a", "a bracket is not closed"),
    ],
)  # fmt: skip
def test_assignments_are_refused_in_words(assignment: str, message: str) -> None:
    """A wrong assignment is refused like a wrong file, without a place in a file."""
    with pytest.raises(InputErrors) as caught:
        TODAY.with_set(assignment)
    assert message in str(caught.value)


def test_values_from_python_are_checked_like_a_files() -> None:
    """A value that no file can hold, or an unknown lever, is refused with the dotted key."""
    with pytest.raises(InputErrors, match=r"levers\.export_controls: a set cannot stand in a scenario"):
        TODAY.with_levers(export_controls={0.9})
    with pytest.raises(InputErrors, match="unknown lever 'export_control'; did you mean 'export_controls'"):
        TODAY.with_levers(export_control=0.9)


def test_the_scenario_itself_is_never_changed() -> None:
    """Changing gives a new scenario."""
    before = TODAY.resolved()
    TODAY.with_levers(export_controls=0.9).with_set("end=2031Q4")
    assert TODAY.resolved() == before


@pytest.mark.parametrize("number", [float("nan"), float("inf"), np.float64("-inf")])
def test_a_number_that_is_none_is_refused(number: float) -> None:
    """What is not finite is refused under its key."""
    with pytest.raises(
        InputErrors, match=r"levers\.export_controls: must be a finite number \(got -?(nan|inf)"
    ):
        TODAY.with_levers(export_controls=number)


def test_an_earlier_date_is_refused_where_an_ending_cannot_come_about_by_it(
    written: Write,
) -> None:
    """Endings that are inherited speak of no quarter after a new ``by``; what is stored can be read again."""
    ending = 'narratives: {mine: {title: A, sentence: B, if: "at(us_gap, 2030Q1) < 3 points"}}\n'
    given = scenario.load(written(ending))
    with pytest.raises(
        InputErrors, match="by: the ending 'A': 2030Q1 lies after the last quarter that counts"
    ):
        given.with_set("by=2029Q4")
    assert given.with_set("by=2030Q1").by == given.by - 3
