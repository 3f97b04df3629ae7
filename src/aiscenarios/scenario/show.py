"""Every value of a scenario as an English sentence."""

from collections.abc import Iterator

from aiscenarios import levers, quarters
from aiscenarios.scenario.actors import LAB_UNITS
from aiscenarios.scenario.model import (
    ALL,
    Belief,
    ChipsCut,
    Doubt,
    Event,
    LabEntry,
    Reaction,
    Scenario,
    Setting,
)
from aiscenarios.scenario.money import rate
from aiscenarios.scenario.names import vocabulary, watch_unit
from aiscenarios.scenario.schedule import Hold, Piece, Pulse, Ramp
from aiscenarios.scenario.values import spoken
from aiscenarios.scenario.vocabulary import LeverTerm
from aiscenarios.state import BLOCS

__all__ = ["sentences"]

_POLICIES = {
    "held": (
        "Policy is held: a lever keeps its last recorded value unless it is set below. Probabilities are a"
        " projection, not a forecast of policy."
    ),
    "sampled": (
        "Policy is sampled: a lever that is not set below moves as such levers have moved so far, along a"
        " path of its own in each run. Probabilities are a forecast."
    ),
}
_LASTS = {0: "while it holds", -1: "for good"}
_SAID = ("US$", "months", "quarters")
"""Units that the number itself says."""
_GROUPS = {"all": "researchers", "top20": "researchers of the top fifth", "top2": "researchers of the top 2%"}


def sentences(scenario: Scenario) -> tuple[str, ...]:
    """What the scenario says, then what it leaves as recorded."""
    return tuple(_all(scenario))


def _all(scenario: Scenario) -> Iterator[str]:
    yield f"{_stop(scenario.title)}{' ' + scenario.question if scenario.question else ''}"
    if scenario.story:
        yield scenario.story
    start, end, by = (quarters.label(q) for q in (scenario.start, scenario.end, scenario.by))
    yield f"The scenario starts in {start} and ends with {end}; endings are judged by the end of {by}."
    if scenario.as_of is not None:
        yield f"Nothing that became known after {scenario.as_of} is used."
    yield _POLICIES[scenario.policy]
    if scenario.rewrite_history:
        yield "History is rewritten: dates before the start are allowed."
    for setting in scenario.levers:
        yield _setting(setting, vocabulary(scenario.outside).lever(setting.lever))
    for reaction in scenario.reactions:
        yield _reaction(reaction)
    yield from (_belief(belief) for belief in scenario.beliefs)
    yield from (f"The claim {claim} is left out." for claim in scenario.ignored)
    yield from (_doubt(doubt) for doubt in scenario.doubts)
    yield from (
        f"The ending '{n.title}': {_stop(n.sentence)} Exactly: {n.condition}." for n in scenario.narratives
    )
    yield from (_lab(lab) for lab in scenario.labs)
    yield from (_event(event) for event in scenario.events)
    yield from _recorded(scenario)
    yield from _unset(scenario)
    if scenario.references:
        yield f"Sources: {_stop('; '.join(scenario.references))}"
    known = rate()
    yield f"An amount written in renminbi is read at RMB {known.rmb_per_dollar:g} for US$ 1 ({known.source})."


def _stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _because(reference: str) -> str:
    return f" (source: {reference})" if reference else ""


def _amount(value: float, term: LeverTerm) -> str:
    return spoken(value, term.unit) + (" a year" if term.yearly else "")


def _level(value: float, term: LeverTerm) -> str:
    said, word = _amount(value, term), term.word(value)
    return f"{said} ({word})" if word else said


def _setting(setting: Setting, term: LeverTerm) -> str:
    parts = [_piece(piece, term) for piece in setting.schedule]
    return f"{_subject(setting, term)} will {', then '.join(parts)}{_because(setting.reference)}{_own(term)}."


def _own(term: LeverTerm) -> str:
    return f"; it is a lever from outside the package ({term.module})" if term.module else ""


def _subject(setting: Setting, term: LeverTerm) -> str:
    """The lever, who sets it, and where it is felt."""
    if setting.actor != ALL:
        return f"{term.title} ({setting.actor})"
    if len(term.felt_at) == 1 and term.owners != term.felt_at:
        return f"{term.title} ({' and '.join(term.owners)} on {term.felt_at[0]})"
    return f"{term.title} ({', '.join(term.felt_at)})"


def _piece(piece: Piece, term: LeverTerm) -> str:
    level = _level(piece.value, term)
    match piece:
        case Hold(at, _):
            return f"be {level} from {'the start' if at is None else quarters.label(at)} on"
        case Ramp(start, end, _):
            return f"go in a straight line to {level} from {quarters.label(start)} to {quarters.label(end)}"
        case Pulse(start, end, _):
            return f"be {level} from {quarters.label(start)} to {quarters.label(end)} only"


