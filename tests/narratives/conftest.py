import pytest

from aiscenarios import outcomes


@pytest.fixture(scope="session")
def units() -> dict[str, str]:
    """Unit of every outcome column."""
    return outcomes.units()
