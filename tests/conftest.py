"""How the tests are run: few examples by default, many on request."""

import os

import pytest
from hypothesis import HealthCheck, settings

# A shared machine may be slow at any moment: time is no sign of a defect here. The quick
# profile tries the same examples every time, so that a change is judged by what it changes;
# the others look for new ones.
settings.register_profile(
    "quick",
    deadline=None,
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
for name, examples in (("more", 300), ("thorough", 2000)):
    settings.register_profile(
        name, settings.get_profile("quick"), max_examples=examples, derandomize=False
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let snapshots be refreshed."""
    parser.addoption("--refresh-snapshots", action="store_true", help="keep what is printed now")


@pytest.fixture
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether snapshots are to be refreshed."""
    return bool(request.config.getoption("--refresh-snapshots"))
