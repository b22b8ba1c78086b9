"""How a round stands: who was asked, who has answered, and when each was last heard from."""

from collections.abc import Iterator

import attrs

from learning_tracker.dates import When
from learning_tracker.kinds import Record
from learning_tracker.queries import heard_from, requests
from learning_tracker.queries.heard_from import Saying
from learning_tracker.queries.requests import Asked
from learning_tracker.records import Request
from learning_tracker.tables import Column, Table
from learning_tracker.tracker import Tracker
from learning_tracker.view import View


@attrs.frozen
class Status:
    """A request with what came of it, and what was heard from its agency at all.

    Attributes:
        asked: the request.
        heard: what was heard from the agency, those that it succeeded and its parts.
    """

    asked: Asked
    heard: tuple[Saying, ...]

    @property
    def record(self) -> Request:
        """The request."""
        return self.asked.request

    @property
    def records(self) -> tuple[Record, ...]:
        """What it is known by."""
        return (*self.asked.records, *self.heard)

    @property
    def last_heard(self) -> When | None:
        """When the agency was last heard from."""
        return heard_from.last_heard(self.heard)


COLUMNS: tuple[Column[Status], ...] = (
    Column("agency", "Agency", lambda row: row.asked.agency.name),
    Column("sent_on", "Sent", lambda row: row.record.sent_on),
    Column("due_back_on", "Due back", lambda row: row.record.due_back_on),
    Column("returned_on", "Returned", lambda row: row.record.returned_on),
    Column("days_late", "Days late", lambda row: row.asked.days_late),
    Column("last_heard", "Last heard", lambda row: row.last_heard),
)


def round_status(tracker: Tracker) -> Table[Status]:
    """How the last round stands: a row for each request (see `queries.requests.asked`).

    An agency was last heard from when it, an agency that it succeeded or one of its parts
    last made an update, responded to a recommendation or returned a request.
    """
    view = tracker.view
    asked = requests.asked(view)
    return Table(
        caption=asked.caption,
        rows=tuple(_rows(view, asked)),
        columns=COLUMNS,
        empty=asked.empty,
        denominator=asked.denominator,
        basis=asked.basis,
        notes=asked.notes,
    )


def _rows(view: View, asked: Table[Asked]) -> Iterator[Status]:
    for one in asked:
        yield Status(one, heard_from.sayings(view, one.kin))
