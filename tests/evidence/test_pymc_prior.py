"""PyMC states the same joint prior as the keyed draws."""

import numpy as np
import pytest

from aiscenarios.evidence import load, priors


@pytest.mark.filterwarnings("ignore")
def test_pymc_states_the_same_prior() -> None:
    """Quantiles of PyMC's prior samples and of keyed draws agree with the closed form, name by name."""
    import pymc as pm

    from aiscenarios.evidence.pymc_prior import model

    always = {name: 1.0 for name, each in load().mechanisms.items() if each.off}
    belief = priors(load(), fix={"leakage": 0.2}, weights=always)
    draws = 4000
    stated = model(belief)
    sampled = np.asarray(pm.draw(stated["value"], draws=draws, random_seed=5, mode="FAST_COMPILE"))
    parameters, kinds = belief.draws(5, range(draws))
    assert sampled.shape == (draws, len(belief.names) - 1)
    for i, name in enumerate(belief.free):
        attribute, _, kind = name.partition(".")
        keyed = kinds[attribute][:, _kind(kind)] if kind else parameters[name]
        for u in (0.1, 0.5, 0.9):
            limit = 4.5 * np.sqrt(u * (1 - u) / draws)
            cut = belief.quantile(name, u)
            assert np.mean(sampled[:, i] < cut) == pytest.approx(u, abs=limit), name
            assert np.mean(keyed < cut) == pytest.approx(u, abs=limit), name


def _kind(name: str) -> int:
    from aiscenarios.state import KINDS

    return KINDS.index(name)
