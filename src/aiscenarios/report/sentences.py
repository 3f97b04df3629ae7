"""Sentences made from numbers: what a result says, and under which conditions. No adjective is ours."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from aiscenarios import levers, quarters
from aiscenarios.ensemble.believed import knows_later
from aiscenarios.ensemble.failures import reason
from aiscenarios.ensemble.intervals import Estimate
from aiscenarios.ensemble.present import Present
from aiscenarios.ensemble.psis import ENOUGH, FEWEST, TRUSTED
from aiscenarios.ensemble.result import Result
from aiscenarios.evidence import Evidence, load
from aiscenarios.evidence.fitted_file import FITTED, PRIOR, read
from aiscenarios.outcomes.headline import FEW, unsettled
from aiscenarios.plots.measures import title
from aiscenarios.plots.rounding import (
    estimate,
    percent,
    percent_range,
    points,
    points_step,
    rounded_percent,
)
from aiscenarios.report.words import Scale, Word
from aiscenarios.scenario import Scenario

__all__ = [
    "NOT_EXCLUSIVE", "Clock", "already", "believed", "cell", "chance", "clocks", "coarse", "conditional",
    "conditions", "confidence", "date", "difference", "differences_rounded",
    "failed_because", "failures", "in_words", "known_present", "unsourced",
]  # fmt: skip

NOT_EXCLUSIVE = "More than one ending can happen, so the column does not add to 100%."

_SETTINGS = ("levers", "reactions", "beliefs", "ignored", "labs", "events")
_LAST_QUARTER = 3


class Clock(NamedTuple):
    """A date that an answer hangs on."""

    name: str
    when: str


def date(quarter: int) -> str:
    """The end of a quarter in words: ``the end of 2030``, ``the end of 2030Q3``."""
    is_year = quarter % 4 == _LAST_QUARTER
    return f"the end of {quarters.year(quarter) if is_year else quarters.label(quarter)}"


def conditions(scenario: Scenario) -> Iterator[str]:
    """What a scenario sets, as sentences: what it says and one that sets nothing would not."""
    nothing: dict[str, Any] = dict.fromkeys(_SETTINGS, ())
    bare = replace(scenario, **nothing)
    silent = set(bare.sentences())
    for name in _SETTINGS:
        for setting in getattr(scenario, name):
            one: dict[str, Any] = {name: (setting,)}
            alone = replace(bare, **one)
            yield next(sentence for sentence in alone.sentences() if sentence not in silent)


def conditional(scenario: Scenario) -> tuple[str, ...]:
    """The IF of an answer: the settings, and what holds for every lever that is not set."""
    others = "All other policies" if scenario.levers else "All policies"
    kept = {
        "held": f"{others} keep their last recorded level: a projection, not a forecast of policy.",
        "sampled": (
            f"{others} of the US and China go on moving as they have moved so far, on a path of their own in "
            "each run; budgets and pay of labs, and other blocs, start from their last level: a forecast."
        ),
    }
    return (*conditions(scenario), kept[scenario.policy])


def unsourced(scenario: Scenario) -> Scenario:
    """A scenario whose settings name no source, for a screen where they stand elsewhere."""
    sourced = ("levers", "reactions", "beliefs", "labs", "events")
    bare: dict[str, Any] = {
        name: tuple(replace(setting, reference="") for setting in getattr(scenario, name)) for name in sourced
    }
    return replace(scenario, **bare)


def _counted(found: Estimate) -> str:
    """An ending seen in no run or in all, counted instead of estimated."""
    finished = found.runs - found.failed
    runs = f"{finished:,} finished runs" if found.failed else f"{finished:,} runs"
    return f"in none of {runs}" if found.value == 0 else f"in all {runs}"


def in_words(found: Estimate, scale: Scale) -> str:
    """A chance as a published word with its range and the number: ``unlikely (20-45%): 31%``."""
    if math.isnan(found.value):
        return "not known: no run finished"
    if found.value in (0, 1):
        return _counted(found)
    word = _word(found, scale)
    return f"{word.text} ({scale.range(word)}): {percent(found)}"


def _word(found: Estimate, scale: Scale) -> Word:
    """The word for a chance; it goes by the number as printed."""
    return scale.word(rounded_percent(found)[0])


def chance(title: str, found: Estimate, scale: Scale) -> str:
    """One ending as a sentence, with its sampling range."""
    runs = percent_range(found)
    if found.value in (0, 1) or math.isnan(found.value):
        return f"{title}: {in_words(found, scale)} (sampling range {runs})."
    word = _word(found, scale)
    return f"{title} {word.says} ({scale.range(word)}): {percent(found)} (sampling range {runs})."


def confidence(found: Estimate, scale: Scale) -> str:
    """Which other words the sampling range reaches; empty where none. Kept apart from the chance itself."""
    if math.isnan(found.value) or found.value in (0, 1):
        return ""
    told, low, high = (scale.word(each).text for each in rounded_percent(found))
    others = [text for text in dict.fromkeys((low, high)) if text != told]
    if not others:
        return ""
    return "Its sampling range reaches into " + " and ".join(f"'{text}'" for text in others) + "."


def already(result: Result, name: str) -> str:
    """Whether an ending was true before the scenario began, in all runs or in some; empty where in none."""
    held = result.judgement[name].already & ~result.failed
    finished = int((~result.failed).sum())
    if not held.any():
        return ""
    if held.sum() == finished:
        return "already so at start"
    return f"already so at start in {int(held.sum()):,} of {finished:,} runs"


def failed_because(result: Result) -> Counter[str]:
    """In how many runs each thing went wrong, in words."""
    return Counter(reason(result.manifest, code) for code in result.statuses["status"][result.failed])


def failures(*results: Result) -> str:
    """How many runs failed, why, and what that does to the ranges."""
    runs, said = sum(result.runs for result in results), sum(map(failed_because, results), Counter[str]())
    if not said:
        return f"All {runs:,} runs finished."
    why = "; ".join(f"{text} ({times:,})" for text, times in said.most_common())
    return (
        f"{said.total():,} of {runs:,} runs failed: {why}. Chances are shares of the runs that finished; the "
        "ranges count each failed run as if it could have ended either way."
    )


def believed(beliefs: str, day: dt.date | None) -> str:
    """What uncertain numbers are drawn from, and where that is the starting beliefs of an earlier day, why.

    Args:
        beliefs: their name.
        day: the last day whose knowledge is used; None for today.
    """
    if beliefs != PRIOR:
        return f"Uncertain numbers are drawn from beliefs fitted to public facts ({beliefs})."
    told = "Uncertain numbers are drawn from the starting beliefs (prior), which are fitted to nothing"
    if day is None or not knows_later(read(FITTED), day, load().known_by(day)):
        return f"{told}."
    return (
        f"{told}: the shipped fit knows later facts than {day};"
        f" 'aiscenarios calibrate --as-of {day} --out FILE' makes a fit to those known then."
    )


def known_present(found: Present) -> str:
    """How runs are weighed by the known present, what that costs, or why they are not."""
    runs = len(found.found.weights)
    if found.problem:
        return f"Runs are not weighed by the known present: {found.problem}."
    values, worth = f"{len(found.values)} values last printed", f"{found.effective:,.0f}"
    if found.weights is None and found.effective >= FEWEST:
        return (
            f"Runs are not weighed by the known present: by the {values} a few of these {runs:,} would"
            f" outweigh the rest (k-hat {found.found.khat:.2f}, and less than {TRUSTED:g} is needed)."
        )
    if found.weights is None:
        would = found.enough()
        more = f"; about {would:,} runs would do" if would else ""
        return (
            f"Runs are not weighed by the known present: by the {values} these {runs:,} would be worth"
            f" {worth} that count alike, and {FEWEST} are needed{more}."
        )
    few = f" That is few: about {found.enough(ENOUGH):,} runs would be worth {ENOUGH}." * (
        found.effective < ENOUGH
    )
    return (
        f"From the known present: runs are weighed by how near they come to the {values}, and these"
        f" {runs:,} are worth {worth} that count alike.{few}"
    )


def coarse(*results: Result) -> tuple[str, ...]:
    """What is coarse where there are few agents, a line for each number of them; none from FEW on."""
    few = sorted({result.manifest.agents for result in results if result.manifest.agents < FEW})
    return tuple(
        f"{agents:,} agents are few (use {FEW:,} or more). How many there are still moves these: "
        f"{'; '.join(title(each.column) for each in unsettled(agents))}."
        for agents in few
    )


def clocks(result: Result, evidence: Evidence) -> tuple[Clock, ...]:
    """The four dates of every answer, and the day after which nothing was used if there is one."""
    known = max((fact.known.isoformat() for fact in evidence.facts), default="none")
    day = result.scenario.as_of
    return (
        *(() if day is None else (Clock("as of", day.isoformat()),)),
        Clock("facts to", known),
        Clock("policies to", quarters.label(levers.default_start(day) - 1)),
        Clock("today", result.manifest.created[:10] or "not recorded"),
        Clock("scenario from", quarters.label(result.scenario.start)),
    )


def difference(title: str, found: Estimate) -> str:
    """A difference from the reference case as a sentence."""
    shown = points(found)
    return f"{title}: {shown} points." if found.is_sure else f"{title}: {shown} points; luck can explain it."


def differences_rounded(found: Iterable[Estimate]) -> str:
    """What differences are rounded to; empty where there are none."""
    steps = sorted({points_step(each) for each in found if not math.isnan(each.value)})
    if not steps:
        return ""
    told = " to ".join(f"{step:g}" for step in dict.fromkeys((steps[0], steps[-1])))
    unit = "point" if steps[-1] == 1 else "points"
    return f"Differences are rounded to {told} {unit}, as far as so many runs support; chances may be finer."


def cell(found: Estimate) -> str:
    """A chance with its range for a narrow table."""
    if found.value in (0, 1):
        return f"{_counted(found)} ({percent_range(found)})"
    return estimate(found)
