"""Files of questions drawn by Hypothesis: keys and values that are right, nearly right, or anything."""

import json

from hypothesis import strategies as st

from aiscenarios.questions.reading import ENTRY, HEAD

WORDS = (
    "1", "questions", "T", "a", "binary", "numeric", "date", "true", "false", "never", "", " ", ">", "-1",
    "0.5", "1e400", "nan", ".inf", "-0", "1_000", "40%", "5 points", "3 months", "1M H100e", "US$ 5bn",
    "1.6x", "2027Q4", "2027-12-31", "2027", "2027-13", "0000", "9999-12-31", "2018", "2061", "2024-12-31",
    "FY2026", "2027-2026", "2026-02-30", "us_gap", "us_gap < 5", "us_gap < 5 points", "compute_share.CN",
    "us_gap <", "sustained(us_gap < 5 points, quarters=4)", "((((", "us_lead_months + us_gap", "OpenAI",
    "Maple", "compute", "staff", "hire_to_release", "eci_gap", "US-China", "h1b_cap_registrations",
    "United States", "training_gpu_hours", "\u2028", "\ud7ff", "0x10", "1e-400",
)  # fmt: skip
ABOUT = (
    {"type": "binary", "if": "us_gap < 5 points", "by": "2027-08-15"},
    {"type": "date", "if": "us_gap < 5 points", "by": "2027Q3"},
    {"type": "numeric", "outcome": "compute_share.CN", "at": "2027-05"},
    {"type": "binary", "outcome": "us_lead_months", "at": "2027Q4", "above": "3 months"},
    {"type": "numeric", "lab": "OpenAI", "measure": "staff", "at": "2027Q4"},
    {"type": "binary", "lab": "Tencent", "measure": "compute", "at": "2027Q4", "below": "1M H100e"},
    {"type": "numeric", "series": "eci_gap", "entity": "US-China", "period": "2027-06"},
    {"type": "binary", "series": "h1b_cap_registrations", "entity": "United States", "period": "FY2028",
     "above": "400000"},
)  # fmt: skip
"""What sound questions are about, one of each."""

scalars = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=6),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.booleans(),
    st.none(),
)
values = st.one_of(
    scalars,
    st.lists(scalars, max_size=2),
    st.dictionaries(st.sampled_from(("value", "low", "high", "source", "date", "x")), scalars, max_size=5),
)
changes = st.dictionaries(st.sampled_from((*ENTRY, "x")), values, max_size=2)


@st.composite
def entries(draw: st.DrawFn) -> dict[str, object]:
    """A sound question, of which a few keys are changed or taken out."""
    sound = {"id": "a", "title": "T", "source": "S", "resolves": "2028-06-30"} | draw(st.sampled_from(ABOUT))
    gone = draw(st.sets(st.sampled_from(sorted(sound)), max_size=1))
    return {key: value for key, value in (sound | draw(changes)).items() if key not in gone}


def _named(found: list[dict[str, object]]) -> list[dict[str, object]]:
    """Each of the sound ids once."""
    return [each | {"id": f"a{n}"} if each.get("id") == "a" else each for n, each in enumerate(found)]


whole = st.lists(entries(), min_size=1, max_size=2).map(
    lambda found: {"format": 1, "kind": "questions", "title": "T", "questions": _named(found)}
)
loose = st.dictionaries(st.sampled_from(HEAD), st.one_of(values, st.lists(changes, max_size=2)), max_size=6)
texts = st.one_of(whole.map(json.dumps), whole.map(json.dumps), loose.map(json.dumps), st.text(max_size=200))
"""JSON is YAML; and texts that are anything."""
