"""Every way to write a wrong file of questions, and what is said of it."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from aiscenarios import questions
from aiscenarios.files.faults import InputErrors

TABLE: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("errors.yaml"))


@pytest.mark.parametrize("row", TABLE, ids=[row["case"] for row in TABLE])
def test_says_what_is_wrong_and_where(row: dict[str, Any], folder: Path) -> None:
    """A wrong file is refused with all that is wrong in it, each with place, key, value given and remedy."""
    (folder / "case.yaml").write_text(row["file"], encoding="utf-8")
    assert row["says"]
    assert [str(error) for error in questions.validate("case.yaml")] == row["says"]


def test_no_case_stands_twice() -> None:
    """Each case of the table has a name of its own."""
    names = [row["case"] for row in TABLE]
    assert len(names) == len(set(names))


def test_errors_come_in_the_order_of_the_file(folder: Path) -> None:
    """All that is wrong is raised at once, by line; each error knows its file, line, column and key."""
    (folder / "case.yaml").write_text(next(row["file"] for row in TABLE if row["case"] == "several at once"))
    with pytest.raises(InputErrors) as caught:
        questions.load("case.yaml")
    places = [(each.file, each.line, each.column, each.path) for each in caught.value.errors]
    assert places == [
        ("case.yaml", 7, 11, "questions.1.type"),
        ("case.yaml", 11, 15, "questions.1.resolves"),
    ]


def test_a_name_that_is_not_shipped_gets_the_nearest() -> None:
    """A misspelt shipped name is refused with the one that is meant."""
    with pytest.raises(ValueError, match=r"no shipped file of questions 'opeen'; did you mean 'open'\?"):
        questions.load("opeen")


def test_a_path_that_leads_nowhere_is_named(folder: Path) -> None:
    """A file that is not there, and a folder in place of a file, are refused by name."""
    (folder / "some.yaml").mkdir()
    for name in ("none.yaml", "some.yaml"):
        with pytest.raises(ValueError, match=f"^{name}: "):
            questions.load(name)
