"""Set the library up in an environment of its own and use it, with nothing but Python.

python3 start.py          prints page one of Riverton's theme report; writes it whole, and
                          Medway's, as web pages
python3 start.py tests    runs the tests

The first run needs the internet: it fetches what the library needs.
"""

from __future__ import annotations  # so that an older Python gets as far as being told so

import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
BIN = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = BIN / ("python.exe" if sys.platform == "win32" else "python")
EXAMPLES = ("riverton", "medway")


def say(text: str) -> None:
    """Tell on standard error what is being done, so that standard output is the report."""
    print(text, file=sys.stderr, flush=True)


def run(*arguments: str | Path) -> int:
    """Run a command with the environment's Python and give back its exit code."""
    return subprocess.run([PYTHON, *arguments], cwd=HERE, check=False).returncode


def works() -> bool:
    """Whether the environment is there and whole: the last that is put into it is pip."""
    try:
        done = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def make() -> None:
    """Make the environment, in place of one that was left half made."""
    say(f"Making an environment in {ENVIRONMENT.name} …")
    try:
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
    except (subprocess.CalledProcessError, OSError) as failure:
        why = failure.strerror if isinstance(failure, OSError) else "this Python comes without pip"
        sys.exit(
            f"The environment {ENVIRONMENT.name} cannot be made: {why}. Mend that and start again; "
            "on Debian and Ubuntu, sudo apt install python3-venv is what is missing most often."
        )


def set_up(*extras: str) -> None:
    """Make the environment, if there is none that works, and install the library into it.

    pip's own words are shown only if it fails.
    """
    if not works():
        make()
    what = f".[{','.join(extras)}]" if extras else "."
    say("Installing the library and what it needs (a minute the first time) …")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--editable", what], cwd=HERE, check=False)
    if done.returncode:
        sys.exit(
            "The installation failed; the lines above say why (the first run needs the internet). "
            "Mend that and start again."
        )


def report() -> int:
    """Print page one of the made-up partnership's report; write both examples' as web pages."""
    set_up("figures", "excel", "word")
    command = ("-m", "learning_tracker", "report", "--sample")
    return run(*command, "--page-one") or max(
        run(*command, name, "--format", "html", "-o", HERE / f"{name}-theme-report.html")
        for name in EXAMPLES
    )


def tests() -> int:
    """Run the tests, with a measure of what they reach."""
    set_up("dev")
    return run("-m", "pytest", "-n", "auto", "--dist", "worksteal", "--cov", "--cov-report=term")


JOBS = {"report": report, "tests": tests}


def main() -> int:
    """Do the job that is asked for."""
    if sys.version_info < (3, 11):
        sys.exit(f"This needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    asked = sys.argv[1:] or ["report"]
    if len(asked) > 1 or asked[0] not in JOBS:
        sys.exit(f"There is no job {' '.join(asked)!r}; say one of: {', '.join(JOBS)}.")
    return JOBS[asked[0]]()


if __name__ == "__main__":
    sys.exit(main())
