"""The wheel of the running package: built from its checkout, or put together from what is installed."""

import base64
import csv
import hashlib
import importlib.util
import io
import subprocess
import sys
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path
from tempfile import TemporaryDirectory

from aiscenarios import seeds
from aiscenarios.provenance.zipped import add, written

__all__ = ["NoWheel", "wheel"]

_PACKAGE = "aiscenarios"
_LEFT_OUT = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")


class NoWheel(Exception):
    """A wheel cannot be had here; the text says why."""


def wheel() -> tuple[str, bytes]:
    """Name and content of the wheel.

    Raises:
        NoWheel: neither a checkout nor the installed files give one.
    """
    checkout = seeds.checkout()
    return _installed(distribution(_PACKAGE)) if checkout is None else _built(checkout)


def _built(checkout: Path) -> tuple[str, bytes]:
    if importlib.util.find_spec("hatchling") is None:
        raise NoWheel("the package runs from a checkout, and hatchling, which builds it, is not installed")
    with TemporaryDirectory(prefix="aiscenarios-") as folder:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
        files = sorted(Path(folder).glob("*.whl"))
        if done.returncode or len(files) != 1:
            raise NoWheel("the package runs from a checkout that hatchling could not build")
        return files[0].name, files[0].read_bytes()


def _installed(package: Distribution) -> tuple[str, bytes]:
    """The files that were installed, those that came with the wheel, under a new RECORD."""
    names = sorted(
        name
        for name in map(str, package.files or ())
        if name.partition("/")[0] in (_PACKAGE, _info(package))
        and not name.endswith(".pyc")
        and name.rpartition("/")[2] not in _LEFT_OUT
    )
    contents = {name: Path(str(package.locate_file(name))) for name in names}
    gone = [name for name, path in contents.items() if not path.is_file()]
    if f"{_PACKAGE}/__init__.py" not in contents or gone:
        raise NoWheel("the package was not installed from a wheel, or files of it are gone")
    page = io.BytesIO()
    with written(page) as archive:
        rows = [_added(archive, name, path.read_bytes()) for name, path in contents.items()]
        record = f"{_info(package)}/RECORD"
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([*rows, (record, "", "")])
        add(archive, record, text.getvalue().encode())
    return f"{_PACKAGE}-{package.version}-py3-none-any.whl", page.getvalue()


def _info(package: Distribution) -> str:
    return f"{_PACKAGE}-{package.version}.dist-info"


def _added(archive: zipfile.ZipFile, name: str, content: bytes) -> tuple[str, str, int]:
    """Add a file, and give its line of RECORD."""
    add(archive, name, content)
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return name, f"sha256={digest}", len(content)
