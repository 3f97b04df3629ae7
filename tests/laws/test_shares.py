"""Shares sum to one, parts make up their whole, and tiers are as large as they are called."""

import numpy as np
import pytest
from hypothesis import given, settings

from aiscenarios import outcomes
from aiscenarios.outcomes import View
from aiscenarios.state import BLOCS
from tests.laws import drawn, worlds

WHOLE = (
    "talent_share.all", "talent_share.top20", "talent_share.top2", "talent_seen.top20", "talent_seen.top2",
    "origin_share.top20", "origin_share.top2", "origin_seen.top20", "origin_seen.top2", "compute_share",
    "use_share", "publication_share",
)  # fmt: skip
"""Families whose blocs share out one whole."""


def columns(case: drawn.Case) -> dict[str, np.ndarray]:
    """Outcomes of a few runs."""
    out = drawn.run(case, runs=3)
    params = np.repeat(case.params, 3)
    return outcomes.evaluate(View(out.bloc, out.pair, out.world, out.cohort, params, case.setup.start))


def test_every_family_of_shares_by_bloc_is_judged() -> None:
    """The list above names every outcome that is a bloc's share of the world."""
    blocs = {name.removesuffix(".ROW") for name in outcomes.columns() if name.endswith(".ROW")}
    shares = {name for name in blocs if outcomes.units()[f"{name}.ROW"] == "share"}
    own = {"openness", "adoption", "licensed_share", "domestic_share", "integrated_share"}
    assert shares - own == set(WHOLE)


@settings(max_examples=25)
@given(drawn.cases(shortest=20, longest=24))
def test_shares_sum_to_one(case: drawn.Case) -> None:
    """In every run and quarter the blocs' shares of a whole sum to one, or none of them is known."""
    found = columns(case)
    for family in WHOLE:
        parts = np.stack([found[f"{family}.{bloc}"] for bloc in BLOCS]).astype(np.float64)
        unknown = np.isnan(parts).any(axis=0)
        assert np.isnan(parts[:, unknown]).all(), family
        np.testing.assert_allclose(parts[:, ~unknown].sum(axis=0), 1.0, atol=1e-6, err_msg=family)
        assert (parts[:, ~unknown] >= 0.0).all(), family


@settings(max_examples=25)
@given(drawn.cases())
def test_parts_make_up_the_whole(case: drawn.Case) -> None:
    """Counted by work place, by origin and by pair the top fifth is the same; the parts nest."""
    out = drawn.run(case)
    bloc, pair = out.bloc[0], out.pair[0]
    np.testing.assert_array_equal(pair["heads20"].sum(axis=1), bloc["top20"])
    np.testing.assert_array_equal(pair["heads20"].sum(axis=2), bloc["origin20"])
    np.testing.assert_array_equal(bloc["top2"].sum(axis=1), bloc["origin2"].sum(axis=1))
    for part, whole in (
        ("top2", "top20"), ("top20", "researchers"), ("lab_staff", "researchers"), ("kept", "lab_staff"),
        ("notable", "releases"), ("domestic", "compute"),
    ):  # fmt: skip
        assert (bloc[part] <= bloc[whole]).all(), part
    for part, whole in (("moves2", "moves20"), ("moves20", "moves")):
        assert (pair[part] <= pair[whole]).all(), part
    for year, labs in enumerate(out.lab[0]):
        last = bloc[4 * year : 4 * year + 4][-1]
        for part, whole in (("staff", "researchers"), ("top20", "top20"), ("top2", "top2")):
            assert labs[part].sum() == last[whole].sum(), part
        for part in ("compute", "users"):
            np.testing.assert_allclose(labs[part].sum(), last[part].sum(), rtol=1e-9)


@settings(max_examples=12)
@given(drawn.cases())
def test_no_market_is_used_more_than_once(case: drawn.Case) -> None:
    """In every quarter labs' shares of a bloc's use, and its adoption, lie between none and all of it."""
    for race in drawn.stepped(case):
        share, blocs = race.arrays["reach"]["share"], race.arrays["blocs"]
        assert (share >= 0.0).all() and (share.sum(axis=0) <= 1.0 + 1e-12).all()
        assert ((blocs["adoption"] >= 0.0) & (blocs["adoption"] <= 1.0)).all()
        served = race.tallies.bloc[0, race.quarter - 1]["users"].sum()
        reached = (share.sum(axis=0) * blocs["market"] * blocs["adoption"]).sum()
        assert served == pytest.approx(reached, rel=1e-9, abs=1e-12)


def test_tiers_are_as_large_as_they_are_called() -> None:
    """In every quarter the top fifth is 20% of the persons and the top 2% is 2%, to an agent's step."""
    case = drawn.Case(
        worlds.world(quarters=14, agents=4000, slots=400), worlds.params(), worlds.kinds(), 11, 0
    )
    out = drawn.run(case)
    total = out.bloc["researchers"].sum(axis=2)[0]
    assert out.bloc["top20"].sum(axis=2)[0] / total == pytest.approx(0.2, abs=0.01)
    assert out.bloc["top2"].sum(axis=2)[0] / total == pytest.approx(0.02, abs=0.002)
