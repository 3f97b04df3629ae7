"""A commented article to start from."""

from pathlib import Path

from aiscenarios.errors import InputError

__all__ = ["write_template"]

_TEMPLATE = Path(__file__).with_name("template.yaml")


def write_template(file: str | Path) -> Path:
    """Write a commented article.

    Raises:
        InputError: the file is there already; it is not overwritten.
    """
    path = Path(file)
    try:
        with path.open("x", encoding="utf-8") as new:
            new.write(_TEMPLATE.read_text(encoding="utf-8"))
    except FileExistsError:
        raise InputError(
            "is there already, and is not overwritten", file=str(file), hint="name a new file"
        ) from None
    except OSError as problem:
        raise InputError(f"cannot be written: {problem.strerror}", file=str(file)) from None
    return path
