"""Laws of the store."""

import errno
import math
from pathlib import Path

import numpy as np
import pytest

from aiscenarios import InputError
from aiscenarios.ensemble import parts
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.manifest import SCHEMA


def _contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("threads", "chunk"), [(1, 1), (1, 10), (2, 3), (3, 4)])
def test_digest_ignores_threads_and_chunks(filled, threads, chunk):
    """The digest depends on the values alone, not on the number of threads or the cut into chunks."""
    assert filled("other", threads, chunk=chunk).digest() == filled("one", 1, chunk=7).digest()


def test_digest_sees_every_value(filled, monkeypatch):
    """One changed bit of one value of one run changes the digest; so does one more run."""
    store = filled()
    before = store.digest()
    original = parts.read

    def nudged(path, names=None):
        found = {name: values.copy() for name, values in original(path, names).items()}
        if path.name == parts.name_of(2) and "us_lead_months" in found:
            found["us_lead_months"][-1] = np.nextafter(found["us_lead_months"][-1], np.float32(9))
        return found

    assert filled("longer", runs=11).digest() != before
    monkeypatch.setattr(parts, "read", nudged)
    assert store.digest() != before


def test_any_nan_is_the_same_nan():
    """Two bit patterns of NaN are stored as one, so that the digest cannot tell how it came about."""
    odd = np.array([[0x7FC00001, 0xFFC00000, 0x7FC00000]], dtype=np.uint32).view(np.float32)
    stored = parts.flat({"x": odd}, 0)["x"]
    assert set(stored.view(np.uint32)) == {0x7FC00000}


def test_values_come_back_as_they_went_in(filled, simulator):
    """What is read back is what was simulated, bit for bit, for outcomes and for every side table."""
    store, whole = filled(), simulator()(0, 10)
    for name, values in whole.columns.items():
        np.testing.assert_array_equal(store.columns([name])[name], values)
    np.testing.assert_array_equal(store.table("runs")["peer_pull"], whole.parameters["peer_pull"])
    for table in ("labs", "events"):
        for name, values in getattr(whole, table).items():
            np.testing.assert_array_equal(store.table(table)[name], values)


def test_a_smaller_ensemble_is_the_start_of_a_larger_one(filled, manifest):
    """Asking for fewer runs than are stored answers from them: same digest as if only those had been run."""
    small, large = filled("small", runs=5), filled("large", runs=11)
    view = stores.create(large.folder, manifest(runs=5), {})
    assert view.missing() == []
    assert view.digest() == small.digest()
    assert view.table("labs")["run"].max() == 4
    assert stores.open_store(large.folder).runs == 11


def test_appending_gives_the_larger_ensemble(filled):
    """Raising the runs of a stored ensemble ends with the values of one made in one go."""
    filled("grown", runs=6)
    assert filled("grown", runs=11).digest() == filled("once", runs=11).digest()


def test_who_ends_first_does_not_undo_what_another_asked_for(filled, manifest):
    """A process that seals its runs leaves the manifest of one that asked for more meanwhile as it is."""
    store = filled()
    longer = stores.create(store.folder, manifest(runs=store.runs + 1), {})
    assert store.sealed("0").manifest.digest == "0"
    assert stores.open_store(store.folder).manifest == longer.manifest


def test_a_fault_of_the_machine_is_not_damage(filled, monkeypatch):
    """Where a file cannot be opened for now, it is not called damaged: what is damaged is simulated again."""
    store = filled()

    def fail(*_, **__):
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("pyarrow.parquet.ParquetFile", fail)
    with pytest.raises(OSError, match="Too many open files"):
        store.part("chunks", store.spans[0])


def test_a_finished_store_has_nothing_to_do(filled, manifest):
    """Taking up a finished ensemble simulates nothing and writes nothing."""
    store = filled()
    before = _contents(store.folder)
    assert stores.create(store.folder, manifest(), {}).missing() == []
    assert _contents(store.folder) == before


def _cut(path):
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _empty(path):
    path.write_bytes(b"")


def _relabel(path):
    path.write_bytes(path.with_name(parts.name_of(0)).read_bytes())


@pytest.mark.parametrize("table", stores.TABLES)
@pytest.mark.parametrize("damage", [_cut, _relabel, _empty, Path.unlink])
def test_a_damaged_chunk_counts_as_missing(filled, simulator, table, damage):
    """A part that is gone, cut off, empty or another's makes its chunk count as missing, and no other."""
    store = filled()
    digest = store.digest()
    damage(store.folder / table / parts.name_of(1))
    assert [span.chunk for span in store.missing()] == [1]
    for span in store.missing():
        store.commit(span, simulator()(span.first, span.runs))
    assert store.missing() == []
    assert store.digest() == digest


