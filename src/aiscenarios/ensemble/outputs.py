"""What may be written beside results: no file that a result consists of, and each form under its ending."""

from pathlib import Path

from aiscenarios.ensemble.log import is_log
from aiscenarios.ensemble.reading import BESIDE
from aiscenarios.ensemble.store import CONFIG, MANIFEST, TABLES
from aiscenarios.errors import InputError

__all__ = ["output"]


def output(file: str | Path, ending: str) -> Path:
    """The path of a file that is to be written.

    Args:
        file: as the user named it.
        ending: of every file of its form, like ``.html``.

    Raises:
        InputError: it is a file of a result, or ends otherwise.
    """
    path = Path(file)
    if _is_of_a_result(path.resolve()):
        raise InputError(
            "is a file of a stored result, and is not overwritten", file=str(path), hint="name another"
        )
    if path.suffix.lower() != ending:
        raise InputError(f"must end with {ending}", file=str(path))
    return path


def _is_of_a_result(path: Path) -> bool:
    folder = path.parent
    if folder.name in TABLES:
        return (folder.parent / MANIFEST).is_file()
    ours = path.name in (MANIFEST, CONFIG, *BESIDE) or is_log(path.name)
    return ours and (folder / MANIFEST).is_file()
