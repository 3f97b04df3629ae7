"""Beliefs in a file: a prior as an interval, a fixed value, a claim left out."""

from functools import partial

from aiscenarios.errors import InputError
from aiscenarios.evidence.scales import USUAL_LEVEL
from aiscenarios.files import nodes
from aiscenarios.files.nodes import Node, Scalar
from aiscenarios.scenario.model import Belief, Doubt
from aiscenarios.scenario.reading import Context, Fields
from aiscenarios.scenario.text import as_mapping, as_scalar, check_keys, read_word
from aiscenarios.scenario.values import Range, read_interval, read_number
from aiscenarios.scenario.vocabulary import ParameterTerm

__all__ = ["DOUBT_KEYS", "KEYS", "SWITCHED", "read_beliefs", "read_claims", "read_doubts"]

KEYS = ("prior", "level", "fix", "reference")
_APART = ("claims", "mechanisms")
_LEVELS: Range = (0.01, 0.999)
_WORDS = ("ignore", "use")
DOUBT_KEYS = ("weight", "reference")
SWITCHED = {"off": 0.0, "on": 1.0}
"""Words for the weight of a mechanism."""


def read_beliefs(context: Context, node: Node) -> tuple[Belief, ...]:
    """The beliefs under ``beliefs:``, its ``claims`` and ``mechanisms`` apart."""
    names = {term.name for term in context.vocabulary.parameters}
    known = check_keys(as_mapping(node), {*names, *_APART}, context.faults, what="parameter")
    read = (
        context.faults.attempt(_belief, context, context.vocabulary.parameter(name), value)
        for name, value in known.without(*_APART)
    )
    return tuple(belief for belief in read if belief is not None)


def read_claims(context: Context, node: Node) -> dict[str, bool]:
    """Claims named under ``beliefs: claims:`` and whether each is ignored."""
    claims = node.get("claims") if isinstance(node, nodes.Mapping) else None
    mapping = context.faults.attempt(as_mapping, claims) if claims is not None else None
    if mapping is None:
        return {}
    known = check_keys(mapping, context.vocabulary.claims, context.faults, what="claim")
    word = partial(read_word, options=_WORDS, what="word for a claim")
    return {name: context.faults.attempt(word, value) == "ignore" for name, value in known}


def read_doubts(context: Context, node: Node) -> tuple[Doubt, ...]:
    """Mechanisms named under ``beliefs: mechanisms:``, each ``off``, ``on`` or a weight."""
    named = node.get("mechanisms") if isinstance(node, nodes.Mapping) else None
    mapping = context.faults.attempt(as_mapping, named) if named is not None else None
    if mapping is None:
        return ()
    known = check_keys(mapping, context.vocabulary.mechanisms, context.faults, what="mechanism")
    read = (context.faults.attempt(_doubt, context, name, value) for name, value in known)
    return tuple(doubt for doubt in read if doubt is not None)


def _doubt(context: Context, name: str, node: Node) -> Doubt | None:
    if not context.vocabulary.mechanisms[name]:
        raise node.place.fault("is always at work", "'aiscenarios list mechanisms' says which can be off")
    if isinstance(node, Scalar):
        return Doubt(name, _weight(node))
    fields = Fields(as_mapping(node), DOUBT_KEYS, context.faults)
    reference = fields.read("reference", context.reference, "")
    weight = fields.get("weight")
    if weight is None:
        fields.fault("must have a 'weight'", "write {weight: 40%, reference: our assumption}")
        return None
    return Doubt(name, _weight(weight), reference)


def _weight(node: Node) -> float:
    scalar = as_scalar(node)
    text = scalar.text.strip()
    if text in SWITCHED:
        return SWITCHED[text]
    if text.isalpha():
        raise node.place.fault(f"is neither on nor off (got '{text}')", "write off, on, or a share like 40%")
    return read_number(scalar, "share", (0.0, 1.0))


def _belief(context: Context, term: ParameterTerm, node: Node) -> Belief | None:
    if isinstance(node, Scalar):
        return _prior(term, node, USUAL_LEVEL)
    fields = Fields(as_mapping(node), KEYS, context.faults)
    reference = fields.read("reference", context.reference, "")
    prior, fix = fields.get("prior"), fields.get("fix")
    if (prior is None) == (fix is None):
        fields.fault("must have either 'prior' or 'fix'", "write {prior: 0.1 to 0.5} or {fix: 0.3}")
        return None
    if fix is not None:
        if fields.get("level") is not None:
            fields.fault("a fixed value has no level", "leave 'level' out")
        return _fixed(term, fix, reference)
    assert prior is not None
    return _prior(term, prior, fields.read("level", _level, USUAL_LEVEL), reference)


def _level(node: Node) -> float:
    return read_number(as_scalar(node), "share", _LEVELS)


def _prior(term: ParameterTerm, node: Node, level: float, reference: str = "") -> Belief:
    scalar = as_scalar(node)
    low, high = read_interval(scalar, term.unit)
    _inside(term, scalar, low)
    _inside(term, scalar, high)
    return Belief(term.name, "prior", low, high, level, reference)


def _fixed(term: ParameterTerm, node: Node, reference: str) -> Belief:
    scalar = as_scalar(node)
    value = read_number(scalar, term.unit)
    _inside(term, scalar, value)
    return Belief(term.name, "fix", value, value, 1.0, reference)


def _inside(term: ParameterTerm, node: Scalar, value: float) -> None:
    """Refuse a number that the parameter's scale cannot hold, at the place of the number."""
    try:
        term.inside(value)
    except InputError as error:
        raise node.place.fault(f"{error.message} ({term.name} is in {term.says})", error.hint) from None
