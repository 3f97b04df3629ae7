import re
from pathlib import Path

import pytest

_PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
_BLOCS = ("US", "CN", "ROW")
_MODALITIES = ("language", "video", "worlds")


def _expanded(name: str) -> list[str]:
    """The columns a name of the page stands for: B each bloc, F.T each ordered pair, M each modality."""
    names = [name]
    if ".F.T" in name:
        names = [name.replace(".F.T", f".{a}.{b}") for a in _BLOCS for b in _BLOCS if a != b]
    if ".M." in name:
        names = [other.replace(".M.", f".{m}.") for other in names for m in _MODALITIES]
    if name.endswith(".B"):
        names = [other.removesuffix("B") + bloc for other in names for bloc in _BLOCS]
    return names


@pytest.fixture(scope="session")
def units() -> dict[str, str]:
    """Unit of every outcome column that docs/architecture.md promises."""
    table = _PAGE.read_text(encoding="utf-8").split("## Outcome columns")[1].split("\n| columns")[1]
    found: dict[str, str] = {}
    for row in re.findall(r"^\| (`.+?) \| (.+?) \|", table, re.MULTILINE):
        names, texts = re.findall(r"`([^`]+)`", row[0]), row[1].split(", ")
        for index, name in enumerate(names):
            for column in _expanded(name):
                found[column] = texts[index if len(texts) == len(names) else 0]
    return found
