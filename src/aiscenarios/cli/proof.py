"""``archive`` and ``verify``: a result in one file that can be checked, and the check."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aiscenarios.cli import documents, exits, options, screen

if TYPE_CHECKING:
    from aiscenarios.provenance import Verdict

__all__ = ["archive", "verify"]

Whole = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a whole result.")]
To = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="The file, ending with .zip.", show_default="DIR.zip"),
]
Checked = Annotated[Path, typer.Argument(metavar="PATH", help="Folder of a result, or an archive of one.")]
Again = Annotated[
    int, typer.Option("--runs", help="How many runs to simulate again, or all if there are fewer.")
]
AGAIN = 1000
"""As in Python, where naming it would load the whole package before --help."""


def archive(folder: Whole, *, out: To = None, json: options.Json = False) -> None:
    """Put a result and all it was made of into one file that can be checked."""
    from aiscenarios import provenance
    from aiscenarios.provenance import hashes

    file = provenance.archive(folder, out)
    digest = hashes.of_file(file)
    if json:
        documents.print_object(file=file, sha256=digest)
        return
    print("Written to")
    screen.path(file)
    print(f"SHA-256, to be published with it:\n  {digest}")


def verify(
    path: Checked,
    *,
    runs: Again = AGAIN,
    extensions: options.Extensions = None,
    json: options.Json = False,
) -> None:
    """Check a result or an archive: same bits, same within sampling, or different and why."""
    from aiscenarios import provenance
    from aiscenarios.cli import extending

    added = extending.load(extensions)
    found = provenance.verify(path, runs, levers=added.levers, outcomes=added.outcomes)
    if json:
        _document(found)
    else:
        _tell(found)
    if found.verdict == provenance.DIFFERENT:
        raise typer.Exit(exits.DIFFERENT)


def _tell(found: "Verdict") -> None:
    screen.paragraph(f"{found.verdict.capitalize()}: {found.because}.")
    for each in found.findings:
        screen.paragraph(f"  - {each}", indent=2)
    if found.elsewhere:
        print("Not as it was when the runs were made:")
        for line in found.elsewhere:
            screen.paragraph(f"  - {line}", indent=2)
    if found.unchecked:
        print("Not checked:")
        for line in found.unchecked:
            screen.paragraph(f"  - {line}", indent=2)
    if found.sha256:
        print(f"SHA-256 of the archive:\n  {found.sha256}")


def _document(found: "Verdict") -> None:
    documents.print_object(
        verdict=found.verdict,
        because=found.because,
        findings=[{"file": each.file, "what": each.what} | dict(each.details) for each in found.findings],
        elsewhere=found.elsewhere,
        simulated=found.simulated,
        runs=found.runs,
        unchecked=found.unchecked,
        sha256=found.sha256,
    )
