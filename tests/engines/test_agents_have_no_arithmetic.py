"""The Mesa engine calls rules and computes nothing: what agents do is what the kernel does."""

import ast
import inspect
from collections.abc import Iterator

import pytest

from aiscenarios.engines import actors, agents

ALLOWED = {("RaceModel", "step")}
"""Where time passes: the only sums are those of the clock, and they touch no state."""
CLASSES = (actors.ResearcherAgent, actors.LabAgent, actors.BlocAgent, agents.RaceModel)


def methods() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every method of the engine's classes, with the name of its class."""
    both = inspect.getsource(actors) + inspect.getsource(agents)
    for node in ast.walk(ast.parse(both)):
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef):
                    yield node.name, part


def sums(method: ast.FunctionDef) -> list[str]:
    """Arithmetic in a method: operators on numbers, in place or not; annotations and unions apart."""
    inside = [node for statement in method.body for node in ast.walk(statement)]
    return [
        ast.unparse(node)
        for node in inside
        if isinstance(node, ast.BinOp | ast.AugAssign)
        or (isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not))
    ]


def test_no_method_of_an_agent_does_arithmetic() -> None:
    """Agents and the model's phases hold no operator on numbers, only calls of compiled steps."""
    seen = 0
    for owner, method in methods():
        seen += 1
        if (owner, method.name) not in ALLOWED:
            assert sums(method) == [], f"{owner}.{method.name}"
    assert seen > len(CLASSES)


def test_the_clock_alone_is_counted() -> None:
    """The exception, the model's step, computes the next quarter and the year's row, and nothing else."""
    found = [text for owner, method in methods() if (owner, method.name) in ALLOWED for text in sums(method)]
    assert found == ["t // 4", "t + 1"]


@pytest.mark.parametrize("kind", CLASSES[:3])
def test_agents_write_no_state(kind: type[actors.ResearcherAgent]) -> None:
    """No agent assigns to a record or an array: rules are the only writers."""
    for node in ast.walk(ast.parse(inspect.getsource(kind))):
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            assert not any(isinstance(target, ast.Subscript) for target in targets), ast.unparse(node)
