"""Sampled policy against what happened: paths from earlier days beside the record; by ``make studies``.

Writes ``policy_paths.md``, ``policy_paths_hazards.md`` and ``policy_paths.svg`` into ``docs/tables``. Days,
horizons and bands were written down before the first path was drawn. The record after a day is used for the
comparison alone.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import levers, quarters, scenario
from aiscenarios.engines.arrays import own_drivers
from aiscenarios.levers import regimes
from aiscenarios.levers.regimes import Track
from aiscenarios.state import BLOCS

TABLES = Path(__file__).parents[1] / "tables"
DAYS = (date(2021, 12, 31), date(2022, 12, 31), date(2023, 12, 31), date(2024, 12, 31))
SHOWN = date(2023, 12, 31)
HORIZONS = (4, 8)
BAND = (0.1, 0.25, 0.5, 0.75, 0.9)
RUNS, SEED, SHUFFLES, COLUMNS = 2000, 7, 5000, 4
LAST = levers.default_start() - 1
YEAR, LARGE = 4, 1e4


class Sampled(NamedTuple):
    """A lever where it is felt: quantiles of its sampled paths, and the record, by quarter."""

    track: Track
    bands: NDArray[np.float64]
    """quantile x quarter."""
    recorded: NDArray[np.float64]

    def inside(self, quarter: int) -> bool:
        """Whether the record lies in the 80% range."""
        return bool(self.bands[0, quarter] <= self.recorded[quarter] <= self.bands[-1, quarter])

    def moved(self, start: int, quarter: int) -> bool:
        """Whether the record is another level than at the start."""
        return bool(self.recorded[quarter] != self.recorded[start])


def known(day: date | None) -> list[Track]:
    """The records known on a day, each address once."""
    levels, _ = levers.history_arrays(levers.default_start(day), day)
    return list({each.address: each for each in regimes.tracks(levers.known_by(day), levels)}.values())


def paths(day: date) -> list[Sampled]:
    """Sampled paths from a day beside the record."""
    setup = scenario.prepare(scenario.load("outlook", as_of=day), agents=100)
    recorded, _ = levers.history_arrays(LAST + 1)
    runs = np.array([own_drivers(setup, SEED, run).bloc[: LAST + 1] for run in range(RUNS)])
    names = [lever.name for lever in levers.load()]
    return [
        Sampled(each, np.quantile(runs[..., b, k], BAND, axis=0), recorded[:, b, k])
        for each in known(day)
        for b, k in [(BLOCS.index(each.bloc), names.index(each.lever.name))]
    ]


def title(each: Track) -> str:
    """The lever, and where it is felt unless it is so at both ends."""
    return each.lever.title if "all" in each.lever.history else f"{each.lever.title}, {each.bloc}"


def number(value: float) -> str:
    """A level, short."""
    return f"{value:,.3g}" if abs(value) < LARGE else f"{value:.2g}"


def coverage(days: Sequence[date]) -> Iterator[str]:
    """How many levels of the record lie in the 80% range, by day and horizon."""
    yield "| as of | quarters ahead | levels | inside the 80% range | of those that had moved |"
    yield "|---|---:|---:|---:|---:|"
    for day in days:
        start, found = quarters.containing(day), paths(day)
        for ahead in (*HORIZONS, LAST - start):
            if start + ahead <= LAST:
                at = start + ahead
                moved = [each for each in found if each.moved(start, at)]
                yield (
                    f"| {day} | {ahead} | {len(found)} | {sum(each.inside(at) for each in found)} "
                    f"| {sum(each.inside(at) for each in moved)} of {len(moved)} |"
                )


def table(day: date) -> Iterator[str]:
    """Each lever from one day on: where it stood, its range, and what happened."""
    start = quarters.containing(day)
    at = [start + ahead for ahead in HORIZONS] + [LAST]
    yield (
        f"| lever | {quarters.label(start)} | "
        + " | ".join(f"{quarters.label(q)}: range | record" for q in at)
        + " |"
    )
    yield "|---" * (2 + 2 * len(at)) + "|"
    for each in paths(day):
        cells = [
            f"{number(each.bands[0, q])} to {number(each.bands[-1, q])} | "
            f"{number(each.recorded[q])}{'' if each.inside(q) else ' **outside**'}"
            for q in at
        ]
        yield f"| {title(each.track)} | {number(each.recorded[start])} | {' | '.join(cells)} |"


def hazards() -> Iterator[str]:
    """What the whole record says of each lever."""
    yield "| lever | tightened, loosened | a year: tightening | loosening | size: tightening | loosening |"
    yield "|---|---:|---:|---:|---:|---:|"
    records = known(None)
    for each, row in zip(records, regimes.fit(records), strict=True):
        up, down = (len(each.sizes(way)) for way in (True, False))
        yield (
            f"| {title(each)} | {up}, {down} | {YEAR * row['tightened'] / row['could_tighten']:.2f} "
            f"| {YEAR * row['loosened'] / row['could_loosen']:.2f} "
            f"| {gone(row['tightening'], row['tightenings'])} of the room "
            f"| {gone(row['loosening'], row['loosenings'])} of the distance |"
        )


def gone(total: float, moves: float) -> str:
    """The share that a move of mean size takes."""
    return f"{-np.expm1(-total / (moves - 1.0)):.1%}"


def shuffled(records: Sequence[Track], rng: np.random.Generator, year: bool) -> list[list[tuple[int, bool]]]:
    """Every lever's moves at other quarters, of the same year or of any; directions stay in order."""
    found = []
    for each in records:
        at: list[int] = []
        for begin in range(0, LAST + 1, YEAR if year else LAST + 1):
            span = np.arange(max(begin, 1), min(begin + (YEAR if year else LAST + 1), LAST + 1))
            count = sum(int(span[0]) <= move.quarter <= int(span[-1]) for move in each.moves)
            at += sorted(rng.choice(span, count, replace=False))
        found.append([(int(q), move.tightens) for q, move in zip(at, each.moves, strict=True)])
    return found


