"""What is checked: a store, where it comes from, and the model that should give its values again."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiscenarios.ensemble import manifest as manifests
from aiscenarios.ensemble.manifest import Manifest
from aiscenarios.ensemble.store import MANIFEST, MOST_BYTES, Store
from aiscenarios.files.bounded import bounded_text
from aiscenarios.provenance import layout

if TYPE_CHECKING:
    from aiscenarios.levers import UserLever
    from aiscenarios.outcomes import Outcome

__all__ = ["Case", "elsewhere"]


@dataclass(frozen=True)
class Case:
    """A store to check.

    Args:
        store: the runs.
        archive: the folder an archive was unpacked to; None if a result's own folder is checked.
        levers, outcomes: from outside the package, that the runs were made with.
    """

    store: Store
    archive: Path | None = None
    levers: "tuple[UserLever, ...]" = ()
    outcomes: "tuple[Outcome, ...]" = ()

    @property
    def made(self) -> Manifest:
        """The stored manifest."""
        return self.store.manifest

    @property
    def beliefs(self) -> str:
        """The beliefs that runs were drawn from: an archive brings its own copy of fitted ones."""
        kept = None if self.archive is None else self.archive / layout.FITTED
        return str(kept) if kept is not None and kept.is_file() else self.made.beliefs

    def named(self, path: Path) -> str:
        """A file as the reader knows it."""
        return path.relative_to(self.archive or self.store.folder).as_posix()

    @property
    def manifest_file(self) -> str:
        """The manifest as the reader knows it."""
        return self.named(self.store.folder / MANIFEST)

    @property
    def stated(self) -> str:
        """The fingerprint that the manifest says of itself."""
        text = bounded_text(self.store.folder / MANIFEST, MOST_BYTES)
        content: dict[str, Any] = json.loads(text)
        return str(content.get("fingerprint", ""))


def elsewhere(made: Manifest, here: Manifest) -> tuple[str, ...]:
    """What of machine, kernel and versions is not as it was when the runs were made."""
    found = []
    if made.machine != manifests.machine():
        found.append(f"machine: {made.machine or 'not known'} then, {manifests.machine()} now")
    for name, now in manifests.versions().items():
        then = made.versions.get(name, "not known")
        if then != now:
            found.append(f"{name}: {then} then, {now} now")
    if made.kernel != here.kernel:
        found.append(f"kernel: {made.kernel} then, {here.kernel} now")
    return tuple(found)
