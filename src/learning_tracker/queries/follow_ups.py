"""Which decisions a meeting wanted to hear of again by now, and nothing was heard of."""

from collections.abc import Iterable
from itertools import chain

from learning_tracker.kinds import Record
from learning_tracker.queries.counting import plural
from learning_tracker.queries.decided import DUE_NOW, OVERDUE, Decided, decided_row
from learning_tracker.queries.noting import note_of_straddling, notes
from learning_tracker.queries.since import told_of_by
from learning_tracker.records import Decision, Meeting, Update
from learning_tracker.tables import Column, Table
from learning_tracker.view import KeptInOrder, View, actions_resting_on

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
    held = tuple(view.of(Meeting))
    every = view.index(_Wanted).every()
    rows = [row for row in every if row.status in {OVERDUE, DUE_NOW}]
    return Table(
        caption="Decisions to be followed up by now",
        rows=tuple(sorted(rows, key=lambda row: (row.follow_up, row.record.id))),
        columns=DUE_COLUMNS,
        empty="No decision waits for a follow-up that is due.",
        denominator=f"of the {plural(len(every), 'decision')} with a day for a follow-up",
        basis=lambda: (*held, *chain.from_iterable(row.records for row in every)),
        notes=notes(note_of_straddling(view, chain.from_iterable(row.records for row in every))),
    )


class _Wanted(KeptInOrder[Decision, Decided]):
    """The decisions of which a meeting wants to hear again, with what was heard; None of others.

    They rest on what was told of all that they are about. To look through that for 3,000
    decisions takes 68 ms; kept, they are told in 1.
    """

    kind = Decision

    def _work_out(self, record: Decision) -> Decided | None:
        if record.follow_up_on is None:
            return None
        (meeting,) = self._view.linked(record, "meeting", Meeting)
        return decided_row(self._view, meeting, record)

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        network = self._view.network
        actions = actions_resting_on(network, record)
        if actions is None:
            return None
        about = {record.id, *actions, *told_of_by(network, record)}
        found = {one.id for each in about for one in network.incoming(Decision, "about", each)}
        meeting = record.meeting if isinstance(record, Decision | Update) else record.id
        if meeting is not None:
            found |= {one.id for one in network.incoming(Decision, "meeting", meeting)}
        return found
