"""Where a result goes: a folder that was named, one named by its contents, or a temporary one."""

import re
import shutil
import tempfile
import weakref
from collections.abc import Callable
from datetime import date
from pathlib import Path

from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.errors import InputError

__all__ = ["Out", "Temporary", "dated", "place"]

type Out = str | Path | Callable[[Manifest], Path] | None
"""A folder, a function that names one, or None for a temporary one."""

_SHORT = 8


class Temporary:
    """A temporary folder that goes when nobody holds this object any more, or at the end of the program."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="aiscenarios-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


def dated(manifest: Manifest) -> Path:
    """``results/<scenario>-<date>-<fingerprint>``: the same run on the same day finds its result again."""
    name = re.sub(r"[^A-Za-z0-9_.-]+", "_", manifest.scenario).strip("._") or "scenario"
    return Path("results") / f"{name}-{date.today().isoformat()}-{manifest.fingerprint[:_SHORT]}"


def place(out: Out, manifest: Manifest) -> tuple[Path, Temporary | None]:
    """The folder for a result, and what keeps it alive if it is temporary.

    Raises:
        InputError: its name is no text.
    """
    if out is None:
        temporary = Temporary()
        return temporary.folder, temporary
    folder = out(manifest) if callable(out) else Path(out)
    try:
        str(folder).encode()
    except UnicodeEncodeError as problem:  # bytes of another encoding, which readers of tables do not take
        raise InputError("has a name that is not UTF-8", file=str(folder), hint="name another") from problem
    return folder, None
