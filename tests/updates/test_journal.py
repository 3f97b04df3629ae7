"""The journal: what is kept, what goes on from it, and that nobody can change it unseen."""

import json
import subprocess
import sys

import pytest

from aiscenarios import InputError, updates
from aiscenarios.updates.journal import JOURNAL
from tests.updates.test_laws import gap, lead


def test_what_is_kept_is_where_the_next_begins(make, article) -> None:
    """One article kept and then another is, to the last bits, one article of both."""
    result = make(runs=3000)
    first, second = lead("6 months to 25 months"), gap("110")
    kept = updates.update(article(first, id="first", story="one"), result, keep=True)
    after = updates.update(article(second, id="second", story="two"), result)
    both = updates.update(article(first, second, id="both"), make("other", runs=3000))
    assert (after.weights == both.weights).all()
    assert (after.before.weights == kept.weights).all()
    assert len(after.kept) == 1


def test_a_file_is_kept_once(make, article) -> None:
    """The same file twice is refused, and the journal stays as it was."""
    result, file = make(runs=2000), article(lead("6 months to 25 months"))
    updates.update(file, result, keep=True)
    before = (result.folder / JOURNAL).read_bytes()
    with pytest.raises(InputError, match="was kept on"):
        updates.update(file, result, keep=True)
    assert (result.folder / JOURNAL).read_bytes() == before
    again = updates.update(file, result)
    assert all(each.before == each.after for each in again.endings)
    assert "counts once" in again.claims[0].notes[0]


def test_a_kept_claim_cannot_report_something_else(make, article) -> None:
    """Another figure under the id of a kept claim is refused in its line, and not dropped as known."""
    result = make(runs=2000)
    updates.update(article(gap("110")), result, keep=True)
    with pytest.raises(
        InputError, match=r"mine.yaml:\d+:\d+: .*mine-1 was kept before, and reported something"
    ):
        updates.update(article(gap("150")), result)
    again = updates.update(article(gap("110"), "".join(lead("6 months to 25 months"))), result)
    assert "counts once" in again.claims[0].notes[0]


def test_an_entry_is_dated_and_hashed(make, article) -> None:
    """Each line is JSON with its date, its hash, the hash before, the article and what was said."""
    result = make(runs=2000)
    for name in ("a", "b"):
        updates.update(article(lead("2 months to 30 months"), id=name, story=name), result, keep=True)
    first, second = map(json.loads, (result.folder / JOURNAL).read_text(encoding="utf-8").splitlines())
    assert second["previous"] == first["hash"] == updates.entries(result.folder)[0].hash
    assert {"kept", "sha256", "article", "khat", "ess", "verdict", "probabilities"} <= second.keys()


def test_a_changed_journal_is_refused(make, article) -> None:
    """A changed line is named, and nothing is weighed."""
    result, file = make(runs=2000), article(lead("6 months to 25 months"))
    updates.update(file, result, keep=True)
    journal = result.folder / JOURNAL
    journal.write_text(
        journal.read_text(encoding="utf-8").replace("25 months", "15 months"), encoding="utf-8"
    )
    with pytest.raises(InputError, match="was changed after it was kept"):
        updates.update(file, result)


KEEP = """\
import sys, time
from pathlib import Path
from aiscenarios import updates
name = Path(sys.argv[1]).stem
updates.update(sys.argv[1], "own")
Path(sys.argv[2]).touch()
while not Path("go").exists():
    time.sleep(0.001)
for n in range(4):
    file = Path(f"{sys.argv[1]}-{n}.yaml")
    text = Path(sys.argv[1]).read_text("utf-8")
    for words in (f"title of {name}", "in own words", f"id: {name}"):
        text = text.replace(words, f"{words}{n}")
    file.write_text(text, "utf-8")
    updates.update(file, "own", keep=True)
"""


def test_two_updates_kept_at_once_are_both_kept(make, article, tmp_path) -> None:
    """Two processes that keep articles at the same moment, again and again, lose none and leave one chain."""
    result = make(runs=2000)
    files = [
        article(lead("2 months to 30 months"), id=name, story=f"{name} in own words") for name in ("a", "b")
    ]
    started = [
        subprocess.Popen([sys.executable, "-c", KEEP, file.name, f"{file.stem}.ready"], cwd=tmp_path)
        for file in files
    ]
    while not all((tmp_path / f"{file.stem}.ready").exists() for file in files):
        assert all(each.poll() is None for each in started), "one ended before it kept anything"
    (tmp_path / "go").touch()
    assert [each.wait(timeout=300) for each in started] == [0, 0]
    kept = [entry.file for entry in updates.entries(result.folder)]
    assert sorted(kept) == [f"{name}.yaml-{n}.yaml" for name in ("a", "b") for n in range(4)]


def test_a_refused_update_is_not_kept(make, article) -> None:
    """Nothing goes on from what cannot be trusted."""
    result = make(runs=2000)
    made = updates.update(article(lead("60 months to 60.1 months")), result, keep=True)
    assert (made.verdict, made.entry) == ("refused", None)
    assert not (result.folder / JOURNAL).exists()


def test_the_newest_result_is_meant(make, article, tmp_path, monkeypatch) -> None:
    """Without a folder the result below ``results`` that was begun last is taken."""
    for name, created in (("old", "2026-01-01"), ("new", "2026-02-01"), ("older", "2025-01-01")):
        make(f"results/{name}", runs=50, created=created)
    monkeypatch.chdir(tmp_path)
    assert updates.newest().name == "new"
    assert updates.update(article(lead("2 months to 30 months"))).result.folder.name == "new"
