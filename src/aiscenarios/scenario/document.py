"""One file laid over what it extends: which keys a kind may have, and what each turns into."""

from dataclasses import replace
from functools import partial
from typing import NamedTuple

from aiscenarios.errors import InputError
from aiscenarios.files import nodes
from aiscenarios.files.faults import Faults
from aiscenarios.files.nodes import NOWHERE, Node, Scalar
from aiscenarios.quarters import label, parse
from aiscenarios.scenario.actors import named_labs, read_events, read_labs
from aiscenarios.scenario.beliefs import read_beliefs, read_claims, read_doubts
from aiscenarios.scenario.dates import LAST, Span, read_past_day, read_quarter
from aiscenarios.scenario.model import LabEntry, Scenario
from aiscenarios.scenario.narrated import read_narratives
from aiscenarios.scenario.paths import nobody_buys
from aiscenarios.scenario.reactions import read_reactions, too_long
from aiscenarios.scenario.reading import Context, Fields
from aiscenarios.scenario.settings import merged, read_levers
from aiscenarios.scenario.text import as_scalar, read_flag, read_text, read_word
from aiscenarios.scenario.vocabulary import Vocabulary

__all__ = [
    "FORMAT", "KEYS", "KINDS", "POLICIES", "Key", "apply", "blank", "check_head", "refuse_other_kind",
]  # fmt: skip

FORMAT = "1"
KINDS = ("scenario", "policy", "world")
POLICIES = ("held", "sampled")
"""What a lever does that a scenario does not set."""
_LATER_KINDS = ("study",)
_READ_BY = {"article": "update", "questions": "ask"} | dict.fromkeys(KINDS, "run")
"""The command that reads and checks each kind of file."""
_HEAD = (("format", FORMAT), ("kind", "scenario"), ("title", "and a name that says the cause"))
_END, _BY = parse("2032Q4"), parse("2030Q4")


class Key(NamedTuple):
    """A key of a file: its name, the kinds of file that may have it, and what it says."""

    name: str
    kinds: tuple[str, ...]
    says: str


_ALL, _SCENARIO = KINDS, ("scenario",)
_POLICY, _WORLD = ("scenario", "policy"), ("scenario", "world")
KEYS = (
    Key("format", _ALL, "version of this grammar: 1"),
    Key("kind", _ALL, "scenario (policy and world), policy or world"),
    Key("title", _ALL, "a name that says the cause, not the ending"),
    Key("question", _ALL, "what the scenario asks"),
    Key("story", _ALL, "one paragraph for the reader"),
    Key("references", _ALL, "sources, and ids of claims"),
    Key("extends", _ALL, "a shipped name, a file, or a list of these; name@release pins a release"),
    Key("as_of", _SCENARIO, "nothing that became known after this day is used, e.g. 2023-12-31"),
    Key("start", _SCENARIO, "first quarter in which the scenario takes over"),
    Key("end", _SCENARIO, "last quarter of the run"),
    Key("by", _SCENARIO, "quarter at whose end endings are judged"),
    Key("rewrite_history", _SCENARIO, "true allows dates before the start"),
    Key(
        "policy",
        _POLICY,
        "a lever that is not set keeps its last value (held) or moves as it used to (sampled)",
    ),
    Key("levers", _POLICY, "policy levers by name"),
    Key("reactions", _POLICY, "levers that move when an outcome crosses a threshold"),
    Key("beliefs", _WORLD, "priors, fixed values, claims left out, mechanisms switched off"),
    Key("narratives", _SCENARIO, "endings of your own"),
    Key("labs", _WORLD, "labs that join or differ"),
    Key("events", _WORLD, "single events: a move of researchers, a cut of chips"),
)


def blank(vocabulary: Vocabulary) -> Scenario:
    """What a file that extends nothing starts from: recorded policy, held."""
    return Scenario("", "", "", (), vocabulary.first_open, _END, _BY)


def check_head(document: nodes.Mapping, faults: Faults) -> str | None:
    """The kind of a file, once its format and kind are known ones."""
    for key, example in _HEAD:
        if document.get(key) is None:
            faults.add(document.place.fault(f"'{key}' is missing", f"write {key}: {example}"))
    form, kind = document.get("format"), document.get("kind")
    if form is not None:
        faults.attempt(_format, form)
    return faults.attempt(_kind, kind) if kind is not None else None


def _format(node: Node) -> None:
    text = as_scalar(node).text
    if text != FORMAT:
        raise node.place.fault(f"must be {FORMAT} (got '{text}')")


