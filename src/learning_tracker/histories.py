"""What a tracker tells of its history: from its store, up to the moment as known at which it is."""

import datetime as dt
from collections.abc import Mapping

from learning_tracker.dates import When, when
from learning_tracker.errors import NoHistory, StillToCome
from learning_tracker.moments import beginning, moment
from learning_tracker.queries import changed_since
from learning_tracker.queries import history as told
from learning_tracker.revisions import Heading
from learning_tracker.stores.store import Store
from learning_tracker.tables import Table
from learning_tracker.view import View

Moment = dt.datetime | When | dt.date | str
"""What can be given as a moment: a time that says where on earth it is, or a day for its end."""


def known_at(view: View, store: Store, value: Moment) -> View:
    """The view as what was recorded by a moment would have it.

    Raises:
        InvalidMoment: it is none.
        StillToCome: it is still to come.
        NoHistory: the store knows nothing of that time.
    """
    at = moment(value)
    _must_be_past(store, at, value)
    if store.history_since is not None and at < store.history_since:
        raise NoHistory("what was recorded by then is not known", store.history_limit)
    return View(store.load(at).network, view.date, public=view.public, known_at=at)


def _must_be_past(store: Store, at: dt.datetime, value: Moment) -> None:
    """Refuse a moment by which more may still be recorded.

    Where a clock was set back, what is recorded may be ahead of it.
    """
    just_before = at - dt.timedelta(microseconds=1)
    if at > dt.datetime.now(dt.UTC) and not store.revisions(since=just_before):
        raise StillToCome(value)


def history(view: View, store: Store, identifier: str) -> Table[told.Revised]:
    """The history of a record: see `queries.history.history`."""
    _must_be_told(view)
    found = [
        one
        for one in store.revisions(record=identifier)
        if view.known_at is None or one.at <= view.known_at
    ]
    known = [] if found else {one.id for one in _headings(view, store)}
    return told.history(found, identifier, known=known, limit=store.history_limit)


def last_changed(view: View, store: Store) -> Table[told.LastChanged]:
    """Every record with its last change: see `queries.history.last_changed`."""
    _must_be_told(view)
    return told.last_changed(_headings(view, store), limit=store.history_limit)


def log(view: View, store: Store, since: Moment | None) -> Table[told.Logged]:
    """The changes: see `queries.history.log`."""
    _must_be_told(view)
    after = None if since is None else beginning(since)
    now = dt.datetime.now(dt.UTC)
    return told.log(_headings(view, store), after=after, now=now, limit=store.history_limit)


def changes_since(
    view: View, store: Store, date: When | dt.date | str
) -> Table[changed_since.Happened]:
    """What changed since a date: see `queries.changed_since.changed_since`."""
    after = when(date)
    return changed_since.changed_since(view, after, _recorded_after(view, store, after))


def _recorded_after(view: View, store: Store, date: When) -> Mapping[str, str] | None:
    """What was recorded after a date; None where that is not known or not to be told."""
    end = moment(date)
    if view.public or (store.history_since is not None and store.history_since > end):
        return None
    headings = _headings(view, store)
    if not headings or headings[0].at > end:
        return None
    return changed_since.recorded_after(headings, end)


def _headings(view: View, store: Store) -> tuple[Heading, ...]:
    until = view.known_at
    return tuple(one for one in store.headings() if until is None or one.at <= until)


def _must_be_told(view: View) -> None:
    if view.public:
        raise NoHistory(
            "a tracker for the public tells no history, which may hold what is not published",
            "ask the tracker that it was made from",
        )
