"""What a lever is: who pulls it, where it is felt, its unit and range, its record since 2019, its price.

A lever's file supplies one thing, how two policies on it combine, and where needed how a rule's level moves
while its text stands still. All numbers come from ``seeds/levers/<name>.yaml``.
"""

from dataclasses import replace
from datetime import date
from typing import ClassVar, Literal, Self, get_args

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.errors import InputError, one_of
from aiscenarios.levers.combine import Change, Combiner
from aiscenarios.records import Origin, record
from aiscenarios.state import BLOCS

__all__ = ["UNITS", "Bloc", "Cost", "Difficulty", "DollarRange", "Lapse", "Level", "Lever", "Step", "Unit"]

type Bloc = Literal["US", "CN", "ROW"]
type Basis = Literal[
    "none", "wanted_chips", "recruits", "researchers", "releases", "graduates", "chip_spending", "pay_bill"
]
"""What a cost is counted by, a year: nothing, US$ of foreign chips wanted, persons, models, US$ spent."""
type Unit = Literal["share", "x", "months", "US$", "US$/year", "index"]
UNITS: tuple[str, ...] = get_args(Unit.__value__)


@record
class Level:
    """A level with a name of its own."""

    value: float
    meaning: str
    source: str
    origin: Origin


@record
class Step:
    """A level from a quarter on, with the rule that made it so.

    ``origin`` says how the rule is known; the level is always our reading of it, and ``sd`` how sure we are.
    ``fixed_cap`` marks a rule that names a performance, so that its level moves with the frontier. A step is
    known from the end of its quarter on, unless ``known`` names another day.
    """

    at: str
    level: float
    sd: float
    rule: str
    source: str
    origin: Origin
    fixed_cap: bool = False
    known: str = ""

    @property
    def quarter(self) -> int:
        """Quarters since 2019Q1."""
        return quarters.parse(self.at)

    @property
    def day(self) -> date:
        """The first day on which a forecaster could have used it."""
        return date.fromisoformat(self.known) if self.known else quarters.last_day(self.quarter)


@record
class Lapse:
    """A measure due to end after the record, and the level if it does."""

    at: str
    bloc: Bloc
    level: float
    assumed: str
    source: str
    origin: Origin

    @property
    def quarter(self) -> int:
        """Quarters since 2019Q1."""
        return quarters.parse(self.at)


@record
class Cost:
    """US$ a year = coefficient x distance of the level from no effect x basis."""

    payer: str
    account: Literal["public", "private", "lost_sales", "none"]
    coefficient: float
    basis: Basis
    sentence: str
    source: str
    origin: Origin


@record
class Difficulty:
    """How hard it is to move the lever."""

    grade: Literal["easy", "moderate", "hard"]
    why: str
    source: str


@record
class DollarRange:
    """Range of the US$ a year that a single lab may be given instead of a multiple."""

    low: float
    high: float
    step: float
    source: str


@record
class Lever:
    """A policy lever. A subclass names its combiner."""

    combiner: ClassVar[Combiner]

    name: str
    title: str
    sentence: str
    unit: Unit
    owner: tuple[Bloc, ...]
    felt_at: tuple[Bloc, ...]
    labs: bool
    low: float
    high: float
    step: float
    no_effect: float
    no_effect_means: str
    public_series: str
    levels: dict[str, Level]
    history: dict[str, tuple[Step, ...]]
    cost: Cost
    difficulty: Difficulty
    lapses: tuple[Lapse, ...] = ()
    lab_dollars: DollarRange | None = None

    def __post_init__(self) -> None:
        if not self.low <= self.no_effect <= self.high or self.step <= 0.0:
            raise ValueError(f"{self.name}: no effect must lie between low and high, and the step above 0")
        if set(self.history) not in ({"all"}, set(self.felt_at)):
            raise ValueError(f"{self.name}: history must stand under all, or under each of {self.felt_at}")
        outside = [word for word, level in self.levels.items() if not self.low <= level.value <= self.high]
        if outside:
            raise ValueError(f"{self.name}: level '{outside[0]}' lies outside {self.low} to {self.high}")
        for steps in self.history.values():
            self._check_path(steps)

    def _check_path(self, steps: tuple[Step, ...]) -> None:
        dates = [step.quarter for step in steps]
        if not dates or dates[0] != 0 or dates != sorted(set(dates)):
            raise ValueError(f"{self.name}: a history starts in 2019Q1 and its dates rise")
        for step in steps:
            if not self.low <= step.level <= self.high or step.sd < 0.0:
                raise ValueError(f"{self.name}: in {step.at} the level is out of range, or the sd below 0")

    @property
    def worded(self) -> dict[str, float]:
        """The value of each worded level."""
        return {word: level.value for word, level in self.levels.items()}

    def level(self, word: str) -> float:
        """The value of a worded level.

        Raises:
            InputError: no level of that name; the hint names the nearest.
        """
        if word not in self.levels:
            raise InputError(
                f"'{word}' is no level of {self.name}", path=f"levers.{self.name}",
                hint=one_of(word, tuple(self.levels)),
            )  # fmt: skip
        return self.levels[word].value

    def path(self, bloc: str) -> tuple[Step, ...]:
        """The recorded steps where the lever is felt; empty where it is not."""
        return self.history.get("all", self.history.get(bloc, ())) if bloc in self.felt_at else ()

    def in_force(self, bloc: str, quarter: int) -> Step | None:
        """The step whose rule stands in a quarter, or None where the lever is not felt."""
        return next((step for step in reversed(self.path(bloc)) if step.quarter <= quarter), None)

    def known_by(self, day: date) -> Self:
        """The lever with the steps that were known on a day; the world of 2019Q1 is always known."""
        history = {
            where: tuple(step for step in steps if step.quarter == 0 or step.day <= day)
            for where, steps in self.history.items()
        }
        return replace(self, history=history)

    def change(self, bloc: str, values: NDArray[np.float64]) -> Change:
        """One more policy on this lever, by quarter, joined as the lever joins policies."""
        return Change(self.name, bloc, self.combiner, values)

    def moved(self, step: Step, years: float) -> float:
        """The level of a rule some years after it came, its text unchanged."""
        del years
        return step.level

    def yearly_cost(self, level: float, basis: float) -> float:
        """US$ a year that a level costs its payer, for so much of ``cost.basis`` a year (none: 1)."""
        return self.cost.coefficient * abs(level - self.no_effect) * basis

    @property
    def last_recorded(self) -> int:
        """Quarter of the last step on record."""
        return max(step.quarter for bloc in BLOCS for step in self.path(bloc))
