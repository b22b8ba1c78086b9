"""A file that is made whole before it takes its name, and takes it from no other."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from learning_tracker.errors import StoreProblem
from learning_tracker.files import settle

_BESIDE = ("-wal", "-shm", "-journal")
"""How the names of the files end that SQLite keeps beside its own."""

_CHANGES = ("-wal", "-journal")
"""Those of them that hold changes."""

_LEFT = (
    "{beside} lies there, with changes of a file of that name that is gone, and they would be "
    "taken for changes of the new one; put that file back, or move {beside} out of the way"
)


def must_stand_alone(path: Path) -> None:
    """See that no changes lie beside a file that is to be made: SQLite would take them in.

    Raises:
        StoreProblem: there are some, of a file that was deleted or moved without them.
    """
    for end in _CHANGES:
        beside = path.with_name(path.name + end)
        # Looked for first: another program that makes the file now makes the file itself first.
        if os.path.lexists(beside) and not os.path.lexists(path):
            raise StoreProblem(path, "made", _LEFT.format(beside=beside.name))


def remove(path: Path) -> None:
    """Remove an SQLite file that was not finished, with what is beside it, as far as that goes."""
    for end in ("", *_BESIDE):
        with suppress(OSError):
            path.with_name(path.name + end).unlink()


@contextmanager
def new_file(path: Path, mode: int) -> Iterator[Path]:
    """A file under a passing name, which takes its own at the end of the block.

    A program that is stopped meanwhile leaves no file of that name that is half made.

    Args:
        path: the name that it takes.
        mode: who may read and write it.

    Yields:
        where it is to be made: an empty file, with that mode, in the same folder.

    Raises:
        FileExistsError: something has that name already; it stays, and nothing is made.
        OSError: it cannot be made.
    """
    descriptor, name = tempfile.mkstemp(prefix=".learning-tracker-", dir=path.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        temporary.chmod(mode)
        yield temporary
        _name(temporary, path)
        settle(path.parent)
    finally:
        remove(temporary)


def _name(temporary: Path, path: Path) -> None:
    """Give a file its name, if nothing has it: of several programs, one alone succeeds."""
    if os.name == "nt":
        temporary.rename(path)  # which is refused there if the name is taken
        return
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # some drives know no second name for a file
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        temporary.replace(path)
