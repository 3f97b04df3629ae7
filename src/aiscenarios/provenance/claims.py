"""Two readings of the evidence against each other: which claim, fact or number says what else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from aiscenarios.evidence import Evidence
from aiscenarios.provenance.verdict import Finding

__all__ = ["differences"]

_NOTHING = "nothing"


def differences(file: str, there: Evidence, here: Evidence) -> Iterator[Finding]:
    """Everything that one evidence says otherwise than another, named by claim, fact or number.

    Args:
        file: the folder that holds the one.
        there: the one.
        here: what it is held against.
    """
    for kind, one, other in _parts(there, here):
        for name in dict.fromkeys([*other, *one]):
            for field, old, new in _unequal("", other.get(name), one.get(name)):
                where = f"{kind} {name}{f', {field}' if field else ''}"
                what = f"{where}: from {_shown(old)} to {_shown(new)}"
                details = (
                    ("kind", kind),
                    ("name", name),
                    ("field", field),
                    ("from", str(old)),
                    ("to", str(new)),
                )
                yield Finding(file, what, details)


def _parts(one: Evidence, other: Evidence) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """What evidence consists of, by kind and name."""
    yield "claim", _claims(one), _claims(other)
    yield "article", _articles(one), _articles(other)
    yield "fact", _facts(one), _facts(other)
    yield "parameter", one.uncertain, other.uncertain
    yield "constant", one.constants, other.constants
    yield "mechanism", one.mechanisms, other.mechanisms
    yield "strength", {"table": one.strength}, {"table": other.strength}


def _claims(evidence: Evidence) -> dict[str, Any]:
    return {claim.id: claim for claim in evidence.claims}


def _articles(evidence: Evidence) -> dict[str, Any]:
    """Articles by id; of their claims, which they are."""
    return {
        article.id: {each.name: getattr(article, each.name) for each in fields(article)}
        | {"claims": tuple(claim.id for claim in article.claims)}
        for article in evidence.articles
    }


def _facts(evidence: Evidence) -> dict[str, Any]:
    return {" / ".join(fact.address): fact for fact in evidence.facts}


def _unequal(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """The smallest parts in which two values differ, with their dotted paths."""
    if old == new:
        return
    parts, others = _inner(old), _inner(new)
    if parts is None or others is None or type(old) is not type(new):
        yield path, old, new
        return
    for name in dict.fromkeys([*parts, *others]):
        yield from _unequal(f"{path}.{name}".lstrip("."), parts.get(name), others.get(name))


def _inner(value: Any) -> dict[str, Any] | None:
    """What a value consists of; None if it is one piece."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): each for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return {str(number): each for number, each in enumerate(value, 1)}
    return None


def _shown(value: Any) -> str:
    if value is None:
        return _NOTHING
    return repr(value) if isinstance(value, str) else str(value)
