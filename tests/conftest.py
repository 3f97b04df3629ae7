"""What all tests share: seeded Hypothesis, a browser where one can be had, and the time each room takes."""

import os
import shutil
import subprocess
from collections import Counter

import hypothesis
import pytest

hypothesis.settings.register_profile("suite", derandomize=True, deadline=None, max_examples=50)
hypothesis.settings.load_profile("suite")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def _browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _may_install() -> bool:
    return os.environ.get("CI") == "true" and os.geteuid() == 0 and shutil.which("apt-get") is not None


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium for Playwright's ``executable_path`` (as root it needs ``--no-sandbox``)."""
    if _browser() is None and _may_install():
        apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]  # another worker may be at it
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run([*apt, *step], env=quiet, stdout=subprocess.DEVNULL, check=True)
    return _browser() or pytest.skip("browser tests need Chromium, and none is installed")


@pytest.fixture
def in_2033(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is dated up to 2032 has come: outcomes of open questions can be told."""
    monkeypatch.setattr("aiscenarios.scenario.dates.still_to_come", lambda day: day.year > 2032)


def _room(nodeid: str) -> str:
    parts = nodeid.partition("::")[0].split("/")
    return "/".join(parts[:2]) if parts[0] == "tests" else parts[0]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the seconds each room of the suite took, longest first."""
    seconds: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[_room(report.nodeid)] += report.duration
    terminalreporter.section("seconds by room")
    for room, spent in seconds.most_common():
        terminalreporter.write_line(f"{spent:8.1f}  {room}")
