"""Every draw that a rule makes is addressed by who decides: an identity, never a place in an array."""

import ast
from collections.abc import Iterator
from pathlib import Path

from aiscenarios import rules

DRAWS = {
    "uniform": 0, "uniform_pair": 0, "uniforms": 0, "normal": 0, "uniforms_of": 1,
}  # fmt: skip
"""Each function of ``draws`` that gives numbers, and how many arguments come before the address."""
OF_THE_WORLD = "0"
"""The one draw that nobody in particular makes: where the even spread of 2019 begins."""
IDENTITIES = {"me.id", "blocs[b].id", "identity", "some", "ids[i]", "lookers"}
"""Records' own identities, one caused by another actor, and arrays filled with identities."""
QUARTERS = {"w.quarter", "first", "_ONCE", "_BEFORE"}
"""The quarter, the first of its year, or for what is drawn once in a life, one before any."""
AHEAD = {"regimes.py": {"t", "t - t % _YEAR"}}
"""Paths that are drawn before a run begins, so from no world: their quarters, a year's first among them."""


def calls() -> Iterator[tuple[str, list[str], int]]:
    """Every draw made in a rule: where, its arguments as they are written, and how many come first."""
    for file in sorted(Path(rules.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DRAWS:
                where = f"{file.name}:{node.lineno}"
                yield where, [ast.unparse(each) for each in node.args], DRAWS[node.func.id]


def test_every_draw_has_seed_run_quarter_and_identity() -> None:
    """No draw in the rules leaves a part of its address out, or takes it from an index."""
    nobodys = []
    for where, arguments, first in calls():
        if first:
            _, who, seed, run, quarter, decision = arguments
        else:
            seed, run, quarter, who, decision = arguments
        file = where.partition(":")[0]
        assert (seed, run) == (("seed", "run") if file in AHEAD else ("w.seed", "w.run")), where
        assert quarter in AHEAD.get(file, QUARTERS), where
        assert decision.startswith("_"), where
        nobodys += [where] if who == OF_THE_WORLD else []
        assert who in IDENTITIES | {OF_THE_WORLD}, where
    assert len(nobodys) == 1


def test_no_decision_is_drawn_in_two_places() -> None:
    """A decision's channel is drawn from in one place, or where no actor passes twice in a quarter."""
    used: dict[str, list[str]] = {}
    for where, arguments, _ in calls():
        used.setdefault(arguments[-1], []).append(where.partition(":")[0])
    twice = {decision: files for decision, files in used.items() if len(files) > 1}
    assert twice == {
        "_OPEN": ["genesis.py"] * 2,  # a lab opens once, in 2019 or later
        "_LOOK": ["mobility.py"] * 2,  # at a year's start, or for who has come since: the same numbers
    }
