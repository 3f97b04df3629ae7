"""A joint belief about every uncertain number: independent Normals on their scales, and keyed draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aiscenarios.errors import InputError, did_you_mean
from aiscenarios.evidence.scales import Interval, Scale
from aiscenarios.parameters import CONSTANTS, KIND, KIND_ATTRIBUTES, PARAMETERS, PARAMS
from aiscenarios.state import KINDS, Records

__all__ = ["LARGEST_Z", "Beliefs", "Switch", "Turn"]

LARGEST_Z = 4.2
"""Quantiles are cut at this many standard deviations; beyond lies less than 3 in 100,000."""


class Switch(NamedTuple):
    """A mechanism that may be off: the chance that it is on, and the numbers it takes when it is not."""

    mechanism: str
    weight: float
    off: tuple[tuple[str, float], ...]

    @property
    def identity(self) -> np.uint64:
        """The address of the draw that switches it."""
        from aiscenarios.draws import identity_of_name

        return identity_of_name(f"mechanism {self.mechanism}")


class Turn(NamedTuple):
    """A turn of the field that had not come by a quarter: a run's own date for it, later than that.

    Of something that has not come in n quarters, the chance that it does not come in m more is n / (n + m)
    (Gott 1993, "Implications of the Copernican principle for our future prospects").
    """

    constant: str
    since: int

    @property
    def identity(self) -> np.uint64:
        """The address of the draw that dates it."""
        from aiscenarios.draws import identity_of_name

        return identity_of_name(f"turn {self.constant}")

    def quarters(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """The quarter in which it comes, from a uniform."""
        waited = self.since + 1
        return self.since + 1 + np.floor(waited * (1.0 / u - 1.0))


@dataclass(frozen=True, eq=False)
class Beliefs:
    """Beliefs about parameters and defaults of the kinds of lab.

    Args:
        names: parameters, then ``attribute.kind``.
        scales: where each belief is Normal.
        mean, sd: of each Normal, on its scale.
        fixed: the number itself where a scenario fixes it, else NaN.
        constants: values of ``parameters.CONSTANTS``.
        switches: mechanisms that are not at work in every run.
        turns: constants that are the quarter of a turn not yet known.
    """

    names: tuple[str, ...]
    scales: tuple[Scale, ...]
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    fixed: NDArray[np.float64]
    constants: NDArray[np.float64]
    switches: tuple[Switch, ...] = ()
    turns: tuple[Turn, ...] = ()

    @cached_property
    def free(self) -> tuple[str, ...]:
        """Names of the numbers that are not fixed."""
        return tuple(name for name, value in zip(self.names, self.fixed, strict=True) if np.isnan(value))

    @property
    def parts(self) -> tuple[object, ...]:
        """All that draws depend on."""
        return (
            self.names, self.scales, self.mean, self.sd, self.fixed, self.constants, self.switches,
            self.turns,
        )  # fmt: skip

    def index(self, name: str) -> int:
        """Place of a name.

        Raises:
            InputError: the name is unknown; the nearest is given.
        """
        if name not in self.names:
            raise InputError(
                f"there is no parameter '{name}'", path=name, hint=did_you_mean(name, self.names)
            )
        return self.names.index(name)

    def quantile(self, name: str, u: ArrayLike) -> NDArray[np.float64]:
        """The number below which the belief puts probability ``u``, in the parameter's unit.

        Raises:
            InputError: the name is unknown.
        """
        return self._numbers(self.index(name), np.asarray(u, dtype=np.float64))

    def interval(self, name: str, level: float = 0.9) -> Interval:
        """The central interval of a belief; for a fixed number ask ``quantile``."""
        low, high = self.quantile(name, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
        return Interval(float(low), float(high), level)

    def draw(self, seed: int, run: int) -> tuple[Records, Records]:
        """Run ``run``'s parameters, shape (1,), and defaults of the kinds of lab, shape (6,)."""
        parameters, kinds = self.draws(seed, [run])
        return parameters, kinds[0]

    def draws(self, seed: int, runs: Sequence[int]) -> tuple[Records, Records]:
        """Parameters, shape (n,), and kinds, shape (n, 6), of many runs; run by run the same as ``draw``.

        Where a mechanism is off its numbers are neutral; a number that a scenario fixes stays as it is.
        """
        from aiscenarios.draws import identity_of_name, named_uniforms

        identities = np.array([identity_of_name(name) for name in self.names])
        uniforms = named_uniforms(np.uint64(seed), np.asarray(runs, dtype=np.int64), identities)
        working = self.working(seed, runs)
        on = np.array([working[switch.mechanism] for switch in self.switches]).reshape(-1, len(runs)).T
        return self._records(self._drawn(uniforms), on, self._dates(seed, runs))

    def at(self, places: NDArray[np.float64], working: NDArray[np.bool_]) -> tuple[Records, Records]:
        """Parameters and kinds where each free number lies at a place in its belief.

        Args:
            places: run x ``free``, in standard deviations from the mean on the number's scale.
            working: run x ``switches``: which mechanisms that may be off are at work.

        A turn that is awaited has in the n-th of these runs the date it has in run n of seed 0.
        """
        z = np.clip(places, -LARGEST_Z, LARGEST_Z)
        drawn = {name: np.full(len(z), self.fixed[self.index(name)]) for name in self.names}
        for column, name in enumerate(self.free):
            i = self.index(name)
            drawn[name] = self.scales[i].back(self.mean[i] + self.sd[i] * z[:, column])
        return self._records(drawn, working, self._dates(0, range(len(z))))

    def _drawn(self, uniforms: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        """Numbers by name from uniforms, name x run."""
        return {name: self._numbers(i, uniforms[i]) for i, name in enumerate(self.names)}

    def _records(
        self, drawn: dict[str, NDArray[np.float64]], working: NDArray[np.bool_], dates: NDArray[np.float64]
    ) -> tuple[Records, Records]:
        """Numbers as rules read them; neutral where a mechanism is off, unless a scenario fixes them."""
        runs = len(working)
        parameters = np.empty(runs, PARAMS)
        kinds = np.empty((runs, len(KINDS)), KIND)
        for name in PARAMETERS:
            parameters[name] = drawn[name]
        for name, value in zip(CONSTANTS, self.constants, strict=True):
            parameters[name] = value
        for turn, when in zip(self.turns, dates, strict=True):
            parameters[turn.constant] = when
        for attribute in KIND_ATTRIBUTES:
            for k, kind in enumerate(KINDS):
                kinds[attribute][:, k] = drawn[f"{attribute}.{kind}"]
        kept = set(self.names) - set(self.free)
        for column, switch in enumerate(self.switches):
            for name, value in switch.off:
                if name not in kept:
                    parameters[name][~working[:, column]] = value
        return parameters, kinds

    def working(self, seed: int, runs: Sequence[int]) -> dict[str, NDArray[np.bool_]]:
        """Run by run whether each mechanism that may be off is at work.

        The draw is addressed by the mechanism's name: whether it is on changes nobody else's draws.
        """
        from aiscenarios.draws import named_uniforms

        numbers = np.asarray(runs, dtype=np.int64)
        identities = np.array([switch.identity for switch in self.switches], dtype=np.uint64)
        drawn = named_uniforms(np.uint64(seed), numbers, identities)
        return {switch.mechanism: drawn[i] < switch.weight for i, switch in enumerate(self.switches)}

    def _dates(self, seed: int, runs: Sequence[int]) -> NDArray[np.float64]:
        """Turn x run: when each turn comes."""
        from aiscenarios.draws import named_uniforms

        identities = np.array([turn.identity for turn in self.turns], dtype=np.uint64)
        drawn = named_uniforms(np.uint64(seed), np.asarray(runs, dtype=np.int64), identities)
        return np.array([turn.quarters(u) for turn, u in zip(self.turns, drawn, strict=True)])

    def _numbers(self, i: int, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Quantiles of the i-th belief."""
        from scipy.special import ndtri

        if not np.isnan(self.fixed[i]):
            return np.full(u.shape, self.fixed[i])
        z = np.clip(ndtri(u), -LARGEST_Z, LARGEST_Z)
        return self.scales[i].back(self.mean[i] + self.sd[i] * z)
