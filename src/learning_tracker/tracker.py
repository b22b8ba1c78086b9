"""The tracker: the one place that wires records, questions and stores together.

Here it is changed, kept, copied and compared; what can be read and asked of it stands in
`reading`, and how one is opened in `opening`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, overload

from learning_tracker.dates import When, when
from learning_tracker.errors import InvalidArgument, ReadOnly
from learning_tracker.keeping import Keeper, put_all
from learning_tracker.kinds import Record
from learning_tracker.later import Later
from learning_tracker.network import Network
from learning_tracker.reading import Reading
from learning_tracker.stores.memory import Memory
from learning_tracker.stores.store import Store
from learning_tracker.view import View

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from learning_tracker import (
        comparing,
        copying,
        histories,
        merging,
        redacting,
        redaction,
        undoing,
    )
    from learning_tracker.queries import suppression
else:
    comparing = Later("learning_tracker.comparing")
    copying = Later("learning_tracker.copying")
    histories = Later("learning_tracker.histories")
    merging = Later("learning_tracker.merging")
    redacting = Later("learning_tracker.redacting")
    redaction = Later("learning_tracker.redaction")
    suppression = Later("learning_tracker.queries.suppression")
    undoing = Later("learning_tracker.undoing")


class Tracker(Reading):
    """The records of one or more partnerships, as a mapping of id to record.

    >>> tracker = Tracker([])
    >>> len(tracker)
    0

    A tracker with a date shows what was dated by then and stays writable; `as_at` gives
    one that can only be read. A tracker opened from a file is written as each change ends.
    """

    def __init__(
        self, records: Iterable[Record] = (), date: When | dt.date | str | None = None
    ) -> None:
        """Make a tracker in memory.

        Args:
            records: what it holds from the start.
            date: the day as at which it is read; None hides nothing.

        Raises:
            InvalidDate: `date` is none.
            InvalidArgument: `records` holds what is no record.
            DuplicateId: two records have one id.
            BrokenNetwork: a link leads nowhere, to the wrong kind or in a circle.
        """
        _must_be_several(records)
        self._begin(Keeper(Memory(records)), date)

    def _begin(self, keeper: Keeper, date: When | dt.date | str | None) -> None:
        super().__init__(View(keeper.network, _day(date)), keeper.store)
        self._keeper: Keeper | None = keeper

    @classmethod
    def _kept_in(cls, store: Store, date: When | dt.date | str | None) -> "Tracker":
        tracker = cls.__new__(cls)
        tracker._begin(Keeper(store), date)  # noqa: SLF001 - it is its own
        return tracker

    @classmethod
    def _only_read(cls, view: View, store: Store) -> "Tracker":
        """A tracker that shows a view; its history is that of the store."""
        tracker = cls.__new__(cls)
        Reading.__init__(tracker, view, store)
        tracker._keeper = None  # noqa: SLF001 - it is its own
        return tracker

    # Changing

    def add(self, *records: Record) -> None:
        """Add records: all of them, or none.

        Raises:
            InvalidArgument: one is no record.
            DuplicateId: an id stands for a record already.
            BrokenNetwork: a link leads nowhere, to the wrong kind or in a circle.
            ReadOnly: the tracker is as at a date.
        """
        with self._changing() as network:
            for record in records:
                network.add(record)

    def replace(self, record: Record) -> None:
        """Put a changed copy in the place of the record with its id.

        Raises:
            InvalidArgument: it is no record.
            NothingToChange: there is none.
            OtherKind: it is of another kind.
            BrokenNetwork: a link leads nowhere, to the wrong kind or in a circle.
            ReadOnly: the tracker is as at a date.
        """
        with self._changing() as network:
            network.replace(record)

    def remove(self, identifier: str) -> None:
        """Take a record away.

        Raises:
            NothingToChange: there is none.
            BrokenNetwork: others still refer to it.
            ReadOnly: the tracker is as at a date.
        """
        with self._changing() as network:
            network.remove(identifier)

    @contextmanager
    def change(self, *, by: str = "", why: str = "") -> Iterator[None]:
        """Change several records as one: all of it stands and is kept, or none of it.

        What others have changed in the store meanwhile is taken in as the change ends.

        Args:
            by: who makes the change: a role or a group, never an officer's name. A database
                keeps it and demands it; a JSON file has no room for it.
            why: the reason, which a database keeps as well.

        Raises:
            NoAuthor: the tracker is kept in a database, and `by` is blank.
            ChangeWithinChange: a change is under way.
            BrokenNetwork: at its end, a link leads nowhere, to the wrong kind or in a circle.
            ConflictError: others changed the same records meanwhile; nothing is changed, and
                the tracker holds what they made of them.
            StoreProblem: it could not be kept; nothing is changed.
            ReadOnly: the tracker is as at a date.
        """
        with self._writable().change(by, why):
            yield

    def _writable(self) -> Keeper:
        if self._keeper is None:
            raise ReadOnly(
                "a tracker as at a date, as known at a moment or for the public",
                "change the tracker that it was made from",
            )
        return self._keeper

    @contextmanager
    def _changing(self) -> Iterator[Network]:
        """The change under way or, if there is none, a change of its own."""
        keeper = self._writable()
        if keeper.network.changing:
            yield keeper.network
        else:
            with keeper.change(by="", why=""):
                yield keeper.network

    def refresh(self) -> None:
        """Take in what others have changed in the store since it was opened or last changed.

        Raises:
            ChangeWithinChange: a change is under way.
            StoreProblem: the store cannot be read.
            ReadOnly: the tracker is as at a date.
        """
        self._writable().refresh()

    def make_views(self) -> tuple[str, ...]:
        """Make the views by which other tools read a database, and bring them up to date.

        Changes do so by themselves, but for those that bear on more than 5,000 actions.

        Returns:
            the names of the views and tables that are there then; none outside databases.

        Raises:
            ChangeWithinChange: a change is under way.
            StoreProblem: the database cannot be written.
            ReadOnly: the tracker is as at a date.
        """
        return self._writable().make_views()

    def close(self) -> None:
        """Let go of the file or the connection that the tracker is kept in.

        It need not be called: a program that ends lets go of both. `with lt.open(…) as
        tracker` does it at the end of the block. One that can only be read leaves that to the
        tracker that it was made from.
        """
        if self._keeper is not None:
            self._store.close()

    def __enter__(self) -> Self:
        """The tracker itself, to be closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the file or the connection."""
        self.close()

    def save(self, location: str | Path, *, by: str = "", why: str = "") -> None:
        """Write a copy: of all records, whatever the tracker's date.

        From a database into a database the whole history goes along. Else the copy holds the
        records as they are; in a database they are one change.

        Of a tracker for the public, only what the public may read, without small counts of
        children and without the attributes of sources, which are characteristics of children.

        Args:
            location: a .json file, which is replaced if it is there; an SQLite file (.db) or
                a PostgreSQL database (postgresql://…) that holds no records yet.
            by: who makes the copy, where it is a change in a database.
            why: the reason of that change.

        Raises:
            ChangeWithinChange: a change is under way.
            StoreProblem: it cannot be written.
            WouldOverwrite: it is a database that holds records.
            NoAuthor: `by` is blank and needed.
        """
        network = self._view.network
        network.must_not_be_changing()
        records: Iterable[Record] = (network[one] for one in network)
        if self._view.public:
            records = suppression.published(self._view)
        history = self._store if self._keeper is not None else None
        copying.write_copy(records, location, history=history, by=by, why=why)
        copying.note_copy(self._store, location, "copy")

    def export(self, folder: str | Path, form: str = "csv") -> tuple[Path, ...]:
        """Write a table for every kind of record and every link, and where each action stands.

        Args:
            folder: it must not be there yet, or be empty.
            form: "csv" for spreadsheets, "parquet" for programs.

        Returns:
            the files.

        Raises:
            ChangeWithinChange: a change is under way.
            WouldOverwrite: there is something in the folder.
            StoreProblem: it cannot be written.
            UnknownChoice: there is no such form.
            MissingExtra: it is Parquet, and pyarrow is not installed.
            KeptBack: the tracker is for the public.
        """
        self._view.network.must_not_be_changing()
        from learning_tracker.exchange.table_files import write_tables  # noqa: PLC0415 - few need it

        written = write_tables(self._view, Path(folder), form)
        self.note_copy(folder, "export")
        return written

    def export_workbook(self, path: str | Path) -> None:
        """Write all records into a workbook that can be edited and imported again.

        It holds every record, whatever the tracker's date; of one that is as at a date, what is
        seen. `import_workbook` takes in what people changed in it.

        Args:
            path: the .xlsx file; it must not be there yet, as it may hold somebody's edits.

        Raises:
            ChangeWithinChange: a change is under way.
            WouldOverwrite: there is such a file.
            TooLongForSheet: a text is longer than a cell can be; nothing is written.
            StoreProblem: it cannot be written, or its name does not end in .xlsx.
            MissingExtra: XlsxWriter is not installed.
            KeptBack: the tracker is for the public.
        """
        self._view.network.must_not_be_changing()
        from learning_tracker.exchange.workbooks.tracker_workbook import (  # noqa: PLC0415 - few need it
            write_tracker,
        )

        write_tracker(self._view, Path(path), whole=self._keeper is not None)
        self.note_copy(path, "export")

    def note_copy(self, place: str | Path, what: str) -> None:
        """Remember that texts of the tracker were written elsewhere: a redaction lists it.

        Args:
            place: where they were written.
            what: what was made: "export", "workbooks of a round".
        """
        copying.note_copy(self._store, place, what)

    @overload
    def frames(self, backend: Literal["pandas"] = "pandas") -> "dict[str, pd.DataFrame]": ...

    @overload
    def frames(self, backend: Literal["polars"]) -> "dict[str, pl.DataFrame]": ...

    def frames(
        self, backend: str = "pandas"
    ) -> "dict[str, pd.DataFrame] | dict[str, pl.DataFrame]":
        """The records as data frames: one for every kind, and those that `export` writes.

        `frames["finding"]` has a row for each finding, `frames["finding_themes"]` one for each
        theme of each, to be joined by `id` and `target`, and `frames["action_as_at"]` tells
        where each action stands. A date has three columns: its text, and its first and last
        day as days. Lists are text in JSON, as in an export.

        Args:
            backend: "pandas" or "polars".

        Raises:
            UnknownChoice: it is neither.
            MissingExtra: the one that is asked for is not installed.
            KeptBack: the tracker is for the public.
        """
        from learning_tracker.exchange.table_frames import frames  # noqa: PLC0415 - few need it

        return frames(self._view, backend)

    def backup(self, path: str | Path) -> None:
        """Write a backup into a new file, also while others write.

        Of a tracker in a database, SQLite or PostgreSQL, it is an SQLite file (.db) with the
        whole history; of one in a .json file, a copy of the file. It is checked before it takes
        its name, and only its owner may read it.

        Raises:
            ChangeWithinChange: a change is under way.
            WouldOverwrite: there is such a file.
            StoreProblem: it cannot be written, or what was read is not whole.
            InvalidData: something is wrong with the content of a .json file.
            ReadOnly: the tracker is as at a date.
        """
        keeper = self._writable()
        keeper.network.must_not_be_changing()
        store = keeper.store
        copying.back_up(store, Path(path))
        copying.note_copy(store, path, "backup")

    def redact(self, identifier: str, field: str, *, by: str, why: str) -> "redacting.Redacted":
        """Take a text out of every revision where it stands: see `redacting.redact`.

        Args:
            identifier: the id of a record, also of one that was removed, or of a change; or
                the name of a redaction, such as redaction-1.
            field: the field whose text goes; of a change or a redaction, "by" is who made it,
                and "why" the reason.
            by: who takes it out.
            why: the reason, in general terms.

        Returns:
            what was done, and where the text may still be; print it.

        Raises:
            UnknownId: there never was such a record, change or redaction.
            CannotBeRedacted: the field holds no text of its own.
            NothingToRedact: no revision has a text there.
            RepeatsTheText: `by` or `why` repeats it.
            NoAuthor: `by` is blank.
            StoreProblem: it cannot be kept; nothing is changed.
            ReadOnly: the tracker is as at a date.
        """
        return redacting.redact(self._writable(), identifier, field, by, why)

    def redactions(self) -> "tuple[redaction.Redaction, ...]":
        """What was redacted, by whom, when and why.

        Raises:
            ReadOnly: the tracker is as at a date.
        """
        return self._writable().store.redactions()

    def undo(self, change: str, *, by: str = "", why: str = "") -> None:
        """Put back what a change found, by a new change; the log tells of both.

        Args:
            change: its id, as `log` and `history` tell it.
            by: who undoes it: a role or a group, never an officer's name.
            why: the reason.

        Raises:
            UnknownChoice: there is no such change.
            UndoRefused: its records have changed since, or the rest would not be whole.
            NoAuthor: the tracker is kept in a database, and `by` is blank.
            ConflictError: others change the same records meanwhile.
            ReadOnly: the tracker is as at a date, as known at a moment or for the public.
        """
        undoing.undo(self._writable(), change, by, why)

    # Held against another

    def compare(self, other: "Tracker") -> "comparing.Comparison":
        """What differs between this tracker, A, and another, B: see `comparing.compare`.

        One as at a date or for the public is compared as it is seen, and without its history.

        Raises:
            ChangeWithinChange: a change is under way.
            StoreProblem: the history of one of them cannot be read.
        """
        return comparing.compare(self._side(), other._side())  # noqa: SLF001 - this is Tracker's own module

    def preview_merge(self, other: "Tracker") -> "merging.Merge":
        """What of another tracker, B, could be taken into this one, A: see `merging.plan`.

        Raises:
            ChangeWithinChange: a change is under way.
            StoreProblem: the history of one of them cannot be read.
        """
        return merging.plan(self.compare(other))

    def merge(self, other: "Tracker", *, by: str = "", why: str = "") -> "merging.Merge":
        """Take in, as one change, what another tracker has and this one did not change itself.

        What both changed, and what would break a link, is left: the answer tells of it.

        Args:
            other: the tracker to take from; it stays as it is.
            by: who makes the change: a role or a group, never an officer's name.
            why: the reason.

        Raises:
            NoAuthor: the tracker is kept in a database, and `by` is blank.
            ChangeWithinChange: a change is under way.
            ConflictError: a third changed the same records meanwhile; nothing is changed.
            StoreProblem: it could not be kept; nothing is changed.
            ReadOnly: the tracker is as at a date.
        """
        keeper = self._writable()
        merge = self.preview_merge(other)
        with keeper.change(by, why):
            put_all(keeper.network, merge.edits)
        return merge

    def _side(self) -> "comparing.Side":
        """The tracker as it is compared."""
        if self._keeper is None:
            records = suppression.published(self._view) if self._view.public else self.values()
            return comparing.Side({one.id: one for one in records})
        self._keeper.refresh()
        network = self._keeper.network
        return comparing.Side(
            {one: network[one] for one in network}, self._keeper.store.revisions()
        )

    # As at a date, and for the public

    def as_at(self, date: When | dt.date | str) -> "Tracker":
        """The tracker as at a day, to be read only. Of a month or a year it is the last day.

        Raises:
            InvalidDate: it is no date.
        """
        return self._only_read(self._view.as_at(_day(date)), self._store)

    def known_at(self, moment: "histories.Moment") -> "Tracker":
        """The tracker as it was recorded by a moment, to be read only.

        It goes with `as_at`, before or after it: what is dated by then, of what was recorded by
        then. Where the tracker has no date, lateness is judged by the day of the moment.

        Args:
            moment: a time that says how far from UTC it is ("2025-03-31T17:00Z"), or a day, a
                month or a year, which mean their end in UTC.

        Raises:
            InvalidMoment: it is none.
            StillToCome: more may be recorded by then.
            NoHistory: the tracker is kept in memory or in a plain file, and was opened later.
            StoreProblem: it cannot be read.
        """
        return self._only_read(histories.known_at(self._view, self._store, moment), self._store)

    def public(self) -> "Tracker":
        """What the public may read of the tracker, to be read only.

        Unpublished, withheld and embargoed sources are left out, and so is every record that
        rests only on them (see `view.publication`). Figures count what is shown; an action's
        verdict, the order of sources and whether they are independent are those of the whole.
        Tables, reports and copies do not show small counts of children; whoever has the
        tracker itself can read the records and all that lies behind them.
        """
        return self._only_read(self._view.for_public(), self._store)


def _must_be_several(records: object) -> None:
    if not isinstance(records, Iterable):
        raise InvalidArgument("records", "a list of records", records)


def _day(date: When | dt.date | str | None) -> dt.date | None:
    return None if date is None else when(date).last
