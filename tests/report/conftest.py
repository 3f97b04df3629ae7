"""Stored results for pages, made as for figures, and a browser."""

import importlib.util
from pathlib import Path

import pytest

_PLACE = Path(__file__).parents[1] / "plots" / "conftest.py"
_SPEC = importlib.util.spec_from_file_location("figures_conftest", _PLACE)
figures = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(figures)
HOSTILE = figures.HOSTILE

today, pressed, hostile = figures.today, figures.pressed, figures.hostile

ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def pages(today, pressed, hostile, tmp_path_factory):
    """The three kinds of page: one result with its reference, a comparison, and one with hostile names."""
    from aiscenarios import report

    folder = tmp_path_factory.mktemp("pages")
    return {
        "single": report.write([pressed], folder / "single.html", reference=today),
        "comparison": report.write([today, pressed], folder / "comparison.html"),
        "hostile": report.write([hostile], folder / "hostile.html"),
    }


@pytest.fixture(scope="session")
def hostile_text():
    """What the hostile result calls everything."""
    return HOSTILE


@pytest.fixture(scope="session")
def browser(chromium):
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield opened
        opened.close()