def _kind(node: Node) -> str:
    word = as_scalar(node).text
    if word in _LATER_KINDS:
        raise node.place.fault(
            f"files of kind '{word}' are not supported yet", "this release reads scenario, policy and world"
        )
    if word not in KINDS:
        refuse_other_kind(node, "a scenario")
    return read_word(node, KINDS, "kind")


def refuse_other_kind(node: Node | None, wanted: str) -> None:
    """Refuse a file that another command reads, before each of its keys is called unknown.

    Args:
        node: the kind of the file, if it has one.
        wanted: what should stand there, in words.

    Raises:
        InputError: it is of another known kind.
    """
    word = node.text.strip() if isinstance(node, Scalar) else ""
    if node is not None and word in _READ_BY and word != wanted.rpartition(" ")[2]:
        raise node.place.fault(
            f"is {word}, not {wanted}", f"'aiscenarios {_READ_BY[word]} FILE' reads and checks it"
        )


def apply(
    document: nodes.Mapping, kind: str, base: Scenario, vocabulary: Vocabulary, faults: Faults
) -> Scenario:
    """``base`` with a file laid over it; what is wrong is noted in ``faults``."""
    fields = _allowed(document, kind, faults)
    base = _dated(fields, _untold(fields, base), vocabulary)
    vocabulary = vocabulary.known_by(base.as_of)
    timed = _timed(fields, _worded(fields, base), vocabulary.first_open)
    _check_inherited(fields, timed)
    _check_endings(fields, timed, vocabulary)
    _check_known(fields, timed, vocabulary)
    span = Span(timed.start, timed.end, timed.by, timed.rewrite_history)
    outer = Context(vocabulary, vocabulary.labs, vocabulary.opened, span, faults)
    labs = _renewed(timed.labs, fields.read("labs", partial(read_labs, outer), ()))
    named = (*(lab.name for lab in labs), *fields.read("labs", named_labs, ()))
    joining = {lab.name: lab.joins for lab in labs if lab.joins is not None}
    context = replace(
        outer,
        labs={**{name: name for name in named}, **vocabulary.labs},
        opened={**vocabulary.opened, **joining},
    )
    sourced = _with_references(fields, context, replace(timed, labs=labs))
    return _with_policy(fields, context, _with_beliefs(fields, context, sourced))


def _allowed(document: nodes.Mapping, kind: str, faults: Faults) -> Fields:
    """The keys this kind of file may have."""
    known = {key.name: key for key in KEYS}
    for key, _ in document.entries:
        if key.text in known and kind not in known[key.text].kinds:
            hint = f"it belongs in kind: {' or '.join(known[key.text].kinds)}"
            faults.add(key.place.fault(f"the key '{key.text}' does not belong in a {kind}", hint))
            document = document.without(key.text)
    return Fields(document, [key.name for key in KEYS if kind in key.kinds], faults)


def _untold(fields: Fields, base: Scenario) -> Scenario:
    """What is extended, without its question and story once other things happen than they tell."""
    happens = ("levers", "reactions", "labs", "events")
    return replace(base, question="", story="") if any(map(fields.get, happens)) else base


def _dated(fields: Fields, base: Scenario, vocabulary: Vocabulary) -> Scenario:
    """What is extended as it could have been written on another day: a start by default moves along."""
    day = fields.read("as_of", read_past_day, base.as_of)
    if day == base.as_of:
        return base
    usual, now = (vocabulary.known_by(each).first_open for each in (base.as_of, day))
    start = now if base.start == usual else base.start
    return replace(base, as_of=day, start=start, question="", story="", references=())


def _worded(fields: Fields, base: Scenario) -> Scenario:
    """Title, question, story; and what levers do that are not set."""
    return replace(
        base,
        title=fields.read("title", read_text, base.title),
        question=fields.read("question", read_text, base.question),
        story=fields.read("story", read_text, base.story),
        policy=fields.read("policy", partial(read_word, options=POLICIES, what="policy"), base.policy),
    )


def _timed(fields: Fields, base: Scenario, first_open: int) -> Scenario:
    """Start, end, by, and whether the past may change."""
    rewrite = fields.read("rewrite_history", read_flag, base.rewrite_history)
    start, end, by = (fields.read(key, read_quarter, getattr(base, key)) for key in ("start", "end", "by"))
    if start < first_open and not rewrite:
        message = f"{label(start)} is in the past: policy is on record up to {label(first_open - 1)}"
        _fault(fields, "start", message, "start later, or add 'rewrite_history: true'")
        start = first_open
    if end <= start:
        _fault(fields, "end", f"the end, {label(end)}, must come after the start, {label(start)}")
        end = by = LAST
    if not start <= by <= end:
        message = (
            f"endings cannot be judged in {label(by)}: the scenario runs from {label(start)} to {label(end)}"
        )
        _fault(fields, "by", message, "set 'by' within it")
        by = end
    return replace(base, start=start, end=end, by=by, rewrite_history=rewrite)


