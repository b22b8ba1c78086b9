"""Users of the computer to whom permissions apply: root may do anything."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = 65534

on_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes and no such users")


@contextmanager
def ordinary_user(*owned: Path) -> Iterator[None]:
    """Root may do anything: be somebody to whom permissions apply, and who owns these."""
    if os.geteuid():
        yield
        return
    for path in owned:
        os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