def _reaction(reaction: Reaction) -> str:
    sign = "above" if reaction.above else "below"
    limit = spoken(reaction.threshold, watch_unit(reaction.watch))
    hold = "one quarter" if reaction.hold == 1 else f"{reaction.hold} quarters in a row"
    lasts = _LASTS.get(reaction.lasts, f"for {reaction.lasts} quarters")
    answers = " and ".join(_answer(setting) for setting in reaction.settings)
    condition = f"{reaction.watch} is {sign} {limit} for {hold}"
    answer = f"{reaction.who} sets {answers} {lasts}{_because(reaction.reference)}"
    return f"If {condition}, seen one quarter late, {answer}."


def _answer(setting: Setting) -> str:
    term = vocabulary().lever(setting.lever)
    return f"{_subject(setting, term)} to {_level(setting.schedule[0].value, term)}"


def _belief(belief: Belief) -> str:
    term = vocabulary().parameter(belief.parameter)
    low, high = spoken(belief.low, term.unit), spoken(belief.high, term.unit)
    unit = "" if term.unit in _SAID or term.says == "share" else f" {term.says}"
    source = _because(belief.reference)
    if belief.kind == "fix":
        return f"{belief.parameter} is fixed at {low}{unit}, and data are switched off for it{source}."
    chance = spoken(belief.level, "share")
    between = (
        f"{belief.parameter} is believed to lie between {low} and {high}{unit} with a chance of {chance}"
    )
    return f"{between}; data may still move it{source}."


def _doubt(doubt: Doubt) -> str:
    name, source = doubt.mechanism.replace("_", " "), _because(doubt.reference)
    switched = {0.0: "switched off", 1.0: "at work in every run"}.get(doubt.weight)
    if switched is not None:
        return f"The mechanism '{name}' is {switched}{source}."
    return f"The mechanism '{name}' is at work in {spoken(doubt.weight, 'share')} of the runs{source}."


def _lab(lab: LabEntry) -> str:
    said = [f"{key} {spoken(value, LAB_UNITS[key])}" for key, value in _numbers(lab)]
    described = f" with {', '.join(said)}" if said else ""
    if lab.joins is None:
        return f"{lab.name} is taken{described}{_because(lab.reference)}."
    model = f"like {lab.like}" if lab.like else f"a lab of the kind {lab.kind}"
    when = quarters.label(lab.joins)
    return f"{lab.name} joins in {when} in {lab.bloc}, {model}{described}{_because(lab.reference)}."


def _numbers(lab: LabEntry) -> list[tuple[str, float]]:
    return [(key, getattr(lab, key)) for key in LAB_UNITS if getattr(lab, key) is not None]


def _event(event: Event) -> str:
    when, source = quarters.label(event.at), _because(event.reference)
    if isinstance(event, ChipsCut):
        where = "every bloc" if event.bloc == ALL else event.bloc
        share = spoken(event.share, "share")
        return (
            f"From {when}, for {event.lasts} quarters, {share} of the chips for {where} do not come{source}."
        )
    who = f"{event.researchers:,.12g} {_GROUPS[event.group]}"
    way = f"move from {event.source} to {event.target}"
    return f"In {when}, at least {who} {way} (whole agents; fewer if it has not so many){source}."


def _recorded(scenario: Scenario) -> Iterator[str]:
    """The levers, bloc by bloc, that keep their last recorded level or move on from it."""
    level, _ = levers.history_arrays(scenario.start + 1, scenario.as_of)
    set_here = {(setting.lever, setting.actor) for setting in scenario.levers}
    for k, term in enumerate(vocabulary().levers):
        free = [bloc for bloc in term.felt_at if not {(term.name, ALL), (term.name, bloc)} & set_here]
        said = {bloc: f"{_amount(float(level[-1, BLOCS.index(bloc), k]), term)} in {bloc}" for bloc in free}
        moving = [bloc for bloc in free if scenario.policy == "sampled" and levers.moves_on(term.name, bloc)]
        if moving:
            yield f"{term.title} will move on from {', '.join(said[bloc] for bloc in moving)}."
        if kept := [words for bloc, words in said.items() if bloc not in moving]:
            yield f"{term.title} will stay as recorded: {', '.join(kept)}."


def _unset(scenario: Scenario) -> Iterator[str]:
    """The levers from outside, bloc by bloc, that have no effect."""
    set_here = {(setting.lever, setting.actor) for setting in scenario.levers}
    for lever in scenario.outside.levers:
        term = vocabulary(scenario.outside).lever(lever.name)
        free = [bloc for bloc in term.felt_at if not {(term.name, ALL), (term.name, bloc)} & set_here]
        if free:
            yield f"{term.title} will have no effect in {', '.join(free)}{_own(term)}."
