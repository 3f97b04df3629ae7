"""``--with``: levers and outcomes from outside the package."""

import importlib
import importlib.util
import sys
from collections.abc import Sequence
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


def load(names: Sequence[str]) -> Extension:
    """The ``levers`` and ``outcomes`` of some modules, each a list or tuple at their top level.

    Args:
        names: importable names, or paths that end with .py.

    Raises:
        InputError: a module cannot be imported, or names neither.
    """
    found = [_extension(name, _module(name)) for name in names]
    return Extension(
        tuple(lever for each in found for lever in each.levers),
        tuple(outcome for each in found for outcome in each.outcomes),
    )


def _extension(name: str, module: ModuleType) -> Extension:
    offered = Extension(_offered(name, module, "levers"), _offered(name, module, "outcomes"))
    if not any(offered):
        raise InputError("offers no levers and no outcomes", file=name, hint="write levers = [...] in it")
    return offered


def _module(name: str) -> ModuleType:
    try:
        return _from_file(Path(name)) if name.endswith(".py") else importlib.import_module(name)
    except (Exception, SystemExit) as problem:
        raise InputError(f"cannot be imported: {type(problem).__name__}: {problem}", file=name) from problem


def _from_file(path: Path) -> ModuleType:
    # A name of its own, so that a user's json.py takes the place of no other module.
    name = f"aiscenarios_with_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _offered(name: str, module: ModuleType, what: str) -> tuple[Any, ...]:
    offered = getattr(module, what, ())
    if not isinstance(offered, list | tuple):
        raise InputError(f"its '{what}' is no list", file=name, hint=f"write {what} = [...]")
    return tuple(offered)
