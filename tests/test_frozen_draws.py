"""Addresses of draws are frozen: a run of an old release can be repeated draw by draw in every later one."""

import hashlib

import numpy as np

from aiscenarios import draws
from aiscenarios.ensemble import agents

FROZEN = {
    "parameter": 1, "history": 2, "skill": 11, "taste": 12, "study": 13, "past": 15, "look": 20, "offers": 21,
    "choice": 22, "seat": 23, "call": 27, "tacit": 30, "luck": 31, "ship": 32, "integrate": 33, "raise": 34,
    "startup": 36, "modality": 37, "ramp": 40, "graduates": 41, "stock": 42, "open": 45,
}  # fmt: skip
"""Channels of decisions as of part 2; new decisions get new numbers."""


def digest(*arrays: np.ndarray) -> str:
    """Of the bytes of arrays, in little-endian order."""
    whole = hashlib.blake2b(digest_size=8)
    for array in arrays:
        whole.update(np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes())
    return whole.hexdigest()


def test_channels_of_decisions_are_kept() -> None:
    """No decision has moved to another channel, and none was dropped."""
    assert draws.DECISIONS.items() >= FROZEN.items()


def test_numbers_at_addresses_are_kept() -> None:
    """The same address holds the same number: one, two or four, for causes, mixed causes and names."""
    seed, quarters, runs = np.uint64(2026), range(-2, 60, 7), range(0, 2**20, 2**17)
    names = ("relocation_cost", "friction.giant", "mechanism contagion", "OpenAI")
    causes = [
        *(draws.person_identity(bloc, q, 9 * q + 20) for bloc in range(3) for q in range(-1, 40, 13)),
        *(draws.mixed_identity(np.uint64(77), q, FROZEN["startup"]) for q in range(0, 40, 13)),
        *(draws.identity_of_name(name) for name in names),
    ]
    who = np.array([int(each) for each in causes], dtype=np.uint64)
    at = [
        (seed, run, q, one, code) for run in runs for q in quarters for one in who for code in FROZEN.values()
    ]
    one = np.array([draws.uniform(*address) for address in at])
    two = np.array([draws.uniform_pair(*address) for address in at[::17]])
    four = np.array([draws.uniforms(*address) for address in at[::17]])
    named = draws.named_uniforms(seed, np.arange(64), who)
    assert digest(who, one, two, four, named) == "1e1d066867bd8dc5"


def test_who_is_who_in_a_run_is_kept() -> None:
    """A small run holds the same people: identity, origin, first quarter and the quarter they retire."""
    model = agents.RaceModel("current_policy", seed=7, run=3, agents=300, beliefs="prior")
    for _ in range(12):
        model.step()
    people = model.arrays["people"]
    alive = np.sort(people[people["active"] == 1], order="id")
    assert digest(*(alive[field] for field in ("id", "origin", "born", "retires"))) == "16f46d6d85e2946b"
