"""How registered questions came out: a file beside the entries, which themselves are never touched."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from aiscenarios.errors import did_you_mean
from aiscenarios.files.faults import Faults
from aiscenarios.files.nodes import Node, Scalar
from aiscenarios.files.reader import read_file
from aiscenarios.questions.question import Question, Resolution
from aiscenarios.questions.reading import FORMAT, read_resolution
from aiscenarios.questions.register import Entry
from aiscenarios.scenario.reading import Fields
from aiscenarios.scenario.text import as_mapping, read_word

__all__ = ["RESOLUTIONS", "read_resolutions"]

RESOLUTIONS = "resolutions.yaml"
_HEAD = ("format", "kind", "resolutions")


def read_resolutions(file: Path, registered: Sequence[Entry]) -> Mapping[str, Resolution]:
    """How questions came out, by id; nothing where there is no such file.

    Raises:
        InputErrors: everything wrong with it; an id that is not in the register; an outcome that was known
            on the day its forecast was registered.
    """
    if not file.exists():
        return {}
    faults = Faults()
    document = faults.attempt(read_file, file, faults)
    faults.raise_any()
    assert document is not None
    fields = Fields(document, _HEAD, faults)
    fields.need(*_HEAD)
    fields.read("format", partial(read_word, options=(FORMAT,), what="format"), None)
    fields.read("kind", partial(read_word, options=("resolutions",), what="kind"), None)
    known = {each.forecast.question.id: each for each in registered}
    node = fields.get("resolutions")
    empty = node is None or (isinstance(node, Scalar) and node.empty)
    found = {} if empty else fields.read("resolutions", partial(_read, known, faults), {})
    faults.raise_any()
    return found


def _read(known: Mapping[str, Entry], faults: Faults, node: Node) -> dict[str, Resolution]:
    found: dict[str, Resolution] = {}
    for key, value in as_mapping(node).entries:
        if key.text not in known:
            hint = did_you_mean(key.text, known)
            faults.add(key.place.fault(f"no question '{key.text}' is registered", hint))
            continue
        entry = known[key.text]
        outcome = faults.attempt(_outcome, entry.forecast.question, faults, value)
        if outcome is None:
            continue
        registered = str(entry.content["registered"])[:10]
        if outcome.day.isoformat() <= registered:
            told = f"was known on {outcome.day}, and registered on {registered}"
            faults.add(key.place.fault(told, "only what came out later can be scored"))
        found[key.text] = outcome
    return found


def _outcome(question: Question, faults: Faults, node: Node) -> Resolution | None:
    return read_resolution(question.kind, question.subject, faults, node)
