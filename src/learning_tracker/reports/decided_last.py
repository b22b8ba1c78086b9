"""What was decided last time and what happened, in sentences."""

from collections.abc import Iterable

from learning_tracker.queries import decided, meetings
from learning_tracker.queries.counting import plural
from learning_tracker.queries.decided import Decided
from learning_tracker.queries.meetings import LastMeeting
from learning_tracker.queries.naming import folded
from learning_tracker.records import Meeting
from learning_tracker.reports.citing import among, counted
from learning_tracker.reports.document import Bullets, Paragraph, Statement
from learning_tracker.reports.fitting import beginning
from learning_tracker.tables import Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Audience

_CALLED = {
    Audience.GROUP: ("learning lessons", "learning"),
    Audience.EXECUTIVE: ("executive",),
}
"""Words by which an audience's own body is known among others, the surest first."""

_QUOTED = 8
"""How many words of a decision page one quotes."""


def short(text: str) -> str:
    """The first few words of a statement."""
    return beginning(text, _QUOTED)


def last_of(view: View, audience: Audience) -> LastMeeting:
    """The last meeting of the audience's own body; of all bodies, where none goes by its name.

    Where several do, it is that of them which met last.
    """
    return meetings.last_held(view, _body_of(view, audience))


def _body_of(view: View, audience: Audience) -> str | None:
    held = list(view.of(Meeting))
    for words in _CALLED.get(audience, ()):
        own = [one for one in held if words in folded(one.body)]
        if own:
            return max(own, key=lambda one: (one.on.last, one.on.first, one.id)).body
    return None


def told(view: View, audience: Audience) -> Bullets | Paragraph:
    """How many decisions the last meeting made, and of which something was heard since."""
    found = last_of(view, audience)
    meeting = found.meeting
    if meeting is None:
        return Paragraph((_none_last(found),))
    table = decided.decided(view, meeting)
    if not table:
        text = f"{meeting.body}, {meeting.on}: nothing that it decided is on record."
        return Paragraph((Statement("page-one/decided", text, (meeting,)),))
    return Bullets((_counted(meeting, table), *_open(table)))


def _none_last(found: LastMeeting) -> Statement:
    if not found.among:
        return Statement("page-one/decided", "No meeting is on record.")
    text = "It is not certain which meeting was the last, or that it was held by this day."
    return Statement("page-one/decided", text, found.among)


def _counted(meeting: Meeting, table: Table[Decided]) -> Statement:
    heard = sum(row.heard for row in table)
    settled = sum(row.settled for row in table)
    signed = f"; signed off or closed, with nothing more to hear: {settled}" if settled else ""
    text = (
        f"{meeting.body}, {meeting.on}: {plural(len(table), 'decision')}. Heard of since: {heard}; "
        f"not heard of: {len(table) - heard - settled}{signed}."
    )
    return Statement("page-one/decided", text, (meeting, *counted(table)), among(table))


def _open(table: Table[Decided]) -> Iterable[Statement]:
    """What was not heard of, the overdue ones first."""
    waiting = [row for row in table if not row.heard and not row.settled]
    if not waiting:
        return
    overdue = [row for row in waiting if row.overdue]
    shown = overdue or waiting
    what = "Follow-up overdue" if overdue else "Not heard of"
    more = f" and {len(shown) - 2} more" if len(shown) > 2 else ""  # noqa: PLR2004 - two are quoted
    quoted = "; ".join(f"“{short(row.text)}”" for row in shown[:2])
    yield Statement(
        "page-one/decided/waiting", f"{what}: {quoted}{more}.", counted(shown), among(table)
    )
