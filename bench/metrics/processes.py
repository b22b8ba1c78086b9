"""Programs that are run as a whole, from the start of Python to its end."""

import os
import subprocess
import sys
from collections.abc import Callable

from data import Entrant

# As for a user: what was compiled once is kept, wherever the environment says otherwise.
_ENVIRONMENT = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}


def program(*arguments: str, answer: Callable[[str], object] | None = None) -> Entrant:
    """A run of Python with these arguments, which must end well."""

    def run() -> str:
        return subprocess.run(  # noqa: S603 - the Python that runs this, with our own words
            [sys.executable, *arguments],
            check=True,
            capture_output=True,
            encoding="utf-8",
            env=_ENVIRONMENT,
        ).stdout

    return Entrant(run, answer=answer)
