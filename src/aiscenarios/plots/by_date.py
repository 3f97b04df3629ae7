"""Chance by date: for each ending, the share of runs in which it has come true by then."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble.endings import Ending
from aiscenarios.ensemble.intervals import Estimate
from aiscenarios.ensemble.result import Result
from aiscenarios.plots import paper, style
from aiscenarios.plots.rounding import estimate, percent
from aiscenarios.plots.source import percents
from aiscenarios.plots.tables import listed, year_ends

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.figure import Figure

__all__ = ["ByDate", "Course", "figure", "still", "view"]

_DASHES = ("solid", "dash")
_STILL_DASHES = ("-", "--")
_BAND = 0.14


class Course(NamedTuple):
    """The chance of one ending from the scenario's start to its end."""

    title: str
    found: tuple[Estimate, ...]
    """By quarter."""


class ByDate(NamedTuple):
    """The courses of all endings that some run reached."""

    title: str
    caption: str
    label: str
    table: "pd.DataFrame"
    courses: tuple[Course, ...]
    start: int
    by: int


def view(results: Sequence[Result]) -> ByDate:
    """Chance by date of every ending in the last result."""
    shown = results[-1]
    start, by = shown.scenario.start, shown.scenario.by
    courses = [_course(ending, shown, start) for ending in shown.judgement.values()]
    seen = [course for course in courses if course.found[-1].value > 0]
    never = [course.title for course in courses if not course.found[-1].value > 0]
    seen.sort(key=lambda course: -course.found[by - start].value)
    return ByDate(
        title=f"Chance of each ending by date: {shown.scenario.title}",
        caption=_caption(shown.runs, never),
        label=_label(seen, by, start),
        table=_table(seen, start),
        courses=tuple(seen),
        start=start,
        by=by,
    )


def _course(ending: Ending, shown: Result, start: int) -> Course:
    return Course(ending.title, tuple(map(shown.share, ending.holds_by[:, start:].T)))


def _caption(runs: int, never: Sequence[str]) -> str:
    text = (
        f"Share of {runs:,} runs in which an ending has come true by the end of the quarter; shaded: 90% "
        "sampling range, with failed runs counted either way. More than one ending can happen."
    )
    return f"{text} In no run: {listed(never)}." if never else text


def _label(courses: Sequence[Course], by: int, start: int) -> str:
    parts = [f"{each.title} {percent(each.found[by - start])}" for each in courses]
    return f"Chance by the end of {quarters.label(by)}: {', '.join(parts) or 'no ending in any run'}."


def _table(courses: Sequence[Course], start: int) -> "pd.DataFrame":
    import pandas as pd

    if not courses:
        return pd.DataFrame({"ending": [], "chance": []})
    ends = year_ends(start + len(courses[0].found), start)[1:]
    columns: dict[str, list[str]] = {"ending": [course.title for course in courses]}
    for quarter in ends:
        columns[quarters.label(quarter)] = [estimate(course.found[quarter - start]) for course in courses]
    return pd.DataFrame(columns)


def _time(drawn: ByDate, course: Course) -> NDArray[np.float64]:
    return style.midpoints(drawn.start + len(course.found))[drawn.start :]


def figure(drawn: ByDate) -> "go.Figure":
    """The courses as lines with their sampling ranges."""
    import plotly.graph_objects as go

    chart = go.Figure()
    for place, course in enumerate(drawn.courses):
        time, shade, name = _time(drawn, course), style.colour(place), style.escape(course.title)
        chance, low, high = percents(course.found)
        names = [quarters.label(drawn.start + step) for step in range(len(time))]
        chart.add_scatter(
            **style.ribbon(time, low, high), fillcolor=style.see_through(shade, _BAND),
            legendgroup=str(place), showlegend=False, name=name,
        )  # fmt: skip
        chart.add_scatter(
            x=time, y=chance, mode="lines", name=name, legendgroup=str(place), customdata=names,
            line={"color": shade, "width": 2, "dash": _DASHES[place // len(style.PALETTE) % len(_DASHES)]},
            hovertemplate="%{customdata}: %{y:.0f}%",
        )  # fmt: skip
    style.dress(chart, drawn.title, "year", "chance, %")
    chart.update_yaxes(range=(0, 100))
    return style.mark_dates(chart, drawn.start, drawn.by, opens=True)


def still(drawn: ByDate, size: paper.Size) -> "Figure":
    """The same on paper."""
    with paper.canvas(size) as (page, (axes,)):
        for place, course in enumerate(drawn.courses):
            time, shade = _time(drawn, course), style.colour(place)
            chance, low, high = percents(course.found)
            line = _STILL_DASHES[place // len(style.PALETTE) % len(_STILL_DASHES)]
            axes.fill_between(time, low, high, color=shade, alpha=_BAND, linewidth=0)
            axes.plot(time, chance, line, color=shade, label=course.title)
        axes.set_ylim(0, 100)
        paper.mark_dates(axes, drawn.start, drawn.by, opens=True)
        paper.dress(page, axes, drawn.title, "year", "chance, %")
    return page
