"""Stored runs weighed anew by one article, without simulating, and whether that can be trusted."""

from aiscenarios.updates.finding import newest
from aiscenarios.updates.journal import Entry, entries
from aiscenarios.updates.telling import Expected, Moved, Told
from aiscenarios.updates.template import write_template
from aiscenarios.updates.update import Update, update
from aiscenarios.updates.verdict import Verdict

__all__ = [
    "Entry", "Expected", "Moved", "Told", "Update", "Verdict", "entries", "newest", "update",
    "write_template",
]  # fmt: skip
