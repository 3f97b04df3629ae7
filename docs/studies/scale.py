"""How outcomes depend on the number of agents: ``make studies`` renews these tables.

Writes ``scale.md`` and ``scale.svg`` into ``docs/tables``. The rule by which a size has settled stands in
``docs/scale.md``; it was written before the first run.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import aiscenarios as ais
from aiscenarios import quarters
from aiscenarios.compiled import kernel_hash
from aiscenarios.ensemble.intervals import Z
from aiscenarios.ensemble.model import assemble
from aiscenarios.outcomes.headline import HEADLINE
from docs.studies.headline import simulated, unit

TABLES = Path(__file__).parents[1] / "tables"
RUNS, SEED = 2000, 7
SIZES = (1000, 2000, 4000, 8000, 16000, 32000, 64000)
TOLERANCE = 0.1
"""Of the standard deviation between runs at the largest size."""
LIMITS = (-45.0, 60.0)
"""Percent shown; what lies beyond is in the table."""

type Values = NDArray[np.float64]


class Gap(NamedTuple):
    """How far a size is from the largest, with half the 90% sampling range; parts of the largest's sd."""

    mean: float
    mean_error: float
    sd: float
    sd_error: float

    @property
    def settled(self) -> bool:
        """Both whole ranges lie within the tolerance."""
        return max(abs(self.mean) + self.mean_error, abs(self.sd) + self.sd_error) <= TOLERANCE


def gap(few: Values, many: Values) -> Gap:
    """A size against the largest, over the runs in which both are known, paired run by run.

    The error of the ratio of standard deviations is that of its logarithm, by the delta method: a run adds
    half the difference of its squared standard scores.
    """
    known = np.isfinite(few) & np.isfinite(many)
    a, b = few[known], many[known]
    spread, root = b.std(ddof=1), np.sqrt(len(b))
    scores = ((a - a.mean()) / a.std(ddof=1)) ** 2 - ((b - b.mean()) / spread) ** 2
    return Gap(
        float((a - b).mean() / spread),
        float(Z * (a - b).std(ddof=1) / spread / root),
        float(a.std(ddof=1) / spread - 1.0),
        float(Z * 0.5 * scores.std(ddof=1) / root * a.std(ddof=1) / spread),
    )


def settles(gaps: list[Gap]) -> int | None:
    """The smallest size below the largest from which on every size has settled."""
    at = None
    for size, found in zip(reversed(SIZES[:-1]), reversed(gaps), strict=True):
        if not found.settled:
            break
        at = size
    return at


def percent(value: float, error: float) -> str:
    """A difference in percent with half its sampling range."""
    return f"{100 * value:+.1f} ± {100 * error:.1f}"


def table(title: str, cells: dict[str, list[str]]) -> list[str]:
    """One row an outcome, one column a size."""
    head = " | ".join(f"{size:,}" for size in SIZES[:-1])
    lines = [title, "", f"| outcome | {head} |", f"|---|{'---:|' * (len(SIZES) - 1)}"]
    return [*lines, *(f"| `{name}` | {' | '.join(row)} |" for name, row in cells.items()), ""]


def page(found: dict[str, list[Gap]], largest: dict[str, Values]) -> list[str]:
    """All tables: where each outcome settles, means, standard deviations."""
    lines = ["| outcome | mean | sd between runs | unit | settled from |", "|---|---:|---:|---|---:|"]
    for name, gaps in found.items():
        at, values = settles(gaps), largest[name]
        said = f"{at:,}" if at else f"above {SIZES[-2]:,}"
        mean, sd = f"{np.nanmean(values):.3g}", f"{np.nanstd(values, ddof=1):.2g}"
        lines.append(f"| `{name}` | {mean} | {sd} | {unit(name)} | {said} |")
    means = {name: [percent(g.mean, g.mean_error) for g in gaps] for name, gaps in found.items()}
    sds = {name: [percent(g.sd, g.sd_error) for g in gaps] for name, gaps in found.items()}
    return [
        f"Mean and standard deviation at {SIZES[-1]:,} agents, and from which size on both have settled:", "",
        *lines, "",
        *table("Mean less that of the largest size, % of its standard deviation between runs:", means),
        *table("Standard deviation between runs over that of the largest size, less one, %:", sds),
    ]  # fmt: skip


def draw(found: dict[str, list[Gap]]) -> None:
    """A small figure an outcome: mean and standard deviation against the largest size, in percent."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.6, 8.4), layout="constrained")
    axes = figure.subplots(4, 4, sharex=True, sharey=True)
    for place, (name, gaps) in zip(axes.flat, found.items(), strict=True):
        place.axhspan(-100 * TOLERANCE, 100 * TOLERANCE, color="0.9", linewidth=0)
        for values, errors, label in (
            ([g.mean for g in gaps], [g.mean_error for g in gaps], "mean, % of sd"),
            ([g.sd for g in gaps], [g.sd_error for g in gaps], "sd, % more"),
        ):
            place.errorbar(
                SIZES[:-1], 100 * np.array(values), yerr=100 * np.array(errors), capsize=2, label=label
            )
        place.set_xscale("log")
        place.set_xticks(SIZES[:-1], [f"{size // 1000}" for size in SIZES[:-1]], minor=False)
        place.minorticks_off()
        place.set_title(name, fontsize="small")
        place.spines[["top", "right"]].set_visible(False)
    axes.flat[0].set_ylim(*LIMITS)
    figure.supxlabel("agents, thousands")
    figure.supylabel(f"against {SIZES[-1]:,} agents, %")
    figure.legend(
        *axes.flat[0].get_legend_handles_labels(), loc="outside lower right", ncols=2, frameon=False
    )
    figure.savefig(TABLES / "scale.svg", metadata={"Date": None})


def main() -> None:
    """Simulate and write."""
    scenario = ais.load("current_policy")
    runs = {size: simulated(assemble(scenario, SEED, agents=size, beliefs="prior"), RUNS) for size in SIZES}
    largest = runs[SIZES[-1]]
    found = {
        each.column: [gap(runs[size][each.column], largest[each.column]) for size in SIZES[:-1]]
        for each in HEADLINE
    }
    at = quarters.label(scenario.by)
    stamp = (
        f"{RUNS} runs of current policy, {SIZES[0]:,} to {SIZES[-1]:,} agents, seed {SEED}, {at}; "
        f"rules {kernel_hash()}."
    )
    TABLES.mkdir(exist_ok=True)
    (TABLES / "scale.md").write_text("\n".join([stamp, "", *page(found, largest)]).rstrip() + "\n")
    draw(found)


if __name__ == "__main__":
    main()
