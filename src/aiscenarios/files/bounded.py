"""Text of a file that anybody may have made, up to a length."""

from pathlib import Path

from aiscenarios.errors import InputError

__all__ = ["bounded_text"]


def bounded_text(file: Path, most: int) -> str:
    """The text of a file.

    Args:
        file: to read.
        most: bytes that it may have.

    Raises:
        InputError: it cannot be read, is no text, or is longer than ``most`` bytes.
    """
    with file.open("rb") as stream:
        raw = stream.read(most + 1)
    if len(raw) > most:
        raise InputError(f"is bigger than {most // 1024:,} kB", file=str(file))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise InputError("is not UTF-8 text", file=str(file)) from problem
