"""Laws of a page as text: it is whole, it asks for nothing, and no name can speak HTML."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from aiscenarios import InputError, ensemble, evidence, report
from aiscenarios.report import provenance

MOST = 8_000_000
SINGLE = (
    "answer", "endings", "outcomes", "links", "talent", "story", "why-not", "numbers", "limits",
    "definitions", "manifest",
)  # fmt: skip
COMPARISON = (
    "answer", "endings", "spreads", "scenario-1", "why-not-1", "scenario-2", "why-not-2", "numbers", "limits",
    "definitions", "manifest",
)  # fmt: skip
FETCHES = {"src", "srcset", "href", "action", "data", "poster", "formaction", "background"}


class Reader(HTMLParser):
    """Sections, attributes that could fetch, scripts by kind, and all text outside scripts."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.sections, self.fetched, self.tags, self.words, self.scripts, self.labels = [], [], [], [], [], []
        self._script = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append(tag)
        if tag == "section":
            self.sections.append(found["id"])
        if found.get("role") == "img":
            self.labels.append(found["aria-label"])
        self.fetched += [value for name, value in attributes if name in FETCHES]
        self._script = found.get("type", "code") if tag == "script" else self._script

    def handle_endtag(self, tag):
        self._script = None if tag == "script" else self._script

    def handle_data(self, data):
        if self._script is None:
            self.words.append(data)
        else:
            self.scripts.append((self._script, data))


@pytest.fixture(scope="module")
def read(pages):
    """The pages, parsed."""
    return {kind: Reader(path.read_text(encoding="utf-8")) for kind, path in pages.items()}


@pytest.mark.parametrize(
    ("kind", "sections"), [("single", SINGLE), ("hostile", SINGLE), ("comparison", COMPARISON)]
)
def test_every_section_is_present_and_in_the_contents(kind, sections, read):
    """A page has all its chapters in order, and its contents lead to each."""
    assert tuple(read[kind].sections) == sections
    anchors = [link for link in read[kind].fetched if link.startswith("#")]
    assert anchors == [f"#{section}" for section in sections[1:]]


@pytest.mark.parametrize("kind", ["single", "comparison", "hostile"])
def test_a_page_stays_small(kind, pages):
    """Less than 8 MB, plotly included once."""
    text = pages[kind].read_text(encoding="utf-8")
    assert pages[kind].stat().st_size < MOST
    assert text.count("* plotly.js v") == 1


@pytest.mark.parametrize("kind", ["single", "comparison", "hostile"])
def test_nothing_on_a_page_points_outside(kind, read):
    """Links lead inside the page; the icon is empty data; nothing else could fetch."""
    assert all(link.startswith("#") or link == "data:," for link in read[kind].fetched)
    assert not {"iframe", "object", "embed", "base", "form", "img"} & set(read[kind].tags)


@pytest.mark.parametrize("kind", ["single", "comparison", "hostile"])
def test_the_policy_names_each_script_and_forbids_the_rest(kind, pages, read):
    """Content-Security-Policy: no default, scripts by hash, no connection."""
    policy = re.search(
        r'http-equiv="Content-Security-Policy" content="([^"]*)"', pages[kind].read_text()
    ).group(1)
    code = [text for form, text in read[kind].scripts if form == "code"]
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in code}
    assert "default-src &#39;none&#39;" in policy
    assert set(re.findall(r"sha256-([\w+/]+=)", policy)) == hashes
    assert "connect-src" not in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("kind", ["single", "comparison"])
def test_every_figure_has_data_a_label_and_a_table(kind, read):
    """Each figure's data is JSON; its label carries numbers; its table stands under it."""
    page = read[kind]
    data = [json.loads(text) for form, text in page.scripts if form == "application/json"]
    assert len(data) == len(page.labels) == page.tags.count("figcaption") > 0
    assert all(re.search(r"\d", label) for label in page.labels)
    assert page.tags.count("figure") == page.words.count("The numbers of this figure")


def test_hostile_names_are_words_and_nothing_else(read, hostile_text):
    """Every name a user can choose is shown letter by letter, and makes no element."""
    page = read["hostile"]
    words = "".join(page.words)
    assert words.count(hostile_text) >= 4
    assert page.tags.count("a") == len(SINGLE) - 1
    assert [form for form, _ in page.scripts].count("code") == 2
    assert "{{ 7*7 }}" in words
    assert "49 </title>" not in words


