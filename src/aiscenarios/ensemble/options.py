"""How an ensemble is made: the keywords that all functions share which simulate scenarios."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from aiscenarios.ensemble.executors import Cluster
from aiscenarios.ensemble.progress import Style

if TYPE_CHECKING:
    from aiscenarios.levers import UserLever
    from aiscenarios.outcomes import Outcome

__all__ = ["Options", "Where"]


class Where(TypedDict, total=False):
    """Where runs are simulated, and how that is shown; none of it changes a result.

    Args:
        threads: of this machine; default: one a core.
        cluster: the address of a dask scheduler that you started, or a cluster object, such as one of
            dask-jobqueue; its workers simulate in place of this machine.
        progress: on stderr: ``auto`` (the default), ``bar``, ``lines`` or ``none``.
    """

    threads: int | None
    cluster: Cluster | None
    progress: Style


class Options(Where, total=False):
    """What else there is to say of scenarios that are run.

    Args:
        by: the quarter endings are judged at, e.g. ``2030Q4``; default: the scenario's own.
        agents: researchers simulated, 100 or more; default: the model's own.
        beliefs: what the parameters are drawn from: ``fitted`` (the starting beliefs after public facts),
            ``prior`` (the starting beliefs), or a file that ``calibrate`` wrote; default: ``fitted``, or
            ``prior`` as of a day before its facts.
        levers: policies from outside the package.
        outcomes: outcomes from outside the package.
    """

    by: str | None
    agents: int | None
    beliefs: str | None
    levers: "Sequence[UserLever]"
    outcomes: "Sequence[Outcome]"
