"""The benchmark is fair: all contestants simulate the same mobility core."""

import numpy as np
import pytest

from benchmarks import core_kernel, peer_agentpy, peer_mesa, peer_numpy
from benchmarks.core import Moves, core

RESEARCHERS, LABS, QUARTERS, REPEATS = 600, 18, 12, 12
SIGMA = 4.0


def figures(simulate, first_seed: int) -> np.ndarray:
    """Repeat x figure: moves early and late, by blocs left and joined, and tenure of who leaves."""
    world, rows = core(RESEARCHERS, LABS), []
    for seed in range(first_seed, first_seed + REPEATS):
        moves: Moves = simulate(world, QUARTERS, seed)
        early, late = moves.by_pair[:4].sum(), moves.by_pair[-4:].sum()
        rows.append([early, late, *moves.by_pair.sum(axis=0).ravel(), *moves.tenure[[0, 5, -1]]])
    return np.array(rows, float)


def apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Difference of means in standard errors, figure by figure."""
    error = np.sqrt((one.var(axis=0, ddof=1) + other.var(axis=0, ddof=1)) / len(one))
    return (one.mean(axis=0) - other.mean(axis=0)) / error


@pytest.mark.parametrize("peer", [peer_mesa, peer_agentpy, peer_numpy])
def test_a_peer_moves_people_as_the_kernel_does(peer) -> None:
    """Moves a quarter, by blocs left and joined, and tenure of who leaves agree within 4 standard errors."""
    assert np.abs(apart(figures(core_kernel.simulate, 100), figures(peer.simulate, 200))).max() < SIGMA


def test_a_wrong_peer_is_noticed() -> None:
    """A contestant whose people forget how long they have been at a lab is told apart."""

    def forgetful(world, quarters: int, seed: int) -> Moves:
        return peer_numpy.simulate(world._replace(tenure=np.zeros_like(world.tenure)), quarters, seed)

    assert np.abs(apart(figures(core_kernel.simulate, 100), figures(forgetful, 200))).max() > SIGMA
