"""Reports put into files: whole or not at all, and what goes wrong told in words."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from learning_tracker.errors import StoreProblem

_OWNER_ONLY = 0o600


def save(path: Path, content: bytes) -> None:
    """Put content in the place of a file, so that a crash leaves the old one or the new.

    A new file can be read by its owner alone; one that is there keeps its mode. A symbolic
    link is followed and stays.

    Raises:
        StoreProblem: it cannot be written.
    """
    try:
        _replace(Path(os.path.realpath(path)), content)
    except (OSError, ValueError) as found:
        raise StoreProblem(path, "written", _why(path, found)) from found


def _replace(path: Path, content: bytes) -> None:
    mode = _mode(path)
    descriptor, temporary = tempfile.mkstemp(prefix=".learning-tracker-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise


def _mode(path: Path) -> int:
    """The mode that the file is to have; one that may only be read cannot be opened like this."""
    try:
        with path.open("r+b") as file:
            return stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    except FileNotFoundError:
        return _OWNER_ONLY


def _why(path: Path, found: Exception) -> str:
    # Windows denies access to a folder and to a file that Word holds open alike.
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir would raise the same error again
        return "it is a folder; name a file in it"
    match found:
        case PermissionError():
            return "you may not, or Word holds it open; close it there, or choose another name"
        case FileNotFoundError() | NotADirectoryError():
            return "there is no such folder; check the name"
    return f"the system says: {getattr(found, 'strerror', None) or found}"
