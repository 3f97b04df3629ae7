"""``list``: what there is, by name."""

from typing import Annotated, Any, Literal

import typer

from aiscenarios.cli import documents, options, screen
from aiscenarios.cli.screen import Column

__all__ = ["list_names"]

What = Literal[
    "scenarios", "levers", "outcomes", "narratives", "parameters", "claims", "mechanisms", "labs", "series"
]

_NAME = Column("name", keep=True)
_COLUMNS: dict[What, tuple[tuple[Column, str], ...]] = {
    "scenarios": ((_NAME, "name"), (Column("title"), "title"), (Column("question"), "question")),
    "levers": (
        (_NAME, "name"),
        (Column("set by"), "owner"),
        (Column("unit"), "unit"),
        (Column("range", "right"), "range"),
        (Column("levels by name"), "levels"),
    ),
    "outcomes": (
        (_NAME, "name"),
        (Column("of", widest=8), "of"),
        (Column("unit"), "unit"),
        (Column("what"), "meaning"),
    ),
    "narratives": ((_NAME, "name"), (Column("what happens"), "sentence")),
    "parameters": (
        (_NAME, "name"),
        (Column("unit", widest=12), "unit"),
        (Column("5% to 95%"), "range"),
        (Column("what"), "meaning"),
    ),
    "claims": ((_NAME, "name"), (Column("claim"), "says"), (Column("lands in", widest=28), "lands_in")),
    "mechanisms": (
        (_NAME, "name"),
        (Column("at work in", "right"), "chance"),
        (Column("what"), "meaning"),
    ),
    "labs": (
        (_NAME, "name"),
        (Column("bloc"), "bloc"),
        (Column("kind"), "kind"),
        (Column("founded"), "founded"),
        (Column("systems"), "systems"),
    ),
    "series": (
        (_NAME, "name"),
        (Column("printed by", widest=20), "publisher"),
        (Column("facts", "right"), "facts"),
    ),
}


def list_names(
    what: Annotated[What, typer.Argument(metavar="WHAT", help="What to list.")],
    extensions: options.Extensions = None,
    json: options.Json = False,
) -> None:
    """List names, with units, owners and sources."""
    from aiscenarios.cli import catalogues, extending

    rows = catalogues.rows(what, extending.load(extensions))
    if json:
        documents.print_array(rows)
        return
    columns = _COLUMNS[what]
    screen.table(
        [column for column, _ in columns], [[_cell(row[field]) for _, field in columns] for row in rows]
    )
    if what == "claims":
        from aiscenarios.report.provenance import LANDINGS

        screen.paragraph(LANDINGS)


def _cell(value: Any) -> str:
    """Several values on one line; worded levels with their numbers."""
    if isinstance(value, dict):
        return ", ".join(f"{word} = {level:g}" for word, level in value.items())
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)
