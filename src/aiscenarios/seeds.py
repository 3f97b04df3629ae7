"""Where the shipped evidence and scenarios lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

__all__ = ["checkout", "lock_file", "path", "scenario_dir"]

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parents[1]


def _folder(name: str) -> Path:
    shipped = _PACKAGE / f"_{name}"
    return shipped if shipped.is_dir() else _CHECKOUT / name


def path(*parts: str) -> Path:
    """A file of the coded evidence, e.g. ``path("articles", "000.yaml")``."""
    return _folder("seeds").joinpath(*parts)


def lock_file() -> Path:
    """The file that names every package with its hashes."""
    return _folder("requirements") / "lock.txt"


def checkout() -> Path | None:
    """The checkout that the package runs from, or None if it was installed."""
    return None if _folder("seeds").parent == _PACKAGE else _CHECKOUT


def scenario_dir() -> Path:
    """The folder of the shipped scenarios."""
    return _folder("scenarios")
