"""``--with``: levers and outcomes from outside the package."""

import importlib
import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.levers import UserLever
    from aiscenarios.outcomes import Outcome

__all__ = ["Extension", "load"]


class Extension(NamedTuple):
    """What some modules add."""

    levers: "tuple[UserLever, ...]"
    outcomes: "tuple[Outcome, ...]"


def load(names: Iterable[str]) -> Extension:
    """The ``levers`` and ``outcomes`` of some modules, each a list or tuple at their top level.

    Args:
        names: importable names, or paths that end with .py.

    Raises:
        InputError: a module cannot be imported, or names neither.
    """
    found = [
        (_offered(name, module, "levers"), _offered(name, module, "outcomes"))
        for name, module in _modules(names)
    ]
    for name, (levers, outcomes) in zip(names, found, strict=True):
        if not levers and not outcomes:
            raise InputError("offers no levers and no outcomes", file=name, hint="write levers = [...] in it")
    return Extension(
        tuple(lever for levers, _ in found for lever in levers),
        tuple(outcome for _, outcomes in found for outcome in outcomes),
    )


def _modules(names: Iterable[str]) -> list[tuple[str, ModuleType]]:
    return [(name, _module(name)) for name in names]


def _module(name: str) -> ModuleType:
    try:
        return _from_file(Path(name)) if name.endswith(".py") else importlib.import_module(name)
    except Exception as problem:
        raise InputError(f"cannot be imported: {type(problem).__name__}: {problem}", file=name) from problem


def _from_file(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def _offered(name: str, module: ModuleType, what: str) -> tuple[Any, ...]:
    offered = getattr(module, what, ())
    if not isinstance(offered, list | tuple):
        raise InputError(f"its '{what}' is no list", file=name, hint=f"write {what} = [...]")
    return tuple(offered)
