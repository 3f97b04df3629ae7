"""Keyed randomness: every draw is a pure function of (seed, run, quarter, identity, decision).

Philox-4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). The 128-bit counter
holds decision and quarter, run, and the 64-bit identity; the 64-bit key is the seed. Adding an actor, an
observer or a draw elsewhere therefore changes no other draw.
"""

import hashlib
import math

import numpy as np

from aiscenarios.compiled import rule

__all__ = [
    "DECISIONS", "gumbel", "identity_of_name", "mixed_identity", "named_uniforms", "normal",
    "person_identity", "philox", "uniform", "uniform_pair",
]  # fmt: skip

_MULTIPLY_0, _MULTIPLY_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL_0, _WEYL_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _HALF, _UNUSED_BITS = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(12)
_STEP = 2.0**-52

# One channel a decision; numbers are addresses, so they are never reused.
DECISIONS = {
    "parameter": 1, "history": 2,
    "skill": 11, "taste": 12, "study": 13, "first_job": 14, "placement": 15, "lifetime": 16,
    "look": 20, "offers": 21, "choice": 22, "seat": 23, "found": 24, "direction": 26, "call": 27,
    "offer_open": 28,
    "tacit": 30, "luck": 31, "ship": 32, "integrate": 33, "raise": 34, "startup": 36, "modality": 37,
    "ramp": 40, "graduates": 41, "stock": 42, "years": 43, "tenure": 44, "open": 45,
}  # fmt: skip
_PARAMETER = DECISIONS["parameter"]


@rule
def philox(c0, c1, c2, c3, k0, k1):
    """Ten Philox rounds on the counter (c0..c3) under key (k0, k1): four 32-bit words, each in 64 bits."""
    for _ in range(10):
        left, right = c0 * _MULTIPLY_0, c2 * _MULTIPLY_1
        c0, c1, c2, c3 = (right >> _HALF) ^ c1 ^ k0, right & _LOW, (left >> _HALF) ^ c3 ^ k1, left & _LOW
        k0, k1 = (k0 + _WEYL_0) & _LOW, (k1 + _WEYL_1) & _LOW
    return c0, c1, c2, c3


@rule
def _words(seed, run, quarter, identity, decision):
    """The Philox block of an address."""
    who, key = np.uint64(identity), np.uint64(seed)
    when = np.uint64((decision << 16) | (quarter + 1024))
    return philox(when, np.uint64(run), who & _LOW, who >> _HALF, key & _LOW, key >> _HALF)


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


@rule
def normal(seed, run, quarter, identity, decision):
    """A standard Normal at an address (Box and Muller 1958)."""
    u, v = uniform_pair(seed, run, quarter, identity, decision)
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)


@rule
def gumbel(u):
    """Standard Gumbel quantile: the taste shock whose maximum gives logit choice (McFadden 1974)."""
    return -math.log(-math.log(u))


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
def named_uniforms(seed, runs, identities):
    """Uniforms name x run behind parameters, addressed by (seed, run, identity of the name)."""
    found = np.empty((len(identities), len(runs)))
    for i in range(len(identities)):
        for j in range(len(runs)):
            found[i, j] = uniform(seed, runs[j], 0, identities[i], _PARAMETER)
    return found


def identity_of_name(name: str) -> np.uint64:
    """Identity of a named thing (a lab, a parameter), the same on every machine and in every release."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))
