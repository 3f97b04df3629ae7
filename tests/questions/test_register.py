"""The register: forecasts are kept as they were made, and what is done to them later is found and named."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from aiscenarios.errors import InputError
from aiscenarios.questions import Asked, Question, entries, register
from aiscenarios.questions import score as scored_from
from aiscenarios.questions.forecast import of_answer
from aiscenarios.questions.question import Resolution
from aiscenarios.questions.register import FIRST, digest
from tests.questions.conftest import OPEN

NAMES = ["0001-gap.json", "0002-when.json", "0003-lead.json"]


@pytest.fixture
def kept(asked: Asked, tmp_path: Path) -> Path:
    """A register of three forecasts."""
    register(asked, tmp_path / "kept")
    return tmp_path / "kept"


def refused(folder: Path) -> str:
    """What reading a register is refused with, its folder left out."""
    with pytest.raises(InputError) as caught:
        entries(folder)
    return str(caught.value).replace(f"{folder}/", "")


def test_an_entry_reads_back_what_was_answered(asked: Asked, kept: Path) -> None:
    """Question, chance, quantiles and policy of each entry are those of the answer; never stays never."""
    found = entries(kept)
    assert [each.file.name for each in found] == NAMES
    for entry, given in zip(found, asked.answers, strict=True):
        said = of_answer(given)
        assert entry.forecast.question == replace(given.question, as_of=None)
        assert (entry.forecast.policy, entry.forecast.probability) == (said.policy, said.probability)
        if said.quantiles is not None:
            assert entry.forecast.quantiles is not None
            assert np.array_equal(entry.forecast.quantiles, said.quantiles)
        assert entry.content["as_of"] == date.today().isoformat()
        assert entry.content["made_from"]["seed"] == asked.made[0].seed
        assert set(entry.content["other_policies"]) == {"held"}


def test_entries_are_chained(kept: Path) -> None:
    """Each entry holds its own hash and that of the one before, the first one zeros."""
    found = entries(kept)
    assert [each.content["previous"] for each in found] == [FIRST, found[0].hash, found[1].hash]
    assert [digest(each.content) for each in found] == [each.hash for each in found]
    assert json.loads((kept / "last.json").read_text()) == {"number": 3, "hash": found[-1].hash}


def test_more_forecasts_go_behind(asked: Asked, kept: Path) -> None:
    """A second registration leaves every byte of the first and goes on counting."""
    before = [(kept / name).read_bytes() for name in NAMES]
    later = register(asked, kept)
    assert [(kept / name).read_bytes() for name in NAMES] == before
    assert [each.content["number"] for each in later] == [4, 5, 6]
    assert [each.file.name for each in entries(kept)][3:] == [
        "0004-gap.json",
        "0005-when.json",
        "0006-lead.json",
    ]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "change",
    [
        lambda content: content["answer"].update(se=-1.0),
        lambda content: content["question"].update(title="Another"),
        lambda content: content.update(registered="2020-01-01T00:00:00+00:00"),
        lambda content: content["made_from"].update(seed=1),
    ],
    ids=["answer", "question", "day", "origin"],
)
def test_a_changed_entry_is_found(kept: Path, name: str, change: Callable[[dict], None]) -> None:
    """Whatever is changed in an entry, its hash no longer fits, and its file is named."""
    content = json.loads((kept / name).read_text())
    change(content)
    (kept / name).write_text(json.dumps(content))
    assert refused(kept) == (
        f"{name}: hash: was changed after it was registered; put the file back as it was registered;"
        " a forecast cannot be changed"
    )


def test_a_changed_entry_with_a_new_hash_breaks_the_chain(kept: Path) -> None:
    """Who hashes a changed entry anew is found at the next one, and of the last one by what is remembered."""
    for name, says in (
        ("0002-when.json", "0003-lead.json: previous: does not follow the entry before it"),
        ("0003-lead.json", "last.json: forecast 3 was registered, and is not there"),
    ):
        before = (kept / name).read_bytes()
        content = json.loads(before) | {"policy": "held"}
        (kept / name).write_text(json.dumps(content | {"hash": digest(content)}))
        assert refused(kept).startswith(says)
        (kept / name).write_bytes(before)
    assert len(entries(kept)) == 3


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            NAMES[0],
            "0002-when.json: number: is forecast 2, and stands in place 1; an entry was taken out or put in",
        ),
        (
            NAMES[1],
            "0003-lead.json: number: is forecast 3, and stands in place 2; an entry was taken out or put in",
        ),
        (
            NAMES[2],
            "last.json: forecast 3 was registered, and is not there; put the entries back that were taken"
            " out",
        ),
    ],
)
def test_a_removed_entry_is_found(kept: Path, name: str, says: str) -> None:
    """The first, a middle and the last entry: whichever is taken out, it is missed."""
    (kept / name).unlink()
    assert refused(kept) == says


def test_all_removed_entries_are_missed(kept: Path) -> None:
    """A register emptied but for its memory is not an empty register."""
    for name in NAMES:
        (kept / name).unlink()
    assert refused(kept).startswith("last.json: forecast 3 was registered, and is not there")


def test_reordered_entries_are_found(kept: Path) -> None:
    """Two entries that change places are found at the first of them."""
    (kept / NAMES[0]).rename(kept / "x")
    (kept / NAMES[1]).rename(kept / "0001-when.json")
    (kept / "x").rename(kept / "0002-gap.json")
    assert refused(kept).startswith("0001-when.json: number: is forecast 2, and stands in place 1")


def test_an_entry_put_in_is_found(kept: Path) -> None:
    """A copy of an entry under a name of its own is found."""
    shutil.copy(kept / NAMES[1], kept / "0002-zzz.json")
    assert refused(kept).startswith("0002-zzz.json: number: is forecast 2, and stands in place 3")


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "nonsense", '{"number": 1, "hash": "0", "previous": "0"}', '{"number": NaN}', "\xff"],
)
def test_a_file_that_is_no_entry_is_named(kept: Path, content: str) -> None:
    """A file under an entry's name that is none is refused by name, whatever stands in it."""
    (kept / NAMES[0]).write_bytes(content.encode("latin-1"))
    assert refused(kept).startswith("0001-gap.json: is not a file of a register")


