"""The parts of a page, and the page as one text that asks nothing of the network."""

import base64
import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from aiscenarios import plots
from aiscenarios.ensemble.result import Result
from aiscenarios.plots import style
from aiscenarios.report.provenance import Table
from aiscenarios.report.sentences import Clock

__all__ = ["Arm", "Entry", "Page", "Panel", "Section", "panel", "render"]

_HEIGHT = 380
_HERE = Path(__file__).parent
_UNSAFE = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


class Panel(NamedTuple):
    """A figure with its words and its numbers."""

    title: str
    caption: str
    label: str
    height: int
    spec: str
    """The figure as JSON that is safe inside a script element."""
    table: Table


class Entry(NamedTuple):
    """A term and what is said of it."""

    term: str
    lines: tuple[str, ...]


class Section(NamedTuple):
    """A chapter; whatever it has none of stays empty."""

    id: str
    title: str
    lines: tuple[str, ...] = ()
    panels: tuple[Panel, ...] = ()
    tables: tuple[Table, ...] = ()
    folded: tuple[Table, ...] = ()
    entries: tuple[Entry, ...] = ()


class Arm(NamedTuple):
    """The IF of one scenario; the title stays empty where there is only one."""

    title: str
    conditions: tuple[str, ...]


class Page(NamedTuple):
    """Everything a page shows, in its order."""

    kind: str
    title: str
    lead: tuple[str, ...]
    arms: tuple[Arm, ...]
    by: str
    answer: Table
    notes: tuple[str, ...]
    clocks: tuple[Clock, ...]
    origins: tuple[tuple[str, int], ...]
    origins_note: str
    sections: tuple[Section, ...]


def panel(results: Sequence[Result], name: str, **options: Any) -> Panel:
    """A figure for a page; arguments as for :func:`aiscenarios.plots.see`."""
    view = plots.see(results, name, **options)
    chart = plots.find(name).draws.figure(view)
    chart.update_layout(title=None, margin_t=style.TOP)
    table = Table(view.title, tuple(map(str, view.table.columns)), _rows(view))
    return Panel(
        title=view.title.removesuffix(f": {results[-1].scenario.title}"),
        caption=view.caption,
        label=view.label,
        height=chart.layout.height or _HEIGHT,
        spec=chart.to_json().translate(_UNSAFE),
        table=table,
    )


def _rows(view: plots.View) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(str, row)) for row in view.table.itertuples(index=False))


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def render(page: Page) -> str:
    """The page as HTML: styles, scripts and data inside, and a policy that lets nothing out."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup
    from plotly.offline import get_plotlyjs

    library, script = get_plotlyjs().replace("\r", ""), (_HERE / "page.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; script-src {_hash(library)} {_hash(script)}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    shelf = Environment(
        autoescape=True, loader=FileSystemLoader(_HERE), undefined=StrictUndefined, trim_blocks=True
    )
    return shelf.get_template("page.html.j2").render(
        page=page,
        policy=policy,
        version=version("aiscenarios"),
        style=Markup((_HERE / "page.css").read_text(encoding="utf-8")),
        library=Markup(library),
        script=Markup(script),
    )
