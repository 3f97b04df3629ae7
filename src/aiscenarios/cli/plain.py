"""Text as a terminal may show it: a character that would steer the terminal is written out instead."""

import shlex
import sys
from contextlib import suppress
from os import fsencode
from pathlib import Path

__all__ = ["plain", "quoted", "say"]

_KEPT = "\n"


def plain(text: str) -> str:
    """The text with control characters, and those that turn the direction of writing, as escapes."""
    if text.isprintable():
        return text
    return "".join(each if each in _KEPT or each.isprintable() else _escaped(each) for each in text)


def quoted(place: Path) -> str:
    """A path as a word of a command that can be copied; what would steer the terminal as shells write it."""
    text = str(place)
    if text.isprintable():
        return shlex.quote(text)
    return f"$'{''.join(map(_in_quotes, text))}'"


def _in_quotes(character: str) -> str:
    """A character within ``$'...'``, one that cannot be printed byte by byte."""
    if character in ("'", "\\"):
        return f"\\{character}"
    return character if character.isprintable() else "".join(f"\\x{byte:02x}" for byte in fsencode(character))


def say(text: str) -> None:
    """Tell something beside the answer, on stderr; where nobody can read it any more, work goes on."""
    with suppress(OSError):
        print(plain(text), file=sys.stderr, flush=True)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
