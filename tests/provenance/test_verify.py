"""Laws of the check: what is honest passes, and what was changed is named."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios import InputError, ensemble
from aiscenarios.ensemble import manifest as manifests
from aiscenarios.ensemble import parts
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.chunks import spans
from aiscenarios.provenance import DIFFERENT, SAME, WITHIN
from aiscenarios.provenance.again import chosen
from tests.provenance.conftest import SMALL
from tests.provenance.tampering import edit_manifest, redigested, rezipped, set_value

COLUMN, ROW = "us_lead_months", 40


def told(verdict) -> str:
    """All that a verdict found, as text."""
    return "\n".join(map(str, verdict.findings))


def in_archive(tmp_path: Path, archive: Path, changed: Path, files: list[str], *, rehash: bool) -> Path:
    """The archive with some files of the result taken from a changed folder."""
    new = {f"result/{name}": (lambda _, name=name: (changed / name).read_bytes()) for name in files}
    return rezipped(archive, tmp_path / "forged.zip", new, rehash=rehash)


def test_an_honest_result_is_the_same_to_the_bit(archived: Path, result, verdict) -> None:
    """Archive and folder: every run simulated again gives every stored bit, and nothing is found."""
    for path in (archived, result.folder):
        found = verdict(path)
        assert (found.verdict, found.findings, found.elsewhere) == (SAME, (), ())
        assert found.simulated == found.runs == SMALL["runs"]


def test_fewer_runs_can_be_asked_for_and_are_said(result, verdict) -> None:
    """With --runs a part is simulated again, and the verdict says how many were not."""
    found = verdict(result.folder, runs=3)
    assert found.verdict == SAME
    assert 3 <= found.simulated < found.runs
    assert f"{found.runs - found.simulated:,} runs were read and not simulated" in " ".join(found.unchecked)


@pytest.mark.parametrize("forged", ["value", "value and hashes", "value, hashes and digest"])
def test_a_single_changed_value_is_named(
    forged: str, archived: Path, copied: Path, verdict, tmp_path: Path
) -> None:
    """A value moved by one bit is found by file, column, run and quarter, whatever is forged with it."""
    import numpy as np

    file = "chunks/part-000002.parquet"
    old, new = set_value(copied / file, COLUMN, ROW, lambda x: np.nextafter(x, np.float32(1e9)))
    files = [file]
    if "digest" in forged:
        redigested(copied)
        files.append(stores.MANIFEST)
    found = verdict(in_archive(tmp_path, archived, copied, files, rehash="hashes" in forged))
    assert found.verdict == DIFFERENT
    span = stores.open_store(copied).spans[2]
    (named,) = [each for each in found.findings if dict(each.details).get("column") == COLUMN]
    details = dict(named.details)
    assert (named.file, details["run"], details["quarter"]) == (f"result/{file}", span.first, "2029Q1")
    assert (details["stored"], details["simulated"]) == (new, old)
    assert ("its hash is another" in told(found)) == (forged == "value")
    assert ("digest" in told(found)) == ("digest" not in forged)


def test_a_changed_value_is_found_beyond_the_runs_asked_for(copied: Path, verdict) -> None:
    """Where the digest says that something was changed, all runs are searched until it is found."""
    set_value(copied / "chunks/part-000005.parquet", COLUMN, ROW, lambda x: x + 1)
    found = verdict(copied, runs=1)
    assert f"part-000005.parquet: column {COLUMN}" in told(found)


@pytest.mark.parametrize("rehash", [False, True])
def test_a_changed_claim_is_named(rehash: bool, archived: Path, verdict, tmp_path: Path) -> None:
    """A claim that says something else is found by id and field, from what to what, hashes forged or not."""
    change = {
        "evidence/articles/000.yaml": lambda text: text.replace(b"says: 0.15 to 0.9", b"says: 0.55 to 0.95")
    }
    found = verdict(rezipped(archived, tmp_path / "forged.zip", change, rehash=rehash))
    assert found.verdict == DIFFERENT
    assert re.search(r"claim 000-2, landings\.3\.says\.low: from 0\.15 to 0\.55", told(found))
    assert "claim 000-2, landings.3.says.high: from 0.9 to 0.95" in told(found)
    assert "not the evidence that the runs were made from" in told(found)
    assert "claim 000-1" not in told(found)


def test_a_reworded_claim_and_a_changed_fact_are_named(archived: Path, verdict, tmp_path: Path) -> None:
    """Words of a claim and the number of a fact are named too, and a claim that was taken out."""
    change = {
        "evidence/articles/001.yaml": lambda text: text.replace(b"says: ", b"says: Not so. ", 1),
        "evidence/facts.csv": lambda text: text.replace(b",2012-2023,8,", b",2012-2023,9,"),
    }
    found = told(verdict(rezipped(archived, tmp_path / "forged.zip", change, rehash=True)))
    assert "claim 001-1, says: from " in found and "to 'Not so. " in found
    assert (
        "fact algorithmic_halving_time / language model pretraining / 2012-2023, value: from 8.0 to 9.0"
        in found
    )


def test_a_comment_in_the_evidence_is_noticed(archived: Path, verdict, tmp_path: Path) -> None:
    """A file of the evidence that says the same in other bytes is named as not this version's."""
    change = {"evidence/world.yaml": lambda text: text + b"# mine\n"}
    found = verdict(rezipped(archived, tmp_path / "forged.zip", change, rehash=True))
    assert told(found) == "evidence/world.yaml: is not the file that this version carries"


