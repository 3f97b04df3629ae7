"""All evidence in one object: articles with their claims, parameters, constants, mechanisms and facts."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from aiscenarios import seeds
from aiscenarios.errors import InputError, did_you_mean
from aiscenarios.evidence import catalogue, facts, strength
from aiscenarios.evidence.catalogue import Constant, Mechanism, Parameter
from aiscenarios.evidence.claims import Article, Claim, same_story
from aiscenarios.evidence.coding import Reader
from aiscenarios.evidence.facts import Fact
from aiscenarios.evidence.strength import Strength

__all__ = ["Evidence", "load"]

_ORIGIN_WORDS = {"fact": "fact", "assumption": "our assumption", "recalled": "recalled"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the model's numbers rest on.

    Args:
        articles: coded articles, by id.
        parameters, kinds: uncertain numbers by name, and defaults of a kind of lab by ``attribute.kind``.
        constants: fixed numbers by name.
        mechanisms: what the model does, by name.
        facts: the cited table of public facts.
        strength: the inflation and word tables.
    """

    articles: tuple[Article, ...]
    parameters: Mapping[str, Parameter]
    kinds: Mapping[str, Parameter]
    constants: Mapping[str, Constant]
    mechanisms: Mapping[str, Mechanism]
    facts: tuple[Fact, ...]
    strength: Strength

    @property
    def uncertain(self) -> dict[str, Parameter]:
        """Everything that has a prior: parameters, then defaults of the kinds of lab."""
        return {**self.parameters, **self.kinds}

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim once, in the order of the articles."""
        return tuple({claim.id: claim for article in self.articles for claim in article.claims}.values())

    @property
    def fingerprint(self) -> str:
        """Hash of the evidence as read: equal evidence, equal fingerprint."""
        return hashlib.blake2b(repr(self).encode(), digest_size=8).hexdigest()

    def claim(self, name: str) -> Claim:
        """A claim by its id.

        Raises:
            InputError: there is none; the nearest id is named.
        """
        known = {claim.id: claim for claim in self.claims}
        if name not in known:
            raise InputError(f"there is no claim '{name}'", path=name, hint=did_you_mean(name, known))
        return known[name]

    def parameter(self, name: str) -> Parameter:
        """A parameter or default of a kind of lab by name.

        Raises:
            InputError: there is none; the nearest name is given.
        """
        return catalogue.find(name, self.uncertain)

    def series(self, name: str, entity: str | None = None) -> tuple[Fact, ...]:
        """The facts of a series, in the order of the table.

        Raises:
            InputError: no fact has this series.
        """
        known = {fact.series for fact in self.facts}
        if name not in known:
            raise InputError(f"there is no series '{name}'", path=name, hint=did_you_mean(name, known))
        return tuple(one for one in self.facts if one.series == name and entity in (None, one.entity))

    def without(self, ignored: Iterable[str]) -> "Evidence":
        """The same evidence less some claims, named by claim or article id.

        Raises:
            InputError: a name is neither.
        """
        names = set(ignored)
        known = {claim.id for claim in self.claims} | {article.id for article in self.articles}
        for name in sorted(names - known):
            raise InputError(
                f"there is no claim or article '{name}'", path=name, hint=did_you_mean(name, known)
            )
        kept = tuple(
            replace(article, claims=tuple(claim for claim in article.claims if claim.id not in names))
            for article in self.articles
            if article.id not in names
        )
        return replace(self, articles=kept)

    def with_article(self, article: Article | Path) -> "Evidence":
        """The same evidence and one more article.

        Raises:
            InputError: its file is wrong, or it contradicts what stands under the same claim id.
        """
        reader = Reader(self.uncertain, tuple(self.mechanisms), self.strength)
        added = reader.article(article) if isinstance(article, Path) else article
        articles = (*self.articles, added)
        same_story(articles)
        return replace(self, articles=articles)

    def known_by(self, day: date) -> "Evidence":
        """What could be known on a day: articles published and facts known by then, later turns awaited.

        Parameters fall back to their reference priors where no article had spoken yet.
        """
        published = tuple(article for article in self.articles if article.known <= day)
        facts_then = tuple(fact for fact in self.facts if fact.known <= day)
        constants = {name: constant.known_by(day) for name, constant in self.constants.items()}
        return replace(self, articles=published, facts=facts_then, constants=constants)

    def origins(self) -> dict[str, int]:
        """How many of the numbers that rules read come from a fact, an article, our assumption, or memory.

        A number whose prior a claim moves counts as the article's, any other by the origin of its reference.
        """
        moved = {landing.name for claim in self.claims for landing in claim.priors}
        counts = dict.fromkeys(("fact", "article", "our assumption", "recalled"), 0)
        numbers: tuple[Parameter | Constant, ...] = (*self.uncertain.values(), *self.constants.values())
        for number in numbers:
            counts["article" if number.name in moved else _ORIGIN_WORDS[number.origin]] += 1
        return counts


def load(folder: Path | None = None) -> Evidence:
    """The evidence of a folder laid out as ``seeds/``; by default the shipped one.

    Raises:
        InputError: a file is missing or wrong, with its line and what to write instead.
    """
    return _shipped() if folder is None else _read(folder)


@cache
def _shipped() -> Evidence:
    return _read(seeds.path())


def _read(place: Path) -> Evidence:
    mechanisms = catalogue.read_mechanisms(place / "mechanisms.yaml")
    evidence = Evidence(
        articles=(),
        parameters=catalogue.read_parameters(place / "parameters.yaml", mechanisms),
        kinds=catalogue.read_kinds(place / "kinds.yaml", mechanisms),
        constants=catalogue.read_constants(place / "constants.yaml"),
        mechanisms=mechanisms,
        facts=(),
        strength=strength.read_strength(place / "reliability.yaml", place / "words.yaml"),
    )
    for file in sorted((place / "articles").glob("*.yaml")):
        evidence = evidence.with_article(file)
    return replace(evidence, facts=facts.read_facts(place / "facts.csv", evidence.articles))
