"""Laws of the world in 2019 and of the recorded flows."""

from pathlib import Path

import numpy as np
import pytest

from aiscenarios import quarters, seeds
from aiscenarios.errors import InputError
from aiscenarios.evidence.world import World, load_world
from aiscenarios.records import read
from aiscenarios.state import BLOC, BLOCS, CN, NOWHERE, ROW, TOP2, TOP20, US

WORLD = load_world()
QUARTERS = 56
LAST_KNOWN = quarters.parse("2025Q2")


def test_stock_adds_to_the_researchers() -> None:
    """Every researcher of 2019 has one tier, one origin and one place of work."""
    stock = WORLD.stock_persons()
    assert stock.shape == (3, 3, 3)
    assert stock.sum() == pytest.approx(WORLD.researchers.value)
    assert stock[TOP2].sum() == pytest.approx(0.02 * stock.sum())
    assert stock[TOP20].sum() + stock[TOP2].sum() == pytest.approx(0.2 * stock.sum())


def test_elite_is_more_american_than_the_rest() -> None:
    """The higher the tier, the larger the share that works in the US in 2019."""
    stock = WORLD.stock_persons()
    share = stock[:, :, US].sum(axis=1) / stock.sum(axis=(1, 2))
    assert np.all(np.diff(share) > 0.0)


def test_supply_and_spending_are_known_for_the_same_quarters() -> None:
    """Supply and spending are known from 2019Q1 to 2025Q2, positive, and not after."""
    supply, spending = WORLD.supply_path(QUARTERS), WORLD.spending_path(QUARTERS)
    assert np.array_equal(np.isnan(supply), np.isnan(spending))
    assert np.flatnonzero(~np.isnan(supply)).tolist() == list(range(LAST_KNOWN + 1))
    assert np.all(supply[: LAST_KNOWN + 1] > 0.0) and np.all(spending[: LAST_KNOWN + 1] > 0.0)


def test_supply_holds_every_designer() -> None:
    """In 2024 the flow is what Nvidia, Google, Amazon and AMD together made."""
    year = WORLD.supply_path(QUARTERS)[quarters.parse("2024Q1") : quarters.parse("2025Q1")].sum()
    nvidia, others = 4_724_425 - 1_391_249, (951_445 - 208_719) + 306_330 + 549_726
    assert year == pytest.approx(nvidia + others)


def test_supply_is_carried_back_evenly() -> None:
    """Before the record supply grows by one factor a year, and joins the record without a step."""
    supply = WORLD.supply_path(QUARTERS)
    first = quarters.parse("2022Q1")
    yearly = supply[4 : first + 1] / supply[: first - 3]
    assert yearly == pytest.approx(np.full(len(yearly), WORLD.supply.growth_before.value))


@pytest.mark.parametrize(
    ("first", "billions"),
    [
        ("2019Q1", 2.98),
        ("2020Q1", 6.70),
        ("2021Q1", 10.61),
        ("2022Q1", 15.01),
        ("2023Q1", 47.5),
        ("2024Q1", 115.2),
    ],
)
def test_quarters_of_revenue_add_to_the_reported_years(first: str, billions: float) -> None:
    """Four quarters of the largest seller's revenue add to the fiscal year it reported."""
    start = quarters.parse(first)
    year = WORLD.spending.nvidia.known(QUARTERS)[start : start + 4].sum()
    assert year / 1e9 == pytest.approx(billions, abs=0.05)


def test_domestic_chips_add_to_the_last_known_year() -> None:
    """The last four recorded quarters of China's own chips add to the recorded year; others have none."""
    domestic = WORLD.domestic_path(QUARTERS)
    assert domestic.shape == (QUARTERS, len(BLOCS))
    last = quarters.parse(WORLD.domestic["CN"].last)
    assert domestic[last - 3 : last + 1, CN].sum() == pytest.approx(WORLD.domestic["CN"].yearly.value)
    assert np.all(np.isnan(domestic[last + 1 :, CN]))
    assert np.all(domestic[:, [US, ROW]] == 0.0)


def test_short_horizon_keeps_the_past() -> None:
    """Paths do not depend on how far a run looks ahead."""
    for path in (WORLD.supply_path, WORLD.spending_path, WORLD.domestic_path):
        assert np.array_equal(path(8), path(QUARTERS)[:8])


def test_blocs_fit_the_state() -> None:
    """Purses add to 1; the US and China are rivals of each other."""
    blocs = WORLD.blocs()
    assert blocs.dtype == BLOC
    assert blocs["purse"].sum() == pytest.approx(1.0)
    assert blocs["rival"].tolist() == [CN, US, NOWHERE]
    assert np.all(blocs["market"] > 0.0) and np.all(blocs["games"] > 0.0)


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        ("US: {US: 0.337,", "US: {US: 0.437,", r"world.yaml:\d+:\d+: stock.top2: the shares add to 1.1000"),
        ("rivals: {US: CN, CN: US}\n", "", "rivals"),
        ("value: 30000", "value: many", "researchers.value"),
        ("growth_before:", "growth_befor:", "growth_befor"),
    ],
)
def test_bad_world_is_refused_with_its_place(
    tmp_path: Path, written: str, instead: str, message: str
) -> None:
    """A wrong sum, a missing key, a word for a number and an unknown key are named with their place."""
    text = seeds.path("world.yaml").read_text(encoding="utf-8")
    assert written in text
    file = tmp_path / "world.yaml"
    file.write_text(text.replace(written, instead), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read(World, file)
