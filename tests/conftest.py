"""How the tests are run: few examples by default, many on request."""

import importlib
import os
import pkgutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import _ext
import pytest
from hypothesis import HealthCheck, settings

import learning_tracker
from parts import needs_module
from servers import started

# Hypothesis draws also from the constants of whatever modules of the project are loaded. So
# that it draws the same whichever tests are run, in whatever order and process, all of them
# are loaded, but for those that need an extra that is not there. A change of their constants
# still changes what is drawn.
for package in (learning_tracker, _ext):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith(".__main__"):
            with suppress(ModuleNotFoundError):
                importlib.import_module(found.name)

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


@pytest.hookimpl(trylast=True)  # after Hypothesis has marked its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage by the other tests: a property is tried dozens of times.

    To follow each line of that takes three times as long as the trying. What is counted as
    reached is then reached by a test that says of which example.
    """
    for item in items:
        if item.get_closest_marker("hypothesis"):
            item.add_marker("no_cover")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let snapshots be refreshed."""
    parser.addoption("--refresh-snapshots", action="store_true", help="keep what is printed now")


@pytest.fixture
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether snapshots are to be refreshed."""
    return bool(request.config.getoption("--refresh-snapshots"))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server that may be written to.

    LEARNING_TRACKER_TEST_POSTGRES names one; else one is started for the time of the tests.
    """
    if url := os.environ.get("LEARNING_TRACKER_TEST_POSTGRES"):
        yield url
        return
    with started() as one:
        yield one.get_uri()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can get to, as pytest's own cannot."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


_SCHEMAS = count(1)


@pytest.fixture
def postgres(server: str) -> Iterator[str]:
    """The URL of a PostgreSQL schema that is empty, and gone when the test is over."""
    psycopg = needs_module("psycopg", "postgres")
    schema = f"test_{os.getpid()}_{next(_SCHEMAS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        mark = "&" if "?" in server else "?"
        yield f"{server}{mark}options=-csearch_path%3D{schema}"
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


DATABASES = ("sqlite", "postgres")
STORES = ("memory", "json", *DATABASES)


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The location of a database that is still empty: of an SQLite file, and of PostgreSQL."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres"))
    return str(tmp_path / "riverton.db")
