"""What a scenario may speak of beside the package's own: levers and outcomes from outside.

A stored result keeps a card of each, so that it is read again without its module; only running needs the
functions themselves.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from aiscenarios import outcomes
from aiscenarios.drivers import BLOC_LEVERS
from aiscenarios.errors import InputError
from aiscenarios.levers import UserLever
from aiscenarios.outcomes import Outcome
from aiscenarios.outcomes.outside import check, guarded
from aiscenarios.scenario.origins import Origin, origin_of

__all__ = ["NOTHING", "Outside", "from_cards", "outside"]


@dataclass(frozen=True)
class Outside:
    """Levers and outcomes from outside; equal if they come from equal files and say the same."""

    origins: tuple[Origin, ...] = ()
    levers: tuple[UserLever, ...] = field(default=(), compare=False)
    outcomes: tuple[Outcome, ...] = field(default=(), compare=False)

    @property
    def catalogue(self) -> tuple[Outcome, ...]:
        """The package's outcomes and those from outside."""
        return outcomes.CATALOGUE + tuple(guarded(outcome) for outcome in self.outcomes)

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each, by name."""
        return {origin.name: origin.digest for origin in self.origins}

    @property
    def own(self) -> "tuple[UserLever | Outcome, ...]":
        """All of them."""
        return (*self.levers, *self.outcomes)

    def origin(self, name: str) -> Origin:
        """Where one of them comes from."""
        return next(origin for origin in self.origins if origin.name == name)

    def cards(self) -> list[dict[str, Any]]:
        """All that is known of each beside its function, as JSON can hold it."""
        return [_card(self.origin(each.name), each) for each in self.own]

    def with_more(self, other: "Outside") -> "Outside":
        """These and others; one that is in both, by name and digest, is taken from the others.

        Raises:
            InputError: two have one name, or an outcome's column is there already.
        """
        again = set(self.origins) & set(other.origins)
        names = {origin.name for origin in again}
        joined = Outside(
            tuple(origin for origin in self.origins if origin not in again) + other.origins,
            tuple(each for each in self.levers if each.name not in names) + other.levers,
            tuple(each for each in self.outcomes if each.name not in names) + other.outcomes,
        )
        _refuse_taken(joined)
        return joined


NOTHING = Outside()
_SEE = "see the page on extending"


def outside(own_levers: Sequence[UserLever] = (), own_outcomes: Sequence[Outcome] = ()) -> Outside:
    """Levers and outcomes from outside, checked.

    Raises:
        InputError: one is none, says too little of itself, or bears a name that is taken.
    """
    for what, kind, given in (("levers", UserLever, own_levers), ("outcomes", Outcome, own_outcomes)):
        for each in given:
            if not isinstance(each, kind):
                raise InputError(f"{each!r} is no {kind.__name__}", path=what, hint=_SEE)
    for outcome in own_outcomes:
        check(outcome)
    origins = [_origin(lever, lever.changes) for lever in own_levers]
    origins += [_origin(outcome, outcome.values) for outcome in own_outcomes]
    return NOTHING.with_more(Outside(tuple(origins), tuple(own_levers), tuple(own_outcomes)))


def _origin(each: UserLever | Outcome, function: Any) -> Origin:
    if not callable(function):
        raise InputError(f"what '{each.name}' does is no function", hint=_SEE)
    return origin_of(each, function)


def from_cards(cards: Iterable[Mapping[str, Any]]) -> Outside:
    """What a stored result knows of its levers and outcomes from outside; it can be read and not run.

    Raises:
        InputError: a card is none.
    """
    try:
        return _from_cards(cards)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise InputError(
            "what is said of a lever or outcome from outside is not whole", path="outside"
        ) from (problem)


def _from_cards(cards: Iterable[Mapping[str, Any]]) -> Outside:
    origins: list[Origin] = []
    found: dict[str, list[Any]] = {"lever": [], "outcome": []}
    for card in cards:
        kind = card.get("kind") or _kind_by_fields(card)
        origins.append(Origin(card["name"], card["module"], card["digest"]))
        rest = {key: _tuple(value) for key, value in card.items() if key not in ("kind", "module", "digest")}
        absent = functools.partial(_absent, kind, card["name"], card["module"])
        found[kind].append(
            UserLever(**rest, changes=absent) if kind == "lever" else Outcome(**rest, values=absent)
        )
    return Outside(tuple(origins), tuple(found["lever"]), tuple(found["outcome"]))


def _kind_by_fields(card: Mapping[str, Any]) -> str:
    """The kind of a card that was written before cards named it."""
    return "lever" if "felt_at" in card else "outcome"


def _absent(kind: str, name: str, module: str, given: object) -> Any:
    del given
    raise InputError(
        f"the {kind} '{name}' of {module} is known by name only",
        hint="give it again: with levers= or outcomes= in Python, with --with on the command line",
    )


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _card(origin: Origin, each: UserLever | Outcome) -> dict[str, Any]:
    plain = {
        one.name: getattr(each, one.name) for one in fields(each) if one.name not in ("changes", "values")
    }
    listed = {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}
    return {"kind": _kind(each), "module": origin.module, "digest": origin.digest} | listed


def _kind(each: UserLever | Outcome) -> str:
    return "lever" if isinstance(each, UserLever) else "outcome"


def _refuse_taken(joined: Outside) -> None:
    """Every name and every column stands once."""
    seen: set[str] = {*BLOC_LEVERS, *outcomes.columns()}
    for each in joined.own:
        names = {each.name} if isinstance(each, UserLever) else {each.name, *each.columns()}
        taken = sorted(names & seen)
        if taken:
            raise InputError(
                f"there is already a lever or outcome '{taken[0]}'", path=_kind(each), hint="rename yours"
            )
        seen |= names