def test_other_files_are_left_alone(kept: Path) -> None:
    """A note beside the entries is none of the register's business."""
    (kept / "README.md").write_text("Ours.")
    assert len(entries(kept)) == 3


def test_a_broken_register_takes_no_more(asked: Asked, kept: Path) -> None:
    """Nothing is written behind an entry that does not hold."""
    (kept / NAMES[0]).unlink()
    with pytest.raises(InputError, match="is forecast 2, and stands in place 1"):
        register(asked, kept)
    assert sorted(each.name for each in kept.glob("0*.json")) == NAMES[1:]


def of(asked: Asked, **changes: object) -> Asked:
    """The same answers, to a first question with other fields."""
    first = asked.answers[0]
    question: Question = replace(first.question, **changes)
    return replace(asked, answers=(replace(first, question=question), *asked.answers[1:]))


def test_settled_questions_are_not_registered(asked: Asked, tmp_path: Path) -> None:
    """What has come out, or should have by today, is no forecast; of several answers none is written."""
    for changes in ({"resolved": Resolution(1.0, date(2026, 1, 1), "S")}, {"resolves": date.today()}):
        with pytest.raises(
            InputError, match=r"'gap' is settled by .*; only open questions can be registered"
        ):
            register(of(asked, **changes), tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_an_answer_that_no_run_gave_is_not_registered(asked: Asked, tmp_path: Path) -> None:
    """Nothing said is no forecast."""
    silent = replace(asked, answers=(*asked.answers[:2], replace(asked.answers[2], runs=0)))
    with pytest.raises(InputError, match="'lead' has no answer: no run says anything of it"):
        register(silent, tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_another_question_needs_another_id(asked: Asked, kept: Path) -> None:
    """A question may be put in other words under its id, but not with another threshold."""
    written = dict(asked.answers[0].question.written)
    register(of(asked, written=written | {"title": "In other words"}), kept)
    with pytest.raises(InputError, match="another question is registered as 'gap'; give this one an id"):
        register(of(asked, written=written | {"below": "6 points"}), kept)
    assert len(entries(kept)) == 6


REGISTER = """\
import sys, time
from pathlib import Path
from aiscenarios.questions import ask, register
asked = ask(sys.argv[1], runs=4, agents=300, threads=1, progress="none")
Path(sys.argv[2]).touch()
while not Path(sys.argv[3]).exists():
    time.sleep(0.001)
for _ in range(5):
    register(asked, "both")
"""


def test_two_registrations_at_once_do_not_fork_the_chain(folder: Path) -> None:
    """Two processes that register at the same moment, again and again, leave one chain that holds."""
    for one, word in (("a", "gap"), ("b", "other")):
        (folder / f"{one}.yaml").write_text(OPEN.replace("id: gap", f"id: {word}"), encoding="utf-8")
    started = [
        subprocess.Popen([sys.executable, "-c", REGISTER, f"{one}.yaml", f"{one}.ready", "go"], cwd=folder)
        for one in ("a", "b")
    ]
    while not all((folder / f"{one}.ready").exists() for one in ("a", "b")):
        assert all(each.poll() is None for each in started), "one ended before it registered"
    (folder / "go").touch()
    assert [each.wait(timeout=120) for each in started] == [0, 0]
    found = entries(folder / "both")
    assert [each.content["number"] for each in found] == list(range(1, 31))
    ids = [each.forecast.question.id for each in found]
    assert all(
        ids[n : n + 3] in (["gap", "when", "lead"], ["other", "when", "lead"]) for n in range(0, 30, 3)
    )
    assert ids.count("gap") == ids.count("other") == 5


def resolve(folder: Path, body: str) -> None:
    """Write how registered questions came out."""
    (folder / "resolutions.yaml").write_text("format: 1\nkind: resolutions\nresolutions:\n" + body)


@pytest.mark.usefixtures("in_2033")
def test_registered_forecasts_are_scored_once_they_are_settled(kept: Path, asked: Asked) -> None:
    """Scores are those of the forecasts as registered; what has not come out is named and not scored."""
    nothing = scored_from(kept)
    assert nothing.scored == () and [each.question.id for each in nothing.open] == ["gap", "when", "lead"]
    resolve(kept, "  gap: {value: true, date: 2032-10-01, source: Epoch AI}\n"
                  "  when: {value: never, date: 2032-10-01, source: Epoch AI}\n")  # fmt: skip
    found = scored_from(kept)
    chance = asked.answers[0].chance
    assert chance is not None
    assert [each.forecast.question.id for each in found.scored] == ["gap", "when"]
    assert found.brier == pytest.approx((1.0 - chance.value) ** 2)
    assert [each.question.id for each in found.open] == ["lead"]


def test_an_outcome_that_is_still_to_come_is_refused(kept: Path) -> None:
    """What the register asks about can be settled only by a day that has come."""
    resolve(kept, "  gap: {value: true, date: 2059-10-01, source: S}\n")
    with pytest.raises(InputError, match=r"resolutions\.gap\.date: 2059-10-01 is still to come"):
        scored_from(kept)


RESOLUTIONS = {
    "  gab: {value: true, date: 2032-10-01, source: S}\n": "4:3: resolutions: no question 'gab' is"
    " registered; did you mean 'gap'?",
    "  gap: {value: 0.5, date: 2032-10-01, source: S}\n": "4:16: resolutions.gap.value: must be true or false"
    " (got '0.5')",
    "  gap: {value: true, source: S}\n": "4:8: resolutions.gap: 'date' is missing",
    "  gap: {value: true, date: 2031-01-01, source: S}\n": "4:28: resolutions.gap.date: 2031-01-01 is before"
    " 2031-06-30, which the outcome is about; write the day on which it became known",
    "  when: {value: 2019-06-30, date: 2020-01-01, source: S}\n": "4:3: resolutions: was known on"
    f" 2020-01-01, and registered on {date.today()}; only what came out later can be scored",
    "  lead: {value: 5 points, date: 2032-10-01, source: S}\n": "4:17: resolutions.lead.value: must be a"
    " plain number (got '5 points'); write a plain number in the series' unit: ECI points",
}  # fmt: skip


@pytest.mark.usefixtures("in_2033")
@pytest.mark.parametrize("body", RESOLUTIONS, ids=range(len(RESOLUTIONS)))
def test_wrong_resolutions_are_refused(kept: Path, body: str) -> None:
    """Each wrong line of the file of resolutions is named with line, column, key and remedy."""
    resolve(kept, body)
    with pytest.raises(InputError) as caught:
        scored_from(kept)
    assert str(caught.value).replace(f"{kept}/", "") == f"resolutions.yaml:{RESOLUTIONS[body]}"


def test_a_register_is_not_asked_again(kept: Path) -> None:
    """Options of asking are refused where the answers are there already."""
    with pytest.raises(InputError, match=r"a register is not asked again \(runs given\)"):
        scored_from(kept, runs=5)
