"""The printed rate at which amounts in renminbi are read."""

from functools import cache
from typing import NamedTuple

from aiscenarios import seeds
from aiscenarios.scenario.faults import Faults
from aiscenarios.scenario.nodes import Scalar
from aiscenarios.scenario.reader import read_file

__all__ = ["Rate", "rate", "rmb_per_dollar"]


class Rate(NamedTuple):
    """Renminbi for one US dollar, with its source."""

    rmb_per_dollar: float
    source: str


@cache
def rate() -> Rate:
    """The rate in ``seeds/money.yaml``."""
    table = read_file(seeds.path("money.yaml"), Faults())
    number, source = table.get("rmb_per_dollar"), table.get("source")
    assert isinstance(number, Scalar) and isinstance(source, Scalar)
    return Rate(float(number.text), source.text)


def rmb_per_dollar() -> float:
    """Renminbi for one US dollar."""
    return rate().rmb_per_dollar
