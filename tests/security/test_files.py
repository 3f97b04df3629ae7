"""Scenario files from strangers: no traceback, no hang, no path out of their folder, nothing written."""

import os
from pathlib import Path

import pytest

from aiscenarios import InputError
from aiscenarios.scenario import load
from chaos import scenarios

COUNT = 60
HEAD = "format: 1\nkind: scenario\ntitle: T\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a pipe and a link that leads out."""
    folder = tmp_path_factory.mktemp("files")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "link.yaml").symlink_to("/etc/passwd")
    return folder


@pytest.mark.parametrize("number", range(COUNT))
def test_a_hostile_file_ends_in_words(number: int, place: Path) -> None:
    """A hostile file ends in a scenario or an InputError, within seconds, and nothing is written."""
    name, content = list(scenarios.files(COUNT, seed=2))[number]
    seen = scenarios.judged(name, content, place)
    assert seen.what in ("answered", "refused"), f"{name}: {seen.said}"
    assert seen.outside == () and seen.seconds < scenarios.MOST_SECONDS


def test_the_makers_of_hostile_files_make_both_kinds() -> None:
    """Hand-made and damaged files are there, the same ones for a seed, and a thousand of them differ."""
    found = dict(scenarios.files(1000, seed=1))
    assert len(found) == 1000 and set(scenarios.BY_HAND) <= set(found)
    assert len(set(found.values())) > 950
    assert list(scenarios.files(60, seed=1)) == list(scenarios.files(60, seed=1))


@pytest.mark.parametrize(
    "path",
    ["../outside.yaml", "/etc/hostname.yaml", "./sub/../../outside.yaml", "./link.yaml", "./folder/up.yaml"],
)
def test_extends_cannot_leave_the_folder(path: str, tmp_path: Path) -> None:
    """A path under extends leads to a file in the scenario's own folder or below, links followed."""
    (tmp_path / "outside.yaml").write_text(HEAD)
    inner = tmp_path / "inner"
    (inner / "sub").mkdir(parents=True)
    (inner / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (inner / "folder").symlink_to(tmp_path)
    (tmp_path / "up.yaml").write_text(HEAD)
    file = inner / "case.yaml"
    file.write_text(f"{HEAD}extends: {path}\n")
    with pytest.raises(InputError, match=r"outside the folder of the scenario|there is no file"):
        load(file)


def test_a_pipe_is_not_waited_for(place: Path) -> None:
    """A file that is a pipe or a device is refused at once."""
    for name in ("pipe.yaml", "/dev/zero"):
        with pytest.raises(InputError, match="pipe or a device"):
            load(place / name)


def test_a_name_that_steers_is_refused(tmp_path: Path) -> None:
    """A title, and the name of a file, must be printable."""
    file = tmp_path / "\x1b[31mred.yaml"
    file.write_text(HEAD)
    with pytest.raises(InputError, match="control character"):
        load(file)
    titled = tmp_path / "a.yaml"
    titled.write_text(HEAD.replace("T", '"\\e[31mred"'))
    with pytest.raises(InputError, match="control character"):
        load(titled)
