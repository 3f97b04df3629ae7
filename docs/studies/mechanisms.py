"""What each mechanism moves, and where export controls turn: ``make studies`` renews these tables.

Writes ``mechanisms.md``, ``export_controls.md`` and ``export_controls.svg`` into ``docs/tables``.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import aiscenarios as ais
from aiscenarios import evidence, outcomes, quarters
from aiscenarios.compiled import kernel_hash
from aiscenarios.ensemble.intervals import Z
from aiscenarios.ensemble.model import assemble, simulate_together
from aiscenarios.scenario import Scenario
from aiscenarios.scenario.model import Belief, Doubt

TABLES = Path(__file__).parents[1] / "tables"
RUNS, AGENTS, SEED = 300, 2000, 7
AT = "2030Q4"
LOOKED_AT = (
    "us_gap", "us_lead_months", "compute_ratio", "compute_share.CN", "domestic_share.CN", "efficiency.CN",
    "capability.language.US", "capability.language.CN", "talent_share.top20.US", "retention.US",
    "crossborder_rate", "stay_rate.CN.US", "hire_to_release", "releases.CN", "integrated_share.CN",
    "adoption.CN", "use_share.CN", "pay.US", "concentration", "startups_founded.US", "spinout_funding.US",
    "value_games.CN", "private_investment.US",
)  # fmt: skip
"""Outcomes looked at, chosen beforehand: one or two of every phase."""
SHOWN = 3
"""Of these, how many the table names of each mechanism."""
LEVELS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
PACES = (0.0, 0.15, 0.6, 1.0)
"""Extra pace of efficiency work under scarcity: none, middle and end of the prior, article 003's hope."""
type Gaps = list[tuple[float, float]]
"""Mean and standard error of the US gap by level of export controls."""


def switched(scenario: Scenario, off: Sequence[str]) -> Scenario:
    """Some mechanisms off, all others that can be at work in every run."""
    can = [name for name, each in evidence.load().mechanisms.items() if each.off]
    return replace(scenario, doubts=tuple(Doubt(name, 0.0 if name in off else 1.0) for name in can))


def columns(*scenarios: Scenario) -> list[dict[str, NDArray[np.float64]]]:
    """What is looked at, of scenarios that share their history, by run."""
    models = [assemble(scenario, SEED, agents=AGENTS, beliefs="prior") for scenario in scenarios]
    at = quarters.parse(AT)
    found = simulate_together(models, 0, RUNS)
    return [{name: chunk.columns[name][:, at].astype(np.float64) for name in LOOKED_AT} for chunk in found]


def effect(on: NDArray[np.float64], off: NDArray[np.float64]) -> tuple[float, float]:
    """Mean paired difference and its standard error, over runs in which both are known."""
    difference = (on - off)[np.isfinite(on) & np.isfinite(off)]
    return float(difference.mean()), float(difference.std(ddof=1) / np.sqrt(len(difference)))


def effects() -> list[str]:
    """A row a mechanism: the outcomes it moves most, against the same runs without it."""
    base, units = ais.load("current_policy"), outcomes.units()
    (on,) = columns(switched(base, ()))
    rows = []
    for name, mechanism in evidence.load().mechanisms.items():
        if not mechanism.off:
            continue
        (off,) = columns(switched(base, (name,)))
        moved = [(column, *effect(on[column], off[column])) for column in LOOKED_AT]
        sure = sorted((each for each in moved if abs(each[1]) > 3 * each[2]), key=lambda e: -abs(e[1] / e[2]))
        told = "; ".join(
            f"`{column}` {mean:+.2g} ({mean - Z * se:+.2g} to {mean + Z * se:+.2g}) {units[column]}"
            for column, mean, se in sure[:SHOWN]
        )
        said = told or "nothing by three standard errors"
        rows.append(f"| {name.replace('_', ' ')} | {mechanism.weight:.0%} | {mechanism.meaning} | {said} |")
    return rows


def sweep() -> dict[tuple[bool, float], Gaps]:
    """The gap by level of control, for methods that flow between blocs or not, and a pace under scarcity."""
    return {(flows, pace): gaps_of(flows, pace) for flows in (True, False) for pace in PACES}


def gaps_of(flows: bool, pace: float) -> Gaps:
    """One line of the sweep."""
    fixed = (Belief("induced_efficiency", "fix", pace, pace, 1.0),) if pace else ()
    off = [*(() if pace else ("scarcity_efficiency",)), *(() if flows else ("catch_up",))]
    base = switched(replace(ais.load("current_policy"), beliefs=fixed), off)
    arms = columns(*(base.with_levers(export_controls=level) for level in LEVELS))
    gaps = [arm["us_gap"] for arm in arms]
    return [(float(gap.mean()), effect(gap, gaps[0])[1]) for gap in gaps]


def turn(gaps: Gaps) -> str:
    """From which level on more control does not widen the gap, by two standard errors."""
    means, ses = np.array(gaps).T
    least, most = int(np.argmin(means)), int(np.argmax(means))
    if most == len(gaps) - 1 and least == 0:
        return "nowhere: it widens up to a ban"
    if least > 0 and means[0] - means[least] > 2.0 * ses[least]:
        return f"it narrows up to about {LEVELS[least]:.0%}"
    return "it hardly moves"


def draw(found: dict[tuple[bool, float], Gaps]) -> None:
    """The gap by level, a line a pace; dashed where methods do not flow."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.6), layout="constrained")
    axes = figure.subplots()
    for (flows, pace), gaps in found.items():
        means, ses = np.array(gaps).T
        said = f"extra pace {pace:.0%}, methods {'flow' if flows else 'stay'}"
        axes.errorbar([100 * level for level in LEVELS], means, yerr=Z * ses, capsize=2, label=said,
                      color=f"C{PACES.index(pace)}", linestyle="-" if flows else "--")  # fmt: skip
    axes.set_xlabel("export controls, % of wanted frontier chips forbidden from 2026Q3 on")
    axes.set_ylabel(f"US ahead of China in {AT}, ECI points")
    figure.legend(loc="outside lower center", ncols=2, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(TABLES / "export_controls.svg", metadata={"Date": None})


def main() -> None:
    """Simulate and write."""
    stamp = f"{RUNS} runs of current policy, {AGENTS:,} agents, seed {SEED}, {AT}; rules {kernel_hash()}."
    head = [
        "| mechanism | at work in | what it does | what it moves most (90% sampling range) |",
        "|---|---:|---|---|",
    ]
    TABLES.mkdir(exist_ok=True)
    (TABLES / "mechanisms.md").write_text("\n".join([stamp, "", *head, *effects()]) + "\n")
    found = sweep()
    titles = " | ".join(f"{level:.0%}" for level in LEVELS)
    lines = [
        f"| what China finds | extra pace under scarcity | {titles} | does the gap turn? |",
        f"|---|---:|{'---:|' * len(LEVELS)}---|",
    ]
    lines += [
        f"| {'reaches the US' if flows else 'stays'} | {pace:.0%} | "
        f"{' | '.join(f'{mean:.1f}' for mean, _ in gaps)} | {turn(gaps)} |"
        for (flows, pace), gaps in found.items()
    ]
    (TABLES / "export_controls.md").write_text("\n".join([stamp, "", *lines]) + "\n")
    draw(found)


if __name__ == "__main__":
    main()
