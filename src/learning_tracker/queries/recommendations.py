"""Which recommendations wait for an answer, and which for an action."""

from collections.abc import Iterable, Iterator
from itertools import chain

import attrs

from learning_tracker.kinds import Record, by_id
from learning_tracker.queries.answering import learning_resting_on
from learning_tracker.queries.counting import plural
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.records import Action, Agency, Partnership, Recommendation, Response, Source
from learning_tracker.tables import Column, Table
from learning_tracker.view import (
    KeptInOrder,
    Standing,
    View,
    family,
    holder,
    line,
    partnerships,
    standing,
)


@attrs.frozen
class UnansweredRecommendation:
    """A recommendation and an agency that has not answered it.

    Attributes:
        recommendation: the recommendation.
        source: what made it.
        line: the agency that it is addressed to, its successor, and so on.
    """

    recommendation: Recommendation
    source: Source
    line: tuple[Agency, ...]

    @property
    def record(self) -> Recommendation:
        """The recommendation."""
        return self.recommendation

    @property
    def asked(self) -> Agency:
        """The agency that it is addressed to."""
        return self.line[0]

    @property
    def agency(self) -> Agency:
        """The agency that answers for that one today: itself or the last of its successors."""
        return self.line[-1]

    @property
    def records(self) -> tuple[Record, ...]:
        """The recommendation, its source, and the agencies by which it is known who answers."""
        return (self.recommendation, self.source, *self.line)


UNANSWERED_COLUMNS: tuple[Column[UnansweredRecommendation], ...] = (
    Column("agency", "Agency", lambda row: row.agency.name),
    Column("recommendation", "Recommendation", lambda row: row.recommendation.statement),
    Column("source", "Made by", lambda row: row.source.title),
    Column("made_on", "Made", lambda row: row.recommendation.made_on or row.source.known_on),
)


def unanswered(view: View) -> Table[UnansweredRecommendation]:
    """Recommendations to which an agency addressed has neither responded nor leads an action.

    A row for each recommendation and each agency that it is addressed to. An agency's
    predecessors and parts answer for it.
    """
    every = view.index(_Askings).every()
    rows = sorted((row for one in every for row in one.unanswered), key=_by_agency)
    of = partnerships(view)
    return Table(
        caption="Recommendations that agencies have not answered",
        rows=tuple(rows),
        columns=UNANSWERED_COLUMNS,
        empty="No agency that a recommendation names owes an answer.",
        denominator=f"of the {plural(sum(one.asked for one in every), 'answer')} asked of agencies",
        basis=lambda: _behind(every, of),
        notes=notes(
            note_if(
                (one.recommendation for one in every if not one.recommendation.addressed_to),
                "Addressed to nobody as far as is told, so that no answer can be missed ({n})",
            ),
            note_if(
                (one.recommendation for one in every if one.of_partnership),
                "Addressed to the partnership, which answers by its actions ({n})",
            ),
            note_of_straddling(
                view, chain(_behind(every, of), chain.from_iterable(row.records for row in rows))
            ),
        ),
    )


def _by_agency(row: UnansweredRecommendation) -> tuple[str, str]:
    return row.agency.name, row.record.id


@attrs.frozen
class _Asking:
    """A recommendation, and how it was answered.

    Attributes:
        recommendation: the recommendation.
        asked: of how many agencies it asks an answer.
        of_partnership: whether it asks one of the partnership.
        unanswered: a row for each agency that has not answered.
        behind: for each agency, those that may answer for it, and the answers.
    """

    recommendation: Recommendation
    asked: int
    of_partnership: bool
    unanswered: tuple[UnansweredRecommendation, ...]
    behind: tuple[Iterable[Record], ...]