def _fault(fields: Fields, key: str, message: str, hint: str | None = None) -> None:
    """A fault at a key, or at the key that made an inherited one wrong."""
    node = fields.get(key) or fields.get("start") or fields.get("end")
    fields.blame(node, message, hint)


def _check_inherited(fields: Fields, timed: Scenario) -> None:
    """A new start or end must leave what was inherited inside."""
    first, last = 0 if timed.rewrite_history else timed.start, timed.end
    for what, quarter in timed.dates():
        if not first <= quarter <= last:
            message = f"{what} is dated {label(quarter)}, outside {label(first)} to {label(last)}"
            hint = "set it anew, or keep the dates of what is extended"
            _fault(fields, "end" if quarter > last else "start", message, hint)


def _check_endings(fields: Fields, timed: Scenario, vocabulary: Vocabulary) -> None:
    """Conditions that are inherited must still be able to hold by a new date."""
    if fields.get("by") is None and fields.get("end") is None:
        return
    for ending in timed.narratives:
        try:
            vocabulary.check_condition(Scalar(ending.condition, False, NOWHERE), timed.by)
        except InputError as problem:
            _fault(fields, "by", f"the ending '{ending.title}': {problem.message}", problem.hint)
    for reaction in timed.reactions:
        if reaction.hold > timed.end:
            _fault(fields, "end", *too_long(reaction.hold, timed.end))


def _check_known(fields: Fields, base: Scenario, vocabulary: Vocabulary) -> None:
    """What is inherited may speak of labs only that were known on the day."""
    for what, lab in base.labs_named() if base.as_of is not None else ():
        if lab not in vocabulary.labs:
            message = f"{what} {lab}, which was not known on {base.as_of}"
            fields.blame(fields.get("as_of"), message, "choose a later day, or extend a scenario without it")


def _with_references(fields: Fields, context: Context, base: Scenario) -> Scenario:
    node = fields.get("references")
    items = node.items if isinstance(node, nodes.Sequence) else (node,) if node is not None else ()
    own = [text for item in items if (text := context.faults.attempt(context.reference, item)) is not None]
    return replace(base, references=tuple(dict.fromkeys((*base.references, *own))))


def _with_beliefs(fields: Fields, context: Context, base: Scenario) -> Scenario:
    own = fields.read("beliefs", partial(read_beliefs, context), ())
    claims = dict.fromkeys(base.ignored, True) | fields.read("beliefs", partial(read_claims, context), {})
    beliefs = {belief.parameter: belief for belief in (*base.beliefs, *own)}
    ignored = tuple(sorted(claim for claim, ignore in claims.items() if ignore))
    doubts = {doubt.mechanism: doubt for doubt in base.doubts}
    doubts |= {doubt.mechanism: doubt for doubt in fields.read("beliefs", partial(read_doubts, context), ())}
    return replace(base, beliefs=tuple(beliefs.values()), ignored=ignored, doubts=tuple(doubts.values()))


def _with_policy(fields: Fields, context: Context, base: Scenario) -> Scenario:
    """Levers, reactions, events and narratives."""
    events = (*base.events, *fields.read("events", partial(read_events, context), ()))
    told = (*base.narratives, *fields.read("narratives", partial(read_narratives, context), ()))
    changed = replace(
        base,
        levers=merged(base.levers, fields.read("levers", partial(read_levers, context), ())),
        reactions=(*base.reactions, *fields.read("reactions", partial(read_reactions, context), ())),
        events=tuple(sorted(events, key=lambda event: event.at)),
        narratives=tuple({narrative.name: narrative for narrative in told}.values()),
    )
    levers = fields.get("levers")
    quarter = None if levers is None else nobody_buys(changed, context.vocabulary)
    if quarter is not None:
        message = f"no bloc spends anything on chips in {label(quarter)}, so that they have no price"
        budget = levers.get("compute_budget") if isinstance(levers, nodes.Mapping) else None
        fields.blame(budget or levers, message, "leave one of them more than 0, like 0.1x")
    return changed


def _renewed(inherited: tuple[LabEntry, ...], own: tuple[LabEntry, ...]) -> tuple[LabEntry, ...]:
    return tuple({lab.name: lab for lab in (*inherited, *own)}.values())
