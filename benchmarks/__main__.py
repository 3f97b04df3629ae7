"""``make bench``: time the kernel on this machine and write ``build/bench.json``. No test depends on it.

- ``ns``: nanoseconds a researcher and quarter takes, all ten phases included.
- ``floor_ns``: one keyed draw and one record read for each researcher and quarter, which no engine can avoid.
- ``threads_speedup``: runs a second on two threads over one.
- ``ratio_mesa``: time of one run in the Mesa model over the same run in the kernel.
- ``exponents``: how time grows with agents and with runs (1 is proportional).
"""

import json
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

import aiscenarios as ais
from aiscenarios.compiled import rule
from aiscenarios.draws import uniform
from aiscenarios.engines import kernel
from aiscenarios.ensemble.model import Model, assemble
from aiscenarios.state import PERSON

SEED = 7
AGENTS = (1000, 2000, 4000, 8000)
RUNS = (4, 8, 16, 32)
MESA_AGENTS = 1000
OUT = Path("build/bench.json")


@rule
def floor(people, quarters):  # type: ignore[no-untyped-def]
    """Touch every person in every quarter and draw once."""
    total = 0.0
    for t in range(quarters):
        for i in range(people.size):
            total += uniform(np.uint64(SEED), 0, t, people[i].id, 20)
    return total


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Shortest of a few timings: what else the machine does only ever adds time."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def model_of(agents: int) -> Model:
    """The shipped baseline with that many researchers."""
    return assemble(ais.load("current_policy"), SEED, agents=agents)


def simulate(model: Model, runs: range) -> None:
    """A range of runs in the kernel."""
    params, kinds = model.beliefs.draws(SEED, runs)
    kernel.simulate(model.setup, params, kinds, SEED, runs)


def on_two_threads(model: Model, runs: int) -> None:
    """The same runs, half on each of two threads."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda half: simulate(model, half), (range(runs // 2), range(runs // 2, runs))))


def exponent(sizes: tuple[int, ...], times: list[float]) -> float:
    """Slope of log time over log size."""
    return float(np.polyfit([math.log(size) for size in sizes], [math.log(each) for each in times], 1)[0])


def in_mesa(model: Model) -> None:
    """Run 0 in the Mesa model."""
    race = ais.agents.RaceModel(model.scenario, seed=SEED, run=0, agents=model.setup.agents)
    for _ in range(model.setup.quarters):
        race.step()


def main() -> None:
    """Time everything, print it, write it."""
    model = model_of(AGENTS[2])
    quarters, runs = model.setup.quarters, RUNS[-1]
    simulate(model, range(1))
    by_runs = [seconds(lambda each=each: simulate(model, range(each))) for each in RUNS]
    worlds = [model_of(each) for each in AGENTS]
    by_agents = [seconds(lambda each=each: simulate(each, range(RUNS[0]))) for each in worlds]
    people = np.zeros(model.setup.agents, PERSON)
    people["id"] = np.arange(people.size)
    floor(people, 1)
    small = model_of(MESA_AGENTS)
    in_mesa(small)
    ns = by_runs[-1] / (runs * model.setup.agents * quarters) * 1e9
    floor_ns = seconds(lambda: floor(people, quarters)) / (people.size * quarters) * 1e9
    figures = {
        "ns": ns,
        "floor_ns": floor_ns,
        "ratio_floor": ns / floor_ns,
        "ratio_mesa": seconds(lambda: in_mesa(small)) / seconds(lambda: simulate(small, range(1))),
        "threads_speedup": by_runs[-1] / seconds(lambda: on_two_threads(model, runs)),
        "exponents": {"agents": exponent(AGENTS, by_agents), "runs": exponent(RUNS, by_runs)},
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(figures, indent=2) + "\n")
    print(OUT.read_text(), end="")


if __name__ == "__main__":
    main()
