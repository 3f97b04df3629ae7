"""Why a scenario differs from another: set its causes back one by one, on the same draws, and see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from aiscenarios import ensemble
from aiscenarios.analysis.compare import paired
from aiscenarios.analysis.parts import differing, set_back
from aiscenarios.ensemble import Estimate, Result
from aiscenarios.ensemble.progress import Style

if TYPE_CHECKING:
    import pandas as pd

    from aiscenarios.scenario import Scenario

__all__ = ["Removal", "Simulate", "Why", "why"]

HALF = 0.5

ENOUGH = 20
"""Runs that the difference must rest on where causes are ranked."""


class Simulate(Protocol):
    """Runs a scenario on the draws of the results that are compared."""

    def __call__(self, scenario: "Scenario", *, runs: int) -> Result:
        """Its first ``runs`` runs."""
        ...


class Removal(NamedTuple):
    """What is left of a difference when some causes are set back to the reference."""

    causes: tuple[str, ...]
    left: Estimate
    removed: float
    """Share of the difference that goes; above 1 if it turns round."""


@dataclass(frozen=True)
class Why:
    """The causes of a difference in the chance of an ending, the strongest first."""

    narrative: str
    difference: Estimate
    """Of the second scenario against the reference."""
    removals: tuple[Removal, ...]
    """Each cause set back alone, on the runs that ``left`` counts."""
    reason: Removal | None
    """The strongest causes, as few as remove at least half; None if all of it may be luck."""

    @property
    def table(self) -> "pd.DataFrame":
        """One row a cause: cause, left, low, high, removed."""
        import pandas as pd

        rows = [(*each.causes, *each.left[:3], each.removed) for each in self.removals]
        return pd.DataFrame(rows, columns=["cause", "left", "low", "high", "removed"])


def why(
    reference: Result, other: Result, narrative: str, *, runs: int | None = None, threads: int | None = None,
    progress: Style = "auto", simulate: Simulate | None = None,
) -> Why:  # fmt: skip
    """Name the cause of a difference by switching it off.

    Each lever, and each other part, in which the second scenario differs is set back to the reference alone,
    and the scenario run again on the same draws: on as few of the runs as the difference can be seen in. The
    strongest cause, or the strongest few together, are then confirmed on all runs to remove at least half.

    Args:
        reference: the first scenario's result.
        other: the second scenario's result, on the same draws.
        narrative: name of the ending.
        runs: how many runs to use, from the first; default: all.
        threads: as for :func:`aiscenarios.run`.
        progress: as for ``run``.
        simulate: runs a scenario on those draws; default: the model.

    Raises:
        InputError: a lever or outcome from outside is known by name only, and no ``simulate`` is given.
    """
    used = min(runs or reference.runs, reference.runs)
    told = paired(reference.first(used), other.first(used), narrative)
    if not told.is_sure:
        return Why(narrative, told, (), None)
    arms = _Arms(reference, other, narrative, simulate or partial(_again, other, threads, progress))
    few = arms.enough(used)
    names = differing(reference.scenario, other.scenario)
    ranked = sorted((arms.without([name], few) for name in names), key=lambda each: -each.removed)
    return Why(narrative, told, tuple(ranked), _reason(arms, ranked, few, used))


@dataclass(frozen=True)
class _Arms:
    """Two results, and what can be put between them."""

    reference: Result
    other: Result
    narrative: str
    simulate: Simulate

    def difference(self, result: Result, runs: int) -> Estimate:
        """Of a result against the reference on the first runs."""
        return paired(self.reference.first(runs), result.first(runs), self.narrative)

    def enough(self, runs: int) -> int:
        """The fewest runs, from the first, in which the difference rests on ENOUGH; at most ``runs``."""
        before, after = (arm.judgement[self.narrative].true for arm in (self.reference, self.other))
        whole = ~(self.reference.failed | self.other.failed)
        turned = np.cumsum(whole * (after.astype(np.int64) - before))
        reached = np.flatnonzero(np.abs(turned[:runs]) >= ENOUGH)
        return int(reached[0]) + 1 if len(reached) else runs

    def without(self, causes: Sequence[str], runs: int) -> Removal:
        """The second scenario with causes set back to the reference."""
        changed = set_back(self.other.scenario, self.reference.scenario, causes)
        changed = replace(changed, name=f"{self.other.manifest.scenario} without {' and '.join(causes)}")
        left = self.difference(self.simulate(changed, runs=runs), runs)
        return Removal(tuple(causes), left, 1 - left.value / self.difference(self.other, runs).value)

    def added(self, cause: str, runs: int) -> float:
        """Share of the difference that a cause brings when it alone is added to the reference."""
        changed = set_back(self.reference.scenario, self.other.scenario, [cause])
        changed = replace(changed, name=f"{self.reference.manifest.scenario} with {cause}")
        gained = self.difference(self.simulate(changed, runs=runs), runs)
        return gained.value / self.difference(self.other, runs).value


def _reason(arms: _Arms, ranked: Sequence[Removal], few: int, runs: int) -> Removal | None:
    """The strongest cause, or the strongest few that together remove half, confirmed on all runs."""
    if not ranked:
        return None
    strength = {each.causes[0]: each.removed for each in ranked}
    if sum(strength.values()) < HALF:
        # Causes of which each would do alone hide one another; what each adds alone brings them out.
        strength = {cause: removed + arms.added(cause, few) for cause, removed in strength.items()}
    order = sorted(strength, key=lambda cause: -strength[cause])
    together = np.cumsum([strength[cause] for cause in order])
    likely = int(np.argmax(together >= HALF)) + 1
    sets = (arms.without(order[:count], runs) for count in range(likely, len(order) + 1))
    return next((each for each in sets if each.removed >= HALF), None)


def _again(like: Result, threads: int | None, progress: Style, scenario: "Scenario", *, runs: int) -> Result:
    made = like.manifest
    return ensemble.run(
        scenario,
        runs,
        made.seed,
        threads=threads,
        agents=made.agents,
        beliefs=made.beliefs,
        progress=progress,
    )
