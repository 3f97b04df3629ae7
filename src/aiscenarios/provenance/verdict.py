"""What a check comes to: one of three verdicts, and everything that was found on the way."""

from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["DIFFERENT", "SAME", "WITHIN", "Finding", "Verdict"]

type Word = Literal["same bits", "same within sampling", "different"]

SAME: Word = "same bits"
WITHIN: Word = "same within sampling"
DIFFERENT: Word = "different"


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was, or not as it must be.

    Args:
        file: where, from the folder or archive that is checked.
        what: a sentence without its subject.
        details: the same for machines, e.g. column, run, quarter, stored, simulated.
    """

    file: str
    what: str
    details: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return f"{self.file}: {self.what}"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The outcome of a check.

    Args:
        verdict: one of SAME, WITHIN and DIFFERENT.
        because: in one sentence.
        findings: everything that is different; empty unless the verdict is DIFFERENT.
        elsewhere: what of machine, kernel and versions is not as it was when the runs were made.
        simulated: runs that were simulated again.
        runs: runs that are stored.
        unchecked: what nobody looked at.
        sha256: hash of the archive itself; None for a folder.
    """

    verdict: Word
    because: str
    findings: tuple[Finding, ...] = ()
    elsewhere: tuple[str, ...] = ()
    simulated: int = 0
    runs: int = 0
    unchecked: tuple[str, ...] = ()
    sha256: str | None = None
