"""Run a scenario many times: check everything, begin the folder, simulate what is missing, answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from aiscenarios import outcomes as catalogue
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.arms import Arm, complete_arms
from aiscenarios.ensemble.asking import DEFAULT_RUNS, DEFAULT_SEED, asked, check_numbers
from aiscenarios.ensemble.endings import columns_of, judge
from aiscenarios.ensemble.executors import Threads, opened
from aiscenarios.ensemble.folders import Out, Temporary, place
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.needs import refuse_memory
from aiscenarios.ensemble.options import Options, Where
from aiscenarios.ensemble.progress import check_style
from aiscenarios.ensemble.reading import finish
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.running import counter
from aiscenarios.ensemble.shards import WHOLE, Shard
from aiscenarios.ensemble.status import Status, of_store

if TYPE_CHECKING:
    from aiscenarios.ensemble.model import Model
    from aiscenarios.levers import UserLever
    from aiscenarios.outcomes import Outcome
    from aiscenarios.scenario import Scenario

__all__ = ["Prepared", "complete", "prepare", "run", "run_arms", "run_shard"]


def run(
    scenario: "Scenario | str | Path",
    runs: int | None = None,
    seed: int = DEFAULT_SEED,
    *,
    out: Out = None,
    until: float | None = None,
    **options: Unpack[Options],
) -> Result:
    """Simulate a scenario and store the result.

    Args:
        scenario: a scenario, a shipped name, or a path.
        runs: how many, by default 1,000; run ``i`` is the same run whatever their number. With ``until`` the
            most there may be, by default 100,000.
        seed: of all draws; results with one seed can be compared run by run.
        out: folder for the result; what it holds of it already is kept, and more is appended. ``dated`` for
            ``results/<scenario>-<date>-<fingerprint>``; None for a temporary one.
        until: go on until the widest sampling range of all endings is within this half-width, e.g. 0.01.
        options: see ``Options``.

    Raises:
        InputError: anything asked for is impossible; nothing is written.
        Stopped: a cluster is gone; what is stored stays, and ``resume`` goes on from there.
    """
    if until is not None:
        from aiscenarios.ensemble.until import run_until

        return run_until(scenario, until, runs, seed, out=out, **options)
    return run_arms((scenario,), DEFAULT_RUNS if runs is None else runs, seed, out=(out,), **options)[0]


def run_arms(
    scenarios: "Sequence[Scenario | str | Path]",
    runs: int = DEFAULT_RUNS,
    seed: int = DEFAULT_SEED,
    *,
    out: Sequence[Out],
    shard: Shard = WHOLE,
    **options: Unpack[Options],
) -> tuple[Result, ...]:
    """Simulate scenarios on the same draws and store each result.

    Scenarios that share their history simulate it once; every result is what ``run`` gives for its scenario.
    Arguments are those of ``run``, with one ``out`` a scenario. Of a ``shard`` only its chunks are simulated;
    a result whose other chunks are not there yet can tell its status and nothing else.

    Raises:
        InputError: anything asked for is impossible; nothing is written.
        Stopped: a cluster is gone.
    """
    check_numbers(runs=runs)
    return complete(prepare(scenarios, seed, out=out, **options), int(runs), shard)


def run_shard(
    scenario: "Scenario | str | Path",
    shard: Shard,
    runs: int | None = None,
    seed: int = DEFAULT_SEED,
    *,
    out: Out,
    **options: Unpack[Options],
) -> Status:
    """Simulate one part of an ensemble in a folder that others work on too; the last part ends it.

    Arguments are those of ``run``, the same for every part but for ``shard``, which says which part it is.

    Raises:
        InputError: anything asked for is impossible, or the folder holds something else; nothing is written.
        Stopped: a cluster is gone.
    """
    runs = DEFAULT_RUNS if runs is None else runs
    (result,) = run_arms((scenario,), runs, seed, out=(out,), shard=shard, **options)
    return of_store(result.store)


@dataclass(frozen=True)
class Prepared:
    """Scenarios that have been checked, and where their results go; nothing is written yet."""

    models: "tuple[Model, ...]"
    folders: tuple[Path, ...]
    kept: tuple[Temporary | None, ...]
    """What keeps each folder alive, if it is temporary."""
    where: Where

    def arm(self, n: int, manifest: Manifest) -> Arm:
        """One of the ensembles, to be completed."""
        model = self.models[n]
        story, units = model.scenario, catalogue.units(model.catalogue)
        return Arm(
            manifest,
            self.folders[n],
            stores.texts_of(story),
            counter(model.stories, units, story.start, story.by),
            columns_of(model.stories),
        )


def prepare(
    scenarios: "Sequence[Scenario | str | Path]",
    seed: int,
    *,
    out: Sequence[Out],
    by: str | None = None,
    agents: int | None = None,
    beliefs: str | None = None,
    levers: "Sequence[UserLever]" = (),
    outcomes: "Sequence[Outcome]" = (),
    **where: Unpack[Where],
) -> Prepared:
    """Check everything that can be checked before a run.

    Arguments are those of ``run_arms``.

    Raises:
        InputError: anything asked for is impossible.
    """
    from aiscenarios.ensemble.model import assemble
    from aiscenarios.scenario import outside

    check_numbers(seed=seed, agents=agents, threads=where.get("threads"))
    check_style(where.get("progress", "auto"))
    own = outside(levers, outcomes)
    chosen = [asked(scenario, by, own) for scenario in scenarios]
    models = tuple(assemble(each, int(seed), agents=agents, beliefs=beliefs) for each in chosen)
    places = [place(at, model.manifest(1)) for at, model in zip(out, models, strict=True)]
    return Prepared(models, tuple(folder for folder, _ in places), tuple(kept for _, kept in places), where)


def complete(
    prepared: Prepared,
    runs: int,
    shard: Shard = WHOLE,
    *,
    until: float | None = None,
    most: int | None = None,
) -> tuple[Result, ...]:
    """Simulate what is missing of prepared scenarios, and end each that is whole.

    Args:
        prepared: what ``prepare`` gave.
        runs: of each.
        shard: the part to simulate.
        until: noted in the manifest; see ``run_until``.
        most: the same.

    Raises:
        InputError: a folder holds something else, or there is no room; nothing is written.
        Stopped: a cluster is gone.
    """
    from aiscenarios.ensemble.model import Simulator

    models, where = prepared.models, prepared.where
    progress = where.get("progress", "auto")
    results: dict[int, Result] = {}
    with opened(where.get("threads"), where.get("cluster")) as executor:
        for alike in _alike([model.history for model in models]):
            together = tuple(models[n] for n in alike)
            refuse_memory(together, runs, executor.slots if isinstance(executor, Threads) else 0)
            manifests = [replace(model.manifest(runs), until=until, most=most) for model in together]
            stored = complete_arms(
                [prepared.arm(n, manifest) for n, manifest in zip(alike, manifests, strict=True)],
                Simulator(together),
                executor,
                progress=progress,
                shard=shard,
            )
            for n, store in zip(alike, stored, strict=True):
                scenario = models[n].scenario
                results[n] = finish(Result(store, scenario, judge(scenario), prepared.kept[n]))
    return tuple(results[n] for n in range(len(models)))


def _alike(keys: Sequence[str]) -> list[list[int]]:
    """Places of equal keys, in the order of the first of each."""
    return [[n for n, other in enumerate(keys) if other == key] for key in dict.fromkeys(keys)]
