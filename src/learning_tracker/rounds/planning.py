"""What a return comes to, held against the tracker: records, and what does not add up."""

import datetime as dt
import hashlib
from collections.abc import Iterator

import attrs

from learning_tracker.dates import When
from learning_tracker.kinds import Record
from learning_tracker.problems import Problem, error, warning
from learning_tracker.queries.action_rows import ActionRow, action_row
from learning_tracker.records import Action, Agency, Evidence, Request, Update
from learning_tracker.rounds import form
from learning_tracker.rounds.answers import Answer, Understanding
from learning_tracker.rounds.returned import Filled, Returned
from learning_tracker.view import View, holder
from learning_tracker.vocabulary import Event

NEW, BEFORE = "to be recorded", "recorded before"

_ENDS = frozenset({Event.SIGNED_OFF, Event.SUPERSEDED, Event.WITHDRAWN})


@attrs.frozen
class Piece:
    """What an agency answers of an action, and what becomes of it.

    Attributes:
        agency: who answers.
        action: the action.
        answer: what it says.
        records: the update, and the evidence, that it comes to.
        becomes: whether it is recorded, was before, or is not and why.
        added: those of the records that are not in the tracker yet.
    """

    agency: Agency
    action: Action
    answer: Answer
    records: tuple[Record, ...]
    becomes: str
    added: tuple[Record, ...] = ()

    @property
    def record(self) -> Action:
        """The action."""
        return self.action


