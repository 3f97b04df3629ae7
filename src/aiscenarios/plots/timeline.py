"""Event timeline of one run: who moved, what was shipped, which firms were founded, funded and failed."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from aiscenarios import quarters
from aiscenarios.ensemble.result import Result
from aiscenarios.plots import paper, style
from aiscenarios.plots.representative import representative
from aiscenarios.state import NOTE_KINDS

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from matplotlib.figure import Figure

__all__ = ["Mark", "Timeline", "figure", "still", "view"]

LANES = {
    "elite move": "Top-2% move across a border", "release": "Model release",
    "integration": "Integration in time", "leapfrog": "Integration leapfrog", "spin-out": "Spin-out",
    "funding": "Funding round", "failure": "Start-up fails",
}  # fmt: skip
_OF_START_UPS = ("spin-out", "funding", "failure")
_NAMED = 4
_SMALL, _GROWTH = 8.0, 3.5
_LANE_HEIGHT, _FRAME = 46, 130


class Mark(NamedTuple):
    """All events of one kind in one quarter."""

    lane: str
    quarter: int
    events: int
    text: str


class Timeline(NamedTuple):
    """One run's events from the scenario's start on."""

    title: str
    caption: str
    label: str
    table: "pd.DataFrame"
    marks: tuple[Mark, ...]
    lanes: tuple[str, ...]
    start: int
    by: int
    end: int


def view(results: Sequence[Result], run: int | None = None) -> Timeline:
    """Notable events of one run of the last result.

    Args:
        results: the last one is shown.
        run: number of the run; the representative one unless given.
    """
    shown = results[-1]
    story, chosen = shown.scenario, representative(shown) if run is None else run
    events = shown.events_of(chosen)
    events = events[events["quarter"] >= story.start]
    marks = tuple(_mark(rows) for _, rows in events.groupby(["kind", "quarter"]))
    lanes = tuple(kind for kind in LANES if any(mark.lane == kind for mark in marks))
    which = "a representative run" if run is None else "one run"
    counts = ", ".join(f"{LANES[lane].lower()} {_count(marks, lane)}" for lane in lanes)
    return Timeline(
        title=f"What happens in {which}, number {chosen}: {story.title}",
        caption=(
            f"Simulated events of run {chosen} from {quarters.label(story.start)} on; a larger point "
            "stands for more events of the quarter. One run is a story of how it could go, not a forecast "
            "of any event."
        ),
        label=f"Events of run {chosen}: {counts or 'none'}.",
        table=_table(marks),
        marks=marks,
        lanes=lanes,
        start=story.start,
        by=story.by,
        end=story.end,
    )


def _count(marks: Sequence[Mark], lane: str) -> int:
    return sum(mark.events for mark in marks if mark.lane == lane)


def _mark(rows: "pd.DataFrame") -> Mark:
    kind, quarter = str(rows["kind"].iloc[0]), int(rows["quarter"].iloc[0])
    pairs = list(dict.fromkeys(zip(rows["source"], rows["target"], strict=True)))
    named = [_words(kind, source, target) for source, target in pairs[:_NAMED]]
    more = len(pairs) - len(named)
    return Mark(kind, quarter, len(rows), "; ".join(named) + (f" and {more} more" if more > 0 else ""))


def _words(kind: str, source: str, target: str) -> str:
    if kind in _OF_START_UPS:
        return f"{target} (out of {source})" if source else target
    return f"{source} to {target}" if source and target and source != target else source or target


def _table(marks: Sequence[Mark]) -> "pd.DataFrame":
    import pandas as pd

    ordered = sorted(marks, key=lambda mark: (mark.quarter, NOTE_KINDS.index(mark.lane)))
    rows = [(quarters.label(mark.quarter), LANES[mark.lane], mark.events, mark.text) for mark in ordered]
    return pd.DataFrame(rows, columns=["quarter", "what", "events", "who [simulated]"])


def _size(mark: Mark) -> float:
    return _SMALL + _GROWTH * math.sqrt(mark.events - 1)


def figure(drawn: Timeline) -> "go.Figure":
    """One lane a kind of event."""
    import plotly.graph_objects as go

    chart = go.Figure()
    for place, lane in enumerate(drawn.lanes):
        marks = [mark for mark in drawn.marks if mark.lane == lane]
        chart.add_scatter(
            x=[style.midpoint(mark.quarter) for mark in marks], y=[place] * len(marks), mode="markers",
            marker={"size": [_size(mark) for mark in marks], "color": style.colour(place), "opacity": 0.85},
            customdata=[
                f"{quarters.label(mark.quarter)}, {mark.events}: {style.escape(mark.text)}" for mark in marks
            ],
            hovertemplate="%{customdata}<extra></extra>", showlegend=False,
        )  # fmt: skip
    style.dress(chart, drawn.title, "year", "")
    titles = style.ticks(LANES[lane] for lane in drawn.lanes)
    chart.update_yaxes(tickvals=list(range(len(titles))), ticktext=titles, range=(len(titles) - 0.5, -0.5))
    chart.update_layout(height=_FRAME + _LANE_HEIGHT * len(titles))
    return style.mark_dates(chart, drawn.start, drawn.by, opens=True)


def still(drawn: Timeline, size: paper.Size) -> "Figure":
    """The same on paper."""
    with paper.canvas(size) as (page, (axes,)):
        for place, lane in enumerate(drawn.lanes):
            marks = [mark for mark in drawn.marks if mark.lane == lane]
            axes.scatter(
                [style.midpoint(mark.quarter) for mark in marks], [place] * len(marks),
                s=[_size(mark) ** 2 for mark in marks], color=style.colour(place), alpha=0.85, linewidth=0,
            )  # fmt: skip
        axes.set_yticks(range(len(drawn.lanes)), [LANES[lane] for lane in drawn.lanes])
        axes.set_ylim(len(drawn.lanes) - 0.5, -0.5)
        paper.mark_dates(axes, drawn.start, drawn.by, opens=True)
        paper.dress(page, axes, drawn.title, "year", "", legend=False)
    return page
