"""Dated values, ramps and pulses as paths, against a definition quarter by quarter."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios.scenario.schedule import Hold, Path, Piece, Pulse, Ramp, Schedule, clash, lay

QUARTERS, START = 24, 6
levels = st.floats(0, 1).map(lambda x: round(x, 3))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Pieces one after the other, without a clash."""
    at, pieces = START, []
    if draw(st.booleans()):
        pieces.append(Hold(None, draw(levels)))
        at += 1
    for _ in range(draw(st.integers(0, 4))):
        first = at + draw(st.integers(0, 3))
        last = first + draw(st.integers(1, 4))
        kind = draw(st.sampled_from([Hold, Ramp, Pulse]))
        value = draw(levels)
        made = {Hold: Hold(first, value), Ramp: Ramp(first, last, value), Pulse: Pulse(first, last, value)}
        piece: Piece = made[kind]
        pieces.append(piece)
        at = (first if isinstance(piece, Hold) else last) + 1
    return tuple(pieces)


def beneath(schedule: Schedule, recorded: list[float], quarter: int) -> float:
    """The level in a quarter without pulses: the last value or ramp that has begun decides."""
    begun = [p for p in schedule if not isinstance(p, Pulse) and first(p) <= quarter]
    if not begun:
        return recorded[quarter]
    last = max(begun, key=first)
    if isinstance(last, Hold):
        return last.value
    rest = tuple(piece for piece in schedule if piece != last and first(piece) <= last.start)
    origin = beneath(rest, recorded, last.start)
    done = min(1.0, (quarter - last.start) / (last.end - last.start))
    return origin + (last.value - origin) * done


def first(piece: Piece) -> int:
    """The quarter in which a piece begins."""
    at = piece.at if isinstance(piece, Hold) else piece.start
    return START if at is None else at


@given(schedules(), st.lists(levels, min_size=QUARTERS, max_size=QUARTERS))
def test_paths_are_what_the_pieces_say_quarter_by_quarter(schedule: Schedule, recorded: list[float]) -> None:
    """A path equals the slow definition: a pulse if one runs, else the last piece begun, or the record."""
    assert clash(schedule) is None
    laid = lay(schedule, Path(np.array(recorded), np.ones(QUARTERS)), START)
    for quarter in range(QUARTERS):
        pulses = [p.value for p in schedule if isinstance(p, Pulse) and p.start <= quarter <= p.end]
        wanted = pulses[0] if pulses else beneath(schedule, recorded, quarter)
        assert np.isclose(laid.level[quarter], wanted, rtol=0, atol=1e-12)


@given(schedules(), st.lists(levels, min_size=QUARTERS, max_size=QUARTERS))
def test_nothing_changes_before_the_first_piece(schedule: Schedule, recorded: list[float]) -> None:
    """The record before the first piece is untouched to the bit, and its uncertainty whole."""
    laid = lay(schedule, Path(np.array(recorded), np.ones(QUARTERS)), START)
    until = min((first(piece) for piece in schedule), default=QUARTERS)
    assert laid.level[:until].tolist() == recorded[:until]
    assert (laid.unknown[:until] == 1.0).all()


@given(schedules())
def test_what_is_set_is_known(schedule: Schedule) -> None:
    """A dated value leaves no uncertainty; a ramp takes it away bit by bit; it never grows."""
    laid = lay(schedule, Path(np.zeros(QUARTERS), np.ones(QUARTERS)), START)
    assert ((laid.unknown >= 0.0) & (laid.unknown <= 1.0)).all()
    for piece in schedule:
        if isinstance(piece, Hold) and first(piece) < QUARTERS:
            assert laid.unknown[first(piece)] == 0.0


def test_a_ramp_may_follow_a_ramp() -> None:
    """Two ramps that meet in one quarter are one bent line, not an overlap."""
    assert clash((Ramp(1, 4, 1.0), Ramp(4, 8, 0.0))) is None
    assert clash((Ramp(1, 5, 1.0), Ramp(4, 8, 0.0))) is not None


def test_a_pulse_ends_where_it_began() -> None:
    """After a pulse the path beneath it goes on, with the record's uncertainty."""
    laid = lay((Pulse(2, 3, 1.0),), Path(np.arange(6.0), np.ones(6)), 0)
    assert laid.level.tolist() == [0.0, 1.0, 1.0, 1.0, 4.0, 5.0]
    assert laid.unknown.tolist() == [1.0, 1.0, 0.0, 0.0, 1.0, 1.0]
