"""``update``: a stored result weighed anew by an article, and whether that quick update can be trusted."""

import math
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aiscenarios.cli import documents, exits, options, screen
from aiscenarios.cli.plain import quoted
from aiscenarios.cli.screen import Column

if TYPE_CHECKING:
    from aiscenarios.updates import Expected, Moved, Told, Update

__all__ = ["update"]

File = Annotated[
    str, typer.Argument(metavar="FILE", help="An article of your own; evidence new FILE writes one.")
]
Stored = Annotated[
    Path | None,
    typer.Option(
        "--result", metavar="DIR", help="Folder of a result.", show_default="the newest below results"
    ),
]
Keep = Annotated[
    bool, typer.Option("--keep", help="Write it into the result's journal: later updates go on from it.")
]
_TRUST = "Can this quick update be trusted?"
_ABOUT = 0.005
"""A change of chance that goes with a claim and is not told, without --details."""


def update(
    file: File,
    *,
    result: Stored = None,
    keep: Keep = False,
    details: options.Details = False,
    json: options.Json = False,
) -> None:
    """Weigh a stored result anew by an article, without simulating, in about a second."""
    from aiscenarios import updates

    made = updates.update(file, result, keep=keep)
    if json:
        documents.print_object(**_document(made))
    else:
        _tell(made, details)
        _tell_kept(made, keep)
    if made.verdict == "refused":
        raise typer.Exit(exits.REFUSED)


def _tell(made: "Update", details: bool) -> None:
    article = made.news.article
    screen.heading(f"{article.title} ({article.publisher}, {article.published})")
    for each in made.claims:
        _tell_claim(each)
    print()
    for line in _verdict(made):
        screen.paragraph(line)
    if details:
        screen.paragraph(
            f"Pareto k-hat {made.khat:.2f} (below 0.7 is wanted), effective sample size {made.ess:,.0f} of"
            f" {made.result.runs:,} (400 for an instant answer, 100 for an approximate one)."
        )
    if made.verdict != "refused" or details:
        _tell_endings(made, details)


def _tell_claim(told: "Told") -> None:
    print()
    screen.paragraph(
        f"{told.claim.id} ({told.claim.kind}, {told.claim.reliability}): {told.claim.says}", indent=1
    )
    for each in told.expected:
        screen.paragraph(f"  {_expected(each)}", indent=1)
    for note in told.notes:
        screen.paragraph(f"  {note}", indent=1)
    for line in told.lines:
        print(f"      {line}")


def _expected(each: "Expected") -> str:
    from aiscenarios.ensemble.intervals import counted
    from aiscenarios.plots.rounding import percent, spread

    if not math.isnan(each.share):
        had = percent(counted(round(1000 * each.share), 1000))
        return f"{each.of}: expected in {had} of the runs; reported that {each.reported}."
    told = spread(each.low, each.median, each.high, (each.high - each.low) / 20)
    now = ""
    if each.now is not None:
        low, high = each.now
        now = f"; believed now {spread(low, low, high, (high - low) / 20).split('(')[1].rstrip(')')}"
    return f"{each.of} ({each.unit}): expected {told}, reported {each.reported}{now}."


def _verdict(made: "Update") -> Iterator[str]:
    from aiscenarios.ensemble.psis import ENOUGH

    worth, runs = _rounded(made.ess), made.result.runs
    earlier = f" It goes on from {len(made.kept)} kept before." if made.kept else ""
    match made.verdict:
        case "unchanged":
            yield f"Nothing in it says which runs are likelier: no chance moves.{earlier}"
        case "instant":
            yield f"{_TRUST} Yes: it rests on the worth of {worth} of {runs:,} runs.{earlier}"
        case "approximate":
            yield (
                f"{_TRUST} Roughly: it rests on the worth of {worth} of {runs:,} runs, and {ENOUGH} are"
                f" wanted. For more: {_more_runs(made)}.{earlier}"
            )
        case "refused":
            yield from _refused(made)


