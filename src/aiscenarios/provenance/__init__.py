"""A result that can be checked: one file that holds all it was made of, and the check of it."""

from aiscenarios.provenance.archive import archive
from aiscenarios.provenance.verdict import DIFFERENT, SAME, WITHIN, Verdict
from aiscenarios.provenance.verify import verify

__all__ = ["DIFFERENT", "SAME", "WITHIN", "Verdict", "archive", "verify"]
