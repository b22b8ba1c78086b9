"""Which meeting was the last, and what a meeting decided."""

import attrs

from learning_tracker.kinds import Record, by_id
from learning_tracker.queries.naming import body_named, folded
from learning_tracker.records import Decision, Meeting, Update
from learning_tracker.view import View
from learning_tracker.vocabulary import RULINGS

Business = Update | Decision
"""A ruling on an action, or a decision of another sort."""


def business(view: View, meeting: Meeting) -> list[Business]:
    """The rulings that cite a meeting, and its other decisions, in order of id."""
    cited = view.incoming(Update, "meeting", meeting.id)
    found: list[Business] = [one for one in cited if one.event in RULINGS]
    found += view.incoming(Decision, "meeting", meeting.id)
    return sorted(found, key=by_id)


@attrs.frozen
class LastMeeting:
    """The last meeting that was held, and from what this follows.

    Attributes:
        meeting: the last one; None if there is none, or if it is not certain which it was.
        among: those of which each may have been the last.
        basis: what they decided, where that tells which of them it was.
    """

    meeting: Meeting | None
    among: tuple[Meeting, ...]
    basis: tuple[Record, ...] = ()


def last(view: View, body: str | None = None) -> Meeting | None:
    """The last meeting held by the view's day.

    Of several on one day it is the one that decided the most, and of these the first by id.
    A meeting whose date is as wide as a month is the last only if every other was certainly
    held before it, and only once the month is over.

    Args:
        view: the records to ask.
        body: who met (a name as it stands on their meetings); anybody if None.

    Returns:
        the meeting; None if there is none, or if it is not certain which was the last.

    Raises:
        UnknownChoice: there is no meeting of such a body.
        InvalidArgument: `body` is no text.
    """
    return last_held(view, body).meeting


def last_held(view: View, body: str | None = None) -> LastMeeting:
    """The last meeting held by the view's day, as `last` finds it, with what that rests on.

    Raises:
        UnknownChoice: there is no meeting of such a body.
        InvalidArgument: `body` is no text.
    """
    who = None if body is None else body_named(view, body)
    held = [
        one
        for one in view.of(Meeting)
        if one.on.first <= view.today and who in {None, folded(one.body)}
    ]
    latest = max((one.on.first for one in held), default=view.today)
    among = sorted((one for one in held if one.on.last >= latest), key=by_id)
    if len(among) > 1 and all(one.on.is_day for one in among):
        return _of_one_day(view, among)
    certain = len(among) == 1 and among[0].on.last <= view.today
    return LastMeeting(among[0] if certain else None, tuple(among))


def _of_one_day(view: View, among: list[Meeting]) -> LastMeeting:
    decided = {one.id: business(view, one) for one in among}
    busiest = max(among, key=lambda one: len(decided[one.id]))
    basis = tuple(record for each in decided.values() for record in each)
    return LastMeeting(busiest, tuple(among), basis)
