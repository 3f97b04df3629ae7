"""Run a scenario many times: check everything, begin the folder, simulate what is missing, answer."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.arms import Arm, complete_arms
from aiscenarios.ensemble.asking import DEFAULT_RUNS, DEFAULT_SEED, asked, check_numbers
from aiscenarios.ensemble.endings import judge
from aiscenarios.ensemble.folders import Out, place
from aiscenarios.ensemble.progress import Style, check_style
from aiscenarios.ensemble.reading import finish
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.shards import WHOLE, Shard
from aiscenarios.ensemble.status import Status, of_store

if TYPE_CHECKING:
    from aiscenarios.levers import UserLever
    from aiscenarios.outcomes import Outcome
    from aiscenarios.scenario import Scenario

__all__ = ["run", "run_arms", "run_shard"]


def run(
    scenario: "Scenario | str | Path",
    runs: int = DEFAULT_RUNS,
    seed: int = DEFAULT_SEED,
    *,
    by: str | None = None,
    out: Out = None,
    threads: int | None = None,
    agents: int | None = None,
    beliefs: str = "prior",
    levers: "Sequence[UserLever]" = (),
    outcomes: "Sequence[Outcome]" = (),
    progress: Style = "auto",
) -> Result:
    """Simulate a scenario and store the result.

    Args:
        scenario: a scenario, a shipped name, or a path.
        runs: how many; run ``i`` is the same run whatever their number.
        seed: of all draws; results with one seed can be compared run by run.
        by: the quarter endings are judged at, e.g. ``2030Q4``; default: the scenario's own.
        out: folder for the result; what it holds of it already is kept, and more is appended. ``dated`` for
            ``results/<scenario>-<date>-<fingerprint>``; None for a temporary one.
        threads: default: one a core; they change nothing but the time it takes.
        agents: researchers simulated, 100 or more; default: the model's own.
        beliefs: what the parameters are drawn from; ``prior``: the starting beliefs.
        levers: policies from outside the package.
        outcomes: outcomes from outside the package.
        progress: on stderr: ``auto``, ``bar``, ``lines`` or ``none``.

    Raises:
        InputError: anything asked for is impossible; nothing is written.
    """
    return run_arms(
        (scenario,), runs, seed, by=by, out=(out,), threads=threads, agents=agents, beliefs=beliefs,
        levers=levers, outcomes=outcomes, progress=progress,
    )[0]  # fmt: skip


def run_arms(
    scenarios: "Sequence[Scenario | str | Path]",
    runs: int = DEFAULT_RUNS,
    seed: int = DEFAULT_SEED,
    *,
    by: str | None = None,
    out: Sequence[Out],
    threads: int | None = None,
    agents: int | None = None,
    beliefs: str = "prior",
    levers: "Sequence[UserLever]" = (),
    outcomes: "Sequence[Outcome]" = (),
    progress: Style = "auto",
    shard: Shard = WHOLE,
) -> tuple[Result, ...]:
    """Simulate scenarios on the same draws and store each result.

    Scenarios that share their history simulate it once; every result is what ``run`` gives for its scenario.
    Arguments are those of ``run``, with one ``out`` a scenario. Of a ``shard`` only its chunks are simulated;
    a result whose other chunks are not there yet can tell its status and nothing else.

    Raises:
        InputError: anything asked for is impossible; nothing is written.
    """
    from aiscenarios.ensemble.model import assemble, simulate_together
    from aiscenarios.scenario import outside

    check_numbers(runs=runs, seed=seed, threads=threads, agents=agents)
    check_style(progress)
    runs, seed = int(runs), int(seed)
    own = outside(levers, outcomes)
    chosen = [asked(scenario, by, own) for scenario in scenarios]
    models = [assemble(each, seed, agents=agents, beliefs=beliefs) for each in chosen]
    manifests = [model.manifest(runs) for model in models]
    places = [place(where, manifest) for where, manifest in zip(out, manifests, strict=True)]
    results: dict[int, Result] = {}
    for alike in _alike([model.history for model in models]):
        stored = complete_arms(
            [Arm(manifests[n], places[n][0], stores.texts_of(chosen[n])) for n in alike],
            lambda which, first, count, alike=alike: simulate_together(  # type: ignore[misc]
                [models[alike[n]] for n in which], first, count
            ),
            threads=threads,
            progress=progress,
            shard=shard,
        )
        for n, store in zip(alike, stored, strict=True):
            results[n] = finish(Result(store, chosen[n], judge(chosen[n]), places[n][1]))
    return tuple(results[n] for n in range(len(chosen)))


def run_shard(
    scenario: "Scenario | str | Path",
    shard: Shard,
    runs: int = DEFAULT_RUNS,
    seed: int = DEFAULT_SEED,
    *,
    by: str | None = None,
    out: Out,
    threads: int | None = None,
    agents: int | None = None,
    beliefs: str = "prior",
    levers: "Sequence[UserLever]" = (),
    outcomes: "Sequence[Outcome]" = (),
    progress: Style = "auto",
) -> Status:
    """Simulate one part of an ensemble in a folder that others work on too; the last part ends it.

    Arguments are those of ``run``, the same for every part but for ``shard``, which says which part it is.

    Raises:
        InputError: anything asked for is impossible, or the folder holds something else; nothing is written.
    """
    (result,) = run_arms(
        (scenario,), runs, seed, by=by, out=(out,), threads=threads, agents=agents, beliefs=beliefs,
        levers=levers, outcomes=outcomes, progress=progress, shard=shard,
    )  # fmt: skip
    return of_store(result.store)


def _alike(keys: Sequence[str]) -> list[list[int]]:
    """Places of equal keys, in the order of the first of each."""
    return [[n for n, other in enumerate(keys) if other == key] for key in dict.fromkeys(keys)]
