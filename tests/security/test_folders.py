"""Folders of results from strangers: what they can do to whoever reads them, which is nothing but lie."""

import json
import math
import os
import shutil
from pathlib import Path

import pytest

from aiscenarios import InputError, ensemble, exports, plots, report
from aiscenarios.ensemble import manifest as manifests
from aiscenarios.ensemble import parts
from aiscenarios.ensemble import status as statuses
from aiscenarios.ensemble import store as stores
from chaos import folders

COUNT = 20


@pytest.mark.parametrize("number", range(COUNT))
def test_a_damaged_folder_ends_in_words(number: int, whole: Path, tmp_path: Path) -> None:
    """Status, exports, check and resume end in an answer or an InputError, and write nowhere else."""
    canary = folders.canary(tmp_path / "canary")
    what = folders.damaged(whole, tmp_path / "x", number, seed=2)
    for seen in folders.judged(tmp_path / "x"):
        assert seen.what in ("answered", "refused"), f"{what}: {seen.said}"
        assert seen.outside == (), what
    assert folders.intact(canary), what


@pytest.mark.parametrize("name", [stores.MANIFEST, stores.CONFIG, *stores.TABLES])
def test_links_are_not_followed_out(name: str, result: Path, canary: Path) -> None:
    """A folder whose manifest, scenario or parts are links is refused before anything is read or written."""
    path = result / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.symlink_to(canary / "sub" if name in stores.TABLES else canary / "precious.txt")
    for work in (statuses.of_folder, ensemble.open, lambda folder: ensemble.resume(folder, progress="none")):
        with pytest.raises(InputError, match=r"is a link|holds no stored result"):
            work(result)
    assert folders.intact(canary)


def test_a_part_that_is_a_link_counts_as_missing_and_is_made_anew_here(result: Path, canary: Path) -> None:
    """A linked part is not read; resuming puts a file in its place and leaves alone what it led to."""
    part = result / "chunks" / parts.name_of(0)
    shutil.copy(part, canary / "sub" / "same.parquet")
    part.unlink()
    part.symlink_to(canary / "sub" / "same.parquet")
    assert statuses.of_folder(result).missing == 1
    before = (canary / "sub" / "same.parquet").read_bytes()
    ensemble.resume(result, progress="none")
    assert not part.is_symlink() and (canary / "sub" / "same.parquet").read_bytes() == before


def test_outputs_replace_links_and_do_not_write_through_them(result: Path, canary: Path) -> None:
    """Where a report, an export or a figure would lie, a link is replaced, never followed."""
    opened = ensemble.open(result)
    for name in ("report.html", "iamc.csv", "by_date.svg"):
        (result / name).symlink_to(canary / "precious.txt")
    report.write([opened], result / "report.html")
    exports.export(opened, "iamc")
    plots.save(opened, "by_date", result / "by_date.svg")
    assert folders.intact(canary)
    assert not any((result / name).is_symlink() for name in ("report.html", "iamc.csv", "by_date.svg"))


def test_pipes_are_not_waited_for(result: Path) -> None:
    """A part that is a pipe counts as missing; nobody waits for its other end."""
    part = result / "runs" / parts.name_of(1)
    part.unlink()
    os.mkfifo(part)
    assert statuses.of_folder(result).missing == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("runs", 2**40), ("runs", -1), ("runs", "8"), ("runs", True), ("chunk", 0), ("chunk", 2**31),
     ("quarters", 10**6), ("agents", 1.5), ("seed", -1), ("outcomes", {}), ("outcomes", []),
     ("outcomes", {"a": 1}), ("labs", "x"), ("labs", [1]), ("by", "2030Q9"), ("start", ""),
     ("created", "yesterday"), ("outside", [{}]), ("digest", 5), ("scenario", "\x1b[2J"),
     ("machine", "\u202e"), ("versions", {"numpy": "\x07"}), ("planned", 2**62), ("planned", 0),
     ("most", 2**62), ("most", -1), ("until", 1e-300), ("until", math.nan), ("until", -1),
     ("scenario", "x" * 10**5)],
)  # fmt: skip
def test_a_manifest_is_believed_nothing(field: str, value: object, result: Path) -> None:
    """A field of another type, size or alphabet than any run writes is refused by name."""
    file = result / stores.MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text()) | {field: value}))
    with pytest.raises(InputError, match="not the manifest of an ensemble") as caught:
        stores.open_store(result)
    assert (caught.value.path or "").startswith(field)


