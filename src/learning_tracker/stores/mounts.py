"""What is mounted where on this computer, as its operating system tells it."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import attrs

_LINUX = Path("/proc/self/mountinfo")
_MACOS = "/sbin/mount"
_PATIENCE = 5.0
"""How many seconds the system has to tell what is mounted."""

_OCTAL = re.compile(r"\\([0-7]{3})")
_LINE_OF_MACOS = re.compile(r"^.+? on (?P<at>/.*) \((?P<system>[^,()]+)[^()]*\)$", re.MULTILINE)

_REMOTE = 4  # DRIVE_REMOTE of Windows
_DEVICES = ("\\\\?\\", "\\\\.\\")
_UNC_DEVICES = ("\\\\?\\unc\\", "\\\\.\\unc\\")


@attrs.frozen
class Mount:
    """A file system at its place.

    Attributes:
        at: the folder in which it is seen.
        system: its type, such as "ext4" or "nfs4".
    """

    at: str
    system: str


def mounts_here() -> tuple[Mount, ...]:
    """What is mounted on this computer; nothing where it does not tell."""
    with suppress(OSError, subprocess.SubprocessError):
        if sys.platform == "darwin":
            return tuple(from_mount(_told_by_macos()))
        if _LINUX.exists():
            return tuple(from_mountinfo(_LINUX.read_text(errors="surrogateescape")))
    return ()


def _told_by_macos() -> str:
    done = subprocess.run(  # noqa: S603 - the system's own, by its whole path
        [_MACOS], capture_output=True, encoding="utf-8", check=True, timeout=_PATIENCE
    )
    return done.stdout


def from_mountinfo(text: str) -> Iterator[Mount]:
    r"""The mounts in the text of Linux's /proc/self/mountinfo.

    >>> list(from_mountinfo("36 35 0:41 / /mnt/our\\040share rw shared:1 - cifs //s/x rw"))
    [Mount(at='/mnt/our share', system='cifs')]
    """
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        fields, system = before.split(), after.split()
        if dash and len(fields) > 4 and system:  # noqa: PLR2004 - the fifth is the place
            yield Mount(_OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4]), system[0])


def from_mount(text: str) -> Iterator[Mount]:
    """The mounts in what `mount` prints on macOS.

    >>> list(from_mount("//me@server/safeguarding on /Volumes/safeguarding (smbfs, nodev)"))
    [Mount(at='/Volumes/safeguarding', system='smbfs')]
    """
    for found in _LINE_OF_MACOS.finditer(text):
        yield Mount(found["at"], found["system"])


def network_drive(drive: str, drive_type: Callable[[str], int] | None = None) -> bool:
    r"""Whether a drive of Windows, or what stands for one in a path, is on the network.

    Args:
        drive: as `PureWindowsPath.drive` gives it.
        drive_type: what tells the type of a drive with a letter; by default Windows.

    >>> network_drive(r"\\server\share"), network_drive(r"\\?\UNC\server\share")
    (True, True)
    >>> network_drive("S:", lambda root: 4), network_drive("C:", lambda root: 3)
    (True, False)
    """
    lower = drive.lower()
    if lower.startswith(_UNC_DEVICES):
        return True
    if lower.startswith("\\\\") and not lower.startswith(_DEVICES):
        return True
    letter = lower.removeprefix(_DEVICES[0]).removeprefix(_DEVICES[1])
    return bool(letter) and (drive_type or _drive_type)(f"{letter}\\") == _REMOTE


@cache
def _drive_type(root: str) -> int:
    """What Windows says a drive is; on other systems, where drives have no letters, nothing."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only Windows needs it

        return int(ctypes.windll.kernel32.GetDriveTypeW(root))
    return 0
