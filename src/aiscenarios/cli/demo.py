"""``demo``: three futures on the same draws, what sets them apart, and what nobody knows."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aiscenarios.cli import documents, options
from aiscenarios.cli.options import SEED, WORDS

if TYPE_CHECKING:
    from aiscenarios.analysis import Comparison
    from aiscenarios.ensemble import Result
    from aiscenarios.ensemble.manifest import Manifest
    from aiscenarios.scenario import Scenario

__all__ = ["SCENARIOS", "demo"]

SCENARIOS = ("current_policy", "brain_drain", "bifurcation")
_RUNS, _AGENTS = 1000, 4000
_PAGE = "report.html"
_FEW_FAILED = "1%"
"""Failed runs with which the demo is done all the same, with a warning."""

Runs = Annotated[int, typer.Option(help="How many runs of each scenario.")]
Agents = Annotated[int, typer.Option(help="Researchers simulated in each run, 100 or more.")]
Out = Annotated[Path, typer.Option(metavar="DIR", help="Folder of results and report.")]


def demo(
    *,
    runs: Runs = _RUNS,
    agents: Agents = _AGENTS,
    seed: options.Seed = SEED,
    beliefs: options.Beliefs = None,
    threads: options.Threads = None,
    out: Out = Path("results/demo"),
    words: options.Words = "icd",
    details: options.Details = False,
    json: options.Json = False,
) -> None:
    """Compare three futures on the same draws and write a report."""
    from aiscenarios import analysis, ensemble, report
    from aiscenarios.cli import answers, findings
    from aiscenarios.cli.failed import Allowed
    from aiscenarios.report.words import scale

    simulate = partial(
        _simulated, runs=runs, agents=agents, seed=seed, beliefs=beliefs, threads=threads, out=out
    )
    results = ensemble.run_arms(
        SCENARIOS, runs, seed, out=[partial(_place, out)] * len(SCENARIOS), threads=threads, agents=agents,
        beliefs=beliefs,
    )  # fmt: skip
    compared = analysis.compare(*results)
    page = report.write(results, out / _PAGE, words=WORDS[words])
    found = findings.find(compared, simulate)
    if json:
        _print_document(compared, page, findings.document(found))
    else:
        answers.comparison(compared)
        findings.tell(found, scale(WORDS[words]))
        for result in results if details else ():
            answers.particulars(result)
        _next(page)
    Allowed.parse(_FEW_FAILED).end(results)


def _simulated(
    scenario: "Scenario | str", *, runs: int, agents: int, seed: int, beliefs: str | None,
    threads: int | None, out: Path,
) -> "Result":  # fmt: skip
    """A scenario run in the demo's folder; what is there already is taken up, not run again."""
    from aiscenarios import ensemble

    return ensemble.run(
        scenario, runs, seed, out=partial(_place, out), threads=threads, agents=agents, beliefs=beliefs
    )


def _place(out: Path, manifest: "Manifest") -> Path:
    return out / f"{manifest.scenario}-{manifest.fingerprint}"


def _print_document(compared: "Comparison", page: Path, found: dict[str, object]) -> None:
    from aiscenarios.cli.compare import document

    documents.print_object(**document(compared), **found, report=page)


def _next(page: Path) -> None:
    from aiscenarios.cli import screen

    screen.heading("The report, with figures and where each number comes from")
    screen.path(page.resolve())
    screen.heading("Next")
    for command in (
        "aiscenarios show brain_drain              every assumption as a sentence",
        "aiscenarios compare current_policy tight_controls open_doors",
        "aiscenarios init mine.yaml                a scenario of your own",
    ):
        print(f"  {command}")
