"""``ask`` and ``score``: questions answered, registered and scored."""

import json

import pytest

SMALL = ("--runs", "8", "--agents", "300", "--seed", "7", "--threads", "1")
FILE = """\
format: 1
kind: questions
title: Three open questions
questions:
  - {id: gap, title: Near?, type: binary, outcome: us_gap, at: 2031Q2, below: 8 points, resolves: 2032-12-31,
     source: S}
  - {id: when, title: When?, type: date, if: us_gap < 8 points, by: 2031Q2, resolves: 2032-12-31, source: S}
  - {id: lead, title: By how much?, type: numeric, series: eci_gap, entity: US-China, period: 2031-06,
     resolves: 2032-12-31, source: S}
"""
SETTLED = """\
format: 1
kind: questions
title: Two that came out
as_of: 2024-12-31
questions:
  - {id: gap, title: T, type: binary, outcome: us_gap, at: 2025Q2, below: 8 points, resolves: 2025-09-30,
     source: S, base_rate: {value: 50%, source: S}, resolved: {value: true, date: 2025-09-30, source: S}}
  - {id: when, title: T, type: date, if: us_gap < 8 points, by: 2025Q2, resolves: 2025-09-30, source: S,
     resolved: {value: never, date: 2025-09-30, source: S}}
  - {id: day, title: T, type: date, if: us_gap < 8 points, by: 2025Q3, resolves: 2025-12-31, source: S,
     resolved: {value: 2025-08-09, date: 2025-09-30, source: S}}
  - {id: open, title: T, type: numeric, lab: OpenAI, measure: compute, at: 2025Q4, resolves: 2026-06,
     source: S}
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A working folder with a file of open questions."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(FILE, encoding="utf-8")
    return "mine.yaml"


@pytest.fixture
def settled(file, tmp_path):
    """A file of questions that came out, and one that did not."""
    (tmp_path / "past.yaml").write_text(SETTLED, encoding="utf-8")
    return "past.yaml"


def test_answers_for_machines(told, file) -> None:
    """``ask --json``: a probability or quantiles with their error, of a date both; each policy; origin."""
    answer = told("ask", file, *SMALL, "--json")
    assert answer.code == 0
    document = answer.document
    assert document.keys() >= {"schema", "version", "title", "runs", "seed", "beliefs", "kernel", "answers"}
    assert (document["runs"], document["seed"], document["registered"]) == (8, 7, [])
    binary, dated, numeric = document["answers"]
    assert [each["id"] for each in document["answers"]] == ["gap", "when", "lead"]
    assert 0.0 <= binary["low"] <= binary["probability"] <= binary["high"] <= 1.0
    assert "quantiles" not in binary and "probability" not in numeric
    assert len(numeric["quantiles"]) == 99 and numeric["unit"] == "ECI points"
    assert list(numeric["quantiles"].values()) == sorted(numeric["quantiles"].values())
    assert set(map(type, dated["quantiles"].values())) <= {str, type(None)}
    days = [each for each in dated["quantiles"].values() if each]
    assert days == sorted(days) and 0.0 <= dated["probability"] <= 1.0
    for each in document["answers"]:
        assert each["policy"] == "sampled" and set(each["other_policies"]) == {"held"}
        assert each["se"] is None or each["se"] >= 0.0


def test_the_policy_asked_for_is_answered_for(told, file) -> None:
    """``--policy held`` gives first what is else shown beside, on the same draws."""
    sampled = told("ask", file, *SMALL, "--json").document["answers"]
    held = told("ask", file, *SMALL, "--policy", "held", "--json").document["answers"]
    for one, other in zip(sampled, held, strict=True):
        beside = one["other_policies"]["held"]
        assert {key: other[key] for key in beside} == beside


def test_answers_for_people(told, file) -> None:
    """The screen has each question's title and answers within 80 columns, and no technical word."""
    answer = told("ask", file, *SMALL, "--details")
    text = " ".join(answer.out.split())
    assert answer.code == 0
    assert max(map(len, answer.out.splitlines())) <= 80
    assert all(each in text for each in ("gap: Near?", "when: When?", "lead: By how much?", "held:"))
    assert "by 2031-06-30" in text and "they do not say how wrong the model is" in text
    assert not any(word in text for word in ("posterior", "CRPS", "ESS", "Monte Carlo"))


@pytest.mark.usefixtures("in_2033")
def test_register_and_score(told, file, tmp_path) -> None:
    """What is registered is printed with its last hash; ``score`` reads it, and refuses what was changed."""
    answer = told("ask", file, *SMALL, "--register", "--folder", "kept", "--json")
    kept = answer.document["registered"]
    assert answer.code == 0 and len(kept) == 3
    last = json.loads((tmp_path / "kept" / "last.json").read_text())
    assert last == {"number": 3, "hash": kept[-1]["hash"]}
    (tmp_path / "kept" / "resolutions.yaml").write_text(
        "format: 1\nkind: resolutions\nresolutions:\n  gap: {value: false, date: 2032-10-01, source: S}\n"
    )
    scored = told("score", "kept", "--json").document
    chance = answer.document["answers"][0]["probability"]
    assert scored["brier"] == pytest.approx(chance**2)
    assert [each["id"] for each in scored["scores"]] == ["gap"]
    assert scored["open"] == ["when", "lead"]
    entry = tmp_path / "kept" / "0001-gap.json"
    entry.write_text(entry.read_text().replace("Near?", "Nearer?"))
    changed = told("score", "kept")
    assert (changed.code, changed.out) == (2, "")
    assert "0001-gap.json: hash: was changed after it was registered" in changed.err


