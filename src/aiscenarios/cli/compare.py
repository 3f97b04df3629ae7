"""``compare``: scenarios side by side, on the same draws."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aiscenarios.cli import documents, options

if TYPE_CHECKING:
    from aiscenarios.analysis import Comparison
    from aiscenarios.ensemble import Result
    from aiscenarios.scenario import Outside, Scenario

__all__ = ["compare", "document"]

Arms = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO", help="Shipped names, files or folders of results; the first is the reference."
    ),
]


def compare(
    scenarios: Arms,
    *,
    runs: options.SharedRuns = None,
    seed: options.SharedSeed = None,
    by: options.By = None,
    out: options.Out = None,
    beliefs: options.Beliefs = None,
    threads: options.Threads = None,
    cluster: options.Cluster = None,
    jobs: options.Jobs = None,
    agents: options.SharedAgents = None,
    extensions: options.Extensions = None,
    max_failed: options.MaxFailed = None,
    details: options.Details = False,
    json: options.Json = False,
) -> None:
    """Compare scenarios on the same draws."""
    from aiscenarios import analysis, ensemble
    from aiscenarios.cli import answers, clusters, extending
    from aiscenarios.cli.failed import Allowed

    allowed = Allowed.parse(max_failed)
    added = extending.load(extensions)
    arms = [_arm(name, added) for name in scenarios]
    with clusters.chosen(cluster, jobs) as workers:
        compared = analysis.compare(
            *arms,
            runs=runs,
            seed=seed,
            by=by,
            out=out or ensemble.dated,
            threads=threads,
            cluster=workers,
            agents=agents,
            beliefs=beliefs,
        )
    answers.warn_of_few_agents(*compared.results)
    if json:
        documents.print_object(**document(compared))
    else:
        answers.comparison(compared)
        for result in compared.results if details else ():
            answers.particulars(result)
        answers.stored(*compared.results)
    allowed.end(compared.results)


def _arm(name: str, added: "Outside") -> "Result | Scenario":
    """A stored result or a checked scenario; all are read before the first is run."""
    from aiscenarios import ensemble, scenario

    return (
        ensemble.open(name) if (Path(name) / "manifest.json").is_file() else scenario.load_with(name, added)
    )


def document(compared: "Comparison") -> dict[str, Any]:
    """A comparison as ``--json`` prints it."""
    from aiscenarios import quarters
    from aiscenarios.cli.run import chances, present
    from aiscenarios.report import sentences

    reference = compared.results[0]
    results = zip(compared.labels, compared.results, strict=True)
    return {
        "reference": compared.labels[0],
        "by": quarters.label(reference.scenario.by),
        "runs": reference.runs,
        "failed": sum(int(result.failed.sum()) for result in compared.results),
        "scenarios": [
            {
                "scenario": label,
                "digest": result.digest,
                "out": result.folder,
                "failed": int(result.failed.sum()),
                "conditional_on": sentences.conditional(result.scenario),
                "present": present(result.present),
                "probabilities": chances(result),
            }
            for label, result in results
        ],
        "differences": [
            {
                "scenario": each.scenario,
                "narrative": each.name,
                "difference": each.estimate.value,
                "low": each.estimate.low,
                "high": each.estimate.high,
            }
            for each in compared.estimates
        ],
    }
