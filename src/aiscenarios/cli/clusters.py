"""``--cluster``: the address of a scheduler that is there, or a cluster that is built for this command."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiscenarios.cli.plain import say
from aiscenarios.errors import InputError

__all__ = ["chosen"]

LOOPBACK = "127.0.0.1"


@contextmanager
def chosen(cluster: str | None, jobs: int | None) -> Iterator[Any]:
    """What functions of the ensemble take as ``cluster``; what was built here goes at the end of the block.

    Args:
        cluster: an address, the dotted name of a class of dask-jobqueue, or None.
        jobs: how many the class submits.

    Raises:
        InputError: there is no such class, it cannot be built, or jobs are given and no class.
    """
    if cluster is None or "://" in cluster:
        if jobs is not None:
            raise InputError("goes with a class that submits jobs", path="--jobs", hint="see --cluster CLASS")
        yield cluster
        return
    made = _class(cluster)
    try:
        built = made(**_network(made))
    except Exception as problem:
        raise InputError(
            f"{cluster} cannot be built: {problem}", path="--cluster",
            hint="its cores and memory are set in the dask configuration, section jobqueue",
        ) from problem  # fmt: skip
    with built:
        built.scale(jobs=jobs or 1)
        yield built


def _class(name: str) -> Any:
    module, _, attribute = name.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), attribute)
        from dask_jobqueue.core import JobQueueCluster
    except (ImportError, ValueError, AttributeError) as problem:
        raise InputError(
            f"there is no class '{name}'", path="--cluster",
            hint="write tcp://host:8786 or dask_jobqueue.SLURMCluster (pip install 'aiscenarios[cluster]')",
        ) from problem  # fmt: skip
    if not (isinstance(found, type) and issubclass(found, JobQueueCluster)):
        raise InputError(f"'{name}' is no class of dask-jobqueue", path="--cluster")
    return found


def _network(made: Any) -> dict[str, Any]:
    """Where scheduler and workers listen: where the dask configuration says, else on this machine alone.

    What dask takes by itself is every network: for workers, and for the dashboard that each process has. What
    the configuration says of workers comes last, and wins.
    """
    import dask.config

    section = f"jobqueue.{made.job_cls.config_name}"
    told = dict(dask.config.get(f"{section}.scheduler-options", {}) or {})
    options = {"dashboard_address": f"{LOOPBACK}:0"} | told
    workers = ["--dashboard-address", f"{LOOPBACK}:0"]
    named = dask.config.get(f"{section}.interface", None) or told.get("interface")
    if not named and told.get("host", LOOPBACK) == LOOPBACK:
        options["host"] = LOOPBACK
        workers += ["--host", LOOPBACK]
        say(
            "The scheduler listens on this machine alone. For workers on other machines name the network that"
            f" they reach it by: {section}.interface in the dask configuration."
        )
    more = (dask.config.get(f"{section}.{name}", None) for name in ("worker-extra-args", "extra"))
    workers += next(filter(None, more), [])
    return {"scheduler_options": options, "worker_extra_args": workers}
