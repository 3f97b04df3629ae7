"""The gates that a fit must pass to be published, each with its number."""

from typing import Literal, NamedTuple

from aiscenarios.calibration.inference import Posterior
from aiscenarios.calibration.second_wave import SecondWave

__all__ = ["SHIFT", "Gate", "gates", "refused", "told"]

_WHOLE = 100.0

SHIFT = "second wave: largest shift"
"""Where only this one fails, the second wave is published and nothing is refused."""


class Gate(NamedTuple):
    """A number and the limit that it must keep."""

    name: str
    value: float
    keeps: Literal["below", "above", "at least", "at most"]
    limit: float
    meaning: str

    @property
    def passed(self) -> bool:
        """Whether it does."""
        return {
            "below": self.value < self.limit,
            "above": self.value > self.limit,
            "at least": self.value >= self.limit,
            "at most": self.value <= self.limit,
        }[self.keeps]


def told(value: float) -> str:
    """A gate's number as it is shown: whole from a hundred on."""
    return f"{value:,.0f}" if value >= _WHOLE else f"{value:.3f}"


def gates(posterior: Posterior, wave: SecondWave) -> tuple[Gate, ...]:
    """Every gate of a fit."""
    weights = wave.smoothed
    return (
        Gate("R-hat", posterior.rhat, "below", 1.01, "the chains agree"),
        Gate("bulk ESS", posterior.ess, "above", 400, "enough independent draws"),
        Gate("second wave: k-hat", weights.khat, "below", 0.7, "the re-weighted runs can be trusted"),
        Gate("second wave: ESS", weights.effective, "at least", 100, "enough of them count"),
        Gate(SHIFT, wave.shift, "at most", 0.5, f"the real runs agree (most moved: {wave.moved})"),
    )


def refused(found: tuple[Gate, ...]) -> bool:
    """Whether a gate other than the shift has failed."""
    return any(not gate.passed for gate in found if gate.name != SHIFT)
