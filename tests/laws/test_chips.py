"""Chips are conserved: what is installed is what was, less wear, and what arrived; nobody gets another's."""

import numpy as np
from hypothesis import given, settings

from aiscenarios.drivers import BLOC_LEVERS, EVENT_KINDS
from aiscenarios.state import CN
from tests.laws import drawn

BUSY = {"spinout_rate": 1.0}


def kept(case: drawn.Case) -> float:
    """Part of the installed chips that does not wear out in a quarter."""
    return float(1.0 - case.params["chip_wear"][0])


@settings(max_examples=40)
@given(drawn.cases(**BUSY))
def test_a_blocs_chips_change_by_wear_and_arrivals_alone(case: drawn.Case) -> None:
    """In every quarter and bloc, start-ups failing or not, levers and cuts or not; so for its own chips."""
    bloc = drawn.run(case).bloc[0]
    for stock, flow in (("compute", "flow"), ("domestic", "own_flow")):
        expected = bloc[stock][:-1] * kept(case) + bloc[flow][1:]
        np.testing.assert_allclose(bloc[stock][1:], expected, rtol=1e-9, atol=1e-6, err_msg=stock)


@settings(max_examples=40)
@given(drawn.cases(**BUSY))
def test_what_is_supplied_is_what_arrives(case: drawn.Case) -> None:
    """Foreign chips that arrive anywhere are the world's supply, but for what a cut everywhere takes away."""
    out = drawn.run(case)
    foreign = (out.bloc["flow"] - out.bloc["own_flow"])[0].sum(axis=1)
    left = np.ones(case.setup.quarters)
    for event in case.setup.drivers.events:
        if event["kind"] == EVENT_KINDS.index("chips_cut") and event["bloc"] == -1:
            while_cut = slice(event["at"], event["at"] + event["lasts"])
            left[while_cut] = np.minimum(left[while_cut], 1.0 - event["cut"])
    np.testing.assert_allclose(foreign, out.world["supply"][0] * left, rtol=1e-9)


@settings(max_examples=12)
@given(drawn.cases(**BUSY))
def test_labs_have_what_they_bought(case: drawn.Case) -> None:
    """Purchases cost the market's price, own chips are part of what a lab has, and who closed has none."""
    for race in drawn.stepped(case):
        labs, world = race.arrays["labs"], race.arrays["world"][0]
        here = labs[labs["active"] == 1]
        np.testing.assert_allclose(here["bought"] * world["price"], here["chip_bill"], rtol=1e-9)
        assert (here["compute"] >= here["domestic"]).all() and (here["domestic"] >= 0.0).all()
        closed = labs[(labs["active"] == 0) & (labs["listed"] == 0)]
        assert not closed["compute"].any() and not closed["cash"].any()


@settings(max_examples=25)
@given(drawn.cases(scripted=False))
def test_licensed_leaked_and_own_chips_are_all_there_are(case: drawn.Case) -> None:
    """Nothing leaks that is not forbidden: with no export controls, foreign chips are licensed chips."""
    path, spread = case.setup.drivers.bloc.copy(), case.setup.drivers.spread.copy()
    path[:, CN, BLOC_LEVERS.index("export_controls")] = 0.0
    spread[:, CN, BLOC_LEVERS.index("export_controls")] = 0.0
    free, held = (drawn.run(each).bloc[0] for each in (drawn.changed(case, bloc=path, spread=spread), case))
    np.testing.assert_allclose(free["flow"] - free["own_flow"], free["licensed"], rtol=1e-9)
    leaked = held["flow"] - held["own_flow"] - held["licensed"]
    assert (leaked >= -1e-9 * held["flow"]).all()
