"""Articles, claims, facts and the priors they give."""

from aiscenarios.evidence.beliefs import Beliefs
from aiscenarios.evidence.catalogue import Constant, Mechanism, Parameter
from aiscenarios.evidence.claims import Article, Claim, Landing
from aiscenarios.evidence.collection import Evidence, load
from aiscenarios.evidence.facts import Fact
from aiscenarios.evidence.priors import Statement, prior, priors, statements
from aiscenarios.evidence.quantities import interval, number
from aiscenarios.evidence.scales import Interval, Normal, Scale
from aiscenarios.evidence.trail import Step, Trail, trail

__all__ = [
    "Article", "Beliefs", "Claim", "Constant", "Evidence", "Fact", "Interval", "Landing", "Mechanism",
    "Normal", "Parameter", "Scale", "Statement", "Step", "Trail", "interval", "load", "number", "prior",
    "priors", "statements", "trail",
]  # fmt: skip
