"""``demo``: three futures, the reason of the largest difference, the unknown that matters most, a report."""

import pytest

from aiscenarios.cli.failed import Allowed

SMALL = ("--runs", "8", "--agents", "300")


@pytest.fixture(scope="module")
def shown(ask, tmp_path_factory):
    """The demo's screen, and the folder it was given in."""
    folder = tmp_path_factory.mktemp("demo")
    return ask("demo", *SMALL, folder=folder), folder


def test_the_demo_says_all_it_promises(shown) -> None:
    """One table within 80 columns, then why, what is not known, the report, and what to do next."""
    answer, _ = shown
    text = " ".join(answer.out.split())
    table = [line for line in answer.out.splitlines() if "/" not in line]
    assert answer.code == 0, answer.err
    assert max(map(len, table)) <= 80
    for words in (
        "IF, in Current policy", "OR IF, in Brain-drain pressure", "OR IF, in Bifurcation pressure",
        "THEN, by the end of 2030", "failed runs", "does not add to 100%", "facts to", "scenario from",
        "Why the largest difference arises", "What is not known and matters most",
        "aiscenarios show brain_drain",
    ):  # fmt: skip
        assert words in text


def test_the_demo_writes_its_report(shown) -> None:
    """The page whose path is shown is there, and its figures show the reference case."""
    answer, folder = shown
    page = folder / "results/demo/report.html"
    assert str(page) in answer.out
    assert "median of the reference case, Current policy" in page.read_text()


def test_the_second_demo_simulates_nothing(ask, shown) -> None:
    """Given again, the demo tells the same from what is stored."""
    first, folder = shown
    before = sorted(folder.rglob("*.parquet"))
    again = ask("demo", *SMALL, folder=folder)
    assert again.out == first.out
    assert sorted(folder.rglob("*.parquet")) == before
    assert "runs" not in again.err


def test_a_few_failed_runs_do_not_fail_the_demo(told, shown, monkeypatch) -> None:
    """Over all its scenarios the demo ends as ``--max-failed 1%`` would."""
    ended = []
    monkeypatch.setattr(Allowed, "end", lambda allowed, results: ended.append((allowed, len(results))))
    monkeypatch.chdir(shown[1])
    assert told("demo", *SMALL).code == 0
    assert ended == [(Allowed.parse("1%"), 3)]


def test_the_demo_answers_machines(told, shown, monkeypatch) -> None:
    """``demo --json`` is one document with differences, causes, the unknown and the report."""
    monkeypatch.chdir(shown[1])
    document = told("demo", *SMALL, "--json").document
    assert document.keys() >= {"schema", "version", "differences", "causes", "reason", "unknown", "report"}
    assert {row["scenario"] for row in document["differences"]} == {"brain_drain", "bifurcation"}
