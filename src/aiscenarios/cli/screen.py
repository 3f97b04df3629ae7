"""The screen: plain text and tables of at most 80 columns; no meaning lies in colour alone."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import fill
from typing import Literal, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from aiscenarios.cli.plain import plain

__all__ = ["WIDTH", "Column", "heading", "paragraph", "path", "table"]

WIDTH = 80
_INDENT = "  "


class Column(NamedTuple):
    """A column of a table; ``keep`` forbids breaking its cells over lines."""

    title: str
    align: Literal["left", "right"] = "left"
    keep: bool = False
    widest: int | None = None


def _console() -> Console:
    console = Console(markup=False, emoji=False, highlight=False)
    return Console(markup=False, emoji=False, highlight=False, width=min(WIDTH, console.width))


def _show(content: RenderableType) -> None:
    """Print a rich object without the blanks it ends its lines with."""
    console = _console()
    with console.capture() as caught:
        console.print(content)
    for line in caught.get().splitlines():
        print(line.rstrip())


def paragraph(text: str, *, indent: int = 0) -> None:
    """Print text wrapped to the screen; ``indent`` is that of the lines after the first."""
    print(fill(plain(text), WIDTH, subsequent_indent=_INDENT * indent, break_on_hyphens=False))


def heading(text: str) -> None:
    """Print a heading after an empty line."""
    print()
    _show(Text(plain(text), style="bold"))


def path(place: Path) -> None:
    """Print a path on a line of its own, whole, so that it can be copied."""
    print(f"{_INDENT}{plain(str(place))}")


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """Print a table."""
    shown = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for column in columns:
        shown.add_column(
            plain(column.title),
            justify=column.align,
            no_wrap=column.keep,
            overflow="fold",
            max_width=column.widest,
            header_style="bold",
        )
    for row in rows:
        shown.add_row(*map(plain, row))
    _show(shown)
