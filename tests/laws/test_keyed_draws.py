"""Every draw has its address: who somebody is decides their draws, and nothing that happens elsewhere."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiscenarios.draws import DECISIONS, uniforms
from aiscenarios.drivers import BLOC_LEVERS, EVENT, EVENT_KINDS
from aiscenarios.state import CN, NOWHERE, STARTUP
from tests.laws import drawn, worlds

HECTIC = {"attrition": 0.4, "spinout_rate": 1.0}
BORN_WITH = (
    "origin", "skill", "weight", "born", "retires",
    "taste_pay", "taste_freedom", "taste_compute", "taste_home",
)  # fmt: skip
"""What draws decide about a person once."""
type Draws = list[dict[int, tuple[float, ...]]]


@settings(max_examples=15)
@given(drawn.cases(**HECTIC))
def test_identities_are_never_used_again(case: drawn.Case) -> None:
    """Slots of people and of start-ups are used again; an identity belongs to one of them for ever."""
    gone: set[int] = set()
    before: dict[int, tuple[Any, ...]] = {}
    slots: dict[int, set[int]] = {}
    founders: dict[int, tuple[int, int]] = {}
    for race in drawn.stepped(case):
        people, labs = drawn.people(race), race.arrays["labs"]
        now = {int(me["id"]): tuple(me[name] for name in BORN_WITH) for me in people}
        assert len(now) == len(people)
        assert gone.isdisjoint(now)
        assert all(before[who] == now[who] for who in before.keys() & now.keys())
        gone |= before.keys() - now.keys()
        before = now
        for slot in np.flatnonzero(race.arrays["people"]["active"]):
            slots.setdefault(int(slot), set()).add(int(race.arrays["people"]["id"][slot]))
        for slot in np.flatnonzero(labs["active"]):
            cause = (int(slot), int(labs["founded"][slot]))
            assert founders.setdefault(int(labs["id"][slot]), cause) == cause
    assert max(map(len, slots.values())) > 1


def draws_of(case: drawn.Case) -> Draws:
    """By quarter: what draws say of everybody; and of each, the draws by which they look around."""
    found: Draws = []
    for race in drawn.stepped(case):
        arrays = race.arrays
        now = {int(me["id"]): tuple(float(me[name]) for name in BORN_WITH) for me in drawn.people(race)}
        met = arrays["drawn"] > 0
        at = dict(zip(arrays["drawn"][met].tolist(), arrays["looks"][:, met].T.tolist(), strict=True))
        found += [now, {who: tuple(values) for who, values in at.items()}]
    return found


@settings(max_examples=10)
@given(drawn.cases(longest=14, **HECTIC))
def test_a_years_draws_stand_at_its_first_quarter(case: drawn.Case) -> None:
    """Whenever in the year somebody came, what they look around by is drawn for them and that year."""
    for race in drawn.stepped(case):
        arrays, t = race.arrays, race.quarter - 1
        for slot in np.flatnonzero(arrays["drawn"]):
            address = (np.uint64(case.seed), case.number, t - t % 4, arrays["drawn"][slot], DECISIONS["look"])
            assert tuple(arrays["looks"][:, slot]) == uniforms(*address)


def agree(one: Draws, other: Draws) -> int:
    """How many draws of people in both were compared; all must be the same."""
    compared = 0
    for ours, theirs in zip(one, other, strict=True):
        both = ours.keys() & theirs.keys()
        assert {who: ours[who] for who in both} == {who: theirs[who] for who in both}
        compared += len(both)
    return compared


def cause(who: int) -> tuple[int, int]:
    """Bloc and quarter of which somebody is a graduate."""
    return (who >> 56) - 1, ((who >> 32) & 0xFFFFFF) - 1024


def newcomers(case: drawn.Case, t: int, b: int) -> int:
    """How many come with more graduates of a bloc in one quarter; nothing else of any person may change."""
    more = case.setup.drivers.bloc.copy()
    more[t, b, BLOC_LEVERS.index("education")] = 4.0
    base, other = draws_of(case), draws_of(drawn.changed(case, bloc=more))
    assert agree(base, other) > 0
    for ours, theirs in zip(base[::2], other[::2], strict=True):
        assert ours.keys() <= theirs.keys()
        assert {cause(who) for who in theirs.keys() - ours.keys()} <= {(b, t)}
    return len(other[2 * t]) - len(base[2 * t])


@settings(max_examples=10)
@given(drawn.cases(), st.integers(0, 6), st.integers(0, 2))
def test_graduates_of_one_quarter_change_no_other_draw(case: drawn.Case, t: int, b: int) -> None:
    """More graduates of a bloc in one quarter are new people; every other person's draws stay to the end."""
    assert newcomers(case, t, b) >= 0


def test_there_are_graduates_to_add() -> None:
    """In a larger world the same brings new people, so the law above judges something."""
    case = drawn.Case(worlds.world(agents=1000), worlds.params(), worlds.kinds(), 11, 0)
    assert newcomers(case, 4, CN) > 10


