"""Run a scenario many times: check everything, begin the folder, simulate what is missing, answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING

from aiscenarios import quarters
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble import summary
from aiscenarios.ensemble.arms import Arm, complete_arms
from aiscenarios.ensemble.chunks import Simulate
from aiscenarios.ensemble.endings import judge
from aiscenarios.ensemble.folders import Out, place
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.progress import Style
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.store import Store
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.levers import UserLever
    from aiscenarios.outcomes import Outcome
    from aiscenarios.scenario import Scenario

__all__ = [
    "DEFAULT_RUNS",
    "DEFAULT_SEED",
    "asked",
    "check_numbers",
    "complete",
    "finish",
    "open",
    "run",
    "run_arms",
]

DEFAULT_RUNS = 1000
DEFAULT_SEED = 2026

_MOST_RUNS = 2**32
_MOST_SEED = 2**64


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
) -> tuple[Result, ...]:
    """Simulate scenarios on the same draws and store each result.

    Scenarios that share their history simulate it once; every result is what ``run`` gives for its scenario.
    Arguments are those of ``run``, with one ``out`` a scenario.

    Raises:
        InputError: anything asked for is impossible; nothing is written.
    """
    from aiscenarios.ensemble.model import assemble, simulate_together

    _check_whole(runs=runs, seed=seed, threads=threads, agents=agents)
    runs, seed = int(runs), int(seed)
    check_numbers(runs, seed, threads)
    chosen = [asked(scenario, by) for scenario in scenarios]
    models = [
        assemble(each, seed, agents=agents, beliefs=beliefs, user_levers=levers, user_outcomes=outcomes)
        for each in chosen
    ]
    manifests = [model.manifest(runs) for model in models]
    places = [place(where, manifest) for where, manifest in zip(out, manifests, strict=True)]
    results: dict[int, Result] = {}
    for alike in _alike([model.history for model in models]):
        stored = complete_arms(
            [Arm(manifests[n], places[n][0], {"config.yaml": chosen[n].resolved()}) for n in alike],
            lambda which, first, count, alike=alike: simulate_together(  # type: ignore[misc]
                [models[alike[n]] for n in which], first, count
            ),
            threads=threads,
            progress=progress,
        )
        for n, store in zip(alike, stored, strict=True):
            results[n] = finish(Result(store, chosen[n], judge(chosen[n]), places[n][1]))
    return tuple(results[n] for n in range(len(chosen)))


def _alike(keys: Sequence[str]) -> list[list[int]]:
    """Places of equal keys, in the order of the first of each."""
    return [[n for n, other in enumerate(keys) if other == key] for key in dict.fromkeys(keys)]


def open(folder: str | Path) -> Result:
    """A stored result.

    Raises:
        InputError: the folder holds none, its runs are not all there, or its scenario was changed.
    """
    from aiscenarios.scenario import load
    from aiscenarios.scenario.resolve import fingerprint

    store = stores.open_store(Path(folder))
    missing = sum(span.runs for span in store.missing())
    if missing:
        raise InputError(
            f"{missing:,} of its {store.runs:,} runs are missing or damaged", file=str(folder),
            hint="give the same run command with this folder again; finished runs are kept",
        )  # fmt: skip
    config = store.folder / "config.yaml"
    if config.is_file() and fingerprint(config.read_text("utf-8")) != store.manifest.config:
        raise InputError(
            "is not the scenario these runs were made with", file=str(config),
            hint="put the stored file back, or run the changed scenario into a new folder",
        )  # fmt: skip
    scenario = replace(load(config), name=store.manifest.scenario)
    return Result(store, scenario, judge(scenario))


def complete(
    manifest: Manifest, simulate: Simulate, folder: Path, texts: Mapping[str, str], *,
    threads: int | None = None, progress: Style = "none",
) -> Store:  # fmt: skip
    """Begin or take up an ensemble in a folder, and simulate what is missing of it.

    Args:
        manifest: the ensemble; its size of chunk is chosen here unless the folder has one.
        simulate: gives runs by number.
        folder: where it is stored.
        texts: files to put beside it when it is begun.
        threads: default: one a core.
        progress: how to show it on stderr.

    Raises:
        InputError: the folder holds something else; nothing is written.
    """
    arm = Arm(manifest, folder, texts)
    return complete_arms(
        [arm], lambda _, first, runs: (simulate(first, runs),), threads=threads, progress=progress
    )[0]  # fmt: skip


def finish(result: Result) -> Result:
    """Write what follows from the runs beside them, once all are there: digest, summary, probabilities."""
    manifest = result.manifest
    if result.runs < manifest.runs or manifest.digest is not None:
        return result
    result.store.write_text("summary.csv", summary.summary_csv(result))
    result.store.write_text("probabilities.csv", summary.probabilities_csv(result))
    return replace(result, store=result.store.sealed(result.digest))


def _check_whole(**numbers: int | None) -> None:
    for name, value in numbers.items():
        if not isinstance(value, Integral | None):
            raise InputError(f"must be a whole number (got {value!r})", path=name)


def check_numbers(runs: int, seed: int, threads: int | None) -> None:
    """Refuse a number of runs, a seed or a number of threads that cannot be."""
    for name, value, low, high in (
        ("runs", runs, 1, _MOST_RUNS),
        ("seed", seed, 0, _MOST_SEED),
        ("threads", threads if threads is not None else 1, 1, _MOST_RUNS),
    ):  # fmt: skip
        if not low <= value < high:
            raise InputError(f"must be from {low} to {high - 1} (got {value})", path=name)


def asked(scenario: "Scenario | str | Path", by: str | None) -> "Scenario":
    """A checked scenario, with its endings judged at another quarter if one is named.

    Raises:
        InputError: the scenario is not one, or the quarter lies outside it.
    """
    from aiscenarios.scenario import load

    if isinstance(scenario, str | Path):
        scenario = load(scenario)
    if by is None:
        return scenario
    try:
        quarter = quarters.parse(by)
    except ValueError as problem:
        raise InputError(str(problem), path="by") from problem
    if not scenario.start <= quarter <= scenario.end:
        first, last = quarters.label(scenario.start), quarters.label(scenario.end)
        raise InputError(f"{by} lies outside the scenario", path="by", hint=f"choose from {first} to {last}")
    return replace(scenario, by=quarter)
