"""What runs depend on comes out the same, to the bit, whatever instructions a CPU has."""

import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios import arithmetic

TOLD = """
import aiscenarios as ais
from aiscenarios.ensemble.model import assemble, digest_of
for beliefs in ("prior", "fitted"):
    model = assemble(ais.load("current_policy"), 7, agents=300, beliefs=beliefs)
    print(digest_of(*model.setup), digest_of(*model.beliefs.draws(7, range(300))))
    print(ais.run("current_policy", 3, 7, agents=300, beliefs=beliefs, threads=1, progress="none").digest)
"""


def told(environment: dict[str, str]) -> str:
    """Digests of the world, of what is drawn, and of runs, by a process of its own."""
    command = [sys.executable, "-c", TOLD]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def plain_cpu() -> dict[str, str]:
    """An environment in which numpy and BLAS use nothing that not every CPU has."""
    core = np._core._multiarray_umath  # type: ignore[attr-defined]
    wide = [name for name in core.__cpu_dispatch__ if core.__cpu_features__.get(name)]
    return os.environ | {"NPY_DISABLE_CPU_FEATURES": " ".join(wide), "OPENBLAS_CORETYPE": "Prescott"}


def test_runs_are_the_same_on_a_cpu_with_fewer_instructions() -> None:
    """World, draws and runs, by starting and by fitted beliefs, with wide instructions and without."""
    assert told(plain_cpu()) == told(dict(os.environ))


@given(st.lists(st.floats(-700, 700), min_size=1, max_size=9))
def test_exponentials_are_those_of_the_c_library(values: list[float]) -> None:
    """Each number by itself, in any shape, that of a single number included."""
    assert arithmetic.exp(values[0]).shape == () and arithmetic.exp(values[0]) == math.exp(values[0])
    found = arithmetic.exp(np.array([values, values]))
    assert found.tolist() == [[math.exp(each) for each in values]] * 2


def test_logarithms_go_to_the_ends() -> None:
    """Zero has the logarithm minus infinity, a negative number none; the others are the C library's."""
    found = arithmetic.log([2.5, 0.0, -1.0, math.inf])
    assert found[:2].tolist() == [math.log(2.5), -math.inf] and np.isnan(found[2]) and found[3] == math.inf


@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 4, 2), (30, 30, 7)])
def test_products_are_those_of_linear_algebra(shape: tuple[int, int, int]) -> None:
    """Up to the last bits, which BLAS leaves to the CPU."""
    rows, inner, columns = shape
    numbers = np.random.default_rng(5)
    matrix, vectors = numbers.standard_normal((rows, inner)), numbers.standard_normal((inner, columns))
    np.testing.assert_allclose(arithmetic.product(matrix, vectors), matrix @ vectors, rtol=1e-12, atol=1e-13)
