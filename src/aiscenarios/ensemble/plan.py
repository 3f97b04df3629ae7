"""An ensemble shared out to the jobs of a Slurm array: folder and script are written, nothing is run."""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.asking import DEFAULT_RUNS, DEFAULT_SEED, check_numbers
from aiscenarios.ensemble.chunks import CHUNKS_A_THREAD
from aiscenarios.ensemble.folders import Out, dated
from aiscenarios.ensemble.manifest import MOST_PARTS
from aiscenarios.ensemble.options import Options
from aiscenarios.ensemble.parts import replace_with
from aiscenarios.ensemble.reading import open
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.run import prepare
from aiscenarios.ensemble.shards import Shard
from aiscenarios.ensemble.store import Store
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = ["SCRIPT", "finish", "missing_parts", "plan"]

SCRIPT = "slurm.sh"
CHUNK = 100
"""Runs of a chunk at most: nothing is timed here, and so many take a second or two."""

_TEXT = """\
#!/bin/bash
# {runs:,} runs of {scenario} in {parts} parts that need not talk.
# Add what your cluster asks for: partition, account, time.
#   sbatch {script}
#   aiscenarios finish {folder}
#SBATCH --job-name=aiscenarios
#SBATCH --array=1-{parts}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task={threads}
#SBATCH --output="{log}"
set -euo pipefail
cd {here}
exec {command} resume {folder} --shard "${{SLURM_ARRAY_TASK_ID:?is set by sbatch}}/{parts}" \\
    --threads "${{SLURM_CPUS_PER_TASK:-{threads}}}"{extensions}
"""


def plan(
    scenario: "Scenario | str | Path",
    of: int,
    runs: int | None = None,
    seed: int = DEFAULT_SEED,
    *,
    out: Out = dated,
    extensions: Sequence[str] = (),
    **options: Unpack[Options],
) -> Path:
    """Write the folder of an ensemble and a script that simulates it in parts; nothing is run.

    Args:
        scenario: as for ``run``, as are the rest.
        of: how many.
        runs: of the whole.
        seed: of all draws.
        out: the folder.
        extensions: modules that hold what comes from outside, as ``--with`` takes them.
        options: see ``Options``; ``threads`` is that of each part, 4 by default.

    Returns:
        The script.

    Raises:
        InputError: anything asked for is impossible; nothing is written.
    """
    runs = DEFAULT_RUNS if runs is None else runs
    check_numbers(runs=runs)
    if not 1 <= of <= min(MOST_PARTS, runs):
        raise InputError(
            f"must be from 1 to {min(MOST_PARTS, runs):,} (got {of})", path="plan", hint="a part needs a run"
        )
    threads = options.get("threads") or 4
    prepared = prepare((scenario,), seed, out=(out,), **options)
    _refuse_unwritable(prepared.folders[0].absolute())
    chunk = max(1, min(CHUNK, runs // (of * CHUNKS_A_THREAD * threads) or 1))
    manifest = replace(prepared.models[0].manifest(runs), chunk=chunk, planned=of)
    arm = prepared.arm(0, manifest)
    store = stores.create(arm.folder, manifest, arm.texts).planned(of)
    script = store.folder / SCRIPT
    text = _script(store, of, threads, extensions)
    replace_with(script, text.encode())
    script.chmod(0o755)
    return script


def _refuse_unwritable(folder: Path) -> None:
    """A comment or directive of a script ends with its line."""
    if not str(folder).isprintable() or '"' in str(folder):
        raise InputError(
            "has a name that cannot stand in a script", file=repr(str(folder)), hint="name another with --out"
        )


def _script(store: Store, of: int, threads: int, extensions: Sequence[str]) -> str:
    folder = store.folder.absolute()
    named = [str(Path(name).absolute()) if name.endswith(".py") else name for name in extensions]
    return _TEXT.format(
        runs=store.manifest.runs,
        scenario=" ".join(store.manifest.scenario.split()),
        parts=of,
        threads=threads,
        folder=shlex.quote(str(folder)),
        script=shlex.quote(str(folder / SCRIPT)),
        here=shlex.quote(str(Path.cwd())),
        log=str(folder / "slurm-%A_%a.out"),
        command=f"{shlex.quote(sys.executable)} -m aiscenarios.cli",
        extensions="".join(f" --with {shlex.quote(name)}" for name in named),
    )


def finish(folder: str | Path, others: Sequence[str | Path] = ()) -> Result:
    """End an ensemble whose parts were simulated elsewhere: take chunks in, and write the summary.

    Args:
        folder: of the ensemble.
        others: folders of the same ensemble whose chunks are taken in, where parts had no shared disk.

    Raises:
        InputError: another holds another ensemble, or runs are missing; the message names the parts.
    """
    from aiscenarios.ensemble.reading import finish as end

    store = stores.open_store(Path(folder))
    for other in others:
        _take_in(store, stores.open_store(Path(other)))
    lacking = store.missing()
    if lacking:
        raise InputError(
            f"{sum(span.runs for span in lacking):,} of its {store.runs:,} runs are missing"
            f" ({len(lacking):,} of {len(store.spans):,} chunks){_named(store)}",
            file=str(folder), hint=_how(store),
        )  # fmt: skip
    return end(open(folder))


def _take_in(store: Store, other: Store) -> None:
    """Copy the chunks that one folder lacks and another has."""
    ours, theirs = store.manifest, other.manifest
    if (ours.fingerprint, ours.chunk) != (theirs.fingerprint, theirs.chunk):
        raise InputError(
            f"holds another ensemble than {store.folder}, or one cut otherwise", file=str(other.folder),
            hint="copy the planned folder to where its parts are run",
        )  # fmt: skip
    there = set(other.spans) - set(other.missing())
    for span in store.missing():
        if span in there:
            store.put(span, {table: other.path(table, span).read_bytes() for table in stores.TABLES})


def missing_parts(store: Store) -> list[int]:
    """The parts of a planned ensemble that lack chunks."""
    of = store.manifest.planned or 1
    shards = [Shard(number, of) for number in range(1, of + 1)]
    lacking = store.missing()
    return [shard.number for shard in shards if any(shard.holds(span) for span in lacking)]


def _named(store: Store) -> str:
    if store.manifest.planned is None:
        return ""
    lacking = missing_parts(store)
    return f", in part{'s' if len(lacking) > 1 else ''} {_ranges(lacking)} of {store.manifest.planned}"


def _how(store: Store) -> str:
    here = f"aiscenarios resume {shlex.quote(str(store.folder))}"
    if store.manifest.planned is None:
        return f"simulate them with {here}"
    script = shlex.quote(str(store.folder / SCRIPT))
    return f"sbatch --array={_ranges(missing_parts(store))} {script}, or here: {here}"


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers as Slurm writes them: 1-3,7."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return ",".join("-".join(map(str, each)) for each in found)
