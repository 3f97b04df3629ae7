"""A workbook for a spreadsheet: what was run, the chance of each ending, the spread of every outcome."""

import csv
import io
from pathlib import Path
from typing import Any

from aiscenarios import quarters
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.summary import probabilities_csv, summary_csv
from aiscenarios.errors import InputError

__all__ = ["write"]


def write(result: Result, file: Path) -> None:
    """Write three sheets; a text is never a formula.

    Raises:
        InputError: the package that writes workbooks is not installed.
    """
    try:
        from openpyxl import Workbook  # type: ignore[import-untyped]
    except ImportError as missing:
        raise InputError(
            "workbooks need a further package", path="to", hint="pip install 'aiscenarios[export]'"
        ) from missing
    book = Workbook(write_only=True)
    _sheet(book, "about", _about(result))
    for title, text in (("endings", probabilities_csv(result)), ("outcomes", summary_csv(result))):
        _sheet(book, title, [[_typed(cell) for cell in row] for row in csv.reader(io.StringIO(text))])
    page = io.BytesIO()  # in memory first: the package leaves a file it cannot write half open
    book.save(page)
    file.write_bytes(page.getvalue())


def _about(result: Result) -> list[list[Any]]:
    made = result.manifest
    return [
        ["title", result.scenario.title],
        ["scenario", made.scenario],
        ["runs", result.runs],
        ["failed", int(result.failed.sum())],
        ["seed", str(made.seed)],
        ["agents", made.agents],
        ["endings judged at", quarters.label(result.scenario.by)],
        ["fingerprint", made.fingerprint],
        ["digest", result.digest],
    ]


def _sheet(book: Any, title: str, rows: list[list[Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

    sheet = book.create_sheet(title)
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value)
            if isinstance(value, str):
                cell.data_type = "s"  # else a scenario whose title begins with = would be run by the reader
            cells.append(cell)
        sheet.append(cells)


def _typed(cell: str) -> float | str | None:
    if not cell:
        return None
    try:
        return float(cell)
    except ValueError:
        return cell
