"""How the tests are run: few examples by default, many on request."""

import os

import pytest
from hypothesis import HealthCheck, settings

# A shared machine may be slow at any moment: time is no sign of a defect here.
settings.register_profile(
    "quick", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let snapshots be refreshed."""
    parser.addoption("--refresh-snapshots", action="store_true", help="keep what is printed now")


@pytest.fixture
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether snapshots are to be refreshed."""
    return bool(request.config.getoption("--refresh-snapshots"))
