"""Bad lever files, each with the error it must give."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios import levers, seeds
from aiscenarios.errors import InputError
from aiscenarios.levers.export_controls import ExportControls
from aiscenarios.levers.history import paths, widening
from aiscenarios.levers.lever import Step
from aiscenarios.records import read

FILE = seeds.path("levers", "export_controls.yaml")
TEXT = FILE.read_text(encoding="utf-8")


def changed(folder: Path, written: str, instead: str) -> Path:
    """The lever's file with one text replaced."""
    assert written in TEXT
    file = folder / "export_controls.yaml"
    file.write_text(TEXT.replace(written, instead, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        ("unit: share", "unit: shares", "unit: Input should be"),
        ("low: 0.0", "low: zero", r"low: Input should be a valid number.*\(got 'zero'\)"),
        ("high: 1.0", "high: 0.9", "level 'apr_2025' lies outside 0.0 to 0.9"),
        ("step: 0.05", "step: 0", "the step above 0"),
        ("no_effect: 0.0", "no_effect: -1.0", "no effect must lie between low and high"),
        ("title: Export controls\n", "", "title: Field required"),
        ("labs: false", "labs: false\nlab: true", r":10:6: lab: Unexpected keyword argument"),
        ("- at: 2022Q3", "- at: 2022-Q3", "'2022-Q3' is not a quarter; write it as 2027Q1"),
        ("- at: 2019Q1", "- at: 2019Q2", "a history starts in 2019Q1"),
        ("- at: 2023Q1", "- at: 2022Q1", "its dates rise"),
        ("level: 0.97", "level: 1.97", "in 2025Q2 the level is out of range"),
        ("sd: 0.01", "sd: -0.01", "in 2019Q1 the level is out of range, or the sd below 0"),
        ("origin: recalled", "origin: remembered", "origin: Input should be"),
        ("felt_at: [CN]", "felt_at: [CN, US]", "history must stand under all, or under each of"),
        ("low: 0.0", "low: 0.0\nlow: 0.1", "the key 'low' stands here twice"),
        ("owner: [US]", "owner: [US", "a bracket is not closed"),
    ],
)
def test_bad_file_is_refused_in_words(tmp_path: Path, written: str, instead: str, message: str) -> None:
    """Each mistake in a lever's file gives its own message, and says where it stands."""
    with pytest.raises(InputError, match=message) as caught:
        read(ExportControls, changed(tmp_path, written, instead))
    assert caught.value.file is not None and caught.value.line is not None


def test_error_stands_where_the_mistake_is(tmp_path: Path) -> None:
    """The line and the column of an error are those of the wrong value."""
    with pytest.raises(InputError) as caught:
        read(ExportControls, changed(tmp_path, "level: 0.97", "level: much"))
    line = (tmp_path / "export_controls.yaml").read_text(encoding="utf-8").splitlines()[caught.value.line - 1]
    assert line[caught.value.column - 1 :] == "much"
    assert caught.value.path == "history.CN.6.level"


def test_a_file_that_is_right_is_read_as_written(tmp_path: Path) -> None:
    """A value changed within its range is the value that is read."""
    lever = read(ExportControls, changed(tmp_path, "level: 0.97", "level: 0.96"))
    assert lever.path("CN")[5].level == 0.96


def test_widening_narrows_nothing() -> None:
    """No origin makes a level surer than its step says."""
    assert all(factor >= 1.0 for factor in widening().factor.values())


@given(
    st.lists(
        st.tuples(st.integers(1, 29), st.floats(0.0, 1.0), st.floats(0.0, 0.5)),
        min_size=1, max_size=8, unique_by=lambda step: step[0],
    )
)  # fmt: skip
def test_a_path_is_its_last_step(drawn: list[tuple[int, float, float]]) -> None:
    """In every quarter the level is that of the last step not after it."""
    later = [(f"{2019 + at // 4}Q{at % 4 + 1}", level, sd) for at, level, sd in sorted(drawn)]
    steps = tuple(
        Step(at=at, level=level, sd=sd, rule="r", source="s", origin="fact")
        for at, level, sd in [("2019Q1", 0.0, 0.0), *later]
    )
    lever = levers.by_name("enforcement")
    invented = type(lever)(**{**vars(lever), "history": {"CN": steps}, "lapses": ()})
    level, spread = paths([invented], 40, 39)
    for quarter in range(40):
        expected = max((step for step in steps if step.quarter <= quarter), key=lambda step: step.quarter)
        assert (level[quarter, 1, 0], spread[quarter, 1, 0]) == (expected.level, expected.sd)