class _Askings(KeptInOrder[Recommendation, _Asking]):
    """How each recommendation was answered.

    It rests on who answers for whom, the responses, and the actions and their leads. To look at
    all 14,000 takes 0.4 s; kept, they are told in 4 ms.
    """

    kind = Recommendation

    def _work_out(self, record: Recommendation) -> _Asking:
        view = self._view
        (source,) = view.linked(record, "source", Source)
        agencies = view.linked(record, "addressed_to", Agency)
        answered = [answers(view, record, one) for one in agencies]
        return _Asking(
            record,
            asked=len(agencies),
            of_partnership=bool(view.linked(record, "addressed_to", Partnership)),
            unanswered=tuple(
                UnansweredRecommendation(record, source, line(view, one))
                for one, found in zip(agencies, answered, strict=True)
                if not found
            ),
            behind=(*(family(view, holder(view, one)) for one in agencies), *answered),
        )

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        return learning_resting_on(self._view.network, record)


def _behind(every: Iterable[_Asking], of: Iterable[Partnership]) -> Iterator[Record]:
    yield from of
    for one in every:
        yield one.recommendation
        yield from chain.from_iterable(one.behind)


def answers(
    view: View, recommendation: Recommendation, asked: Agency | Partnership
) -> list[Response | Action]:
    """How one to whom a recommendation is addressed has answered it.

    For an agency answers the one that holds its duties today, with those that this succeeded
    and its parts.
    """
    who = {asked.id}
    if isinstance(asked, Agency):
        who = {one.id for one in family(view, holder(view, asked))}
    responses = view.incoming(Response, "recommendation", recommendation.id)
    actions = view.incoming(Action, "answers", recommendation.id)
    return [
        *(one for one in responses if one.agency in who),
        *(one for one in actions if one.lead in who),
    ]


@attrs.frozen
class RecommendationWithoutAction:
    """A recommendation that no action answers, or only actions that were closed undone.

    Attributes:
        recommendation: the recommendation.
        source: what made it.
        closed: actions that answered it and were superseded or withdrawn, with what tells so.
        responses: what agencies said of it.
    """

    recommendation: Recommendation
    source: Source
    closed: tuple[Standing, ...]
    responses: tuple[Response, ...]

    @property
    def record(self) -> Recommendation:
        """The recommendation."""
        return self.recommendation

    @property
    def records(self) -> tuple[Record, ...]:
        """The recommendation, its source, its closed actions and the responses."""
        return (self.recommendation, self.source, *self.told, *self.responses)

    @property
    def told(self) -> tuple[Record, ...]:
        """Its closed actions, and the updates that tell so."""
        return tuple(chain.from_iterable((one.action, *one.updates) for one in self.closed))


WITHOUT_ACTION_COLUMNS: tuple[Column[RecommendationWithoutAction], ...] = (
    Column("recommendation", "Recommendation", lambda row: row.recommendation.statement),
    Column("source", "Made by", lambda row: row.source.title),
    Column("made_on", "Made", lambda row: row.recommendation.made_on or row.source.known_on),
    Column("responses", "Responses", lambda row: tuple(one.decision for one in row.responses)),
    Column("closed", "Actions closed", lambda row: len(row.closed)),
)


def without_action(view: View) -> Table[RecommendationWithoutAction]:
    """Recommendations that no action answers, but for actions superseded or withdrawn."""
    every = view.index(_WithActions).every()
    return Table(
        caption="Recommendations without an action",
        rows=tuple(one for one in every if all(each.closed for each in one.closed)),
        columns=WITHOUT_ACTION_COLUMNS,
        empty="Every recommendation has an action." if every else "No recommendation is on record.",
        denominator=f"of the {plural(len(every), 'recommendation')} on record",
        basis=lambda: chain.from_iterable((one.recommendation, *one.told) for one in every),
    )


class _WithActions(KeptInOrder[Recommendation, RecommendationWithoutAction]):
    """Each recommendation as it would stand in the table if all its actions were closed.

    It rests on its source, the responses, and where its actions stand. To gather all 14,000
    takes 0.15 s; kept, they are told in 9 ms.
    """

    kind = Recommendation

    def _work_out(self, record: Recommendation) -> RecommendationWithoutAction:
        view = self._view
        actions = sorted(view.incoming(Action, "answers", record.id), key=by_id)
        responses = sorted(view.incoming(Response, "recommendation", record.id), key=by_id)
        (source,) = view.linked(record, "source", Source)
        return RecommendationWithoutAction(
            record, source, tuple(standing(view, one) for one in actions), tuple(responses)
        )

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        return learning_resting_on(self._view.network, record)
