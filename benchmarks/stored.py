"""An ensemble as users run it, in a process of its own: ``python -m benchmarks.stored RUNS THREADS``.

Prints the seconds it took, compiler and imports aside, and the most memory the process has held, as JSON.
"""

import json
import resource
import subprocess
import sys
import tempfile
from typing import Any

from benchmarks.timing import seconds

__all__ = ["measured"]


def measured(runs: int, threads: int) -> dict[str, Any]:
    """What a child process says of an ensemble of that size."""
    command = [sys.executable, "-m", "benchmarks.stored", str(runs), str(threads)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def main(runs: int, threads: int) -> None:
    """Run, and say how long it took and how much memory."""
    import aiscenarios as ais

    ais.run("current_policy", runs=200, seed=7, agents=100, threads=threads, progress="none")  # loads it all
    with tempfile.TemporaryDirectory() as folder:
        took = seconds(
            lambda: ais.run("current_policy", runs=runs, seed=7, threads=threads, out=folder, progress="none")
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "megabytes": peak}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
