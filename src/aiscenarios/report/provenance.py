"""Where each number comes from, what blocked each ending, what the model leaves out, as rows of tables."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from ruamel.yaml import YAML

from aiscenarios import seeds
from aiscenarios.ensemble.believed import believed
from aiscenarios.ensemble.endings import columns_of, of_scenario
from aiscenarios.ensemble.intervals import counted
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.weighted import effective, mean
from aiscenarios.errors import InputError
from aiscenarios.evidence import Evidence, Normal, Parameter, prior, statements
from aiscenarios.evidence.fitted import FittedBeliefs
from aiscenarios.evidence.fitted_file import PRIOR
from aiscenarios.narratives import Moved, Narrative, to_words
from aiscenarios.narratives.judgement import clauses
from aiscenarios.outcomes import Outcome
from aiscenarios.plots.measures import title
from aiscenarios.plots.rounding import estimate, number, percent
from aiscenarios.plots.starting_beliefs import name_of, span
from aiscenarios.scenario import left_out

__all__ = [
    "LANDINGS", "Limit", "Table", "articles", "blockers", "claims", "constants", "limits", "mechanisms",
    "moved_thresholds", "parameters", "source", "spoken",
]  # fmt: skip


LANDINGS = (
    "A claim lands in P a starting belief, M a mechanism, I the start of the world, O an outcome, N an"
    " ending, L a policy lever."
)
_NAMES = ("China", "US", "AI")


class Table(NamedTuple):
    """Rows of text under a header."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Limit(NamedTuple):
    """Something the model leaves out."""

    what: str
    why: str
    effect: str


def limits() -> tuple[Limit, ...]:
    """What the model leaves out, from ``seeds/limits.yaml``."""
    content = YAML(typ="safe", pure=True).load(seeds.path("limits.yaml"))
    return tuple(Limit(each["what"], each["why"], each["effect"]) for each in content["limits"])


def parameters(result: Result, evidence: Evidence) -> Table:
    """Every uncertain number: unit, belief before any article, starting belief, fitted, source, claims."""
    after = _fitted(result, evidence)
    known = evidence.without(left_out(result.scenario, evidence))
    own = {belief.parameter: belief for belief in result.scenario.beliefs}
    rows = []
    for name, parameter in known.uncertain.items():
        said = ", ".join(dict.fromkeys(claim for one in statements(known, parameter) for claim in one.claims))
        before, start = (_span(parameter, belief) for belief in _beliefs(known, parameter))
        if name in own:
            start = (
                f"{own[name].low:g}"
                if own[name].kind == "fix"
                else f"{own[name].low:g} to {own[name].high:g}"
            )
            said = f"{said}; set by the scenario".removeprefix("; ")
        fitted = () if after is None else (after.get(name, ""),)
        rows.append((
            name_of(parameter), parameter.meaning, parameter.unit, before, start, *fitted, source(parameter),
            said,
        ))  # fmt: skip
    fitted = () if after is None else ("fitted",)
    header = (
        "parameter", "meaning", "unit", "before any article", "starting belief", *fitted, "source", "claims",
    )  # fmt: skip
    drawn = (
        "from the starting beliefs"
        if result.manifest.beliefs == PRIOR
        else f"from beliefs fitted to public facts ({result.manifest.beliefs})"
    )
    caption = f"Uncertain numbers; ranges are 5% to 95%. Each run draws its own values {drawn}."
    if after is not None:
        caption += " Where nothing stands under fitted, the facts say nothing and the starting belief holds."
    return Table(caption, header, tuple(rows))


def _fitted(result: Result, evidence: Evidence) -> dict[str, str] | None:
    """Fitted ranges of the numbers that data inform; None where these runs were drawn from no fit at hand."""
    from aiscenarios.ensemble.model import digest_of

    if result.manifest.beliefs == PRIOR:
        return None
    try:
        found = believed(result.scenario, evidence, result.manifest.beliefs)
    except InputError:  # a fit of one's own may be gone, or have been made anew; the runs are what they were
        return None
    if not isinstance(found, FittedBeliefs) or digest_of(*found.parts) != result.manifest.parameters:
        return None
    return {name: span(found.interval(name)) for name in found.informed}


def _beliefs(evidence: Evidence, parameter: Parameter) -> tuple[Normal, Normal]:
    return parameter.scale.normal(parameter.reference), prior(evidence, parameter)


def _span(parameter: Parameter, belief: Normal) -> str:
    return span(parameter.scale.interval(belief))


def source(parameter: Parameter) -> str:
    """Where the belief before any article comes from, and whether that is recalled or assumed."""
    told = {"fact": "", "recalled": " (recalled)", "assumption": " (our assumption)"}[parameter.origin]
    return parameter.source if told.strip(" ()") in parameter.source.lower() else f"{parameter.source}{told}"


