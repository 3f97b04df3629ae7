"""The endings of an ensemble: which narratives there are, and what became of each in every run."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import narratives
from aiscenarios.ensemble.sweep import together
from aiscenarios.narratives.narrative import Narrative
from aiscenarios.narratives.syntax import Column, Compare, Expression, children

if TYPE_CHECKING:
    from aiscenarios.ensemble.result import Judge
    from aiscenarios.ensemble.store import Store
    from aiscenarios.scenario import Scenario

__all__ = ["Ending", "columns_of", "endings", "judge", "of_scenario"]


class Ending(NamedTuple):
    """One narrative in every run; what is said of a failed run has no meaning."""

    name: str
    title: str
    sentence: str
    definition: str
    true: NDArray[np.bool_]
    """Per run: it has come true by the quarter endings are judged at."""
    first: NDArray[np.int16]
    """Per run: the quarter in which it first held, or -1; it may lie after the date of judgement."""
    holds_by: NDArray[np.bool_]
    """Run x quarter: it has held at some quarter from the scenario's start to this one."""
    margin: NDArray[np.float32]
    """Per run: signed distance to truth, in standard deviations of the deciding clause; NaN if undefined."""
    clauses: tuple[str, ...]
    """The conditions that must hold together."""
    blocker: NDArray[np.int16]
    """Per run: the place in ``clauses`` of what kept it from coming true, or -1."""
    already: NDArray[np.bool_]
    """Per run: it was true before the scenario's start."""


def of_scenario(scenario: "Scenario", units: Mapping[str, str]) -> tuple[Narrative, ...]:
    """The narratives of the catalogue, and those the scenario adds or words anew.

    Raises:
        InputError: a condition of the scenario is faulty.
    """
    own = {
        text.name: narratives.parse_narrative(
            text.name, title=text.title, sentence=text.sentence, condition=text.condition, units=units,
            last=scenario.end,
        )
        for text in scenario.narratives
    }  # fmt: skip
    catalogue = {narrative.name: narrative for narrative in narratives.load()}
    return tuple((catalogue | own).values())


def columns_of(stories: Sequence[Narrative]) -> tuple[str, ...]:
    """The outcome columns that some narratives speak of, in name order."""
    found = {name for story in stories if story.expression for name in _named(story.expression)}
    return tuple(sorted(found))


def _named(node: Expression) -> Iterator[str]:
    if isinstance(node, Column):
        yield node.name
    for part in children(node):
        yield from _named(part)


def endings(
    stories: Sequence[Narrative], columns: Mapping[str, NDArray[np.float32]], units: Mapping[str, str],
    start: int, by: int, spreads: Mapping[Compare, float] | None = None,
) -> dict[str, Ending]:  # fmt: skip
    """Judge narratives on outcome columns (run x quarter).

    Raises:
        InputError: ``by`` lies outside the scenario.
    """
    judged = narratives.judge(stories, columns, start=start, by=by, units=units, spreads=spreads)
    pairs = zip(stories, judged.verdicts, strict=True)
    return {
        story.name: Ending(
            story.name, story.title, story.sentence, story.definition, verdict.holds_by[:, by], verdict.first,
            verdict.holds_by, verdict.margin, verdict.clauses, verdict.blocker, verdict.already,
        )
        for story, verdict in pairs
    }  # fmt: skip


def judge(scenario: "Scenario") -> "Judge":
    """The judge of a scenario's ensembles: tells the endings of a store."""
    return partial(_judged, scenario)


def _judged(scenario: "Scenario", store: "Store") -> dict[str, Ending]:
    """The endings of a store, judged a stretch of runs at a time, so that few columns are held."""
    units, start, by = store.manifest.outcomes, scenario.start, scenario.by
    stories = of_scenario(scenario, units)
    names = columns_of(stories)
    stretches = store.stretches(len(names))
    if len(stretches) == 1:
        return endings(stories, store.columns(names), units, start, by)

    def gaps(some: "Store") -> Mapping[Compare, NDArray[np.float64]]:
        return narratives.gaps(stories, some.columns(names), start=start, by=by, units=units)

    spreads = narratives.spreads(together(gaps, stretches))
    return _joined(
        together(lambda some: endings(stories, some.columns(names), units, start, by, spreads), stretches)
    )


def _joined(parts: Sequence[Mapping[str, Ending]]) -> dict[str, Ending]:
    """The endings of consecutive runs as those of all."""

    def whole(name: str, field: str) -> NDArray[Any]:
        return np.concatenate([getattr(part[name], field) for part in parts])

    return {
        name: each._replace(
            true=whole(name, "true"), first=whole(name, "first"), holds_by=whole(name, "holds_by"),
            margin=whole(name, "margin"), blocker=whole(name, "blocker"), already=whole(name, "already"),
        )
        for name, each in parts[0].items()
    }  # fmt: skip
