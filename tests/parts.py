"""What some tests need beside Python itself, and what is said where it is missing."""

import importlib
import os
import shutil
import subprocess
from pathlib import Path
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


def converted(path: Path, form: str) -> list[Path]:
    """What LibreOffice makes of a workbook: one file, or one for each sheet.

    Args:
        path: the workbook; its folder takes what is made.
        form: the format, as LibreOffice calls it.
    """
    office = needs("soffice", "libreoffice-calc")
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    folder = path.parent / "converted"
    command = [office, profile, "--headless", "--convert-to", form, "--outdir", str(folder)]
    subprocess.run([*command, str(path)], check=True, capture_output=True)  # noqa: S603 - found above
    return sorted(folder.iterdir())


def _lacking(what: str) -> NoReturn:
    """Pass the test over and say why; in continuous integration, where all must be there, fail."""
    (pytest.fail if "CI" in os.environ else pytest.skip)(f"this test needs {what}")
