"""The view of one run: on this machine alone, and said in words when it is not installed."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import numpy as np
import pytest
import solara

from aiscenarios.cli import watch as command

START = "import sys; from aiscenarios.cli import main; main()"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as place:
        place.bind((command.HERE, 0))
        return int(place.getsockname()[1])


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where the view of a small run is served, in a process of its own."""
    number = free_port()
    order = ("watch", "tight_controls", "--agents", "300", "--port", str(number))
    server = subprocess.Popen(
        [sys.executable, "-c", START, *order], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield number
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def page(number: int) -> str:
    """The page, once it is there."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://{command.HERE}:{number}/", timeout=30) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the view did not begin to be served")


def test_the_view_is_served_here_and_nowhere_else(port: int) -> None:
    """The page answers on the loopback address; on the machine's other addresses nobody listens."""
    assert "solara" in page(port).lower()
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in others - {command.HERE, "127.0.1.1"}:
        with socket.socket() as caller:
            caller.settimeout(2)
            assert caller.connect_ex((address, port)) != 0


def test_the_page_holds_the_run_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model behind the page is the run that the command names, ready to step."""
    from aiscenarios.ensemble.agents import RaceModel

    asked = '{"scenario": "tight_controls", "seed": 5, "run": 3, "agents": 300}'
    monkeypatch.setenv("AISCENARIOS_WATCH", asked)
    spec = importlib.util.find_spec("aiscenarios.cli.watching")
    assert spec is not None and spec.loader is not None
    watching = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(watching)
    same = RaceModel("tight_controls", seed=5, run=3, agents=300)
    for model in (watching.model, same):
        model.step()
    assert watching.model.arrays["people"].tobytes() == same.arrays["people"].tobytes()
    told = watching.workforce(same).set_index("persons, end of 2019Q1")
    for group, column in (("researchers", "talent_share.all"), ("top fifth", "talent_share.top20")):
        shares = [same.value(f"{column}.{bloc}") for bloc in told.index]
        np.testing.assert_allclose(told[group] / told[group].sum(), shares, atol=1e-3)
    assert (told[["from US", "from CN", "from ROW"]].sum(axis=1) - told["researchers"]).abs().max() <= 2
    element, context = solara.render(watching.Workforce(same), handle_error=False)
    assert "DataTable" in str(element.children)
    context.close()


def test_what_is_not_installed_is_named(told, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the command says what to install, and exits with 2."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        command.importlib.util, "find_spec", lambda name: None if name == "solara" else find(name)
    )
    answer = told("watch")
    assert answer.code == 2 and "aiscenarios[watch]" in answer.err


def test_a_scenario_that_is_none_is_refused_before_anything_is_served(told) -> None:
    """A wrong name is bad input like anywhere else."""
    answer = told("watch", "curent_policy")
    assert answer.code == 2 and "current_policy" in answer.err