@st.composite
def elsewhere(draw: st.DrawFn, case: drawn.Case) -> drawn.Case:
    """The same case with something more in it: start-ups, room, a reshuffled lever or people called away."""
    kind = draw(st.sampled_from(["startups", "room", "levers", "event"]))
    if kind == "startups":
        params = case.params.copy()
        params["spinout_rate"] *= 5.0
        return case._replace(params=params)
    if kind == "room":
        setup, extra = case.setup, np.zeros(20, case.setup.labs.dtype)
        for field in ("pay", "freedom", "friction", "open"):
            extra[field] = np.nan
        extra["parent"] = NOWHERE
        drivers = setup.drivers
        lab = np.concatenate([drivers.lab, np.full_like(drivers.lab[:, :20], np.nan)], axis=1)
        more = setup._replace(
            labs=np.concatenate([setup.labs, extra]),
            crafts=np.concatenate([setup.crafts, np.zeros_like(setup.crafts[:20])]),
        )
        return drawn.changed(case._replace(setup=more), lab=lab)
    if kind == "levers":
        path = draw(drawn.paths(case.setup.drivers.bloc))
        path[:, :, BLOC_LEVERS.index("education")] = case.setup.drivers.bloc[
            ..., BLOC_LEVERS.index("education")
        ]
        return drawn.changed(case, bloc=path)
    called = np.zeros(1, EVENT)
    called[0] = (draw(st.integers(1, 6)), EVENT_KINDS.index("move"), 5, 6, 400.0, 0, -1, 0.0, 0)
    both = np.concatenate([case.setup.drivers.events, called])
    return drawn.changed(case, events=np.sort(both.astype(EVENT), order="at"))


@settings(max_examples=10)
@given(drawn.cases(scripted=False).flatmap(lambda case: st.tuples(st.just(case), elsewhere(case))))
def test_nothing_that_happens_elsewhere_changes_a_draw(pair: tuple[drawn.Case, drawn.Case]) -> None:
    """Start-ups, levers, events or more room leave every person, and every draw of theirs, as it was."""
    base, other = map(draws_of, pair)
    assert agree(base, other) > 0
    assert [everybody.keys() for everybody in base[::2]] == [everybody.keys() for everybody in other[::2]]


@settings(max_examples=60)
@given(drawn.cases(), st.sampled_from(drawn.PLACES), st.data())
def test_history_is_equal_to_the_last_bit_whatever_a_lever_does_later(
    case: drawn.Case, place: tuple[str, int], data: st.DataObject
) -> None:
    """A lever that moves in a quarter, before the scenario's start or after it, changes nothing before."""
    t, (lever, b) = data.draw(st.integers(1, case.setup.quarters - 1)), place
    path = case.setup.drivers.bloc.copy()
    path[t:, b, BLOC_LEVERS.index(lever)] = data.draw(drawn.level(lever))
    one, other = drawn.run(case), drawn.run(drawn.changed(case, bloc=path))
    assert drawn.bits_before(one, t) == drawn.bits_before(other, t)
    assert one.lab[:, : t // 4].tobytes() == other.lab[:, : t // 4].tobytes()
    ours, theirs = (out.notes[0][: out.noted[0]] for out in (one, other))
    assert ours[ours["quarter"] < t].tobytes() == theirs[theirs["quarter"] < t].tobytes()


@pytest.mark.parametrize(("lever", "b"), drawn.PLACES)
def test_every_lever_moves_something_wherever_it_is_felt(lever: str, b: int) -> None:
    """From one end of its range to the other, each lever changes what people, labs or chips do."""
    levers = {(CN, "export_controls"): 0.5}  # leaks and enforcement need something forbidden
    low, high = (
        drawn.run(
            drawn.Case(
                worlds.world(agents=4000, quarters=14, slots=200, levers=levers | {(b, lever): level}),
                worlds.params(talent_bite=0.95), worlds.kinds(), 11, 0,
            )
        )
        for level in drawn.RANGES[lever]
    )  # fmt: skip
    assert (low.bloc.tobytes(), low.pair.tobytes()) != (high.bloc.tobytes(), high.pair.tobytes())


def test_a_startup_is_known_by_its_founder_and_quarter() -> None:
    """Two start-ups of one world never share an identity, whichever slot they open in."""
    opened_in = []

    @settings(max_examples=25)
    @given(drawn.cases(**HECTIC))
    def law(case: drawn.Case) -> None:
        seen: set[int] = set()
        opened = 0
        for race in drawn.stepped(case):
            labs = race.arrays["labs"]
            young = labs[(labs["kind"] == STARTUP) & (labs["listed"] == 0) & (labs["active"] == 1)]
            new = young["id"][young["founded"] == race.quarter - 1]
            seen |= set(new.tolist())
            opened += len(new)
        assert len(seen) == opened
        opened_in.append(opened)

    law()
    assert max(opened_in) > 1
