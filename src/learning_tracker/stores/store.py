"""What a store is: one protocol, which every way of keeping records fulfils."""

import datetime as dt
from enum import Enum
from typing import Protocol

import attrs

from learning_tracker.errors import LearningTrackerError
from learning_tracker.kinds import Record
from learning_tracker.network import Network
from learning_tracker.redaction import Redaction, Target
from learning_tracker.revisions import Change, Heading, Revision


@attrs.frozen
class Held:
    """What a store holds at a moment.

    Attributes:
        network: the records, for whoever asked to keep and change.
        position: how far into the store's revisions this goes; for the store to understand.
    """

    network: Network
    position: int

    @property
    def records(self) -> tuple[Record, ...]:
        """The records."""
        return self.network.records


@attrs.frozen
class Copy:
    """That a copy of a tracker, or of some of it, was made.

    Attributes:
        at: when, in UTC.
        place: where it was written: a path, or a URL without its password.
        what: "backup", "copy", "export", "upgrade backup", or "original" of what this one
            is a copy of.
    """

    at: dt.datetime
    place: str
    what: str


class Deed(Enum):
    """What not every login to a server may do with a tracker, in the words of messages."""

    UNDO = "changed back"
    REDACT = "redacted"
    BACK_UP = "backed up"
    GIVE_VIEWS = "given views"


class Behind(LearningTrackerError):
    """Others have added revisions since: take them in first. It never reaches a user."""


class Store(Protocol):
    """What keeps a tracker's records and the history of their changes."""

    @property
    def signed(self) -> bool:
        """Whether every change must say who makes it."""
        ...

    @property
    def history_since(self) -> dt.datetime | None:
        """The moment before which the store knows no history; None if it keeps all of it."""
        ...

    @property
    def history_limit(self) -> str:
        """What of its history is not told and who keeps it, as a clause; "" if all is told."""
        ...

    def must_let(self, deed: Deed) -> None:
        """See that whoever opened it may do something, before anything is looked up for it.

        Raises:
            StoreProblem: they may not; it says who can.
        """
        ...

    def load(self, until: dt.datetime | None = None) -> Held:
        """The records, or those held at a moment.

        Raises:
            StoreProblem: it cannot be read.
            InvalidData: something is wrong with its content; the error holds all that is.
        """
        ...

    def append(self, change: Change, after: int, network: Network) -> None:
        """Keep a change, all of it or nothing.

        Args:
            change: what is to be kept; its edits are not empty.
            after: the position up to which the tracker knows the store.
            network: all the records as they stand after the change.

        Raises:
            Behind: the store has gone on since that position; nothing is kept.
            StoreProblem: it cannot be kept; nothing is.
        """
        ...

    def since(self, position: int) -> tuple[Revision, ...]:
        """The revisions added after a position, in their order.

        Raises:
            StoreProblem: they cannot be read.
        """
        ...

    def revisions(
        self,
        *,
        record: str | None = None,
        change: str | None = None,
        since: dt.datetime | None = None,
    ) -> tuple[Revision, ...]:
        """The revisions that are kept, in their order.

        Args:
            record: only those of the record with this id.
            change: only those of the change with this id.
            since: only those recorded later than this moment.

        Raises:
            StoreProblem: they cannot be read.
        """
        ...

    def headings(self) -> tuple[Heading, ...]:
        """All the revisions that are kept, in their order, without their records.

        Raises:
            StoreProblem: they cannot be read.
        """
        ...

    def note_copy(self, place: str, what: str) -> None:
        """Remember that a copy was made: a redaction lists it as still holding the text.

        Args:
            place: where it was written; the password of a URL is left out.
            what: as `Copy.what` has it.

        Raises:
            StoreProblem: it cannot be kept.
        """
        ...

    def copies(self) -> tuple[Copy, ...]:
        """The copies that are known, in the order in which they were made.

        Raises:
            StoreProblem: they cannot be read.
        """
        ...

    def make_views(self, after: int, network: Network) -> tuple[str, ...]:
        """Make what other tools read beside the records, as far as it is not there.

        Args:
            after: the position up to which the tracker knows the store.
            network: all the records as they stand.

        Returns:
            the names of what there is then; none, where a store has nothing of the sort.

        Raises:
            Behind: the store has gone on since that position; nothing is made.
            StoreProblem: it cannot be written.
        """
        ...

    def redact(self, target: Target, by: str, why: str) -> Redaction:
        """Take a text out of every revision where it stands.

        Of a record a revision is added, from which other programs learn of it. A redaction
        loses it with the revision that it left.

        Args:
            target: what is to be taken out.
            by: who takes it out.
            why: the reason, which does not repeat the text.

        Raises:
            StoreProblem: it cannot be kept; nothing is changed.
        """
        ...

    def redactions(self) -> tuple[Redaction, ...]:
        """The redactions that were made, in their order.

        Raises:
            StoreProblem: they cannot be read.
        """
        ...

    def scrub(self, target: Target) -> tuple[str, ...]:
        """Have nothing left where it is kept of what was redacted.

        Args:
            target: what was taken out.

        Returns:
            where it may be left still, each in a sentence.
        """
        ...

    def close(self) -> None:
        """Let go of the file or the connection; what is kept stays."""
        ...
