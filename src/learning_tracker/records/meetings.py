"""Meetings, what they decide, and what is asked of agencies."""

from typing import Annotated, ClassVar

import attrs

from learning_tracker.dates import When
from learning_tracker.fields import Identifier, Text, event
from learning_tracker.kinds import Record
from learning_tracker.links import Links, Relation


@attrs.frozen(kw_only=True)
class Meeting(Record):
    """A meeting of a group that decides.

    Attributes:
        body: who met.
        on: when.
    """

    kind: ClassVar[str] = "meeting"

    body: Text
    on: Annotated[When, event()]


@attrs.frozen(kw_only=True)
class Decision(Record):
    """What a meeting decided, other than a ruling on an action (which is an update).

    Attributes:
        meeting: where it was decided.
        about: the records that it is about.
        statement: what was decided.
        follow_up_on: when the meeting wants to hear of it again.
    """

    kind: ClassVar[str] = "decision"

    meeting: Annotated[Identifier, Links(Relation.AT_MEETING, "Meeting", hangs=True)]
    about: Annotated[tuple[Identifier, ...], Links(Relation.CONCERNS, "Record", rests=True)] = ()
    statement: Text
    follow_up_on: When | None = None


@attrs.frozen(kw_only=True)
class Request(Record):
    """What an agency was asked to report on, and whether it answered.

    Attributes:
        agency: who was asked.
        actions: the actions that it was asked about.
        sent_on: when it was asked.
        due_back_on: by when it should answer.
        returned_on: when it did.
    """

    kind: ClassVar[str] = "request"

    agency: Annotated[Identifier, Links(Relation.ASKED_OF, "Agency")]
    actions: Annotated[
        tuple[Identifier, ...], Links(Relation.ASKS_ABOUT, "Action", rests=True)
    ] = ()
    sent_on: Annotated[When, event()]
    due_back_on: When
    returned_on: Annotated[When | None, event(begins=False)] = None
