"""Reports: one page that holds its figures, its numbers and their sources, and asks the network nothing."""

from collections.abc import Sequence
from pathlib import Path

from aiscenarios.ensemble.outputs import output
from aiscenarios.ensemble.parts import replace_with
from aiscenarios.ensemble.result import Result
from aiscenarios.errors import InputError

__all__ = ["html", "write"]


def html(results: Sequence[Result], *, reference: Result | None = None, words: str = "icd203") -> str:
    """A report as HTML.

    Args:
        results: one result for its own page; several for a comparison, the first being the reference.
        reference: the reference case that the figures of a single result are drawn against.
        words: the scale of probability words, ``icd203`` or ``ipcc``.

    Raises:
        InputError: no result, results that do not share their draws, a reference beside several results, or
            an unknown scale.
    """
    from aiscenarios.report.comparing import comparison
    from aiscenarios.report.page import render
    from aiscenarios.report.single import single
    from aiscenarios.report.words import scale

    if not results:
        raise InputError("a report needs a result", hint="name a folder of results")
    wording = scale(words)
    if reference is not None and len(results) > 1:
        raise InputError(
            "a reference is for the page of one result", path="reference",
            hint="of several results the first is the reference",
        )  # fmt: skip
    if len(results) > 1:
        return render(comparison(results, wording))
    return render(single(results[0], reference, wording))


def write(
    results: Sequence[Result], path: Path | str, *, reference: Result | None = None, words: str = "icd203"
) -> Path:
    """Write a report; a reader finds the old page or the new one, never half of one.

    Args:
        results: one result, or several of which the first is the reference.
        path: the file; it ends with .html.
        reference: as for :func:`html`.
        words: as for :func:`html`.

    Raises:
        InputError: as for :func:`html`, or the file cannot be there, is one of a result's own, or ends
            otherwise.
    """
    place = Path(path)
    if not place.parent.is_dir():
        raise InputError(
            "the folder does not exist", file=str(place.parent), hint="create it, or name another"
        )
    if place.is_dir():
        raise InputError("is a folder", file=str(place), hint="name a file in it, e.g. report.html")
    output(place, ".html")
    text = html(results, reference=reference, words=words)
    replace_with(place, text.encode())
    return place
