"""What agencies were asked to report on, and who has not answered."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import ClassVar

import attrs

from learning_tracker.dates import When
from learning_tracker.kinds import Record, by_id
from learning_tracker.queries.counting import plural
from learning_tracker.queries.heard_from import Saying, last_heard, said_by
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.records import Action, Agency, Request
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import View, family, holder

IN_TIME, LATE, OVERDUE = "returned in time", "returned late", "not returned, overdue"
NOT_YET, DOUBT = "not yet due", "cannot tell"


@attrs.frozen
class Asked:
    """A request with what came of it.

    Attributes:
        request: the request.
        actions: what it asks about.
        agency: the agency that answers for the one asked: itself or its successor.
        kin: that agency with those it succeeded and its parts.
        day: the day of the table.
    """

    request: Request
    actions: tuple[Action, ...]
    agency: Agency
    kin: tuple[Agency, ...]
    day: dt.date

    @property
    def record(self) -> Request:
        """The request."""
        return self.request

    @property
    def records(self) -> tuple[Record, ...]:
        """The request, its actions, and the agencies by which it is known who answers for it."""
        return (self.request, *self.actions, self.agency, *self.kin)

    @property
    def answered(self) -> bool:
        """Whether it was returned."""
        return self.request.returned_on is not None

    @property
    def _back(self) -> When:
        """When it was returned; the day of the table if it was not."""
        return self.request.returned_on or When.day(self.day)

    @property
    def status(self) -> str:
        """Whether it was returned, and in time; "cannot tell" where its dates overlap."""
        due = self.request.due_back_on
        if self._back.entirely_after(due):
            return LATE if self.answered else OVERDUE
        if self._back.last <= due.first:
            return IN_TIME if self.answered else NOT_YET
        return DOUBT

    @property
    def overdue(self) -> bool:
        """Whether it was not returned and its date is wholly past."""
        return not self.answered and self.status == OVERDUE

    @property
    def days_late(self) -> int | str | None:
        """How many days late it is, or was, at the least; None if it is not late."""
        if self.status == DOUBT:
            return DOUBT
        if self.status in {LATE, OVERDUE}:
            return (self._back.first - self.request.due_back_on.last).days
        return None


def came_of(view: View, requests: Iterable[Request]) -> list[Asked]:
    """Requests with what came of them."""
    day, answering = view.today, dict[str, tuple[Agency, tuple[Agency, ...]]]()
    found = []
    for one in requests:
        if one.agency not in answering:
            answering[one.agency] = _answering(view, one)
        actions = tuple(view.linked(one, "actions", Action))
        found.append(Asked(one, actions, *answering[one.agency], day))
    return found


def _answering(view: View, request: Request) -> tuple[Agency, tuple[Agency, ...]]:
    """The agency that answers for the one asked, and its kin in order of id."""
    (agency,) = view.linked(request, "agency", Agency)
    answering = holder(view, agency)
    return answering, tuple(sorted(family(view, answering), key=by_id))


def _every(view: View) -> list[Asked]:
    """All requests in order of id."""
    return came_of(view, sorted(view.of(Request), key=by_id))


# One row for each request


ASKED_COLUMNS: tuple[Column[Asked], ...] = (
    Column("agency", "Agency", lambda row: row.agency.name),
    Column("sent_on", "Asked", lambda row: row.request.sent_on),
    Column("due_back_on", "Due back", lambda row: row.request.due_back_on),
    Column("returned_on", "Returned", lambda row: row.request.returned_on),
    Column("days_late", "Days late", lambda row: row.days_late),
    Column("actions", "Actions", lambda row: len(row.actions)),
    Column("status", "What came of it", lambda row: row.status),
)


def asked(view: View) -> Table[Asked]:
    """The requests of the last round, and which of them were answered.

    A round begins on a date on which two agencies or more were asked. The last one holds
    what was sent on the last such date and since; without such a date, it holds every request.

    Returns:
        a row for each request.
    """
    every = _every(view)
    began = _last_round(every)
    rows = [one for one in every if began is None or not _before(one, began)]
    rows.sort(key=lambda one: (one.agency.name, one.request.sent_on, one.request.id))
    answered = sum(one.answered for one in rows)
    since = f", sent since {began}" if began else ""
    return Table(
        caption=f"Requests of the last round{since}",
        rows=tuple(rows),
        columns=ASKED_COLUMNS,
        empty="No agency is known to have been asked.",
        denominator=f"{answered} returned, of the {plural(len(rows), 'request')} of this round",
        basis=lambda: chain.from_iterable(one.records for one in every),
        notes=notes(
            note_if(
                (one.request for one in rows if began and one.request.sent_on.first < began.first),
                "It is not certain whether these were sent before this round began ({n})",
            ),
            *doubts(rows),
            note_of_straddling(view, (record for one in rows for record in one.records)),
        ),
    )


def _last_round(every: Iterable[Asked]) -> When | None:
    """The last date on which two agencies or more were asked."""
    by_date: dict[When, set[str]] = defaultdict(set)
    for one in every:
        by_date[one.request.sent_on].add(one.request.agency)
    return max((on for on, who in by_date.items() if len(who) > 1), default=None)


def _before(one: Asked, began: When) -> bool:
    return one.request.sent_on.entirely_before(began)


def doubts(rows: Iterable[Asked]) -> tuple[Note | None, ...]:
    """Notes about requests of which it cannot be told whether they are late."""
    shown = [one for one in rows if one.status == DOUBT]
    return (
        note_if(
            (one.request for one in shown if one.answered),
            "It cannot be told whether these were returned late, as the dates overlap ({n})",
        ),
        note_if(
            (one.request for one in shown if not one.answered),
            "Not returned, and it cannot be told whether their date is past ({n})",
        ),
    )


# One row for each agency


@attrs.frozen
class Silent:
    """An agency that was asked and has not answered, though the date is past.

    Attributes:
        agency: the agency.
        overdue: the requests that it has not returned and whose date is wholly past, the one
            that was due first at the top.
        actions: what those ask about.
        waiting: those that it has not returned and whose date is not wholly past.
        kin: the agencies that it succeeded, its parts, and itself.
        day: the day of the table.
    """

    counts: ClassVar[bool] = True

    agency: Agency
    overdue: tuple[Request, ...]
    actions: tuple[Action, ...]
    waiting: tuple[Request, ...]
    kin: tuple[Agency, ...]
    day: dt.date
    _said: tuple[tuple[Saying, ...], ...] = attrs.field(repr=False)

    @property
    def record(self) -> Agency:
        """The agency."""
        return self.agency

    @property
    def records(self) -> tuple[Record, ...]:
        """The agency and its kin, the requests, and what was heard from them."""
        return (self.agency, *self.overdue, *self.actions, *self.waiting, *self.heard, *self.kin)

    @cached_property
    def heard(self) -> tuple[Saying, ...]:
        """What was heard from it, from agencies that it succeeded and from its parts.

        Updates, responses and requests returned, in order of id.
        """
        return tuple(sorted(chain.from_iterable(self._said), key=by_id))

    @property
    def oldest(self) -> Request:
        """The request that was due first."""
        return self.overdue[0]

    @property
    def days_overdue(self) -> int:
        """Days from the last day on which the oldest was due to the day of the table."""
        return (self.day - self.oldest.due_back_on.last).days

    @property
    def last_heard(self) -> When | None:
        """When it was last heard from at all, as closely as the dates tell."""
        return last_heard(self.heard)


SILENT_COLUMNS: tuple[Column[Silent], ...] = (
    Column("agency", "Agency", lambda row: row.agency.name),
    Column("overdue", "Requests overdue", lambda row: len(row.overdue)),
    Column("waiting", "Not yet overdue", lambda row: len(row.waiting)),
    Column("asked_on", "Oldest asked", lambda row: row.oldest.sent_on),
    Column("due_back_on", "Oldest due back", lambda row: row.oldest.due_back_on),
    Column("days_overdue", "Days overdue", lambda row: row.days_overdue),
    Column("actions", "On so many actions", lambda row: len(row.actions)),
    Column("last_heard", "Last heard from", lambda row: row.last_heard),
)


def silent(view: View) -> Table[Silent]:
    """Agencies that were asked and have not answered, the longest overdue first.

    Silent is an agency of which a request was not returned and its date is wholly past. An
    agency answers for what was asked of those that it succeeded. It was last heard from when
    it, one of those or one of its parts last made an update, responded to a recommendation
    or returned a request.
    """
    every = _every(view)
    by_agency: dict[str, list[Asked]] = defaultdict(list)
    for one in every:
        by_agency[one.agency.id].append(one)
    rows = [
        _silent(view, found) for found in by_agency.values() if any(one.overdue for one in found)
    ]
    rows.sort(key=lambda row: (-row.days_overdue, row.agency.name, row.agency.id))
    unanswered = [one for one in every if not one.answered and not one.overdue]
    return Table(
        caption="Agencies that have not answered",
        rows=tuple(rows),
        columns=SILENT_COLUMNS,
        empty="No agency owes an answer that is overdue."
        if every
        else "No agency is known to have been asked.",
        denominator=f"of the {plural(len(by_agency), 'agency', 'agencies')} asked",
        basis=lambda: chain.from_iterable(one.records for one in every),
        notes=notes(
            note_if(
                (one.request for one in unanswered if one.status == NOT_YET),
                "Not yet due, so no silence ({n})",
            ),
            *doubts(unanswered),
            note_of_straddling(view, (record for one in every for record in one.records)),
        ),
    )


def _silent(view: View, found: list[Asked]) -> Silent:
    first = found[0]
    overdue = [one for one in found if one.overdue]
    overdue.sort(key=lambda one: (one.request.due_back_on.last, one.request.id))
    actions = {action.id: action for one in overdue for action in one.actions}
    waiting = [one.request for one in found if not one.answered and not one.overdue]
    return Silent(
        agency=first.agency,
        overdue=tuple(one.request for one in overdue),
        actions=tuple(actions.values()),
        waiting=tuple(waiting),
        kin=first.kin,
        day=first.day,
        said=said_by(view, first.kin),
    )