def pairs(moves: Sequence[Sequence[tuple[int, bool]]]) -> int:
    """Pairs of levers that moved in one quarter."""
    by_quarter = np.bincount([quarter for each in moves for quarter, _ in each], minlength=LAST + 1)
    return int((by_quarter * (by_quarter - 1) // 2).sum())


def alike(moves: Sequence[Sequence[tuple[int, bool]]]) -> int:
    """Of such pairs, those that moved one way."""
    tight = np.bincount([quarter for each in moves for quarter, up in each if up], minlength=LAST + 1)
    loose = np.bincount([quarter for each in moves for quarter, up in each if not up], minlength=LAST + 1)
    return int((tight * (tight - 1) // 2 + loose * (loose - 1) // 2).sum())


def together() -> Iterator[str]:
    """Whether levers move together beyond chance: in a quarter, within a year, and one way."""
    records, rng = known(None), np.random.default_rng(SEED)
    seen = [[(move.quarter, move.tightens) for move in each.moves] for each in records]
    anywhere = [pairs(shuffled(records, rng, year=False)) for _ in range(SHUFFLES)]
    within = [pairs(shuffled(records, rng, year=True)) for _ in range(SHUFFLES)]
    turned = [alike([directions(each, rng) for each in seen]) for _ in range(SHUFFLES)]
    yield "| question | seen | by chance | share of shuffles with as many or more |"
    yield "|---|---:|---:|---:|"
    for words, found, chance in (
        ("pairs in one quarter, if quarters are shuffled over the whole record", pairs(seen), anywhere),
        ("pairs in one quarter, if quarters are shuffled within each year", pairs(seen), within),
        ("pairs that moved one way, if each lever's directions are shuffled", alike(seen), turned),
    ):
        yield f"| {words} | {found} | {np.mean(chance):.0f} | {share(np.array(chance) >= found)} |"
    counts = np.bincount([move.quarter // YEAR for each in records for move in each.moves])
    said = ", ".join(f"{n} in {quarters.year(YEAR * year)}" for year, n in enumerate(counts))
    yield ""
    yield f"Moves a year: {said} (to {quarters.label(LAST)})."
    spreads = ", ".join(f"{regimes.pace(known(day)):.2f} as of {day}" for day in DAYS)
    yield f"Spread of the yearly pace (of its log): {spreads}, {regimes.pace(records):.2f} today."


def directions(moves: Sequence[tuple[int, bool]], rng: np.random.Generator) -> list[tuple[int, bool]]:
    """The same moves with their directions shuffled."""
    turned = rng.permutation([up for _, up in moves])
    return [(quarter, bool(up)) for (quarter, _), up in zip(moves, turned, strict=True)]


def share(hits: NDArray[np.bool_]) -> str:
    """A share of shuffles, no finer than there are."""
    return f"{hits.mean():.3f}" if hits.any() else f"below {1 / SHUFFLES:.4f}"


def draw(day: date, file: Path) -> None:
    """A panel a lever: 80% and 50% ranges, the median, and the record."""
    from matplotlib.figure import Figure

    from docs.studies.ticks import Amounts

    start, found = quarters.containing(day), paths(day)
    rows = -(-len(found) // COLUMNS)
    figure = Figure(figsize=(9.6, 1.75 * rows), layout="constrained")
    places = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
    at, ahead, years = np.arange(LAST + 1), np.arange(start, LAST + 1), range(0, LAST + 1, 2 * YEAR)
    for axes, each in zip(places, found, strict=False):
        bands = each.bands[:, start:]
        axes.fill_between(ahead, bands[0], bands[4], color="#dfe6ee", step="mid", label="80% of the runs")
        axes.fill_between(ahead, bands[1], bands[3], color="#b9c8d9", step="mid", label="half of the runs")
        axes.step(ahead, bands[2], where="mid", color="#4a6079", lw=0.9, label="median")
        axes.step(at, each.recorded, where="mid", color="#1b1b1b", lw=1.1, label="record")
        axes.axvline(start, color="#8a8a8a", lw=0.6, ls=":")
        axes.set_title(f"{title(each.track)} ({each.track.lever.unit})", fontsize=6.8)
        axes.set_xticks(years, [str(quarters.year(q)) for q in years])
        axes.tick_params(labelsize=6)
        if each.track.lever.high > LARGE:
            axes.yaxis.set_major_formatter(Amounts(sep=""))
        axes.spines[["top", "right"]].set_visible(False)
    for axes in places[len(found) :]:
        axes.set_axis_off()
    handles, labels = places[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, fontsize=7, frameon=False)
    figure.savefig(file, metadata={"Date": None})


def main() -> None:
    """Write tables and figure."""
    stamp = f"{RUNS} paths a day, seed {SEED}; record of policy to {quarters.label(LAST)}."
    parts = [[stamp], list(coverage(DAYS)), [f"From {SHOWN} on, lever by lever:"], list(table(SHOWN))]
    text = "\n\n".join("\n".join(part) for part in parts)
    (TABLES / "policy_paths.md").write_text(text + "\n", encoding="utf-8")
    text = "\n".join([*hazards(), "", *together()])
    (TABLES / "policy_paths_hazards.md").write_text(text + "\n", encoding="utf-8")
    draw(SHOWN, TABLES / "policy_paths.svg")


if __name__ == "__main__":
    main()
