"""Keyed randomness: every draw is a pure function of (seed, run, quarter, identity, decision).

Philox-4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). The 128-bit counter
holds decision and quarter, run, and the 64-bit identity; the 64-bit key is the seed. Adding an actor, an
observer or a draw elsewhere therefore changes no other draw. Each address holds 128 bits: one double of 52,
two, or four of 32.
"""

import hashlib
import math

import numpy as np
from numpy.typing import NDArray

from aiscenarios.compiled import formula, rule

__all__ = [
    "DECISIONS", "identity_of_name", "mixed_identity", "named_normals", "named_uniforms", "normal",
    "person_identity", "philox", "uniform", "uniform_pair", "uniforms", "uniforms_of",
]  # fmt: skip

_MULTIPLY_0, _MULTIPLY_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL_0, _WEYL_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _HALF, _UNUSED_BITS = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(12)
_STEP, _COARSE_STEP = 2.0**-52, 2.0**-32

# One channel a decision; numbers are addresses, so they are never reused.
DECISIONS = {
    "parameter": 1, "history": 2, "regime": 3, "pace": 4,
    "skill": 11, "taste": 12, "study": 13, "past": 15,
    "look": 20, "offers": 21, "choice": 22, "seat": 23, "call": 27,
    "tacit": 30, "luck": 31, "ship": 32, "integrate": 33, "raise": 34, "startup": 36, "modality": 37,
    "ramp": 40, "graduates": 41, "stock": 42, "open": 45,
}  # fmt: skip
_PARAMETER = DECISIONS["parameter"]


@formula
def _rounds(c0, c1, c2, c3, k0, k1):
    for _ in range(10):
        left, right = c0 * _MULTIPLY_0, c2 * _MULTIPLY_1
        c0, c1, c2, c3 = (right >> _HALF) ^ c1 ^ k0, right & _LOW, (left >> _HALF) ^ c3 ^ k1, left & _LOW
        k0, k1 = (k0 + _WEYL_0) & _LOW, (k1 + _WEYL_1) & _LOW
    return c0, c1, c2, c3


@rule
def philox(c0, c1, c2, c3, k0, k1):
    """Ten Philox rounds on the counter (c0..c3) under key (k0, k1): four 32-bit words, each in 64 bits."""
    return _rounds(c0, c1, c2, c3, k0, k1)


@formula
def _counter(seed, run, quarter, identity, decision):
    """Counter and key of an address."""
    who, key = np.uint64(identity), np.uint64(seed)
    when = np.uint64((decision << 16) | (quarter + 1024))
    return when, np.uint64(run), who & _LOW, who >> _HALF, key & _LOW, key >> _HALF


@rule
def _words(seed, run, quarter, identity, decision):
    """The Philox block of an address."""
    c0, c1, c2, c3, k0, k1 = _counter(seed, run, quarter, identity, decision)
    return philox(c0, c1, c2, c3, k0, k1)


@rule
def _unit(high, low):
    """A double in the open interval (0, 1) from two words: 52 bits, centred, so it is never 0 or 1."""
    return (np.float64(((high << _HALF) | low) >> _UNUSED_BITS) + 0.5) * _STEP


@rule
def uniform(seed, run, quarter, identity, decision):
    """A uniform on (0, 1) at an address."""
    a, b, _, _ = _words(seed, run, quarter, identity, decision)
    return _unit(a, b)


@rule
def uniform_pair(seed, run, quarter, identity, decision):
    """Two independent uniforms at one address."""
    a, b, c, d = _words(seed, run, quarter, identity, decision)
    return _unit(a, b), _unit(c, d)


@formula
def _coarse(word):
    """A double in (0, 1) from one word: 32 bits, centred."""
    return (np.float64(np.int64(word)) + 0.5) * _COARSE_STEP


@rule
def uniforms(seed, run, quarter, identity, decision):
    """Four independent uniforms on (0, 1) at one address, each of 32 bits."""
    a, b, c, d = _words(seed, run, quarter, identity, decision)
    return _coarse(a), _coarse(b), _coarse(c), _coarse(d)


@rule
def uniforms_of(draws, ids, seed, run, quarter, decision):
    """The four uniforms of each identity into the rows of ``draws`` (4 x ids), several at a time."""
    for i in range(len(ids)):
        c0, c1, c2, c3, k0, k1 = _counter(seed, run, quarter, ids[i], decision)
        a, b, c, d = _rounds(c0, c1, c2, c3, k0, k1)
        draws[0, i], draws[1, i], draws[2, i], draws[3, i] = _coarse(a), _coarse(b), _coarse(c), _coarse(d)


@rule
def normal(seed, run, quarter, identity, decision):
    """A standard Normal at an address (Box and Muller 1958)."""
    u, v = uniform_pair(seed, run, quarter, identity, decision)
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)


@rule
def person_identity(bloc, quarter, rank):
    """Who a person is: the rank-th graduate of a bloc in a quarter (quarter -1 is the stock of 2019)."""
    return (
        (np.uint64(bloc + 1) << np.uint64(56))
        | (np.uint64(quarter + 1024) << np.uint64(32))
        | np.uint64(rank)
    )


@rule
def mixed_identity(identity, quarter, decision):
    """An identity caused by another actor at a quarter: a start-up by its founder, an offer by its taker."""
    a, b, _, _ = _words(np.uint64(0), 0, quarter, identity, decision)
    return (a << _HALF) | b


@rule
def _fill(found, seed, runs, identities):
    for i in range(len(identities)):
        for j in range(len(runs)):
            found[i, j] = uniform(seed, runs[j], 0, identities[i], _PARAMETER)


def named_uniforms(
    seed: np.uint64, runs: NDArray[np.int64], identities: NDArray[np.uint64]
) -> NDArray[np.float64]:
    """Uniforms name x run behind parameters, addressed by (seed, run, identity of the name)."""
    found = np.empty((len(identities), len(runs)))
    _fill(found, seed, runs, identities)
    return found


@rule
def _fill_normals(found, seed, run, identities, decision):
    for i in range(len(identities)):
        found[i] = normal(seed, run, 0, identities[i], decision)


def named_normals(
    seed: np.uint64, run: int, identities: NDArray[np.uint64], decision: int
) -> NDArray[np.float64]:
    """Standard normals of a run, one a name, addressed by (seed, run, identity of the name)."""
    found = np.empty(len(identities))
    _fill_normals(found, seed, run, identities, decision)
    return found


def identity_of_name(name: str) -> np.uint64:
    """Identity of a named thing (a lab, a parameter), the same on every machine and in every release."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))
