"""Where the shipped evidence and scenarios lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

__all__ = ["path", "scenario_dir"]

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parents[1]


def _folder(name: str) -> Path:
    shipped = _PACKAGE / f"_{name}"
    return shipped if shipped.is_dir() else _CHECKOUT / name


def path(*parts: str) -> Path:
    """A file of the coded evidence, e.g. ``path("articles", "000.yaml")``."""
    return _folder("seeds").joinpath(*parts)


def scenario_dir() -> Path:
    """The folder of the shipped scenarios."""
    return _folder("scenarios")
