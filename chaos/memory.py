"""Memory and time of a large ensemble, in a process of its own: ``python -m chaos.memory RUNS``.

Prints seconds of the run and of its report, and the most memory the process held, as JSON.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

__all__ = ["measured"]

AGENTS = 100


def measured(runs: int) -> dict[str, Any]:
    """What a child process says of an ensemble of that size."""
    command = [sys.executable, "-W", "ignore", "-m", "chaos.memory", str(runs)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(runs: int) -> None:
    """Run, report, and say what both took."""
    import aiscenarios as ais
    from aiscenarios import report

    ais.run("brain_drain", runs=2, seed=7, agents=AGENTS, progress="none")
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        result = ais.run("brain_drain", runs, 7, agents=AGENTS, out=Path(folder) / "r", progress="none")
        ran, peak = time.monotonic() - begun, _peak()
        report.write([result], Path(folder) / "report.html")
        reported = time.monotonic() - begun - ran
    print(json.dumps({"seconds": ran, "report": reported, "megabytes": peak, "with_report": _peak()}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
