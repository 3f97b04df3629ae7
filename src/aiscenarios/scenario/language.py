"""Texts of a file in the language of narratives: conditions and quantities."""

from collections.abc import Callable, Mapping

from aiscenarios.files.nodes import Node, Scalar
from aiscenarios.narratives import Place
from aiscenarios.scenario.text import as_scalar

__all__ = ["place_of", "read_expression"]


def place_of(node: Scalar) -> Place:
    """Where a text's first character stands; unknown inside one folded over several lines."""
    place = node.place
    column = None if place.column is None or node.folded else place.column + (not node.plain)
    return Place(place.file, place.line, column, place.path)


def read_expression[T](
    parse: Callable[..., T], units: Mapping[str, str], last: int | None, node: Node
) -> tuple[str, T]:
    """A text, its white space folded, and what is read of it.

    Args:
        parse: ``narratives.parse`` or ``narratives.parse_quantity``.
        units: unit of every outcome it may name.
        last: the last quarter it is judged in, where known.
        node: where it stands.

    Raises:
        InputError: it cannot be read.
    """
    scalar = as_scalar(node)
    return " ".join(scalar.text.split()), parse(scalar.text, units, place=place_of(scalar), last=last)
