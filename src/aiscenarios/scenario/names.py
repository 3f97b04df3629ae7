"""The vocabulary of scenarios, gathered from the rooms that own the names."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, partial

from aiscenarios import evidence, levers, narratives, outcomes
from aiscenarios.drivers import WATCHED
from aiscenarios.evidence import Parameter
from aiscenarios.evidence.labs import load_catalogue
from aiscenarios.evidence.quantities import SHARES
from aiscenarios.evidence.world import load_world
from aiscenarios.files.nodes import Scalar
from aiscenarios.levers import Lever, UserLever
from aiscenarios.scenario.language import place_of
from aiscenarios.scenario.outside import NOTHING, Outside
from aiscenarios.scenario.vocabulary import LeverTerm, ParameterTerm, Vocabulary, WatchTerm

__all__ = ["DOLLARS", "vocabulary", "watch_unit"]

DOLLARS = "compute_dollars"
_LEVER_UNITS = {
    "share": "share", "index": "number", "x": "multiple", "months": "months", "US$": "US$", "US$/year": "US$",
}  # fmt: skip
_WATCH_UNITS = {"months": "months", "ECI points": "points", "share": "share", "persons/quarter": "persons"}


@cache
def vocabulary(outside: Outside = NOTHING, day: date | None = None) -> Vocabulary:
    """Every name a scenario may use, those from outside the package included.

    Args:
        outside: levers and outcomes from outside.
        day: labs are those known then, and the record of policy ends then; None: today. Claims keep their
            names, so that a scenario can leave out one that is not yet known.
    """
    known, cards, catalogue = evidence.load(), levers.load(), load_catalogue()
    labs = catalogue.labs if day is None else catalogue.known_by(day).labs
    units = outcomes.units(outside.catalogue)
    return Vocabulary(
        levers=(*map(_lever, cards), *(_own(lever, outside) for lever in outside.levers)),
        dollars=_dollars(next(card for card in cards if card.lab_dollars is not None)),
        labs={word: lab.name for lab in labs for word in (lab.name, *lab.aliases)},
        opened={lab.name: lab.quarter for lab in labs},
        parameters=tuple(_parameter(parameter) for parameter in known.uncertain.values()),
        claims=tuple(claim.id for claim in known.claims),
        mechanisms={name: bool(each.off) for name, each in known.mechanisms.items()},
        narratives=tuple(narrative.name for narrative in narratives.load()),
        endings=tuple(narrative.title for narrative in narratives.load()),
        people=round(float(load_world().stock_persons().sum())),
        first_open=levers.default_start(day),
        known_by=partial(vocabulary, outside),
        check_condition=partial(_check_condition, units),
        read_watch=partial(_read_watch, units),
    )


def _lever(card: Lever) -> LeverTerm:
    return _term(card, labs=card.labs)


def _own(lever: UserLever, outside: Outside) -> LeverTerm:
    module = outside.origin(lever.name).module
    return replace(_term(lever, labs=False), no_effect=lever.no_effect, module=module)


def _term(lever: Lever | UserLever, *, labs: bool) -> LeverTerm:
    return LeverTerm(
        name=lever.name,
        title=lever.title,
        unit=_LEVER_UNITS[lever.unit],
        yearly=lever.unit.endswith("/year"),
        low=lever.low,
        high=lever.high,
        levels=tuple(lever.worded.items()),
        owners=lever.owner,
        felt_at=lever.felt_at,
        labs=labs,
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


def _check_condition(units: Mapping[str, str], node: Scalar, last: int) -> None:
    narratives.parse(node.text, units, place=place_of(node), last=last)


def _read_watch(units: Mapping[str, str], node: Scalar) -> WatchTerm:
    read = narratives.watch(node.text, units, place=place_of(node))
    if read.column not in WATCHED:
        raise node.place.fault(
            f"a reaction cannot watch '{read.column}'", f"it can watch {', '.join(WATCHED)}"
        )
    return WatchTerm(read.column, read.operator.startswith(">"), read.threshold)


def watch_unit(column: str) -> str:
    """The unit, a key of ``values.EXAMPLES``, of an outcome that a reaction may watch."""
    return _WATCH_UNITS[outcomes.units()[column]]
