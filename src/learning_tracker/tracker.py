"""The tracker: the one place that wires records, questions and stores together."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from learning_tracker import collections, copying, histories, merging, redacting, rules, undoing
from learning_tracker.comparing import Comparison, Side, compare
from learning_tracker.dates import When, long_date, when
from learning_tracker.errors import InvalidArgument, KeptBack, ReadOnly, UnknownChoice
from learning_tracker.keeping import Keeper, put_all
from learning_tracker.kinds import Record, by_id
from learning_tracker.moments import moment_words
from learning_tracker.network import Network
from learning_tracker.problems import Problems
from learning_tracker.queries import changed_since, search, suppression, threads
from learning_tracker.queries import history as told
from learning_tracker.redaction import Redaction
from learning_tracker.stores.json_file import JsonFile
from learning_tracker.stores.locations import is_database, open_store
from learning_tracker.stores.memory import Memory
from learning_tracker.stores.store import Store
from learning_tracker.tables import Table
from learning_tracker.view import View

if TYPE_CHECKING:
    import networkx as nx

R = TypeVar("R", bound=Record)

SAMPLES: Mapping[str, dt.date] = {
    "riverton": dt.date(2025, 11, 20),
    "medway": dt.date(2025, 3, 31),
}
"""The examples that come with the library, each with the date as at which it is read."""


class Tracker(Mapping[str, Record]):
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
        self._wire(Keeper(Memory(records)), date=_day(date))

    def _wire(self, keeper: Keeper, date: dt.date | None) -> None:
        self._keeper: Keeper | None = keeper
        self._store: Store = keeper.store
        self._view = View(keeper.network, date)

    @classmethod
    def _kept_in(cls, store: Store, date: dt.date | None) -> "Tracker":
        tracker = cls.__new__(cls)
        tracker._wire(Keeper(store), date)  # noqa: SLF001 - it is its own
        return tracker

    @classmethod
    def _only_read(cls, view: View, store: Store) -> "Tracker":
        """A tracker that shows a view; its history is that of the store."""
        tracker = cls.__new__(cls)
        tracker._keeper, tracker._store, tracker._view = None, store, view  # noqa: SLF001 - its own
        return tracker

    # As a mapping

    def __getitem__(self, identifier: str) -> Record:
        return self._view[identifier]

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._view

    def __iter__(self) -> Iterator[str]:
        return iter(self._view)

    def __len__(self) -> int:
        return len(self._view)

    def __repr__(self) -> str:
        as_at = f" as at {long_date(self.date)}" if self.date else ""
        known = self._view.known_at
        recorded = f", as recorded by {moment_words(known)}" if known else ""
        return f"<Tracker: {len(self)} records{as_at}{recorded}>"

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of a kind (or of a class above kinds, such as `Source`), by id."""
        return tuple(sorted(self._view.of(kind), key=by_id))

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
        network = self._writable().network
        if network.changing:
            yield network
        else:
            with self.change():
                yield network

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

        Changes do so by themselves, but for those of very many records.

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
            StoreProblem: it cannot be written.
            WouldOverwrite: it is a database that holds records.
            NoAuthor: `by` is blank and needed.
        """
        network = self._view.network
        records: Iterable[Record] = (network[one] for one in network)
        if self._view.public:
            records = self._published()
        history = self._store if self._keeper is not None else None
        copying.write_copy(records, location, history=history, by=by, why=why)
        copying.note_copy(self._store, location, "copy")

    def _published(self) -> Iterator[Record]:
        """What is seen, as the public may read it: without small counts of children."""
        threshold = suppression.threshold_of(self._view)
        return (suppression.for_publication(one, threshold) for one in self._view.values())

    def export(self, folder: str | Path, form: str = "csv") -> tuple[Path, ...]:
        """Write a table for every kind of record and every link, and where each action stands.

        Args:
            folder: it must not be there yet, or be empty.
            form: "csv" for spreadsheets, "parquet" for programs.

        Returns:
            the files.

        Raises:
            WouldOverwrite: there is something in the folder.
            StoreProblem: it cannot be written.
            UnknownChoice: there is no such form.
            MissingExtra: it is Parquet, and pyarrow is not installed.
            KeptBack: the tracker is for the public.
        """
        if self._view.public:
            raise KeptBack(
                "a tracker for the public is not exported: tables hold characteristics of children "
                "and small counts of them",
                "save a copy, which holds neither, or export the tracker that it was made from",
            )
        from learning_tracker.exchange.table_files import write_tables  # noqa: PLC0415 - few need it

        written = write_tables(self._view, Path(folder), form)
        copying.note_copy(self._store, folder, "export")
        return written

    def backup(self, path: str | Path) -> None:
        """Write a backup into a new file, also while others write.

        Of a tracker in a database, SQLite or PostgreSQL, it is an SQLite file (.db) with the
        whole history; of one in a .json file, a copy of the file. It is checked before it takes
        its name, and only its owner may read it.

        Raises:
            WouldOverwrite: there is such a file.
            StoreProblem: it cannot be written, or what was read is not whole.
            InvalidData: something is wrong with the content of a .json file.
            ReadOnly: the tracker is as at a date.
        """
        store = self._writable().store
        copying.back_up(store, Path(path))
        copying.note_copy(store, path, "backup")

    def redact(self, identifier: str, field: str, *, by: str, why: str) -> redacting.Redacted:
        """Take a text out of every revision of a record: see `redacting.redact`.

        Args:
            identifier: the record's id, also of one that was removed; or a change's.
            field: the field whose text goes; "why" takes out the reason of a change.
            by: who takes it out.
            why: the reason, in general terms.

        Returns:
            what was done, and where the text may still be; print it.

        Raises:
            UnknownId: there never was such a record, or such a change.
            CannotBeRedacted: the field holds no text of its own.
            NothingToRedact: no revision has a text there.
            RepeatsTheText: `by` or `why` repeats it.
            NoAuthor: `by` is blank.
            StoreProblem: it cannot be kept; nothing is changed.
            ReadOnly: the tracker is as at a date.
        """
        return redacting.redact(self._writable(), identifier, field, by, why)

    def redactions(self) -> tuple[Redaction, ...]:
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

    def compare(self, other: "Tracker") -> Comparison:
        """What differs between this tracker, A, and another, B: see `comparing.compare`.

        One as at a date or for the public is compared as it is seen, and without its history.

        Raises:
            ChangeWithinChange: a change is under way.
            StoreProblem: the history of one of them cannot be read.
        """
        return compare(self._side(), other._side())  # noqa: SLF001 - this is Tracker's own module

    def preview_merge(self, other: "Tracker") -> merging.Merge:
        """What of another tracker, B, could be taken into this one, A: see `merging.plan`.

        Raises:
            ChangeWithinChange: a change is under way.
            StoreProblem: the history of one of them cannot be read.
        """
        return merging.plan(self.compare(other))

    def merge(self, other: "Tracker", *, by: str = "", why: str = "") -> merging.Merge:
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

    def _side(self) -> Side:
        """The tracker as it is compared."""
        if self._keeper is None:
            records = self._published() if self._view.public else self.values()
            return Side({one.id: one for one in records})
        self._keeper.refresh()
        network = self._keeper.network
        return Side({one: network[one] for one in network}, self._keeper.store.revisions())

    # As at a date, and for the public

    @property
    def date(self) -> dt.date | None:
        """The day as at which the tracker is read, or None."""
        return self._view.date

    @property
    def view(self) -> View:
        """The records as questions see them."""
        return self._view

    def as_at(self, date: When | dt.date | str) -> "Tracker":
        """The tracker as at a day, to be read only. Of a month or a year it is the last day.

        Raises:
            InvalidDate: it is no date.
        """
        known = self._view.known_at
        view = View(self._view.network, _day(date), public=self._view.public, known_at=known)
        return self._only_read(view, self._store)

    def known_at(self, moment: histories.Moment) -> "Tracker":
        """The tracker as it was recorded by a moment, to be read only.

        It goes with `as_at`, before or after it: what is dated by then, of what was recorded by
        then. Where the tracker has no date, lateness is judged by the day of the moment.

        Args:
            moment: a time that says how far from UTC it is ("2025-03-31T17:00Z"), or a day, a
                month or a year, which mean their end in UTC.

        Raises:
            InvalidMoment: it is none, or is still to come.
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

    # Its history

    def history(self, identifier: str) -> Table[told.Revised]:
        """The revisions of a record, also of one that was removed: see `queries.history.history`.

        Raises:
            UnknownId: there is no such record, and never was.
            NoHistory: the tracker is for the public.
        """
        return histories.history(self._view, self._store, identifier)

    def last_changed(self) -> Table[told.LastChanged]:
        """Every record by its last change, the newest first: see `queries.history.last_changed`.

        Raises:
            NoHistory: the tracker is for the public.
        """
        return histories.last_changed(self._view, self._store)

    def log(self, since: histories.Moment | None = None) -> Table[told.Logged]:
        """The changes, the newest first: see `queries.history.log`.

        Args:
            since: from which moment, or from the beginning of which day, month or year, on.

        Raises:
            InvalidMoment: `since` is none.
            NoHistory: the tracker is for the public.
        """
        return histories.log(self._view, self._store, since)

    def changes_since(self, date: When | dt.date | str) -> Table[changed_since.Happened]:
        """What is dated, or was recorded, after a date such as that of the last meeting.

        See `queries.changed_since.changed_since`.

        Raises:
            InvalidDate: it is no date.
        """
        return histories.changes_since(self._view, self._store, date)

    # Asking

    def check(self) -> Problems:
        """Every problem: what to mend, and what to look at."""
        return rules.check(self._view)

    def trace(self, identifier: str) -> Table[threads.Step]:
        """The thread through a record, from its source to the evidence.

        Raises:
            UnknownId: there is no such record.
        """
        return threads.trace(self._view, identifier)

    def search(self, words: str) -> Table[search.Found]:
        """The records that have all these words in their texts: see `queries.search.search`.

        Raises:
            InvalidArgument: there is no letter and no digit in `words`.
        """
        return search.search(self._view, words)

    @property
    def graph(self) -> "nx.MultiDiGraph":
        """The records and their links as a networkx graph: read-only and always current."""
        from learning_tracker.graph import LinkGraph  # noqa: PLC0415 - networkx loads slowly

        return LinkGraph(self._view)

    @property
    def themes(self) -> collections.Themes:
        """Practice themes."""
        return collections.Themes(self._view)

    @property
    def findings(self) -> collections.Findings:
        """What sources found."""
        return collections.Findings(self._view)

    @property
    def recommendations(self) -> collections.Recommendations:
        """What sources ask of agencies."""
        return collections.Recommendations(self._view)

    @property
    def actions(self) -> collections.Actions:
        """What agencies agreed to do."""
        return collections.Actions(self._view)

    @property
    def reviews(self) -> collections.Reviews:
        """Rapid reviews, LCSPRs and learning reviews."""
        return collections.Reviews(self._view)

    @property
    def audits(self) -> collections.Audits:
        """Case-file audits and audits of standards."""
        return collections.Audits(self._view)

    @property
    def agencies(self) -> collections.Agencies:
        """Agencies and the partnership's groups."""
        return collections.Agencies(self._view)

    @property
    def meetings(self) -> collections.Meetings:
        """Meetings of the partnership and its groups."""
        return collections.Meetings(self._view)

    @property
    def evidence(self) -> collections.EvidenceHeld:
        """What shows that something was done."""
        return collections.EvidenceHeld(self._view)

    @property
    def disseminations(self) -> collections.Disseminations:
        """How learning was spread."""
        return collections.Disseminations(self._view)


