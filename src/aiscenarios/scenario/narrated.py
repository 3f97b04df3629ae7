"""Narratives in a file: a name, a title, a sentence and a condition."""

import re
from functools import partial

from aiscenarios.files.nodes import Node, Scalar
from aiscenarios.scenario.model import NarrativeText
from aiscenarios.scenario.reading import Context, Fields
from aiscenarios.scenario.text import as_mapping, as_scalar, read_text

__all__ = ["KEYS", "read_narratives"]

KEYS = ("title", "sentence", "if")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_narratives(context: Context, node: Node) -> tuple[NarrativeText, ...]:
    """The narratives under ``narratives:``."""
    read = (_narrative(context, key, value) for key, value in as_mapping(node).entries)
    return tuple(narrative for narrative in read if narrative is not None)


def _narrative(context: Context, name: Scalar, node: Node) -> NarrativeText | None:
    if not _NAME.fullmatch(name.text):
        message = f"'{name.text}' is not a name of a narrative"
        context.faults.add(name.place.fault(message, "write it like chinese_plurality"))
    if name.text in context.vocabulary.narratives:
        message = f"'{name.text}' is a narrative of the catalogue"
        context.faults.add(name.place.fault(message, "choose another name"))
    mapping = context.faults.attempt(as_mapping, node)
    if mapping is None:
        return None
    fields = Fields(mapping, KEYS, context.faults)
    fields.need(*KEYS, hint="a narrative has title, sentence and if")
    title = fields.read("title", partial(_title, context), "")
    sentence = fields.read("sentence", read_text, "")
    condition = fields.read("if", partial(_condition, context), "")
    return NarrativeText(name.text, title, sentence, condition) if fields.sound() else None


def _title(context: Context, node: Node) -> str:
    title = read_text(node)
    if title.casefold() in {each.casefold() for each in context.vocabulary.endings}:
        message = f"'{title}' is the title of an ending of the catalogue"
        raise node.place.fault(message, "choose another title")
    return title


def _condition(context: Context, node: Node) -> str:
    scalar = as_scalar(node)
    context.vocabulary.check_condition(scalar, context.span.by)
    return " ".join(scalar.text.split())
