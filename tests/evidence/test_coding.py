"""What the reader of articles and tables refuses, and what it says."""

import shutil
from pathlib import Path

import pytest

from aiscenarios import seeds
from aiscenarios.errors import InputError
from aiscenarios.evidence import load

ARTICLE = """\
format: 1
kind: article
id: mine
title: A title
publisher: A paper
published: 2026-05
dated: text
topic: A topic
story_of: my story
trust: ordinary
claims:
  - id: mine-1
    paragraph: 1
    says: Something is said.
    kind: figure
    reliability: reported figure
    lands_in:
      - {P: leakage, says: 20% to 30%, because: reasons}
"""


def added(folder: Path, text: str) -> Path:
    """The text as an article file."""
    file = folder / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_article_of_ones_own_moves_its_prior(tmp_path: Path) -> None:
    """A user's article needs no other change, and its claim moves the prior it names."""
    from aiscenarios.evidence import prior

    evidence = load()
    more = evidence.with_article(added(tmp_path, ARTICLE))
    leakage = evidence.parameter("leakage")
    assert prior(more, leakage).sd < prior(evidence, leakage).sd
    assert more.fingerprint != evidence.fingerprint
    assert more.without(["mine"]).fingerprint == evidence.fingerprint


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("P: leakage", "P: leakige", "18:13", "did you mean 'leakage'"),
        (
            "{P: leakage, says: 20% to 30%, because: reasons}",
            "{M: contagien}",
            "18:13",
            "did you mean 'contagion'",
        ),
        (
            "{P: leakage, says: 20% to 30%, because: reasons}",
            "{L: export_control}",
            "18:13",
            "export_controls",
        ),
        (
            "{P: leakage, says: 20% to 30%, because: reasons}",
            "{Q: leakage}",
            "18:9",
            "one of P, M, I, O, N, L",
        ),
        ("says: 20% to 30%,", "", "18:9", "either says: or word:"),
        ("20% to 30%", "over 20%", "18:28", "is one-sided"),
        ("20% to 30%", "20% to 130%", "18:28", "1.3 is out of range"),
        ("says: 20% to 30%", "word: fast", "18:28", "'fast' is in x per year, leakage in share"),
        ("says: 20% to 30%", "word: quick", "18:28", "one of slight"),
        ("because: reasons", "because_of: reasons", "18:52", "did you mean 'because'"),
        (", because: reasons", "", "18:9", "'because' is missing"),
        ("kind: figure", "kind: policy", "18:7", "a policy is no evidence"),
        ("reported figure", "rumour", "16:18", "one of reported figure"),
        ("published: 2026-05", "published: May", "6:12", "is no date"),
        ("trust: ordinary", "trust: ordinary\ntrust: doubtful", "11:1", "the key 'trust' stands here twice"),
        ("topic: A topic\n", "", "1:1", "'topic' is missing"),
        ("paragraph: 1", "paragraph: one", "13:16", "is not a number"),
        ("kind: article", "kind: scenario", "2:7", "'kind: article' is wanted"),
        (
            "lands_in:\n      - {P: leakage, says: 20% to 30%, because: reasons}",
            "lands_in: []",
            "17:15",
            "must land",
        ),
        ("claims:\n", "claims: [\n", "", "expected"),
    ],
)
def test_a_wrong_article_is_refused_in_its_place(
    tmp_path: Path, old: str, new: str, place: str, message: str
) -> None:
    """Each fault is named with line and column and the nearest right word."""
    assert old in ARTICLE
    with pytest.raises(InputError) as caught:
        load().with_article(added(tmp_path, ARTICLE.replace(old, new)))
    assert message in str(caught.value)
    assert f"mine.yaml:{place}" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00", "is written in UTF-16"),
        (b"[" * 20_000, "nested more than"),
        (b"a: &a [1]\nb: *c\n", "has no anchor before it"),
        (b"- 1\n- 2\n", "must be keys and values"),
        (b"x" * 1_000_001, "is bigger than"),
    ],
)
def test_a_hostile_file_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """Files that are no articles at all end in one clear refusal."""
    file = tmp_path / "mine.yaml"
    file.write_bytes(content)
    with pytest.raises(InputError, match=message):
        load().with_article(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A folder or a missing file is named."""
    with pytest.raises(InputError, match="is a folder"):
        load().with_article(tmp_path)


def test_one_sided_claims_take_their_anchor(tmp_path: Path) -> None:
    """`over 20%` with an anchor of 40% is the interval between them; `under` mirrors it."""
    for said in ("says: over 20%, anchor: 40%", "says: under 40%, anchor: 20%"):
        text = ARTICLE.replace("says: 20% to 30%", said)
        (landing,) = load().with_article(added(tmp_path, text)).claim("mine-1").priors
        assert landing.says is not None
        assert (landing.says.low, landing.says.high) == (0.2, 0.4)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "parameters.yaml",
            "  look_rate:",
            "  lok_rate:",
            "'lok_rate' is read by no rule; did you mean 'look_rate'",
        ),
        ("parameters.yaml", "scale: log\n", "scale: lg\n", "did you mean 'log'"),
        ("parameters.yaml", "reference: 60% to 97%", "reference: 60% to 197%", "out of range"),
        (
            "parameters.yaml",
            "    facts: [phd_stay_rate_5yr]\n    mechanism: offers",
            "    mechanism: ofers",
            "offers",
        ),
        ("kinds.yaml", "  unit: US$\n", "", "'unit' is missing"),
        ("reliability.yaml", "inflation: 3,", "inflation: three,", "is not a number in x"),
        ("words.yaml", "0.05 to 0.35", "0.35 to 0.05", "smaller number first"),
        ("mechanisms.yaml", "phase: mobility", "phase: moving", "one of policy"),
        ("constants.yaml", "  origin: fact", "  origin: fct", "did you mean 'fact'"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    """A fault in any table of the evidence is refused by name."""
    folder = tmp_path / "seeds"
    shutil.copytree(seeds.path(), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=message.replace("$", r"\$")):
        load(folder)


def test_shipped_texts_name_no_address() -> None:
    """The coded evidence holds no link."""
    for file in seeds.path("articles").glob("*.yaml"):
        assert "://" not in file.read_text(encoding="utf-8")
