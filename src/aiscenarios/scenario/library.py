"""Where scenarios are found: the shipped ones by name, others by path, and what each extends."""

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from aiscenarios import __version__, seeds
from aiscenarios.errors import InputError, did_you_mean
from aiscenarios.files.faults import Faults, InputErrors
from aiscenarios.files.nodes import NOWHERE, Node, Place, Sequence
from aiscenarios.files.reader import read_text, text_of
from aiscenarios.levers import UserLever
from aiscenarios.outcomes import Outcome
from aiscenarios.scenario.change import with_outside
from aiscenarios.scenario.document import apply, blank, check_head
from aiscenarios.scenario.model import Scenario
from aiscenarios.scenario.names import vocabulary
from aiscenarios.scenario.outside import NOTHING, Outside, outside
from aiscenarios.scenario.text import as_scalar
from aiscenarios.scenario.vocabulary import Vocabulary

__all__ = ["ALIASES", "check_file", "find", "load", "load_with", "shipped", "validate"]

ALIASES = {"baseline": "current_policy"}
_SUFFIXES = (".yaml", ".yml")
_HERE = (os.curdir, os.pardir)
_MOST_FILES = 20


def shipped() -> tuple[str, ...]:
    """Names of the shipped scenarios."""
    return tuple(sorted(file.stem for file in seeds.scenario_dir().glob("*.yaml")))


def load(
    name_or_path: str | Path, *, as_of: date | str | None = None,
    levers: Iterable[UserLever] = (), outcomes: Iterable[Outcome] = (),
) -> Scenario:  # fmt: skip
    """The scenario of a shipped name or of a file.

    Args:
        name_or_path: of the scenario.
        as_of: use nothing that became known after this day, see ``Scenario.known_by``.
        levers: policies from outside the package, which it may set.
        outcomes: outcomes from outside the package, which its narratives may name.

    Raises:
        InputErrors: everything that is wrong with it.
        InputError: a lever or outcome from outside is not as it must be.
    """
    return load_with(name_or_path, outside(tuple(levers), tuple(outcomes)), as_of=as_of)


def load_with(name_or_path: str | Path, names: Outside, *, as_of: date | str | None = None) -> Scenario:
    """The scenario of a shipped name or of a file that may speak of these levers and outcomes from outside.

    Args:
        name_or_path: of the scenario.
        names: the levers and outcomes.
        as_of: as for ``load``.

    Raises:
        InputErrors: everything that is wrong with it.
    """
    faults = Faults()
    path = faults.attempt(find, str(name_or_path))
    found = check_file(path, faults, names) if path is not None else None
    faults.raise_any()
    assert found is not None
    found = with_outside(found, names)
    return found if as_of is None else found.known_by(as_of)


def validate(*paths: str | Path, names: Outside = NOTHING) -> tuple[InputError, ...]:
    """Everything wrong with some scenarios; empty if nothing is. They may speak of ``names`` from outside."""
    found: list[InputError] = []
    for path in paths:
        try:
            load_with(path, names)
        except InputErrors as error:
            found.extend(error.errors)
    return tuple(found)


def find(name: str, place: Place = NOWHERE, folder: Path | None = None) -> Path:
    """The file of a shipped name or a path; a path in a file starts from that file's folder.

    Raises:
        InputError: no such name, or no such file.
    """
    if _is_path(name):
        path = (folder or Path()) / name
        if not os.path.exists(path):
            raise place.fault(f"there is no file '{name}'")
        return path
    known = shipped()
    stem = ALIASES.get(name, name)
    if stem not in known and os.path.isdir(name):
        raise place.fault(
            f"the folder '{name}' is no scenario and holds no stored result", "name a file in it"
        )
    if stem not in known:
        hint = did_you_mean(name, (*known, *ALIASES), otherwise=f"shipped: {', '.join(known)}")
        raise place.fault(f"there is no shipped scenario '{name}'", hint)
    return seeds.scenario_dir() / f"{stem}.yaml"


def _is_path(name: str) -> bool:
    return name.endswith(_SUFFIXES) or "/" in name or "\\" in name or name in _HERE or os.path.isfile(name)


def check_file(path: Path, faults: Faults, outside: Outside = NOTHING) -> Scenario | None:
    """The scenario of a file, or None; everything wrong is noted in ``faults``."""
    names = vocabulary(outside)
    chain = _Chain(names, faults)
    found = chain.over(path, blank(names), ())
    if not path.stem.isprintable():
        faults.add(InputError("its name holds a control character", file=str(path), hint="rename it"))
    return (
        None if found is None else replace(found, name=path.stem, written=tuple(dict.fromkeys(chain.written)))
    )


class _Chain:
    """Lays files over each other, following ``extends``."""

    def __init__(self, names: Vocabulary, faults: Faults) -> None:
        self._names, self._faults = names, faults
        self._files = 0
        self.written: list[tuple[str, str]] = []
        """Name and text of each file, the one that extends the others last."""

    def over(self, path: Path, base: Scenario, above: tuple[Path, ...]) -> Scenario | None:
        """A file over all it extends over a base; None where it cannot be read at all."""
        text = self._faults.attempt(text_of, path)
        document = None if text is None else self._faults.attempt(read_text, text, str(path), self._faults)
        if text is None or document is None:
            return None
        kind = check_head(document, self._faults)
        extends = document.get("extends")
        for node in (
            extends.items if isinstance(extends, Sequence) else (extends,) if extends is not None else ()
        ):
            extended = self._faults.attempt(self._extended, node, path.parent, (*above, path.resolve()))
            found = self.over(extended, base, (*above, path.resolve())) if extended is not None else None
            if found is None:
                return None
            base = found
        self.written.append((path.name, text))
        return apply(document, kind, base, self._names, self._faults) if kind is not None else None

    def _extended(self, node: Node, folder: Path, above: tuple[Path, ...]) -> Path:
        """The file that an entry of ``extends`` names."""
        name, _, release = as_scalar(node).text.strip().partition("@")
        if release and release != __version__:
            raise node.place.fault(
                f"'{name}@{release}' is pinned to release {release}, this is {__version__}",
                "install that release, or extend the resolved file of an earlier result",
            )
        found = find(name, node.place, folder)
        if found.parent != seeds.scenario_dir() and not found.resolve().is_relative_to(above[0].parent):
            raise node.place.fault(
                f"'{name}' lies outside the folder of the scenario that was asked for", "copy it beside"
            )
        if found.resolve() in above:
            raise node.place.fault(f"'{name}' extends itself in a circle")
        self._files += 1
        if self._files > _MOST_FILES:
            raise node.place.fault(f"extends more than {_MOST_FILES} files")
        return found
