"""``watch``: one run, quarter by quarter, in Mesa's own view in a browser on this machine."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from aiscenarios.cli import options
from aiscenarios.cli.options import SEED
from aiscenarios.errors import InputError

__all__ = ["ASKED", "HERE", "watch"]

ASKED = "AISCENARIOS_WATCH"
"""Environment variable that tells the view scenario, seed, run and agents, as JSON."""
HERE = "127.0.0.1"
"""Nobody else on the network can see the view or press its buttons."""
_PAGE = "aiscenarios.cli.watching"
_SECONDS = 5.0
"""What the view is given to end by itself."""


def watch(
    scenario: options.ScenarioName = "current_policy",
    *,
    seed: options.Seed = SEED,
    run: Annotated[int, typer.Option(help="Which of the seed's runs.")] = 0,
    agents: options.Agents = 1000,
    port: Annotated[int, typer.Option(help="Of the view's address.", min=1024, max=65535)] = 8765,
) -> None:
    """Watch one run in the browser, agents and all: step it, play it, start it again.

    Raises:
        InputError: the scenario is not one, a number is out of range, or the view is not installed.
    """
    from aiscenarios.ensemble.asking import check_numbers
    from aiscenarios.scenario import load

    load(scenario)
    check_numbers(run=run, seed=seed, agents=agents)
    if importlib.util.find_spec("solara") is None:
        raise InputError("watching needs a further package", hint="pip install 'aiscenarios[watch]'")
    asked = json.dumps({"scenario": scenario, "seed": seed, "run": run, "agents": agents})
    print(f"http://{HERE}:{port} shows the run; Ctrl-C ends it.", flush=True)
    command = (
        sys.executable, "-m", "solara", "run", _PAGE, "--host", HERE, "--port", str(port), "--no-open",
        "--production",
    )  # fmt: skip
    _serve(command, asked)


def _serve(command: Sequence[str], asked: str) -> None:
    """Serve the view until it ends or we are to end, by Ctrl-C or by SIGTERM; it never outlives us.

    Raises:
        KeyboardInterrupt: we are to end.
        CalledProcessError: the view ended by an error.
    """
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = subprocess.Popen(command, env=os.environ | {ASKED: asked})
    try:
        code = server.wait()
    finally:
        _end(server)
        signal.signal(signal.SIGTERM, before)
    if code:
        raise subprocess.CalledProcessError(code, command)


def _end(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
