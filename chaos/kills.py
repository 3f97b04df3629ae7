"""Ensembles killed at random moments by SIGKILL and taken up again until they are whole."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from aiscenarios.ensemble import store as stores
from chaos.commands import ask, kill, start
from chaos.ensembles import Kept, equal, kept, lost

__all__ = ["ENSEMBLES", "Ensemble", "Outcome", "endure"]

STARTING = 0.25
"""Part of the kills that come at any moment after the process's start, when it may have done nothing."""
_START, _WORK = 6.0, 1.0
"""Seconds among which a kill's moment is drawn: from the process's start, or from a stored chunk on."""
_PATIENCE = 300.0


class Ensemble(NamedTuple):
    """A way to run: scenario, threads, and into how many shards the work is cut."""

    name: str
    scenario: str
    threads: int
    shards: int = 1
    runs: int = 240
    seed: int = 7

    @property
    def options(self) -> tuple[object, ...]:
        """Of ``run``."""
        return ("--agents", 100, "--seed", self.seed, "--threads", self.threads)


ENSEMBLES = (
    Ensemble("one thread", "brain_drain", 1),
    Ensemble("two threads", "outlook", 2),
    Ensemble("three shards at once", "compute_surge", 1, shards=3),
    Ensemble("eight threads", "tight_controls", 8),
    Ensemble("two shards, twice each", "truce_lapses", 2, shards=2),
)


@dataclass
class Outcome:
    """What became of an ensemble."""

    ensemble: Ensemble
    kills: int = 0
    while_starting: int = 0
    in_resume: int = 0
    chunks_kept: int = 0
    """Whole chunks found after kills, added up."""
    lost: int = 0
    torn: int = 0
    found_torn: int = 0
    runs: int = 0
    equal: bool = False


def endure(ensembles: Sequence[Ensemble], kills: int, place: Path, seed: int) -> list[Outcome]:
    """Kill every ensemble so many times, two at a time, and see what is left."""
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(_endured, each, kills, place / f"{n}", random.Random(f"{seed} {each.name}"))
            for n, each in enumerate(ensembles)
        ]
        return [job.result() for job in jobs]


def _endured(ensemble: Ensemble, kills: int, place: Path, chance: random.Random) -> Outcome:
    place.mkdir()
    found, folder, runs = Outcome(ensemble), place / "killed", ensemble.runs
    before: Kept = {}
    while found.kills < kills:
        begun = bool(before)
        processes = list(_started(ensemble, runs, folder, chance, begun))
        starting = chance.random() < STARTING
        _wait(processes, folder, len(before), chance, starting=starting)
        died = [kill(process) for process in processes]
        after = kept(folder)
        found.lost += lost(before, after)
        if any(died):
            found.kills += 1
            found.while_starting += starting
            found.in_resume += begun
            found.chunks_kept += len(after)
            print(
                f"{ensemble.name}: kill {found.kills}, {len(after)} chunks whole", file=sys.stderr, flush=True
            )
        if after and not stores.open_store(folder).missing():
            runs += ensemble.runs  # it is whole: go on with more
            before = {} if _last_grows(folder, runs) else after
        else:
            before = after
    found.runs = runs
    _finished(folder, runs)
    for table in stores.TABLES:
        _tear(folder, table, chance)
        found.torn += 1
        found.found_torn += len(stores.open_store(folder).missing()) == 1
        _finished(folder, runs)
    reference = place / "whole"
    ask("run", ensemble.scenario, "--runs", runs, *ensemble.options, "--out", reference, folder=place)
    found.equal = equal(folder, reference)
    return found


def _started(
    ensemble: Ensemble, runs: int, folder: Path, chance: random.Random, begun: bool
) -> Iterator["subprocess.Popen[bytes]"]:
    """The processes that work on a folder: one by ``run`` or ``resume``, or one a shard."""
    if ensemble.shards > 1:
        twice = 2 if "twice" in ensemble.name else 1
        for number in [*range(1, ensemble.shards + 1)] * twice:
            yield start(
                "run", ensemble.scenario, "--runs", runs, *ensemble.options, "--out", folder, "--shard",
                f"{number}/{ensemble.shards}", folder=folder.parent,
            )  # fmt: skip
    elif begun and chance.random() < 0.7:
        yield start("resume", folder, "--runs", runs, "--threads", ensemble.threads, folder=folder.parent)
    else:
        yield start(
            "run", ensemble.scenario, "--runs", runs, *ensemble.options, "--out", folder, folder=folder.parent
        )


def _wait(
    processes: Sequence["subprocess.Popen[bytes]"], folder: Path, chunks: int, chance: random.Random, *,
    starting: bool,
) -> None:  # fmt: skip
    """Wait until the moment to kill: any moment after the start, or after a further chunk was stored."""
    deadline = time.monotonic() + (_START * chance.random() if starting else _PATIENCE)
    stored = folder / "chunks"
    while time.monotonic() < deadline and any(process.poll() is None for process in processes):
        if not starting and stored.is_dir() and len(list(stored.glob("part-*.parquet"))) > chunks:
            time.sleep(_WORK * chance.random())
            return
        time.sleep(0.01)


def _last_grows(folder: Path, runs: int) -> bool:
    """Whether asking for more runs makes the last chunk longer, so that it is written anew."""
    return (
        bool(stores.open_store(folder).manifest.runs % stores.open_store(folder).manifest.chunk) and runs > 0
    )


def _finished(folder: Path, runs: int) -> None:
    """End an ensemble, undisturbed."""
    answer = ask("resume", folder, "--runs", runs, folder=folder.parent)
    if answer.code != 0:
        raise RuntimeError(f"resume ended with {answer.code}: {answer.err[-2000:]}")


def _tear(folder: Path, table: str, chance: random.Random) -> None:
    """Cut a part off somewhere."""
    file = chance.choice(sorted((folder / table).glob("part-*.parquet")))
    content = file.read_bytes()
    file.write_bytes(content[: chance.randrange(len(content))])
