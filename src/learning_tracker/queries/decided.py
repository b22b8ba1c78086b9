"""What a meeting decided, and what has happened since."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from itertools import chain

import attrs

from learning_tracker.dates import When
from learning_tracker.kinds import Record
from learning_tracker.queries.action_rows import ActionRow, action_row, notes_on
from learning_tracker.queries.counting import plural
from learning_tracker.queries.meetings import Business, LastMeeting, business, last_held
from learning_tracker.queries.naming import meeting_named
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.queries.since import Since, since
from learning_tracker.records import Action, Decision, Meeting, Update
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import Standing, View
from learning_tracker.vocabulary import Event, State

HEARD, NOTHING, DOUBT = "heard since", "nothing heard", "cannot tell"
STANDS = "stands, nothing heard"
OVERDUE, DUE_NOW, NOT_YET = "follow-up overdue", "follow-up due now", "follow-up not yet due"
SAID_DONE = "said to be done since"

_RULED = {
    State.SIGNED_OFF: frozenset({Event.SIGNED_OFF}),
    State.REOPENED: frozenset({Event.REOPENED, Event.SENT_BACK}),
    State.SUPERSEDED: frozenset({Event.SUPERSEDED}),
    State.WITHDRAWN: frozenset({Event.WITHDRAWN}),
}
"""The states into which an action comes by a ruling, with the rulings that bring it there."""

_SETTLING = frozenset({Event.SIGNED_OFF, Event.SUPERSEDED, Event.WITHDRAWN})
"""The rulings after which nothing is left to be done."""


@attrs.frozen
class Decided:
    """Something that a meeting decided, with what has happened since.

    Attributes:
        record: a ruling on an action (an update), or a decision of another sort.
        meeting: where it was decided.
        about: the records that it is about.
        actions: those of them that are actions, with where they stand.
        since: what was said, decided, found and shown of these records after the meeting.
        day: the day of the table.
        chosen_by: the records from which it follows that this was the last meeting.
    """

    record: Business
    meeting: Meeting
    about: tuple[Record, ...]
    actions: tuple[ActionRow, ...]
    since: Since
    day: dt.date
    chosen_by: tuple[Record, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """What was decided, where and about what, how actions stand, and what came since."""
        stood = (record for row in self.actions for record in row.records)
        return (self.record, self.meeting, *self.about, *stood, *self.since.records,
                *self.chosen_by)  # fmt: skip

    @property
    def text(self) -> str:
        """What was decided: the decision's words, or the ruling and the action it is on."""
        if isinstance(self.record, Decision):
            return self.record.statement
        due = f", due {self.record.due_on}" if self.record.due_on else ""
        return f"{self.record.event.label}{due}: {self.about[0].label}"

    @property
    def follow_up(self) -> When | None:
        """When the meeting wants to hear of it again."""
        return self.record.follow_up_on if isinstance(self.record, Decision) else None

    @property
    def heard(self) -> bool:
        """Whether anything was certainly said, decided, found or shown of it since."""
        return self.since.heard

    @property
    def overdue(self) -> bool:
        """Whether its follow-up date is wholly past and nothing can have been heard since."""
        past = self.follow_up is not None and self.follow_up.entirely_before(self.day)
        return past and not self.heard and not self.since.perhaps

    @property
    def settled(self) -> bool:
        """Whether it is a sign-off or a closing that stands, and nothing can have been heard since.

        Such a ruling asks for nothing more.
        """
        if isinstance(self.record, Decision) or self.heard or self.since.perhaps:
            return False
        brings = _RULED.get(self.actions[0].standing.state, frozenset())
        return self.record.event in brings & _SETTLING

    @cached_property
    def status(self) -> str:
        """What has become of it, in words; never that it is done."""
        tests = (
            (self._ruled_since, bool(self._ruled_since)),
            (HEARD, self.heard),
            (DOUBT, bool(self.since.perhaps)),
            (STANDS, self.settled),
            (NOTHING, self.follow_up is None),
            (OVERDUE, self.overdue),
            (NOT_YET, self.follow_up is not None and self.follow_up.entirely_after(self.day)),
        )
        return next((words for words, applies in tests if applies), DUE_NOW)

    @property
    def _ruled_since(self) -> str:
        """What was ruled or claimed since, if it is only about actions and the same of all."""
        if len(self.actions) < len(self.about):
            return ""
        found = {_ruled(row.standing, self.meeting) for row in self.actions}
        return found.pop() if len(found) == 1 else ""


def _ruled(one: Standing, meeting: Meeting) -> str:
    """By what an action came into its state after the meeting; "" if it did not."""
    if one.state is State.COMPLETED:
        return SAID_DONE if _after(one.claims, meeting) else ""
    decisive = (each for each in one.rulings if each.event in _RULED.get(one.state, ()))
    return f"{one.state.label} since" if _after(decisive, meeting) else ""


def _after(updates: Iterable[Update], meeting: Meeting) -> bool:
    return any(each.on.entirely_after(meeting.on) for each in updates if each.meeting != meeting.id)


DECIDED_COLUMNS: tuple[Column[Decided], ...] = (
    Column("decided", "Decided", lambda row: row.text),
    Column("about", "About", lambda row: row.about),
    Column("follow_up", "Follow-up", lambda row: row.follow_up),
    Column("since", "Since then", lambda row: row.since.text),
    Column("state", "State today", lambda row: tuple(one.standing.state for one in row.actions)),
    Column(
        "verdict", "Verdict today", lambda row: tuple(one.standing.verdict for one in row.actions)
    ),
    Column("status", "What became of it", lambda row: row.status),
)

