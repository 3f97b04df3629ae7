"""What became of a run, as a sentence for people."""

from aiscenarios.quarters import label
from aiscenarios.state import ABOVE_BOUND, EXTINCT, NO_ROOM, NO_SLOT, NOT_FINITE, OK

__all__ = ["SENTENCES", "sentence"]

SENTENCES = {
    OK: "finished",
    NOT_FINITE: "a total became infinite or undefined",
    EXTINCT: "no researcher was left",
    NO_ROOM: "more graduates arrived than there is room for; lower 'education' or raise the number of agents",
    ABOVE_BOUND: "somebody was more restless than the bound 'look_ceiling' allows",
    NO_SLOT: "more start-ups were founded at once than there are slots for",
}


def sentence(code: int, quarter: int) -> str:
    """The status of a run in words, with the quarter it broke off in."""
    text = SENTENCES[code]
    return text if code == OK else f"{text} in {label(quarter)}"
