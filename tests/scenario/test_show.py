"""What `show` says: a sentence for every value, set or left as recorded."""

from collections.abc import Callable
from pathlib import Path

from aiscenarios import scenario
from aiscenarios.scenario.names import vocabulary

HERE = Path(__file__).parent
SAID = (HERE / "shown.txt").read_text(encoding="utf-8").splitlines()


def test_every_value_set_is_said() -> None:
    """Each setting, reaction, belief, claim, narrative, lab and event has its sentence, unit and source."""
    said = scenario.load(HERE / "shown.yaml").sentences()
    for sentence in SAID:
        assert sentence in said


def test_every_lever_is_said_set_or_as_recorded() -> None:
    """A lever is named where it is set and where it stays as recorded, bloc by bloc."""
    said = scenario.load(HERE / "shown.yaml").sentences()
    for term in vocabulary().levers:
        assert any(sentence.startswith(term.title) for sentence in said)
    recorded = next(
        sentence for sentence in said if sentence.startswith("Compensation will stay as recorded")
    )
    assert "in US" in recorded and "in ROW" in recorded and "in CN" not in recorded


def test_numbers_of_people_are_written_out(written: Callable[..., str]) -> None:
    """A million researchers are 1,000,000, and that fewer may move is said."""
    moved = "events:\n  - {at: 2027Q2, move: {from: OpenAI, to: Tencent, researchers: 1000000}}\n"
    said = " ".join(scenario.load(written(moved)).sentences())
    assert "at least 1,000,000 researchers move from OpenAI to Tencent (whole agents; fewer if it has" in said


def test_the_rate_is_printed() -> None:
    """The rate at which renminbi are read is said with its source."""
    assert (
        scenario.load("current_policy")
        .sentences()[-1]
        .startswith("An amount written in renminbi is read at RMB ")
    )
