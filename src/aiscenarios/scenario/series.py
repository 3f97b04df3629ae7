"""What files say of public series: a series, what it tells apart, and a period."""

from aiscenarios import observations
from aiscenarios.errors import InputError
from aiscenarios.files.nodes import Node
from aiscenarios.observations.period import Period, parse
from aiscenarios.scenario.text import as_scalar

__all__ = ["read_entity", "read_period", "read_series"]


def read_series(node: Node) -> str:
    """The name of a series that an observation sees.

    Raises:
        InputError: there is none of this name, or none sees it.
    """
    name = as_scalar(node).text.strip()
    try:
        return observations.find(name).series
    except InputError as error:
        raise node.place.fault(error.message, error.hint or "see 'aiscenarios list series'") from None


def read_entity(series: str, node: Node) -> str:
    """Something that a series tells apart.

    Raises:
        InputError: the series does not.
    """
    name = as_scalar(node).text.strip()
    try:
        observations.check_entity(series, name)
    except InputError as error:
        raise node.place.fault(error.message, error.hint) from None
    return name


def read_period(series: str, node: Node) -> tuple[str, Period]:
    """A period as the source of a series writes it: as written, and in quarters since the start of 2019.

    Raises:
        InputError: it is none.
    """
    text = as_scalar(node).text.strip()
    try:
        return text, parse(text, observations.known()[series].year)
    except InputError as error:
        raise node.place.fault(error.message, error.hint) from None
