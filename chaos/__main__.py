"""``make chaos``: kills, torn files, a full disk, hostile files; one table. About ten minutes on two cores.

``--quick`` does a tenth, ``--only`` one part; ``--memory`` adds 100,000 runs, some ten minutes more.
``--write`` puts the table into ``docs/tables/chaos.md``. The exit code is 1 if anything went wrong.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from aiscenarios import provenance
from chaos import archives, disk, folders, kills, memory, scenarios
from chaos.commands import Answer, ask
from chaos.watched import Seen

PAGE = Path("docs/tables/chaos.md")
CODES = {0, 2, 3, 5}
"""With which a command may answer hostile input."""
_RATIO, _REPORT = 1.3, 60.0


class Plan(NamedTuple):
    """How much is done."""

    kills: int = 100
    scenarios: int = 1000
    folders: int = 200
    archives: int = 80
    by_command: int = 10
    memory: tuple[int, ...] = (1000, 100_000)
    parts: tuple[str, ...] = ("kills", "disk", "files", "folders", "archives")


QUICK = Plan(10, 100, 20, 45, 2, (1000, 10_000))


class Row(NamedTuple):
    """A line of the table; ``good`` is None where nothing is asked."""

    what: str
    found: str
    wanted: str = ""
    good: bool | None = None


def killed(plan: Plan, place: Path, seed: int) -> Iterator[Row]:
    """Ensembles killed and taken up again."""
    each = plan.kills // len(kills.ENSEMBLES)
    for found in kills.endure(kills.ENSEMBLES, each, place, seed):
        yield Row(
            f"{found.ensemble.name} ({found.ensemble.scenario})",
            f"{found.kills} kills ({found.while_starting} while starting, {found.in_resume} of a run taken"
            " up),"
            " "
            f"{found.runs:,} runs; {found.chunks_kept:,} finished chunks looked at, {found.lost} lost; "
            f"{found.found_torn} of {found.torn} torn files found; end {_same(found.equal)}",
            "none lost, all found, bit-equal",
            found.lost == 0 and found.found_torn == found.torn and found.equal,
        )


def _same(equal: bool) -> str:
    return "bit-equal" if equal else "NOT bit-equal"


def filled(place: Path) -> Iterator[Row]:
    """A disk that is full, and a limit on the size of files."""
    for found in (disk.fill(place), disk.fill_by_limit(place)):
        yield Row(
            f"full disk: {found.how}",
            f"exit code {found.code}{', said in words' if found.said else ', NOT in words'}; {found.chunks}"
            f" finished chunks, {found.lost} lost; end {_same(found.equal)}",
            "code 2 in words, none lost, bit-equal",
            found.code == 2 and found.said and found.lost == 0 and found.equal,
        )


def of_files(plan: Plan, place: Path, seed: int) -> Iterator[Row]:
    """Hostile scenario files, here and through the command line."""
    folder = place / "files"
    folder.mkdir()
    os.mkfifo(folder / "pipe.yaml")
    (folder / "link.yaml").symlink_to("/etc/passwd")
    given = list(scenarios.files(plan.scenarios, seed))
    yield _row("hostile scenario files", [scenarios.judged(*each, folder) for each in given], len(given))
    some = random.Random(seed).sample(given, plan.by_command)
    yield _told("of these, by the command line", [_validated(content, folder) for _, content in some])


def of_folders(plan: Plan, place: Path, seed: int) -> Iterator[Row]:
    """Damaged folders of results, here and through the command line."""
    place = place / "folders"
    place.mkdir()
    whole, canary = folders.make(place / "whole"), folders.canary(place / "canary")
    seen, told, left = [], [], True
    for number in range(plan.folders):
        folder = place / f"damaged-{number}"
        what = folders.damaged(whole, folder, number, seed)
        if number < plan.by_command:
            told += [ask(command, folder, folder=place) for command in ("status", "verify")]
        seen += folders.judged(folder)
        left &= folders.intact(canary)
        shutil.rmtree(folder)
        print(f"folder {number + 1}: {what}", file=sys.stderr, flush=True)
    yield _row(
        "damaged folders of results, read, exported, checked and resumed", seen, plan.folders, left=left
    )
    yield _told("of these, by the command line", told)


def of_archives(plan: Plan, place: Path, seed: int) -> Iterator[Row]:
    """Hostile archives."""
    place = place / "archives"
    place.mkdir()
    whole, canary = folders.make(place / "whole"), folders.canary(place / "canary")
    honest = provenance.archive(whole, place / "honest.zip")
    ended = [archives.judged(content, place) for _, content in archives.files(honest, plan.archives, seed)]
    yield _row("hostile archives", [each for each, _ in ended], len(ended), left=folders.intact(canary))
    passed = sum(verdict == provenance.SAME for _, verdict in ended)
    yield Row("of these, called the same", str(passed), "only where no byte of a file was changed")


def _validated(content: bytes, place: Path) -> Answer:
    (place / "case.yaml").write_bytes(content)
    return ask("validate", "case.yaml", folder=place)


def _row(what: str, seen: list[Seen], count: int, *, left: bool = True) -> Row:
    """How hostile input ended in this process."""
    ends = Counter(each.what for each in seen)
    strange = {name: number for name, number in ends.items() if name not in ("answered", "refused", "hung")}
    outside = sum(bool(each.outside) for each in seen)
    for each in seen:
        if each.what in strange or each.what == "hung" or each.outside:
            print(f"{what}: {each.what}, {each.outside}\n{each.said}", file=sys.stderr)
    slowest = max(each.seconds for each in seen)
    found = (
        f"{count:,}: {ends['answered']:,} answered, {ends['refused']:,} refused in words,"
        f" {ends['hung']} hung,"
        f" {sum(strange.values())} tracebacks, {outside} wrote elsewhere; the slowest took {slowest:.1f} s"
    )
    good = not strange and not ends["hung"] and not outside and left
    return Row(what, found, "no traceback, no hang, no write outside", good)


def _told(what: str, answers: list[Answer]) -> Row:
    """How commands answered hostile input."""
    codes = Counter(str(each.code) for each in answers)
    bad = [each for each in answers if each.code not in CODES or "Traceback" in each.err or not _shown(each)]
    for each in bad:
        print(f"{what}: {each}", file=sys.stderr)
    told = ", ".join(f"{number} with code {code}" for code, number in sorted(codes.items()))
    return Row(
        what, f"{len(answers)} commands: {told}; {len(bad)} wrong", "codes 0, 2, 3 and 5 only", not bad
    )


def _shown(answer: Answer) -> bool:
    """Whether all that was printed can be shown."""
    return all(each.isprintable() or each in "\n" for each in answer.out + answer.err)


def remembered(plan: Plan) -> Iterator[Row]:
    """Memory of small and large ensembles."""
    found = {runs: memory.measured(runs) for runs in plan.memory}
    least = min(found, default=0)
    for runs, each in found.items():
        ratio = each["megabytes"] / found[least]["megabytes"]
        yield Row(
            f"{runs:,} runs of {memory.AGENTS} agents",
            f"{each['seconds']:.0f} s, at most {each['megabytes']:.0f} MB ({ratio:.2f}x); report in"
            f" {each['report']:.0f} s, at most {each['with_report']:.0f} MB",
            f"at most {_RATIO}x, report under {_REPORT:.0f} s",
            ratio <= _RATIO and each["report"] < _REPORT,
        )


def rows(plan: Plan, place: Path, seed: int) -> Iterator[Row]:
    """Everything, one after the other."""
    for name, part in PARTS.items():
        if name in plan.parts:
            yield from part(plan, place, seed)


PARTS: dict[str, Callable[[Plan, Path, int], Iterator[Row]]] = {
    "kills": killed, "disk": lambda _plan, place, _seed: filled(place), "files": of_files,
    "folders": of_folders, "archives": of_archives, "memory": lambda plan, _place, _seed: remembered(plan),
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Do it, print, write."""
    parser = argparse.ArgumentParser(
        prog="python3 bootstrap.py chaos", description="Kills and hostile files."
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--memory", action="store_true", help="also 100,000 runs, some ten minutes more")
    parser.add_argument("--only", action="append", default=[], choices=tuple(PARTS), help="repeatable")
    parser.add_argument("--write", action="store_true", help=f"renew {PAGE}")
    parser.add_argument("--seed", type=int, default=1, help="of moments and damages; the moments vary anyway")
    asked = parser.parse_args(arguments)
    plan = QUICK if asked.quick else Plan()
    chosen = tuple(asked.only) or (*plan.parts, *(["memory"] if asked.memory else []))
    plan = plan._replace(parts=chosen)
    begun, table = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="chaos-") as place:
        for row in rows(plan, Path(place), asked.seed):
            mark = {True: "ok", False: "WRONG", None: ""}[row.good]
            print(f"{row.what}\n    {row.found}\n    wanted: {row.wanted or 'nothing'}   {mark}", flush=True)
            table.append(row)
    minutes = (time.monotonic() - begun) / 60
    total = f"{plan.kills} kills, {plan.scenarios:,} files, {plan.folders} folders, {plan.archives} archives"
    print(f"{total}: {minutes:.1f} minutes on {os.cpu_count()} cores, seed {asked.seed}")
    if asked.write:
        lines = [
            "| what | found | wanted |",
            "|---|---|---|",
            *(f"| {' | '.join(row[:3])} |" for row in table),
        ]
        told = f"{total}, in {minutes:.0f} minutes on {os.cpu_count()} cores; seed {asked.seed}."
        PAGE.write_text("\n".join([told, "", *lines]) + "\n", encoding="utf-8")
    return int(any(row.good is False for row in table))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
