"""What some tests need beside Python itself, and what is said where it is missing."""

import importlib
import os
import shutil
from types import ModuleType
from typing import NoReturn

import pytest


def needs(program: str, package: str) -> str:
    """The path of a program that a test runs; `package` is Debian's name for it."""
    return shutil.which(program) or _lacking(f"{program}: install the package {package}")


def needs_module(name: str, extra: str) -> ModuleType:
    """A module that a test runs and that an extra of this project brings."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        _lacking(f'{name}: run `python -m pip install -e ".[{extra}]"`')


def _lacking(what: str) -> NoReturn:
    """Pass the test over and say why; in continuous integration, where all must be there, fail."""
    (pytest.fail if "CI" in os.environ else pytest.skip)(f"this test needs {what}")
