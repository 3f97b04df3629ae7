"""The printed rate at which amounts in renminbi are read."""

from functools import cache

from aiscenarios import seeds
from aiscenarios.records import Origin, read, record

__all__ = ["Rate", "rate"]


@record
class Rate:
    """Renminbi for one US dollar, with its source."""

    rmb_per_dollar: float
    source: str
    origin: Origin


@cache
def rate() -> Rate:
    """The rate in ``seeds/money.yaml``."""
    return read(Rate, seeds.path("money.yaml"))
