"""Scenarios compared on the same draws: run ``i`` of one against run ``i`` of the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Unpack

import numpy as np

from aiscenarios import ensemble, quarters
from aiscenarios.analysis.parts import differing
from aiscenarios.ensemble import Estimate, Result, weighted
from aiscenarios.ensemble.asking import asked
from aiscenarios.ensemble.folders import Out
from aiscenarios.ensemble.intervals import difference, mean_difference
from aiscenarios.ensemble.options import Options
from aiscenarios.ensemble.weighted import Weights
from aiscenarios.errors import InputError
from aiscenarios.narratives.narrative import RESIDUAL

if TYPE_CHECKING:
    import pandas as pd

    from aiscenarios.scenario import Scenario

__all__ = ["SHARED", "Comparison", "Difference", "compare", "paired"]

SHARED = ("seed", "agents", "beliefs", "evidence", "kernel", "quarters", "start", "by")
"""What results must share to be compared run by run."""
DATES = ("start", "by", "end")
"""Of these, what scenarios tell before they are run."""


class Difference(NamedTuple):
    """Chance of an ending, or mean of an outcome, in a scenario minus that in the reference scenario."""

    scenario: str
    name: str
    estimate: Estimate


@dataclass(frozen=True, eq=False)
class Comparison:
    """Results on the same draws; the first is the reference."""

    results: tuple[Result, ...]
    labels: tuple[str, ...]
    """What each is called, all different."""

    @cached_property
    def estimates(self) -> tuple[Difference, ...]:
        """Difference in the chance of each ending, scenario by scenario."""
        reference, *others = self.results
        return tuple(
            Difference(label, name, paired(reference, other, name))
            for label, other in zip(self.labels[1:], others, strict=True)
            for name in reference.judgement
            if name in other.judgement
        )

    @property
    def differences(self) -> "pd.DataFrame":
        """Differences in chance: scenario, narrative, difference, low, high, runs, failed.

        The range is a 90% interval for paired proportions (Bonett and Price 2012), widened by failed runs.
        """
        return _frame(self.estimates, "narrative")

    @property
    def sure(self) -> tuple[Difference, ...]:
        """The differences in chance that are more than luck, the largest first."""
        known = (each for each in self.estimates if each.estimate.is_sure)
        return tuple(sorted(known, key=lambda each: -abs(each.estimate.value)))

    @property
    def largest(self) -> Difference | None:
        """The largest of them; "none of these", which only mirrors the other endings, is passed over."""
        endings = self.results[0].judgement
        return next((each for each in self.sure if endings[each.name].definition != RESIDUAL), None)

    def outcomes(self, names: Sequence[str] | None = None) -> "pd.DataFrame":
        """Mean paired differences of outcomes in the quarter endings are judged at, in the outcomes' units.

        Columns: scenario, outcome, difference, low, high, runs, failed; a pair in which the outcome is
        undefined counts as failed.

        Args:
            names: outcome columns; default: all.

        Raises:
            InputError: there is no such column.
        """
        reference, *others = self.results
        at = reference.scenario.by
        found = [
            Difference(label, name, _mean_difference(reference, other, name, at))
            for label, other in zip(self.labels[1:], others, strict=True)
            for name in names or reference.manifest.outcomes
        ]
        return _frame(found, "outcome")


def _frame(found: Sequence[Difference], what: str) -> "pd.DataFrame":
    import pandas as pd

    rows = [(each.scenario, each.name, *each.estimate) for each in found]
    return pd.DataFrame(rows, columns=["scenario", what, "difference", "low", "high", "runs", "failed"])


def paired(reference: Result, other: Result, narrative: str) -> Estimate:
    """Chance of an ending in ``other`` minus its chance in ``reference``, on the same draws."""
    first, second = (result.judgement[narrative].true for result in (reference, other))
    if reference.weights is None and other.weights is None:
        return difference(first, second, reference.failed, other.failed)
    weights = _weights(reference, other)
    return weighted.difference(
        weighted.Arm(first, weights[0]), weighted.Arm(second, weights[1]),
        failed=(reference.failed, other.failed),
    )  # fmt: skip


def _weights(reference: Result, other: Result) -> tuple[Weights, Weights]:
    """How much each run counts in both: the same where they share their history."""
    first, second = (
        weighted.equal(each.runs) if each.weights is None else each.weights for each in (reference, other)
    )
    whole = ~(reference.failed | other.failed)
    is_shared = np.array_equal(reference.present.shown[whole], other.present.shown[whole], equal_nan=True)
    return (first, first) if is_shared else (first, second)


def _mean_difference(reference: Result, other: Result, name: str, at: int) -> Estimate:
    before, after = (each.columns(name)[:, at] for each in (reference, other))
    if reference.weights is None and other.weights is None:
        return mean_difference(before, after)
    return weighted.mean_difference(before, after, _weights(reference, other))


def compare(
    *arms: "Scenario | Result | str | Path",
    runs: int | None = None,
    seed: int | None = None,
    out: Out = None,
    **options: Unpack[Options],
) -> Comparison:
    """Compare scenarios, or results, on the same draws.

    Args:
        arms: two or more scenarios, shipped names, paths or results; the first is the reference.
        runs: of scenarios yet to be run; default: as in the first result given, else as for ``run``.
        seed: the same.
        out: a folder that gets one folder a scenario, or as for ``run``.
        options: as for ``run``, of scenarios yet to be run; ``agents`` and ``beliefs`` as in the first result
            given, and ``by`` of results is the quarter they were judged at.

    Raises:
        InputError: fewer than two, scenarios with other dates, or results that do not share their draws;
            all that can be seen before a run is refused before the first.
    """
    from aiscenarios.scenario import outside

    if len(arms) <= 1:
        raise InputError("a comparison needs two scenarios or more", hint="the first is the reference")
    by = options.get("by")
    own = outside(options.pop("levers", ()), options.pop("outcomes", ()))
    chosen = [arm if isinstance(arm, Result) else asked(arm, by, own) for arm in arms]
    _refuse_other_dates([arm.scenario if isinstance(arm, Result) else arm for arm in chosen])
    given = [arm for arm in chosen if isinstance(arm, Result)]
    for arm in given if by is not None else ():
        _refuse("by", arm.manifest.scenario, quarters.label(arm.scenario.by), by)
    _refuse_unlike(given)
    runs, seed, options["agents"], options["beliefs"] = _terms(
        given, runs, seed, options.get("agents"), options.get("beliefs")
    )
    new = [(place, arm) for place, arm in enumerate(chosen) if not isinstance(arm, Result)]
    made = ensemble.run_arms(
        [arm for _, arm in new], runs, seed, out=[_inside(out, place) for place, _ in new], **options
    )
    by_place = dict(zip([place for place, _ in new], made, strict=True))
    results = tuple(arm if isinstance(arm, Result) else by_place[n] for n, arm in enumerate(chosen))
    _refuse_unlike(results)
    return Comparison(results, _labels(results))


def _terms(
    given: Sequence[Result], runs: int | None, seed: int | None, agents: int | None, beliefs: str | None
) -> tuple[int, int, int | None, str | None]:
    """Terms of scenarios yet to be run: as in the first result given, else as asked."""
    if not given:
        return (
            ensemble.DEFAULT_RUNS if runs is None else runs,
            ensemble.DEFAULT_SEED if seed is None else seed,
            agents,
            beliefs,
        )
    made = given[0].manifest
    there = {"runs": given[0].runs, "seed": made.seed, "agents": made.agents, "beliefs": made.beliefs}
    for name, wanted in {"runs": runs, "seed": seed, "agents": agents, "beliefs": beliefs}.items():
        if wanted is not None:
            _refuse(name, made.scenario, there[name], wanted)
    return given[0].runs, made.seed, made.agents, made.beliefs


def _inside(out: Out, place: int) -> Out:
    """One folder an arm: inside the folder given, numbered, so that two variants of a scenario fit."""
    if out is None or callable(out):
        return out
    return lambda manifest: Path(out) / f"{place + 1}-{ensemble.dated(manifest).name}"


def _refuse_other_dates(stories: "Sequence[Scenario]") -> None:
    for other in stories[1:]:
        for name in DATES:
            told = (quarters.label(getattr(story, name)) for story in (other, stories[0]))
            _refuse(name, other.name, *told)


def _refuse_unlike(results: Sequence[Result]) -> None:
    for other in results[1:]:
        for name in SHARED:
            told = (getattr(result.manifest, name) for result in (other, results[0]))
            _refuse(name, other.manifest.scenario, *told)
        _refuse("runs", other.manifest.scenario, other.runs, results[0].runs)


def _refuse(name: str, scenario: str, its: object, others: object) -> None:
    if its != others:
        raise InputError(
            f"'{scenario}' cannot be compared: its {name} is {its}, that of the others is {others}",
            path=name, hint=f"run all with the same {name}",
        )  # fmt: skip


def _labels(results: Sequence[Result]) -> tuple[str, ...]:
    """A name for each result; one that repeats says what it changes, or is numbered."""
    labels: list[str] = []
    for result in results:
        label = result.manifest.scenario
        if label in labels:
            changed = differing(results[0].scenario, result.scenario)
            label = f"{label} with {', '.join(changed)}" if changed else label
        if label in labels:
            label = f"{label} ({len(labels) + 1})"
        labels.append(label)
    return tuple(labels)
