"""Reasons that are written down beside a study, for what its numbers do not say of themselves."""

from pathlib import Path

from aiscenarios import records
from aiscenarios.records import record

__all__ = ["read"]


@record
class Reasons[Reason]:
    """A file of reasons, each a record of the study's own."""

    format: int
    kind: str
    reasons: tuple[Reason, ...]


def read[Reason](kind: type[Reason], file: Path) -> tuple[Reason, ...]:
    """The reasons of a file, in its order.

    Args:
        kind: the record that each of them is.
        file: YAML with format, kind and reasons.

    Raises:
        InputErrors: not YAML, or a key twice.
        InputError: a key unknown or missing, or a value of the wrong type.
    """
    return records.read(Reasons[kind], file).reasons  # type: ignore[valid-type]
