"""Rows of the catalogues: one flat record a name, for the screen and for ``--json``."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from aiscenarios import evidence, levers, narratives, observations, outcomes, scenario
from aiscenarios.evidence import Article, Claim, Evidence, Parameter
from aiscenarios.evidence.labs import load_catalogue
from aiscenarios.levers import Lever, UserLever
from aiscenarios.outcomes import Outcome
from aiscenarios.outcomes.outcome import AXES
from aiscenarios.plots.starting_beliefs import span
from aiscenarios.scenario import NOTHING, Outside

__all__ = ["claim", "parameter", "rows"]

type Row = dict[str, Any]


def rows(what: str, outside: Outside = NOTHING) -> list[Row]:
    """All that a catalogue holds, in its own order, then what comes from outside the package."""
    own = {"levers": map(_own_lever, outside.levers), "outcomes": map(_outcome, outside.outcomes)}
    return [*_ROWS[what](), *own.get(what, ())]


def _scenarios() -> list[Row]:
    found = [(name, scenario.load(name)) for name in scenario.shipped()]
    return [
        {"name": name, "title": each.title, "question": each.question, "story": each.story}
        for name, each in found
    ]


def _levers() -> list[Row]:
    return [
        _lever(each)
        | {
            "step": each.step,
            "no_effect_means": each.no_effect_means,
            "labs": each.labs,
            "cost": each.cost.sentence,
            "cost_source": each.cost.source,
            "payer": each.cost.payer,
            "difficulty": each.difficulty.grade,
            "why_difficult": each.difficulty.why,
            "public_series": each.public_series,
        }
        for each in levers.load()
    ]


def _own_lever(each: UserLever) -> Row:
    """A lever from outside: it has no price, no grade of difficulty and no record."""
    return _lever(each) | {"labs": False, "source": each.source}


_OF_SOME = (
    "step", "no_effect_means", "cost", "cost_source", "payer", "difficulty", "why_difficult", "public_series",
    "source",
)  # fmt: skip
"""What is known either of a shipped lever or of one from outside, and null for the other."""


def _lever(each: Lever | UserLever) -> Row:
    return {
        "name": each.name,
        "title": each.title,
        "unit": each.unit,
        "owner": list(each.owner),
        "felt_at": list(each.felt_at),
        "levels": each.worded,
        "range": f"{each.low:g} to {each.high:g}",
        "low": each.low,
        "high": each.high,
        "no_effect": each.no_effect,
        "sentence": each.sentence,
    } | dict.fromkeys(_OF_SOME)


def _outcomes() -> list[Row]:
    return [_outcome(each) for each in outcomes.CATALOGUE]


def _outcome(each: Outcome) -> Row:
    return {
        "name": each.name,
        "unit": each.unit,
        "meaning": each.meaning,
        "of": AXES[each.over].of,
        "columns": list(each.columns()),
        "series": each.series,
    }


def _narratives() -> list[Row]:
    return [
        {
            "name": each.name,
            "title": each.title,
            "sentence": each.sentence,
            "definition": each.definition,
            "claims": list(each.claims),
            "levers": list(each.levers),
            "today": each.today,
            "thresholds": [{"value": reason.value, "reason": reason.reason} for reason in each.thresholds],
        }
        for each in narratives.load()
    ]


def _parameters() -> list[Row]:
    known = evidence.load()
    return [parameter(known, each) for each in known.uncertain.values()]


def parameter(known: Evidence, each: Parameter) -> Row:
    """An uncertain number with its belief before any article (``reference``) and its starting belief."""
    believed = each.scale.interval(evidence.prior(known, each))
    said = [claim for statement in evidence.statements(known, each) for claim in statement.claims]
    return {
        "name": each.name,
        "unit": each.unit,
        "meaning": each.meaning,
        "range": span(believed),
        "low": believed.low,
        "high": believed.high,
        "level": believed.level,
        "reference": asdict(each.reference),
        "origin": each.origin,
        "source": each.source,
        "mechanism": each.mechanism,
        "claims": list(dict.fromkeys(said)),
    }


def _claims() -> list[Row]:
    return [claim(article, each) for article in evidence.load().articles for each in article.claims]


def claim(article: Article, each: Claim) -> Row:
    """A claim with its article and where it lands."""
    return {
        "name": each.id,
        "says": each.says,
        "lands_in": each.lands_in,
        "article": article.id,
        "title": article.title,
        "published": article.published,
        "paragraph": each.paragraph,
        "kind": each.kind,
        "reliability": each.reliability,
        "group": each.group,
        "figure": each.figure,
        "contradicted_by": each.contradicted_by,
    }


def _mechanisms() -> list[Row]:
    return [
        {
            "name": each.name,
            "meaning": each.meaning,
            "phase": each.phase,
            "off": dict(each.off),
            "weight": each.weight,
            "chance": f"{each.weight:.0%}" if each.off else "always on",
            "source": each.source,
        }
        for each in evidence.load().mechanisms.values()
    ]


def _labs() -> list[Row]:
    return [
        {
            "name": each.name,
            "bloc": each.bloc,
            "kind": each.kind,
            "founded": each.founded,
            "parent": each.parent,
            "aliases": list(each.aliases),
            "systems": list(each.systems),
            "reference": each.reference,
        }
        for each in load_catalogue().labs
    ]


def _series() -> list[Row]:
    held: dict[str, list[str]] = {}
    for fact in evidence.load().facts:
        held.setdefault(fact.series, []).append(fact.period)
    return [
        {
            "name": each.series,
            "family": said.family,
            "unit": said.unit,
            "entities": list(each.entities),
            "sees": said.sees,
            "title": said.title,
            "publisher": said.publisher,
            "lag_months": said.lag.months,
            "lag": said.lag.source,
            "error": f"{said.error.sd:g} ({said.error.scale})",
            "error_source": said.error.source,
            "facts": len(held.get(each.series, ())),
            "first": min(held.get(each.series, ()), default=""),
            "last": max(held.get(each.series, ()), default=""),
        }
        for each in observations.CATALOGUE
        for said in (observations.known()[each.series],)
    ]


_ROWS: dict[str, Callable[[], list[Row]]] = {
    "scenarios": _scenarios,
    "levers": _levers,
    "outcomes": _outcomes,
    "narratives": _narratives,
    "parameters": _parameters,
    "claims": _claims,
    "mechanisms": _mechanisms,
    "labs": _labs,
    "series": _series,
}
