"""A tracker in a plain JSON file: written whole as each change ends, without a history.

The file tells what is, not what was. Its history is that of the program that has it open.
Two programs may have it open: each looks, before it writes, whether the file is still as it
knows it.
"""

import datetime as dt
import stat
from hashlib import sha256
from pathlib import Path

from learning_tracker.network import Network
from learning_tracker.redaction import Of, Redaction, Target, without_text
from learning_tracker.revisions import Change, Heading, Revision
from learning_tracker.stores.json_file import JsonFile
from learning_tracker.stores.locking import one_at_a_time
from learning_tracker.stores.memory import Memory
from learning_tracker.stores.store import Behind, Copy, Deed, Held

_OUTSIDE = "the file was changed by another program"


class JsonStore:
    """A JSON file that a tracker is kept in.

    Attributes:
        signed: False; the file has no room for who made a change.
        file: the file.
    """

    signed = False

    def __init__(self, path: Path, *, create: bool = False, mode: int = 0o600) -> None:
        """Read the file, or begin with nothing where there is none and `create` is true.

        Raises:
            StoreProblem: it cannot be read.
            InvalidData: something is wrong with its content; the error holds all that is.
        """
        self.file = JsonFile(path, mode)
        # As it is known: a digest of its content, or None while it is still to be made.
        self._known: bytes | None = None
        self._first: Network | None = Network()
        if not create or path.exists():
            content = self.file.read()
            self._known = _digest(content)
            self._first = self.file.network(content)
        self._memory = Memory(self._first.records)

    @property
    def history_since(self) -> dt.datetime:
        """When the file was opened."""
        return self._memory.history_since

    @property
    def history_limit(self) -> str:
        """That its history begins when the file was opened."""
        return self._memory.history_limit

    def must_let(self, deed: Deed) -> None:
        """Whoever may write the file may do anything with it."""
        del deed

    def load(self, until: dt.datetime | None = None) -> Held:
        """The records, or those held at a moment since the file was opened."""
        if until is None and self._first is not None and not self._memory.since(0):
            first, self._first = self._first, None  # whoever asks next gets a network of its own
            return Held(first, 0)
        return self._memory.load(until)

    def append(self, change: Change, after: int, network: Network) -> None:
        """Write the file with a change in it.

        Raises:
            Behind: another program has written the file since; nothing is written.
            StoreProblem: it cannot be written, and stays as it was.
            InvalidData: another program has put something wrong into it.
        """
        with one_at_a_time(self.file.path, self._mode()):
            if self.since(after):
                raise Behind
            self._known = _digest(self.file.write(network.records))
            self._memory.append(change, after, network)

    def _mode(self) -> int:
        """Who may lock the file: whoever may write it."""
        path = self.file.path
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else self.file.mode
        return mode | 0o600  # whoever locks it must be able to open the lock

    def since(self, position: int) -> tuple[Revision, ...]:
        """The revisions added after a position: those, too, that another program made.

        Raises:
            StoreProblem: the file cannot be read.
            InvalidData: another program has put something wrong into it.
        """
        self._take_in()
        return self._memory.since(position)

    def _take_in(self) -> None:
        """Find what another program has changed in the file since it was last looked at."""
        if self._known is None and not self.file.path.exists():
            return
        content = self.file.read()
        if (digest := _digest(content)) != self._known:
            self._memory.take_in(self.file.network(content).records, _OUTSIDE)
            self._known = digest

    def revisions(
        self,
        *,
        record: str | None = None,
        change: str | None = None,
        since: dt.datetime | None = None,
    ) -> tuple[Revision, ...]:
        """The revisions made since the file was opened; see `Store.revisions`."""
        return self._memory.revisions(record=record, change=change, since=since)

    def headings(self) -> tuple[Heading, ...]:
        """The revisions made since the file was opened; their records are at hand."""
        return self._memory.headings()

    def make_views(self, after: int, network: Network) -> tuple[str, ...]:
        """Nothing is made: other tools do not read it."""
        del after, network
        return ()

    def note_copy(self, place: str, what: str) -> None:
        """Remember that a copy was made, while the program runs: the file has no room for it."""
        self._memory.note_copy(place, what)

    def copies(self) -> tuple[Copy, ...]:
        """The copies that were made since the file was opened."""
        return self._memory.copies()

    def redact(self, target: Target, by: str, why: str) -> Redaction:
        """Write the file without a text; see `Store.redact`.

        Raises:
            StoreProblem: it cannot be written, and stays as it was.
            InvalidData: another program has put something wrong into it.
        """
        with one_at_a_time(self.file.path, self._mode()):
            self._take_in()
            if target.of is Of.RECORD:
                content = self.file.write(
                    without_text(one, target.field) if one.id == target.id else one
                    for one in self._memory.records()
                )
                self._known = _digest(content)
            return self._memory.redact(target, by, why)

    def redactions(self) -> tuple[Redaction, ...]:
        """The redactions that were made since the file was opened."""
        return self._memory.redactions()

    def scrub(self, target: Target) -> tuple[str, ...]:
        """What the library cannot reach: the file knows of no copies.

        Who changed a record and why is in none of them, as it is not in the file.
        """
        if target.of is not Of.RECORD:
            return ()
        return (
            (
                f"earlier copies of {self.file.path}: a .json file does not keep where its copies "
                "and backups are"
            ),
        )

    def close(self) -> None:
        """Nothing is to be let go of: the file is open only while it is read or written."""


def _digest(content: bytes) -> bytes:
    """What stands for the content of a file, of which a second copy would be in memory else."""
    return sha256(content).digest()
