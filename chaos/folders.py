"""Damaged and hostile folders of results: made from one small result, and read in every way."""

import random
import shutil
import tempfile
from pathlib import Path

from aiscenarios import ensemble, exports, provenance
from aiscenarios.ensemble import status as statuses
from aiscenarios.errors import InputError
from chaos.damages import DAMAGES
from chaos.watched import Seen, looked_at

__all__ = ["MOST_SECONDS", "canary", "damaged", "intact", "judged", "make"]

MOST_SECONDS = 60.0


def make(place: Path) -> Path:
    """The small whole result that is damaged."""
    ensemble.run("brain_drain", 8, 7, agents=100, out=place, threads=2, progress="none")
    return place


def canary(place: Path) -> Path:
    """A folder that nobody may touch, to which hostile links lead."""
    place.mkdir()
    (place / "precious.txt").write_text("precious")
    (place / "sub").mkdir()
    return place


def intact(place: Path) -> bool:
    """Whether it is as it was."""
    there = sorted(path.name for path in place.rglob("*"))
    return there == ["precious.txt", "sub"] and (place / "precious.txt").read_text() == "precious"


def damaged(whole: Path, place: Path, number: int, seed: int) -> str:
    """A damaged copy of a result; the damages take turns. Gives the name of this one."""
    chance = random.Random(f"{seed} {number}")
    shutil.copytree(whole, place)
    damage = DAMAGES[number % len(DAMAGES)]
    damage(place, chance)
    return damage.__name__.strip("_").replace("_", " ")


def judged(folder: Path) -> list[Seen]:
    """Do with a folder what the commands do: status, opening, exports, update journal, check, resume."""
    from aiscenarios.updates import journal

    scratch = Path(tempfile.gettempdir())

    def opened() -> None:
        result = ensemble.open(folder)
        _ = result.probabilities, result.statuses, result.lab_table, result.events, result.parameters
        for form in ("csv", "iamc", "hubverse"):
            exports.export(result, form)

    def kept() -> None:
        journal.entries(folder)

    works = (
        lambda: statuses.of_folder(folder),
        opened,
        kept,
        lambda: provenance.verify(folder, progress="none"),
        lambda: ensemble.resume(folder, threads=2, progress="none"),
    )
    allowed = (folder, scratch / "aiscenarios-")
    return [looked_at(work, allowed, MOST_SECONDS) for work in works]


def refused(folder: Path) -> bool:
    """Whether a folder cannot be opened."""
    try:
        ensemble.open(folder)
    except InputError:
        return True
    return False
