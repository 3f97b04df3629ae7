"""``--max-failed``: how many failed runs are few."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import typer

from aiscenarios.cli import exits
from aiscenarios.cli.plain import say
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.ensemble import Result

__all__ = ["Allowed"]

_WHOLE = 100


@dataclass(frozen=True)
class Allowed:
    """So many failed runs, or so many in a hundred, end a command as if there were none, with a warning."""

    number: Decimal
    """A number of runs, or a percentage of them."""
    is_percentage: bool

    @classmethod
    def parse(cls, text: str | None) -> "Allowed":
        """As it is written: 5 or 1%; None allows none.

        Raises:
            InputError: it is neither.
        """
        text = "0" if text is None else text.strip()
        digits, is_percentage = text.removesuffix("%").strip(), text.endswith("%")
        try:
            number = Decimal(digits if is_percentage else int(digits))
        except (ValueError, InvalidOperation):
            number = Decimal(-1)
        if not (number.is_finite() and 0 <= number and (number <= _WHOLE or not is_percentage)):
            raise InputError(
                f"'{text}' is no number of runs", path="--max-failed", hint="write 5, or 1% of the runs"
            )
        return cls(number, is_percentage)

    def allows(self, failed: int, runs: int) -> bool:
        """Whether so many failed runs are few among so many; in decimals, where 29% of 100 is 29."""
        return _WHOLE * failed <= self.number * runs if self.is_percentage else failed <= self.number

    def end(self, results: "Sequence[Result]") -> None:
        """Go on if no more runs failed than is allowed, warning of those that did.

        Raises:
            Exit: more have failed.
        """
        from aiscenarios.report import sentences

        failed = sum(int(result.failed.sum()) for result in results)
        runs = sum(result.runs for result in results)
        if failed == 0:
            return
        if not self.allows(failed, runs):
            raise typer.Exit(exits.FAILED_RUNS)
        say(f"Warning: {sentences.failures(*results)}")