def test_another_scenario_is_named_by_its_lines(
    archived: Path, copied: Path, verdict, tmp_path: Path
) -> None:
    """A scenario that was edited after the run is found, with the lines that were changed, in both forms."""
    config = copied / stores.CONFIG
    config.write_text(config.read_text().replace("0.35", "0.95", 1))
    for path in (copied, in_archive(tmp_path, archived, copied, [stores.CONFIG], rehash=True)):
        found = verdict(path)
        assert found.verdict == DIFFERENT and found.simulated == 0
        assert "another scenario" in told(found) and re.search(
            r"line \d+: from '.*0\.35.*' to '.*0\.95", told(found)
        )


def test_another_seed_is_named(copied: Path, verdict) -> None:
    """A seed changed in the manifest is named; also where fingerprint and labels were made anew."""
    edit_manifest(copied, relabel=False, seed=8)
    found = verdict(copied)
    assert found.verdict == DIFFERENT and "seed: 8 is not the seed" in told(found)
    edit_manifest(copied, relabel=True, seed=8)
    found = verdict(copied)
    assert found.verdict == DIFFERENT and "other numbers with seed 8" in told(found)


@pytest.mark.parametrize("field", ["evidence", "world", "parameters"])
def test_a_changed_field_of_the_manifest_is_named(field: str, copied: Path, verdict) -> None:
    """A digest of an input that was changed is named, from what to what."""
    before = getattr(stores.open_store(copied).manifest, field)
    edit_manifest(copied, relabel=False, **{field: "0" * 16})
    found = verdict(copied)
    assert found.verdict == DIFFERENT
    assert re.search(rf"{field} \(.*\): from {before} to {'0' * 16}", told(found))


@pytest.mark.parametrize("table", stores.TABLES)
def test_a_damaged_chunk_is_named(table: str, copied: Path, verdict) -> None:
    """A part that was cut off, or is gone, is named; the others are still simulated again."""
    cut, gone = (copied / table / parts.name_of(number) for number in (1, 3))
    cut.write_bytes(cut.read_bytes()[:-9])
    gone.unlink()
    found = verdict(copied)
    assert found.verdict == DIFFERENT
    files = {each.file for each in found.findings}
    assert files == {f"{table}/{cut.name}", f"{table}/{gone.name}"}


@pytest.mark.parametrize(
    ("table", "column"), [("runs", "peer_pull"), ("labs", "staff"), ("events", "value")]
)  # fmt: skip
def test_a_changed_value_of_a_side_table_is_named(table: str, column: str, copied: Path, verdict) -> None:
    """Values that no digest covers are found by simulating again."""
    set_value(copied / table / parts.name_of(0), column, 0, lambda x: x + 1)
    found = verdict(copied)
    assert found.verdict == DIFFERENT
    assert [(each.file, dict(each.details)["column"]) for each in found.findings] == [
        (f"{table}/{parts.name_of(0)}", column)
    ]


def test_a_changed_chance_is_named(copied: Path, verdict) -> None:
    """A line of the stored chances or summary that does not follow from the values is named."""
    for name in ("probabilities.csv", "summary.csv"):
        file = copied / name
        lines = file.read_text().splitlines(keepends=True)
        lines[3] = lines[3].replace(",", ",1", 3)
        file.write_text("".join(lines))
    found = verdict(copied)
    assert [(each.file, dict(each.details)["line"]) for each in found.findings] == [
        ("summary.csv", 4), ("probabilities.csv", 4)
    ]  # fmt: skip