def test_the_answer_stands_first_and_says_all(read, pressed):
    """IF, THEN, the date, each ending with range, failed runs, clocks, and that endings overlap."""
    words = " ".join("".join(read["single"].words).split())
    answer = words[: words.index("Chance of each ending, and when", words.index("THEN"))]
    for said in (
        "IF", "THEN, by the end of 2030", "sampling range (90%)", "All 60 runs finished.", "facts to",
        "policies to", "today", "scenario from",
        "More than one ending can happen, so the column does not add to 100%.", "fact", "article",
        "our assumption", "recalled", "ICD 203",
    ):  # fmt: skip
        assert said in answer
    assert all(ending.title in answer for ending in pressed.judgement.values())


def test_the_origins_are_those_of_the_evidence(read):
    """The counts on the first screen are the evidence's own."""
    from aiscenarios import evidence

    words = [word.strip() for word in read["single"].words if word.strip()]
    for name, count in evidence.load().origins().items():
        assert str(count) == words[words.index(name) + 1]


def test_every_number_of_the_model_is_listed_with_its_source(today):
    """The parameter table holds everything with a prior, the other every constant, none without a source."""
    from aiscenarios import evidence

    known = evidence.load()
    table, fixed = provenance.parameters(today, known), provenance.constants(known)
    assert len(table.rows) == len(known.uncertain)
    assert len(fixed.rows) == len(known.constants)
    assert all(row[5] for row in table.rows)
    assert all(row[4] for row in fixed.rows)


def test_every_claim_is_listed_where_it_lands():
    """The claims' table has each claim once, with a landing."""
    from aiscenarios import evidence

    known = evidence.load()
    rows = provenance.claims(known).rows
    assert [row[0] for row in rows] == [claim.id for claim in known.claims]
    assert all(row[4] for row in rows)


def test_blockers_are_shares_of_the_runs_that_failed_an_ending(today):
    """Each ending that some finished run missed is listed with how many missed it, and no other ending is."""
    told = {row[0]: row[1] for row in provenance.blockers(today).rows if row[0]}
    missed = {end.title: int((~end.true & ~today.failed).sum()) for end in today.judgement.values()}
    assert told == {title: f"{count} of 60 runs" for title, count in missed.items() if count}


def test_limits_say_what_why_and_to_what_effect():
    """Each limit is a full sentence with its reason and its effect."""
    limits = provenance.limits()
    assert len({limit.what for limit in limits}) == len(limits) >= 10
    assert all(part.endswith(".") for limit in limits for part in limit)


def test_changed_evidence_is_said(today, read):
    """A result made with other evidence says that the tables are newer than its chances."""
    from dataclasses import replace

    older = replace(today, store=replace(today.store, manifest=replace(today.manifest, evidence="older")))
    assert "has changed since" in report.html([older])
    assert "has changed since" not in "".join(read["single"].words)


def test_writing_is_all_or_nothing(today, tmp_path, monkeypatch):
    """A page that cannot be finished leaves the old one, and no draft."""
    place = tmp_path / "report.html"
    place.write_text("old")
    monkeypatch.setattr(report, "html", lambda *_, **__: "new")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        report.write([today], place)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert place.read_text() == "old"


def test_bad_requests_are_refused(today, tmp_path):
    """No result, an unknown scale, a folder that is not there, a reference beside several results."""
    with pytest.raises(InputError, match="needs a result"):
        report.html([])
    with pytest.raises(InputError, match="no scale of words"):
        report.html([today], words="tea leaves")
    with pytest.raises(InputError, match="is a folder; name a file in it"):
        report.write([today], tmp_path)
    with pytest.raises(InputError, match="does not exist"):
        report.write([today], tmp_path / "no" / "a.html")
    with pytest.raises(InputError, match=r"must end with \.html"):
        report.write([today], tmp_path / "mine.yaml")
    with pytest.raises(InputError, match="is a file of a stored result, and is not overwritten"):
        report.write([today], today.folder / "config.yaml")
    with pytest.raises(InputError, match="for the page of one result"):
        report.html([today, today], reference=today)


def test_other_words_on_request(today):
    """The panel's words replace the directive's, and the page says where they were published."""
    page = report.html([today], words="ipcc")
    assert "Words follow IPCC" in page
    assert "Mastrandrea et al. (2010)" in page


def test_numbers_drawn_from_a_fit_show_it() -> None:
    """Of fitted runs the table of numbers has what the facts made of them; of others it has none."""
    small = {"runs": 2, "seed": 5, "agents": 200, "progress": "none"}
    after, start = (
        provenance.parameters(ensemble.run("current_policy", beliefs=name, **small), evidence.load())
        for name in ("fitted", "prior")
    )
    assert "fitted" not in start.header and "starting beliefs" in start.caption
    place = after.header.index("fitted")
    told = {row[0]: row[place] for row in after.rows}
    assert " to " in told["chip bite"] and told["peer pull"] == ""
