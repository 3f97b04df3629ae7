"""A reaction reads last quarter's outcomes: what happens in a quarter is answered in the next, not before."""

from typing import Any, NamedTuple

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from aiscenarios.drivers import BLOC_LEVERS, LAB_LEVERS, REACTION, WATCHED
from aiscenarios.state import CN
from tests.laws import drawn, worlds


class Plan(NamedTuple):
    """A reaction as a person would say it."""

    watch: int
    above: bool
    threshold: float
    hold: int
    lasts: int
    lever: str
    bloc: int
    lab: int
    value: float

    def record(self, quarters: int, start: int) -> dict[str, Any]:
        """The drivers that hold it."""
        values = np.full((1, quarters), np.nan)
        values[:, start:] = self.value
        number = (LAB_LEVERS if self.lab >= 0 else BLOC_LEVERS).index(self.lever)
        plan = np.zeros(1, REACTION)
        plan[0] = (*self[:5], number, self.bloc, self.lab)
        return {"reactions": plan, "reaction_values": values}

    def answers(self, seen: NDArray[np.float64], start: int) -> NDArray[np.bool_]:
        """In which quarters it is in force, given what was seen in each: a plain reading of its words."""
        met = seen > self.threshold if self.above else seen < self.threshold
        on = np.zeros(len(seen), np.bool_)
        for t in range(max(start, self.hold), len(seen)):
            if met[t - self.hold : t].all():
                on[t : len(seen) if self.lasts < 0 else t + max(self.lasts, 1)] = True
        return on


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A reaction of a bloc, or of a lab; its threshold is still a quantile of what is seen."""
    lever, bloc = draw(st.sampled_from(drawn.PLACES))
    lab = draw(st.integers(0, drawn.LABS - 1)) if lever in LAB_LEVERS and draw(st.booleans()) else -1
    return Plan(
        draw(st.integers(0, len(WATCHED) - 1)), draw(st.booleans()), draw(st.floats(0.1, 0.9)),
        draw(st.integers(1, 3)), draw(st.integers(-1, 3)), lever, bloc, lab, draw(drawn.level(lever)),
    )  # fmt: skip


def watched(case: drawn.Case) -> NDArray[np.float64]:
    """What a reaction may watch, quarter x drivers.WATCHED."""
    *_, race = drawn.stepped(case)
    found: NDArray[np.float64] = race.arrays["watched"].copy()
    return found


def still(case: drawn.Case, plan: Plan) -> drawn.Case:
    """The case without uncertainty about the lever that the plan sets: an answer knows its level."""
    spread = case.setup.drivers.spread.copy()
    spread[:, :, BLOC_LEVERS.index(plan.lever)] = 0.0
    return drawn.changed(case, spread=spread)


def test_an_answer_is_a_policy_from_the_quarter_after() -> None:
    """A run with a reaction is the run with the same levels laid down by hand in the quarters it answers."""
    given_answers = []

    @settings(max_examples=25)
    @given(drawn.cases(scripted=False), plans())
    def law(case: drawn.Case, plan: Plan) -> None:
        case, start = still(case, plan), case.setup.start
        usual = watched(case)[:, plan.watch]
        assume(np.isfinite(usual).any())
        plan = plan._replace(threshold=float(np.nanquantile(usual, plan.threshold)))
        reacting = drawn.changed(case, **plan.record(case.setup.quarters, start))
        on = plan.answers(watched(reacting)[:, plan.watch], start)
        bloc, lab = case.setup.drivers.bloc.copy(), case.setup.drivers.lab.copy()
        if plan.lab >= 0:
            lab[on, plan.lab, LAB_LEVERS.index(plan.lever)] = plan.value
        else:
            bloc[on, plan.bloc, BLOC_LEVERS.index(plan.lever)] = plan.value
        by_hand, without = drawn.run(drawn.changed(case, bloc=bloc, lab=lab)), drawn.run(case)
        out = drawn.run(reacting)
        assert drawn.same(out, by_hand)
        first = int(np.argmax(on)) if on.any() else case.setup.quarters
        assert drawn.bits_before(out, first) == drawn.bits_before(without, first)
        given_answers.append((on.any(), not drawn.same(out, without)))

    law()
    assert np.any(given_answers, axis=0).all()


def answer_for_good(start: int, quarters: int = 14) -> drawn.Case:
    """A world with a reaction for good that the first quarters call for, and the years after do not."""
    plan = Plan(
        WATCHED.index("domestic_share.CN"), False, 0.02, 1, -1, "export_controls", CN, -1, 0.9
    ).record(quarters, start)
    setup = worlds.world(quarters=quarters, start=start, **plan)
    return drawn.Case(setup, worlds.params(), worlds.kinds(), 11, 0)


def test_history_triggers_no_answer() -> None:
    """What was so before the scenario's start, and is no longer, sets off no reaction, for good or not."""
    start = 8
    case = answer_for_good(start)
    usual = drawn.run(drawn.changed(case, reactions=np.zeros(0, REACTION), reaction_values=np.zeros((0, 14))))
    share = usual.bloc["domestic"][0, :, CN] / usual.bloc["compute"][0, :, CN]
    assert share[0] < 0.02 and (share[start - 1 :] > 0.02).all()
    assert drawn.same(drawn.run(case), usual)
    assert not drawn.same(drawn.run(answer_for_good(1)), usual)
