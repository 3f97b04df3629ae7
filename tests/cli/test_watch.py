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
from contextlib import contextmanager, suppress
from types import ModuleType

import numpy as np
import pytest
import solara

from aiscenarios.cli import exits
from aiscenarios.cli import watch as command
from aiscenarios.ensemble.agents import COLLECTED, RaceModel
from aiscenarios.errors import InputError

START = "import sys; from aiscenarios.cli import main; main()"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as place:
        place.bind((command.HERE, 0))
        return int(place.getsockname()[1])


@contextmanager
def served() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The command that shows a small run, in a process of its own, and the port of the view."""
    number = free_port()
    order = ("watch", "tight_controls", "--agents", "300", "--port", str(number))
    view = subprocess.Popen(
        [sys.executable, "-c", START, *order], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield view, number
    finally:
        with suppress(ProcessLookupError):  # all of them have ended
            os.killpg(view.pid, signal.SIGKILL)
        view.wait()


def page(number: int) -> str:
    """The page, once it is there."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://{command.HERE}:{number}/", timeout=30) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the view did not begin to be served")


def listens(address: str, number: int) -> bool:
    """Whether somebody does at an address and port."""
    with socket.socket() as caller:
        caller.settimeout(2)
        return caller.connect_ex((address, number)) == 0


def test_the_view_is_served_here_alone_and_ends_with_its_command() -> None:
    """On the machine's other addresses, loopback ones too, nobody listens; after SIGTERM here neither."""
    with served() as (view, port):
        assert "solara" in page(port).lower() and listens(command.HERE, port)
        others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
        assert not any(listens(address, port) for address in (others | {"127.0.0.2"}) - {command.HERE})
        view.terminate()
        assert view.wait(60) == exits.INTERRUPTED
        assert not listens(command.HERE, port)


def shown() -> ModuleType:
    """The page as Solara imports it."""
    spec = importlib.util.find_spec("aiscenarios.cli.watching")
    assert spec is not None and spec.loader is not None
    watching = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(watching)
    return watching


def test_the_page_holds_the_run_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model behind the page is the run that the command names, ready to step, its charts collected."""
    asked = '{"scenario": "tight_controls", "seed": 5, "run": 3, "agents": 300}'
    monkeypatch.setenv(command.ASKED, asked)
    watching = shown()
    assert {column for chart in watching.CHARTS for column in chart} <= set(COLLECTED)
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


def test_a_page_that_nobody_asked_for_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Served without the command, the page names the variable and the command that sets it."""
    monkeypatch.delenv(command.ASKED, raising=False)
    with pytest.raises(InputError, match="AISCENARIOS_WATCH is not set; aiscenarios watch sets it"):
        shown()


def test_what_is_not_installed_is_named(told, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the command says what to install, and exits with 2."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        command.importlib.util, "find_spec", lambda name: None if name == "solara" else find(name)
    )
    answer = told("watch")
    assert answer.code == 2 and "aiscenarios[watch]" in answer.err


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (("curent_policy",), "current_policy"),
        (("--run", "-1"), "run: must be from 0"),
        (("--agents", "5"), "agents: must be from 100"),
        (("--seed", "-1"), "seed: must be from 0"),
    ],
)
def test_what_cannot_be_watched_is_refused_before_anything_is_served(
    told, wrong: tuple[str, ...], message: str
) -> None:
    """A wrong name or number is bad input like anywhere else, and nothing is said of an address."""
    answer = told("watch", *wrong)
    assert answer.code == 2 and message in answer.err and not answer.out
