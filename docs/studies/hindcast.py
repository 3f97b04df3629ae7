"""What would have been forecast on five earlier days, held against what came: ``make studies`` renews it.

Writes ``hindcast.md`` (starting beliefs) and ``hindcast_fitted.md`` (these beside beliefs fitted on each day)
into ``docs/tables``. Days, points, baselines and pools stand in ``aiscenarios.hindcasts`` and on the page;
they were written before the first hindcast.
"""

from datetime import date
from pathlib import Path
from typing import get_args

from aiscenarios.compiled import kernel_hash
from aiscenarios.hindcasts import LEVELS, Hindcast, Pooled, hindcast
from aiscenarios.hindcasts.forecast import Policy, State
from aiscenarios.hindcasts.hindcast import RUNS, SEED

TABLES = Path(__file__).parents[1] / "tables"
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


def beside(start: Hindcast, fitted: Hindcast) -> list[str]:
    """Starting and fitted beliefs by family, as Markdown."""
    lines = [
        f"{RUNS:,} runs of each day and kind of policy, seed {SEED}; {date.today()}, rules {kernel_hash()}."
        " Error and skill: starting beliefs, then fitted.",
        "",
        "| policy | present | pooled | points | error | fitted | skill | fitted | inside 80% | fitted |",
        "|---|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for policy in get_args(Policy):
        for state in get_args(State):
            both = [(*found.families(policy, state), found.whole(policy, state)) for found in (start, fitted)]
            lines += [
                f"| {policy} | {PRESENT[state]} | {one.name} | {one.n} | {one.crps:.2f} | {other.crps:.2f} |"
                f" {one.skill:+.2f} | {other.skill:+.2f} | {one.covered[1]:.0%} | {other.covered[1]:.0%} |"
                for one, other in zip(*both, strict=True)
            ]
    return lines


def write(start: Hindcast, fitted: Hindcast) -> None:
    """Put both tables where the page finds them."""
    for name, lines in (("hindcast", page(start)), ("hindcast_fitted", beside(start, fitted))):
        (TABLES / f"{name}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(hindcast(say=print), hindcast(beliefs="fitted", say=print))
