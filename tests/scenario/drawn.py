"""Random scenario files, all of them right."""

import json

from hypothesis import strategies as st

from aiscenarios.quarters import label
from aiscenarios.scenario.names import vocabulary
from aiscenarios.scenario.values import exact
from aiscenarios.scenario.vocabulary import LeverTerm

WORDS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30)
TITLES = WORDS.filter(lambda text: text.strip() != "" and not text.startswith("claim"))
NAMES = vocabulary()
FIRST, LAST = NAMES.first_open, 55


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def level(term: LeverTerm) -> st.SearchStrategy[str]:
    """A number in the lever's range, or one of its words."""
    number = st.floats(term.low, term.high).map(lambda value: exact(value, term.unit))
    return st.one_of(number, st.sampled_from([word for word, _ in term.levels])) if term.levels else number


@st.composite
def value(draw: st.DrawFn, term: LeverTerm) -> str:
    """A plain value, or dated ones with a ramp and a pulse."""
    if draw(st.booleans()):
        return draw(level(term))
    at = draw(st.lists(st.integers(FIRST, LAST), min_size=5, max_size=5, unique=True).map(sorted))
    q = [label(quarter) for quarter in at]
    parts = [
        f"start: {draw(level(term))}",
        f"{q[0]}: {draw(level(term))}",
        f"ramp: {{from: {q[1]}, to: {q[2]}, value: {draw(level(term))}}}",
        f"pulse: [{{from: {q[3]}, to: {q[4]}, value: {draw(level(term))}}}]",
        f"reference: {_quoted(draw(TITLES))}",
    ]
    return (
        "{" + ", ".join(draw(st.lists(st.sampled_from(parts[:4]), min_size=1, unique=True)) + parts[4:]) + "}"
    )


@st.composite
def levers(draw: st.DrawFn) -> str:
    """Some levers, for all or for one bloc or lab."""
    lines = ["levers:"]
    for term in draw(st.lists(st.sampled_from(NAMES.levers), max_size=4, unique_by=lambda term: term.name)):
        blocs = term.felt_at if len(term.felt_at) > 1 else ()
        actors = [*blocs, "all", *(["Tencent"] if term.labs else [])]
        chosen = draw(st.lists(st.sampled_from(actors), min_size=1, unique=True))
        lines.append(f"  {term.name}: {{{', '.join(f'{actor}: {draw(value(term))}' for actor in chosen)}}}")
    return "\n".join(lines) + "\n" if len(lines) > 1 else ""


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A whole file."""
    names = NAMES.parameters
    term = draw(st.sampled_from([one for one in names if one.unit == "number"]))
    low = draw(st.floats(0.01, 0.4))
    high = low + draw(st.floats(0.01, 0.4))
    move = f"{{from: OpenAI, to: Tencent, researchers: {draw(st.integers(1, 99))}}}"
    lab = (
        f"{{name: {_quoted('Lab ' + draw(TITLES))}, bloc: ROW, kind: startup, joins: 2027Q1, cash: RMB 2bn}}"
    )
    lines = [
        "format: 1\nkind: scenario\n",
        f"title: {_quoted(draw(TITLES))}\n",
        f"story: {_quoted(draw(TITLES))}\n",
        f"references: [{_quoted(draw(TITLES))}]\n",
        draw(levers()),
        f"beliefs: {{{term.name}: {low!r} to {high!r}, claims: {{003-7: ignore}}}}\n",
        f"reactions:\n  - {{who: CN, when: us_lead_months > {draw(st.integers(1, 30))} months, for: 2, "
        f"set: {{buyer_guidance: {draw(st.floats(0, 1))!r}}}, lasts: for good}}\n",
        f"labs:\n  - {lab}\n",
        f"events:\n  - {{at: 2028Q2, move: {move}}}\n",
    ]
    return "".join(lines[:3]) + "".join(part for part in lines[3:] if draw(st.booleans()))
