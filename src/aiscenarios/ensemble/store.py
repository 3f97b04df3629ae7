"""The folder of an ensemble: its layout, what of it is there, and how a chunk is added and read back.

::

    manifest.json                 what the values depend on; see ``Manifest``
    config.yaml                   the scenario, resolved
    written/1-NAME.yaml           the scenario as written, and the files it extends
    chunks/part-000000.parquet    run, quarter, one float32 column an outcome
    runs/part-000000.parquet      run, status, status_at, one float64 column a parameter
    labs/part-000000.parquet      run, quarter, lab, one column a fact about the lab
    events/part-000000.parquet    notable events
    summary.csv probabilities.csv
    log.jsonl                     what happened when; see ``Log``

The four parts of a chunk are written with ``chunks/`` last, and a chunk counts only if all four prove whole;
so a process may be killed at any moment, and whoever resumes simulates what is missing and nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from aiscenarios.ensemble import bounds, parts, sweep
from aiscenarios.ensemble import manifest as manifests
from aiscenarios.ensemble.chunks import Chunk, Span, Table, spans
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.errors import InputError
from aiscenarios.files.bounded import bounded_text

if TYPE_CHECKING:
    from aiscenarios.scenario import Scenario

__all__ = [
    "CONFIG", "MANIFEST", "MOST_BYTES", "TABLES", "WRITTEN", "Parts", "Store", "create",
    "open_store", "stored_in", "tables_of", "texts_of",
]  # fmt: skip

TABLES = ("labs", "events", "runs", "chunks")
MANIFEST, CONFIG, WRITTEN = "manifest.json", "config.yaml", "written"
MOST_BYTES = 4 * 1024 * 1024
"""Of a manifest that is read."""
_LONGEST = 100
_STRETCH = 2**20
"""Stored values of the stretches that a long ensemble is cut into."""

type Parts = Mapping[str, bytes]
"""A chunk as the content of its files, by table."""


@dataclass(frozen=True)
class Store:
    """Some runs of an ensemble on disk, the first ones; ``missing`` says which chunks are not there yet.

    The first runs of a larger ensemble are the smaller ensemble, digest and all.
    """

    folder: Path
    manifest: Manifest
    runs: int
    first: int = 0
    """Number of the first run; another than 0 only in a stretch, whose first run begins a chunk."""

    @property
    def spans(self) -> list[Span]:
        """The chunks these runs lie in."""
        every = spans(self.manifest.runs, self.manifest.chunk)
        return [span for span in every if self.first <= span.first < self.first + self.runs]

    def stretches(self, columns: int) -> list["Store"]:
        """The same runs cut into stretches of whole chunks, of which so many columns take little memory."""
        chunk, end = self.manifest.chunk, self.first + self.runs
        size = max(1, _STRETCH // (max(columns, 1) * self.manifest.quarters * chunk)) * chunk
        return [replace(self, first=at, runs=min(size, end - at)) for at in range(self.first, end, size)]

    def missing(self) -> list[Span]:
        """Chunks that are absent, cut off, or of another length."""
        return [span for span in self.spans if not self._holds(span)]

    def path(self, table: str, span: Span) -> Path:
        """Where a chunk's part of a table lies, or will lie."""
        return self.folder / table / parts.name_of(span.chunk)

    def _label(self, span: Span) -> parts.Label:
        return parts.Label(self.manifest.fingerprint, span.chunk, span.first, span.runs)

    def _holds(self, span: Span) -> bool:
        return all(self.is_whole(table, span) for table in TABLES)

    def is_whole(self, table: str, span: Span) -> bool:
        """Whether a chunk's part of a table is there and is labelled as it must be."""
        rows = bounds.rows(table, span, self.manifest.quarters)
        return parts.is_whole(self.path(table, span), self._label(span), rows)

    def encoded(self, span: Span, chunk: Chunk) -> Parts:
        """A chunk as the files it will be; nothing is written."""
        tables = tables_of(span, chunk)
        return {table: parts.encoded(tables[table], self._label(span)) for table in TABLES}

    def put(self, span: Span, files: Parts) -> None:
        """Store an encoded chunk; doing it twice changes nothing."""
        for table in TABLES:
            parts.replace_with(self.path(table, span), files[table])

    def commit(self, span: Span, chunk: Chunk) -> None:
        """Store a chunk; doing it twice changes nothing."""
        self.put(span, self.encoded(span, chunk))

    def scan(self, names: Sequence[str]) -> Iterator[dict[str, NDArray[np.float32]]]:
        """Outcome columns chunk by chunk, each run x quarter; memory stays that of one chunk."""
        for span in self.spans:
            yield self._outcomes(span, names)

    def columns(self, names: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Some outcome columns whole, each run x quarter."""
        found = {name: np.empty((self.runs, self.manifest.quarters), dtype=np.float32) for name in names}
        for span in self.spans:
            self.fill(found, span)
        return found

    def fill(self, columns: Mapping[str, NDArray[np.float32]], span: Span) -> None:
        """Put what a chunk holds of some outcome columns, each run x quarter, into place."""
        for name, values in self._outcomes(span, tuple(columns)).items():
            columns[name][span.first - self.first :][: len(values)] = values

    def _outcomes(self, span: Span, names: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        rows = self.part("chunks", span, names)
        shape, wanted = (span.runs, self.manifest.quarters), self.first + self.runs - span.first
        return {name: rows[name].reshape(shape)[:wanted] for name in names}

    def part(self, table: str, span: Span, names: Sequence[str] | None = None) -> dict[str, NDArray[Any]]:
        """A table's part of one chunk, all columns or those named.

        Raises:
            InputError: it is missing, damaged, or holds what no run could have written.
        """
        path = self.path(table, span)
        found = parts.read(path, names)
        whole = names is not None or bounds.complete(table, found)
        if not whole or not bounds.sound(table, found, span, self.manifest):
            raise parts.damaged(path)
        return found

    def pieces(self, table: str, names: Sequence[str] | None = None) -> Iterator[dict[str, NDArray[Any]]]:
        """A side table (``labs``, ``events``, ``runs``) by chunks: all, or ``run`` and the columns named."""
        wanted = None if names is None else ["run", *names]
        for span in self.spans:
            part = self.part(table, span, wanted)
            if part["run"].max(initial=0) >= self.first + self.runs:
                ours = part["run"] < self.first + self.runs
                part = {name: values[ours] for name, values in part.items()}
            yield part

    def table(self, table: str, names: Sequence[str] | None = None) -> dict[str, NDArray[Any]]:
        """A whole side table; see ``pieces``."""
        found = list(self.pieces(table, names))
        for span, part in zip(self.spans, found, strict=True):
            if set(part) != set(found[0]):
                raise parts.damaged(self.path(table, span))
        return {name: np.concatenate([part[name] for part in found]) for name in found[0]}

    def digest(self) -> str:
        """Hash of the stored outcome values; see ``sweep.digest``."""
        return sweep.digest(self)

    def sealed(self, digest: str) -> "Store":
        """The store with the digest of its values written into the manifest.

        Where another process has asked for more runs meanwhile, theirs stays: whoever ends those seals it.
        """
        sealed = replace(self, manifest=replace(self.manifest, digest=digest))
        return sealed if self.outgrown() else _written(sealed)

    def outgrown(self) -> bool:
        """Whether another process has asked for more runs since this one looked."""
        return open_store(self.folder).runs > self.manifest.runs

    def planned(self, parts: int) -> "Store":
        """The store with the number of parts it is shared out to in the manifest."""
        if self.manifest.planned == parts:
            return self
        return _written(replace(self, manifest=replace(self.manifest, planned=parts)))

    def write_text(self, name: str, text: str) -> None:
        """Put a file beside the parts, whole or not at all."""
        parts.replace_with(self.folder / name, text.encode())


def texts_of(scenario: "Scenario") -> dict[str, str]:
    """The texts that are put beside the runs of a scenario, by name: resolved, and as it was written."""
    written = {
        f"{WRITTEN}/{number}-{name[-_LONGEST:]}": text
        for number, (name, text) in enumerate(scenario.written, 1)
    }  # fmt: skip
    return {CONFIG: scenario.resolved()} | written


def tables_of(span: Span, chunk: Chunk) -> dict[str, Table]:
    """A chunk as the tables that are stored of it, by name."""
    return {
        "labs": chunk.labs, "events": chunk.events, "runs": _per_run(span, chunk),
        "chunks": parts.flat(chunk.columns, span.first),
    }  # fmt: skip


def _per_run(span: Span, chunk: Chunk) -> dict[str, NDArray[Any]]:
    keys = {
        "run": np.arange(span.first, span.first + span.runs, dtype=np.int64),
        "status": np.asarray(chunk.status, dtype=np.int64),
        "status_at": np.asarray(chunk.status_at, dtype=np.int64),
    }
    return keys | dict(chunk.parameters)


def _written(store: Store) -> Store:
    store.write_text(MANIFEST, store.manifest.text())
    return store


def open_store(folder: Path) -> Store:
    """The ensemble in a folder.

    Raises:
        InputError: there is none, or its manifest cannot be read.
    """
    file = folder / MANIFEST
    if not file.is_file():
        what = "holds no stored result" if folder.is_dir() else "is not a folder"
        raise InputError(f"{what} (no {MANIFEST})", file=str(folder), hint="name the folder of a run")
    _refuse_links(folder)
    manifest = manifests.parse(bounded_text(file, MOST_BYTES), str(file))
    return Store(folder, manifest, manifest.runs)


def _refuse_links(folder: Path) -> None:
    """A result's files lie in its own folder: a link could lead anywhere, and we would write there."""
    for name in (MANIFEST, CONFIG, WRITTEN, *TABLES):
        path = folder / name
        if path.is_symlink():
            raise InputError(
                "is a link, and could lead out of the result's folder", file=str(path),
                hint="put the file or folder itself there",
            )  # fmt: skip
        if name in TABLES and path.exists() and not path.is_dir():
            raise InputError("is no folder", file=str(path), hint="name the folder of a run")


def create(folder: Path, manifest: Manifest, texts: Mapping[str, str]) -> Store:
    """Begin an ensemble in a folder, or take up the one that is there.

    A stored ensemble keeps its size of chunk and whatever runs it holds; asking for more appends.

    Args:
        folder: new, empty, or holding this ensemble.
        manifest: the ensemble.
        texts: files to put beside it, by name.

    Raises:
        InputError: the folder holds something else; nothing is written.
    """
    stored = stored_in(folder, manifest)
    _make_folders(folder)
    if stored is not None:
        return _taken_up(stored, manifest)
    store = Store(folder, manifest, manifest.runs)
    for name, text in texts.items():
        store.write_text(name, text)
    # Of two processes that begin at once one wins: its size of chunk holds for both.
    if parts.put_new(folder / MANIFEST, manifest.text().encode()):
        return store
    return create(folder, manifest, texts)


def _make_folders(folder: Path) -> None:
    """Make the folders of the parts, also those that a result has lost."""
    try:
        for table in (*TABLES, WRITTEN):
            (folder / table).mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise InputError(f"cannot be created: {problem.strerror}", file=str(folder)) from problem


def stored_in(folder: Path, asked: Manifest) -> Store | None:
    """What a folder holds of an ensemble, or None if it can be begun there; nothing is written.

    Raises:
        InputError: the folder holds something else.
    """
    if (folder / MANIFEST).is_file():
        stored = open_store(folder)
        _refuse_another(stored, asked)
        return stored
    if folder.exists() and not folder.is_dir():
        raise InputError("is a file; results need a folder of their own", file=str(folder))
    if folder.is_dir() and not _is_beginning(folder):
        if (folder / MANIFEST).is_file():  # another beginner was done since we looked
            return stored_in(folder, asked)
        raise InputError("holds other files and no result", file=str(folder), hint="name a new folder")
    return None


def _is_beginning(folder: Path) -> bool:
    """Whether a folder is empty, or holds an ensemble that somebody is just beginning, or died beginning."""
    there = {path.name: path for path in folder.iterdir()}
    ours = {name for name in there if name.startswith(".") and name.endswith(parts.TEMPORARY)}
    empty = {
        name
        for name in TABLES
        if name in there and _is_folder(there[name]) and not any(there[name].iterdir())
    }
    texts = {CONFIG, WRITTEN} if len(empty) == len(TABLES) else set()
    return set(there) <= ours | empty | texts


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _refuse_another(stored: Store, asked: Manifest) -> None:
    name = manifests.first_difference(stored.manifest, asked)
    if name is not None:
        there, here = (getattr(each, name) for each in (stored.manifest, asked))
        told = "" if isinstance(there, dict) else f": {there} there, {here} now"
        raise InputError(
            f"holds another ensemble, which differs in '{name}'{told}",
            file=str(stored.folder), path=name, hint="name a new folder with --out",
        )  # fmt: skip


def _taken_up(stored: Store, asked: Manifest) -> Store:
    if asked.runs <= stored.runs:
        return replace(stored, runs=asked.runs)
    longer = replace(stored.manifest, runs=asked.runs, until=asked.until, most=asked.most, digest=None)
    return _written(Store(stored.folder, longer, asked.runs))
