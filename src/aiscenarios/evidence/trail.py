"""From a claim to what it changes: prior before and after, and what rests on it."""

from dataclasses import dataclass

from aiscenarios.errors import InputError, did_you_mean
from aiscenarios.evidence.catalogue import Parameter
from aiscenarios.evidence.claims import Article, Claim, Landing
from aiscenarios.evidence.collection import Evidence
from aiscenarios.evidence.priors import prior, statements
from aiscenarios.evidence.scales import Interval

__all__ = ["Step", "Trail", "trail"]


@dataclass(frozen=True, slots=True)
class Step:
    """What one claim does to one prior, 5% to 95% in the parameter's unit.

    Args:
        parameter: the number it informs.
        landing: what it says of it, and why it is read so.
        weight: its share of its group's voice.
        reference: the belief before any article.
        without: the belief without this claim.
        after: the belief with every claim.
        phase: the rule module that reads the number.
    """

    parameter: Parameter
    landing: Landing
    weight: float
    reference: Interval
    without: Interval
    after: Interval
    phase: str


@dataclass(frozen=True, slots=True)
class Trail:
    """A claim with its article and its steps into priors (none if it lands elsewhere)."""

    article: Article
    claim: Claim
    steps: tuple[Step, ...]


def _step(evidence: Evidence, claim: Claim, landing: Landing) -> Step:
    parameter = evidence.parameter(landing.name)
    show = parameter.scale.interval
    return Step(
        parameter=parameter,
        landing=landing,
        weight=sum(one.weight for one in statements(evidence, parameter) if claim.id in one.claims),
        reference=show(parameter.scale.normal(parameter.reference)),
        without=show(prior(evidence.without([claim.id]), parameter)),
        after=show(prior(evidence, parameter)),
        phase=evidence.mechanisms[parameter.mechanism].phase,
    )


def _names(article: Article, claim: Claim) -> tuple[str, ...]:
    """What picks a claim."""
    return claim.id, article.id, *(landing.name for landing in claim.landings)


def trail(evidence: Evidence, name: str | None = None) -> tuple[Trail, ...]:
    """Trails of all claims, or of those that a name picks: a claim, an article, or anything a claim lands in.

    Raises:
        InputError: nothing has this name.
    """
    told = [(article, claim) for article in evidence.articles for claim in article.claims]
    found = tuple(
        Trail(article, claim, tuple(_step(evidence, claim, landing) for landing in claim.priors))
        for article, claim in told
        if name is None or name in _names(article, claim)
    )
    if not found and name is not None and name not in evidence.uncertain:
        known = [each for article, claim in told for each in _names(article, claim)]
        hint = did_you_mean(name, (*known, *evidence.uncertain), otherwise="see 'aiscenarios list claims'")
        raise InputError(f"there is no claim '{name}', and none lands there", path=name, hint=hint)
    return found
