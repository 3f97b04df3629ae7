"""The four links between the blocs and their mean, as small fans: together, because they disagree."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from aiscenarios import quarters
from aiscenarios.ensemble.result import Result
from aiscenarios.plots import fan, paper, style
from aiscenarios.plots.rounding import spread
from aiscenarios.plots.source import holding
from aiscenarios.plots.tables import year_ends

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.figure import Figure

__all__ = ["LINKS", "Links", "figure", "still", "view"]

LINKS = {
    "links.chips": "Chips",
    "links.talent": "Talent",
    "links.methods": "Methods",
    "links.products": "Products",
    "decoupling": "Mean of the four",
}
_COLUMNS = 2
_ROWS = 3
_HEIGHT = 720
_YEARS_APART = 4
_AXIS = "cut, 0 to 1"


class Links(NamedTuple):
    """One fan a link."""

    title: str
    caption: str
    label: str
    table: "pd.DataFrame"
    fans: tuple[fan.Fan, ...]


def view(results: Sequence[Result]) -> Links:
    """The spread of each link in the last result, against the first where there are several."""
    with holding(results, tuple(LINKS)):
        fans = tuple(
            fan.view(results, column)._replace(colour=style.colour(place))
            for place, column in enumerate(LINKS)
        )
    by = fans[0].by
    parts = [f"{title} {_middle(each, by)}" for title, each in zip(LINKS.values(), fans, strict=True)]
    return Links(
        title=f"How far the ties between the United States and China are cut: {results[-1].scenario.title}",
        caption=f"0: as close as in 2019 to 2022; 1: fully cut. {fans[0].caption}",
        label=(
            f"Median and middle 80% of runs at the end of {quarters.label(by)}, from 0 (as in 2019 to 2022) "
            f"to 1 (cut): {', '.join(parts)}."
        ),
        table=_table(fans),
        fans=fans,
    )


def _middle(each: fan.Fan, quarter: int) -> str:
    low, middle, high = (float(each.levels[place, quarter]) for place in (1, fan.MEDIAN, 5))
    return spread(low, middle, high, float(each.error[quarter]), each.measure.step)


def _table(fans: Sequence[fan.Fan]) -> "pd.DataFrame":
    import pandas as pd

    ends = year_ends(fans[0].levels.shape[1], fans[0].start)
    cells = {
        title: [_middle(each, end) for end in ends] for title, each in zip(LINKS.values(), fans, strict=True)
    }
    return pd.DataFrame({"quarter": [quarters.label(end) for end in ends]} | cells)


def figure(drawn: Links) -> "go.Figure":
    """Small fans on one scale."""
    from plotly.subplots import make_subplots

    chart = make_subplots(
        _ROWS, _COLUMNS, subplot_titles=list(LINKS.values()), shared_yaxes=True, vertical_spacing=0.14,
        horizontal_spacing=0.06,
    )  # fmt: skip
    for place, each in enumerate(drawn.fans):
        row, column = divmod(place, _COLUMNS)
        for trace in fan.band(each):
            trace.showlegend = bool(place == 0 and trace.showlegend is not False)
            chart.add_trace(trace, row=row + 1, col=column + 1)
    style.dress(chart, drawn.title, "", "")
    chart.update_yaxes(title_text=_AXIS, col=1)
    chart.update_yaxes(range=(-0.05, 1.05))
    chart.update_layout(height=_HEIGHT, legend={"y": -0.1})
    style.mark_dates(chart, drawn.fans[0].start, drawn.fans[0].by, words=False)
    chart.update_xaxes(dtick=_YEARS_APART)
    return chart


def still(drawn: Links, size: paper.Size) -> "Figure":
    """The same on paper."""
    with paper.canvas(size, 2, _ROWS) as (page, grid):
        for axes, title, each in zip(grid, LINKS.values(), drawn.fans, strict=False):
            fan.draw_on(axes, each, words=False)
            axes.set_title(title, loc="left")
            axes.set_ylim(-0.05, 1.05)
        grid[-1].set_axis_off()
        paper.dress(page, grid[0], drawn.title, "", _AXIS)
    return page
