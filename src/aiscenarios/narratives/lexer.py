"""From text to tokens; spelling traps (`0,9`, `5-10`, `2026-Q3`, `==`) are refused with what to write."""

import re
from typing import NamedTuple

from aiscenarios.narratives.syntax import Place

__all__ = ["MOST_CHARACTERS", "Token", "tokens"]

MOST_CHARACTERS = 2000
_MOST_TOKENS = 300

_TOKEN = re.compile(
    r"""
      (?P<blank>\s+)
    | (?P<date>\d{4}-?Q\d+)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<money>US\$|RMB\b|[$€£¥])
    | (?P<name>[A-Za-z_]\w*(?:\.\w+)*)
    | (?P<mark><=|>=|==|!=|&&|\|\||[-+*/<>=(),%&|!])
    """,
    re.VERBOSE | re.ASCII,
)
_DATE = re.compile(r"\d{4}Q[1-4]")
_RANGE = re.compile(r"\d[%x]?-\d", re.ASCII)
_DECIMAL_COMMA = re.compile(r"\d,\d", re.ASCII)

_NOT_OURS = {
    "==": "write a range with >= and <=; simulated numbers are never exactly equal",
    "!=": "write a range with < or >; simulated numbers are never exactly equal",
    "&&": "write and",
    "&": "write and",
    "||": "write or",
    "|": "write or",
    "!": "write not",
    "≤": "write <=",
    "≥": "write >=",
    "−": "write - for minus",  # noqa: RUF001
    "–": "write - for minus",  # noqa: RUF001
    "×": "write * for times",  # noqa: RUF001
    "[": "a condition has no brackets; outcomes are named with dots, e.g. talent_share.top20.CN",
    "'": "a condition holds no text; name outcomes without quotes",
    '"': "a condition holds no text; name outcomes without quotes",
    ".": "write 0.5 for .5",
    "{": "put the whole condition in quotes in the file",
    "^": "powers are not offered; write a product",
    "$": "say whose: US$ 20bn",
}


class Token(NamedTuple):
    """A piece of the text; ``kind`` is date, number, money, name, mark or end."""

    kind: str
    text: str
    at: int

    @property
    def stop(self) -> int:
        """Where the next character stands."""
        return self.at + len(self.text)


def _refuse_spelling(text: str, at: int, place: Place) -> None:
    """Refuse what reads as another number than was meant."""
    if _DECIMAL_COMMA.match(text, at):
        raise place.error(
            f"'{_around(text, at + 1)}' has a comma inside a number", at + 1,
            hint="write 0.9 for a decimal, 1000 for a thousand; put a blank after a comma between arguments",
        )  # fmt: skip
    if _RANGE.match(text, at):
        raise place.error(
            f"'{_around(text, at)}' is a range, not a number", at,
            hint="write two comparisons, x >= 5 and x <= 10; for a difference put blanks round the minus",
        )  # fmt: skip


def _around(text: str, at: int) -> str:
    """The run of characters without a blank that holds a position."""
    return re.split(r"[\s()]", text[:at])[-1] + re.split(r"[\s()]", text[at:])[0]


def _refuse_token(token: Token, place: Place) -> None:
    if token.text in _NOT_OURS:
        raise place.error(f"'{token.text}' is not used in conditions", token.at, hint=_NOT_OURS[token.text])
    if token.kind == "date" and not _DATE.fullmatch(token.text):
        raise place.error(f"'{token.text}' is not a quarter", token.at, hint="write it as 2027Q1")
    if token.kind == "name" and any(part.startswith("_") for part in token.text.split(".")):
        raise place.error(
            f"'{token.text}' is not a name of an outcome", token.at, hint="names hold no leading underscore"
        )


def tokens(text: str, place: Place) -> list[Token]:
    """All tokens of a condition, ending with one of kind ``end``.

    Raises:
        InputError: too long, an unknown character, or a spelling that would be misread.
    """
    if len(text) > MOST_CHARACTERS:
        raise place.error(f"the condition has {len(text)} characters; at most {MOST_CHARACTERS} are read", 0)
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise place.error(f"{text[at]!r} is not used in conditions", at, hint=_NOT_OURS.get(text[at]))
        token = Token(str(match.lastgroup), match.group(), at)
        _refuse_token(token, place)
        if token.kind == "number":
            _refuse_spelling(text, token.stop - 1, place)
        if token.kind != "blank":
            found.append(token)
        at = token.stop
    if len(found) > _MOST_TOKENS:
        raise place.error(
            f"the condition has {len(found)} words and signs; at most {_MOST_TOKENS} are read", 0
        )
    return [*found, Token("end", "", len(text))]
