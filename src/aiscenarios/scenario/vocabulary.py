"""The names a scenario may use, each with its unit and range: levers, labs, parameters, outcomes, claims."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from aiscenarios.files.nodes import Scalar

__all__ = ["LeverTerm", "ParameterTerm", "Vocabulary", "WatchTerm"]


@dataclass(frozen=True, slots=True)
class LeverTerm:
    """What a file may say of a lever."""

    name: str
    title: str
    unit: str
    """A key of ``values.EXAMPLES``."""
    yearly: bool
    """The amount is paid every year."""
    low: float
    high: float
    levels: tuple[tuple[str, float], ...]
    """Worded levels."""
    owners: tuple[str, ...]
    """The blocs that set it."""
    felt_at: tuple[str, ...]
    """The blocs in which it is felt."""
    labs: bool
    """A single lab may have its own."""
    no_effect: float = 0.0
    """Of a lever from outside: its level where nothing is set."""
    module: str = ""
    """Of a lever from outside: the file it comes from."""

    def level(self, word: str) -> float | None:
        """The value of a worded level."""
        return dict(self.levels).get(word)

    def word(self, value: float) -> str | None:
        """The worded level of exactly this value, if there is one and no other."""
        words = [word for word, level in self.levels if level == value]
        return words[0] if len(words) == 1 else None


@dataclass(frozen=True, slots=True)
class ParameterTerm:
    """What a file may believe of a parameter; ``inside`` refuses numbers that its scale cannot hold."""

    name: str
    unit: str
    """A key of ``values.EXAMPLES``."""
    says: str
    """The unit in words."""
    inside: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class WatchTerm:
    """The condition of a reaction, read."""

    watch: str
    above: bool
    threshold: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that has a name, and the two readers of conditions."""

    levers: tuple[LeverTerm, ...]
    dollars: LeverTerm
    """A lab's chip budget in US$ a year, written under ``compute_budget``."""
    labs: Mapping[str, str]
    """A lab's name by its name or an alias."""
    opened: Mapping[str, int]
    """The quarter in which a lab was founded, by its name."""
    parameters: tuple[ParameterTerm, ...]
    claims: tuple[str, ...]
    mechanisms: Mapping[str, bool]
    """Whether each can be switched off."""
    narratives: tuple[str, ...]
    endings: tuple[str, ...]
    """Titles of the narratives."""
    people: float
    """Researchers of the world in 2019Q1."""
    first_open: int
    """First quarter after the last recorded policy."""
    known_by: "Callable[[date | None], Vocabulary]"
    """The names as they were known on a day; None: today."""
    check_condition: Callable[[Scalar, int], None]
    """Refuses a narrative's condition that cannot be read, or can only hold after the given last quarter."""
    read_watch: Callable[[Scalar], WatchTerm]
    """Reads a reaction's condition, or refuses it."""

    def lever(self, name: str) -> LeverTerm:
        """A lever by its name, ``compute_dollars`` included."""
        return next(term for term in (*self.levers, self.dollars) if term.name == name)

    def parameter(self, name: str) -> ParameterTerm:
        """A parameter by its name."""
        return next(term for term in self.parameters if term.name == name)
