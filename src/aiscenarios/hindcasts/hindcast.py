"""Hindcasts of many origins: forecast, held against what came, with both kinds of policy and of present."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from aiscenarios import calibration
from aiscenarios.calibration.design import check_runs
from aiscenarios.ensemble.asking import check_numbers
from aiscenarios.ensemble.targets import seen_by
from aiscenarios.errors import InputError
from aiscenarios.evidence import Evidence, load
from aiscenarios.hindcasts.baselines import baselines
from aiscenarios.hindcasts.files import read
from aiscenarios.hindcasts.forecast import Policy, State, forecast
from aiscenarios.hindcasts.points import ORIGINS, UNTIL, histories, points
from aiscenarios.hindcasts.scores import HORIZONS, Pooled, Scored, pooled, scored

if TYPE_CHECKING:
    from aiscenarios.calibration import Fit
    from aiscenarios.evidence import Fact

__all__ = ["RUNS", "SEED", "Hindcast", "hindcast"]

RUNS, SEED = 2048, 20_211_231
FEWEST_RUNS = 16
FAR = date(2060, 12, 31)

type Places = Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True)
class Hindcast:
    """Forecasts of points, scored.

    Args:
        origins: days whose knowledge was used.
        scored: by policy and present, every forecast of every point.
        effective: by origin, policy and present, how many runs counted.
        beliefs: what uncertain numbers were drawn from.
        unfitted: origins at which no target was known, so that starting beliefs were used.
        skipped: series of the user's file that no observation sees.
    """

    origins: tuple[date, ...]
    scored: Mapping[tuple[Policy, State], tuple[Scored, ...]]
    effective: Mapping[tuple[date, Policy, State], float]
    beliefs: str
    unfitted: tuple[date, ...]
    skipped: tuple[str, ...] = ()

    def families(self, policy: Policy, state: State) -> tuple[Pooled, ...]:
        """Scores pooled by family."""
        every = self.scored[policy, state]
        names = dict.fromkeys(each.point.family for each in every)
        return tuple(pooled(name, [s for s in every if s.point.family == name]) for name in sorted(names))

    def horizons(self, policy: Policy, state: State) -> tuple[Pooled, ...]:
        """Scores pooled by quarters ahead."""
        every = self.scored[policy, state]
        return tuple(
            pooled(f"{low} to {high}" if high < HORIZONS[-1][1] else f"{low} or more",
                   [s for s in every if low <= s.point.horizon <= high])
            for low, high in HORIZONS
            if any(low <= s.point.horizon <= high for s in every)
        )  # fmt: skip

    def whole(self, policy: Policy, state: State) -> Pooled:
        """All points together."""
        return pooled("all", self.scored[policy, state])


def hindcast(
    as_of: date | str | Sequence[date] | None = None,
    *,
    facts: str | Path | None = None,
    skip_unknown: bool = False,
    beliefs: Literal["prior", "fitted"] = "prior",
    runs: int = RUNS,
    seed: int = SEED,
    agents: int | None = None,
    threads: int | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Hindcast:
    """Forecast from earlier days what became known later, and score it.

    Args:
        as_of: a day, or several; default: ORIGINS.
        facts: a file of the user's own, scored in place of the shipped facts.
        skip_unknown: leave out what no observation sees.
        beliefs: ``prior``, or ``fitted``: fitted to what was known at each origin (minutes each).
        runs: of each origin and policy, a power of two.
        seed: of everything.
        agents: researchers simulated; default: the model's own.
        threads: default: one a core.
        say: told what is being done.

    Raises:
        InputError: a day or the file is wrong, or nothing became known after a day.
    """
    check_numbers(agents=agents, seed=seed, threads=threads)
    check_runs(runs, FEWEST_RUNS)
    known = load()
    own = None if facts is None else read(Path(facts), skip_unknown=skip_unknown)
    history: tuple[Fact, ...] = known.facts + (own.facts if own else ())
    days = _days(as_of)
    found: dict[tuple[Policy, State], list[Scored]] = {}
    counted: dict[tuple[date, Policy, State], float] = {}
    unfitted: list[date] = []
    for day in days:
        aims = points(own.facts if own else known.facts, day, until=FAR if own else UNTIL)
        if not aims:
            what = f"no fact of {facts}" if own else "nothing that is seen"
            hint = "choose an earlier day" + ("" if own else ", or bring --facts")
            raise InputError(f"{what} became known after {day} of a time after it", path="as_of", hint=hint)
        others = baselines(histories(history, day))
        places = _fitted(day, known, say, unfitted, agents, threads) if beliefs == "fitted" else None
        for policy in get_args(Policy):
            say(f"{day}, {policy} policy: {len(aims)} points")
            made = forecast(day, aims, known, runs=runs, seed=seed, policy=policy, places=places,
                            agents=agents, threads=threads)  # fmt: skip
            for state, one in made.items():
                found.setdefault((policy, state), []).extend(scored(day, one, others))
                counted[day, policy, state] = one.effective
    kept = {key: tuple(each) for key, each in found.items()}
    return Hindcast(days, kept, counted, beliefs, tuple(unfitted), own.skipped if own else ())


def _days(as_of: date | str | Sequence[date] | None) -> tuple[date, ...]:
    from aiscenarios.files.nodes import NOWHERE, Scalar
    from aiscenarios.scenario.dates import read_past_day

    if as_of is None:
        return ORIGINS
    if isinstance(as_of, str):
        return (read_past_day(Scalar(as_of, True, NOWHERE.under("as_of"))),)
    return (as_of,) if isinstance(as_of, date) else tuple(as_of)


def _fitted(
    day: date, known: Evidence, say: Callable[[str], None], unfitted: list[date], agents: int | None,
    threads: int | None,
) -> Places | None:  # fmt: skip
    """Places in the beliefs fitted to what was known on a day; None where no target was known yet."""
    if not any(fact.role == "target" and seen_by(fact) for fact in known.known_by(day).facts):
        unfitted.append(day)
        return None
    fit: Fit = calibration.fit(as_of=day, agents=agents, threads=threads, say=say)
    columns, draws = fit.prepared.columns, fit.draws

    def moved(where: NDArray[np.float64]) -> NDArray[np.float64]:
        out = where.copy()
        out[:, columns] = draws[np.random.default_rng(SEED).integers(len(draws), size=len(where))]
        return out

    return moved
