"""Narratives: predicates over outcome columns, with title, reasons, truth by a date, margin and blocker."""

from aiscenarios.narratives.catalogue import load
from aiscenarios.narratives.judgement import NEVER, Judgement, Verdict, gaps, judge, spreads
from aiscenarios.narratives.narrative import (
    Fact,
    Narrative,
    Reason,
    World,
    parse,
    parse_narrative,
    parse_quantity,
)
from aiscenarios.narratives.printer import to_text, to_words
from aiscenarios.narratives.syntax import Expression, Place
from aiscenarios.narratives.thresholds import Moved, Threshold, moved, scaled, thresholds
from aiscenarios.narratives.watch import Watch, watch

__all__ = [
    "NEVER", "Expression", "Fact", "Judgement", "Moved", "Narrative", "Place", "Reason", "Threshold",
    "Verdict", "Watch", "World", "gaps", "judge", "load", "moved", "parse", "parse_narrative",
    "parse_quantity", "scaled", "spreads", "thresholds", "to_text", "to_words", "watch",
]  # fmt: skip
