"""The stored result that is meant where none is named."""

import json
from pathlib import Path

from aiscenarios.ensemble.store import MANIFEST
from aiscenarios.errors import InputError

__all__ = ["RESULTS", "newest"]

RESULTS = Path("results")


def newest(folder: Path = RESULTS) -> Path:
    """The folder of the newest result below a folder.

    Raises:
        InputError: there is none.
    """
    found = sorted((_created(file), str(file.parent)) for file in folder.glob(f"**/{MANIFEST}"))
    if not found:
        raise InputError(
            f"there is no stored result below {folder}", path="result",
            hint="give one with --result DIR, or make one: aiscenarios run current_policy",
        )  # fmt: skip
    return Path(found[-1][1])


def _created(file: Path) -> str:
    """When a result was begun; one whose manifest cannot be read counts as oldest."""
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["created"])
    except (OSError, ValueError, TypeError, KeyError):
        return ""