@attrs.frozen
class Plan:
    """What a return comes to.

    Attributes:
        returned: the workbook.
        request: the request that it answers; None where that is not known.
        agency: who was asked; None where that is not known.
        pieces: what it says of each action.
        problems: what does not add up.
    """

    returned: Returned
    request: Request | None = None
    agency: Agency | None = None
    pieces: tuple[Piece, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def record(self) -> Request | None:
        """The request."""
        return self.request

    @property
    def records(self) -> tuple[Record, ...]:
        """The request, who was asked, and what it comes to."""
        known = [one for one in (self.request, self.agency) if one is not None]
        return (*known, *(record for one in self.pieces for record in one.records))

    @property
    def added(self) -> tuple[Record, ...]:
        """What is to be added to the tracker."""
        return tuple(record for one in self.pieces for record in one.added)


def plan(view: View, returned: Returned, day: dt.date) -> Plan:
    """What a return comes to.

    Args:
        view: the records as they are known now.
        returned: the workbook.
        day: the day on which it came back.
    """
    if not returned.request:
        return Plan(returned, problems=returned.problems)
    request = view.network.get(returned.request)
    if not isinstance(request, Request):
        return Plan(returned, problems=(*returned.problems, _unknown(returned)))
    if request.sent_on.entirely_after(day):
        return Plan(
            returned, request, problems=(*returned.problems, _before(returned, request, day))
        )
    (agency,) = view.linked(request, "agency", Agency)
    if newest := _asked_again(view, request, holder(view, agency)):
        wrong = _of_another_round(returned, request, newest, agency)
        return Plan(returned, request, agency, (), (*returned.problems, wrong))
    found = _Pieces(view, request, agency, day)
    pieces = tuple(found.of(returned.rows))
    nothing = () if returned.rows else (_nothing(returned),)
    problems = (*returned.problems, *nothing, *found.problems)
    return Plan(returned, request, agency, pieces, problems)


def _unknown(returned: Returned) -> Problem:
    return error(
        "request-unknown", "", returned.name,
        f"it answers {returned.request}, a request that this tracker does not hold; was it sent "
        "from another tracker? Take the file out of the folder, or open the right tracker",
    )  # fmt: skip


def _nothing(returned: Returned) -> Problem:
    return warning(
        "return-empty", returned.request, returned.name,
        "nothing is filled in; it is not taken as an answer",
    )  # fmt: skip


def _before(returned: Returned, request: Request, day: dt.date) -> Problem:
    return error(
        "returned-before-sent", request.id, returned.name,
        f"it was sent on {request.sent_on}, after the day on which it is said to have come back, "
        f"{When.day(day)}; give the right day",
    )  # fmt: skip


def _asked_again(view: View, request: Request, answering: Agency) -> Request | None:
    """The last request of a later round to whoever answers for the agency; None if none is."""
    later = (
        one
        for one in view.of(Request)
        if one.sent_on.entirely_after(request.sent_on)
        and answering.id in {holder(view, to).id for to in view.linked(one, "agency", Agency)}
    )
    return max(later, key=lambda one: (one.sent_on, one.id), default=None)


def _of_another_round(
    returned: Returned, request: Request, newest: Request, agency: Agency
) -> Problem:
    return error(
        "other-round", request.id, returned.name,
        f"it answers the round of {request.sent_on}, and {agency.name} was asked again on "
        f"{newest.sent_on}; ask for the workbook of that round, and take this one out of the "
        "folder",
    )  # fmt: skip


class _Pieces:
    """Makes pieces of the rows of a return, and notes what does not add up."""

    def __init__(self, view: View, request: Request, agency: Agency, day: dt.date) -> None:
        self._view = view
        self._request = request
        self._agency = agency
        self._day = day
        self.problems: list[Problem] = []

    def of(self, rows: tuple[Filled, ...]) -> Iterator[Piece]:
        """A piece for each row."""
        for row in rows:
            action = self._view.get(row.action)
            if not isinstance(action, Action) or row.action not in self._request.actions:
                self.problems.append(self._not_asked(row))
            else:
                yield self._piece(row, action)

    def _piece(self, row: Filled, action: Action) -> Piece:
        now = action_row(self._view, action)
        understanding = Understanding(row, form.offered(now.standing.policy), self._day)
        answer = understanding.answer()
        if gone := self._no_longer_theirs(now):
            code, why = gone
            sentence = f"{why}; the answer is not recorded"
            self.problems.append(warning(code, action.id, row.place, sentence))
            return Piece(self._agency, action, answer, (action,), f"not recorded: {why}")
        self.problems += understanding.problems
        if now.standing.said_to_be_done and answer.finished is False:
            self.problems.append(self._taken_back(row))
        records = tuple(self._records(answer))
        added = tuple(one for one in records if one.id not in self._view.network)
        return Piece(
            self._agency, action, answer, (action, *records), NEW if added else BEFORE, added
        )

    def _not_asked(self, row: Filled) -> Problem:
        return error(
            "not-asked", row.action, row.place,
            f"{self._request.id} did not ask about this action; delete the row",
        )  # fmt: skip

    def _taken_back(self, row: Filled) -> Problem:
        return warning(
            "taken-back", row.action, row.places[form.FINISHED],
            "the action was said to be done, and now is not; it stays said to be done until the "
            "partnership sends it back",
        )  # fmt: skip

    def _no_longer_theirs(self, now: ActionRow) -> tuple[str, str] | None:
        """Why an action is no longer for the agency to answer, with a code; None if it is."""
        if not now.standing.outstanding:
            last = [one for one in now.standing.rulings if one.event in _ENDS][-1]
            return "action-closed", f"the action was {last.event.label} on {last.on}"
        answering = holder(self._view, self._agency)
        if now.lead is None or now.lead.id != answering.id:
            return "action-moved", f"the action is no longer the agency's: {now.lead_name} leads it"
        return None

    def _records(self, answer: Answer) -> Iterator[Record]:
        """What an answer comes to. The same answer to the same request has the same ids."""
        where = f"{self._request.id}, No. {answer.number}"
        on = When.day(self._day)
        yield Update(
            id=self._id("update", answer, answer.event, answer.colour, answer.new_date,
                        answer.texts.get(form.DONE, "")),
            action=answer.action,
            on=on,
            by=self._agency.id,
            event=answer.event,
            statement=answer.texts.get(form.DONE, ""),
            due_on=answer.new_date,
            colour=answer.colour,
            where=where,
        )  # fmt: skip
        for level, text in answer.evidence:
            yield Evidence(
                id=self._id("evidence", answer, level, text),
                on=on,
                statement=text,
                level=level,
                supports=(answer.action,),
                where=where,
            )

    def _id(self, kind: str, answer: Answer, *said: object) -> str:
        told = "\0".join((self._request.id, answer.action, *map(str, said)))
        return f"{kind}-{hashlib.sha256(told.encode()).hexdigest()[:20]}"
