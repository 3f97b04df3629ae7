"""Reading a coded article: every word and name is checked against what the product knows."""

import re
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

__all__ = ["Reader"]

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
_ARTICLE = ("id", "title", "publisher", "published", "dated", "topic", "story_of", "trust")
_CLAIM = ("id", "paragraph", "says", "kind", "reliability", "lands_in")
_CLAIM_EXTRA = ("figure", "group", "contradicted_by")
_PRIOR_EXTRA = ("says", "anchor", "word", "times", "level", "reliability")


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
        fields = read(file, "article").fields(("format", "kind", *_ARTICLE, "claims"))
        texts = {word: fields[word].text for word in _ARTICLE}
        fields["dated"].one_of(DATINGS)
        if not _DATE.fullmatch(texts["published"]):
            message = f"'{texts['published']}' is no date"
            raise fields["published"].error(message, "write 2026-02 or 2026-02-04")
        trust = fields["trust"].one_of(self.strength.trust)
        claims = tuple(self._claim(entry, trust, texts["story_of"]) for entry in fields["claims"].listed)
        return Article(**texts, claims=claims)

    def _claim(self, entry: Entry, trust: str, story: str) -> Claim:
        fields = entry.fields(_CLAIM, _CLAIM_EXTRA)
        reliability = fields["reliability"].one_of(self.strength.reliability)
        against = fields["contradicted_by"].listed if "contradicted_by" in fields else ()
        claim = Claim(
            id=fields["id"].text,
            paragraph=int(fields["paragraph"].number("paragraph")),
            says=fields["says"].text,
            kind=fields["kind"].one_of(KINDS_OF_CLAIM),
            reliability=reliability,
            group=fields["group"].text if "group" in fields else story,
            figure=fields["figure"].text if "figure" in fields else "",
            contradicted_by=tuple(one.text for one in against),
            landings=tuple(self._landing(one, trust, reliability) for one in fields["lands_in"].listed),
        )
        if not claim.landings:
            raise fields["lands_in"].error("a claim must land somewhere")
        if claim.kind == "policy" and claim.priors:
            raise fields["lands_in"].error("a policy is no evidence", "let it land in L, the lever it sets")
        return claim

    def _landing(self, entry: Entry, trust: str, reliability: str) -> Landing:
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
        entry.parsed(parameter.scale.normal, says)
        if "reliability" in fields:
            reliability = fields["reliability"].one_of(self.strength.reliability)
        inflation = self.strength.inflation(reliability, trust)
        return Landing("P", parameter.name, fields["because"].text, says, inflation)

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
