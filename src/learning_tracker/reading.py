"""A tracker as it is read: its records as a mapping, the questions about them, their history."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from learning_tracker.dates import When, long_date
from learning_tracker.kinds import Record, by_id
from learning_tracker.later import Later
from learning_tracker.moments import moment_words
from learning_tracker.problems import Problems
from learning_tracker.stores.store import Store
from learning_tracker.tables import Table
from learning_tracker.view import View

if TYPE_CHECKING:
    import networkx as nx

    from learning_tracker import collections, histories, rules
    from learning_tracker.queries import changed_since, search, threads
    from learning_tracker.queries import history as told
else:
    collections = Later("learning_tracker.collections")
    histories = Later("learning_tracker.histories")
    rules = Later("learning_tracker.rules")
    changed_since = Later("learning_tracker.queries.changed_since")
    search = Later("learning_tracker.queries.search")
    threads = Later("learning_tracker.queries.threads")
    told = Later("learning_tracker.queries.history")

R = TypeVar("R", bound=Record)


class Reading(Mapping[str, Record]):
    """What can be read of a tracker, whether or not it can be changed: it changes nothing."""

    def __init__(self, view: View, store: Store) -> None:
        """Show a view; its history is that of the store."""
        self._view = view
        self._store = store

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
        return f"<{type(self).__name__}: {len(self)} records{as_at}{recorded}>"

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of a kind (or of a class above kinds, such as `Source`), by id."""
        return tuple(sorted(self._view.of(kind), key=by_id))

    @property
    def date(self) -> dt.date | None:
        """The day as at which the tracker is read, or None."""
        return self._view.date

    @property
    def view(self) -> View:
        """The records as questions see them."""
        return self._view

    # Asking

    def check(self) -> Problems:
        """Every problem: what to mend, and what to look at."""
        return rules.check(self._view)

    def trace(self, identifier: str) -> Table["threads.Step"]:
        """The thread through a record, from its source to the evidence.

        Raises:
            UnknownId: there is no such record.
        """
        return threads.trace(self._view, identifier)

    def search(self, words: str) -> Table["search.Found"]:
        """The records that have all these words in their texts: see `queries.search.search`.

        Raises:
            InvalidArgument: there is no letter and no digit in `words`.
        """
        return search.search(self._view, words)

    @property
    def graph(self) -> "nx.MultiDiGraph":
        """The records and their links as a networkx graph: read-only and always current."""
        from learning_tracker.graph import LinkGraph  # noqa: PLC0415 - networkx loads slowly

        # Where nothing is hidden the network itself tells the same, at half the calls.
        whole = self._view.undated is self._view
        return LinkGraph(self._view.network if whole else self._view)

    @property
    def themes(self) -> "collections.Themes":
        """Practice themes."""
        return collections.Themes(self._view)

    @property
    def findings(self) -> "collections.Findings":
        """What sources found."""
        return collections.Findings(self._view)

    @property
    def recommendations(self) -> "collections.Recommendations":
        """What sources ask of agencies."""
        return collections.Recommendations(self._view)

    @property
    def actions(self) -> "collections.Actions":
        """What agencies agreed to do."""
        return collections.Actions(self._view)

    @property
    def reviews(self) -> "collections.Reviews":
        """Rapid reviews, LCSPRs and learning reviews."""
        return collections.Reviews(self._view)

    @property
    def audits(self) -> "collections.Audits":
        """Case-file audits and audits of standards."""
        return collections.Audits(self._view)

    @property
    def agencies(self) -> "collections.Agencies":
        """Agencies and the partnership's groups."""
        return collections.Agencies(self._view)

    @property
    def meetings(self) -> "collections.Meetings":
        """Meetings of the partnership and its groups."""
        return collections.Meetings(self._view)

    @property
    def evidence(self) -> "collections.EvidenceHeld":
        """What shows that something was done."""
        return collections.EvidenceHeld(self._view)

    @property
    def disseminations(self) -> "collections.Disseminations":
        """How learning was spread."""
        return collections.Disseminations(self._view)

    # Its history

    def history(self, identifier: str) -> Table["told.Revised"]:
        """The revisions of a record, also of one that was removed: see `queries.history.history`.

        Raises:
            UnknownId: there is no such record, and never was.
            NoHistory: the tracker is for the public.
        """
        return histories.history(self._view, self._store, identifier)

    def last_changed(self) -> Table["told.LastChanged"]:
        """Every record by its last change, the newest first: see `queries.history.last_changed`.

        Raises:
            NoHistory: the tracker is for the public.
        """
        return histories.last_changed(self._view, self._store)

    def log(self, since: "histories.Moment | None" = None) -> Table["told.Logged"]:
        """The changes, the newest first: see `queries.history.log`.

        Args:
            since: from which moment, or from the beginning of which day, month or year, on.

        Raises:
            InvalidMoment: `since` is none.
            NoHistory: the tracker is for the public.
        """
        return histories.log(self._view, self._store, since)

    def changes_since(self, date: When | dt.date | str) -> Table["changed_since.Happened"]:
        """What is dated, or was recorded, after a date such as that of the last meeting.

        See `queries.changed_since.changed_since`.

        Raises:
            InvalidDate: it is no date.
        """
        return histories.changes_since(self._view, self._store, date)
