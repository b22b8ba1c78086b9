"""Files: written whole or not at all, and what goes wrong told in words."""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from learning_tracker.errors import LearningTrackerError, StoreProblem, WouldOverwrite

_OWNER_ONLY = 0o600

_DENIED = "you may not, or another program holds it open; ask for access, or close it there"
_NO_ANSWER = "the drive does not answer; try again, or choose another place"
_WHY = {
    errno.ENOENT: "there is no such file or folder; check the name",
    errno.ENOTDIR: "part of its path is a file and no folder; name a folder there",
    errno.EISDIR: "it is a folder; name a file in it",
    errno.ENODEV: "it is a device or a pipe; name an ordinary file",
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: "that drive can only be read; choose another place",
    errno.ENOSPC: "the disk is full; make room and try again",
    errno.EDQUOT: "your share of the disk is used up; make room and try again",
    errno.EFBIG: "the file would be larger than that disk allows; choose another place",
    errno.ENAMETOOLONG: "the name is too long; shorten it",
    errno.ELOOP: "its links lead in a circle; name the file itself",
    errno.EIO: _NO_ANSWER,
    errno.ESTALE: _NO_ANSWER,
    errno.ETIMEDOUT: _NO_ANSWER,
}


def replace_file(path: Path, content: bytes, mode: int = _OWNER_ONLY) -> None:
    """Put new content in the place of a file, so that a crash leaves the old or the new.

    One that is there keeps its mode. A symbolic link is followed and stays.

    Args:
        path: where it is.
        content: what it holds then.
        mode: who may read and write a new file; by default its owner alone.

    Raises:
        StoreProblem: it cannot be written.
    """
    with explained(path, "written"):
        _replace(Path(os.path.realpath(path)), content, mode)


def _replace(path: Path, content: bytes, mode_if_new: int) -> None:
    mode = _mode(path, mode_if_new)
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
    settle(path.parent)


def _mode(path: Path, if_new: int) -> int:
    """The mode that the file is to have; it is opened to learn whether it may be written.

    Without that, a file that may only be read would be replaced as if it could be written.
    """
    try:
        with path.open("r+b") as file:
            mode = os.fstat(file.fileno()).st_mode
    except FileNotFoundError:
        return if_new
    if not stat.S_ISREG(mode):
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
    return stat.S_IMODE(mode)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Make a folder whole or not at all, readable by its owner only.

    What is written stands beside its place under another name, and takes the place at the end.

    Args:
        folder: where it is to be; it must not be there yet, or be empty.

    Yields:
        where to write until then.

    Raises:
        WouldOverwrite: the folder is there and holds something, or is none.
        StoreProblem: it cannot be written; nothing is.
    """
    if _holds_something(folder):
        raise WouldOverwrite(folder)
    with explained(folder, "written"):
        made = Path(tempfile.mkdtemp(prefix=".learning-tracker-", dir=folder.parent))
        try:
            yield made
            with suppress(FileNotFoundError):
                folder.rmdir()
            made.rename(folder)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise


def _holds_something(folder: Path) -> bool:
    with explained(folder, "written"):
        if not folder.is_dir():
            return folder.exists() or folder.is_symlink()
        return any(folder.iterdir())


def settle(folder: Path) -> None:
    """Have the new name survive a power cut too, on the systems that can do so."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def explained(path: Path, deed: str) -> Iterator[None]:
    """Turn an error of the operating system into one that says what to do.

    Raises:
        StoreProblem: there was one (ValueError: no file can have that name).
    """
    try:
        yield
    except LearningTrackerError:
        raise  # which says it already
    except (OSError, ValueError) as found:
        # Windows denies access to a folder; `Path.is_dir` would raise the same error again.
        is_folder = os.path.isdir(path)  # noqa: PTH112
        number = errno.EISDIR if is_folder else getattr(found, "errno", None)
        why = _WHY.get(number or 0, f"the system says: {getattr(found, 'strerror', None) or found}")
        raise StoreProblem(path, deed, why) from found