def _refused(made: "Update") -> Iterator[str]:
    scenario = made.result.manifest.scenario
    name = shlex.quote(scenario)
    yield (
        f"{_TRUST} No: too few of the runs agree with what is reported, and the chances would be those of a"
        " handful."
    )
    yield (
        "Refit: write what you believe under beliefs: in a scenario, figures into seeds/facts.csv of a clone,"
        f" then: aiscenarios calibrate {name} --out fitted.parquet; aiscenarios run {name} --beliefs"
        " fitted.parquet."
    )
    yield f"Where it lacks little, more runs may do: {_more_runs(made)}."


def _more_runs(made: "Update") -> str:
    wanted = made.result.runs * 4
    return f"aiscenarios resume {quoted(made.result.folder)} --runs {wanted}"


def _rounded(worth: float) -> str:
    """An effective number of runs in two digits."""
    size = max(0, len(str(int(worth))) - 2)
    return f"{round(worth, -size):,.0f}"


def _tell_endings(made: "Update", details: bool) -> None:
    from aiscenarios.plots.rounding import estimate, points
    from aiscenarios.report import sentences

    print()
    by = sentences.date(made.result.scenario.by)
    screen.paragraph(f"IF {made.result.scenario.title} THEN, by {by}:")
    columns = (
        Column("ending", widest=24), Column("before", "right"), Column("after", "right"),
        Column("change, points", "right"),
    )  # fmt: skip
    screen.table(
        columns,
        [
            (each.title, estimate(each.before), estimate(each.after), points(each.change))
            for each in made.endings
        ],
    )
    screen.paragraph("Ranges (90%) are luck of the draw. More than one ending can happen.")
    lines = [line for each in made.endings for line in _by_claim(each, details)]
    if lines:
        print()
        screen.paragraph(
            "By which claim, as far as it is more than luck: the chance after the update would be"
        )
    for line in lines:
        screen.paragraph(f"  - {line}", indent=2)


def _by_claim(each: "Moved", details: bool) -> Iterator[str]:
    """What goes when a claim is left out, the largest first."""
    parts = sorted(each.by.items(), key=lambda pair: -abs(pair[1]))
    shown = [(name, part) for name, part in parts if abs(part) >= _ABOUT and (details or each.change.is_sure)]
    told = [f"{_points(part)} {'lower' if part > 0 else 'higher'} without {name}" for name, part in shown]
    if told:
        yield f"{each.title}: {', '.join(told if details else told[:2])}"


def _points(part: float) -> str:
    size = round(abs(100 * part))
    return f"{size} point{'s' if size > 1 else ''}"


def _tell_kept(made: "Update", keep: bool) -> None:
    from aiscenarios.updates.journal import JOURNAL

    if made.entry is not None:
        print("\nKept in")
        screen.path(made.result.folder / JOURNAL)
        print(f"  {made.entry.hash}")
    elif keep:
        screen.paragraph("It is not kept: nothing should go on from what cannot be trusted.")


def _document(made: "Update") -> dict[str, Any]:
    article, manifest = made.news.article, made.result.manifest
    return {
        "article": article.id,
        "story_of": article.story_of,
        "result": made.result.folder,
        "scenario": manifest.scenario,
        "runs": made.result.runs,
        "kept_before": [each.article.id for each in made.kept],
        **made.document(),
        "claims": [_claim(each) for each in made.claims],
        "kept": made.entry and {"hash": made.entry.hash, "kept": made.entry.kept},
    }


def _claim(told: "Told") -> dict[str, Any]:
    return {
        "claim": told.claim.id,
        "kind": told.claim.kind,
        "reliability": told.claim.reliability,
        "expected": [
            {
                "of": each.of, "unit": each.unit, "low": each.low, "median": each.median, "high": each.high,
                "share": each.share, "reported": each.reported, "now": each.now,
            }
            for each in told.expected
        ],
        "notes": told.notes,
        "lines": told.lines,
    }  # fmt: skip
