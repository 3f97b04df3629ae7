"""README.md: what it shows is so."""

import re
from pathlib import Path

from aiscenarios import load, narratives

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    """Fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def test_its_scenario_is_one(tmp_path: Path) -> None:
    """The scenario that README prints is read and checked without an error."""
    (block,) = blocks("yaml")
    file = tmp_path / "readme.yaml"
    file.write_text(block)
    assert load(file).title == "Tight controls, open doors"


def test_its_answer_names_every_ending() -> None:
    """The answer that README prints has a row for each ending of the catalogue, in its order."""
    _, answer = blocks("text")
    assert re.findall(r"^\d +(\w+) ", answer, flags=re.MULTILINE) == [each.name for each in narratives.load()]


def test_its_commands_are_targets() -> None:
    """Every ``make`` target that README names is in the Makefile."""
    targets = (ROOT / "Makefile").read_text()
    assert all(re.search(rf"\b{job}\b", targets) for job in re.findall(r"\bmake (\w+)", README))


def test_what_it_points_to_exists() -> None:
    """Every path in backticks that ends in a slash or a suffix exists."""
    named = re.findall(r"`([\w/.-]+(?:/|\.md|\.py))`", README)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
