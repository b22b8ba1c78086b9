"""The requests sent to one agency to report on its actions, and whether it has."""

import attrs

from learning_tracker.queries.asked_of import whom
from learning_tracker.queries.counting import plural
from learning_tracker.queries.noting import note_of_straddling, notes
from learning_tracker.queries.requests import Asked, came_of, doubts
from learning_tracker.records import Agency, Request
from learning_tracker.tables import Column, Table
from learning_tracker.view import View

SENT_COLUMNS: tuple[Column[Asked], ...] = (
    Column("sent_on", "Sent", lambda row: row.request.sent_on),
    Column("due_back_on", "Due back", lambda row: row.request.due_back_on),
    Column("returned_on", "Returned", lambda row: row.request.returned_on or "not returned"),
    Column("days_late", "Days late", lambda row: row.days_late),
    Column("actions", "About", lambda row: tuple(one.statement.rstrip(".") for one in row.actions)),
)


def requests(view: View, agency: str) -> Table[Asked]:
    """The requests to one agency to report, those not returned first.

    Args:
        view: the records to ask.
        agency: sent to this agency, those it succeeded or its parts (an id, a name or an alias).

    Raises:
        UnknownChoice: there is no such agency.
    """
    who = whom(view, agency)
    sent = (one for to in who.kin for one in view.incoming(Request, "agency", to.id))
    agencies = tuple(one for one in who.kin if isinstance(one, Agency))
    found = came_of(view, sent)
    rows = sorted((attrs.evolve(one, kin=(*one.kin, *agencies)) for one in found), key=_place)
    waiting = sum(not row.answered for row in rows)
    return Table(
        caption=f"Requests to {who.name} to report",
        rows=tuple(rows),
        columns=SENT_COLUMNS,
        empty=f"No request to {who.name} is on record.",
        denominator=f"{waiting} not returned, of the {plural(len(rows), 'request')} to {who.name}",
        basis=(*who.records, *(record for row in rows for record in row.records)),
        notes=notes(*doubts(rows), note_of_straddling(view, (row.request for row in rows))),
    )


def _place(row: Asked) -> tuple[bool, int, str]:
    """What was not returned, the longest due first; then the others, the latest first."""
    due = row.request.due_back_on.last.toordinal()
    return row.answered, -due if row.answered else due, row.record.id
