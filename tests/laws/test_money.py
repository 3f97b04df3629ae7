"""Money is conserved: every flow has a payer and a payee, and outside accounts know each of them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiscenarios.drivers import BLOC_LEVERS
from aiscenarios.state import ACADEMIA, CN, NOWHERE, STARTUP
from tests.laws import drawn

BUSY = {"attrition": 0.2, "spinout_rate": 1.0}
"""Start-ups found, raise, earn, pay owners and fail."""


@settings(max_examples=40)
@given(drawn.cases(**BUSY))
def test_money_is_conserved(case: drawn.Case) -> None:
    """In every quarter what outside accounts have put in, on balance, is in the labs' cash, to rounding."""
    world = drawn.run(case).world[0]
    turnover = 1e9 * case.setup.quarters
    np.testing.assert_allclose(world["ledger"] + world["cash"], 0.0, atol=1e-8 * turnover)


@settings(max_examples=15)
@given(drawn.cases(**BUSY))
def test_each_account_gets_what_labs_pay_it(case: drawn.Case) -> None:
    """In every quarter each outside account changes by the labs' flows of its kind, and by nothing else."""
    before: dict[str, float] = {}
    owed = 0.0  # a programme pays, with next quarter's bills, those who came
    for race in drawn.stepped(case):
        labs, world = race.arrays["labs"], race.arrays["world"][0]
        tally = race.tallies.bloc[0, race.quarter - 1]
        assert tally["chip_money"].sum() == pytest.approx((labs["chip_bill"] + labs["home_bill"]).sum())
        assert tally["invested"].sum() == pytest.approx(labs["invested"].sum())
        flows = {
            "customers": -labs["revenue"].sum(),
            "states": -labs["subsidy"].sum() - owed,
            "staff": labs["wages"].sum() + owed,
            "chip_makers": tally["chip_money"].sum(),
        }
        for account, flow in flows.items() if before else ():
            assert world[account] - before[account] == pytest.approx(flow, rel=1e-9, abs=1.0), account
        before = {account: float(world[account]) for account in flows}
        owed = race.arrays["blocs"]["programme_bill"].sum()


@settings(max_examples=15)
@given(drawn.cases(**BUSY))
def test_every_labs_books_close(case: drawn.Case) -> None:
    """Income and what investors add are bills and the change of cash; spin-outs pay what their owners get."""
    cash: dict[int, float] = {}
    for race in drawn.stepped(case):
        labs = race.arrays["labs"]
        here = labs[[int(me["id"]) in cash and bool(me["active"]) for me in labs]]
        before = np.array([cash[int(me["id"])] for me in here])
        income = here["revenue"] + here["dividend"] + here["subsidy"] + here["invested"]
        bills = here["wages"] + here["chip_bill"] + here["home_bill"]
        paid = income - bills - (here["cash"] - before)
        owned = (here["kind"] == STARTUP) & (here["parent"] != NOWHERE)
        np.testing.assert_allclose(paid[~owned], 0.0, atol=1.0)
        assert (paid[owned] >= -1.0).all()
        joined = [bool(me["active"] and me["listed"]) and int(me["id"]) not in cash for me in labs]
        if not labs["failed_now"].any() and not any(joined):  # whose first or last cash is not known here
            assert paid.sum() == pytest.approx(labs["dividend"].sum(), rel=1e-9, abs=1.0)
        cash = {int(me["id"]): float(me["cash"]) for me in labs if me["active"]}


def subsidised(case: drawn.Case, before: float, later: float) -> drawn.Case:
    """A world in which China's labs get public money, US$ a year, before and after the start."""
    bloc, spread = case.setup.drivers.bloc.copy(), case.setup.drivers.spread.copy()
    bloc[:, :, BLOC_LEVERS.index("subsidy")] = 0.0
    spread[:, :, BLOC_LEVERS.index("subsidy")] = 0.0
    bloc[: case.setup.start, CN, BLOC_LEVERS.index("subsidy")] = before
    bloc[case.setup.start :, CN, BLOC_LEVERS.index("subsidy")] = later
    return drawn.changed(case, bloc=bloc, spread=spread, lab=np.full_like(case.setup.drivers.lab, np.nan))


@settings(max_examples=15)
@given(drawn.cases(scripted=False), st.floats(0.0, 2e9), st.floats(0.0, 2e9))
def test_public_money_reaches_the_labs_in_full(case: drawn.Case, before: float, later: float) -> None:
    """The labs of a bloc are paid a quarter of the year's public money in a quarter; nobody else is."""
    for race in drawn.stepped(subsidised(case, before, later)):
        labs = race.arrays["labs"]
        due = (before if race.quarter <= case.setup.start else later) / 4.0
        assert labs["subsidy"][labs["bloc"] == CN].sum() == pytest.approx(due, rel=1e-12)
        assert labs["subsidy"][(labs["bloc"] != CN) | (labs["kind"] >= ACADEMIA)].sum() == 0.0


@settings(max_examples=15)
@given(drawn.cases(scripted=False), st.floats(1e8, 1e9))
def test_recorded_spending_holds_recorded_public_money(case: drawn.Case, paid: float) -> None:
    """Public money on record buys no chips twice; more of it later buys more, and the end of it less."""

    def compute(before: float, later: float) -> Any:
        return drawn.run(subsidised(case, before, later)).bloc["compute"][0, :, CN]

    none, same, more, less = (
        compute(*pair) for pair in ((0.0, 0.0), (paid, paid), (paid, 3 * paid), (paid, 0.0))
    )
    np.testing.assert_array_equal(none, same)
    assert more[-1] > same[-1] > less[-1]
