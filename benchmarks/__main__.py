"""``make bench``: one table of ratios, all measured in one run on this machine. No test depends on it.

``--quick`` shrinks the ranges; ``--write`` puts the table into ``docs/tables/bench.md``. The figures also go
to ``build/bench.json``.
"""

import argparse
import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import core_kernel, full, peer_agentpy, peer_mesa, peer_numpy
from benchmarks.core import core
from benchmarks.stored import measured
from benchmarks.timing import best, exponent, seconds

JSON, PAGE = Path("build/bench.json"), Path("docs/tables/bench.md")
DEFAULT, LABS, QUARTERS = 4000, 30, 20
THREADS = 2


class Ranges(NamedTuple):
    """How far the sizes go, and how often each is timed."""

    agents: tuple[int, ...] = (500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000)
    runs: tuple[int, ...] = (100, 300, 1000, 3000, 10_000)
    labs: tuple[int, ...] = (10, 20, 30, 40, 50, 60)
    repeats: int = 5


QUICK = Ranges((500, 2000, 8000), (100, 300, 1000), (10, 30, 60), 3)


class Row(NamedTuple):
    """A line of the table."""

    what: str
    found: str
    wanted: str = ""


def mobility(ranges: Ranges) -> dict[str, float]:
    """Nanoseconds a researcher and quarter of the mobility core takes each contestant, set-up aside."""
    world = core(DEFAULT, LABS)
    core_kernel.simulate(world, 1, 1)

    def kernel() -> float:
        arrays = core_kernel.prepared(world, QUARTERS, 1)
        return seconds(lambda: core_kernel.run(arrays, world, QUARTERS))

    def mesa() -> float:
        model = peer_mesa.Mobility(world, 1)
        return seconds(lambda: peer_mesa.run(model, QUARTERS))

    def agentpy() -> float:
        model = peer_agentpy.prepared(world, QUARTERS, 1)
        model.sim_setup()
        return seconds(lambda: [model.sim_step() for _ in range(QUARTERS)])

    def numpy() -> float:
        return seconds(lambda: peer_numpy.simulate(world, QUARTERS, 1))

    times = best({"kernel": kernel, "mesa": mesa, "agentpy": agentpy, "numpy": numpy}, ranges.repeats)
    return {name: each / (DEFAULT * QUARTERS) * 1e9 for name, each in times.items()}


