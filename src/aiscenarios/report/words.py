"""Words for chances: published scales with ranges and sources, from ``seeds/probability_words.yaml``."""

from functools import cache
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from aiscenarios import seeds
from aiscenarios.errors import InputError

__all__ = ["Scale", "Word", "scale", "scales"]

_FILE = "probability_words.yaml"


class Word(NamedTuple):
    """A word and the chances it stands for, in percent."""

    text: str
    says: str
    """The word with its verb, e.g. ``has a roughly even chance``."""
    low: int
    high: int


class Scale(NamedTuple):
    """A published scale of words, from the least to the most probable."""

    name: str
    title: str
    source: str
    note: str
    words: tuple[Word, ...]

    def word(self, percent: float) -> Word:
        """The narrowest word whose range holds a chance in percent; the outermost ones reach to 0 and 100."""
        least, most = self.words[0], self.words[-1]
        held = [word for word in self.words if _holds(word, percent, is_last=word.high == most.high)]
        if not held:
            return least if percent < least.low else most
        return min(held, key=lambda word: word.high - word.low)

    def range(self, word: Word) -> str:
        """What a word stands for, e.g. ``20-45%`` with a dash for "to"; an outermost one has no outer end."""
        if word == self.words[0]:
            return f"under {word.high}%"
        if word == self.words[-1]:
            return f"over {word.low}%"
        return f"{word.low}\N{EN DASH}{word.high}%"


def _holds(word: Word, percent: float, *, is_last: bool) -> bool:
    return word.low <= percent < word.high or (is_last and percent == word.high)


@cache
def scales() -> dict[str, Scale]:
    """The shipped scales by name; the first is the default."""
    content = YAML(typ="safe", pure=True).load(seeds.path(_FILE))
    return {name: _scale(name, entry) for name, entry in content.items() if isinstance(entry, dict)}


def _scale(name: str, entry: dict[str, Any]) -> Scale:
    words = (
        Word(each["word"], each["says"], _whole(each["low"]), _whole(each["high"])) for each in entry["words"]
    )
    source = f"{entry['source']} ({entry['provenance']})"
    return Scale(name, entry["title"], source, entry["note"], tuple(words))


def _whole(text: str) -> int:
    return int(text.removesuffix("%"))


def scale(name: str = "icd203") -> Scale:
    """A scale by name.

    Raises:
        InputError: there is none.
    """
    known = scales()
    if name not in known:
        raise InputError(f"there is no scale of words '{name}'", path=name, hint=f"one of {', '.join(known)}")
    return known[name]
