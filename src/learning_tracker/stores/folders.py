"""Which folders are shared: on a network, or kept the same on several computers by a program.

SQLite's quick way of writing (WAL) needs memory that all who have the file open share. Between
computers there is none, and a program that copies files as they change copies half of it.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePath, PureWindowsPath

import attrs

from learning_tracker.stores.mounts import Mount, mounts_here, network_drive

NETWORK_SYSTEMS = frozenset({
    *("nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs"),
    *("sshfs", "fuse.sshfs", "macfuse", "osxfuse", "fuse.rclone", "fuse.davfs", "fuse.davfs2"),
    *("9p", "virtiofs", "vboxsf", "vmhgfs", "fuse.vmhgfs-fuse", "prl_fs", "fuse.gvfsd-fuse"),
    *("afs", "ceph", "fuse.ceph", "glusterfs", "fuse.glusterfs", "lustre", "beegfs", "ncpfs"),
})  # fmt: skip
"""The types of file systems whose files others may have open on other computers."""

_BY_NAME = (
    ("OneDrive", re.compile(r"OneDrive( - .+|-.+)?$", re.IGNORECASE)),
    ("SharePoint", re.compile(r"SharePoint$", re.IGNORECASE)),
    ("Dropbox", re.compile(r"(.+ )?Dropbox( \(.+\))?$", re.IGNORECASE)),
    ("Google Drive", re.compile(r"(Google ?Drive(-.+)?|My Drive|Shared drives)$", re.IGNORECASE)),
    ("iCloud Drive", re.compile(r"(iCloud ?Drive|Mobile Documents|com~apple~CloudDocs)$")),
    ("Box", re.compile(r"Box([- ]Box| Sync)?$")),
    ("Nextcloud", re.compile(r"(Nextcloud|ownCloud)\d*$", re.IGNORECASE)),
    ("Syncthing", re.compile(r"Syncthing$", re.IGNORECASE)),
    ("a cloud's program", re.compile(r"CloudStorage$")),
)
"""The names that folders of each service have."""

_BY_MARK = (
    ("Syncthing", ".stfolder"),
    ("Dropbox", ".dropbox.cache"),
    ("Nextcloud", ".sync_*.db"),
    ("Nextcloud", "._sync_*.db"),
)
"""The files by which each service knows the uppermost of its folders."""

_ONEDRIVE_ROOTS = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_TENANT = "OneDrive - "


@attrs.frozen
class Shared:
    """A folder whose files others may have open on other computers.

    Attributes:
        by: what shares it: "OneDrive", or "the network".
    """

    by: str

    def __str__(self) -> str:
        on = "on" if self.by == "the network" else "kept by"
        return f"a folder {on} {self.by}"


def shared_folder(path: Path) -> Shared | None:
    """What shares the folder of a file; None if it is this computer's alone.

    A folder whose name is a service's is taken for one: writing more slowly harms nothing.
    """
    spelled, real = Path(os.path.abspath(path)), Path(os.path.realpath(path))  # noqa: PTH100 - `resolve` would follow links
    ways = [spelled] if spelled == real else [spelled, real]
    return (
        next(filter(None, (synchronised(way, os.environ) for way in ways)), None)
        or next(filter(None, map(marked, ways)), None)
        or next(filter(None, (on_network(way, mounts_here()) for way in ways)), None)
    )


def synchronised(path: PurePath, environment: Mapping[str, str]) -> Shared | None:
    r"""The service that keeps a file's folder the same elsewhere, by its name or the environment.

    >>> synchronised(PureWindowsPath(r"C:\Users\me\OneDrive - Riverton\riverton.db"), {})
    Shared(by='OneDrive')
    >>> synchronised(PureWindowsPath(r"C:\Users\me\Documents\riverton.db"), {})
    """
    if any(path.is_relative_to(root) for root in _onedrive_roots(path, environment)):
        return Shared("OneDrive")
    for name in path.parent.parts:
        for service, pattern in _BY_NAME:
            if pattern.fullmatch(name):
                return Shared(service)
    return None


def _onedrive_roots(path: PurePath, environment: Mapping[str, str]) -> Iterator[PurePath]:
    """The folders that OneDrive says are its own, and those it makes for SharePoint.

    Beside `OneDrive - Riverton Council` stands `Riverton Council` with the libraries.
    """
    for variable in _ONEDRIVE_ROOTS:
        if value := environment.get(variable):
            root = type(path)(value)
            yield root
            if root.name.startswith(_TENANT):
                yield root.with_name(root.name.removeprefix(_TENANT))


def marked(path: Path) -> Shared | None:
    """The service whose mark lies in the folder of a file, or in one above it."""
    for folder in path.parents:
        for service, pattern in _BY_MARK:
            with suppress(OSError):  # not every folder above may be looked into
                if next(folder.glob(pattern), None) is not None:
                    return Shared(service)
    return None


def on_network(path: PurePath, mounts: Sequence[Mount]) -> Shared | None:
    r"""The network, if that is where a file is.

    Args:
        path: where the file is, without links.
        mounts: what is mounted where, in the order in which it was.

    >>> on_network(PureWindowsPath(r"\\server\safeguarding\riverton.db"), ())
    Shared(by='the network')
    """
    if isinstance(path, PureWindowsPath):
        return Shared("the network") if network_drive(path.drive) else None
    under = [one for one in mounts if path.is_relative_to(one.at)]
    # Of two at one place the later hides the earlier.
    here = max(enumerate(under), key=lambda one: (len(one[1].at), one[0]), default=None)
    return Shared("the network") if here and here[1].system in NETWORK_SYSTEMS else None