def whole(ranges: Ranges) -> dict[str, Any]:
    """The full model: against the floor, against agents and labs, on two threads."""
    model = full.model_of(DEFAULT)
    quarters = model.setup.quarters
    times = best({"model": full.one_batch(model), "floor": full.floor(DEFAULT, quarters)}, ranges.repeats)
    by_agents = best(
        {str(n): full.one_batch(full.model_of(n), runs=max(2, 32_000 // n)) for n in ranges.agents}, 3
    )
    by_labs = best({str(n): full.one_batch(model, full.with_labs(model.setup, n)) for n in ranges.labs}, 3)
    threads = best({str(n): full.on_threads(model, n, 4) for n in (1, THREADS)}, ranges.repeats)
    an_agent = [by_agents[str(n)] / max(2, 32_000 // n) for n in ranges.agents]
    return {
        "ns": times["model"] / full.BATCH / (DEFAULT * quarters) * 1e9,
        "floor_ns": times["floor"] / (DEFAULT * quarters) * 1e9,
        "threads_speedup": threads["1"] / threads[str(THREADS)],
        "milliseconds_by_agents": dict(zip(ranges.agents, [1e3 * each for each in an_agent], strict=True)),
        "milliseconds_by_labs": {n: 1e3 * by_labs[str(n)] / full.BATCH for n in ranges.labs},
        "exponents": {
            "agents": exponent(ranges.agents, an_agent),
            "labs": exponent(ranges.labs, [by_labs[str(n)] for n in ranges.labs]),
        },
    }


def stored(ranges: Ranges) -> dict[str, Any]:
    """Ensembles as users run them, on all cores."""
    found = {runs: measured(runs, os.cpu_count() or 1) for runs in ranges.runs}
    return {
        "seconds_by_runs": {runs: each["seconds"] for runs, each in found.items()},
        "megabytes_by_runs": {runs: each["megabytes"] for runs, each in found.items()},
        "exponent": exponent(ranges.runs, [each["seconds"] for each in found.values()]),
    }


def figures(ranges: Ranges) -> dict[str, Any]:
    """Everything that is measured, by the names of ``build/bench.json``."""
    of_core, of_model, of_runs = mobility(ranges), whole(ranges), stored(ranges)
    exponents = of_model["exponents"] | {"runs": of_runs.pop("exponent")}
    ratios = {f"ratio_{peer}": of_core[peer] / of_core["kernel"] for peer in ("mesa", "agentpy", "numpy")}
    return {
        "machine": machine(),
        **of_model,
        "ratio_floor": of_model["ns"] / of_model["floor_ns"],
        **ratios,
        "core_ns": of_core,
        "exponents": exponents,
        **of_runs,
    }


def machine() -> str:
    """What this was measured on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    named = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    packages = ", ".join(f"{name} {version(name)}" for name in ("numba", "numpy", "mesa", "agentpy"))
    cpu = named[0] if named else platform.processor()
    return f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}, {packages}"


def rows(found: dict[str, Any]) -> list[Row]:
    """The table."""
    each, of_core = found["exponents"], found["core_ns"]
    memory, took = found["megabytes_by_runs"], found["seconds_by_runs"]
    least, most = min(memory), max(memory)
    return [
        Row("full model, per researcher and quarter", f"{found['ns']:.1f} ns"),
        Row("floor: one Philox draw each", f"{found['floor_ns']:.1f} ns"),
        Row("full model / floor", f"{found['ratio_floor']:.1f}x", "at most 5x"),
        Row("mobility core, kernel", f"{of_core['kernel']:.1f} ns"),
        Row("plain Mesa / kernel", f"{found['ratio_mesa']:.0f}x", "at least 100x"),
        Row("AgentPy / kernel", f"{found['ratio_agentpy']:.0f}x", "at least 100x"),
        Row("vectorised numpy / kernel", f"{found['ratio_numpy']:.1f}x", "at least 4x"),
        Row("exponent in agents", f"{each['agents']:.2f}", "at most 1.05"),
        Row("exponent in runs", f"{each['runs']:.2f}", "at most 1.05"),
        Row("exponent in labs", f"{each['labs']:.2f}"),
        Row(f"{THREADS} threads / 1", f"{found['threads_speedup']:.2f}x", "at least 1.8x"),
        *(Row(f"{runs:,} runs, stored", f"{s:.1f} s", _seconds_wanted(runs)) for runs, s in took.items()),
        Row(
            f"peak memory, {least:,} to {most:,} runs",
            f"{memory[least]:.0f} to {memory[most]:.0f} MB",
            "does not grow",
        ),
    ]


def _seconds_wanted(runs: int) -> str:
    return {1000: "under 5 s", 10_000: "under 45 s"}.get(runs, "")


def main(arguments: list[str]) -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python3 bootstrap.py bench", description="Ratios, in one run.")
    parser.add_argument("--quick", action="store_true", help="smaller ranges")
    parser.add_argument("--write", action="store_true", help=f"renew {PAGE}")
    asked = parser.parse_args(arguments)
    found = figures(QUICK if asked.quick else Ranges())
    table = rows(found)
    JSON.parent.mkdir(exist_ok=True)
    JSON.write_text(json.dumps(found, indent=2) + "\n")
    print(found["machine"])
    for row in table:
        print(f"{row.what:<40}{row.found:>16}   {row.wanted}".rstrip())
    if asked.write:
        lines = ["| what | found | wanted |", "|---|---:|---|", *(f"| {' | '.join(row)} |" for row in table)]
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text("\n".join([f"Measured on: {found['machine']}.", "", *lines]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
