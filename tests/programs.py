"""Programs that are no part of Python: where a test finds one, and what to do where it is not."""

import os
import shutil

import pytest


def needs_program(name: str, package: str) -> str:
    """Where a program is.

    On a person's computer a test that needs one that is missing is left out, and says so; in
    continuous integration, which has installed it, the test fails.
    """
    found = shutil.which(name)
    missing = f"{name} is not installed: install the package {package}"
    if found is None and "CI" not in os.environ:
        pytest.skip(missing)
    assert found is not None, missing
    return found
