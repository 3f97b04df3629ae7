"""Which workers of a cluster may be given work: those that are like this process, once they are ready.

The model is compiled once for each folder of compiled models and kind of machine: the first worker of each
goes ahead, and the others wait until it has made something.
"""

from typing import Any

from aiscenarios.ensemble import remote
from aiscenarios.ensemble.executors import Tell
from aiscenarios.ensemble.remote import About

__all__ = ["Gate", "asked"]


def asked(client: Any, addresses: list[str]) -> tuple[dict[str, About], dict[str, str]]:
    """What workers are, and of those that cannot be used why; one that has just gone is in neither."""
    here, fit, unfit = remote.about(), {}, {}
    for address, its in client.run(remote.about, workers=addresses, on_error="return").items():
        if isinstance(its, OSError):
            continue
        if isinstance(its, Exception):
            unfit[address] = f"cannot load aiscenarios ({type(its).__name__}: {its})"
        elif reason := remote.unlike(here, its):
            unfit[address] = reason
        else:
            fit[address] = its
    return fit, unfit


class Gate:
    """Checks workers as they come.

    Args:
        client: a connected dask client.
        digest: of what they are given to make jobs with.
        work: what that is.
        tell: is told who comes, and who is refused.
    """

    def __init__(self, client: Any, digest: str, work: bytes, tell: Tell) -> None:
        here = remote.about()
        self._client, self._digest, self._work, self._tell = client, digest, work, tell
        self._fit: dict[str, About] = {}
        self._unfit: set[str] = set()
        self._machines = {here.machine}
        self._warm = {_kind(here)}
        self._ahead: dict[tuple[str, str], str] = {}
        """The worker that goes ahead of others of its kind."""

    def gone(self, there: dict[str, int]) -> list[str]:
        """Admitted workers that are not there any more; they are forgotten."""
        self._unfit &= there.keys()
        gone = [address for address in self._fit if address not in there]
        for address in gone:
            del self._fit[address]
        return gone

    def forget(self, address: str) -> None:
        """A worker has begun anew: it will be asked again."""
        self._fit.pop(address, None)

    def made(self, address: str) -> None:
        """A worker has made something: others of its kind find the model compiled."""
        if address in self._fit:
            self._warm.add(_kind(self._fit[address]))

    def admitted(self, there: dict[str, int]) -> dict[str, int]:
        """Threads of the workers that may be given work.

        Raises:
            OSError: the scheduler is gone.
        """
        new = [address for address in there if address not in self._fit and address not in self._unfit]
        if new:
            self._admit(new)
        return {a: threads for a, threads in there.items() if a in self._fit and self._is_ready(a, there)}

    def _is_ready(self, address: str, there: dict[str, int]) -> bool:
        kind = _kind(self._fit[address])
        if kind in self._warm:
            return True
        if self._ahead.get(kind) not in there:
            self._ahead[kind] = address
        return self._ahead[kind] == address

    def _admit(self, new: list[str]) -> None:
        fit, unfit = asked(self._client, new)
        given = self._client.run(
            remote.take, self._digest, self._work, workers=list(fit), on_error="return"
        ) if fit else {}  # fmt: skip
        for address, problem in given.items():
            if isinstance(problem, OSError):
                fit.pop(address)
            elif isinstance(problem, Exception):
                fit.pop(address)
                unfit[address] = f"cannot load what it is sent ({type(problem).__name__}: {problem})"
        for address, reason in unfit.items():
            self._tell("worker_refused", f"A worker is not used: {address} {reason}.", worker=address)
        for address, its in fit.items():
            self._tell("worker", f"A worker is there: {address}.", worker=address, machine=its.machine)
            if its.machine not in self._machines:
                self._machines.add(its.machine)
                self._tell(
                    "machine", f"It is of another kind than this machine ({its.machine}): the last bits of"
                    " what it makes may differ from a run here.", worker=address,
                )  # fmt: skip
        self._fit |= fit
        self._unfit |= unfit.keys()


def _kind(its: About) -> tuple[str, str]:
    return its.home, its.machine