def test_another_page_is_noticed(archived: Path, verdict, tmp_path: Path) -> None:
    """A report that this result does not give is named, also with its hash made anew."""
    change = {"report.html": lambda page: page.replace(b"likely", b"certain", 1)}
    found = verdict(rezipped(archived, tmp_path / "forged.zip", change, rehash=True))
    assert told(found) == "report.html: is not the page that this result gives"


def test_added_and_removed_files_are_named(archived: Path, verdict, tmp_path: Path) -> None:
    """A file that the list of hashes does not know is named, and one that is gone."""
    import zipfile

    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(archived) as source, zipfile.ZipFile(forged, "w") as target:
        for name in source.namelist():
            if name != "CITATION.cff":
                target.writestr(name, source.read(name))
        target.writestr("evidence/more.yaml", b"format: 1\n")
    found = told(verdict(forged))
    assert "CITATION.cff: is in the list of hashes and not in the archive" in found
    assert "evidence/more.yaml: was added" in found


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result whose draws are those of another kernel on another machine: here, of another seed."""
    folder = tmp_path_factory.mktemp("elsewhere") / "one"
    ensemble.run("brain_drain", out=folder, **SMALL | {"seed": 8, "runs": 60})
    versions = manifests.versions() | {"numba": "0.1"}
    edit_manifest(folder, relabel=True, seed=7, kernel="0" * 16, machine="Plan9 vax", versions=versions)
    return folder


def test_other_bits_of_the_same_model_are_within_sampling(elsewhere: Path, verdict) -> None:
    """Another kernel and machine, other draws of the same model: same within sampling, and what differs."""
    found = verdict(elsewhere)
    assert (found.verdict, found.findings) == (WITHIN, ())
    text = "\n".join(found.elsewhere)
    assert "machine: Plan9 vax then" in text and "numba: 0.1 then" in text and "kernel: 0000" in text


def test_another_model_is_not_within_sampling(elsewhere: Path, verdict, tmp_path: Path) -> None:
    """Values that are shifted by more than sampling explains are different, and the figure is named."""
    import shutil

    folder = tmp_path / "shifted"
    shutil.copytree(elsewhere, folder)
    store = stores.open_store(folder)
    for span in store.spans:
        found = dict(store.part("chunks", span))
        found["us_gap"] = found["us_gap"] + 5
        label = parts.Label(store.manifest.fingerprint, span.chunk, span.first, span.runs)
        store.path("chunks", span).write_bytes(parts.encoded(found, label))
    redigested(folder)
    for name in ("summary.csv", "probabilities.csv"):
        (folder / name).unlink()
    from aiscenarios.ensemble.reading import finish

    finish(ensemble.open(folder))
    shifted = verdict(folder)
    assert shifted.verdict == DIFFERENT
    assert "mean of us_gap in 2030Q4" in told(shifted) and "than sampling explains" in told(shifted)


@given(st.integers(1, 300), st.integers(1, 40), st.integers(1, 400))
def test_enough_runs_are_simulated_again(runs: int, size: int, asked: int) -> None:
    """Chunks hold all runs asked for that there are, and no more than a chunk too many; none twice."""
    every = spans(runs, size)
    found = chosen(every, asked)
    total = sum(span.runs for span in found)
    assert len(set(found)) == len(found) and set(found) <= set(every)
    assert min(asked, runs) - size <= total <= asked + 2 * size
    assert total == runs or asked < runs


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", None])
def test_what_is_no_result_is_refused(content: bytes | None, verdict, tmp_path: Path) -> None:
    """A file that is no archive, no file and an empty folder are bad input."""
    path = tmp_path / "x.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError):
        verdict(path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no stored result"):
        verdict(tmp_path / "empty")


def test_an_unfinished_result_is_not_checked(copied: Path, verdict) -> None:
    """A result without its digest is told to be ended first."""
    edit_manifest(copied, relabel=False, digest=None)
    with pytest.raises(InputError, match="not finished"):
        verdict(copied)


def test_pipes_and_devices_are_not_read(tmp_path: Path, verdict) -> None:
    """Neither is waited for or read without end."""
    os.mkfifo(tmp_path / "pipe.zip")
    for path in (tmp_path / "pipe.zip", Path("/dev/zero")):
        with pytest.raises(InputError, match="is a pipe or a device"):
            verdict(path)
