"""What each mechanism does to an outcome two phases or more downstream, and that it is gone when it is off.

Every test compares runs on the same draws. An effect counts at more than three standard errors; with the
mechanism off there must be none at all, to the bit where levers are compared, as the rules know of no switch.
"""

import numpy as np
import pytest

from aiscenarios import quarters
from aiscenarios.scenario.model import Move
from tests.mechanisms.conftest import Arm, at, errors

SURE = 3.0
LATE = "2029Q4"


def same(one, other, *names: str) -> bool:  # type: ignore[no-untyped-def]
    """Outcomes equal to the bit in every run and quarter."""
    return all(one[name].tobytes() == other[name].tobytes() for name in names)


def test_contagion_makes_waves(arm: Arm) -> None:
    """Where colleagues who leave make others look, leaving varies more from quarter to quarter (000-10)."""

    def unrest(**off: tuple[str, ...]) -> np.ndarray:
        columns = arm(fixed={"peer_pull": 0.6} if not off else {}, runs=400, **off)
        return sum(columns[f"retention.{bloc}"][:, 8:].std(axis=1) for bloc in ("US", "CN"))  # type: ignore[return-value]

    assert errors(unrest() - unrest(off=("contagion",))) > SURE


def test_export_controls_cut_compute_and_raise_efficiency(arm: Arm) -> None:
    """A ban leaves China's best lab with less compute, and scarcity raises its methods (003-5)."""
    none, ban = arm(export_controls="none"), arm(export_controls="total_ban")
    assert errors(at(ban, "compute_ratio", LATE) - at(none, "compute_ratio", LATE)) > SURE
    gain = np.log(at(ban, "efficiency.CN", LATE) / at(none, "efficiency.CN", LATE))
    assert errors(gain) > SURE
    dull = [arm(export_controls=level, off=("scarcity_efficiency",)) for level in ("none", "total_ban")]
    without = np.log(at(dull[1], "efficiency.CN", LATE) / at(dull[0], "efficiency.CN", LATE))
    assert errors(gain - without) > SURE and errors(without) < SURE


def test_without_a_bite_export_controls_do_nothing(arm: Arm) -> None:
    """With chip controls off, a total ban and none are the same run, but for the sales that law forbids."""
    none, ban = (arm(export_controls=level, off=("chip_controls",)) for level in ("none", "total_ban"))
    assert same(none, ban, "compute_ratio", "efficiency.CN", "us_lead_months", "licensed_share.CN")


def test_talent_controls_bind_less_than_chip_controls(arm: Arm) -> None:
    """Of what the same nominal control forbids, far less is held back of people than of chips (000-4)."""
    level = 0.8
    free = arm(export_controls="none", exit_controls={"US": 0.0})
    chips = arm(export_controls=level, exit_controls={"US": 0.0})
    people = arm(export_controls="none", exit_controls={"US": level})
    held_chips = 1.0 - at(chips, "licensed_flow.CN", LATE) / at(free, "licensed_flow.CN", LATE)

    def left(columns) -> np.ndarray:  # type: ignore[no-untyped-def]
        gone = columns["moves.US.CN"] + columns["moves.US.ROW"]
        return gone[:, quarters.parse("2026Q3") :].sum(axis=1).astype(float)  # type: ignore[no-any-return]

    some = left(free) > 0.0  # of a run in which nobody would have gone nobody is held back
    assert some.mean() > 0.9
    held_people = 1.0 - left(people)[some] / left(free)[some]
    assert errors(held_chips[some] - held_people) > SURE
    assert errors(at(chips, "us_gap", LATE) - at(people, "us_gap", LATE)) > SURE
    open_door = [arm(export_controls="none", exit_controls={"US": x}, off=("border",)) for x in (0.0, level)]
    assert same(*open_door, "moves.US.CN", "talent_share.all.US", "us_gap")


