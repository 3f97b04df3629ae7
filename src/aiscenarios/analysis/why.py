"""Why a scenario differs from another: set its causes back one by one, on the same draws, and see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from aiscenarios import ensemble
from aiscenarios.analysis.compare import paired
from aiscenarios.analysis.parts import differing, set_back
from aiscenarios.ensemble import Estimate, Result
from aiscenarios.ensemble.progress import Style
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from aiscenarios.scenario import Scenario

__all__ = ["Removal", "Why", "why"]

HALF = 0.5

type Simulate = Callable[["Scenario"], Result]


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
    """Each cause set back alone."""
    reason: Removal | None
    """The fewest causes, in that order, that remove at least half; None if all of it may be luck."""

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
    and the scenario run again on the same draws. If no cause removes half of the difference, the strongest
    are set back together until they do; all of them together remove all.

    Args:
        reference: the first scenario's result.
        other: the second scenario's result, on the same draws.
        narrative: name of the ending.
        runs: how many runs to use, from the first; default: all.
        threads: as for :func:`aiscenarios.run`.
        progress: as for ``run``.
        simulate: runs a scenario on those draws; default: the model.

    Raises:
        InputError: the scenario was run with levers or outcomes from outside and no ``simulate`` is given.
    """
    if simulate is None and other.manifest.extensions:
        foreign = ", ".join(other.manifest.extensions)
        raise InputError(
            f"'{other.manifest.scenario}' was run with {foreign} from outside the package",
            hint="pass simulate=, a function that runs a scenario with them",
        )
    used = min(runs or reference.runs, reference.runs)
    first, second = reference.first(used), other.first(used)
    told = paired(first, second, narrative)
    if told.low <= 0 <= told.high:
        return Why(narrative, told, (), None)
    again = simulate or partial(_again, like=second, threads=threads, progress=progress)

    def removal(causes: Sequence[str]) -> Removal:
        left = paired(first, again(set_back(second.scenario, first.scenario, causes)), narrative)
        return Removal(tuple(causes), left, 1 - left.value / told.value)

    def added(cause: str) -> float:
        gained = paired(first, again(set_back(first.scenario, second.scenario, [cause])), narrative)
        return gained.value / told.value

    names = differing(first.scenario, second.scenario)
    removals = sorted((removal([name]) for name in names), key=lambda each: -each.removed)
    return Why(narrative, told, tuple(removals), _reason(removals, removal, added))


def _reason(
    removals: Sequence[Removal], removal: Callable[[Sequence[str]], Removal], added: Callable[[str], float]
) -> Removal | None:
    """The strongest cause, or the fewest that together remove half.

    Causes of which each would do alone hide one another when set back one by one; so, to be taken together,
    they are ranked also by what each adds to the reference alone.
    """
    if not removals or removals[0].removed >= HALF:
        return removals[0] if removals else None
    weight = {each.causes[0]: each.removed + added(each.causes[0]) for each in removals}
    order = sorted(weight, key=lambda cause: -weight[cause])
    sets = (removal(order[:count]) for count in range(2, len(order) + 1))
    return next((each for each in sets if each.removed >= HALF), None)


def _again(scenario: "Scenario", like: Result, threads: int | None, progress: Style) -> Result:
    made = like.manifest
    return ensemble.run(
        scenario,
        like.runs,
        made.seed,
        threads=threads,
        agents=made.agents,
        beliefs=made.beliefs,
        progress=progress,
    )
