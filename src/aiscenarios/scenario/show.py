"""Every value of a scenario as an English sentence."""

from collections.abc import Iterator

from aiscenarios import levers, quarters
from aiscenarios.scenario.model import ALL, Belief, ChipsCut, Event, LabEntry, Reaction, Scenario, Setting
from aiscenarios.scenario.money import rate
from aiscenarios.scenario.names import vocabulary, watch_unit
from aiscenarios.scenario.schedule import Hold, Piece, Pulse, Ramp
from aiscenarios.scenario.values import exact, spoken
from aiscenarios.scenario.vocabulary import LeverTerm
from aiscenarios.state import BLOCS

__all__ = ["sentences"]

_GROUPS = {"all": "researchers", "top20": "researchers of the top fifth", "top2": "researchers of the top 2%"}


def sentences(scenario: Scenario) -> tuple[str, ...]:
    """What the scenario says, then what it leaves as recorded."""
    return tuple(_all(scenario))


def _all(scenario: Scenario) -> Iterator[str]:
    yield f"{_stop(scenario.title)}{' ' + scenario.question if scenario.question else ''}"
    if scenario.story:
        yield scenario.story
    start, end, by = (quarters.label(q) for q in (scenario.start, scenario.end, scenario.by))
    yield f"The scenario takes over in {start} and runs to the end of {end}; endings are judged at the end of {by}."
    yield f"Policy is {scenario.policy}: a lever keeps its last recorded value unless it is set below."
    if scenario.rewrite_history:
        yield "History is rewritten: dates before the start are allowed."
    for setting in scenario.levers:
        yield _setting(setting)
    for reaction in scenario.reactions:
        yield _reaction(reaction)
    yield from (_belief(belief) for belief in scenario.beliefs)
    yield from (f"The claim {claim} is left out." for claim in scenario.ignored)
    yield from (
        f"The ending '{n.title}': {_stop(n.sentence)} Exactly: {n.condition}." for n in scenario.narratives
    )
    yield from (_lab(lab) for lab in scenario.labs)
    yield from (_event(event) for event in scenario.events)
    yield from _recorded(scenario)
    yield from (f"Source: {_stop(reference)}" for reference in scenario.references)
    yield f"Amounts in renminbi are read at RMB {rate().rmb_per_dollar:g} for US$ 1 ({rate().source})."


def _stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _because(reference: str) -> str:
    return f" (source: {reference})" if reference else ""


def _level(value: float, term: LeverTerm) -> str:
    said = spoken(value, term.unit) + (" a year" if term.yearly else "")
    word = term.word(value)
    return f"{said} ({word})" if word else said


def _setting(setting: Setting) -> str:
    term = vocabulary().lever(setting.lever)
    parts = [_piece(piece, term) for piece in setting.schedule]
    return f"{_subject(setting, term)} {'; '.join(parts)}{_because(setting.reference)}."


def _subject(setting: Setting, term: LeverTerm) -> str:
    """The lever, who sets it, and where it is felt."""
    if setting.actor != ALL:
        return f"{term.title} of {setting.actor}"
    if len(term.felt_at) == 1 and term.owners != term.felt_at:
        return f"{term.title} of {' and '.join(term.owners)} on {term.felt_at[0]}"
    return f"{term.title} of {', '.join(term.felt_at)}"


def _piece(piece: Piece, term: LeverTerm) -> str:
    level = _level(piece.value, term)
    match piece:
        case Hold(at, _):
            return f"is {level} from {'the start' if at is None else quarters.label(at)} on"
        case Ramp(start, end, _):
            return f"goes in a straight line to {level} from {quarters.label(start)} to {quarters.label(end)}"
        case Pulse(start, end, _):
            return f"is {level} from {quarters.label(start)} to {quarters.label(end)} only"


def _reaction(reaction: Reaction) -> str:
    sign = "above" if reaction.above else "below"
    hold = "one quarter" if reaction.hold == 1 else f"{reaction.hold} quarters in a row"
    lasts = {0: "while it holds", -1: "for good"}.get(reaction.lasts, f"for {reaction.lasts} quarters")
    names = vocabulary()
    answers = " and ".join(
        f"{_subject(one, names.lever(one.lever))} to {_level(one.schedule[0].value, names.lever(one.lever))}"
        for one in reaction.settings
    )
    return (
        f"If {reaction.watch} is {sign} {spoken(reaction.threshold, watch_unit(reaction.watch))} for {hold}, seen one quarter late, {reaction.who} sets "
        f"{answers}, {lasts}{_because(reaction.reference)}."
    )


def _belief(belief: Belief) -> str:
    term = vocabulary().parameter(belief.parameter)
    low, high = spoken(belief.low, term.unit), spoken(belief.high, term.unit)
    if belief.kind == "fix":
        return f"{belief.parameter} is fixed at {low} ({term.says}); data are switched off for it{_because(belief.reference)}."
    return (
        f"{belief.parameter} is believed to lie between {low} and {high} ({term.says}) with a chance of "
        f"{spoken(belief.level, 'share')}; data may still move it{_because(belief.reference)}."
    )


def _lab(lab: LabEntry) -> str:
    said = [f"{key} {exact(value, 'number').removesuffix('.0')}" for key, value in _attributes(lab)]
    described = f" with {', '.join(said)}" if said else ""
    if lab.joins is None:
        like = f" is {lab.kind or f'like {lab.like}'}" if lab.kind or lab.like else " is in the model"
        return f"{lab.name}{like}{described}{_because(lab.reference)}."
    model = f"like {lab.like}" if lab.like else f"of kind {lab.kind}"
    return f"{lab.name} joins in {quarters.label(lab.joins)} in {lab.bloc}, {model}{described}{_because(lab.reference)}."


def _attributes(lab: LabEntry) -> list[tuple[str, float]]:
    names = ("cash", "researchers", "users", "pay", "freedom", "friction", "openness")
    return [(name, getattr(lab, name)) for name in names if getattr(lab, name) is not None]


def _event(event: Event) -> str:
    if isinstance(event, ChipsCut):
        where = "every bloc" if event.bloc == ALL else event.bloc
        return (
            f"From {quarters.label(event.at)}, for {event.lasts} quarters, {spoken(event.share, 'share')} of the chips "
            f"for {where} do not come{_because(event.reference)}."
        )
    return (
        f"In {quarters.label(event.at)}, {event.researchers:g} {_GROUPS[event.group]} move from {event.source} to "
        f"{event.target}{_because(event.reference)}."
    )


def _recorded(scenario: Scenario) -> Iterator[str]:
    """The levers, bloc by bloc, that keep their last recorded level."""
    level, _ = levers.history_arrays(scenario.start + 1)
    set_here = {(setting.lever, setting.actor) for setting in scenario.levers}
    for k, term in enumerate(vocabulary().levers):
        if (term.name, ALL) in set_here:
            continue
        free = [bloc for bloc in term.felt_at if (term.name, bloc) not in set_here]
        said = [f"{_level(float(level[-1, BLOCS.index(bloc), k]), term)} in {bloc}" for bloc in free]
        if said:
            yield f"{term.title} is not set and stays at {', '.join(said)}."
