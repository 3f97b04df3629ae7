"""What moves the answer: every number and lever from end to end. ``make studies`` renews these tables.

Writes ``moves.md``, ``moves_idle.md``, ``moves.csv`` and a ``moves_*.svg`` a group into ``docs/tables``. The
rule by which something moves stands in ``docs/moves.md``; it was written before the first run. Why an item
moves nothing is in ``moves_reasons.yaml``.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from aiscenarios import narratives, outcomes, quarters
from aiscenarios.compiled import kernel_hash
from aiscenarios.ensemble.chunks import Chunk
from aiscenarios.ensemble.endings import columns_of
from aiscenarios.ensemble.model import Model, assemble, simulate_together
from aiscenarios.records import record
from docs.studies.headline import Numbers, all_at_work, every_outcome
from docs.studies.moved_items import Item, constants, policies, uncertain
from docs.studies.moved_pages import (
    FLOOR,
    GROUPS,
    NARRATIVES,
    POINTS,
    Moved,
    Row,
    chances,
    draw,
    idle,
    idle_table,
    table,
    write_csv,
)
from docs.studies.moved_start import catalogue, world
from docs.studies.reasons import read

HERE = Path(__file__).parent
TABLES = HERE.parent / "tables"
RUNS, AGENTS, SEED = 200, 4000, 7


@record
class Reason:
    """Why items move no headline outcome and no narrative."""

    items: tuple[str, ...]
    reason: str


STORIES = narratives.load()


def answers(chunk: Chunk, model: Model) -> Numbers:
    """Outcomes at the date of judgement, and which narratives have come true by then."""
    start, by, units = model.scenario.start, model.scenario.by, outcomes.units()
    finished = chunk.status == 0
    columns = {name: chunk.columns[name][finished] for name in columns_of(STORIES)}
    truth = narratives.judge(STORIES, columns, start=start, by=by, units=units).truth
    found = every_outcome(chunk, by)
    for name, true in zip(NARRATIVES, truth, strict=True):
        found[name] = np.full(len(finished), np.nan)
        found[name][finished] = true
    return found


def moved(name: str, low: Numbers, high: Numbers, spread: float) -> Moved:
    """The mean paired difference in an outcome's spread, or in a narrative's chance."""
    difference = (high[name] - low[name])[np.isfinite(low[name]) & np.isfinite(high[name])]
    unit = 1.0 if name in NARRATIVES else spread
    floor = POINTS if name in NARRATIVES else FLOOR
    if len(difference) < RUNS // 2 or not unit > 0.0:
        return Moved(np.nan, 0.0, floor)
    mean, sd = float(difference.mean()), float(difference.std(ddof=1))
    certain = np.inf if mean else 0.0
    return Moved(mean / unit, mean / (sd / np.sqrt(len(difference))) if sd else certain, floor)


def studied(item: Item, spreads: dict[str, float]) -> Row:
    """Both ends of an item on the same draws."""
    if item.shared:
        chunks = simulate_together(item.ends, 0, RUNS)
    else:
        chunks = tuple(model.simulate(0, RUNS) for model in item.ends)
    low, high = (answers(chunk, model) for chunk, model in zip(chunks, item.ends, strict=True))
    failed = sum(int((chunk.status != 0).sum()) for chunk in chunks)
    return Row(item, {name: moved(name, low, high, spread) for name, spread in spreads.items()}, failed)


def main() -> None:
    """Simulate and write.

    Raises:
        SystemExit: an idle item has no reason.
    """
    base = assemble(all_at_work(), SEED, agents=AGENTS, beliefs="prior")
    still = answers(base.simulate(0, RUNS), base)
    spreads = {
        name: float(np.nanstd(values, ddof=1)) for name, values in still.items() if np.isfinite(values).any()
    }
    items = [*uncertain(base), *constants(base), *world(base), *catalogue(base), *policies(base)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        rows = list(pool.map(lambda item: studied(item, spreads), items))
    reasons = read(Reason, HERE / "moves_reasons.yaml")
    said = {name: each.reason for each in reasons for name in each.items}
    stamp = (
        f"{RUNS} runs of current policy, {AGENTS:,} agents, seed {SEED}, {quarters.label(base.scenario.by)}; "
        f"rules {kernel_hash()}."
    )
    (TABLES / "moves.md").write_text("\n".join([stamp, *table(rows)]) + "\n", encoding="utf-8")
    lines = [stamp, "", *chances(still), "", *idle_table(rows, said)]
    (TABLES / "moves_idle.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_csv(rows, TABLES / "moves.csv")
    for group in GROUPS:
        some = [row for row in rows if row.item.group == group]
        draw(some, TABLES / f"moves_{group.replace(' ', '_')}.svg")
    broken = [f"{row.item.name}: {row.failed}" for row in rows if row.failed]
    if broken:
        print("runs that broke off:", "; ".join(broken))
    nothing = {row.item.name for row in idle(rows)}
    if unused := set(said) - nothing:
        print("reasons of items that move something:", ", ".join(sorted(unused)))
    if missing := nothing - set(said):
        raise SystemExit(f"moves_reasons.yaml has no reason for {', '.join(sorted(missing))}")


if __name__ == "__main__":
    main()
