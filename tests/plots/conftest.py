"""Two small stored results for figures."""

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("synthetic", Path(__file__).with_name("synthetic.py"))
synthetic = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(synthetic)


@pytest.fixture(scope="session")
def build():
    """Makes a result in a folder; see ``synthetic``."""
    return synthetic.build


@pytest.fixture(scope="session")
def today(tmp_path_factory):
    """Sixty runs of a reference case, one of them failed."""
    return synthetic.build(tmp_path_factory.mktemp("today") / "r", failing=(3,))


@pytest.fixture(scope="session")
def pressed(tmp_path_factory):
    """The same draws under a pressure that raises every column."""
    folder = tmp_path_factory.mktemp("pressed") / "r"
    return synthetic.build(folder, tilt=0.8, title="Brain-drain pressure", name="brain_drain")


HOSTILE = "<a href='https://example.org'>x</a><script>alert(1)</script> $\\frac{ & \"q\" {{ 7*7 }} </title>"


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """A result in which every name that a user can choose tries to be markup."""
    folder = tmp_path_factory.mktemp("hostile") / "r"
    labs = tuple(f"{HOSTILE} {place}" for place in range(6))
    return synthetic.build(
        folder, labs=labs, title=HOSTILE, question=HOSTILE, story=HOSTILE, references=(HOSTILE,)
    )