def test_know_how_shortens_the_way_from_hire_to_release(arm: Arm) -> None:
    """Labs that hire from the front release sooner after it, and better, if hires carry methods (000-6)."""
    hires = tuple(
        Move(quarters.parse(when), "OpenAI", lab, 4.0, "top2")
        for when, lab in (
            ("2027Q1", "Tencent"), ("2027Q1", "NetEase"), ("2027Q2", "Baidu"), ("2027Q3", "MiniMax"),
            ("2027Q4", "Zhipu AI"),
        )
    )  # fmt: skip
    carried, empty = arm(moves=hires), arm(moves=hires, off=("know_how_transfer",))
    assert errors(at(empty, "hire_to_release", "2028Q4") - at(carried, "hire_to_release", "2028Q4")) > SURE
    assert (
        errors(at(carried, "capability.language.CN", LATE) - at(empty, "capability.language.CN", LATE)) > SURE
    )
    assert not empty["knowhow_carried.US.CN"].any()


def test_the_window_splits_giants_into_leaps_and_faded_announcements(arm: Arm) -> None:
    """Some announcements get into products in time and some do not; without integration all fade (001-7)."""
    split, faded = arm(), arm(off=("integration_window",))
    share = at(split, "integrated_share.CN", "2030Q4")
    assert np.nanmean(share > 0.0) > 0.5 and np.nanmean(share < 1.0) > 0.9
    assert at(split, "leapfrogs.CN", "2032Q4").sum() > 0
    assert not np.nan_to_num(faded["leapfrogs.CN"]).any()
    assert not np.nan_to_num(faded["integrated_in_window.CN"]).any()
    assert errors(at(split, "adoption.CN", LATE) - at(faded, "adoption.CN", LATE)) > SURE


def test_friction_breeds_spin_outs(arm: Arm) -> None:
    """Start-ups leave large labs, raise rounds and at times outflank a parent; without it none do (002-4)."""
    bred, none = arm(), arm(off=("friction_spinouts",))
    for name in ("startups_founded.US", "spinout_funding.US", "startups_founded.CN"):
        assert errors(bred[name].sum(axis=1).astype(float)) > SURE
        assert not none[name].any()
    flanked = [
        sum(columns[f"outflanked.{bloc}"].sum(axis=1) for bloc in ("US", "CN")) for columns in (bred, none)
    ]
    assert errors(flanked[0] - flanked[1]) > SURE
    kept = [columns["retention.US"][:, quarters.parse("2027Q1") :].mean(axis=1) for columns in (none, bred)]
    assert errors((kept[0] - kept[1]).astype(float)) > SURE


def test_the_stock_is_sticky_and_the_inflow_swings(arm: Arm) -> None:
    """A closed door moves who comes by several times what it moves who is there; with no border neither."""
    shut, ajar = (arm(visa_openness={"US": level}) for level in (0.2, 0.9))
    with np.errstate(divide="ignore"):  # a run in which nobody comes is left out
        inflow = np.log(
            at(shut, "visa_registrations.US", "2028Q4") / at(ajar, "visa_registrations.US", "2028Q4")
        )
    stock = np.log(at(shut, "talent_share.all.US", "2028Q4") / at(ajar, "talent_share.all.US", "2028Q4"))
    assert errors(inflow) < -SURE and errors(stock) < -SURE
    assert errors(np.abs(inflow) - 3.0 * np.abs(stock)) > SURE
    borderless = [arm(visa_openness={"US": level}, off=("border",)) for level in (0.2, 0.9)]
    assert same(*borderless, "visa_registrations.US", "talent_share.all.US", "us_gap")


def test_guidance_and_controls_leave_different_traces(arm: Arm) -> None:
    """Both cut licensed chips and raise the part of own ones; only what is forbidden leaks."""
    none, forbidden = arm(export_controls="none"), arm(export_controls=0.8)
    told = arm(export_controls="none", buyer_guidance=0.8)
    for other in (forbidden, told):
        assert errors(at(none, "licensed_flow.CN", LATE) - at(other, "licensed_flow.CN", LATE)) > SURE
        assert errors(at(other, "domestic_share.CN", LATE) - at(none, "domestic_share.CN", LATE)) > SURE
    assert errors(at(forbidden, "leaked_flow.CN", LATE) - at(none, "leaked_flow.CN", LATE)) > SURE
    assert np.abs(at(told, "leaked_flow.CN", LATE)).max() < 1e-3
    deaf = arm(export_controls="none", buyer_guidance=0.8, off=("buyer_guidance",))
    free = arm(export_controls="none", buyer_guidance=0.0, off=("buyer_guidance",))
    assert same(deaf, free, "licensed_flow.CN", "domestic_share.CN", "us_gap")


