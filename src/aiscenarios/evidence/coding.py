"""Reading a coded article: every word and name is checked against what the product knows."""

import math
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from aiscenarios.drivers import BLOC_LEVERS
from aiscenarios.errors import did_you_mean
from aiscenarios.evidence.catalogue import Parameter
from aiscenarios.evidence.claims import (
    DATINGS,
    FAMILIES,
    KINDS_OF_CLAIM,
    NARRATIVES,
    Article,
    Claim,
    Landing,
)
from aiscenarios.evidence.scales import USUAL_LEVEL, Interval
from aiscenarios.evidence.strength import Strength
from aiscenarios.evidence.tables import Entry, read

__all__ = ["ARTICLE", "CLAIM", "CLAIM_EXTRA", "Reader", "paragraph", "published"]

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
ARTICLE = ("id", "title", "publisher", "published", "dated", "topic", "story_of", "trust")
"""Keys of an article beside its claims."""
CLAIM = ("id", "paragraph", "says", "kind", "reliability")
CLAIM_EXTRA = ("lands_in", "reported", "figure", "group", "contradicted_by")
"""``reported``, what a run can be held against, is read by ``aiscenarios.updates`` and moves no prior."""
_FAR, _NARROW = 100.0, 1e-6
"""How many of the reference's standard deviations a claim may lie from it; the least, and turned over the
most, that its own deviation may be of them."""
_PRIOR_EXTRA = ("says", "anchor", "word", "times", "level", "reliability")


def published(entry: Entry) -> str:
    """The month or day of an article.

    Raises:
        InputError: it is none.
    """
    text = entry.text
    if _DATE.fullmatch(text):
        year, month, *day = (int(part) for part in text.split("-"))
        if year and (not day or day[0] <= monthrange(year, month)[1]):
            return text
    raise entry.error(f"'{text}' is no date", "write 2026-02 or 2026-02-04")


