"""What is told before an ensemble is begun, and ``finish``: parts simulated elsewhere become one result."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aiscenarios.cli import documents, options, run, screen
from aiscenarios.cli.options import WORDS
from aiscenarios.cli.plain import quoted

if TYPE_CHECKING:
    from aiscenarios.ensemble import Estimated

__all__ = ["finish", "tell_estimate", "tell_plan"]

MINUTE, HOUR, DAY = 60, 3600, 86400
_CLUSTER = 64
"""Threads of the cluster that is spoken of."""

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the result.")]
Others = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[OTHER]...", help="Copies of it that hold parts, if no disk was shared."),
]


def finish(
    folder: Folder,
    others: Others = None,
    *,
    max_failed: options.MaxFailed = None,
    words: options.Words = "icd",
    details: options.Details = False,
    json: options.Json = False,
) -> None:
    """End a result whose parts were simulated elsewhere, or say which parts are missing."""
    from aiscenarios import ensemble
    from aiscenarios.cli.failed import Allowed

    allowed = Allowed.parse(max_failed)
    run.answer(ensemble.finish(folder, others or ()), WORDS[words], allowed, details=details, json=json)


def tell_estimate(found: "Estimated", *, json: bool) -> None:
    """Print what an ensemble would need."""
    from aiscenarios.ensemble.needs import size

    needs = found.needs
    if json:
        documents.print_object(
            scenario=found.scenario, runs=found.runs, agents=found.agents, seconds=needs.seconds,
            threads=needs.threads, memory=needs.memory, memory_there=found.memory, disk=needs.disk,
            disk_free=found.disk, cluster_helps=found.cluster_helps,
        )  # fmt: skip
        return
    there = f" of {size(found.memory)}" if found.memory else ""
    screen.paragraph(
        f"{found.runs:,} runs of {found.scenario} with {found.agents:,} agents on {needs.threads} threads of"
        " this machine need about"
    )
    print(f"  time    {_time(needs.seconds)}")
    print(f"  memory  {size(needs.memory)}{there}")
    print(f"  disk    {size(needs.disk)} of {size(found.disk)} free")
    if found.cluster_helps:
        hours = _time(needs.seconds * needs.threads / _CLUSTER)
        screen.paragraph(
            f"A cluster would help: {_CLUSTER} threads as fast as these would take about {hours}."
        )
    else:
        print("No cluster is needed. Nothing was run or written.")


def _time(seconds: float) -> str:
    """Time for people, to two digits."""
    units = ((DAY, "days"), (HOUR, "hours"), (MINUTE, "minutes"))
    unit, name = next((each for each in units if seconds > 2 * each[0]), (1, "seconds"))
    return f"{max(seconds / unit, 1):.2g} {name}"


def tell_plan(script: Path, *, json: bool) -> None:
    """Print what is to be done with a plan."""
    if json:
        documents.print_object(out=script.parent, script=script)
        return
    print("Nothing was run. To run it:")
    print(f"  sbatch {quoted(script)}")
    print(f"  aiscenarios status {quoted(script.parent)}")
    print(f"  aiscenarios finish {quoted(script.parent)}")
