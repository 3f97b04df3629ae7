"""The vocabulary of scenarios, gathered from the rooms that own the names."""

from collections.abc import Callable
from functools import cache

from aiscenarios import evidence, levers, narratives, outcomes
from aiscenarios.drivers import WATCHED
from aiscenarios.evidence import Parameter
from aiscenarios.evidence.labs import load_catalogue
from aiscenarios.evidence.quantities import SHARES
from aiscenarios.files.nodes import Scalar
from aiscenarios.levers import Lever
from aiscenarios.narratives import Place
from aiscenarios.scenario.vocabulary import LeverTerm, ParameterTerm, Vocabulary, WatchTerm

__all__ = ["DOLLARS", "vocabulary", "watch_unit"]

DOLLARS = "compute_dollars"
_LEVER_UNITS = {
    "share": "share", "index": "number", "x": "multiple", "months": "months", "US$": "US$", "US$/year": "US$",
}  # fmt: skip
_WATCH_UNITS = {"months": "months", "ECI points": "points", "share": "share", "persons/quarter": "persons"}


@cache
def vocabulary() -> Vocabulary:
    """Every name a scenario may use."""
    known, cards = evidence.load(), levers.load()
    return Vocabulary(
        levers=tuple(_lever(card) for card in cards),
        dollars=_dollars(next(card for card in cards if card.lab_dollars is not None)),
        labs={word: lab.name for lab in load_catalogue().labs for word in (lab.name, *lab.aliases)},
        parameters=tuple(_parameter(parameter) for parameter in known.uncertain.values()),
        claims=tuple(claim.id for claim in known.claims),
        mechanisms={name: bool(each.off) for name, each in known.mechanisms.items()},
        narratives=tuple(narrative.name for narrative in narratives.load()),
        first_open=levers.default_start(),
        check_condition=_check_condition,
        read_watch=_read_watch,
    )


def _lever(card: Lever) -> LeverTerm:
    words = tuple((word, level.value) for word, level in card.levels.items())
    return LeverTerm(
        name=card.name,
        title=card.title,
        unit=_LEVER_UNITS[card.unit],
        yearly=card.unit.endswith("/year"),
        low=card.low,
        high=card.high,
        levels=words,
        owners=card.owner,
        felt_at=card.felt_at,
        labs=card.labs,
    )


def _dollars(card: Lever) -> LeverTerm:
    money = card.lab_dollars
    assert money is not None
    return LeverTerm(
        DOLLARS,
        f"{card.title} in money",
        "US$",
        True,
        money.low,
        money.high,
        (),
        card.owner,
        card.felt_at,
        True,
    )


def _parameter(parameter: Parameter) -> ParameterTerm:
    return ParameterTerm(parameter.name, _unit(parameter.unit), parameter.unit, parameter.scale.check)


def _unit(says: str) -> str:
    """The way a parameter's numbers are written, from its unit in words."""
    forms: tuple[tuple[Callable[[str], bool], str], ...] = (
        (SHARES.__contains__, "share"),
        (lambda text: text.startswith("US$"), "US$"),
        (lambda text: text.split()[0] == "x", "multiple"),
        (lambda text: text in {"months", "quarters"}, says),
    )
    return next((unit for fits, unit in forms if fits(says)), "number")


def _place(node: Scalar) -> Place:
    """Where a condition's first character stands; unknown inside a text folded over several lines."""
    place = node.place
    column = None if place.column is None or node.folded else place.column + (not node.plain)
    return Place(place.file, place.line, column, place.path)


def _check_condition(node: Scalar, last: int) -> None:
    narratives.parse(node.text, outcomes.units(), place=_place(node), last=last)


def _read_watch(node: Scalar) -> WatchTerm:
    read = narratives.watch(node.text, outcomes.units(), place=_place(node))
    if read.column not in WATCHED:
        raise node.place.fault(
            f"a reaction cannot watch '{read.column}'", f"it can watch {', '.join(WATCHED)}"
        )
    return WatchTerm(read.column, read.operator.startswith(">"), read.threshold)


def watch_unit(column: str) -> str:
    """The unit, a key of ``values.EXAMPLES``, of an outcome that a reaction may watch."""
    return _WATCH_UNITS[outcomes.units()[column]]
