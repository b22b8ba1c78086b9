"""Which decisions a meeting wanted to hear of again by now, and nothing was heard of."""

from learning_tracker.kinds import by_id
from learning_tracker.queries.counting import plural
from learning_tracker.queries.decided import DUE_NOW, OVERDUE, Decided, decided
from learning_tracker.queries.noting import note_of_straddling, notes
from learning_tracker.records import Meeting
from learning_tracker.tables import Column, Table
from learning_tracker.view import View

DUE_COLUMNS: tuple[Column[Decided], ...] = (
    Column("meeting", "Meeting", lambda row: f"{row.meeting.body}, {row.meeting.on}"),
    Column("decided", "Decided", lambda row: row.text),
    Column("follow_up", "Follow-up", lambda row: row.follow_up),
    Column("status", "What became of it", lambda row: row.status),
)


def due(view: View) -> Table[Decided]:
    """Decisions of any meeting whose follow-up has come or passed, and nothing was heard since.

    In order of the follow-up date.
    """
    held = sorted(view.of(Meeting), key=by_id)
    every = [row for meeting in held for row in decided(view, meeting) if row.follow_up]
    rows = [row for row in every if row.status in {OVERDUE, DUE_NOW}]
    basis = tuple(record for row in every for record in row.records)
    return Table(
        caption="Decisions to be followed up by now",
        rows=tuple(sorted(rows, key=lambda row: (row.follow_up, row.record.id))),
        columns=DUE_COLUMNS,
        empty="No decision waits for a follow-up that is due.",
        denominator=f"of the {plural(len(every), 'decision')} with a day for a follow-up",
        basis=(*held, *basis),
        notes=notes(note_of_straddling(view, basis)),
    )
