"""One writer at a time, where others may be on other computers: a marker beside the file.

Whoever changes a tracker first holds it until it is closed. The marker is made by exclusive
creation, which every file system knows; locks of the system do not reach through them all.
Left behind by a program that died, it goes by itself on the same computer only.
"""

import datetime as dt
import json
import os
import platform
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from learning_tracker.errors import OneWriter
from learning_tracker.files import explained
from learning_tracker.stores.folders import Shared
from learning_tracker.tables import shown

if TYPE_CHECKING:
    from filelock import SoftFileLock

_WAIT = 1.0
"""How many seconds another may take to end; whoever holds the file may hold it for hours."""


@attrs.frozen
class Holder:
    """Who holds a file; "" or None where it is not known.

    Attributes:
        by: who said to make the change: a role or a group.
        computer: the name of the computer.
        since: the moment, in UTC.
    """

    by: str = ""
    computer: str = ""
    since: dt.datetime | None = None

    def __str__(self) -> str:
        who = self.by or "another program"
        where = f" on the computer {self.computer}" if self.computer else ""
        when = ""
        if self.since is not None:
            when = f", since {self.since:%H:%M} on {shown(self.since.date())} (UTC)"
        return f"{who}{where}{when}"


class Marker:
    """The marker of who may write a file.

    Attributes:
        path: the file.
        folder: what shares its folder.
    """

    def __init__(self, path: Path, folder: Shared) -> None:
        self.path = path
        self.folder = folder
        # Whatever link leads to it, the marker is one.
        self._real = Path(os.path.realpath(path))
        self._by = ""
        self._lock: SoftFileLock | None = None
        self._letting_go: weakref.finalize[..., object] | None = None

    @property
    def file(self) -> Path:
        """The marker itself: it is what counts."""
        return self._real.with_name(f"{self._real.name}.in-use")

    @property
    def told(self) -> Path:
        """What the others read of who holds the file."""
        return self._real.with_name(f"{self._real.name}.in-use-by")

    @property
    def held(self) -> bool:
        """Whether this program holds the file."""
        return self._lock is not None

    @contextmanager
    def taken(self, by: str) -> Iterator[None]:
        """Hold the file: for someone from now on, for nobody in particular only meanwhile.

        Raises:
            OneWriter: another holds it.
            StoreProblem: nothing can be written in the folder.
        """
        before = self.held
        self.take(by)
        try:
            yield
        finally:
            if not before and not by:
                self.let_go()

    def take(self, by: str) -> None:
        """Hold the file from now on, until `let_go` or until the program ends.

        Raises:
            OneWriter: another holds it.
            StoreProblem: nothing can be written in the folder.
        """
        from filelock import SoftFileLock, Timeout  # noqa: PLC0415 - only shared folders need it

        if self.held:
            if by and by != self._by:  # whoever held it before may have been redacted
                self._tell(by)
            return
        with explained(self.path, "written"):
            lock = SoftFileLock(self.file, timeout=_WAIT, mode=0o600, thread_local=False)
            try:
                lock.acquire()
            except Timeout:
                raise OneWriter(self.path, self.folder, self.holder(), self.file.name) from None
            self._lock = lock
            self._letting_go = weakref.finalize(self, _let_go, lock, self.told, os.getpid())
            self._tell(by)

    def _tell(self, by: str) -> None:
        self._by = by
        told = {"by": by, "computer": platform.node(), "since": dt.datetime.now(dt.UTC).isoformat()}
        # The marker holds without it: it only says less.
        with suppress(OSError):
            self.told.write_text(json.dumps(told), encoding="utf-8")

    def holder(self) -> Holder:
        """Who holds the file, as far as it is told."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads(self.told.read_text(encoding="utf-8"))
            since = dt.datetime.fromisoformat(told["since"]).astimezone(dt.UTC)
            return Holder(str(told["by"]), str(told["computer"]), since)
        return Holder()

    def let_go(self) -> None:
        """Let others write."""
        if self._letting_go is not None:
            self._letting_go()
        self._lock = self._letting_go = None


def _let_go(lock: "SoftFileLock", told: Path, holder: int) -> None:
    if os.getpid() != holder:
        return  # a process forked off ends before the one that holds the file
    with suppress(OSError):
        told.unlink(missing_ok=True)
    lock.release(force=True)
