"""The chapters of a report, each made from results and evidence."""

from collections.abc import Iterator, Sequence
from itertools import compress

import numpy as np

from aiscenarios import narratives
from aiscenarios.ensemble.endings import columns_of, of_scenario
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.store import Store
from aiscenarios.ensemble.sweep import together
from aiscenarios.ensemble.weighted import equal
from aiscenarios.evidence import Evidence
from aiscenarios.narratives import Moved, Narrative
from aiscenarios.plots.source import holding
from aiscenarios.report import provenance, sentences
from aiscenarios.report.page import Entry, Panel, Section, panel
from aiscenarios.report.provenance import Table
from aiscenarios.report.words import Scale

__all__ = [
    "FANS", "SPREADS", "definitions", "endings", "fan_panels", "left_out", "links", "manifest", "numbers",
    "one_run", "outcomes", "spreads", "talent", "why_not",
]  # fmt: skip

FANS = (
    "talent_share.top20.US", "talent_share.top20.CN", "talent_share.top2.US", "talent_share.top2.CN",
    "compute_share.US", "compute_share.CN", "us_lead_months", "domestic_share.CN", "adoption.US",
    "adoption.CN",
)  # fmt: skip
SPREADS = (
    "talent_share.top20.CN",
    "compute_share.CN",
    "us_lead_months",
    "domestic_share.CN",
    "adoption.CN",
    "decoupling",
)


def endings(results: Sequence[Result]) -> Section:
    """Chance of each ending, and by date."""
    panels = (panel(results[-1:], "endings"), panel(results[-1:], "by_date"))
    return Section("endings", "Chance of each ending, and when", panels=panels)


def outcomes(results: Sequence[Result]) -> Section:
    """Outcomes over time against the reference case."""
    fans = tuple(fan_panels(results))
    lines = ("Each figure shows how far the runs spread. What lies before the dashed line is simulated too.",)
    return Section("outcomes", "What happens to talent, chips, the lead and use", lines, fans)


def fan_panels(results: Sequence[Result]) -> Iterator[Panel]:
    """A figure for each outcome over time that the last result has."""
    there = [column for column in FANS if column in results[-1].manifest.outcomes]
    with holding(results, there):
        for column in there:
            yield panel(results, "fan", column=column)


def links(results: Sequence[Result]) -> Section:
    """The four ties between the blocs."""
    return Section(
        "links",
        "The four links between the United States and China",
        ("The two spheres can part in chips, talent, methods and products, and these do not move together.",),
        (panel(results, "links"),),
    )


def talent(results: Sequence[Result]) -> Section:
    """Who moves where."""
    shown = results[-1:]
    panels: tuple[Panel, ...] = (
        panel(shown, "talent_flows", group="all"),
        panel(shown, "talent_flows", group="top2"),
        panel(shown, "net_flow", group="all"),
        panel(shown, "net_flow", group="top20"),
    )
    return Section("talent", "Talent flows", panels=panels)


def one_run(results: Sequence[Result]) -> Section:
    """The events of a run in the middle of the ensemble."""
    return Section("story", "One run as a story", panels=(panel(results[-1:], "timeline"),))


def spreads(results: Sequence[Result]) -> Section:
    """Outcomes at the date of judgement by scenario, and chances of more than each value."""
    held = [column for column in SPREADS if all(column in result.manifest.outcomes for result in results)]
    panels = [panel(results, name, column=column) for column in held for name in ("ridgeline", "exceedance")]
    return Section("spreads", "How far apart the scenarios lie", panels=tuple(panels))


def why_not(result: Result, suffix: str = "", of: str = "") -> Section:
    """What kept each ending from coming true; ``suffix`` and ``of`` tell scenarios of one page apart."""
    return Section(f"why-not{suffix}", f"Why an ending did not happen{of}",
                   tables=(provenance.blockers(result),))  # fmt: skip


def numbers(result: Result, evidence: Evidence) -> Section:
    """Where each number comes from."""
    return Section(
        "numbers",
        "Where each number comes from",
        (
            "Every run draws its own value of each uncertain number. A starting belief is a reference "
            "belief, moved by what the articles claim.",
        ),
        panels=(panel((result,), "starting_beliefs", evidence=evidence),),
        folded=(
            provenance.parameters(result, evidence),
            provenance.mechanisms(result, evidence),
            provenance.constants(evidence),
            provenance.claims(evidence),
            provenance.articles(evidence),
        ),
    )


