"""Tests that need more than Python say what is missing."""

import sys

import pytest

from parts import needs, needs_module


@pytest.mark.parametrize(("ci", "outcome"), [(True, "Failed"), (False, "Skipped")])
def test_what_is_missing_is_told(
    monkeypatch: pytest.MonkeyPatch, outcome: str, *, ci: bool
) -> None:
    """A test whose part is missing fails in continuous integration and is else passed over."""
    if ci:
        monkeypatch.setenv("CI", "true")
    else:
        monkeypatch.delenv("CI", raising=False)
    with pytest.raises(BaseException, match="no-program: install the package nothing") as told:
        needs("no-program", "nothing")
    assert told.typename == outcome
    with pytest.raises(BaseException, match=r"no_module: run .*\[browser\]") as told:
        needs_module("no_module", "browser")
    assert told.typename == outcome


def test_what_is_there_is_given() -> None:
    """A program is given by its path, a module as itself."""
    assert needs(sys.executable, "python3") == sys.executable
    assert needs_module("sys", "browser") is sys
