"""Text as a terminal may show it: a character that would steer the terminal is written out instead."""

__all__ = ["plain"]

_KEPT = "\n"


def plain(text: str) -> str:
    """The text with control characters, and those that turn the direction of writing, as escapes."""
    if text.isprintable():
        return text
    return "".join(each if each in _KEPT or each.isprintable() else _escaped(each) for each in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