def paragraph(entry: Entry) -> int:
    """Where in an article a claim stands.

    Raises:
        InputError: no whole number from 1 on.
    """
    number = entry.number("paragraph")
    if not (math.isfinite(number) and number == int(number) >= 1):
        raise entry.error(f"'{entry.text}' is no paragraph", "count from 1")
    return int(number)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads articles against what they may name."""

    parameters: Mapping[str, Parameter]
    mechanisms: Iterable[str]
    strength: Strength

    def article(self, file: Path) -> Article:
        """The article of a file.

        Raises:
            InputError: a key, word or name is unknown, or a claim lands nowhere.
        """
        fields = read(file, "article").fields(("format", "kind", *ARTICLE, "claims"))
        texts = {word: fields[word].text for word in ARTICLE}
        fields["dated"].one_of(DATINGS)
        published(fields["published"])
        trust = fields["trust"].one_of(self.strength.trust)
        claims = tuple(self._claim(entry, trust, texts["story_of"]) for entry in fields["claims"].listed)
        return Article(**texts, claims=claims)

    def _claim(self, entry: Entry, trust: str, story: str) -> Claim:
        fields = entry.fields(CLAIM, CLAIM_EXTRA)
        reliability = fields["reliability"].one_of(self.strength.reliability)
        against = fields["contradicted_by"].listed if "contradicted_by" in fields else ()
        claim = Claim(
            id=fields["id"].text,
            paragraph=paragraph(fields["paragraph"]),
            says=fields["says"].text,
            kind=fields["kind"].one_of(KINDS_OF_CLAIM),
            reliability=reliability,
            group=fields["group"].text if "group" in fields else story,
            figure=fields["figure"].text if "figure" in fields else "",
            contradicted_by=tuple(one.text for one in against),
            landings=tuple(
                self.landing(one, trust, reliability)
                for one in (fields["lands_in"].listed if "lands_in" in fields else ())
            ),
        )
        if not claim.landings and "reported" not in fields:
            nowhere = fields.get("lands_in", entry)
            raise nowhere.error("a claim must land somewhere", "name a place under lands_in:")
        if claim.kind == "policy" and claim.priors:
            raise fields["lands_in"].error("a policy is no evidence", "let it land in L, the lever it sets")
        return claim

    def landing(self, entry: Entry, trust: str, reliability: str) -> Landing:
        """One place that a claim informs.

        Raises:
            InputError: it is none, or what the claim says there cannot be read.
        """
        family = next((letter for letter in FAMILIES if letter in entry.table()), None)
        if family is None:
            raise entry.error("a landing names one of P, M, I, O, N, L", "write {M: contagion}")
        if family == "P":
            return self._prior(entry, trust, reliability)
        fields = entry.fields((family,), ("as",))
        name, known = fields[family].text, self._known(family)
        if known and name not in known:
            raise fields[family].error(f"there is no {FAMILIES[family]} '{name}'", did_you_mean(name, known))
        return Landing(family, name, fields["as"].text if "as" in fields else "")

    def _known(self, family: str) -> tuple[str, ...]:
        """Names a landing may have; labs and outcome columns are known to other rooms only."""
        return {"M": tuple(self.mechanisms), "N": NARRATIVES, "L": BLOC_LEVERS}.get(family, ())

    def _prior(self, entry: Entry, trust: str, reliability: str) -> Landing:
        """What a claim says of a parameter: an interval, a bound with a second anchor, or a word."""
        fields = entry.fields(("P", "because"), _PRIOR_EXTRA)
        parameter = self.parameters[fields["P"].one_of(self.parameters)]
        if ("says" in fields) == ("word" in fields):
            raise entry.error("a claim on a prior gives either says: or word:", "write says: 0.1 to 0.5")
        says = self._word(fields, parameter) if "word" in fields else self._interval(fields, parameter)
        self._check_near(entry, parameter, says)
        if "reliability" in fields:
            reliability = fields["reliability"].one_of(self.strength.reliability)
        inflation = self.strength.inflation(reliability, trust)
        return Landing("P", parameter.name, fields["because"].text, says, inflation)

    @staticmethod
    def _check_near(entry: Entry, parameter: Parameter, says: Interval) -> None:
        """Refuse an interval that arithmetic cannot hold against the reference prior."""
        said, known = entry.parsed(parameter.scale.normal, says), parameter.scale.normal(parameter.reference)
        away, wide = abs(said.mean - known.mean) / known.sd, said.sd / known.sd
        if not (away < _FAR and _NARROW < wide < 1.0 / _NARROW):
            raise entry.error(
                f"{says.low:g} to {says.high:g} is of another order of size than {parameter.name}",
                f"before any article it is {parameter.reference.low:g} to {parameter.reference.high:g}"
                f" ({parameter.unit})",
            )

    def _interval(self, fields: Mapping[str, Entry], parameter: Parameter) -> Interval:
        says = fields["says"]
        level = fields["level"].number("share") if "level" in fields else USUAL_LEVEL
        side, _, bound = says.text.partition(" ")
        if side not in ("over", "under"):
            return says.parsed(parameter.interval, says.text, level)
        if "anchor" not in fields:
            raise says.error(f"'{says.text}' is one-sided", "add anchor: the other end, and say why")
        ends = [says.parsed(parameter.number, bound)]
        ends.insert(side == "over", fields["anchor"].parsed(parameter.number, fields["anchor"].text))
        return says.parsed(Interval, ends[0], ends[1], level)

    def _word(self, fields: Mapping[str, Entry], parameter: Parameter) -> Interval:
        word = fields["word"]
        meant = self.strength.words[word.one_of(self.strength.words)]
        if "times" in fields:
            return meant.says.times(fields["times"].parsed(parameter.number, fields["times"].text))
        if meant.unit != parameter.unit:
            units = f"'{word.text}' is in {meant.unit}, {parameter.name} in {parameter.unit}"
            raise word.error(units, "add times: an anchor")
        return meant.says
