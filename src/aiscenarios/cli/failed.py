"""``--max-failed``: how many failed runs are few."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from aiscenarios.cli import exits
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.ensemble import Result

__all__ = ["Allowed"]

_WHOLE = 100.0


@dataclass(frozen=True)
class Allowed:
    """So many failed runs, or so many in a hundred, end a command as if there were none, with a warning."""

    text: str
    number: float
    """A number of runs, or a share of them."""
    is_share: bool

    @classmethod
    def parse(cls, text: str | None) -> "Allowed":
        """As it is written: 5 or 1%; None allows none.

        Raises:
            InputError: it is neither.
        """
        text = "0" if text is None else text.strip()
        digits, is_share = text.removesuffix("%").strip(), text.endswith("%")
        try:
            number = float(digits) if is_share else int(digits)
        except ValueError:
            number = -1.0
        if not 0 <= number <= (_WHOLE if is_share else float("inf")):
            raise InputError(
                f"'{text}' is no number of runs", path="--max-failed", hint="write 5, or 1% of the runs"
            )
        return cls(text, number / _WHOLE if is_share else number, is_share)

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
        if failed > (self.number * runs if self.is_share else self.number):
            raise typer.Exit(exits.FAILED_RUNS)
        print(f"Warning: {sentences.failures(*results)}", file=sys.stderr)
