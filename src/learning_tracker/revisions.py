"""Changes and revisions: what was changed, when it was recorded, by whom and why.

A revision is one record as it stood from one change on. Revisions are only ever added: what
a tracker held at any moment is the latest revision of each record that was recorded by then.
"""

import datetime as dt
from collections.abc import Callable
from typing import cast

import attrs

from learning_tracker.kinds import Record, mint


@attrs.frozen
class Edit:
    """One record before and after a change.

    Attributes:
        before: as it stood; None if the change adds it.
        after: as it stands then; None if the change removes it.
    """

    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        """The record as it stands after, or stood before if it is removed."""
        return cast("Record", self.after or self.before)

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def kind(self) -> str:
        """The record's kind."""
        return type(self.record).kind


@attrs.frozen
class Change:
    """Several edits that stand together or not at all.

    Attributes:
        by: who makes it: a role or a group, never an officer's name.
        why: the reason.
        edits: one for each record that it changes.
    """

    by: str
    why: str
    edits: tuple[Edit, ...]


@attrs.frozen(kw_only=True)
class Heading:
    """A revision without its record: quick to read, whatever the records hold.

    Attributes:
        change: the id of the change that made it; "" if the record was there before any.
        id: the record's id.
        number: its place among the revisions of the record, from 1.
        kind: the record's kind.
        at: when it was recorded, in UTC; no two changes of a store have the same moment.
        by: who made the change; "" where nobody was named.
        why: the reason; "" where none was given.
        removes: whether the change removed the record.
    """

    change: str
    id: str
    number: int
    kind: str
    at: dt.datetime
    by: str
    why: str
    removes: bool


@attrs.frozen(kw_only=True)
class Revision(Heading):
    """One record as it stood from one change on.

    Attributes:
        sequence: its place among all the revisions of its store, from 1.
        record: the record; None if the change removed it.
        removes: follows from `record`.
    """

    sequence: int
    record: Record | None
    removes: bool = attrs.field(init=False)

    @removes.default
    def _has_no_record(self) -> bool:
        return self.record is None


def revisions_of(
    change: Change, number: Callable[[Edit], int], *, after: int, last: dt.datetime | None
) -> tuple[Revision, ...]:
    """What a change adds to a store: a revision of each record, all with one id and moment.

    Args:
        change: the change.
        number: the place of an edit's revision among those of its record.
        after: the sequence of the last revision there is.
        last: the moment of the last one, which these are certainly after.
    """
    identifier, at = id_and_moment(last)
    return tuple(
        Revision(
            sequence=after + place,
            change=identifier,
            id=edit.id,
            number=number(edit),
            kind=edit.kind,
            at=at,
            by=change.by,
            why=change.why,
            record=edit.after,
        )
        for place, edit in enumerate(change.edits, 1)
    )


def id_and_moment(last: dt.datetime | None) -> tuple[str, dt.datetime]:
    """What all the revisions of a new change have in common.

    Args:
        last: the moment of the last revision there is, which these are certainly after.
    """
    return mint("change"), now_after(last)


def now_after(last: dt.datetime | None) -> dt.datetime:
    """The present moment in UTC, and certainly after the last one recorded.

    A clock that was set back must not change the order of what was recorded.
    """
    now = dt.datetime.now(dt.UTC)
    return now if last is None or now > last else last + dt.timedelta(microseconds=1)
