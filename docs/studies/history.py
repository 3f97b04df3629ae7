"""Do facts known by the end of 2023 lie inside the starting beliefs' bands? ``make studies`` renews the page.

Writes ``history.md``, ``history_reasons.md`` and ``history.svg`` into ``docs/tables``. A fact is looked at
if its series is observed, it was known by ``KNOWN`` and its period lies in the simulated time; the level of
a series that is seen only by its change is left out, since it is hit by definition. The band is the 5% to
95% range of what the source would have printed, its own error included. Reasons for what lies outside are
in ``history_reasons.yaml``.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from textwrap import fill
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import aiscenarios as ais
from aiscenarios import evidence, observations
from aiscenarios.compiled import kernel_hash
from aiscenarios.ensemble.result import Result
from aiscenarios.evidence.facts import Fact
from aiscenarios.observations.period import parse
from aiscenarios.records import record
from docs.studies.reasons import read

HERE = Path(__file__).parent
TABLES = HERE.parent / "tables"
KNOWN = date(2023, 12, 31)
RUNS, AGENTS, SEED = 1000, 4000, 7
COLUMNS = 4
TITLE = 38
"""Characters of a panel's title that fit in a line."""
FAMILIES = ("talent", "visas", "compute", "capability", "output", "money")
BAND = (0.05, 0.5, 0.95)


class Judged(NamedTuple):
    """A fact beside the band of what its source would have printed."""

    fact: Fact
    low: float
    middle: float
    high: float

    @property
    def inside(self) -> bool:
        """Whether the printed value lies in the band."""
        return self.low <= self.fact.value <= self.high


@record
class Reason:
    """Why facts of a series lie outside."""

    series: str
    entity: str
    reason: str


def looked_at(facts: Iterable[Fact]) -> list[Fact]:
    """Facts that can be held against the model and were known in time."""
    series = observations.known()

    def fits(fact: Fact) -> bool:
        said = series.get(fact.series)
        if said is None or fact.known > KNOWN or fact.entity not in observations.entities(fact.series):
            return False
        period = parse(fact.period, said.year)
        return period.begin >= 0 and not (said.base and said.base.period == fact.period)

    found = [fact for fact in facts if fits(fact)]
    return sorted(found, key=lambda fact: FAMILIES.index(series[fact.series].family))


def band(result: Result, series: str, entity: str, period: str) -> tuple[float, float, float]:
    """What the source would have printed: 5%, 50% and 95%, its own error included."""
    printed = result.observed(series, entity, period)
    blurred = observations.known()[series].error.blur(printed, normals(series, entity, period))
    low, middle, high = np.nanquantile(blurred, BAND)
    return float(low), float(middle), float(high)


def normals(*address: str) -> NDArray[np.float64]:
    """Standard normals for the error of one number, the same in every repetition."""
    key = [int.from_bytes(part.encode()) % 2**32 for part in address]
    return np.random.default_rng([SEED, *key]).standard_normal(RUNS)


def rows(judged: Sequence[Judged]) -> list[str]:
    """A row a fact."""
    return [
        f"| `{each.fact.series}` | {each.fact.entity} | {each.fact.period} | {each.fact.value:,.4g} | "
        f"{each.low:,.3g} to {each.high:,.3g} | {each.fact.unit} | {each.fact.role} | "
        f"{'inside' if each.inside else '**outside**'} |"
        for each in judged
    ]


def missing(judged: Sequence[Judged], reasons: Sequence[Reason]) -> list[str]:
    """Addresses that lie outside without a reason, or have one and lie inside."""
    outside = {(each.fact.series, each.fact.entity) for each in judged if not each.inside}
    return [" / ".join(each) for each in sorted(outside ^ {(r.series, r.entity) for r in reasons})]


def draw(judged: Sequence[Judged], file: Path) -> None:
    """A panel a series and entity: the bands as bars, the facts as dots."""
    from matplotlib.figure import Figure

    from docs.studies.ticks import Amounts

    panels: defaultdict[tuple[str, str], list[Judged]] = defaultdict(list)
    for each in judged:
        panels[each.fact.series, each.fact.entity].append(each)
    rows_needed = -(-len(panels) // COLUMNS)
    figure = Figure(figsize=(9.6, 1.75 * rows_needed), layout="constrained")
    places = figure.subplots(rows_needed, COLUMNS, squeeze=False).ravel()
    for axes, ((series, entity), facts) in zip(places, panels.items(), strict=False):
        at = np.arange(len(facts))
        low, middle, high = np.array([each[1:] for each in facts]).T
        axes.bar(at, high - low, bottom=low, width=0.55, color="#c9d3df", label="90% band")
        axes.hlines(middle, at - 0.27, at + 0.27, color="#4a6079", label="median")
        for inside, colour in ((True, "#1b6e4b"), (False, "#b3261e")):
            shown = [n for n, each in enumerate(facts) if each.inside is inside]
            axes.plot(shown, [facts[n].fact.value for n in shown], "o", ms=4, color=colour)
        said = fill(f"{entity}, {facts[0].fact.unit}", TITLE)
        axes.set_title(f"{series.replace('_', ' ')}\n{said}", fontsize=6.5)
        axes.set_xticks(at, [each.fact.period for each in facts], fontsize=5.5, rotation=30)
        axes.tick_params(axis="y", labelsize=6)
        axes.yaxis.set_major_formatter(Amounts(sep=""))
        axes.set_xlim(-0.6, max(len(facts), 4) - 0.4)
        axes.set_ylim(bottom=min(0.0, low.min()))
        axes.spines[["top", "right"]].set_visible(False)
    for axes in places[len(panels) :]:
        axes.set_axis_off()
    figure.savefig(file, metadata={"Date": None})


def main() -> None:
    """Simulate, judge, and write table and figure.

    Raises:
        SystemExit: a fact outside has no reason, or a reason no fact.
    """
    result = ais.run("current_policy", runs=RUNS, agents=AGENTS, seed=SEED, beliefs="prior", progress="none")
    facts = looked_at(evidence.load().facts)
    judged = [Judged(each, *band(result, each.series, each.entity, each.period)) for each in facts]
    reasons = read(Reason, HERE / "history_reasons.yaml")
    if wrong := missing(judged, reasons):
        raise SystemExit(f"history_reasons.yaml does not fit what lies outside: {'; '.join(wrong)}")
    inside = sum(each.inside for each in judged)
    stamp = f"{RUNS} runs of current policy, {AGENTS:,} agents, seed {SEED}, 2023Q4; rules {kernel_hash()}."
    head = [
        "| series | of | period | printed | 90% band | unit | role | |",
        "|---|---|---|---:|---|---|---|---|",
    ]
    why = [f"- `{each.series}`, {each.entity}: {each.reason}" for each in reasons]
    text = [stamp, "", f"{inside} of {len(judged)} facts lie inside.", "", *head, *rows(judged)]
    (TABLES / "history.md").write_text("\n".join(text) + "\n", encoding="utf-8")
    (TABLES / "history_reasons.md").write_text("\n".join(why) + "\n", encoding="utf-8")
    draw(judged, TABLES / "history.svg")


if __name__ == "__main__":
    main()