def test_compliance_delays(arm: Arm) -> None:
    """Longer review means fewer releases, less use, a wider gap; unless nobody waits for it (003-10)."""
    long, short = (arm(compliance={"CN": months}) for months in ("12 months", "0 months"))
    assert errors(at(short, "releases.CN", LATE) - at(long, "releases.CN", LATE)) > SURE
    assert errors(at(short, "adoption.CN", LATE) - at(long, "adoption.CN", LATE)) > SURE
    assert errors(at(long, "us_gap", LATE) - at(short, "us_gap", LATE)) > SURE
    ignored = [
        arm(compliance={"CN": months}, off=("compliance_delay",)) for months in ("12 months", "0 months")
    ]
    assert same(*ignored, "releases.CN", "adoption.CN", "us_gap")


def test_the_domestic_ramp_lifts_compute_and_narrows_the_gap(arm: Arm) -> None:
    """Own chips that grow become a larger part, and models follow; a flat ramp does neither (003-9)."""
    grown, flat = arm(), arm(off=("domestic_ramp",))
    assert errors(at(grown, "domestic_share.CN", LATE) - at(flat, "domestic_share.CN", LATE)) > SURE
    assert errors(at(flat, "us_gap", LATE) - at(grown, "us_gap", LATE)) > SURE


def test_retention_pay_holds_people_against_pay_pressure(arm: Arm) -> None:
    """Pay held back keeps people and the country's share of the best; if it holds nobody, nobody stays."""
    held, let_go = (arm(retention_pay={"US": pay}) for pay in ("US$ 500k", "US$ 0k"))
    assert errors(at(held, "retention.US", LATE) - at(let_go, "retention.US", LATE)) > SURE
    assert errors(at(held, "talent_share.top20.US", LATE) - at(let_go, "talent_share.top20.US", LATE)) > SURE
    unheld = [arm(retention_pay={"US": pay}, off=("retention",)) for pay in ("US$ 500k", "US$ 0k")]
    assert abs(errors(at(unheld[0], "retention.US", LATE) - at(unheld[1], "retention.US", LATE))) < SURE


def test_vacancies_raise_pay(arm: Arm) -> None:
    """Demand above supply pushes pay up and investors pay for it; without pressure pay stays (000-7)."""
    pressed, calm = arm(), arm(off=("vacancies_and_pay",))
    assert errors(at(pressed, "pay.US", LATE) - at(calm, "pay.US", LATE)) > SURE
    assert errors(at(pressed, "private_investment.US", LATE) - at(calm, "private_investment.US", LATE)) > SURE


@pytest.mark.parametrize(
    ("mechanism", "outcome", "sign"),
    [
        ("catch_up", "capability.language.CN", 1), ("star_talent", "capability.language.US", 1),
        ("data_feedback", "capability.language.US", 1), ("scarcity_efficiency", "us_lead_months", -1),
        ("distribution", "adoption.CN", 1), ("budget_competition", "concentration", 1),
        ("game_development", "value_games.CN", 1), ("rhetoric", "talent_share.top20.US", -1),
        ("talent_programme", "talent_share.top20.US", -1), ("ai_assistance", "capability.language.US", 1),
    ],
)  # fmt: skip
def test_every_other_mechanism_moves_what_it_is_for(
    arm: Arm, mechanism: str, outcome: str, sign: int
) -> None:
    """Switched off, the outcome it is for moves the other way by more than three standard errors."""
    difference = at(arm(), outcome, "2030Q4") - at(arm(off=(mechanism,)), outcome, "2030Q4")
    assert sign * errors(difference) > SURE