def test_scores_for_machines(told, settled) -> None:
    """``score FILE --json`` asks and scores what came out, each by its rule, beside the base rate."""
    document = told("score", settled, *SMALL[:6], "--json").document
    assert document.keys() >= {"brier", "log", "coverage", "comparisons", "reliability", "scores", "open"}
    gap, when, day = document["scores"]
    assert (gap["rule"], when["rule"], when["unit"]) == ("brier", "crps", "quarters")
    assert gap["loss"] == pytest.approx((1.0 - gap["probability"]) ** 2)
    assert (gap["base_rate"], gap["outcome"], when["outcome"]) == (0.25, 1.0, None)
    assert day["outcome"] == "2025-08-09"
    assert (document["open"], document["silent"]) == (["open"], [])
    (against,) = document["comparisons"]
    assert (against["against"], against["kind"], against["questions"]) == ("base_rate", "binary", 1)


def test_scores_for_people(told, settled, tmp_path) -> None:
    """Each question has forecast, outcome and loss; a figure is written where one is asked for."""
    answer = told("score", settled, *SMALL[:6], "--plot", tmp_path / "reliability.svg")
    text = " ".join(answer.out.split())
    assert answer.code == 0 and (tmp_path / "reliability.svg").stat().st_size > 0
    assert max(map(len, (line for line in answer.out.splitlines() if "/" not in line))) <= 80
    assert "came out yes loss" in text and "base rate 0.25" in text and "came out not by 2025-06-30" in text
    assert "Not settled, and not scored (1): open." in text


SETTLED_BY = "'us-investment-2024' {} 2025-04-30"
REFUSED = {
    ("ask", "opeen"): "there is no shipped file of questions 'opeen'; did you mean 'open'?",
    ("ask", "none.yaml"): "none.yaml: cannot be read (no such file or directory)",
    ("ask", "open", "--as-of", "soon"): "as_of: 'soon' is not a day; write it as 2023-12-31,"
    " 2023-12 or 2023Q4",
    ("ask", "open", "--as-of", "2060-06-30"): "as_of: 2060-06-30 lies ahead: nobody has the"
    " knowledge of that day",
    ("ask", "year_2025", "--as-of", "2025-10-31"): f"as_of: {SETTLED_BY.format('resolves on')}, which is not"
    " after 2025-10-31, the as-of day; ask it as of an earlier day",
    ("score", "past.yaml", "--as-of", "2025-06-30"): "as_of: 'when' asks about an event by 2025-06-30,"
    " which is over by 2025-06-30; ask it as of an earlier day",
    ("ask", "year_2025", "--register"): f"register: {SETTLED_BY.format('is settled by')}; only open"
    " questions can be registered",
    ("score", "empty", "--runs", "5"): "empty: a register is not asked again (runs given);"
    " give that with a file of questions",
}  # fmt: skip


@pytest.mark.parametrize("command", REFUSED, ids=" ".join)
def test_bad_input_is_refused(told, settled, tmp_path, command) -> None:
    """Exit code 2, one message, nothing on stdout, nothing written."""
    (tmp_path / "empty").mkdir()
    before = sorted(tmp_path.rglob("*"))
    few = ("--runs", "2", "--agents", "300") if "year_2025" in command else ()
    answer = told(*command, *few)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[-1] == REFUSED[command]
    assert sorted(tmp_path.rglob("*")) == before


def test_validate_knows_questions(told, file, tmp_path) -> None:
    """``validate`` takes scenarios and questions by name and by file, and refuses each by its law."""
    answer = told("validate", "open", "year_2025", file, "current_policy")
    assert (answer.code, answer.out.count(": valid")) == (0, 4)
    (tmp_path / "wrong.yaml").write_text(FILE.replace("us_gap, at", "us_gab, at"))
    refused = told("validate", "current_policy", "wrong.yaml")
    assert refused.code == 2
    assert refused.err.splitlines() == [
        "wrong.yaml:5:52: questions.1.outcome: unknown outcome 'us_gab'; did you mean 'us_gap'?"
    ]


def test_a_wrong_file_is_refused_for_machines(told, file, tmp_path) -> None:
    """``--json`` gives every error as a row with file, line, column and key."""
    (tmp_path / "wrong.yaml").write_text(FILE.replace("us_gap, at", "us_gab, at"))
    answer = told("ask", "wrong.yaml", "--json")
    refusal = json.loads(answer.err)["errors"]
    assert (answer.code, answer.out, len(refusal)) == (2, "", 1)
    assert [refusal[0][key] for key in ("file", "line", "column", "path")] == [
        "wrong.yaml", 5, 52, "questions.1.outcome",
    ]  # fmt: skip
