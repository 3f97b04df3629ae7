"""The resolved text: it stands alone, loads as an equal scenario, and names it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from aiscenarios import scenario
from aiscenarios.scenario import Scenario, shipped
from tests.scenario.drawn import documents


def again(read: Scenario, folder: Path) -> Scenario:
    """The scenario its resolved text gives."""
    file = folder / "again.yaml"
    file.write_text(read.resolved(), encoding="utf-8")
    return scenario.load(file)


@given(text=documents())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_resolved_text_loads_as_an_equal_scenario(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """Load, resolve, load gives an equal scenario with the same resolved text and fingerprint."""
    folder = tmp_path_factory.mktemp("resolved")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    read = scenario.load(folder / "case.yaml")
    copy = again(read, folder)
    assert copy == read
    assert (copy.resolved(), copy.digest) == (read.resolved(), read.digest)


@pytest.mark.parametrize("name", shipped())
def test_shipped_scenarios_survive_their_resolved_text(name: str, tmp_path: Path) -> None:
    """What is stored with a result is the scenario that ran."""
    assert again(scenario.load(name), tmp_path) == scenario.load(name)


def test_resolved_text_extends_nothing(tmp_path: Path) -> None:
    """The resolved text needs no other file."""
    assert "extends" not in scenario.load("brain_drain").resolved()


def test_the_fingerprint_names_the_content() -> None:
    """Equal content, equal fingerprint; another value, another fingerprint; the file's name plays no part."""
    today = scenario.load("current_policy")
    assert scenario.load("baseline").digest == today.digest
    assert today.with_levers(export_controls=0.9).digest != today.digest
    assert len(today.digest) == 16
