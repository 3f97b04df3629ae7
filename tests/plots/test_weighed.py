"""Figures of runs that do not count alike."""

from dataclasses import replace

import numpy as np
import pytest

from aiscenarios import plots
from aiscenarios.ensemble.present import Present
from aiscenarios.ensemble.psis import Smoothed
from tests.plots.test_figures import NAMES, OPTIONS


def weighed(result, weights):
    """The same result with runs that do not count alike."""
    found = replace(result)
    there = Present(
        None, np.empty((result.runs, 0)), (), np.log(weights + 1e-300), Smoothed(weights * 1.0, 0.0)
    )  # fmt: skip
    found.__dict__["present"] = there
    return found


@pytest.fixture(scope="module")
def half(build, tmp_path_factory):
    """Three hundred runs of which the first 150 count alike, and the others not at all."""
    whole = build(tmp_path_factory.mktemp("half") / "r", runs=300)
    return weighed(whole, np.repeat([1 / 150, 0.0], 150)), whole.first(150)


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_draws_runs_that_do_not_count_alike(name, half, pressed):
    """On a page and on paper, alone and beside another result."""
    for shown in ([half[0]], [pressed, half[0]]):
        view = plots.see(shown, name, **OPTIONS.get(name, {}))
        assert view.title and view.label and len(view.table)


def test_runs_without_weight_change_no_figure(half):
    """Chances and quantiles are those of the runs that count, as far as their definitions agree."""
    some, alone = half
    assert some.weights is not None and alone.weights is None
    for name, chance in some.chances.items():
        assert chance[:3] == pytest.approx(alone.chances[name][:3], abs=1e-9)
    fans = [plots.see(each, "fan", column="us_lead_months") for each in half]
    spread = np.nanstd(alone.columns("us_lead_months"))
    np.testing.assert_allclose(fans[0].levels[1:-1], fans[1].levels[1:-1], atol=0.15 * spread)
    curves = [plots.see(each, "exceedance", column="us_lead_months") for each in half]
    found = [np.interp(0.0, each.values, [one.value for one in each.curves[0].found]) for each in curves]
    assert found[0] == pytest.approx(found[1], abs=0.02)
    courses = [
        {each.title: each.found[-1].value for each in plots.see(one, "by_date").courses} for one in half
    ]
    assert courses[0] == pytest.approx(courses[1])
