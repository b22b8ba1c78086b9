"""From a source to what changed for children: the thread through a record."""

from collections.abc import Callable

import attrs

from learning_tracker.dates import When
from learning_tracker.kinds import Record, by_id, kind_words
from learning_tracker.links import link_named, links_of
from learning_tracker.queries.counting import plural
from learning_tracker.records import Source, Theme
from learning_tracker.tables import Column, Table
from learning_tracker.view import View


@attrs.frozen
class Step:
    """A record on a thread.

    Attributes:
        record: the record.
        side: whether it comes before the one asked about, is that one, or comes after it.
        distance: how many links away it is.
    """

    record: Record
    side: str
    distance: int

    @property
    def records(self) -> tuple[Record, ...]:
        """The record."""
        return (self.record,)

    @property
    def on(self) -> When | None:
        """When it was: the date of the event or, of a source, when its learning was known."""
        if isinstance(self.record, Source):
            return self.record.known_on
        for field in ("on", "made_on", "agreed_on"):
            if (date := getattr(self.record, field, None)) is not None:
                return date  # type: ignore[no-any-return] # these fields hold dates
        return None


TRACE_COLUMNS: tuple[Column[Step], ...] = (
    Column("side", "Where", lambda row: row.side),
    Column("kind", "What", lambda row: kind_words(type(row.record).kind)),
    Column("on", "When", lambda row: row.on),
    Column("text", "Text", lambda row: row.record.label),
)


def trace(view: View, identifier: str) -> Table[Step]:
    """The thread through a record: all it rests on, and all that rests on it.

    It follows only links declared to be part of a thread: source, finding, recommendation,
    action, update and evidence, and the later findings that repeat a finding. Agencies and
    themes would join everything to everything.

    Raises:
        UnknownId: there is no such record.
    """
    here = view[identifier]
    above = closure(here, lambda record: _rests_on(view, record))
    below = closure(here, lambda record: resting_on(view, record))
    steps = [
        *(Step(record, "before", far) for record, far in reversed(above)),
        Step(here, "this", 0),
        *(Step(record, "after", far) for record, far in below),
    ]
    return Table(
        caption=f"The thread through “{here.label}”",
        rows=tuple(steps),
        columns=TRACE_COLUMNS,
        empty="",
        denominator=f"{plural(len(above), 'record')} before it and {len(below)} after it",
    )


def closure(start: Record, ahead: Callable[[Record], list[Record]]) -> list[tuple[Record, int]]:
    """What can be reached, nearest first, with how many links away it is."""
    found: dict[str, tuple[Record, int]] = {start.id: (start, 0)}
    queue = [start]
    for record in queue:
        for one in sorted(ahead(record), key=by_id):
            if one.id not in found:
                found[one.id] = (one, found[record.id][1] + 1)
                queue.append(one)
    return list(found.values())[1:]


def _rests_on(view: View, record: Record) -> list[Record]:
    links = (link for link in links_of(type(record)) if link.declared.thread)
    found = (view[one] for link in links for one in link.ids(record))
    return [one for one in found if not isinstance(one, Theme)]


def resting_on(view: View, record: Record) -> list[Record]:
    """What refers to a record by a link that is part of a thread."""
    referring = ((view[one], field) for one, field in view.referring(record.id))
    return [one for one, field in referring if link_named(type(one), field).declared.thread]
