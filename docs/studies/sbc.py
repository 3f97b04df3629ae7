"""Does the fit find truths that were put in? ``make sbc`` renews these tables.

Writes ``sbc.md`` and ``sbc.svg`` into ``docs/tables``. Truths, seeds and limits stand in
``calibration/sbc.py`` and were written before the first check.
"""

import subprocess
import time
from datetime import date
from pathlib import Path

import numpy as np

import aiscenarios as ais
from aiscenarios import evidence
from aiscenarios.calibration import prepare
from aiscenarios.calibration.sbc import (
    COVER50,
    COVER90,
    ENVELOPE,
    Checked,
    Draws,
    check,
    curves,
    envelope,
    judge,
    truths,
)
from aiscenarios.compiled import kernel_hash
from aiscenarios.plots import paper, style

TABLES = Path(__file__).parents[1] / "tables"
CONTRACTED, WANTED = 0.3, 8
"""So much of its variance a number must lose to count as informed, and how many numbers should be."""


def planted(found: Checked, places: Draws, draws: list[Draws]) -> dict[str, Checked]:
    """The same truths judged with a fault planted in every posterior."""
    luck = np.random.default_rng(1)
    faults = {
        "a posterior equal to the prior": lambda one: luck.standard_normal(one.shape),
        "a posterior 15% too narrow": lambda one: one.mean(axis=0) + 0.85 * (one - one.mean(axis=0)),
    }
    return {
        name: judge(found.names, places, [changed(one) for one in draws]) for name, changed in faults.items()
    }


def page(found: Checked, faults: dict[str, Checked], seconds: float) -> list[str]:
    """The tables as Markdown."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    lines = [
        f"{len(found.ranks)} truths, {len(found.names)} numbers, {seconds:.0f} s for all fits;"
        f" {date.today()}, kernel {kernel_hash()}, commit {commit or 'unknown'}.",
        "",
        "| fit | 90% intervals cover | 50% intervals cover | curves outside | gain on the prior | verdict |",
        "|---|---:|---:|---|---:|---|",
    ]
    for name, one in {"as it is": found, **faults}.items():
        verdict = "passes" if not one.faults else "caught: " + "; ".join(one.faults)
        lines.append(
            f"| {name} | {one.cover90:.1%} | {one.cover50:.1%} | {len(one.outside)} of {len(one.names)}"
            f" | {one.skill:+.1%} ± {1.96 * one.skill_error:.1%} | {verdict} |"
        )
    lines += [
        f"| *wanted* | {COVER90[0]:.0%} to {COVER90[1]:.0%} | {COVER50[0]:.0%} to {COVER50[1]:.0%} | none"
        " | above 0 | |",
        "",
        "| number | narrowed, mean over truths | mean rank |",
        "|---|---:|---:|",
    ]
    order = np.argsort(-found.contraction, kind="stable")
    lines += [
        f"| `{found.names[j]}` | {found.contraction[j]:+.0%} | {found.ranks[:, j].mean():.2f} |"
        for j in order
    ]
    informed = int((found.contraction >= CONTRACTED).sum())
    enough = (
        "as many as wanted"
        if informed >= WANTED
        else f"fewer than the {WANTED} wanted: the facts do not inform more"
    )
    lines += ["", f"{informed} numbers lose {CONTRACTED:.0%} or more of their variance: {enough}."]
    return lines


def draw(found: Checked, file: Path) -> None:
    """Rank curves less the diagonal, in the band in which all of them stay together if the fit is right."""
    at, low, high = envelope(*found.ranks.shape)
    reached = curves(found.ranks, at)
    with paper.canvas(paper.SIZES["a4"]) as (figure, (axes,)):
        axes.fill_between(100 * at, 100 * (low - at), 100 * (high - at), color=style.PALE, step="post",
                          label=f"all curves inside, chance {ENVELOPE:.0%}")  # fmt: skip
        for j, name in enumerate(found.names):
            axes.step(100 * at, 100 * (reached[:, j] - at), where="post", linewidth=0.8,
                      color=style.PALETTE[1] if name in found.outside else style.PALETTE[0])  # fmt: skip
        title = f"Ranks of {len(found.ranks)} truths in their posteriors, {len(found.names)} numbers"
        paper.dress(figure, axes, title, "rank, %", "truths below it, less the rank, points")
    paper.write(figure, file, "svg", paper.SIZES["a4"])


def main() -> None:
    """Fit every truth, judge, plant the faults, write."""
    made = prepare(ais.load("current_policy"), evidence.load())
    known = truths(made.simulator)
    begun = time.perf_counter()
    found, draws = check(made.sampler, known, made.columns)
    seconds = time.perf_counter() - begun
    faults = planted(found, known.places[:, made.columns], draws)
    lines = page(found, faults, seconds)
    (TABLES / "sbc.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    draw(found, TABLES / "sbc.svg")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
