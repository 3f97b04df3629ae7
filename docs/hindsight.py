"""Numbers that no day can hide: they rest on what became known after the earliest day of a hindcast.

A number rests on the latest fact of the series behind it and on the latest year its source names. Numbers
whose source names no year are our own judgement of 2026, and are counted. ``make tables`` writes the table.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from aiscenarios import evidence, levers
from aiscenarios.evidence.labs import load_catalogue
from aiscenarios.evidence.world import load_world

__all__ = ["EARLIEST", "TABLE", "Number", "later", "numbers", "table", "undated"]

TABLE = Path(__file__).parent / "tables" / "hindsight.md"

EARLIEST = date(2021, 12, 31)
_YEAR = re.compile(r"(?<!\d)20[12]\d(?!\d)")


class Number(NamedTuple):
    """A number of the model, where it stands, and what its source says."""

    name: str
    file: str
    source: str
    years: tuple[int, ...]
    """In which what is behind it became known."""

    @property
    def latest(self) -> int:
        """The latest of these years; 0 where none is named."""
        return max(self.years, default=0)


def _named(text: str) -> tuple[int, ...]:
    return tuple(int(year) for year in _YEAR.findall(text))


def _folded(text: str) -> str:
    return " ".join(text.split())


def numbers() -> Iterator[Number]:
    """Every number with a source that has no day on which it is hidden."""
    known = evidence.load()
    for name, each in known.uncertain.items():
        facts = tuple(fact.known.year for fact in known.facts if fact.series in each.facts)
        file = "parameters" if name in known.parameters else "kinds"
        yield Number(name, file, each.source, facts + _named(each.source))
    for name, fixed in known.constants.items():
        if not fixed.dated:
            yield Number(name, "constants", fixed.source, _named(fixed.source))
    world = load_world()
    figures = {
        "researchers": world.researchers, "tiers": world.tiers, "spending_share": world.spending_share,
        "market": world.market, "games": world.games, "supply.growth_before": world.supply.growth_before,
        "supply before 2022": world.supply.flows[0], "spending.others": world.spending.others,
        **{f"stock.{tier}": table for tier, table in world.stock.items()},
        **{f"domestic.{bloc}.yearly": own.yearly for bloc, own in world.domestic.items()},
    }  # fmt: skip
    for name, figure in figures.items():
        yield Number(name, "world", figure.source, _named(figure.source))
    for lab in load_catalogue().known_by(EARLIEST).labs:
        for what, source in (("purse", lab.purse.source), ("effort", lab.effort.source)):
            yield Number(f"{lab.name}: {what}", "labs", source, _named(source))
    for lever in levers.known_by(EARLIEST):
        for step in {step for steps in lever.history.values() for step in steps}:
            yield Number(f"{lever.name} in {step.at}", "levers", step.source, _named(step.source))


def later() -> list[Number]:
    """Those that rest on a year after the earliest day, the latest first."""
    found = {each for each in numbers() if each.latest > EARLIEST.year}
    return sorted(found, key=lambda each: (each.file, -each.latest, each.name))


def undated() -> int:
    """How many name no year at all."""
    return sum(not each.years for each in numbers())


def table() -> str:
    """What cannot be hidden, as a Markdown table after a sentence that counts it."""
    found = later()
    lines = [
        f"{len(found)} numbers rest on something that became known after {EARLIEST}; {undated()} more name "
        "no year and are our own judgement of 2026.",
        "",
        "| number | file in seeds | latest year behind it | source |",
        "|---|---|---:|---|",
        *(
            f"| `{each.name}` | {each.file} | {each.latest} | {' '.join(each.source.split())} |"
            for each in found
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
