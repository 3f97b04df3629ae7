"""Whether two samples of runs can come from one model: chances of endings, and means of headline outcomes."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiscenarios import quarters
from aiscenarios.ensemble.endings import Ending
from aiscenarios.provenance.verdict import Finding

__all__ = ["LEVEL", "Sample", "compared"]

LEVEL = 0.01
"""The chance that two samples of one model are called different: shared out over all that is compared."""
_FEWEST = 2
_ROUNDING, _STORED = 1e-12, 1e-5
"""What rounding moves of a mean of doubles, and of a stored value."""


class Sample(NamedTuple):
    """Some runs: their endings, the outcomes that are compared (run x quarter), and which have failed."""

    endings: Mapping[str, Ending]
    columns: Mapping[str, NDArray[np.float32]]
    failed: NDArray[np.bool_]


class _Test(NamedTuple):
    what: str
    stored: float
    simulated: float
    p: float


def compared(stored: Sample, simulated: Sample, by: int, file: str) -> tuple[int, list[Finding]]:
    """How many figures were compared, and those that differ by more than sampling explains.

    Shares are compared by Fisher's exact test, means by Welch's t test, each at LEVEL over their number.

    Args:
        stored: the one sample.
        simulated: the other.
        by: the quarter whose outcomes are compared.
        file: to which findings belong.
    """
    tests = [*_shares(stored, simulated), *_means(stored, simulated, by)]
    limit = LEVEL / len(tests)
    return len(tests), [
        Finding(
            file, f"{test.what}: {test.stored:.4g} is stored, {test.simulated:.4g} comes out, further apart"
            f" than sampling explains (p = {test.p:.1g})",
            (("what", test.what), ("stored", test.stored), ("simulated", test.simulated), ("p", test.p)),
        )
        for test in tests
        if test.p < limit
    ]  # fmt: skip


def _shares(stored: Sample, simulated: Sample) -> Iterator[_Test]:
    counts = [(int(each.failed.sum()), len(each.failed)) for each in (stored, simulated)]
    yield _share("share of failed runs", *counts)
    for name, ending in stored.endings.items():
        pair = [
            (int(each.endings[name].true[~each.failed].sum()), int((~each.failed).sum()))
            for each in (stored, simulated)
        ]
        yield _share(f"chance of {ending.title}", *pair)


def _share(what: str, one: tuple[int, int], other: tuple[int, int]) -> _Test:
    from scipy.stats import fisher_exact

    table = [[true, total - true] for true, total in (one, other)]
    there, here = (true / total if total else np.nan for true, total in (one, other))
    return _Test(what, there, here, float(fisher_exact(table).pvalue))


def _means(stored: Sample, simulated: Sample, by: int) -> Iterator[_Test]:
    for name in stored.columns:
        one, other = (each.columns[name][~each.failed, by].astype(np.float64) for each in (stored, simulated))
        one, other = one[np.isfinite(one)], other[np.isfinite(other)]
        if min(len(one), len(other)) < _FEWEST:
            continue
        what = f"mean of {name} in {quarters.label(by)}"
        yield _Test(what, float(one.mean()), float(other.mean()), _welch(one, other))


def _welch(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """The chance of means so far apart or further; of values that do not vary, whether they are equal."""
    from scipy.special import stdtr

    parts = [values.var(ddof=1) / len(values) for values in (one, other)]
    apart, error = abs(one.mean() - other.mean()), float(np.sqrt(sum(parts)))
    if error <= _ROUNDING * max(abs(one.mean()), abs(other.mean())):
        return float(np.isclose(one.mean(), other.mean(), rtol=_STORED))
    freedom = sum(parts) ** 2 / sum(
        part**2 / (len(values) - 1) for part, values in zip(parts, (one, other), strict=True)
    )
    return float(2.0 * stdtr(freedom, -apart / error))
