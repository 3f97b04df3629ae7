"""Tables of the ODD page, from the code and the catalogues: ``make tables`` writes ``docs/tables/odd``.

A test holds the files equal to what this gives, so a table cannot say what the code does not.
"""

import ast
import importlib
import inspect
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from aiscenarios import evidence, levers, observations, outcomes, state
from aiscenarios.engines import actors, agents
from aiscenarios.state import NOTE_KINDS

DOCS = Path(__file__).parent
TABLES = DOCS / "tables" / "odd"
ENTITIES = {
    "PERSON": "Researcher", "LAB": "Lab", "CRAFT": "Lab x modality", "REACH": "Lab x bloc's market",
    "STOCK": "Lab x origin", "BLOC": "Bloc", "FRONT": "Bloc x modality", "PAIR": "Bloc x bloc",
    "WORLD": "World", "RUNG": "Ladder of openings",
}  # fmt: skip
PHASES = (
    ("Policy and chips", "_policy_and_chips"), ("Research and products", "_research_and_products"),
    ("Money", "_money"), ("People", "_people"), ("Tally", "_tally"),
)  # fmt: skip
"""Stretches of a quarter, by the engine's method that runs each."""


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(each) for each in line)} |" for line in lines) + "\n"


def _cell(value: object) -> str:
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return " ".join(text.replace("|", "/").split())


def fields() -> dict[str, dict[str, list[str]]]:
    """Unit and meaning of every state variable."""
    return YAML(typ="safe").load(DOCS / "fields.yaml")  # type: ignore[no-any-return]


def entities() -> str:
    """Every record with its fields, in the order of the dtype."""
    said = fields()
    return table(
        ("entity", "state variable", "unit", "meaning"),
        (
            (title, f"`{name}`", *said[record][name])
            for record, title in ENTITIES.items()
            for name in np.dtype(getattr(state, record)).names or ()
        ),
    )


def schedule() -> str:
    """What happens in a quarter, in order, as the engine's methods say."""
    return table(
        ("stretch", "who", "step", "what"),
        ((title, *step) for title, method in PHASES for step in _steps(method)),
    )


def _steps(method: str) -> Iterator[tuple[str, str, str]]:
    """Who acts, the step of the rules, and the first line of its docstring."""
    source = ast.parse(textwrap.dedent(inspect.getsource(getattr(agents.RaceModel, method))))
    for call in (node.value for node in ast.walk(source) if isinstance(node, ast.Expr)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        if call.func.attr == "do":
            yield "world", *_rule(ast.unparse(call.args[0]))
        elif call.func.attr == "each":
            who = ast.unparse(call.args[0]).removeprefix("self.")
            yield f"each of the {who}", *_action(who, ast.literal_eval(call.args[1]))


def _rule(name: str) -> tuple[str, str]:
    module, _, step = name.partition(".")
    found = getattr(importlib.import_module(f"aiscenarios.rules.{module}"), step)
    return f"`{name}`", _first_line(found)


def _action(who: str, action: str) -> tuple[str, str]:
    """The steps an actor's method calls."""
    kind = {"blocs": actors.BlocAgent, "labs": actors.LabAgent, "researchers": actors.ResearcherAgent}[who]
    source = ast.parse(textwrap.dedent(inspect.getsource(getattr(kind, action))))
    called = [
        ast.unparse(node.args[0])
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "act"
    ]
    steps = [_rule(name) for name in dict.fromkeys(called)]
    return ", ".join(name for name, _ in steps), " ".join(what for _, what in steps)


def _first_line(found: object) -> str:
    return (inspect.getdoc(getattr(found, "py_func", found)) or "").partition("\n")[0]


def parameters() -> str:
    """Every uncertain number: prior after claims, unit, mechanism, source of the reference."""
    known = evidence.load()
    believed = evidence.priors(known)
    moved = Counter(landing.name for claim in known.claims for landing in claim.priors)
    rows = []
    for name, each in known.uncertain.items():
        low, high = believed.quantile(name, [0.05, 0.95])
        claims = f"{moved[name]} claims" if moved[name] > 1 else "1 claim" if moved[name] else ""
        rows.append(
            (
                f"`{name}`",
                each.meaning,
                each.unit,
                f"{low:.3g} to {high:.3g}",
                claims,
                each.origin,
                each.source,
            )
        )
    return table(("parameter", "meaning", "unit", "prior, 5% to 95%", "moved by", "origin", "source"), rows)


def constants() -> str:
    """Every fixed number with its source."""
    known = evidence.load().constants
    rows = ((f"`{n}`", c.meaning, c.unit, float(c.value), c.origin, c.source) for n, c in known.items())
    return table(("constant", "meaning", "unit", "value", "origin", "source"), rows)


def policy() -> str:
    """Every lever with owner, place, unit, range, what no effect is, and what it costs whom."""
    rows = (
        (f"`{each.name}`", each.sentence, ", ".join(each.owner), ", ".join(each.felt_at), each.unit,
         f"{each.low:g} to {each.high:g}", each.no_effect_means, _cost(each), each.public_series)
        for each in levers.load()
    )  # fmt: skip
    head = (
        "lever",
        "what it does",
        "owner",
        "felt at",
        "unit",
        "range",
        "no effect is",
        "cost",
        "public series",
    )
    return table(head, rows)


def _cost(lever: levers.Lever) -> str:
    cost = lever.cost
    return f"{cost.sentence} (paid by {cost.payer}; {cost.source})"


def outcome() -> str:
    """Every family of outcomes with unit, columns, definition and public series."""
    rows = (
        (f"`{each.name}`", each.over or "", each.unit, each.meaning, each.series)
        for each in outcomes.CATALOGUE
    )
    return table(("outcome", "over", "unit", "meaning", "public series"), rows)


def series() -> str:
    """Every public series that is observed: unit, lag, error, what is seen, publisher."""
    rows = (
        (f"`{name}`", each.unit, f"{each.lag.months:g}", f"{each.error.sd:g} {each.error.scale}", each.sees,
         f"{each.title} ({each.publisher})")
        for name, each in observations.known().items()
    )  # fmt: skip
    return table(("series", "unit", "lag, months", "error, sd on scale", "what it sees", "source"), rows)


def sources() -> str:
    """Every publication that facts and articles come from, and how many of each."""
    known = evidence.load()
    facts = Counter((fact.publisher, fact.title, fact.year) for fact in known.facts)
    rows: list[tuple[object, ...]] = [
        (article.publisher, article.title, article.published, f"{len(article.claims)} claims")
        for article in known.articles
    ]
    rows += [
        (*source, f"{count} facts" if count > 1 else "1 fact") for source, count in sorted(facts.items())
    ]
    return table(("publisher", "title", "year", "used for"), rows)


def events() -> str:
    """Kinds of notable events that a run notes down."""
    return ", ".join(NOTE_KINDS) + "\n"


MADE = {
    "entities": entities, "schedule": schedule, "parameters": parameters, "constants": constants,
    "levers": policy, "outcomes": outcome, "series": series, "sources": sources, "events": events,
}  # fmt: skip
"""Table by file name."""


def main() -> None:
    """Write every table."""
    TABLES.mkdir(parents=True, exist_ok=True)
    for name, make in MADE.items():
        (TABLES / f"{name}.md").write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
