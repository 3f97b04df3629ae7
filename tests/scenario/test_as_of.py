"""As of a day: nothing that became known later is used, anywhere."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from aiscenarios import evidence, levers, quarters, scenario
from aiscenarios.drivers import Setup
from aiscenarios.engines import kernel
from aiscenarios.evidence.labs import Catalogue, load_catalogue
from aiscenarios.evidence.world import World, load_world
from aiscenarios.levers.lever import Lever, Step
from aiscenarios.scenario.names import vocabulary

room = import_module("aiscenarios.scenario.prepare")  # the package has a function of this name
DAYS = [date(2021, 12, 31), date(2023, 12, 31), date(2024, 11, 15)]
AGENTS, RUNS, LAST = 200, range(2), quarters.parse("2028Q4")


def forget() -> None:
    """What was fitted to other records is fitted anew."""
    levers.sampled.cache_clear()
    vocabulary.cache_clear()


def ran(day: date) -> tuple[Setup, bytes, str]:
    """The outlook as of a day: its setup, the bits of two runs, and the fingerprint of what was known."""
    forget()
    outlook = replace(scenario.load("outlook", as_of=day), end=LAST, by=LAST)
    known = scenario.evidence_for(outlook)
    setup = scenario.prepare(outlook, agents=AGENTS)
    params, kinds = scenario.priors(outlook, known).draws(5, RUNS)
    out = kernel.simulate(setup, params, kinds, 5, RUNS)
    return setup, b"".join(part.tobytes() for part in out), known.fingerprint


def with_later_evidence(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every later fact another value, every later claim gone and another planted on every parameter."""
    known = evidence.load()
    facts = tuple(
        fact if fact.known <= day else replace(fact, value=fact.value * 7.0 + 1.0) for fact in known.facts
    )
    later = replace(known.articles[0], published=f"{day.year + 1}-01-15")
    articles = (*(article for article in known.articles if article.known <= day), later)
    constants = {
        name: replace(each, value=each.value + 9.0)
        if each.dated and quarters.last_day(int(each.value)) > day
        else each
        for name, each in known.constants.items()
    }
    planted = replace(known, facts=facts, articles=articles, constants=constants)
    monkeypatch.setattr(room, "load_evidence", lambda: planted)