def left_out() -> Section:
    """What the model leaves out."""
    entries = tuple(Entry(each.what, (each.why, f"Effect: {each.effect}")) for each in provenance.limits())
    return Section("limits", "What the model leaves out", entries=entries)


def definitions(result: Result) -> Section:
    """Each ending defined, with its chance as thresholds move."""
    stories = of_scenario(result.scenario, result.manifest.outcomes)
    names = provenance.spoken(stories, result.scenario.outside.catalogue)
    return Section(
        "definitions",
        "How the endings are defined",
        ("Each definition was written, with its reasons, before its first run. A chance that swings when a "
         "threshold moves a little hangs on our wording.",),
        tables=(provenance.moved_thresholds(_moved(result, stories), result),),
        entries=tuple(_definition(story, names) for story in stories),
    )  # fmt: skip


def _definition(story: Narrative, names: dict[str, str]) -> Entry:
    lines = [story.sentence]
    if story.expression is not None:
        lines += [f"In words: {narratives.to_words(story.expression, names)}", f"Exactly: {story.definition}"]
    lines += [f"{reason.value}: {reason.reason}" for reason in story.thresholds]
    if story.window:
        lines.append(f"{story.window.value}: {story.window.reason}")
    if story.today:
        lines.append(f"Today: {story.today}")
    return Entry(story.title, tuple(lines))


def _moved(result: Result, stories: Sequence[Narrative]) -> tuple[Moved, ...]:
    """Chances with thresholds moved, over finished runs; each is the mean of those in stretches of runs."""
    names, scenario, units = columns_of(stories), result.scenario, result.manifest.outcomes
    counted = np.where(result.failed, 0.0, equal(result.runs) if result.weights is None else result.weights)

    def within(some: Store) -> list[Moved]:
        worth = counted[some.first :][: some.runs]
        columns = {name: values[worth > 0.0] for name, values in some.columns(names).items()}
        weights = None if result.weights is None else worth[worth > 0.0]
        asked = [
            narratives.moved(
                story, columns, start=scenario.start, by=scenario.by, units=units, weights=weights
            )
            for story in stories
        ]
        return [row for rows in asked for row in rows]

    every = result.store.stretches(len(names))
    shares = np.array([counted[some.first :][: some.runs].sum() for some in every])
    used = shares > 0.0 if shares.any() else np.arange(len(every)) == 0
    found = together(within, compress(every, used))
    part = shares[used] / max(shares.sum(), 1e-300)
    return tuple(
        rows[0]._replace(chance=float(part @ [row.chance for row in rows]))
        for rows in zip(*found, strict=True)
    )


def manifest(results: Sequence[Result], scale: Scale) -> Section:
    """How the runs were made, so that somebody else can make them again."""
    tables = tuple(
        Table(f"Manifest: {each.scenario.title}", ("field", "value"), _fields(each)) for each in results
    )
    lines = (
        "The same seed, scenario, evidence and version give the same runs, bit for bit, on one machine kind.",
        f"Words for chances: {scale.source}.",
    )
    settings = tuple(
        Entry(f"What {each.scenario.title} sets, with sources", _sourced(each)) for each in results
    )
    return Section("manifest", "How this was made", lines, tables=tables, entries=settings)


def _sourced(result: Result) -> tuple[str, ...]:
    scenario = result.scenario
    return (*sentences.conditional(scenario), *(f"Source: {reference}" for reference in scenario.references))


def _fields(result: Result) -> tuple[tuple[str, str], ...]:
    made = result.manifest
    plain = ("scenario", "seed", "runs", "agents", "beliefs", "start", "by", "created", "machine")
    digests = ("fingerprint", "config", "evidence", "parameters", "world", "kernel")
    rows = [(name, str(getattr(made, name))) for name in (*plain, *digests)]
    rows += [(f"version of {name}", number) for name, number in made.versions.items()]
    rows += [
        (f"from outside the package: {each['name']}", f"{each['module']}, {each['digest']}")
        for each in made.outside
    ]
    return (*rows, ("digest of the stored values", made.digest or "not sealed"))
