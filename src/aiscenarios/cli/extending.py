"""``--with``: levers and outcomes from outside the package."""

import importlib
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from aiscenarios.errors import InputError, fault_outside

if TYPE_CHECKING:
    from aiscenarios.scenario import Outside

__all__ = ["load"]


def load(names: Sequence[str] | None) -> "Outside":
    """The ``levers`` and ``outcomes`` of some modules, each a list or tuple at their top level.

    Args:
        names: importable names, or paths that end with .py.

    Raises:
        InputError: a module cannot be imported or names neither, or what it names is not as it must be.
    """
    from aiscenarios.scenario import outside

    found = [_extension(name, _module(name)) for name in names or ()]
    return outside(
        [lever for levers, _ in found for lever in levers],
        [outcome for _, outcomes in found for outcome in outcomes],
    )


def _extension(name: str, module: ModuleType) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    offered = _offered(name, module, "levers"), _offered(name, module, "outcomes")
    if not any(offered):
        raise InputError("offers no levers and no outcomes", file=name, hint="write levers = [...] in it")
    return offered


def _module(name: str) -> ModuleType:
    is_file = name.endswith(".py")
    _refuse_absent(name, is_file=is_file)
    try:
        return _from_file(Path(name)) if is_file else importlib.import_module(name)
    except (Exception, SystemExit) as problem:
        raise fault_outside("what it offers", problem, name if is_file else _origin(name)) from problem


def _refuse_absent(name: str, *, is_file: bool) -> None:
    if is_file and not Path(name).is_file():
        raise InputError("there is no such file", file=name)
    if not is_file and _origin(name) is None:
        beside = Path(f"{name}.py").is_file()
        hint = (
            f"write --with {name}.py" if beside else "name an installed module, or a file that ends with .py"
        )
        raise InputError(f"there is no module '{name}'", path="--with", hint=hint)


def _origin(name: str) -> str | None:
    """The file of a module, or None if there is no such module."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    return None if spec is None else spec.origin or name


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
