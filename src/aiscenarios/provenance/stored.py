"""What can be said of stored files without simulating: are they whole, and do they agree with each other?"""

import difflib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from aiscenarios.ensemble import parts, summary
from aiscenarios.ensemble.manifest import IDENTITY, Manifest
from aiscenarios.ensemble.reading import BESIDE
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.store import CONFIG, TABLES, WRITTEN
from aiscenarios.errors import InputError
from aiscenarios.files.bounded import bounded_text
from aiscenarios.files.reader import MAX_BYTES
from aiscenarios.provenance import layout
from aiscenarios.provenance.case import Case
from aiscenarios.provenance.verdict import Finding

__all__ = ["beside", "chunks", "digest", "identity", "scenario"]

_FROM_KERNEL = "kernel"
_RESTS_ON = {
    "config": "scenario", "evidence": "claims, facts or numbers", "parameters": "beliefs",
    "world": "start of the world, levers, labs or number of agents", "outcomes": "outcomes",
    "extensions": "code from outside the package", "quarters": "length of a run",
    "schema": "layout of the store",
    "beliefs": "beliefs", "agents": "number of agents", "seed": "seed",
}  # fmt: skip
"""What each field of identity is about, in words."""
_MOST_LINES = 10
_MOST_BYTES = 2**26


def scenario(case: Case) -> Iterator[Finding]:
    """Whether the stored scenario is the one that the manifest names; if not, the lines that were changed."""
    from aiscenarios.scenario.resolve import fingerprint

    file = case.store.folder / CONFIG
    text = bounded_text(file, MAX_BYTES) if parts.is_own_file(file) else ""
    if fingerprint(text) == case.made.config:
        return
    yield Finding(case.named(file), "is another scenario than the one that the runs were made with")
    for original in _originals(case):
        if fingerprint(original) == case.made.config:
            yield from _changed_lines(case.named(file), original, text)
            return


def _originals(case: Case) -> Iterator[str]:
    """Other places that may still hold the scenario as it was run."""
    from aiscenarios.scenario import load

    kept = case.store.folder / WRITTEN
    if case.archive is not None:
        copy, kept = case.archive / layout.RESOLVED, case.archive / layout.WRITTEN
        if copy.is_file():
            yield bounded_text(copy, MAX_BYTES)
    files = [each for each in kept.glob("[0-9]*-*") if parts.is_own_file(each)] if kept.is_dir() else []
    if files:
        try:
            yield load(max(files, key=_number)).resolved()
        except InputError:  # it extends files that lie elsewhere
            return


def _number(path: Path) -> int:
    digits = path.name.partition("-")[0]
    return int(digits) if digits.isdecimal() else 0


def _changed_lines(file: str, original: str, text: str) -> Iterator[Finding]:
    old, new = original.splitlines(), text.splitlines()
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    changes = [each for each in matcher.get_opcodes() if each[0] != "equal"][:_MOST_LINES]
    for _, first, last, begin, end in changes:
        before, after = (" / ".join(map(str.strip, lines)) for lines in (old[first:last], new[begin:end]))
        yield Finding(
            file, f"line {begin + 1}: from {before or 'nothing'!r} to {after or 'nothing'!r}",
            (("line", begin + 1), ("from", before), ("to", after)),
        )  # fmt: skip


def identity(case: Case, here: Manifest) -> Iterator[Finding]:
    """Which field that values depend on was changed in the manifest, or is not that of this version.

    Args:
        case: what is checked.
        here: the manifest that the stored scenario has with this version.
    """
    made, file = case.made, case.manifest_file
    other = [
        name
        for name in IDENTITY
        if name not in (_FROM_KERNEL, "beliefs") and getattr(made, name) != getattr(here, name)
    ]
    labels = {label for label in (case.stated, *_labels(case)) if label != made.fingerprint}
    if not labels:
        for name in other:
            yield Finding(
                file, f"{name}: the runs were made from other {_RESTS_ON[name]} than this version has",
                (("field", name),),
            )  # fmt: skip
        return
    for name in other:
        field = "outside" if name == "extensions" else name  # the one is made from the other
        if replace(made, **{field: getattr(here, field)}).fingerprint in labels:
            old, new = getattr(here, name), getattr(made, name)
            yield Finding(
                file, f"{name} ({_RESTS_ON[name]}): from {old} to {new}",
                (("field", name), ("from", str(old)), ("to", str(new))),
            )  # fmt: skip
            return
    if other:
        yield Finding(file, f"was changed after the run, in or beside: {', '.join(other)}")
    else:
        yield Finding(
            file, f"seed: {made.seed} is not the seed that the runs were made with; everything else is as the"
            " runs' own labels say", (("field", "seed"), ("to", str(made.seed))),
        )  # fmt: skip


def _labels(case: Case) -> Iterator[str]:
    """The fingerprint in the label of the first part that has one."""
    for span in case.store.spans:
        label = parts.label_of(case.store.path("chunks", span))
        if label is not None:
            yield label.fingerprint
            return


def chunks(case: Case) -> Iterator[Finding]:
    """Parts that are gone or damaged, or that belong elsewhere."""
    for span in case.store.spans:
        for table in TABLES:
            path = case.store.path(table, span)
            try:
                case.store.part(table, span)
            except InputError:
                yield Finding(case.named(path), "is missing or damaged", (("runs", [span.first, span.runs]),))
                continue
            label = parts.label_of(path)
            if label is None or label[1:] != (span.chunk, span.first, span.runs):
                yield Finding(case.named(path), "belongs to another chunk, or is no part of a result")


def digest(case: Case) -> Iterator[Finding]:
    """Whether the stored values are those whose digest was written when the last run was stored."""
    found = case.store.digest()
    if found != case.made.digest:
        yield Finding(
            case.manifest_file, f"digest: stored values were changed after the run ({case.made.digest} then,"
            f" {found} now)", (("field", "digest"), ("from", case.made.digest), ("to", found)),
        )  # fmt: skip


def beside(case: Case, result: Result) -> Iterator[Finding]:
    """Lines of the summary and of the chances that do not follow from the stored values."""
    for name, write in zip(BESIDE, (summary.summary_csv, summary.probabilities_csv), strict=True):
        path = case.store.folder / name
        if not parts.is_own_file(path):
            yield Finding(case.named(path), "is missing")
            continue
        yield from _lines(case.named(path), path, write(result))


def _lines(file: str, path: Path, wanted: str) -> Iterator[Finding]:
    text = bounded_text(path, _MOST_BYTES)
    if text == wanted:
        return
    there, should = text.splitlines(), wanted.splitlines()
    pairs = [(n, *pair) for n, pair in enumerate(zip(there, should, strict=False), 1) if pair[0] != pair[1]]
    for line, old, new in pairs[:_MOST_LINES]:
        details = (("line", line), ("stored", old), ("computed", new))
        yield Finding(file, f"line {line}: says {old!r}; the stored values give {new!r}", details)
    if not pairs:
        yield Finding(file, f"has {len(there):,} lines; the stored values give {len(should):,}")
