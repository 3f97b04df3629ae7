"""Reports: one page that holds its figures, its numbers and their sources, and asks the network nothing."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from aiscenarios.ensemble.result import Result
from aiscenarios.errors import InputError

__all__ = ["html", "write"]


def html(results: Sequence[Result], *, reference: Result | None = None, words: str = "icd203") -> str:
    """A report as HTML.

    Args:
        results: one result for its own page; several for a comparison, the first being the reference.
        reference: the reference case that a single result's figures are drawn against.
        words: the scale of probability words, ``icd203`` or ``ipcc``.

    Raises:
        InputError: no result, results that do not share their draws, or an unknown scale.
    """
    from aiscenarios.report.comparing import comparison
    from aiscenarios.report.page import render
    from aiscenarios.report.single import single
    from aiscenarios.report.words import scale

    if not results:
        raise InputError("a report needs a result", hint="name a folder of results")
    wording = scale(words)
    if len(results) > 1:
        return render(comparison(results, wording))
    return render(single(results[0], reference, wording))


def write(
    results: Sequence[Result], path: Path | str, *, reference: Result | None = None, words: str = "icd203"
) -> Path:
    """Write a report; a reader finds the old page or the new one, never half of one.

    Args:
        results: one result, or several of which the first is the reference.
        path: the file.
        reference: as for :func:`html`.
        words: as for :func:`html`.

    Raises:
        InputError: as for :func:`html`, or the file's folder does not exist.
    """
    place = Path(path)
    if not place.parent.is_dir():
        raise InputError(
            "the folder does not exist", file=str(place.parent), hint="create it, or name another"
        )
    text = html(results, reference=reference, words=words)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}.tmp")
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    return place
