"""One zip file that holds a result and all it was made of, written whole or not at all."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from aiscenarios import ensemble, report
from aiscenarios.ensemble import parts
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.believed import believed
from aiscenarios.ensemble.model import digest_of
from aiscenarios.ensemble.outputs import output
from aiscenarios.ensemble.reading import BESIDE
from aiscenarios.ensemble.result import Result
from aiscenarios.errors import InputError
from aiscenarios.provenance import hashes, layout, material
from aiscenarios.provenance.zipped import add, add_file, written
from aiscenarios.scenario import evidence_for

__all__ = ["archive"]

type Content = str | bytes | Path
"""A text, bytes, or a file of the disk."""


def archive(folder: str | Path, out: str | Path | None = None) -> Path:
    """Put a stored result and all it was made of into one file that ``verify`` can check.

    The same result, archived twice by one installation, gives the same bytes.

    Args:
        folder: of a whole result.
        out: the file, ending with .zip; default: beside the folder, under its name.

    Returns:
        The file.

    Raises:
        InputError: the folder holds no whole result, its evidence is not that of this version, or the file
            is there already or cannot be written; nothing is left behind.
    """
    result = ensemble.open(folder)
    _refuse_other_evidence(result)
    place = result.folder.resolve()
    file = output(place.with_name(f"{place.name}.zip") if out is None else out, ".zip")
    try:
        with parts.new(file) as half, written(half) as target:
            listed = {name: _put(target, name, content) for name, content in sorted(_contents(result))}
            add(target, layout.HASHES, hashes.text(listed).encode())
    except FileExistsError:
        raise InputError(
            "is there already, and an archive is never written over", file=str(file), hint="name another"
        ) from None
    except OSError as problem:
        raise InputError(f"cannot be written: {problem.strerror}", file=str(file)) from problem
    return file


def _refuse_other_evidence(result: Result) -> None:
    """Evidence and beliefs that go in are those of now, so they must be what the runs were made from."""
    made = result.manifest
    if evidence_for(result.scenario).fingerprint != made.evidence:
        raise InputError(
            "was made from other evidence than this version carries", file=str(result.folder),
            hint=f"archive it with version {made.versions.get('aiscenarios', 'that made it')}",
        )  # fmt: skip
    known = evidence_for(result.scenario)
    if digest_of(*believed(result.scenario, known, made.beliefs).parts) != made.parameters:
        raise InputError(
            f"was drawn from other beliefs than '{made.beliefs}' now holds", file=str(result.folder),
            hint="put back the file that the runs were drawn from",
        )  # fmt: skip


def _put(target: zipfile.ZipFile, name: str, content: Content) -> str:
    """Add a file, and give its hash."""
    if isinstance(content, Path):
        add_file(target, name, content)
        return hashes.of_file(content)
    raw = content.encode() if isinstance(content, str) else content
    add(target, name, raw)
    return hashes.of_bytes(raw)


def _contents(result: Result) -> Iterator[tuple[str, Content]]:
    """Everything that goes in, by name."""
    packed, no_wheel = material.package()
    yield from packed.items()
    yield layout.README, material.readme(result, no_wheel)
    yield from material.around(result)
    yield layout.REPORT, report.html([result])
    yield from ((f"{layout.RESULT}/{name}", result.folder / name) for name in _files(result))
    yield layout.RESOLVED, result.folder / stores.CONFIG
    for path in sorted((result.folder / stores.WRITTEN).glob("*")):
        name = f"{layout.WRITTEN}/{layout.fitting(path.name)}"
        if parts.is_own_file(path) and layout.allowed(name):
            yield name, path


def _files(result: Result) -> Iterator[str]:
    """The files that the result consists of."""
    yield from (stores.MANIFEST, stores.CONFIG, *BESIDE)
    for table in stores.TABLES:
        for span in result.store.spans:
            yield f"{table}/{parts.name_of(span.chunk)}"
