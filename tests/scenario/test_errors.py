"""Every way to write a wrong file, and what is said of it."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from aiscenarios import scenario
from aiscenarios.errors import InputError
from aiscenarios.files.faults import ENOUGH
from aiscenarios.scenario import InputErrors

TABLE: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("errors.yaml"))


@pytest.mark.parametrize("row", TABLE, ids=[row["case"] for row in TABLE])
def test_says_what_is_wrong_and_where(row: dict[str, Any], folder: Path) -> None:
    """A wrong file is refused with all that is wrong in it, each with place, key, value given and remedy."""
    (folder / "case.yaml").write_text(row["file"], encoding="utf-8")
    assert [str(error) for error in scenario.validate("case.yaml")] == row["says"]


def test_load_raises_all_errors_as_one_input_error(folder: Path) -> None:
    """Several errors are raised as one InputError that holds them all and prints them line by line."""
    text = "format: 1\nkind: scenario\ntitle: T\nby: 2030\nend: Q4 2031\n"
    (folder / "case.yaml").write_text(text)
    with pytest.raises(InputErrors) as caught:
        scenario.load("case.yaml")
    assert isinstance(caught.value, InputError)
    assert len(caught.value.errors) == len(str(caught.value).splitlines()) == 2
    assert (caught.value.line, caught.value.path) == (4, "by")


def test_a_file_full_of_errors_is_cut_short(folder: Path) -> None:
    """After a hundred errors the reader stops looking for more."""
    unknown = "".join(f"key{n}: 1\n" for n in range(9_000))
    (folder / "case.yaml").write_text("format: 1\nkind: scenario\ntitle: T\n" + unknown)
    assert len(scenario.validate("case.yaml")) == ENOUGH


def test_no_case_stands_twice() -> None:
    """Each case of the table has a name of its own."""
    names = [row["case"] for row in TABLE]
    assert len(names) == len(set(names))


def test_shipped_names_have_no_error() -> None:
    """Nothing is said of scenarios that are right."""
    assert scenario.validate("current_policy", "baseline") == ()


def test_each_file_reports_its_own_errors(folder: Path) -> None:
    """Validating several files gives the errors of all of them, in their order."""
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_text("format: 1\nkind: scenario\ntitle: T\nby: 2030\n")
    assert [error.file for error in scenario.validate("b.yaml", "a.yaml")] == ["b.yaml", "a.yaml"]