def with_later_levels(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every later step of every lever at another level, and one more at the end."""

    def other(lever: Lever) -> Lever:
        def step(each: Step) -> Step:
            return each if each.quarter == 0 or each.day <= day else replace(each, level=lever.high)

        last = Step(at="2026Q4", level=lever.low, sd=0.0, rule="r", source="s", origin="assumption")
        return replace(lever, history={b: (*map(step, steps), last) for b, steps in lever.history.items()})

    planted = tuple(map(other, levers.load()))
    monkeypatch.setattr(levers, "load", lambda: planted)


def with_later_labs(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every later lab twice its size, and one more lab than there is."""
    labs = [
        lab if lab.day <= day else replace(lab, size=replace(lab.size, value=2.0 * lab.size.value + 5.0))
        for lab in load_catalogue().labs
    ]
    planted = replace(labs[0], name="Planted", aliases=(), systems=(), founded="2025Q1")
    monkeypatch.setattr(room, "load_catalogue", lambda: Catalogue((planted, *labs)))


def with_later_supply(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every number of chips and money that was printed later another one."""
    world = load_world()

    def flow(each: Any, lag: int) -> Any:
        start = quarters.parse(each.first)
        known = (n > 0 and quarters.last_day(start + n, lag) <= day for n in range(len(each.flow)))
        keep = [value if told or n == 0 else value * 3.0
                for n, (value, told) in enumerate(zip(each.flow, known, strict=True))]  # fmt: skip
        return replace(each, flow=tuple(keep))

    flows = tuple(flow(each, world.supply.lag.months) for each in world.supply.flows)
    supply = replace(world.supply, flows=flows)
    spending = replace(world.spending, nvidia=flow(world.spending.nvidia, world.spending.lag.months))
    planted: World = replace(world, supply=supply, spending=spending)
    monkeypatch.setattr(room, "load_world", lambda: planted)


PLANTS: list[Callable[[date, pytest.MonkeyPatch], None]] = [
    with_later_evidence, with_later_levels, with_later_labs, with_later_supply,
]  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.parametrize("day", DAYS)
def test_what_is_planted_later_changes_no_bit(
    plant: Callable[[date, pytest.MonkeyPatch], None], day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later facts, claims, turns, levels, labs and supply numbers change no bit of a run as of before."""
    setup, bits, known = ran(day)
    plant(day, monkeypatch)
    again, same_bits, same_known = ran(day)
    monkeypatch.undo()
    forget()
    assert same_known == known and same_bits == bits
    for one, other in zip(setup.drivers, again.drivers, strict=True):
        assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("plant", PLANTS)
def test_the_plants_are_poisonous(
    plant: Callable[[date, pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is planted after 2023 does change a run as of mid-2026, so the law above can fail."""
    today = date(2026, 6, 30)
    _, bits, _ = ran(today)
    plant(date(2023, 12, 31), monkeypatch)
    _, other, _ = ran(today)
    monkeypatch.undo()
    forget()
    assert other != bits


def test_today_and_the_end_of_the_record_are_one() -> None:
    """As of the last day of the record, the drivers are those of a scenario that names no day."""
    named = scenario.prepare(scenario.load("outlook", as_of="2026-06-30"), agents=10)
    today = scenario.prepare(scenario.load("outlook"), agents=10)
    assert named.start == today.start and named.lab_names == today.lab_names
    for one, other in zip((*named.drivers, *named.regimes), (*today.drivers, *today.regimes), strict=True):
        assert np.asarray(one).tobytes() == np.asarray(other).tobytes()


def test_after_the_record_a_day_changes_nothing() -> None:
    """As of today a scenario has the start, the drivers and the beliefs of one that names no day."""
    named = scenario.load("outlook", as_of=date.today().isoformat())
    usual = scenario.load("outlook")
    assert named.start == usual.start == levers.default_start(date(2060, 1, 1)) == levers.default_start()
    setup, other = (scenario.prepare(each, agents=10) for each in (named, usual))
    for one, two in zip((*setup.drivers, *setup.regimes), (*other.drivers, *other.regimes), strict=True):
        assert np.asarray(one).tobytes() == np.asarray(two).tobytes()
    known = [scenario.priors(each, evidence.load()).draws(5, range(3)) for each in (named, usual)]
    assert all(one.tobytes() == two.tobytes() for one, two in zip(*known, strict=True))


def test_a_day_still_to_come_is_refused() -> None:
    """Nobody can know by then; a year of which days are left counts by its last one."""
    for day in (date.today() + timedelta(days=2), f"{date.today().year + 1}"):
        with pytest.raises(scenario.InputErrors, match="is still to come; write a day up to today"):
            scenario.load("outlook", as_of=str(day))


@pytest.mark.parametrize("day", DAYS)
def test_the_known_past_is_the_recorded_one(day: date) -> None:
    """Up to the last quarter that had ended by the day, levels are those of the whole record."""
    ended = quarters.containing(day) + (quarters.last_day(quarters.containing(day)) == day)
    level, spread = levers.history_arrays(40, day)
    known, wide = levers.history_arrays(40)
    compensation = [lever.name == "compensation" for lever in levers.load()]  # rests on a later source
    assert np.array_equal(
        level[:ended, :, np.invert(compensation)], known[:ended, :, np.invert(compensation)]
    )
    assert np.array_equal(
        spread[:ended, :, np.invert(compensation)], wide[:ended, :, np.invert(compensation)]
    )
    assert (level[ended:] == level[ended]).all()


def test_later_drivers_are_extrapolated() -> None:
    """Chips and money of a quarter are known once its lag has passed, and NaN for the rule from then on."""
    drivers = scenario.prepare(scenario.load("outlook", as_of="2023-12-31"), agents=10).drivers
    known = quarters.parse("2023Q3")
    for path in (drivers.supply, drivers.spending):
        assert np.isfinite(path[: known + 1]).all() and np.isnan(path[known + 1 :]).all()
    assert np.isfinite(drivers.domestic[:known]).all() and np.isnan(drivers.domestic[known:, 1]).all()


def test_a_later_turn_has_a_date_of_its_own_in_each_run() -> None:
    """As of 2021 nobody can date the turn to language models: half the runs wait longer than since 2019."""
    early = scenario.priors(scenario.load("outlook", as_of="2021-12-31"), evidence.load())
    dates = early.draws(1, range(4000))[0]["era_language"]
    assert (dates >= 12).all() and len(np.unique(dates)) > 50
    assert (dates > 23).mean() == pytest.approx(0.5, abs=0.04)
    later = scenario.priors(scenario.load("outlook", as_of="2022-12-31"), evidence.load())
    assert set(later.draws(1, range(10))[0]["era_language"]) == {15.0}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-12-31", (2023, 12, 31)),
        ("2024-02", (2024, 2, 29)),
        ("2023Q2", (2023, 6, 30)),
        ("2022", (2022, 12, 31)),
    ],
)
def test_a_day_can_be_a_month_a_quarter_or_a_year(text: str, day: tuple[int, int, int]) -> None:
    """Of a longer period the last day counts, and the scenario starts in the quarter after it."""
    read = scenario.load("outlook", as_of=text)
    assert read.as_of == date(*day) and read.start == quarters.containing(date(*day)) + 1


def test_the_resolved_text_is_the_same_scenario() -> None:
    """Day, policy and start survive being written and read; the story of today does not survive the day."""
    then = scenario.load("tight_controls", as_of="2023-12")
    assert then.story == "" and then.references == () and "as_of: 2023-12-31" in then.resolved()


def test_a_scenario_cannot_speak_of_what_was_not_known(written: Callable[..., str]) -> None:
    """A lab founded after the day is refused by name, whether the scenario sets it or moves its people."""
    name = written("levers: {retention_pay: {xAI: US$ 100k}}\n")
    with pytest.raises(scenario.InputErrors, match="xAI, which was not known on 2022-12-31"):
        scenario.load(name, as_of="2022-12-31")
    name = written("events:\n  - {at: 2028Q2, move: {from: OpenAI, to: xAI, researchers: 5}}\n")
    with pytest.raises(scenario.InputErrors, match="a move names xAI"):
        scenario.load(name).known_by("2022-12-31")


def test_claims_left_out_may_be_later_ones(written: Callable[..., str]) -> None:
    """A scenario that ignores a claim can be read as of a day before it."""
    read = scenario.load(written("beliefs: {claims: {003-7: ignore}}\n"), as_of="2023-12-31")
    assert scenario.priors(read, evidence.load()).mean.size
