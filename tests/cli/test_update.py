"""``update`` and ``evidence new`` on the command line."""

import json

from aiscenarios.cli import exits
from tests.updates.conftest import article, few, make, stored  # noqa: F401
from tests.updates.test_laws import lead


def test_a_template_is_written_once(told, tmp_path) -> None:
    """``evidence new FILE`` writes an article and never over another; ``evidence NAME`` goes on as it was."""
    file = tmp_path / "mine.yaml"
    assert told("evidence", "new", file).code == 0
    again = told("evidence", "new", file)
    assert (again.code, "not overwritten" in again.err) == (exits.BAD_INPUT, True)
    assert told("evidence", "peer_pull").code == 0
    assert told("evidence", "peer_pull", tmp_path / "other.yaml").code == exits.BAD_INPUT
    assert "evidence new FILE" in told("evidence", "--help").out


def test_an_answer_says_what_was_expected_and_what_moved(told, stored, article) -> None:  # noqa: F811
    """The screen has 80 columns, no word of the trade, and of each claim what was expected and reported."""
    answer = told("update", article(lead("6 months to 12 months")), "--result", stored.folder)
    assert answer.code == 0, answer.err
    assert max(map(len, answer.out.splitlines())) <= 80
    assert "Can this quick update be trusted? Yes" in answer.out
    assert "expected" in answer.out and "reported 6 months to" in " ".join(answer.out.split())
    assert "k-hat" not in answer.out
    more = told("update", article(lead("6 months to 12 months")), "--result", stored.folder, "--details").out
    assert "k-hat" in more


def test_json_has_the_checks_and_the_chances(told, stored, article) -> None:  # noqa: F811
    """For machines: khat, ess, verdict, and every ending before and after."""
    document = told(
        "update", article(lead("6 months to 12 months")), "--result", stored.folder, "--json"
    ).document
    assert document["verdict"] == "instant"
    assert document["khat"] < 0.7 and document["ess"] >= 400
    assert {"before", "after", "change", "by_claim"} <= document["probabilities"][0].keys()


def test_a_thin_update_ends_with_four(told, few, article) -> None:  # noqa: F811
    """What cannot be trusted is answered with the remedy, shows no chance, and ends with exit code 4."""
    answer = told("update", article(lead("6 months to 12 months")), "--result", few.folder)
    assert answer.code == exits.REFUSED
    assert "aiscenarios calibrate" in answer.out and "THEN" not in answer.out


def test_bad_input_writes_nothing(told, few, article) -> None:  # noqa: F811
    """A faulty article ends with exit code 2, its place, and nothing kept."""
    before = sorted(few.folder.iterdir())
    answer = told(
        "update", article("kind: figure, reliability: sure"), "--result", few.folder, "--keep", "--json"
    )
    assert answer.code == exits.BAD_INPUT
    assert json.loads(answer.err)["error"]["line"] == 12
    assert sorted(few.folder.iterdir()) == before
