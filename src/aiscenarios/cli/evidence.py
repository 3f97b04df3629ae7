"""``evidence``: from an article to its claims, to the starting beliefs they move, to what reads those."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aiscenarios.cli import documents, options, screen
from aiscenarios.cli.screen import Column

if TYPE_CHECKING:
    from aiscenarios.evidence import Evidence, Parameter, Step, Trail

__all__ = ["evidence"]

Name = Annotated[
    str | None,
    typer.Argument(metavar="[NAME]", help="A claim, an article, or anything a claim lands in: a parameter, a lever ..."),
]

_LANDINGS = (
    "A claim lands in P a starting belief, M a mechanism, I the start of the world, O an outcome, N an ending,"
    " L a lever. aiscenarios evidence NAME follows one."
)
_FAMILIES = {
    "P": "the starting belief", "M": "the mechanism", "I": "the start of the world:", "O": "the outcome",
    "N": "the ending", "L": "the lever",
}  # fmt: skip


def evidence(name: Name = None, json: options.Json = False) -> None:
    """Follow a number back: article, claim, starting belief, and what it informs."""
    from aiscenarios import evidence as room

    known = room.load()
    trails = room.trail(known, name)
    parameter = known.uncertain.get(name) if name else None
    if json:
        believed = None if parameter is None else _belief(known, parameter)
        documents.print_object(origins=known.origins(), parameter=believed, claims=[_document(each) for each in trails])
        return
    if name is None:
        _all(known, trails)
        return
    if parameter is not None:
        _told(known, parameter)
    for each in trails:
        _followed(each)


def _all(known: "Evidence", trails: "tuple[Trail, ...]") -> None:
    columns = (Column("claim", keep=True), Column("what it says"), Column("lands in", widest=30))
    for article in known.articles:
        screen.heading(f"{article.id}  {article.title} ({article.publisher}, {article.published})")
        rows = [(t.claim.id, t.claim.says, ", ".join(t.claim.lands_in)) for t in trails if t.article is article]
        screen.table(columns, rows)
    print()
    screen.paragraph(_LANDINGS)
    counts = ", ".join(f"{origin} {count}" for origin, count in known.origins().items())
    screen.paragraph(f"Numbers of the model by origin: {counts}.")


def _told(known: "Evidence", parameter: "Parameter") -> None:
    """A parameter, its belief before any article and now, and its source."""
    from aiscenarios.plots.starting_beliefs import span

    found = _belief(known, parameter)
    screen.heading(parameter.name)
    screen.paragraph(f"{parameter.meaning} Unit: {parameter.unit}.")
    before = span(parameter.scale.interval(parameter.scale.normal(parameter.reference)))
    after = span(parameter.scale.interval(_prior(known, parameter)))
    screen.paragraph(f"Before any article {before}; starting belief {after} (5% to 95%).")
    screen.paragraph(f"Source: {parameter.source} ({found['origin']}). Read by the mechanism {parameter.mechanism}.")


def _prior(known: "Evidence", parameter: "Parameter") -> Any:
    from aiscenarios.evidence import prior

    return prior(known, parameter)


def _followed(trail: "Trail") -> None:
    claim, article = trail.claim, trail.article
    screen.heading(f"{claim.id}  {claim.says}")
    screen.paragraph(
        f"Article {article.id}, paragraph {claim.paragraph}: {article.title} ({article.publisher}, {article.published})."
        f" A claim of kind {claim.kind}, {claim.reliability.replace('_', ' ')}; counted with {claim.group}."
    )
    if claim.figure:
        screen.paragraph(f"Figure: {claim.figure}.")
    if claim.contradicted_by:
        screen.paragraph(f"Contradicted by {', '.join(claim.contradicted_by)}.")
    for landing in claim.landings:
        if landing.says is None:
            screen.paragraph(f"{_FAMILIES[landing.family]} {landing.name}. {landing.note}", indent=2, first="  - ")
    for step in trail.steps:
        screen.paragraph(_moved(step), indent=2, first="  - ")


def _moved(step: "Step") -> str:
    from aiscenarios.plots.starting_beliefs import span

    return (
        f"the starting belief {step.parameter.name} ({step.parameter.unit}): {span(step.reference)} before any"
        f" article, {span(step.without)} without this claim, {span(step.after)} with every claim; read by"
        f" {step.phase}. {step.landing.note}"
    )


def _belief(known: "Evidence", parameter: "Parameter") -> dict[str, Any]:
    reference = parameter.scale.interval(parameter.scale.normal(parameter.reference))
    return {
        "name": parameter.name, "unit": parameter.unit, "meaning": parameter.meaning, "source": parameter.source,
        "origin": parameter.origin, "mechanism": parameter.mechanism, "reference": asdict(reference),
        "prior": asdict(parameter.scale.interval(_prior(known, parameter))),
    }  # fmt: skip


def _document(trail: "Trail") -> dict[str, Any]:
    claim = trail.claim
    return {
        "name": claim.id, "says": claim.says, "article": trail.article.id, "title": trail.article.title,
        "paragraph": claim.paragraph, "kind": claim.kind, "reliability": claim.reliability, "group": claim.group,
        "figure": claim.figure, "contradicted_by": claim.contradicted_by, "lands_in": claim.lands_in,
        "steps": [
            {
                "parameter": step.parameter.name, "unit": step.parameter.unit, "phase": step.phase,
                "weight": step.weight, "reference": step.asdict(reference), "without": asdict(step.without),
                "after": asdict(step.after),
            }
            for step in trail.steps
        ],
    }  # fmt: skip
