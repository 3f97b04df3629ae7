"""Take up a stored ensemble from its folder alone: what is missing is simulated, and more runs appended."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.asking import check_numbers
from aiscenarios.ensemble.options import Where
from aiscenarios.ensemble.reading import open, scenario_in
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.run import Prepared, complete, prepare
from aiscenarios.ensemble.shards import WHOLE, Shard
from aiscenarios.ensemble.status import Status, of_store
from aiscenarios.ensemble.store import Store
from aiscenarios.ensemble.until import complete_until
from aiscenarios.errors import InputError

if TYPE_CHECKING:
    from aiscenarios.levers import UserLever
    from aiscenarios.outcomes import Outcome

__all__ = ["refuse_other", "resume", "resume_shard"]


def resume(
    folder: str | Path,
    runs: int | None = None,
    *,
    levers: "Sequence[UserLever]" = (),
    outcomes: "Sequence[Outcome]" = (),
    **where: Unpack[Where],
) -> Result:
    """Finish what was interrupted or damaged, bit-equal to a run in one go; or extend it.

    What was begun with ``until`` goes on until that half-width, unless ``runs`` is given.

    Args:
        folder: of a stored result, whole or not.
        runs: in all; default: as many as were asked for.
        levers: policies from outside the package that the result was made with.
        outcomes: outcomes from outside the package that it was made with.
        where: see ``Where``.

    Raises:
        InputError: the folder holds no result, another version of the model or of the evidence than here made
            it, fewer runs are asked for than it holds, or what it needs from outside is not given, or is not
            what it was made with.
        Stopped: a cluster is gone; what is stored stays.
    """
    made = stores.open_store(Path(folder)).manifest
    if runs is not None and runs < made.runs:
        raise InputError(
            f"{made.runs:,} runs are asked for already (got {runs:,})", file=str(folder), path="runs",
            hint="a result can be extended, not cut; ais.open(folder).first(n) reads its first runs",
        )  # fmt: skip
    prepared = _as_begun(Path(folder), levers, outcomes, where)
    _remove_damage(stores.open_store(Path(folder)))
    if runs is None and made.until is not None and made.most is not None:
        complete_until(prepared, made.until, made.most, made.runs)
    else:
        check_numbers(runs=runs)
        complete(prepared, int(runs or made.runs))
    return open(folder)


def resume_shard(
    folder: str | Path,
    shard: Shard,
    *,
    levers: "Sequence[UserLever]" = (),
    outcomes: "Sequence[Outcome]" = (),
    **where: Unpack[Where],
) -> Status:
    """Simulate one part of what a folder lacks, while others simulate the rest; the last part ends it.

    Arguments are those of ``resume``.

    Raises:
        InputError: as for ``resume``.
        Stopped: a cluster is gone; what is stored stays.
    """
    store = stores.open_store(Path(folder))
    prepared = _as_begun(Path(folder), levers, outcomes, where)
    _remove_damage(store, shard)
    (result,) = complete(prepared, store.runs, shard)
    return of_store(result.store)


def _as_begun(
    folder: Path, levers: "Sequence[UserLever]", outcomes: "Sequence[Outcome]", where: Where
) -> Prepared:
    """The stored scenario, to be run as it was begun."""
    store = stores.open_store(folder)
    refuse_other(store, levers, outcomes)
    made = store.manifest
    return prepare(
        (scenario_in(store),), made.seed, out=(folder,), agents=made.agents, beliefs=made.beliefs,
        levers=levers, outcomes=outcomes, **where,
    )  # fmt: skip


def _remove_damage(store: Store, shard: Shard = WHOLE) -> None:
    """Remove parts that are whole by their footers and damaged within, so that they are simulated again."""
    for span in filter(shard.holds, store.spans):
        for table in stores.TABLES:
            if store.is_whole(table, span):
                try:
                    store.part(table, span)
                except InputError:
                    store.path(table, span).unlink(missing_ok=True)


def refuse_other(store: Store, levers: "Sequence[UserLever]", outcomes: "Sequence[Outcome]") -> None:
    """Everything from outside that a result was made with must be given again as it was.

    Raises:
        InputError: it is not given, or has changed since.
    """
    from aiscenarios.scenario import outside

    given = outside(levers, outcomes)
    for name, digest in sorted(store.manifest.extensions.items()):
        if name not in given.digests:
            raise InputError(
                f"needs '{name}' from outside the package", file=str(store.folder),
                hint="name the module that holds it with --with",
            )  # fmt: skip
        if given.digests[name] != digest:
            raise InputError(
                f"'{name}' has changed since ({given.origin(name).module})", file=str(store.folder),
                hint="give that version, or run into a new folder",
            )  # fmt: skip
