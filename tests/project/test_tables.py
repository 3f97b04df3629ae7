"""Tables of the manual that a study writes: complete, and stamped with what made them."""

import re
from pathlib import Path

from aiscenarios import evidence

TABLES = Path(__file__).parents[2] / "docs" / "tables"


def test_every_mechanism_that_can_be_off_has_been_studied() -> None:
    """The table of mechanisms has a row for each that can be switched off, and no other."""
    text = (TABLES / "mechanisms.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")} - {"mechanism"}
    assert rows == {name.replace("_", " ") for name, each in evidence.load().mechanisms.items() if each.off}


def test_a_study_says_what_made_it() -> None:
    """Each table of a study begins with runs, agents, seed and the fingerprint of the rules."""
    stamp = re.compile(r"\d+ runs of current policy, [\d,]+ agents, seed \d+, \d{4}Q\d; rules [0-9a-f]{16}\.")
    for name in ("mechanisms.md", "export_controls.md"):
        assert stamp.match((TABLES / name).read_text(encoding="utf-8")), name
