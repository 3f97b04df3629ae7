"""What would have been forecast on five earlier days, held against what came: ``make studies`` renews it.

Writes ``hindcast.md`` into ``docs/tables``. Days, points, baselines and pools stand in
``aiscenarios.hindcasts`` and on the page; they were written before the first hindcast.
"""

from datetime import date
from pathlib import Path
from typing import get_args

from aiscenarios.compiled import kernel_hash
from aiscenarios.hindcasts import LEVELS, Hindcast, Pooled, hindcast
from aiscenarios.hindcasts.forecast import Policy, State
from aiscenarios.hindcasts.hindcast import RUNS, SEED

TABLE = Path(__file__).parents[1] / "tables" / "hindcast.md"
PRESENT = {"plain": "wherever runs drifted", "state": "from the known present"}


def rows(found: tuple[Pooled, ...]) -> list[str]:
    """Lines of a table."""
    return [
        f"| {row.name} | {row.n} | {row.crps:.2f} | {row.baseline:.2f} | {row.skill:+.2f} |"
        f" {' | '.join(f'{each:.0%}' for each in row.covered)} |"
        for row in found
    ]


def page(found: Hindcast) -> list[str]:
    """The tables as Markdown."""
    lines = [
        f"{RUNS:,} runs of each day and kind of policy, seed {SEED}, {found.beliefs} beliefs; {date.today()},"
        f" rules {kernel_hash()}."
    ]
    inside = " | ".join(f"inside {level:.0%}" for level in LEVELS)
    for policy in get_args(Policy):
        for state in get_args(State):
            lines += [
                "",
                f"**{policy.capitalize()} policy, {PRESENT[state]}**",
                "",
                f"| pooled | points | error | simple method | skill | {inside} |",
                "|---|---:|---:|---:|---:|" + "---:|" * len(LEVELS),
                *rows((*found.families(policy, state), found.whole(policy, state))),
                *rows(
                    tuple(
                        each._replace(name=f"{each.name} quarters") for each in found.horizons(policy, state)
                    )
                ),
            ]
    return lines


if __name__ == "__main__":
    TABLE.write_text("\n".join(page(hindcast(say=print))) + "\n", encoding="utf-8")
