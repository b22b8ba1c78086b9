"""What was decided last time and what happened, in sentences."""

from collections.abc import Iterable

from learning_tracker.queries import decided, meetings
from learning_tracker.queries.counting import plural
from learning_tracker.queries.decided import Decided
from learning_tracker.queries.naming import folded
from learning_tracker.records import Meeting
from learning_tracker.reports.citing import behind, counted
from learning_tracker.reports.document import Bullets, Paragraph, Statement
from learning_tracker.reports.fitting import beginning
from learning_tracker.tables import HasId, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Audience

_CALLED = {Audience.GROUP: "learning", Audience.EXECUTIVE: "executive"}
"""A word by which an audience's own meetings are known among those of other bodies."""

_QUOTED = 8
"""How many words of a decision page one quotes."""


def short(text: str) -> str:
    """The first few words of a statement."""
    return beginning(text, _QUOTED)


def last_of(view: View, audience: Audience) -> Meeting | None:
    """The last meeting of the audience's own body; of all, where no body goes by its name."""
    word = _CALLED.get(audience, "")
    own = sorted({one.body for one in view.of(Meeting) if word in folded(one.body)})
    return meetings.last(view, own[0] if own else None)


def told(view: View, audience: Audience) -> Bullets | Paragraph:
    """How many decisions the last meeting made, and of which something was heard since."""
    meeting = last_of(view, audience)
    if meeting is None:
        return Paragraph((Statement("page-one/decided", "No meeting is on record."),))
    table = decided.decided(view, meeting)
    if not table:
        text = f"{meeting.body}, {meeting.on}: nothing that it decided is on record."
        return Paragraph((Statement("page-one/decided", text, (meeting,)),))
    return Bullets((_counted(meeting, table), *_open(table)))


def _counted(meeting: Meeting, table: Table[Decided]) -> Statement:
    heard = sum(row.heard for row in table)
    settled = sum(row.settled for row in table)
    signed = f"; signed off or closed, with nothing more to hear: {settled}" if settled else ""
    text = (
        f"{meeting.body}, {meeting.on}: {plural(len(table), 'decision')}. Heard of since: {heard}; "
        f"not heard of: {len(table) - heard - settled}{signed}."
    )
    return Statement("page-one/decided", text, (meeting, *counted(table)), _among(table))


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
        "page-one/decided/waiting", f"{what}: {quoted}{more}.", counted(shown), _among(table)
    )


def _among(table: Table[Decided]) -> tuple[HasId, ...]:
    return (*behind(table), *table.basis)
