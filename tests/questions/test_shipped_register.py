"""The register that the package carries: dated forecasts of open questions, chained, by the shipped fit."""

from aiscenarios import seeds
from aiscenarios.questions import entries, load

FEWEST = 10


def test_the_shipped_register_holds_together() -> None:
    """Every entry has its hash and that of the one before, and is an answer to an open shipped question."""
    found = entries(seeds.path("register"))
    assert len(found) >= FEWEST
    open_ones = {question.id: question for question in load("open").questions}
    for entry in found:
        said = open_ones[entry.content["question"]["id"]]
        assert entry.content["made_from"]["beliefs"] == "fitted" and entry.content["policy"] == "sampled"
        assert entry.content["question"]["title"] == said.title
        assert str(said.resolves) > entry.content["as_of"]
