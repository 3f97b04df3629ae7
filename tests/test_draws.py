"""Keyed randomness: the published generator, uniform numbers, one address one draw."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios import draws

WORD = 0xFFFFFFFF
# Random123 1.09, kat_vectors: philox4x32 10
PUBLISHED = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((WORD,) * 4, (WORD,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "expected"), PUBLISHED)
def test_philox_gives_the_published_vectors(
    counter: tuple[int, ...], key: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    """Philox-4x32-10 as printed by its authors, for all three known-answer vectors."""
    found = draws.philox(*(np.uint64(word) for word in counter + key))
    assert tuple(int(word) for word in found) == expected


@given(
    seed=st.integers(0, 2**64 - 1), run=st.integers(0, 2**32 - 1), quarter=st.integers(-2, 200),
    identity=st.integers(0, 2**64 - 1), decision=st.sampled_from(sorted(draws.DECISIONS.values())),
)  # fmt: skip
def test_uniforms_lie_strictly_inside_the_unit_interval(
    seed: int, run: int, quarter: int, identity: int, decision: int
) -> None:
    """A uniform is never 0 or 1, so its log and Normal quantile are finite; asked again it is the same."""
    address = (np.uint64(seed), run, quarter, np.uint64(identity), decision)
    u = draws.uniform(*address)
    assert 0.0 < u < 1.0
    assert u == draws.uniform(*address)


def test_uniforms_are_uniform_and_independent_across_each_part_of_the_address() -> None:
    """Means, variances and lag correlations along each part of the address are within 4 sigma."""
    n = 20_000
    for part in range(5):
        address = [np.uint64(5), 6, 7, np.uint64(8), 9]
        values = np.empty(n)
        for i in range(n):
            address[part] = np.uint64(i) if part in (0, 3) else i
            values[i] = draws.uniform(*address)
        assert abs(values.mean() - 0.5) < 4 / np.sqrt(12 * n)
        assert abs(values.var() - 1 / 12) < 4 * np.sqrt(1 / 180 / n)
        assert abs(np.corrcoef(values[1:], values[:-1])[0, 1]) < 4 / np.sqrt(n)


def test_decisions_have_one_channel_each() -> None:
    """No two decisions share an address space."""
    assert len(set(draws.DECISIONS.values())) == len(draws.DECISIONS)


CAUSES = st.tuples(st.integers(0, 8), st.integers(-1, 400), st.integers(0, 2**20))


@given(st.lists(CAUSES, unique=True, min_size=2, max_size=30))
def test_people_are_told_apart_by_bloc_quarter_and_rank(causes: list[tuple[int, int, int]]) -> None:
    """Different causes give different identities."""
    assert len({int(draws.person_identity(*cause)) for cause in causes}) == len(causes)
