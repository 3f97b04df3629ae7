"""``watch``: one run, quarter by quarter, in Mesa's own view in a browser on this machine."""

import importlib.util
import json
import os
import subprocess
import sys
from typing import Annotated

import typer

from aiscenarios.cli import options
from aiscenarios.cli.options import SEED
from aiscenarios.errors import InputError

__all__ = ["HERE", "watch"]

HERE = "127.0.0.1"
"""Nobody else on the network can see the view or press its buttons."""
_PAGE = "aiscenarios.cli.watching"


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
        InputError: the scenario is not one, or the view is not installed.
    """
    from aiscenarios.scenario import load

    load(scenario)
    if importlib.util.find_spec("solara") is None:
        raise InputError("watching needs a further package", hint="pip install 'aiscenarios[watch]'")
    asked = json.dumps({"scenario": scenario, "seed": seed, "run": run, "agents": agents})
    print(f"http://{HERE}:{port} shows the run; Ctrl-C ends it.", flush=True)
    command = (
        sys.executable, "-m", "solara", "run", _PAGE, "--host", HERE, "--port", str(port), "--no-open",
        "--production",
    )  # fmt: skip
    subprocess.run(command, env=os.environ | {"AISCENARIOS_WATCH": asked}, check=True)