def mechanisms(result: Result, evidence: Evidence) -> Table:
    """What the model does, and in which part of the runs where that is contested or the scenario says so."""
    set_here = {doubt.mechanism: doubt for doubt in result.scenario.doubts}
    rows = []
    for name, each in evidence.mechanisms.items():
        own = set_here.get(name)
        weight, why = (
            (own.weight, f"set by the scenario: {own.reference}") if own else (each.weight, each.source)
        )
        rows.append((name.replace("_", " "), each.meaning, f"{weight:.0%}", why.removesuffix(": ")))
    return Table(
        "Mechanisms, and the part of the runs in which each is at work.",
        ("mechanism", "what it does", "at work in", "why not in all"),
        tuple(rows),
    )


def constants(evidence: Evidence) -> Table:
    """Every fixed number: value, unit, source."""
    rows = tuple(
        (each.name.replace("_", " "), each.meaning, each.unit, number(each.value, 0.0), each.source)
        for each in evidence.constants.values()
    )
    return Table("Fixed numbers.", ("constant", "meaning", "unit", "value", "source"), rows)


def articles(evidence: Evidence) -> Table:
    """The articles behind the claims."""
    rows = tuple(
        (each.id, each.title, each.publisher, each.published, str(len(each.claims)))
        for each in evidence.articles
    )
    return Table("Articles.", ("id", "title", "publisher", "published", "claims"), rows)


def claims(evidence: Evidence) -> Table:
    """Every claim and where it lands."""
    rows = tuple(
        (each.id, each.says, each.figure, each.reliability.replace("_", " "), ", ".join(each.lands_in))
        for each in evidence.claims
    )
    return Table(f"Claims in our own words. {LANDINGS}", ("id", "claim", "figure", "kind", "lands in"), rows)


def spoken(stories: Sequence[Narrative], catalogue: tuple[Outcome, ...]) -> dict[str, str]:
    """What each outcome column is called inside a sentence, without its remark in parentheses."""
    titles = {column: title(column, catalogue).partition(" (")[0] for column in columns_of(stories)}
    return {
        column: text[:1].lower() + text[1:] if _is_plain(text) else text for column, text in titles.items()
    }


def _is_plain(text: str) -> bool:
    """Whether a title begins with a word that is small inside a sentence."""
    first = re.split(r"\W", text, maxsplit=1)[0]
    return first[1:] == first[1:].lower() and first not in _NAMES


def blockers(result: Result) -> Table:
    """For each ending, the clause that kept it from coming true, most frequent first."""
    stories = of_scenario(result.scenario, result.manifest.outcomes)
    names = spoken(stories, result.scenario.outside.catalogue)
    rows = [row for story in stories for row in _blocked(story, names, result)]
    caption = (
        "Of the runs in which an ending did not come true by the date of judgement: the condition that was "
        "furthest from holding when the ending came nearest."
    )
    return Table(
        caption, ("ending", "did not come true in", "the condition that did not hold", "in"), tuple(rows)
    )


def _clauses(story: Narrative, names: dict[str, str], result: Result) -> tuple[str, ...]:
    """The conditions of an ending in words; for the residual, the titles of the others."""
    if story.expression is None:
        return tuple(f"{result.judgement[other].title} came true." for other in story.others)
    return tuple(to_words(clause, names) for clause in clauses(story.expression))


def _blocked(story: Narrative, names: dict[str, str], result: Result) -> Iterator[tuple[str, ...]]:
    ending, told = result.judgement[story.name], _clauses(story, names, result)
    held = ~ending.true & ~result.failed
    total = int(held.sum())
    weights = np.ones(result.runs) if result.weights is None else result.weights
    worth = effective(weights[held]) if total else 0.0
    counts = Counter(int(place) for place in ending.blocker[held] if place >= 0)
    parts = {each: mean(ending.blocker[held] == each, weights[held]) for each in counts}
    for order, place in enumerate(sorted(parts, key=lambda each: -parts[each])):
        first = order == 0
        yield (
            ending.title if first else "",
            f"{total:,} of {result.runs:,} runs" if first else "",
            told[place],
            estimate(counted(parts[place] * worth, worth)),
        )


def moved_thresholds(moved: Sequence[Moved], result: Result) -> Table:
    """Each ending's chance as one of its thresholds moves by a quarter of its value."""
    finished = int((~result.failed).sum()) if result.weights is None else round(result.present.effective)
    rows, pairs = [], list(zip(moved[::2], moved[1::2], strict=True))
    for lower, upper in pairs:
        base = result.chances[lower.narrative].value
        cells = [_chance(chance, finished) for chance in (lower.chance, base, upper.chance)]
        down, up = (f"{cell} ({each.moved_to})" for cell, each in ((cells[0], lower), (cells[2], upper)))
        rows.append((result.judgement[lower.narrative].title, lower.threshold, down, cells[1], up))
    header = ("ending", "threshold", "a quarter lower", "as defined", "a quarter higher")
    return Table("Chance of each ending as one threshold of its definition moves.", header, tuple(rows))


def _chance(share: float, runs: int) -> str:
    return "not known" if math.isnan(share) else percent(counted(round(share * runs), runs))