def test_flipped_bits_never_give_other_numbers(filled):
    """A file whose content changed on the disk is refused by name; no flipped byte changes a value unseen."""
    store = filled(runs=2, chunk=2)
    digest, path = store.digest(), store.folder / "chunks" / parts.name_of(0)
    content = path.read_bytes()
    refused = 0
    for place in range(4, len(content) // 2, 31):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        try:
            assert store.digest() == digest
        except InputError as problem:
            assert problem.file == str(path)
            refused += 1
    assert refused


def test_no_temporary_file_stays_behind(filled):
    """After a run the folder holds the documented files and nothing else."""
    names = {name.split("/")[0] for name in _contents(filled().folder)}
    assert names == {"manifest.json", "config.yaml", "chunks", "labs", "events", "runs"}


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    """If the disk fails before the rename, the old content stands and the temporary file is gone."""
    path = tmp_path / "x"
    parts.replace_with(path, b"old")

    def broken(_):
        raise OSError("no space left")

    monkeypatch.setattr(parts.os, "fsync", broken)
    with pytest.raises(OSError, match="no space"):
        parts.replace_with(path, b"new")
    assert _contents(tmp_path) == {"x": b"old"}


@pytest.mark.parametrize(
    ("field", "changes"),
    [("seed", {"seed": 8}), ("config", {"config": "c1"}), ("evidence", {"evidence": "e1"}),
     ("beliefs", {"beliefs": "fitted"}), ("agents", {"agents": 11}), ("kernel", {"kernel": "k1"}),
     ("outcomes", {"outcomes": {"x": "share"}}),
     ("extensions", {"outside": [{"name": "mine", "digest": "m1"}]})],
)  # fmt: skip
def test_another_ensemble_is_refused_and_untouched(filled, manifest, field, changes):
    """A folder made under another seed, scenario, evidence, kernel ... is refused, and not a byte changes."""
    store = filled()
    before = _contents(store.folder)
    with pytest.raises(InputError, match=f"another ensemble.*'{field}'") as caught:
        stores.create(store.folder, manifest(**changes), {})
    assert caught.value.path == field
    assert _contents(store.folder) == before


def test_a_fault_of_writing_names_the_file_and_not_its_temporary_name(tmp_path):
    """What the system says of a file that cannot be written is said of the name that the user knows."""
    file = tmp_path / "gone" / "summary.csv"
    with pytest.raises(FileNotFoundError) as caught:
        parts.replace_with(file, b"")
    assert caught.value.filename == str(file)


def test_only_an_empty_folder_is_begun(tmp_path, manifest):
    """A file, or a folder with other files, is refused with nothing written."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("x")
    before = _contents(tmp_path)
    for name in ("file", "folder", "file/below"):
        with pytest.raises(InputError):
            stores.create(tmp_path / name, manifest(), {})
    assert _contents(tmp_path) == before


def test_opening_what_is_no_result_says_so(tmp_path):
    """A missing folder, an empty folder and a broken manifest are bad input with the place named."""
    texts = {
        "none": None, "empty": None, "broken": "{", "list": "[]", "other": "{}", "half": '{"schema": 1}'
    }  # fmt: skip
    for folder, text in texts.items():
        if folder != "none":
            (tmp_path / folder).mkdir()
        if text is not None:
            (tmp_path / folder / "manifest.json").write_text(text)
        with pytest.raises(InputError) as caught:
            stores.open_store(tmp_path / folder)
        assert folder in (caught.value.file or "")


def test_a_manifest_of_another_layout_is_refused(filled):
    """A result written by another layout of the store, whatever its fields, is refused by its number."""
    file = filled().folder / "manifest.json"
    other = file.read_text().replace(f'"schema": {SCHEMA}', f'"schema": {SCHEMA + 1}')
    file.write_text(other.replace('"labs"', '"laboratories"'))
    with pytest.raises(InputError, match=f"layout {SCHEMA + 1}"):
        stores.open_store(file.parent)


def test_the_manifest_survives_the_disk(filled):
    """A manifest read back equals the one written, with the digest once the runs are sealed."""
    store = filled()
    sealed = store.sealed(store.digest())
    again = stores.open_store(sealed.folder)
    assert again.manifest == sealed.manifest
    assert again.manifest.digest == again.digest()


def test_scanning_gives_each_run_once(filled):
    """Streaming a column chunk by chunk passes over all runs in order."""
    store = filled(chunk=3)
    seen = np.concatenate([chunk["us_lead_months"] for chunk in store.scan(["us_lead_months"])])
    np.testing.assert_array_equal(seen, store.columns(["us_lead_months"])["us_lead_months"])
    assert len(list(store.scan(["us_lead_months"]))) == math.ceil(10 / 3)
