"""``evidence``: from an article to its claims, to the starting beliefs they move, to what reads those."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aiscenarios.cli import documents, options, screen
from aiscenarios.cli.plain import plain, quoted
from aiscenarios.cli.screen import Column
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.evidence import Evidence, Parameter, Step, Trail

__all__ = ["evidence"]

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME|new",
        help="A claim, an article, or what a claim lands in, e.g. a parameter; or the word new.",
    ),
]
File = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="After new: where a commented article of your own is written."),
]
NEW = "new"
"""The word that asks for a template; no claim, article or place is called so."""

_FAMILIES = {
    "P": "the starting belief",
    "M": "the mechanism",
    "I": "the start of the world:",
    "O": "the outcome",
    "N": "the ending",
    "L": "the lever",
}


def evidence(name: Name = None, file: File = None, *, json: options.Json = False) -> None:
    """Follow a number back: article, claim, starting belief, and what it informs; or write an article.

    evidence NAME follows a claim, an article or a parameter. evidence new FILE writes a commented article for
    update, and never over a file that is there.
    """
    from aiscenarios import evidence as room

    if name == NEW:
        _write(file or Path("article.yaml"), json=json)
        return
    if file is not None:
        raise InputError(
            f"only 'new' takes a file (got '{name} {file}')", path="NAME",
            hint=f"write: aiscenarios evidence new {quoted(file)}",
        )  # fmt: skip
    known = room.load()
    trails = room.trail(known, name)
    parameter = known.uncertain.get(name) if name else None
    if json:
        _print_document(known, parameter, trails)
    elif name is None:
        _all(known, trails)
    else:
        if parameter is not None:
            _believed(known, parameter)
        for each in trails:
            _followed(each)


def _write(file: Path, *, json: bool) -> None:
    """Write a commented article."""
    from aiscenarios import updates

    updates.write_template(file)
    if json:
        documents.print_object(file=file)
        return
    print(f"Wrote {plain(str(file))}. Change it, then:")
    print(f"  aiscenarios update {quoted(file)}")


def _all(known: "Evidence", trails: "tuple[Trail, ...]") -> None:
    """Every claim and where it lands, article by article."""
    from aiscenarios.report.provenance import LANDINGS

    columns = (Column("claim", keep=True), Column("what it says"), Column("lands in", widest=30))
    for article in known.articles:
        screen.heading(f"{article.id}  {article.title} ({article.publisher}, {article.published})")
        claims = [each.claim for each in trails if each.article is article]
        screen.table(columns, [(claim.id, claim.says, ", ".join(claim.lands_in)) for claim in claims])
    print()
    screen.paragraph(f"{LANDINGS} aiscenarios evidence NAME follows one.")
    counts = ", ".join(f"{origin} {count}" for origin, count in known.origins().items())
    screen.paragraph(f"Numbers of the model by origin: {counts}.")


def _believed(known: "Evidence", parameter: "Parameter") -> None:
    """A parameter, its belief before any article and now, and its source."""
    from aiscenarios.evidence import prior
    from aiscenarios.plots.starting_beliefs import span
    from aiscenarios.report.provenance import source

    scale = parameter.scale
    before, after = (
        span(scale.interval(n)) for n in (scale.normal(parameter.reference), prior(known, parameter))
    )
    screen.heading(parameter.name)
    screen.paragraph(f"{parameter.meaning} Unit: {parameter.unit}.")
    screen.paragraph(f"Before any article {before}; starting belief {after} (5% to 95%).")
    screen.paragraph(f"Source: {source(parameter)}. Mechanism: {parameter.mechanism}.")


def _followed(trail: "Trail") -> None:
    """A claim, its article, and everything it informs."""
    claim, article = trail.claim, trail.article
    screen.heading(f"{claim.id}  {claim.says}")
    screen.paragraph(
        f"Article {article.id}, paragraph {claim.paragraph}: {article.title}"
        f" ({article.publisher}, {article.published}). Kind: {claim.kind}. Reliability:"
        f" {claim.reliability.replace('_', ' ')}. Counted with: {claim.group}."
    )
    if claim.figure:
        screen.paragraph(f"Figure: {claim.figure}.")
    if claim.contradicted_by:
        screen.paragraph(f"Contradicted by {', '.join(claim.contradicted_by)}.")
    for line in _landings(trail):
        screen.paragraph(f"  - {line}", indent=2)


def _landings(trail: "Trail") -> Iterator[str]:
    for landing in trail.claim.landings:
        if landing.says is None:
            yield f"{_FAMILIES[landing.family]} {landing.name}. {landing.note}"
    for step in trail.steps:
        yield _moved(step)


def _moved(step: "Step") -> str:
    from aiscenarios.plots.starting_beliefs import span

    return (
        f"the starting belief {step.parameter.name} ({step.parameter.unit}): {span(step.reference)} before"
        f" any article, {span(step.without)} without this claim, {span(step.after)} with every claim; read by"
        f" {step.phase}. {step.landing.note}"
    )


def _print_document(known: "Evidence", parameter: "Parameter | None", trails: "tuple[Trail, ...]") -> None:
    from aiscenarios.cli import catalogues

    documents.print_object(
        origins=known.origins(),
        parameter=None if parameter is None else catalogues.parameter(known, parameter),
        claims=[
            catalogues.claim(each.article, each.claim) | {"steps": [_step(step) for step in each.steps]}
            for each in trails
        ],
    )


def _step(step: "Step") -> dict[str, Any]:
    beliefs = {name: asdict(getattr(step, name)) for name in ("reference", "without", "after")}
    named = {"parameter": step.parameter.name, "unit": step.parameter.unit, "phase": step.phase}
    return named | {"weight": step.weight} | beliefs
