"""Mechanisms that can be switched off: how likely, by which numbers, and what that leaves alone."""

import numpy as np
import pytest

from aiscenarios.errors import InputError
from aiscenarios.evidence import Evidence, priors
from aiscenarios.parameters import CONSTANTS, PARAMETERS

RUNS = range(4000)


def test_every_parameter_of_a_switch_belongs_to_its_mechanism_alone(evidence: Evidence) -> None:
    """No number is switched by two mechanisms, and all are numbers that rules read."""
    names = [name for each in evidence.mechanisms.values() for name, _ in each.off]
    assert len(names) == len(set(names)) > 20
    assert set(names) <= {*PARAMETERS, *CONSTANTS}


def test_what_is_contested_says_why(evidence: Evidence) -> None:
    """A mechanism with a weight below 1 has a source, and an opinion or a conjecture behind it or nothing."""
    contested = [each for each in evidence.mechanisms.values() if each.weight < 1.0]
    assert contested and all(each.source and each.off for each in contested)


def test_a_mechanism_works_as_often_as_its_weight_says(evidence: Evidence) -> None:
    """Over many runs the share in which each is at work is its weight, within 4.5 standard errors."""
    belief = priors(evidence)
    for name, working in belief.working(11, RUNS).items():
        weight = evidence.mechanisms[name].weight
        error = np.sqrt(weight * (1.0 - weight) / len(RUNS))
        assert abs(working.mean() - weight) < 4.5 * error, name


def test_where_a_mechanism_is_off_its_numbers_are_neutral(evidence: Evidence) -> None:
    """In runs without it the numbers are those of the file, in all others the drawn ones."""
    belief = priors(evidence)
    drawn, _ = priors(evidence, weights={s.mechanism: 1.0 for s in belief.switches}).draws(11, RUNS)
    given, _ = belief.draws(11, RUNS)
    for switch in belief.switches:
        on = belief.working(11, RUNS)[switch.mechanism]
        for name, value in switch.off:
            np.testing.assert_array_equal(given[name], np.where(on, drawn[name], value))


def test_switching_one_changes_no_other_draw(evidence: Evidence) -> None:
    """With a mechanism off, on or at another weight, every other number of every run is as it was."""
    before, kinds_before = priors(evidence).draws(11, RUNS)
    for weight in (0.0, 0.3, 1.0):
        after, kinds_after = priors(evidence, weights={"contagion": weight}).draws(11, RUNS)
        changed = {name for name in PARAMETERS + CONSTANTS if (before[name] != after[name]).any()}
        assert changed == {"peer_pull"}
        assert kinds_before.tobytes() == kinds_after.tobytes()


def test_what_a_scenario_fixes_stays_fixed(evidence: Evidence) -> None:
    """A fixed number is in every run what the scenario says, also of a mechanism that may be off."""
    given, _ = priors(evidence, fix={"peer_pull": 0.3}).draws(11, RUNS)
    assert (given["peer_pull"] == 0.3).all()


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"contagon": 0.0}, "there is no mechanism 'contagon'"),
        ({"release": 0.0}, "cannot be switched off"),
        ({"contagion": 1.5}, r"must be from 0 \(off\) to 1 \(on\) \(got 1.5\)"),
    ],
)
def test_a_wrong_switch_is_refused(evidence: Evidence, weights: dict[str, float], message: str) -> None:
    """An unknown mechanism, one that is always on, and a weight that is no share are refused."""
    with pytest.raises(InputError, match=message):
        priors(evidence, weights=weights)