def open(  # noqa: A001 - `lt.open` opens a tracker as `open` opens a file
    location: str | Path,
    *,
    date: When | dt.date | str | None = None,
    create: bool | None = None,
    mode: int = 0o600,
) -> Tracker:
    """Open a tracker kept in a file or a database; it is written as each change ends.

    Args:
        location: the path of a plain file (.json) or of an SQLite file (.db), or the URL of
            a PostgreSQL database (postgresql://…).
        date: the day as at which it is read; None hides nothing.
        create: whether an empty one is begun where there is none; by default a database is,
            and a .json file is not.
        mode: who may read and write a new file; by default its owner alone.

    Raises:
        StoreProblem: it cannot be read.
        InvalidData: something is wrong with its content; the error holds all that is.
    """
    make = is_database(location) if create is None else create
    return Tracker._kept_in(open_store(location, create=make, mode=mode), _day(date))  # noqa: SLF001 - this is Tracker's own module


def sample(name: str = "riverton") -> Tracker:
    """An example that comes with the library, as at a date of its own.

    Args:
        name: "riverton" is a made-up partnership for which every question has an answer, as
            at 20 November 2025; "medway" is what Medway's safeguarding partnership published
            for 2024-25, as at 31 March 2025.

    Raises:
        UnknownChoice: there is no such example.
    """
    if name not in SAMPLES:
        raise UnknownChoice("example", name, SAMPLES)
    with as_file(files("learning_tracker") / "samples" / f"{name}.json") as path:
        return Tracker(JsonFile(path).load(), date=SAMPLES[name])


def _must_be_several(records: object) -> None:
    if not isinstance(records, Iterable):
        raise InvalidArgument("records", "a list of records", records)


def _day(date: When | dt.date | str | None) -> dt.date | None:
    return None if date is None else when(date).last
