"""``resume``, ``status`` and ``export``: results that were begun, here or elsewhere."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from aiscenarios.cli import documents, options, run, screen
from aiscenarios.cli.options import WORDS
from aiscenarios.cli.plain import plain, quoted
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.ensemble import Status

__all__ = ["export", "resume", "status", "tell"]

Stored = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a result, whole or not.")]
MoreRuns = Annotated[
    int | None, typer.Option("--runs", help="In all.", show_default="as many as were asked for")
]


def resume(
    folder: Stored,
    *,
    runs: MoreRuns = None,
    shard: options.Part = None,
    threads: options.Threads = None,
    cluster: options.Cluster = None,
    jobs: options.Jobs = None,
    extensions: options.Extensions = None,
    max_failed: options.MaxFailed = None,
    words: options.Words = "icd",
    details: options.Details = False,
    json: options.Json = False,
) -> None:
    """Finish an interrupted result, mend a damaged one, or add runs to it."""
    from aiscenarios import ensemble
    from aiscenarios.cli import clusters, extending
    from aiscenarios.cli.failed import Allowed

    if shard is not None and runs is not None:
        raise InputError("--shard and --runs do not go together", hint="add runs first, without --shard")
    allowed = Allowed.parse(max_failed)
    added = extending.load(extensions)
    shared: dict[str, Any] = {"threads": threads, "levers": added.levers, "outcomes": added.outcomes}
    with clusters.chosen(cluster, jobs) as workers:
        shared["cluster"] = workers
        if shard is not None:
            tell(ensemble.resume_shard(folder, ensemble.Shard.parse(shard), **shared), json=json)
            return
        result = ensemble.resume(folder, runs, **shared)
    run.answer(result, WORDS[words], allowed, details=details, json=json)


def status(folder: Stored, *, json: options.Json = False) -> None:
    """How far a result has come, while others may be working on it."""
    from aiscenarios.ensemble import status as statuses

    tell(statuses.of_folder(folder), json=json)


def export(
    folder: Stored,
    *,
    to: Annotated[Literal["csv", "xlsx", "netcdf", "iamc", "hubverse"], typer.Option(help="The format.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to.", show_default="in the result's folder")
    ] = None,
    json: options.Json = False,
) -> None:
    """Write a result for another program."""
    from aiscenarios import ensemble, exports

    file = exports.export(ensemble.open(folder), to, out)
    if json:
        documents.print_object(file=file)
    else:
        print(plain(str(file)))


def tell(how: "Status", *, json: bool) -> None:
    """Print how far an ensemble has come, and what to do next."""
    if json:
        documents.print_object(**asdict(how), whole=how.whole)
        return
    place = quoted(how.folder)
    failed = f", {how.failed:,} of them failed" if how.failed else ""
    screen.paragraph(
        f"{how.scenario}, seed {how.seed}: {how.stored:,} of {how.runs:,} runs are stored{failed}"
        f" ({how.chunks - how.missing:,} of {how.chunks:,} chunks; begun {how.begun}, last stored"
        f" {how.changed or 'never'})."
    )
    if how.whole:
        print(f"Everything is there: aiscenarios report {place}")
    else:
        print(f"What is missing, or still being simulated elsewhere: aiscenarios resume {place}")
