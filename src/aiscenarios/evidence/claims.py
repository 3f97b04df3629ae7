"""Articles as coded evidence: claims in our own words, how strong they are, and what each informs."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from aiscenarios.errors import InputError
from aiscenarios.evidence.scales import Interval

__all__ = ["DATINGS", "FAMILIES", "KINDS_OF_CLAIM", "NARRATIVES", "Article", "Claim", "Landing", "same_story"]

FAMILIES = {
    "P": "prior", "M": "mechanism", "I": "start of the world", "O": "outcome", "N": "narrative", "L": "lever",
}  # fmt: skip
KINDS_OF_CLAIM = ("figure", "event", "opinion", "policy")
DATINGS = ("text", "recalled", "assumption")
NARRATIVES = (
    "brain_drain", "bifurcation", "integration_leapfrog", "efficiency_path", "moat_collapse",
    "giant_outflanked", "integrator_beats_chip_holder", "self_sufficiency", "fading_announcement",
    "none_of_these",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Landing:
    """A place of the product that a claim informs.

    Args:
        family: a letter of FAMILIES.
        name: a parameter, mechanism, outcome column, narrative, lever, or lab, ``event`` or ``modality``.
        note: how the claim is read there.
        says: for a prior, the interval the claim states in the parameter's unit.
        inflation: for a prior, what the sd of that interval is multiplied by.
    """

    family: str
    name: str
    note: str = ""
    says: Interval | None = None
    inflation: float = 1.0

    def __str__(self) -> str:
        return f"{self.family} {self.name}"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of an article.

    Args:
        id: article and number, e.g. ``000-4``.
        paragraph: where in the article it stands, from 1.
        says: the claim in our own words.
        kind: one of KINDS_OF_CLAIM; a policy is no evidence but a lever.
        reliability: a word of ``reliability.yaml``.
        group: claims of one group report one story and count once together.
        figure: the figure with its unit as reported, or "".
        contradicted_by: claims or facts that say otherwise.
        landings: what it informs.
    """

    id: str
    paragraph: int
    says: str
    kind: str
    reliability: str
    group: str
    figure: str
    contradicted_by: tuple[str, ...]
    landings: tuple[Landing, ...]

    @property
    def lands_in(self) -> tuple[str, ...]:
        """The places as short texts, e.g. ``P peer_pull``."""
        return tuple(str(landing) for landing in self.landings)

    @property
    def priors(self) -> tuple[Landing, ...]:
        """The landings that state something of a parameter."""
        return tuple(landing for landing in self.landings if landing.says is not None)


@dataclass(frozen=True, slots=True)
class Article:
    """A coded article.

    Args:
        id: short name, the first part of its claims' ids.
        title, publisher: as far as the text shows them.
        published: ISO month or day; ``dated`` says whether from the text, recalled or assumed.
        topic: what it is about.
        story_of: its dependence group.
        trust: a word of ``reliability.yaml``.
    """

    id: str
    title: str
    publisher: str
    published: str
    dated: str
    topic: str
    story_of: str
    trust: str
    claims: tuple[Claim, ...]

    @property
    def known(self) -> date:
        """The first day by which it was surely out: the end of its month where no day is given."""
        year, month, *day = (int(part) for part in self.published.split("-"))
        return date(year, month, day[0] if day else monthrange(year, month)[1])


def same_story(articles: Iterable[Article]) -> None:
    """Refuse one article coded twice as two stories, and one claim id with two meanings.

    Raises:
        InputError: as said.
    """
    stories: dict[tuple[str, str, str], str] = {}
    claims: dict[str, Claim] = {}
    for article in articles:
        printed = (article.title, article.publisher, article.published)
        if stories.setdefault(printed, article.story_of) != article.story_of:
            raise InputError(f"article {article.id} repeats another under a new story", path="story_of")
        for claim in article.claims:
            if claims.setdefault(claim.id, claim) != claim:
                raise InputError(f"claim {claim.id} stands twice and says two things", path=claim.id)
