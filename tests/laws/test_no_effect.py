"""A lever at no effect, or set to what it is, changes no bit of a run."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiscenarios import levers
from aiscenarios.drivers import BLOC_LEVERS, LAB_LEVERS, REACTION
from tests.laws import drawn, worlds

ACTS_THROUGH = {
    "export_controls": ("chip_bite", "leakage"),
    "buyer_guidance": ("buyer_response",),
    "visa_openness": ("visa_weight",),
    "talent_programme": ("programme_pull", "programme_foreign"),
    "exit_controls": ("talent_bite",),
    "compliance": ("compliance_bind",),
    "rhetoric": ("rhetoric_push", "coauthors_rhetoric"),
    "retention_pay": ("retention_hold",),
    "openness": ("secret_lead",),
}
"""The numbers through which alone a lever acts."""


def at_no_effect(case: drawn.Case, lever: str) -> drawn.Case:
    """The case with a lever at no effect, everywhere and always."""
    k, drivers = BLOC_LEVERS.index(lever), case.setup.drivers
    path, spread, lab = drivers.bloc.copy(), drivers.spread.copy(), drivers.lab.copy()
    path[:, :, k], spread[:, :, k] = levers.by_name(lever).no_effect, 0.0
    if lever in LAB_LEVERS:
        lab[:, :, LAB_LEVERS.index(lever)] = np.nan
    kinds = case.kinds.copy()
    kinds["openness"] = 1.0 if lever == "openness" else kinds["openness"]
    return drawn.changed(case._replace(kinds=kinds), bloc=path, spread=spread, lab=lab)


def weakened(case: drawn.Case, lever: str, part: float) -> drawn.Case:
    """The case in which a lever acts through a part of what it usually does."""
    params = case.params.copy()
    for name in ACTS_THROUGH[lever]:
        params[name] *= part
    return case._replace(params=params)


@pytest.mark.parametrize("lever", ACTS_THROUGH)
def test_at_no_effect_what_a_lever_acts_through_changes_no_bit(lever: str) -> None:
    """With a lever at no effect a run does not depend on how strong its effect would be."""

    @settings(max_examples=6)
    @given(drawn.cases(scripted=False), st.floats(0.1, 0.9))
    def law(case: drawn.Case, part: float) -> None:
        off = at_no_effect(case, lever)
        assert drawn.same(drawn.run(off), drawn.run(weakened(off, lever, part)))

    law()


@pytest.mark.parametrize("lever", ACTS_THROUGH)
def test_away_from_no_effect_it_does(lever: str) -> None:
    """In the middle of the range the same numbers matter, so the law above judges something."""
    setup = worlds.world(agents=4000, quarters=14, slots=200)
    case = at_no_effect(drawn.Case(setup, worlds.params(), worlds.kinds(), 11, 0), lever)
    path = case.setup.drivers.bloc.copy()
    path[2:, :, BLOC_LEVERS.index(lever)] = np.mean(drawn.RANGES[lever])
    on = drawn.changed(case, bloc=path)
    assert not drawn.same(drawn.run(on), drawn.run(weakened(on, lever, 0.5)))


@settings(max_examples=25)
@given(drawn.cases(scripted=False), st.sampled_from(drawn.PLACES))
def test_an_answer_that_sets_what_is_set_changes_no_bit(case: drawn.Case, place: tuple[str, int]) -> None:
    """A reaction, always on, to a level that the lever has anyway leaves the run as it was."""
    (lever, b), quarters = place, case.setup.quarters
    k, path, spread = (
        BLOC_LEVERS.index(lever),
        case.setup.drivers.bloc.copy(),
        case.setup.drivers.spread.copy(),
    )
    path[:, b, k], spread[:, b, k] = path[-1, b, k], 0.0
    always = np.zeros(1, REACTION)
    always[0] = (3, 1, -1.0, 1, 0, k, b, -1)  # the US has more than minus all of the world's compute
    case = drawn.changed(case, bloc=path, spread=spread)
    answering = drawn.changed(case, reactions=always, reaction_values=np.full((1, quarters), path[-1, b, k]))
    assert drawn.same(drawn.run(case), drawn.run(answering))


@settings(max_examples=25)
@given(
    drawn.cases(scripted=False), st.sampled_from(["compute_budget", "compensation", "retention_pay"]),
    st.integers(0, drawn.LABS - 1),
)  # fmt: skip
def test_a_lab_told_what_its_bloc_is_told_changes_no_bit(case: drawn.Case, lever: str, i: int) -> None:
    """A level set for one lab that is its bloc's level leaves the run as it was."""
    k, drivers = BLOC_LEVERS.index(lever), case.setup.drivers
    spread, lab = drivers.spread.copy(), np.full_like(drivers.lab, np.nan)
    spread[:, :, k] = 0.0
    case = drawn.changed(case, spread=spread, lab=lab)
    told = lab.copy()
    told[:, i, LAB_LEVERS.index(lever)] = drivers.bloc[:, case.setup.labs["bloc"][i], k]
    assert drawn.same(drawn.run(case), drawn.run(drawn.changed(case, lab=told)))
