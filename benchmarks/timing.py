"""Timing that is fair on a busy machine: contestants take turns, and the shortest time of each counts."""

import math
import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np

__all__ = ["best", "exponent", "seconds"]


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def best(contestants: Mapping[str, Callable[[], float]], repeats: int) -> dict[str, float]:
    """Shortest time of each, in rounds: A B C A B C ...; what else the machine does only ever adds time."""
    rounds = [{name: measure() for name, measure in contestants.items()} for _ in range(repeats)]
    return {name: min(each[name] for each in rounds) for name in contestants}


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """Slope of log time over log size: 1 is proportional."""
    return float(np.polyfit([math.log(size) for size in sizes], [math.log(each) for each in times], 1)[0])
