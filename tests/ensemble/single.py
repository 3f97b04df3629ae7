"""One ensemble begun or taken up on its own, from any simulator."""

from aiscenarios.ensemble.arms import Arm, complete_arms
from aiscenarios.ensemble.executors import Threads


def complete(manifest, simulate, folder, texts, *, threads=None):
    """The ensemble's store, with all that was missing of it simulated and stored."""
    arm = Arm(manifest, folder, texts)
    return complete_arms([arm], lambda _, first, runs: (simulate(first, runs),), Threads(threads))[0]


def quietly(event, sentence, **fields):
    """Is told what happens to workers, and keeps it to itself."""
