"""Words, titles and lists of words; keys that are known, and the traps of keys that are not."""

import re
from collections.abc import Collection

from aiscenarios.errors import InputError, did_you_mean
from aiscenarios.files.faults import Faults
from aiscenarios.files.nodes import Mapping, Node, Scalar, Sequence

__all__ = [
    "as_mapping",
    "as_scalar",
    "as_sequence",
    "check_keys",
    "read_flag",
    "read_text",
    "read_word",
]

_NUMBER = re.compile(
    r"[+-]?(\d[\d_]*\.?\d*|\.\d+)([eE][+-]?\d+)?|0x[0-9a-fA-F]+|[+-]?\.inf|\.nan", re.IGNORECASE
)
_LISTED = {what: f"see 'aiscenarios list {what}s'" for what in ("lever", "parameter", "claim")}
_SHAPES = {Scalar: "a value", Mapping: "keys and values", Sequence: "a list"}


def as_scalar(node: Node) -> Scalar:
    """A node that must be one value, and not an empty one."""
    if not isinstance(node, Scalar):
        raise node.place.fault(f"must be one value, not {_SHAPES[type(node)]}")
    if node.empty:
        raise node.place.fault("has no value", "write one after the colon, or leave the key out")
    return node


def as_mapping(node: Node) -> Mapping:
    """A node that must hold keys and values."""
    if isinstance(node, Scalar) and node.empty:
        raise node.place.fault("has no value", "write one after the colon, or leave the key out")
    if not isinstance(node, Mapping):
        raise node.place.fault(f"must be keys and values, not {_SHAPES[type(node)]}")
    return node


def as_sequence(node: Node) -> Sequence:
    """A node that must be a list."""
    if isinstance(node, Scalar) and node.empty:
        raise node.place.fault("has no value", "write a list, or leave the key out")
    if not isinstance(node, Sequence):
        raise node.place.fault(f"must be a list, not {_SHAPES[type(node)]}", "start each entry with '- '")
    return node


def read_text(node: Node) -> str:
    """A title, a name or a paragraph, its white space folded."""
    scalar = as_scalar(node)
    if scalar.plain and (_NUMBER.fullmatch(scalar.text) or scalar.text in {"true", "false"}):
        raise node.place.fault(f"must be text (got {scalar.text})", f'put it in quotes: "{scalar.text}"')
    text = " ".join(scalar.text.split())
    if not text:
        raise node.place.fault("is empty text")
    if not text.isprintable():
        raise node.place.fault("holds a control character", "remove it")
    return text


def read_word(node: Node, options: Collection[str], what: str) -> str:
    """One of some known words."""
    word = as_scalar(node).text.strip()
    if word not in options:
        raise node.place.fault(
            f"unknown {what} '{word}'", did_you_mean(word, options, otherwise=_one_of(options))
        )
    return word


def read_flag(node: Node) -> bool:
    """True or false."""
    word = as_scalar(node).text
    if word not in {"true", "false"}:
        raise node.place.fault(f"must be true or false (got '{word}')")
    return word == "true"


def _one_of(options: Collection[str]) -> str | None:
    few = list(options)
    return f"one of {', '.join(few)}" if len(few) <= 12 else None  # noqa: PLR2004


def check_keys(node: Mapping, known: Collection[str], faults: Faults, *, what: str = "key") -> Mapping:
    """The known keys only; each other one is noted with its nearest, or as a comma that split a value."""
    before: Scalar | None = None
    for key, value in node.entries:
        if faults.full:
            break
        if key.text not in known:
            split = node.flow and isinstance(value, Scalar) and value.empty and before is not None
            hint = did_you_mean(key.text, known, otherwise=_one_of(known) or _LISTED.get(what))
            if split and before is not None:
                faults.settle(_split_by_comma(before, key))
            else:
                faults.add(key.place.fault(f"unknown {what} '{key.text}'", hint))
        before = value if isinstance(value, Scalar) else None
    return node.without(*(key for key, _ in node if key not in known))


def _split_by_comma(before: Scalar, key: Scalar) -> InputError:
    whole = f"{before.text}, {key.text}"
    if re.search(r"\d$", before.text) and re.fullmatch(r"\d{3}\D*", key.text):
        hint = f"write {before.text}{key.text}"
    elif re.search(r"\d$", before.text) and re.match(r"\d", key.text):
        hint = f"write {before.text}.{key.text}"
    else:
        hint = f'put the whole value in quotes: "{whole}"'
    return before.place.fault(f"the comma in '{whole}' ends the value inside braces", hint)
