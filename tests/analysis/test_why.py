"""Laws of naming the cause of a difference."""

from dataclasses import replace

import pytest

from aiscenarios.analysis import differing, set_back, why

HALF = 0.5


def _asked(fake, reference, other, **options):
    return why(fake.run(reference), fake.run(other), "drain", simulate=fake.run, **options)


def test_switching_off_the_reason_removes_half(fake):
    """The named lever carries the difference: set back alone, at least half of it goes."""
    reference = fake.story("a", levers={"controls": 0.1})
    other = fake.story("b", levers={"controls": 0.4, "visas": 0.05, "decoy": 5.0}, events=("cut",))
    told = _asked(fake, reference, other)
    assert told.reason is not None
    assert told.reason.causes == ("controls",)
    again = fake.run(set_back(other, reference, told.reason.causes))
    share = {
        result: result.chances["drain"].value for result in (fake.run(reference), fake.run(other), again)
    }
    before, after, without = share.values()
    assert (without - before) / (after - before) <= HALF
    assert told.reason.removed == pytest.approx(1 - (without - before) / (after - before))


def test_causes_are_ranked_and_decoys_remove_nothing(fake):
    """Causes come in order of what they remove; a lever without effect removes nothing."""
    other = fake.story("b", levers={"controls": 0.4, "visas": 0.1, "decoy": 5.0}, events=("cut",))
    table = _asked(fake, fake.story("a"), other).table
    assert list(table["cause"]) == ["controls", "visas", "events", "decoy"]
    assert table["removed"].iloc[-1] == 0
    assert table["removed"].is_monotonic_decreasing


def test_causes_that_hide_one_another_are_named_together(fake):
    """Where either of two levers would do alone, so that neither removes half, both are the reason."""
    other = fake.story("b", levers={"controls": 1.0, "decoy": 1.0, "visas": 1.0})
    told = _asked(fake, fake.story("a"), other)
    assert [each.removed for each in told.removals] == [0, 0, 0]
    assert told.reason is not None
    assert set(told.reason.causes) == {"controls", "visas"}
    assert told.reason.removed == 1


def test_setting_all_back_gives_the_reference(fake):
    """A scenario with every difference set back runs as the reference does."""
    reference = fake.story("a", levers={"controls": 0.1, "visas": 0.2}, policy="sampled")
    other = fake.story("b", levers={"controls": 0.3, "decoy": 1.0}, labs=("Maple",), beliefs=("x",))
    back = set_back(other, reference, differing(reference, other))
    assert differing(reference, back) == ()
    assert fake.run(back).digest == fake.run(reference).digest


def test_differing_names_levers_and_parts(fake):
    """A lever that is only worded differently is no difference; parts are named by their heading."""
    reference = fake.story("a", levers={"controls": 0.1, "visas": 0.2})
    reworded = tuple(each._replace(reference="another source") for each in reference.levers[:1])
    other = fake.story("b", ignored=("003-7",))
    assert differing(reference, reference) == ()
    changed = type(other)(name="b", levers=reworded, ignored=("003-7",))
    assert differing(reference, changed) == ("visas", "beliefs")


def test_luck_is_given_no_reason(fake):
    """A difference that luck can explain is given no reason, and nothing is run for it."""
    reference, other = fake.run(fake.story("a")), fake.run(fake.story("b", levers={"decoy": 1.0}))
    before = len(fake.made)
    told = why(reference, other, "drain", simulate=fake.run)
    assert told.reason is None
    assert len(fake.made) == before


def test_what_no_part_explains_has_no_reason(fake):
    """Where scenarios agree in every part, a difference between their results is given no reason."""
    other = replace(fake.run(fake.story("b", levers={"controls": 0.4})), scenario=fake.story("a"))
    told = why(fake.run(fake.story("a")), other, "drain", simulate=fake.run)
    assert told.difference.low > 0
    assert told.removals == ()
    assert told.reason is None


def test_fewer_runs_ask_about_the_first_ones(fake):
    """Asked with fewer runs, the difference is that of the first runs."""
    reference, other = fake.story("a"), fake.story("b", levers={"controls": 0.4})
    told = why(
        fake.run(reference),
        fake.run(other),
        "drain",
        runs=100,
        simulate=fake.run,
    )
    assert told.difference.runs == 100
    assert told.reason is not None
    assert told.reason.left.value == 0


def test_causes_are_ranked_on_few_runs_and_confirmed_on_all(fake):
    """A large difference needs few runs to rank its causes; the reason's share is that of all runs."""
    other = fake.story("b", levers={"controls": 0.5, "visas": 0.02})
    told = _asked(fake, fake.story("a"), other)
    assert {each.left.runs for each in told.removals} < set(range(30, 80))
    assert told.reason is not None
    assert told.reason.left.runs == told.difference.runs == 400
