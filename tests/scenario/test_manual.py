"""The page on scenario files: every block loads, and every key and shipped scenario has its line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from aiscenarios import scenario
from aiscenarios.scenario.document import KEYS

PAGE = Path(__file__).parents[2].joinpath("docs", "scenarios.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=[block.splitlines()[0] for block in BLOCKS])
def test_every_block_loads(block: str, written: Callable[..., str]) -> None:
    """What the page shows is a right file, or becomes one under a head."""
    read = scenario.load(written(block, head="") if "format: 1" in block else written(block))
    assert scenario.prepare(read, agents=10).quarters == read.end + 1


@pytest.mark.parametrize("key", [key.name for key in KEYS])
def test_every_key_is_on_the_page(key: str) -> None:
    """The page shows every key of the grammar."""
    assert re.search(rf"\b{key}\b", PAGE)


@pytest.mark.parametrize("name", scenario.shipped())
def test_every_shipped_scenario_has_its_line(name: str) -> None:
    """The page lists each shipped scenario under its title."""
    rows = [line for line in PAGE.splitlines() if line.startswith(f"| `{name}`")]
    assert len(rows) == 1 and f"| {scenario.load(name).title} |" in rows[0]
