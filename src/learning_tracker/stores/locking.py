"""Writing one at a time, among all the programs that have a file open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from learning_tracker.errors import StoreProblem
from learning_tracker.files import explained

PATIENCE = 30.0
"""How many seconds a change waits for others to finish theirs."""


@contextmanager
def one_at_a_time(path: Path, mode: int = 0o600) -> Iterator[None]:
    """Wait until nobody else writes the file, and have others wait.

    The lock is the system's own (that of Windows, or flock), on a hidden file beside it: it
    goes when the program goes, however it ends.

    Args:
        path: the file.
        mode: who may lock it: whoever may write it.

    Raises:
        StoreProblem: others kept writing, or no file can be made in the folder.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only files that are written need it

    with explained(path, "written"):
        lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=PATIENCE, mode=mode)
        try:
            lock.acquire()
        except Timeout:
            why = f"another program has been writing it for {PATIENCE:g} seconds; try again"
            raise StoreProblem(path, "written", why) from None
    try:
        yield
    finally:
        lock.release()
