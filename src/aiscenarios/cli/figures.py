"""``report`` and ``plot``: stored results as a page, and as stills."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from aiscenarios.cli import documents, options, screen
from aiscenarios.cli.options import WORDS
from aiscenarios.errors import InputError

__all__ = ["plot", "report"]

_PAGE = "report.html"
_OUTCOME = "us_lead_months"

Folders = Annotated[
    list[Path], typer.Argument(metavar="DIR", help="Folders of results; the first is the reference.")
]
Reference = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="For one result: the reference case that its figures show beside it."),
]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a result.")]
FigureName = Annotated[
    str,
    typer.Argument(
        metavar="FIGURE",
        help="fan, endings, by_date, links, talent_flows, net_flow, exceedance, ridgeline, timeline or"
        " starting_beliefs.",
    ),
]
Format = Annotated[Literal["png", "svg", "pdf"], typer.Option("--to", help="Format of the still.")]
Size = Annotated[
    Literal["slide", "a4", "column"], typer.Option(help="Made for a slide, a page, or a narrow column.")
]
OutcomeName = Annotated[str, typer.Option(metavar="OUTCOME", help="For a figure of one outcome: which.")]
To = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="The file to write.", show_default="inside DIR")
]


def report(
    folders: Folders,
    *,
    reference: Reference = None,
    out: To = None,
    words: options.Words = "icd",
    json: options.Json = False,
) -> None:
    """Write one self-contained page on a result, or on several compared."""
    from aiscenarios import ensemble
    from aiscenarios import report as pages

    results = [ensemble.open(folder) for folder in folders]
    beside = ensemble.open(reference) if reference else None
    page = pages.write(results, out or folders[-1] / _PAGE, reference=beside, words=WORDS[words])
    _written(page, json)


def plot(
    folder: Folder,
    figure: FigureName,
    *,
    form: Format = "png",
    size: Size = "a4",
    outcome: OutcomeName = _OUTCOME,
    out: To = None,
    json: options.Json = False,
) -> None:
    """Draw one figure of a result as a still."""
    from aiscenarios import ensemble, plots

    result = ensemble.open(folder)
    chosen = _options(plots.find(figure).draws.view, outcome)
    name = "-".join((figure, *chosen.values()))
    path = out or folder / f"{name}.{form}"
    if path.suffix != f".{form}":
        raise InputError(f"must end with .{form}", file=str(path), hint="or choose another format with --to")
    _written(plots.save(result, figure, path, size=size, **chosen), json)


def _options(view: Any, outcome: str) -> dict[str, str]:
    """The outcome, for figures that show one."""
    from inspect import signature

    return {"column": outcome} if "column" in signature(view).parameters else {}


def _written(file: Path, json: bool) -> None:
    if json:
        documents.print_object(file=file)
        return
    print("Written to")
    screen.path(file)
