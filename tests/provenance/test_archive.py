"""Laws of archives: whole, complete, the same bytes again, and never over anything."""

import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from aiscenarios import InputError, ensemble, evidence, provenance
from aiscenarios.ensemble import store as stores
from aiscenarios.evidence import fitted_file
from aiscenarios.provenance import layout, material
from aiscenarios.provenance import wheel as wheels
from tests.provenance.conftest import SMALL


def names(archive: Path) -> set[str]:
    """Files in an archive."""
    return set(zipfile.ZipFile(archive).namelist())


def test_an_archive_holds_all_that_a_result_was_made_of(archived: Path, result) -> None:
    """Scenario as written and resolved, evidence, beliefs, lock, wheel, runs, report, citation and hashes."""
    found = names(archived)
    wanted = {
        "README.md", "CITATION.cff", "hashes.json", "report.html", "scenario/resolved.yaml",
        "scenario/written/1-current_policy.yaml", "scenario/written/2-brain_drain.yaml",
        "evidence/facts.csv", "evidence/articles/000.yaml", "evidence/parameters.yaml",
        "beliefs/drawn_from.csv", "requirements/lock.txt", "requirements/installed.txt",
        "result/manifest.json", "result/config.yaml", "result/summary.csv", "result/probabilities.csv",
    }  # fmt: skip
    assert wanted <= found
    assert {f"result/{table}/part-000000.parquet" for table in stores.TABLES} <= found
    assert sum(name.startswith("wheel/aiscenarios-") and name.endswith(".whl") for name in found) == 1
    assert all(map(layout.allowed, found))
    listed = json.loads(zipfile.ZipFile(archived).read("hashes.json"))["sha256"]
    assert set(listed) == found - {"hashes.json"}


def test_what_was_written_is_kept_to_the_letter(archived: Path) -> None:
    """The scenario as written is the file that was read, comments and all."""
    from aiscenarios import seeds

    kept = zipfile.ZipFile(archived).read("scenario/written/2-brain_drain.yaml")
    assert kept == (seeds.scenario_dir() / "brain_drain.yaml").read_bytes()


def test_a_scenario_of_any_name_is_kept(tmp_path: Path, verdict) -> None:
    """A file whose name no archive may hold is kept under one that it may; its content is the same."""
    file = tmp_path / "it's <b>&.yaml"
    file.write_text("format: 1\nkind: scenario\nextends: current_policy\ntitle: Mine\n")
    made = ensemble.run(file, out=tmp_path / "r", **SMALL)
    archived = provenance.archive(made.folder, tmp_path / "r.zip")
    assert zipfile.ZipFile(archived).read("scenario/written/2-it_s _b_.yaml") == file.read_bytes()
    assert verdict(archived).verdict == "same bits"


def test_no_articles_text_is_archived(archived: Path) -> None:
    """Of articles an archive holds our coded claims, each shorter than a paragraph, and nothing else."""
    found = [name for name in names(archived) if name.startswith("evidence/articles/")]
    assert len(found) == len(evidence.load().articles)
    texts = "".join(zipfile.ZipFile(archived).read(name).decode() for name in found)
    assert max(map(len, texts.splitlines())) < 400


def test_the_same_result_gives_the_same_archive(archived: Path, result, tmp_path: Path) -> None:
    """Archived again by the same installation, a result gives the same bytes."""
    again = provenance.archive(result.folder, tmp_path / "again.zip")
    assert again.read_bytes() == archived.read_bytes()


def test_an_archive_is_never_written_over(result, tmp_path: Path) -> None:
    """A file that is there stays as it is, and so does a result's own; nothing is left beside."""
    there = tmp_path / "there.zip"
    there.write_bytes(b"mine")
    with pytest.raises(InputError, match="never written over"):
        provenance.archive(result.folder, there)
    assert there.read_bytes() == b"mine" and list(tmp_path.iterdir()) == [there]
    with pytest.raises(InputError, match=r"must end with \.zip"):
        provenance.archive(result.folder, tmp_path / "there.tar")
    with pytest.raises(InputError, match="cannot be written"):
        provenance.archive(result.folder, tmp_path / "none" / "a.zip")


def test_an_unfinished_result_is_not_archived(copied: Path, tmp_path: Path) -> None:
    """A result that lacks a chunk is refused, and no file appears."""
    (copied / "chunks" / "part-000001.parquet").unlink()
    with pytest.raises(InputError, match="missing or damaged"):
        provenance.archive(copied, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()


def test_other_evidence_than_ours_is_not_passed_off_as_it(copied: Path, tmp_path: Path) -> None:
    """A result of other evidence is refused: this version has not what it was made from."""
    from tests.provenance.tampering import edit_manifest

    edit_manifest(copied, relabel=True, evidence="0" * 16)
    with pytest.raises(InputError, match="other evidence"):
        provenance.archive(copied, tmp_path / "a.zip")


def test_where_no_wheel_can_be_had_the_readme_says_so(result, tmp_path: Path, monkeypatch) -> None:
    """Without a wheel there is none in the archive, and its README gives the reason in words."""

    def none() -> tuple[str, bytes]:
        raise wheels.NoWheel("nobody can build it here")

    monkeypatch.setattr(material, "wheel", none)
    file = provenance.archive(result.folder, tmp_path / "a.zip")
    readme = zipfile.ZipFile(file).read("README.md").decode()
    assert "there is no wheel here, because nobody can build it here" in readme
    assert not any(name.startswith("wheel/") for name in names(file))


def test_the_citation_is_one_document_whatever_the_title(archived: Path, result) -> None:
    """The citation file is YAML with the fields that its format demands and the digest of the result."""
    from ruamel.yaml import YAML

    said = YAML(typ="safe", pure=True).load(zipfile.ZipFile(archived).read("CITATION.cff").decode())
    assert {"cff-version", "message", "title", "authors"} <= set(said)
    assert result.digest in said["abstract"] and said["references"][0]["title"] == "aiscenarios"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(said["date-released"]))


def test_an_archive_of_a_fit_from_a_file_stands_alone(verdict, tmp_path: Path) -> None:
    """Its runs come again where the file is no more; a file that holds another fit by now is not archived."""
    file = tmp_path / "mine.parquet"
    fit = fitted_file.read("fitted")
    fitted_file.write(fit, file)
    made = ensemble.run("brain_drain", out=tmp_path / "r", beliefs=str(file), **SMALL)
    archived = provenance.archive(made.folder, tmp_path / "r.zip")
    file.unlink()
    assert verdict(archived).verdict == "same bits"
    fitted_file.write(replace(fit, mean=fit.mean + 0.1), file)
    with pytest.raises(InputError, match="other beliefs"):
        provenance.archive(made.folder, tmp_path / "other.zip")
