"""``run``: one scenario, many runs, the chance of each ending."""

from typing import TYPE_CHECKING, Any

import typer

from aiscenarios.cli import documents, exits, options
from aiscenarios.cli.options import RUNS, SEED, WORDS

if TYPE_CHECKING:
    from aiscenarios.ensemble import Result
    from aiscenarios.ensemble.present import Present

__all__ = ["answer", "chances", "present", "run"]


def run(
    scenario: options.ScenarioName,
    *,
    runs: options.Runs = RUNS,
    seed: options.Seed = SEED,
    by: options.By = None,
    as_of: options.AsOf = None,
    out: options.Out = None,
    settings: options.Settings = None,
    beliefs: options.Beliefs = None,
    shard: options.Part = None,
    threads: options.Threads = None,
    agents: options.Agents = None,
    extensions: options.Extensions = None,
    words: options.Words = "icd",
    details: options.Details = False,
    json: options.Json = False,
) -> None:
    """Run a scenario many times and tell the chance of each ending."""
    from aiscenarios import ensemble
    from aiscenarios.cli import extending, results
    from aiscenarios.scenario import load_with

    chosen = load_with(scenario, extending.load(extensions), as_of=as_of).with_set(*(settings or ()))
    shared: dict[str, Any] = {
        "by": by, "out": out or ensemble.dated, "threads": threads, "agents": agents, "beliefs": beliefs,
    }  # fmt: skip
    if shard is not None:
        part = ensemble.run_shard(chosen, ensemble.Shard.parse(shard), runs, seed, **shared)
        results.tell(part, json=json)
        return
    answer(ensemble.run(chosen, runs, seed, **shared), WORDS[words], details=details, json=json)


def answer(result: "Result", words: str, *, details: bool, json: bool) -> None:
    """Tell a result.

    Raises:
        Exit: runs have failed.
    """
    from aiscenarios.cli import answers
    from aiscenarios.report.words import scale

    answers.warn_of_few_agents(result)
    if json:
        documents.print_object(**_document(result))
    else:
        answers.single(result, scale(words))
        if details:
            answers.particulars(result)
        answers.stored(result)
    if answers.has_failed(result):
        raise typer.Exit(exits.FAILED_RUNS)


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
    }


def present(found: "Present") -> dict[str, Any]:
    """How runs are weighed by the known present."""
    return {
        "weighted": found.weights is not None,
        "effective": found.effective,
        "khat": found.found.khat,
        "values": [target.name for target in found.values],
        "problem": found.problem or None,
        "runs_that_would_do": found.enough() if found.values else None,
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
