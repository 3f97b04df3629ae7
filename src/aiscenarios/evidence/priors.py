"""From claims to priors: each claim is a pseudo-observation, Normal on its parameter's scale.

Prior = reference x claims, in closed form. A claim's sd is inflated by its reliability; within a dependence
group the weights of the claims on one parameter sum to one, and the same statement made twice counts once. So
any subset of the claims gives a proper prior, and none gives back the reference.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from aiscenarios.errors import InputError, did_you_mean
from aiscenarios.evidence.beliefs import Beliefs, Switch, Turn
from aiscenarios.evidence.catalogue import AWAITED, Parameter
from aiscenarios.evidence.collection import Evidence
from aiscenarios.evidence.scales import Interval, Normal

__all__ = ["Statement", "combine", "prior", "priors", "statements"]

_NOTHING: Mapping[str, Interval | str] = MappingProxyType({})
_NO_FIX: Mapping[str, float | str] = MappingProxyType({})
_NO_WEIGHTS: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Statement:
    """What a dependence group says of a parameter, once.

    Args:
        claims: ids of the claims that say it.
        group: the dependence group.
        belief: the statement with its inflated sd, on the parameter's scale.
        weight: its share of the group's voice.
    """

    claims: tuple[str, ...]
    group: str
    belief: Normal
    weight: float


def statements(evidence: Evidence, parameter: Parameter) -> tuple[Statement, ...]:
    """All that the claims say of a parameter; weights within each group sum to one."""
    said: dict[str, dict[Normal, list[str]]] = {}
    for claim in evidence.claims:
        for landing in claim.priors:
            if landing.name == parameter.name and landing.says is not None:
                belief = parameter.scale.normal(landing.says)
                inflated = Normal(belief.mean, belief.sd * landing.inflation)
                said.setdefault(claim.group, {}).setdefault(inflated, []).append(claim.id)
    return tuple(
        Statement(tuple(ids), group, belief, 1.0 / len(beliefs))
        for group, beliefs in said.items()
        for belief, ids in beliefs.items()
    )


def combine(reference: Normal, said: Sequence[Statement]) -> Normal:
    """The product of Normals; exact sums, so the order of the statements does not matter."""
    beliefs = [(reference, 1.0), *((one.belief, one.weight) for one in said)]
    precision = [weight / belief.sd**2 for belief, weight in beliefs]
    total = math.fsum(precision)
    mean = math.fsum(p * belief.mean for p, (belief, _) in zip(precision, beliefs, strict=True)) / total
    return Normal(mean, 1.0 / math.sqrt(total)) if said else reference


def prior(evidence: Evidence, parameter: Parameter) -> Normal:
    """The prior of one parameter, on its scale."""
    return combine(parameter.scale.normal(parameter.reference), statements(evidence, parameter))


def priors(
    evidence: Evidence,
    ignore: Iterable[str] = (),
    override: Mapping[str, Interval | str] = _NOTHING,
    fix: Mapping[str, float | str] = _NO_FIX,
    weights: Mapping[str, float] = _NO_WEIGHTS,
) -> Beliefs:
    """The joint prior of everything uncertain, with the constants filled in.

    Args:
        evidence: what the beliefs rest on.
        ignore: ids of claims or articles to leave out.
        override: intervals that replace the prior of a parameter, as an Interval or a text in its unit.
        fix: values that replace it for good.
        weights: chances that mechanisms are at work, in place of their own; 0 is off, 1 is on.

    Raises:
        InputError: a name is unknown, or a number is out of range or in another unit.
    """
    kept = evidence.without(ignore)
    known = evidence.uncertain
    believed = {name: prior(kept, parameter) for name, parameter in known.items()}
    for name, given in override.items():
        parameter = evidence.parameter(name)
        believed[name] = _placed(name, _belief, parameter, given)
    fixed = np.full(len(known), np.nan)
    for name, value in fix.items():
        parameter = evidence.parameter(name)
        fixed[list(known).index(name)] = _placed(name, _value, parameter, value)
    return Beliefs(
        names=tuple(known),
        scales=tuple(parameter.scale for parameter in known.values()),
        mean=np.array([belief.mean for belief in believed.values()]),
        sd=np.array([belief.sd for belief in believed.values()]),
        fixed=fixed,
        constants=np.array([constant.value for constant in evidence.constants.values()]),
        switches=_switches(evidence, weights),
        turns=tuple(
            Turn(name, int(constant.value))
            for name, constant in evidence.constants.items()
            if constant.dated == AWAITED
        ),
    )


def _switches(evidence: Evidence, weights: Mapping[str, float]) -> tuple[Switch, ...]:
    """Mechanisms that are not at work in every run.

    Raises:
        InputError: a mechanism is unknown, cannot be switched off, or its weight is no share.
    """
    for name, weight in weights.items():
        if name not in evidence.mechanisms:
            hint = did_you_mean(name, evidence.mechanisms)
            raise InputError(f"there is no mechanism '{name}'", path=name, hint=hint)
        if not evidence.mechanisms[name].off:
            raise InputError("cannot be switched off: the model does not run without it", path=name)
        if not 0.0 <= weight <= 1.0:
            raise InputError(f"must be from 0 (off) to 1 (on) (got {weight:g})", path=name)
    believed = {name: weights.get(name, each.weight) for name, each in evidence.mechanisms.items()}
    return tuple(
        Switch(name, weight, evidence.mechanisms[name].off)
        for name, weight in believed.items()
        if weight < 1.0
    )


def _belief(parameter: Parameter, given: Interval | str) -> Normal:
    return parameter.scale.normal(parameter.interval(given) if isinstance(given, str) else given)


def _value(parameter: Parameter, given: float | str) -> float:
    value = parameter.number(given) if isinstance(given, str) else float(given)
    parameter.scale.check(value)
    return value


def _placed[Given, Read](
    name: str, read: Callable[[Parameter, Given], Read], parameter: Parameter, given: Given
) -> Read:
    """A number read for a parameter; a refusal names the parameter."""
    try:
        return read(parameter, given)
    except InputError as error:
        raise InputError(error.message, path=name, hint=error.hint) from None
