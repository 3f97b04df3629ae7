"""Tables and maps of the study of what moves the answer."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aiscenarios import narratives
from aiscenarios.outcomes.headline import HEADLINE
from docs.studies.headline import Numbers
from docs.studies.moved_items import Item

SURE = 4.0
"""Standard errors."""
FLOOR, POINTS = 0.02, 0.01
"""Least effect: of an outcome's standard deviation between runs; of a narrative's chance."""
SHOWN = 3
GROUPS = ("parameters", "kinds of lab", "constants", "start", "levers")


class Moved(NamedTuple):
    """The paired difference between an item's ends: high less low, in units of its spread, and in errors."""

    effect: float
    z: float
    floor: float

    @property
    def sure(self) -> bool:
        """More than luck and more than nothing."""
        return abs(self.z) > SURE and abs(self.effect) > self.floor


class Row(NamedTuple):
    """An item and what it moves, by outcome column and narrative."""

    item: Item
    found: dict[str, Moved]
    failed: int

    def moves(self, names: Sequence[str]) -> list[str]:
        """The names it moves, the most moved first."""
        sure = [name for name in names if self.found[name].sure]
        return sorted(sure, key=lambda name: -abs(self.found[name].effect))


NARRATIVES = tuple(story.name for story in narratives.load())
COLUMNS = tuple(each.column for each in HEADLINE)


def told(row: Row, name: str) -> str:
    """One effect in words."""
    effect = row.found[name].effect
    return (
        f"{name.replace('_', ' ')} {100 * effect:+.0f} points"
        if name in NARRATIVES
        else f"`{name}` {effect:+.2f}"
    )


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Group by group: an item, its ends, how much it moves and what most."""
    for group in GROUPS:
        yield from ("", f"### {group.capitalize()}", "")
        yield "| moved | from | to | outcomes | narratives | most (standard deviations; points) |"
        yield "|---|---:|---:|---:|---:|---|"
        for row in (each for each in rows if each.item.group == group):
            columns, stories = row.moves(COLUMNS), row.moves(NARRATIVES)
            most = "; ".join(told(row, name) for name in (*columns[:SHOWN], *stories[:1])) or "nothing"
            item = row.item
            yield f"| `{item.name}` | {item.low} | {item.high} | {len(columns)} | {len(stories)} | {most} |"


def idle(rows: Sequence[Row]) -> list[Row]:
    """Items that move no headline outcome and no narrative."""
    return [row for row in rows if not row.moves((*COLUMNS, *NARRATIVES))]


def idle_table(rows: Sequence[Row], reasons: dict[str, str]) -> Iterator[str]:
    """What each idle item moves beside the headline, and why it does not move the headline."""
    yield "| moved | group | what it moves instead | why |"
    yield "|---|---|---|---|"
    others = [name for name in rows[0].found if name not in (*COLUMNS, *NARRATIVES)]
    for row in idle(rows):
        instead = "; ".join(told(row, name) for name in row.moves(others)[:SHOWN]) or "nothing"
        why = reasons.get(row.item.name, "not known")
        yield f"| `{row.item.name}` | {row.item.group} | {instead} | {why} |"


def chances(base: Numbers) -> Iterator[str]:
    """The chance of each narrative with nothing moved."""
    yield "| narrative | chance with nothing moved |"
    yield "|---|---:|"
    for name in NARRATIVES:
        yield f"| {name.replace('_', ' ')} | {np.nanmean(base[name]):.0%} |"


def write_csv(rows: Sequence[Row], file: Path) -> None:
    """Every effect with its z, one line an item and answer."""
    with file.open("w", encoding="utf-8", newline="") as page:
        writer = csv.writer(page, lineterminator="\n")
        writer.writerow(("group", "item", "low", "high", "answer", "effect", "z"))
        for row in rows:
            for name in (*COLUMNS, *NARRATIVES):
                effect, z, _ = row.found[name]
                writer.writerow((*row.item[:4], name, f"{effect:.3g}", f"{z:.3g}"))


def draw(rows: Sequence[Row], file: Path) -> None:
    """Items x answers as a map: red lowers, blue raises; what is not sure is blank."""
    from matplotlib.figure import Figure

    names = (*COLUMNS, *NARRATIVES)
    # A narrative's chance is drawn so that 100 points are as dark as two standard deviations.
    size = [2.0 if name in NARRATIVES else 1.0 for name in names]
    cells = np.array([
        [s * row.found[n].effect if row.found[n].sure else np.nan for n, s in zip(names, size, strict=True)]
        for row in rows
    ])  # fmt: skip
    figure = Figure(figsize=(9.6, 2.6 + 0.17 * len(rows)), layout="constrained")
    axes = figure.subplots()
    image = axes.imshow(cells, cmap="RdBu", vmin=-2.0, vmax=2.0, aspect="auto", interpolation="none")
    axes.set_yticks(range(len(rows)), [row.item.name for row in rows], fontsize=7)
    axes.set_xticks(range(len(names)), [name.replace("_", " ") for name in names], fontsize=7, rotation=60,
                    ha="right", rotation_mode="anchor")  # fmt: skip
    axes.axvline(len(COLUMNS) - 0.5, color="0.3", linewidth=0.8)
    axes.set_xticks(np.arange(len(names)) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(rows)) - 0.5, minor=True)
    axes.grid(which="minor", color="0.92", linewidth=0.4)
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)
    figure.colorbar(image, ax=axes, label="high end less low end: standard deviations; 50 points of chance",
                    location="top", shrink=0.5, aspect=40)  # fmt: skip
    figure.savefig(file, metadata={"Date": None})
