"""``run``: one scenario, many runs, the chance of each ending."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from aiscenarios.cli import documents, options
from aiscenarios.cli.options import RUNS, SEED, WORDS
from aiscenarios.cli.plain import say
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.cli.failed import Allowed
    from aiscenarios.ensemble import Result
    from aiscenarios.ensemble.present import Present

__all__ = ["answer", "chances", "present", "run"]

MOST = 100_000
"""As in Python: runs at which --until stops unless --runs says another number."""

Runs = Annotated[
    int | None,
    typer.Option(
        help="How many runs; more of them narrow the sampling range. With --until the most there may be.",
        show_default=f"{RUNS:,}, with --until {MOST:,}",
    ),
]
Until = Annotated[
    float | None,
    typer.Option(
        metavar="HALF-WIDTH",
        help="Go on until every sampling range is within so much up and down, e.g. 0.01.",
        show_default=False,
    ),
]
Estimate = Annotated[
    bool, typer.Option("--estimate", help="Tell the time, memory and disk it would take, and run nothing.")
]
Plan = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Write the folder and a Slurm script for N parts, and run nothing.",
        show_default=False,
    ),
]


def run(
    scenario: options.ScenarioName,
    *,
    runs: Runs = None,
    seed: options.Seed = SEED,
    by: options.By = None,
    as_of: options.AsOf = None,
    out: options.Out = None,
    settings: options.Settings = None,
    beliefs: options.Beliefs = None,
    until: Until = None,
    estimate: Estimate = False,
    shard: options.Part = None,
    plan: Plan = None,
    threads: options.Threads = None,
    cluster: options.Cluster = None,
    jobs: options.Jobs = None,
    agents: options.Agents = None,
    extensions: options.Extensions = None,
    max_failed: options.MaxFailed = None,
    words: options.Words = "icd",
    details: options.Details = False,
    json: options.Json = False,
) -> None:
    """Run a scenario many times and tell the chance of each ending."""
    from aiscenarios import ensemble
    from aiscenarios.cli import clusters, extending, results, sharing
    from aiscenarios.cli.failed import Allowed
    from aiscenarios.scenario import load_with

    _refuse_together({"--until": until, "--estimate": estimate or None, "--shard": shard, "--plan": plan})
    if estimate or plan is not None:
        asked = "--estimate" if estimate else "--plan"
        _refuse_together({asked: True, "--cluster": cluster})
        _refuse_together({asked: True, "--max-failed": max_failed})
    allowed = Allowed.parse(max_failed)
    chosen = load_with(scenario, extending.load(extensions), as_of=as_of).with_set(*(settings or ()))
    shared: dict[str, Any] = {
        "by": by, "out": out or ensemble.dated, "threads": threads, "agents": agents, "beliefs": beliefs,
    }  # fmt: skip
    if estimate:
        sharing.tell_estimate(ensemble.estimate(chosen, runs, seed, **shared), json=json)
        return
    if plan is not None:
        script = ensemble.plan(chosen, plan, runs, seed, extensions=extensions or (), **shared)
        sharing.tell_plan(script, json=json)
        return
    with clusters.chosen(cluster, jobs) as workers:
        shared["cluster"] = workers
        if shard is not None:
            part = ensemble.run_shard(chosen, ensemble.Shard.parse(shard), runs, seed, **shared)
            results.tell(part, json=json)
            return
        result = ensemble.run(chosen, runs, seed, until=until, **shared)
    answer(result, WORDS[words], allowed, details=details, json=json)


def _refuse_together(given: dict[str, object]) -> None:
    named = [name for name, value in given.items() if value is not None]
    if len(named) > 1:
        raise InputError(f"{named[0]} and {named[1]} do not go together", hint="give one of them")


def answer(result: "Result", words: str, allowed: "Allowed", *, details: bool, json: bool) -> None:
    """Tell a result.

    Raises:
        Exit: more runs have failed than are allowed.
    """
    from aiscenarios.cli import answers
    from aiscenarios.report.words import scale

    until = result.manifest.until
    if until is not None and result.widest > until:
        say(
            f"Warning: after {result.runs:,} runs, the most there may be, the widest sampling range is"
            f" {result.widest:.2g} up and down, not {until:g}; run with --until and a larger --runs goes on"
        )
    answers.warn_of_few_agents(result)
    if json:
        documents.print_object(**_document(result))
    else:
        answers.single(result, scale(words))
        if details:
            answers.particulars(result)
        answers.stored(result)
    allowed.end([result])


def _document(result: "Result") -> dict[str, Any]:
    from aiscenarios import quarters
    from aiscenarios.report import sentences
    from aiscenarios.scenario import evidence_for

    made = result.manifest
    return {
        "scenario": made.scenario,
        "title": result.scenario.title,
        "digest": result.digest,
        "fingerprint": made.fingerprint,
        "runs": result.runs,
        "failed": int(result.failed.sum()),
        "failures": [
            {"sentence": text, "runs": count} for text, count in sentences.failed_because(result).items()
        ],
        "seed": made.seed,
        "agents": made.agents,
        "beliefs": made.beliefs,
        "out": result.folder,
        "by": quarters.label(result.scenario.by),
        "conditional_on": sentences.conditional(result.scenario),
        "answers": result.scenario.answers,
        "clocks": {
            clock.name: clock.when for clock in sentences.clocks(result, evidence_for(result.scenario))
        },
        "present": present(result.present),
        "probabilities": chances(result),
        "widest": result.widest,
    }


def present(found: "Present") -> dict[str, Any]:
    """How runs are weighed by the known present."""
    from aiscenarios.ensemble.psis import FEWEST

    return {
        "weighted": found.weights is not None,
        "effective": found.effective,
        "khat": found.found.khat,
        "values": [target.name for target in found.values],
        "problem": found.problem or None,
        "runs_that_would_do": found.enough() if found.values and found.effective < FEWEST else None,
    }


def chances(result: "Result") -> list[dict[str, Any]]:
    """The chance of each ending with its sampling range."""
    from aiscenarios.ensemble.intervals import proportion
    from aiscenarios.report import sentences

    return [
        {
            "narrative": name,
            "title": result.judgement[name].title,
            "probability": found.value,
            "low": found.low,
            "high": found.high,
            "if_all_counted_alike": proportion(result.judgement[name].true, result.failed).value,
            "at_start": sentences.already(result, name) or None,
        }
        for name, found in result.chances.items()
    ]
