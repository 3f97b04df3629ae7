"""The book of notable events of a run."""

from aiscenarios.compiled import rule

__all__ = ["note"]


@rule
def note(notes, world, kind, source, target, person, value):
    """Write down a notable event; when the book is full the rest is counted, not kept."""
    w = world[0]
    if w.notes < len(notes):
        line = notes[w.notes]
        line.quarter, line.kind, line.source, line.target = w.quarter, kind, source, target
        line.person, line.value = person, value
    w.notes += 1
