"""Every check that a contributor runs; `.ci/run` calls the same sessions."""

import nox

nox.options.default_venv_backend = "venv"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["tests", "lowest", "lint", "types", "imports", "docs", "notebooks"]
PYTHONS = ["3.11", "3.12", "3.13"]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The tests, with branch coverage."""
    session.install("-e", ".[dev]")
    session.run(
        "pytest",
        "-n",
        "auto",
        "--dist",
        "worksteal",
        "--cov",
        "--cov-report=term",
        *session.posargs,
    )


@nox.session(python="3.11")
def lowest(session: nox.Session) -> None:
    """The tests with the oldest version of everything the library needs."""
    session.install("-e", ".[dev]", "--constraint", "tests/lowest.txt")
    session.run("pytest", "-n", "auto", "--dist", "worksteal", *session.posargs)


@nox.session(python="3.11")
def lint(session: nox.Session) -> None:
    """Style and formatting."""
    session.install("-e", ".[dev]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session(python="3.11")
def types(session: nox.Session) -> None:
    """Types: of the source, and of the public interface as users see it."""
    session.install("-e", ".[dev]")
    session.run("mypy")


@nox.session(python="3.11")
def imports(session: nox.Session) -> None:
    """One direction of imports."""
    session.install("-e", ".[dev]")
    session.run("lint-imports")


@nox.session(python="3.11")
def docs(session: nox.Session) -> None:
    """The documentation, with warnings as errors."""
    session.install("-e", ".[docs]")
    session.run("sphinx-build", "-W", "-n", "-b", "html", "docs", "docs/_build/html")


@nox.session(python="3.11")
def notebooks(session: nox.Session) -> None:
    """The notebooks, executed from the first cell to the last."""
    session.install("-e", ".[dev]")
    session.run("pytest", "tests/test_notebooks.py")


@nox.session(python="3.11")
def bench(session: nox.Session) -> None:
    """How long things take against others: `nox -s bench -- --scale 200k`."""
    session.install("-e", ".[dev,bench]")
    session.run("python", "bench/ratios.py", "--output", "bench/results", *session.posargs)
