"""The same joint prior, stated in PyMC for inference."""

from typing import Any

import numpy as np

from aiscenarios.evidence.beliefs import LARGEST_Z, Beliefs

__all__ = ["model"]


def model(beliefs: Beliefs) -> Any:
    """A PyMC model with ``z`` standard Normal and ``value`` in the parameters' units, both by name.

    Fixed numbers have no prior and are left out. Written elementwise, which PyTensor compiles fast.
    """
    import pymc as pm
    import pytensor.tensor as pt

    at = [beliefs.index(name) for name in beliefs.free]
    scales = [beliefs.scales[i] for i in at]
    kind = np.array([scale.kind for scale in scales])
    low = np.array([scale.low if scale.kind == "logit" else 0.0 for scale in scales])
    width = np.array([scale.high - scale.low if scale.kind == "logit" else 1.0 for scale in scales])
    with pm.Model(coords={"name": list(beliefs.free)}) as stated:
        z = pm.Normal("z", 0.0, 1.0, dims="name")
        place = beliefs.mean[at] + beliefs.sd[at] * pt.clip(z, -LARGEST_Z, LARGEST_Z)
        value = pt.switch(
            kind == "log", pt.exp(place), pt.switch(kind == "logit", low + width * pt.sigmoid(place), place)
        )
        pm.Deterministic("value", value, dims="name")
    return stated
