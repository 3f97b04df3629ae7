"""Articles of a user's own: the template, what is refused and where, and that nothing ends in a traceback."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios import InputError, evidence, updates
from aiscenarios.seeds import path
from aiscenarios.updates.article import read, read_again


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> str:
    """The text of the template."""
    return updates.write_template(tmp_path_factory.mktemp("template") / "mine.yaml").read_text(
        encoding="utf-8"
    )


def test_the_template_is_valid(tmp_path, stored) -> None:
    """The commented article is valid as it is, has a claim of every kind, and is answered."""
    file = updates.write_template(tmp_path / "mine.yaml")
    made = updates.update(file, stored)
    assert {each.claim.kind for each in made.claims} == {"figure", "event", "opinion", "policy"}
    assert evidence.load().with_article(file).claim("my-article-4").priors


def test_the_template_never_overwrites(tmp_path) -> None:
    """A file that is there stays as it is."""
    file = tmp_path / "mine.yaml"
    file.write_text("mine")
    with pytest.raises(InputError, match="not overwritten"):
        updates.write_template(file)
    assert file.read_text() == "mine"


def test_both_readers_of_articles_agree(few) -> None:
    """What update reads of a shipped article is what the evidence reads of it."""
    for file in sorted(path("articles").glob("*.yaml")):
        news, more = read(file, few, evidence.load())
        assert news.article in evidence.load().articles
        assert more.claims == evidence.load().claims


FAULTS = {
    "kind: figure": ("kind: figur", "did you mean 'figure'"),
    "series: arena_gap_composite": ("series: arena_gap_composit", "did you mean 'arena_gap_composite'"),
    "entity: US-China": ("entity: US-Chine", "did you mean 'US-China'"),
    "period: 2026-06": ("period: 2026-12", "was not over when the article was published"),
    "period: 2026-06,": ("period: June,", "is not a period"),
    "value: 110": ("value: 0.9.1", "plain number in the series' unit: Elo points"),
    "at: 2026Q2": ("at: 2060Q1", "lies after the runs"),
    "outcome: us_lead_months": ("outcome: us_lead_month", "did you mean 'us_lead_months'"),
    "value: 6 months to 30 months": ("value: 8 months", "does not say how far it may be off"),
    "6 months to 30 months": ("30 months to 6 months", "does not go from low to high"),
    "by: 2026Q3": ("by: 2027Q3", "lies after the article was published"),
    "P: peer_pull": ("P: peer_pul", "did you mean 'peer_pull'"),
    "says: 0.2 to 0.9": ("says: 1e300 to 1e301", "is of another order of size"),
    "says: 0.2 to 0.9,": ("says: 0.9 to 0.2,", "write the smaller number first"),
    "lever: export_controls": ("lever: export_control", "did you mean 'export_controls'"),
    "value: total_ban": ("value: total_bann", "total_ban"),
    "published: 2026-10": ("published: 2026-02-31", "is no date"),
    "trust: ordinary": ("trust: odd", "one of ordinary, doubtful"),
    "story_of: a": ("story: a", "did you mean 'story_of'"),
    "id: my-article-2": ("id: my-article-1", "stands twice"),
    "id: my-article-3": ("id: 000-3", "stands twice and says two things"),
    "paragraph: 3": ("paragraph: 1e999", "is no paragraph"),
    "reliability: opinion": ("reliability: sure", "is unknown"),
}  # fmt: skip


@pytest.mark.parametrize("right", FAULTS)
def test_what_is_wrong_is_said_in_its_place(tmp_path, few, template, right: str) -> None:
    """Every fault names file, line and column, and what to write instead."""
    wrong, said = FAULTS[right]
    assert right in template
    file = tmp_path / "mine.yaml"
    file.write_text(template.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        updates.update(file, few)
    assert said in str(refused.value)
    for error in refused.value.errors:  # type: ignore[attr-defined]
        assert error.file == str(file)
        assert error.line and error.column


def test_all_faults_are_said_at_once(tmp_path, few, template) -> None:
    """Faults of several claims are one answer, in the order of lines."""
    file = tmp_path / "mine.yaml"
    wrong = (
        "kind: figure",
        "entity: US-China",
        "P: peer_pull",
        "by: 2026Q3",
        "value: total_ban",
        "trust: ordinary",
    )
    text = template
    for right in wrong[1:5]:
        text = text.replace(right, FAULTS[right][0], 1)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        updates.update(file, few)
    lines = [error.line for error in refused.value.errors]  # type: ignore[attr-defined]
    assert len(lines) >= 4
    assert lines == sorted(lines)


def test_a_number_counts_once(tmp_path, few, template) -> None:
    """What a claim reports may not also land in a starting belief."""
    file = tmp_path / "mine.yaml"
    landing = "    lands_in: [{P: follower_rate, says: 0.2 to 0.9, because: reasons}]\n"
    place = "    reported: {series"
    file.write_text(template.replace(place, landing + place), encoding="utf-8")
    with pytest.raises(InputError, match="would count twice"):
        updates.update(file, few)


def test_an_article_of_a_day_to_come_is_refused(tmp_path, few, template) -> None:
    """What is not published yet reports nothing."""
    file = tmp_path / "mine.yaml"
    file.write_text(template.replace("published: 2026-10", "published: 2059-10"), encoding="utf-8")
    with pytest.raises(InputError, match="published: 2059-10 is still to come"):
        updates.update(file, few)


def test_a_source_that_prints_early_can_be_reported(tmp_path, few, template) -> None:
    """A visa season is printed before its year is over, and can be reported from then on."""
    printed = "{series: h1b_cap_registrations, entity: United States, period: FY2027, value: 300000}"
    reported = "{series: arena_gap_composite, entity: US-China, period: 2026-06, value: 110}"
    assert reported in template
    for year, told in (("FY2027", None), ("FY2028", "was not over when the article was published")):
        file = tmp_path / f"{year}.yaml"
        text = template.replace(reported, printed.replace("FY2027", year))
        file.write_text(text, encoding="utf-8")
        try:
            updates.update(file, few)
            said = ""
        except InputError as error:
            said = str(error)
        assert (told in said) if told else ("not over" not in said)


@pytest.mark.parametrize(("kind", "command"), [("questions", "ask"), ("scenario", "run"), ("world", "run")])
def test_a_file_of_another_kind_is_told_who_reads_it(tmp_path, few, template, kind, command) -> None:
    """A file that another command reads is refused in one line, not key by key."""
    file = tmp_path / "mine.yaml"
    file.write_text(template.replace("kind: article", f"kind: {kind}"), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        updates.update(file, few)
    assert f"kind: is {kind}, not an article; 'aiscenarios {command} FILE'" in str(refused.value)
    assert len(refused.value.errors) == 1  # type: ignore[attr-defined]


def test_a_lab_inside_a_year_is_refused(tmp_path, few, template) -> None:
    """What the table of labs tells is known at the ends of years, and a figure of another day is refused."""
    file = tmp_path / "mine.yaml"
    reported = "series: arena_gap_composite, entity: US-China, period: 2026-06"
    assert reported in template
    lab = "series: lab_compute_available_year_end, entity: OpenAI, period: 2025-06"
    file.write_text(template.replace(reported, lab), encoding="utf-8")
    with pytest.raises(InputError, match=r"period: 'lab_compute_available_year_end' is seen at the ends of"):
        updates.update(file, few)


NASTY = (
    "", "~", "[]", "{}", "- 1", "1e999", "-1e308", "1e308 to 1.5e308", "1e-320 to 2e-320", "nan", ".inf",
    "0 to 0", "2026-13", "0000-00", "2026-02-30", "9999Q4", "&a *a", "!!python/object:x", "'", '"',
    "{a: b, c}", "\t", "%", "over 20%", "a" * 3000, "\x07", "us_lead_months < ", "not (", "000-1",
    "US$ 5", "1 to 2 to 3", "sustained(us_gap > 3, quarters=999999)", "true", "total_ban", "2019",
    "FY0000", "2019-0000", "0 months to 1e308 months",
)  # fmt: skip


@st.composite
def _broken(draw, text: str) -> str:
    """The template after some accidents."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for _ in range(draw(st.integers(1, 3))):
        n = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(("value", "drop", "twice", "cut", "indent", "flow"))):
            case "value":
                lines[n] = (
                    f"{lines[n].partition(':')[0]}: {draw(st.sampled_from(NASTY) | st.text(max_size=8))}"
                )
            case "drop":
                del lines[n]
            case "twice":
                lines.insert(n, lines[n])
            case "cut":
                lines[n] = lines[n][: draw(st.integers(0, len(lines[n])))]
            case "indent":
                lines[n] = "  " + lines[n]
            case "flow":
                parts = lines[n].split(", ")
                k = draw(st.integers(0, len(parts) - 1))
                parts[k] = f"{parts[k].rpartition(':')[0]}: {draw(st.sampled_from(NASTY))}"
                lines[n] = ", ".join(parts)
        if not lines:
            break
    return "\n".join(lines) + "\n"


@given(data=st.data())
def test_a_malformed_article_never_gives_a_traceback(data, few, template) -> None:
    """Whatever befalls an article, it is read, or refused with a place in the file."""
    text = data.draw(_broken(template))
    try:
        read_again(text, "mine.yaml", few, evidence.load())
    except InputError as error:
        assert error.file == "mine.yaml"


@given(data=st.data())
def test_any_article_that_is_read_is_answered(data, few, template, tmp_path_factory) -> None:
    """An article that is read is weighed, however odd its numbers are."""
    file = tmp_path_factory.mktemp("odd") / "mine.yaml"
    odd = st.sampled_from(("1e-300", "1e300", "0.1", "99.9", "50", "1e12", "-3"))
    low, high = sorted((data.draw(odd), data.draw(odd)), key=float)
    text = template.replace("value: 110", f"value: {low} to {high}").replace("0.2 to 0.9", f"{low} to {high}")
    file.write_text(text.replace("6 months to 30 months", f"{low} months to {high} months"), encoding="utf-8")
    try:
        made = updates.update(file, few)
    except InputError as error:
        assert error.line
    else:
        assert made.verdict in {"instant", "approximate", "refused", "unchanged"}
