"""What changed since a date, such as that of the last meeting: by what is dated after it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import attrs

from learning_tracker.dates import When
from learning_tracker.kinds import Record, kind_words
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.queries.since import TELLS, Told, told, what_it_was
from learning_tracker.records import (
    Agency,
    Decision,
    FullReview,
    Meeting,
    Request,
    Source,
)
from learning_tracker.revisions import Heading
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import View

KINDS = (*TELLS, Source, Meeting, Request)
"""The kinds of record that come about on a date."""

RECORDED = "recorded"
CHANGED = "changed on record"

_SAID_BY_THEMSELVES = ("update", "finding", "evidence", "response", "observation")


@attrs.frozen
class Happened:
    """Something that changed.

    Attributes:
        what: what it was: new, completed, signed off, reopened …
        on: when; None if that is not known.
        record: the record that tells it.
        about: what it is about.
        basis: the records that date it, where it has no date of its own.
        late: whether it was only recorded after the date, although it is not dated after it.
    """

    what: str
    on: When | None
    record: Record
    about: tuple[Record, ...]
    basis: tuple[Record, ...] = ()
    late: bool = False

    @property
    def records(self) -> tuple[Record, ...]:
        """The record, what it is about and what dates it."""
        return (self.record, *self.about, *self.basis)


COLUMNS: tuple[Column[Happened], ...] = (
    Column("on", "When", lambda row: row.on),
    Column("what", "What", lambda row: row.what),
    Column("record", "Which", lambda row: row.record),
    Column("about", "Of", lambda row: row.about),
)

RECORDED_LATE = Column[Happened](
    "late", "Recorded", lambda row: "since, not dated after it" if row.late else ""
)


def changed_since(
    view: View, date: When, recorded: Mapping[str, str] | None = None
) -> Table[Happened]:
    """What is dated after a date, the earliest first, and what was only recorded after it.

    Args:
        view: the records, as they were on its day.
        date: the date. What is of that very day did not come after it.
        recorded: what was recorded after the date: of each record's id, whether it was
            recorded or changed; None where no history tells.
    """
    every = sorted(_happened(view), key=lambda one: (_order(one.on), one.record.id, one.what))
    after = [one for one in every if one.on is not None and one.on.entirely_after(date)]
    there = {one.record.id for one in after}
    late = list(_late(view, every, recorded or {}, there))
    perhaps = [one.record for one in every if one.on and _perhaps_after(one.on, date)]
    basis = tuple(record for one in every for record in one.records)
    return Table(
        caption=f"What changed since {date}",
        rows=(*after, *late),
        columns=(*COLUMNS, RECORDED_LATE) if late else COLUMNS,
        as_data=(*COLUMNS, Column("late", "Recorded late", lambda row: row.late)),
        empty=f"Nothing is dated after {date}.",
        basis=basis,
        notes=(
            *notes(
                note_if(perhaps, "It is not certain whether these came after it ({n})"),
                note_of_straddling(view, basis),
            ),
            *_note_of_history(view, recorded),
        ),
    )


def _order(on: When | None) -> tuple[dt.date, dt.date]:
    return (on.last, on.first) if on else (dt.date.max, dt.date.max)


def _perhaps_after(on: When, date: When) -> bool:
    return on.overlaps(date) and on.last > date.first


def _happened(view: View) -> Iterator[Happened]:
    """Everything that came about, dated or not."""
    for record in view.of(Record):
        if isinstance(record, KINDS):
            one = told(view, record)
            yield Happened(_what(one), one.on, record, _about(view, record), one.basis)
            yield from _later_on(view, record, one.on)
        elif isinstance(record, Agency) and record.succeeded_on is not None:
            about = tuple(view.linked(record, "succeeded_by", Agency))
            yield Happened("succeeded", record.succeeded_on, record, about)


def _what(one: Told) -> str:
    kind = type(one.record).kind
    return what_it_was(one.record) if kind in _SAID_BY_THEMSELVES else f"new {kind_words(kind)}"


def _later_on(view: View, record: Record, known: When | None) -> Iterator[Happened]:
    """What became of a record after it had come about."""
    if isinstance(record, Request) and record.returned_on is not None:
        yield Happened("request answered", record.returned_on, record, _about(view, record))
    published = getattr(record, "published_on", None) if isinstance(record, Source) else None
    if published is not None and known is not None and published.entirely_after(known):
        yield Happened("published", published, record, _about(view, record))


def _about(view: View, record: Record) -> tuple[Record, ...]:
    field = _FIELDS.get(next((kind for kind in _FIELDS if isinstance(record, kind)), Record), "")
    return tuple(view.linked(record, field, Record)) if field else ()


_FIELDS: Mapping[type[Record], str] = {
    **{kind: fields[0] for kind, fields in TELLS.items()},
    Decision: "meeting",
    FullReview: "arises_from",
    Request: "agency",
}
"""The field that names what a record is about."""


def _late(
    view: View, every: Iterable[Happened], recorded: Mapping[str, str], apart: set[str]
) -> Iterator[Happened]:
    """What was recorded after the date, and of which nothing is dated after it."""
    first: dict[str, Happened] = {}
    for one in every:
        first.setdefault(one.record.id, one)
    for identifier in sorted(recorded):
        if identifier in view and identifier not in apart:
            record, deed = view[identifier], recorded[identifier]
            one = first.get(identifier) or Happened(
                f"new {kind_words(type(record).kind)}", None, record, ()
            )
            what = one.what if deed == RECORDED else deed
            yield attrs.evolve(one, what=what, late=True)


def recorded_after(headings: Iterable[Heading], end: dt.datetime) -> dict[str, str]:
    """Of each record that a revision after a moment touched, whether it was new then or changed.

    Args:
        headings: all the revisions there are, in their order.
        end: the moment.
    """
    there: set[str] = set()
    found: dict[str, str] = {}
    for one in headings:
        if one.at <= end:
            (there.discard if one.removes else there.add)(one.id)
        else:
            found[one.id] = CHANGED if one.id in there else RECORDED
    return found


def _note_of_history(view: View, recorded: Mapping[str, str] | None) -> tuple[Note, ...]:
    if recorded is not None or view.public or not view:
        return ()
    text = (
        "What is dated earlier and was only recorded since cannot be told: no history from "
        "before that date is kept."
    )
    return (Note(text),)
