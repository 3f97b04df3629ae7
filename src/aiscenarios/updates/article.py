"""An article of the user's own: its claims as evidence, and what of them runs can be held against."""

import hashlib
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aiscenarios.ensemble import Result
from aiscenarios.errors import InputError
from aiscenarios.evidence import Article, Claim, Evidence
from aiscenarios.evidence.claims import DATINGS, KINDS_OF_CLAIM
from aiscenarios.evidence.coding import ARTICLE, CLAIM, CLAIM_EXTRA, Reader, paragraph, published
from aiscenarios.evidence.tables import Entry
from aiscenarios.files import nodes
from aiscenarios.files.faults import Faults
from aiscenarios.files.nodes import Node, Place
from aiscenarios.files.reader import read_file, read_text
from aiscenarios.quarters import EPOCH_YEAR
from aiscenarios.scenario.dates import still_to_come
from aiscenarios.scenario.document import refuse_other_kind
from aiscenarios.scenario.reading import Fields, each
from aiscenarios.scenario.text import as_scalar, as_sequence
from aiscenarios.updates.held import Held
from aiscenarios.updates.reports import Report

__all__ = ["News", "read", "read_again"]


@dataclass(frozen=True)
class News:
    """An article as it was read.

    Args:
        article: as evidence.
        reports: what its claims report, by claim.
        text: the file.
        name: of the file.
    """

    article: Article
    reports: Mapping[str, Report]
    text: str
    name: str

    @property
    def hash(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read(
    file: str | Path, result: Result, known: Evidence, kept: Sequence[News] = ()
) -> tuple[News, Evidence]:
    """The article of a file, and the evidence with it.

    Args:
        file: the article.
        result: the runs it will be held against.
        known: the evidence so far.
        kept: articles of it that were read before, as files.

    Raises:
        InputErrors: everything that is wrong with it, each with its place.
    """
    path, faults = Path(file), Faults()
    top = faults.attempt(read_file, path, faults)
    faults.raise_any()
    assert top is not None
    return _read(top, path.read_text(encoding="utf-8-sig"), str(file), result, known, kept)


def read_again(text: str, name: str, result: Result, known: Evidence) -> tuple[News, Evidence]:
    """The same of an article that was kept."""
    faults = Faults()
    top = faults.attempt(read_text, text, name, faults)
    faults.raise_any()
    assert top is not None
    return _read(top, text, name, result, known)


def _read(
    top: nodes.Mapping, text: str, name: str, result: Result, known: Evidence, kept: Sequence[News] = ()
) -> tuple[News, Evidence]:
    faults = Faults()
    reading = _Reading(result, known, faults)
    article = faults.attempt(reading.article, top)
    faults.raise_any()
    assert article is not None
    try:
        more = known.with_article(article)
    except InputError as error:
        place = reading.places.get(error.path or "", top.place)
        hint = (
            "name the story as it is named there" if error.path == "story_of" else "give it an id of its own"
        )
        faults.add(place.fault(error.message, hint))
    told_apart = not faults.errors  # what is not clear from the start is not compared
    before = {claim.id: each.reports.get(claim.id) for each in kept for claim in each.article.claims}
    for claim in article.claims:
        if claim.id in before and before[claim.id] != reading.reports.get(claim.id) and told_apart:
            told = f"claim {claim.id} was kept before, and reported something else"
            faults.add(reading.places[claim.id].fault(told, "give it an id of its own"))
    faults.raise_any()
    return News(article, reading.reports, text, name), more


class _Reading:
    """One article being read."""

    def __init__(self, result: Result, known: Evidence, faults: Faults) -> None:
        self._result, self._known, self._faults = result, known, faults
        self._reader = Reader(known.uncertain, tuple(known.mechanisms), known.strength)
        self.reports: dict[str, Report] = {}
        self.places: dict[str, Place] = {}

    def article(self, top: nodes.Mapping) -> Article | None:
        """The article, or None where something is wrong, which has been noted."""
        refuse_other_kind(top.get("kind"), "an article")
        fields = Fields(top, ("format", "kind", *ARTICLE, "claims"), self._faults)
        fields.need("format", "kind", *ARTICLE, "claims", hint="see 'aiscenarios evidence new FILE'")
        for key, wanted in (("format", "1"), ("kind", "article")):
            node = fields.get(key)
            if node is not None and (not isinstance(node, nodes.Scalar) or node.text.strip() != wanted):
                fields.blame(node, f"'{key}: {wanted}' is wanted")
        texts = {key: fields.read(key, _text, "") for key in ARTICLE}
        fields.read("dated", lambda node: Entry(node).one_of(DATINGS), "")
        when = fields.read("published", _published, 0.0)
        trust = fields.read("trust", lambda node: Entry(node).one_of(self._known.strength.trust), "")
        held = Held(self._result, when, self._faults)
        claims = fields.get("claims")
        listed = () if claims is None or not trust else self._claims(claims, held, trust, texts["story_of"])
        return Article(**texts, claims=listed) if fields.sound() else None

    def _claims(self, node: Node, held: Held, trust: str, story: str) -> tuple[Claim, ...]:
        if isinstance(node, nodes.Sequence) and not node.items:
            self._faults.add(node.place.fault("holds no claim", "write at least one"))
        sequence = self._faults.attempt(as_sequence, node)
        if sequence is None:
            return ()
        return each(
            sequence, (*CLAIM, *CLAIM_EXTRA), self._faults,
            lambda fields: self._claim(fields, held, trust, story),
        )  # fmt: skip

    def _claim(self, fields: Fields, held: Held, trust: str, story: str) -> Claim | None:
        fields.need(*CLAIM)
        strength = self._known.strength
        reliability = fields.read("reliability", lambda node: Entry(node).one_of(strength.reliability), None)
        kind = fields.read("kind", lambda node: Entry(node).one_of(KINDS_OF_CLAIM), None)
        name, place = fields.read("id", _text, ""), fields.read("paragraph", _paragraph, 1)
        if name in self.places:
            fields.blame(fields.get("id"), f"claim {name} stands twice", "give it an id of its own")
        says, group = fields.read("says", _text, ""), fields.read("group", _text, story)
        figure, against = fields.read("figure", _text, ""), fields.read("contradicted_by", _texts, ())
        landings = []
        for one in fields.read("lands_in", _listed, ()):
            if reliability is not None:
                landings.append(self._faults.attempt(self._reader.landing, one, trust, reliability))
        reported = fields.get("reported")
        report = None
        if reported is not None and kind is not None:
            report = self._faults.attempt(held.report, kind, reported)
        if not landings and reported is None:
            fields.fault("a claim must land somewhere", "add lands_in: or reported:")
        if not fields.sound() or reliability is None or kind is None:
            return None
        found = tuple(landing for landing in landings if landing is not None)
        claim = Claim(name, place, says, kind, reliability, group, figure, against, found)
        self._check(fields, claim, report)
        self.places[name] = fields.place
        if report is not None:
            self.reports[name] = report
        return claim

    @staticmethod
    def _check(fields: Fields, claim: Claim, report: Report | None) -> None:
        if claim.kind == "policy" and claim.priors:
            fields.blame(
                fields.get("lands_in"), "a policy is no evidence", "let it land in L, the lever it sets"
            )
        elif report is not None and claim.priors:
            fields.blame(
                fields.get("reported"), "what it says would count twice, in runs and in a starting belief",
                "leave out either reported: or the landing in P",
            )  # fmt: skip


def _text(node: Node) -> str:
    as_scalar(node)
    return Entry(node).text


def _paragraph(node: Node) -> int:
    return paragraph(Entry(node))


def _listed(node: Node) -> tuple[Entry, ...]:
    return Entry(node).listed


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(one.text for one in Entry(node).listed)


def _published(node: Node) -> float:
    """The end of a month or day, in quarters since the start of 2019, as observations count them."""
    text = published(Entry(node))
    year, month, *day = (int(part) for part in text.split("-"))
    if still_to_come(date(year, month, day[0] if day else 1)):
        raise node.place.fault(f"{text} is still to come", "write when the article was published")
    part = day[0] / monthrange(year, month)[1] if day else 1.0
    return ((year - EPOCH_YEAR) * 12 + month - 1 + part) / 3.0
