"""The wheel: it carries seeds and scenarios and works where no checkout is."""

import base64
import csv
import hashlib
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from aiscenarios import ensemble, provenance

ROOT = Path(__file__).parents[2]


def build(folder: Path, source: Path, kind: str) -> Path:
    """Build the wheel or sdist of a source tree with the locked backend."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    return next(folder.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout's wheel."""
    return build(tmp_path_factory.mktemp("wheel"), ROOT, "wheel")


def installed(wheel: Path, folder: Path) -> Path:
    """A Python with a wheel installed by pip; it borrows third-party packages here, but not the checkout."""
    venv.create(folder, with_pip=False, symlinks=True)
    site = folder / f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
    python = folder / "bin/python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")  # after pip
    return python


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the wheel installed."""
    return installed(wheel, tmp_path_factory.mktemp("elsewhere"))


def ask(python: Path, folder: Path, script: str, *arguments: str) -> str:
    """What a script prints there, started outside the checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [str(python), "-W", "ignore", "-c", script, *arguments]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


def shipped(folder: str) -> set[str]:
    """Files below a folder of the checkout."""
    return {str(file.relative_to(ROOT / folder)) for file in (ROOT / folder).rglob("*") if file.is_file()}


def test_the_wheel_holds_all_seeds_and_scenarios(wheel: Path) -> None:
    """Every file of seeds/ and scenarios/ lies in the wheel, and so does the typing marker."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("seeds", "scenarios"):
        assert {f"aiscenarios/_{folder}/{name}" for name in shipped(folder)} <= names
        assert shipped(folder)
    assert "aiscenarios/py.typed" in names


def test_the_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """A wheel built from the source distribution equals the checkout's, byte for byte."""
    with tarfile.open(build(tmp_path, ROOT, "sdist")) as archive:
        archive.extractall(tmp_path, filter="data")
    source = next(folder for folder in tmp_path.iterdir() if folder.is_dir())
    assert build(tmp_path, source, "wheel").read_bytes() == wheel.read_bytes()


def test_the_wheel_finds_its_own_files(elsewhere: Path, tmp_path: Path) -> None:
    """Installed, the package reads seeds and scenarios from inside itself."""
    script = "from aiscenarios.seeds import path, scenario_dir; print(path('constants.yaml'), scenario_dir())"
    found = [Path(place) for place in ask(elsewhere, tmp_path, script).split()]
    assert all(elsewhere.parents[1] in place.parents and place.exists() for place in found)


def test_the_wheel_reads_its_scenarios(elsewhere: Path, tmp_path: Path) -> None:
    """Outside the checkout every shipped scenario is read and checked against the shipped evidence."""
    shipped_names = sorted(Path(name).stem for name in shipped("scenarios") if name.endswith(".yaml"))
    script = "import sys, aiscenarios; print(*(aiscenarios.load(name).name for name in sys.argv[1:]))"
    assert ask(elsewhere, tmp_path, script, *shipped_names).split() == shipped_names


def contents(wheel: zipfile.ZipFile) -> dict[str, bytes]:
    """The files of a wheel but for its list of them."""
    return {name: wheel.read(name) for name in wheel.namelist() if not name.endswith("/RECORD")}


def test_an_installed_package_archives_the_wheel_it_came_from(
    wheel: Path, elsewhere: Path, tmp_path: Path
) -> None:
    """Put together from installed files, the wheel in an archive holds these, and installs again.

    The archive is one that the checkout verifies.
    """
    result = ensemble.run("brain_drain", 8, 7, agents=300, progress="none", out=tmp_path / "one")
    script = "import sys; from aiscenarios import provenance; print(provenance.archive(sys.argv[1]))"
    archived = Path(ask(elsewhere, tmp_path, script, str(result.folder)).strip())
    found = provenance.verify(archived, progress="none")
    assert (found.verdict, found.findings) == ("same bits", ())

    with zipfile.ZipFile(archived) as files:
        inside = tmp_path / f"wheel/{wheel.name}"
        files.extract(f"wheel/{wheel.name}", tmp_path)
    with zipfile.ZipFile(wheel) as built, zipfile.ZipFile(inside) as put:
        assert contents(put) == contents(built)
        (listed,) = (put.read(name).decode() for name in put.namelist() if name.endswith("/RECORD"))
        for name, digest, size in csv.reader(listed.splitlines()):
            if digest:
                made = base64.urlsafe_b64encode(hashlib.sha256(put.read(name)).digest()).decode().rstrip("=")
                assert (digest, int(size)) == (f"sha256={made}", len(put.read(name)))
    again = installed(inside, tmp_path / "again")
    script = "import aiscenarios; print(aiscenarios.__file__, aiscenarios.load('brain_drain').name)"
    place, name = ask(again, tmp_path, script).split()
    assert tmp_path / "again" in Path(place).parents and name == "brain_drain"
