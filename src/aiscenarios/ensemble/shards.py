"""Shards: several machines work off one folder, each its own part of the chunks; they need not talk."""

import re
from typing import NamedTuple

from aiscenarios.ensemble.chunks import Span
from aiscenarios.errors import InputError

__all__ = ["WHOLE", "Shard"]

_WRITTEN = re.compile(r"\s*(\d+)\s*/\s*(\d+)\s*")


class Shard(NamedTuple):
    """Part ``number`` of ``of``, counted from 1."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> "Shard":
        """A shard as it is written, 2/5.

        Raises:
            InputError: it is written otherwise, or there is no such part.
        """
        found = _WRITTEN.fullmatch(text)
        shard = cls(int(found[1]), int(found[2])) if found else None
        if shard is None or not 1 <= shard.number <= shard.of:
            raise InputError(f"'{text}' is not a part of a whole", path="shard", hint="write 1/4 to 4/4")
        return shard

    def holds(self, span: Span) -> bool:
        """Whether a chunk is this shard's; every chunk is exactly one's."""
        return span.chunk % self.of == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


WHOLE = Shard(1, 1)
