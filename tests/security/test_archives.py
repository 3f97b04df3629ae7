"""Archives from strangers: nothing leaves the temporary folder, nothing unpacks without end."""

import tempfile
import zipfile
from pathlib import Path

import pytest

from aiscenarios import InputError, provenance
from aiscenarios.provenance import layout
from aiscenarios.provenance.unpack import unpacked
from chaos import archives, folders

COUNT = 44


@pytest.fixture(scope="module")
def honest(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An honest archive."""
    return provenance.archive(whole, tmp_path_factory.mktemp("honest") / "a.zip")


@pytest.fixture(scope="module")
def hostile(honest: Path) -> list[tuple[str, bytes]]:
    """Hand-made archives, and some damaged ones."""
    return list(archives.files(honest, COUNT, seed=2))


@pytest.mark.parametrize("number", range(COUNT))
def test_a_hostile_archive_ends_in_words(number: int, hostile, tmp_path: Path) -> None:
    """Names that lead out, links, bombs, cuts and flipped bytes end in a verdict or an InputError."""
    canary = folders.canary(tmp_path / "canary")
    name, content = hostile[number]
    seen, verdict = archives.judged(content, tmp_path)
    assert seen.what in ("answered", "refused"), f"{name}: {seen.said}"
    assert seen.outside == () and folders.intact(canary)
    flipped = name.startswith(("flipped", "something before"))
    assert verdict in (
        (None, provenance.DIFFERENT, provenance.SAME) if flipped else (None, provenance.DIFFERENT)
    )


@pytest.mark.parametrize("name", archives.NAMES)
def test_no_name_leads_out(name: str) -> None:
    """A name with a parent, a root, a drive, a device or a character that steers is none of ours."""
    assert not layout.allowed(name)


def test_what_is_unpacked_lies_in_a_folder_that_goes(honest: Path) -> None:
    """Every file of an archive lies in one new folder under the temporary one, and the folder goes."""
    with unpacked(honest) as folder:
        assert folder.parent == Path(tempfile.gettempdir())
        found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert found == set(zipfile.ZipFile(honest).namelist())
        assert not any(path.is_symlink() for path in folder.rglob("*"))
    assert not folder.exists()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """An archive that would unpack to a hundred times its size is refused by its own list."""
    file = tmp_path / "bomb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("hashes.json", "{}")
        bomb.writestr("report.html", b"\0" * 200_000_000)
    with pytest.raises(InputError, match="would unpack to 200,000,002 bytes"), unpacked(file):
        pass


def test_a_file_that_goes_on_longer_than_it_says_is_cut(tmp_path: Path) -> None:
    """A size that the list of an archive understates does not get more unpacked."""
    file = tmp_path / "lies.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as lies:
        lies.writestr("hashes.json", "{}")
        lies.writestr("report.html", b"\0" * 5_000_000)
    content = file.read_bytes().replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    file.write_bytes(content)
    with pytest.raises(InputError), unpacked(file):
        pass


def test_nothing_inside_an_archive_is_run(honest: Path, tmp_path: Path) -> None:
    """A wheel that was exchanged is noticed by its hash, and nothing of it is imported."""
    import sys

    from tests.provenance.tampering import rezipped

    (wheel,) = [name for name in zipfile.ZipFile(honest).namelist() if name.startswith("wheel/")]
    forged = rezipped(honest, tmp_path / "forged.zip", {wheel: lambda _: b"PK evil"}, rehash=False)
    before = set(sys.modules)
    verdict = provenance.verify(forged, progress="none")
    assert verdict.verdict == provenance.DIFFERENT and str(verdict.findings[0]).startswith(wheel)
    assert not any("evil" in name for name in set(sys.modules) - before)