def test_too_many_chunks_are_not_counted_up(result: Path) -> None:
    """Numbers that would make a list of billions of chunks are refused at once."""
    file = result / stores.MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text()) | {"runs": 2**32 - 1, "chunk": 1}))
    with pytest.raises(InputError, match="too many chunks"):
        statuses.of_folder(result)


def test_a_table_that_unpacks_to_too_much_is_not_read(result: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of few bytes that holds a great many rows is refused by what its footer says, unread."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import parquet

    store = stores.open_store(result)
    span = store.spans[0]
    path = store.path("events", span)
    zeros, label = pa.array(np.zeros(10**6, np.int64)), parts.label_of(path)
    assert label is not None
    said = json.dumps(label._asdict() | {"rows": len(zeros)}).encode()
    table = pa.table({name: zeros for name in store.part("events", span)})
    parquet.write_table(table.replace_schema_metadata({b"aiscenarios": said}), path, compression="zstd")
    monkeypatch.setattr(parts, "_MOST_BYTES", 8 * 10**6)
    monkeypatch.setattr(parquet.ParquetFile, "read", lambda *_, **__: pytest.fail("it was read"))
    assert path.stat().st_size < 10**5
    with pytest.raises(InputError, match="missing or damaged"):
        store.part("events", span)


def test_numbers_that_point_nowhere_are_not_followed(result: Path) -> None:
    """A run, lab or kind of event that cannot be is damage, not an index."""
    store = stores.open_store(result)
    span = store.spans[0]
    for table, column, value in (
        ("labs", "lab", 2**31),
        ("labs", "run", -5),
        ("events", "kind", 99),
        ("runs", "status", 77),
        ("runs", "status", 100),
    ):
        rows = dict(store.part(table, span))
        changed = rows[column].astype("int64")
        changed[:] = value
        path = store.path(table, span)
        content = path.read_bytes()
        label = parts.label_of(path)
        assert label is not None
        path.write_bytes(parts.encoded(rows | {column: changed}, label))
        with pytest.raises(InputError, match="missing or damaged"):
            store.part(table, span)
        path.write_bytes(content)


def test_a_stranger_cannot_name_code_to_run(result: Path) -> None:
    """A manifest that names code from outside gets nothing imported; the user must name it with --with."""
    import sys

    file = result / stores.MANIFEST
    card = {"name": "evil", "digest": "0", "module": "antigravity.py"}
    file.write_text(json.dumps(json.loads(file.read_text()) | {"outside": [card]}))
    made = manifests.parse(file.read_text(), str(file))
    file.write_text(made.text())
    with pytest.raises(InputError):
        ensemble.open(result)
    with pytest.raises(InputError):
        ensemble.resume(result, progress="none")
    assert "antigravity" not in sys.modules


@pytest.mark.parametrize("kind", ["text", "another table", "folder", "pipe"])
def test_beliefs_that_a_stranger_names_are_read_as_a_table_or_refused(
    kind: str, result: Path, tmp_path: Path
) -> None:
    """A manifest may name a file of beliefs; what is no table of fitted beliefs is refused in words."""
    named = tmp_path / "beliefs"
    if kind == "text":
        named.write_text("root:x:0:0")
    elif kind == "another table":
        shutil.copy(result / "runs" / parts.name_of(0), named)
    elif kind == "folder":
        named.mkdir()
    else:
        os.mkfifo(named)
    file = result / stores.MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text()) | {"beliefs": str(named)}))
    with pytest.raises(InputError, match=r"no fitted beliefs|there are no beliefs"):
        ensemble.resume(result, progress="none")


def test_the_log_is_not_written_through_a_link(result: Path, canary: Path) -> None:
    """A log that is a link that leads out is refused in words, and what it leads to stays as it is."""
    (result / "log.jsonl").unlink(missing_ok=True)
    (result / "log.jsonl").symlink_to(canary / "precious.txt")
    (result / "runs" / parts.name_of(0)).unlink()
    with pytest.raises(OSError, match=r"log\.jsonl"):
        ensemble.resume(result, progress="none")
    assert folders.intact(canary)