HEARD_MEANS = (
    "Heard since: anything said, decided, found or shown, and dated after the meeting, of a "
    "record that the decision is about. It does not say that the decision was carried out."
)
OVERDUE_MEANS = "Follow-up overdue: its date is wholly past, and nothing was heard since."
STANDS_MEANS = "Stands: a sign-off or a closing, which asks for nothing more."


def decided(view: View, meeting: Meeting | str | None = None) -> Table[Decided]:
    """What a meeting decided, and what has happened since.

    A row for each ruling that cites the meeting and for each of its other decisions. Nothing
    is taken to be done: a row tells what was said, decided, found or shown after the meeting
    of the records that it is about, and how their actions stand today.

    Args:
        view: the records to ask.
        meeting: the meeting, or its id; the last one held if None.

    Raises:
        UnknownChoice: there is no such meeting.
        AmbiguousName: it was given by its date, and there were several that day.
        InvalidArgument: `meeting` is neither a meeting nor a text.
    """
    if meeting is not None:
        named = meeting_named(view, meeting.id if isinstance(meeting, Meeting) else meeting)
        return _table(view, named)
    return decided_last(view, last_held(view))


def decided_last(view: View, found: LastMeeting) -> Table[Decided]:
    """What the last meeting decided; if it is not certain which that was, a table that says so."""
    if found.meeting is None:
        return _no_table(found.among)
    chosen_by = (*found.among, *found.basis) if len(found.among) > 1 else ()
    return _table(view, found.meeting, chosen_by)


def _no_table(among: tuple[Meeting, ...]) -> Table[Decided]:
    doubtful = note_if(among, "Each of these may have been the last ({n})")
    return Table(
        caption="Decided by the last meeting, and what has happened since",
        rows=(),
        columns=DECIDED_COLUMNS,
        empty="It is not certain which meeting was the last."
        if among
        else "No meeting is known to have been held.",
        basis=among,
        notes=notes(doubtful),
    )


def _table(view: View, meeting: Meeting, chosen_by: tuple[Record, ...] = ()) -> Table[Decided]:
    every = [decided_row(view, meeting, one, chosen_by) for one in business(view, meeting)]
    rows = [row for row in every if _stands(row)]
    rows.sort(key=lambda row: (not row.overdue, row.heard or row.settled, row.record.id))
    return Table(
        caption=f"Decided by {meeting.body}, {meeting.on}, and what has happened since",
        rows=tuple(rows),
        columns=DECIDED_COLUMNS,
        empty="No decision of this meeting is on record.",
        denominator=_denominator(rows),
        basis=lambda: (
            meeting,
            *chosen_by,
            *chain.from_iterable(row.records for row in every),
        ),
        key=_key(rows),
        notes=_notes(view, rows, every),
    )


def _key(rows: list[Decided]) -> tuple[str, ...]:
    stands = (STANDS_MEANS,) if any(row.settled for row in rows) else ()
    return (HEARD_MEANS, OVERDUE_MEANS, *stands) if rows else ()


def _denominator(rows: list[Decided]) -> str:
    settled = sum(row.settled for row in rows)
    more = f", {settled} more signed off or closed an action" if settled else ""
    return (
        f"{sum(row.heard for row in rows)} of the {plural(len(rows), 'decision')} of this meeting "
        f"heard of since{more}; {plural(sum(row.overdue for row in rows), 'follow-up')} overdue"
    )


def decided_row(
    view: View, meeting: Meeting, record: Business, chosen_by: tuple[Record, ...] = ()
) -> Decided:
    """Something that a meeting decided, with what has happened since."""
    about = view.linked(record, "about" if isinstance(record, Decision) else "action", Record)
    actions = [action_row(view, one) for one in about if isinstance(one, Action)]
    return Decided(
        record=record,
        meeting=meeting,
        about=tuple(about),
        actions=tuple(actions),
        since=since(view, about, meeting.on, apart=_said_there(view, meeting)),
        day=view.today,
        chosen_by=chosen_by,
    )


def _said_there(view: View, meeting: Meeting) -> frozenset[str]:
    """The ids of what was said and decided at the meeting itself, whatever its date."""
    said = (*view.incoming(Update, "meeting", meeting.id), *business(view, meeting))
    return frozenset(one.id for one in said)


def _stands(row: Decided) -> bool:
    """Whether it was decided by somebody who may: anything but a ruling that is none."""
    return isinstance(row.record, Decision) or row.record in row.actions[0].standing.rulings


def _notes(view: View, rows: list[Decided], every: list[Decided]) -> tuple[Note, ...]:
    in_doubt = [one.record for row in rows if not row.heard for one in row.since.perhaps]
    undated = [one.record for row in rows if not row.heard for one in row.since.undated]
    return notes(
        note_if(
            (row.record for row in every if not _stands(row)),
            "Left out, as whoever ruled so may not decide on that action ({n})",
        ),
        note_if(
            (row.record for row in rows if not row.about),
            "About no record that is known, so that nothing can be heard of it ({n})",
        ),
        note_if(in_doubt, "It is not certain whether these came after the meeting ({n})"),
        note_if(undated, "Not counted as heard since, as they have no date ({n})"),
        *notes_on(view, {one.record.id: one for row in rows for one in row.actions}.values()),
        note_of_straddling(view, (record for row in rows for record in row.since.records)),
    )
