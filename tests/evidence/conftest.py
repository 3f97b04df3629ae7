"""The shipped evidence, read once."""

import pytest

from aiscenarios.evidence import Evidence, load


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    """The shipped evidence."""
    return load()
