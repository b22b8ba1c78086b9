"""Which recommendations wait for an answer, and which for an action."""

from itertools import chain

import attrs

from learning_tracker.kinds import Record, by_id
from learning_tracker.queries.counting import plural
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.records import Action, Agency, Partnership, Recommendation, Response, Source
from learning_tracker.tables import Column, Table
from learning_tracker.view import Standing, View, family, holder, line, partnerships, standing


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
    rows, asked = [], 0
    recommendations = sorted(view.of(Recommendation), key=by_id)
    basis: list[Record] = [*recommendations, *partnerships(view)]
    for one in recommendations:
        (source,) = view.linked(one, "source", Source)
        for agency in view.linked(one, "addressed_to", Agency):
            asked += 1
            answered = answers(view, one, agency)
            basis += [*family(view, holder(view, agency)), *answered]
            if not answered:
                rows.append(UnansweredRecommendation(one, source, tuple(line(view, agency))))
    rows.sort(key=lambda row: (row.agency.name, row.record.id))
    return Table(
        caption="Recommendations that agencies have not answered",
        rows=tuple(rows),
        columns=UNANSWERED_COLUMNS,
        empty="No agency that a recommendation names owes an answer.",
        denominator=f"of the {plural(asked, 'answer')} asked of agencies",
        basis=tuple(basis),
        notes=notes(
            note_if(
                (one for one in recommendations if not one.addressed_to),
                "Addressed to nobody as far as is told, so that no answer can be missed ({n})",
            ),
            note_if(
                (one for one in recommendations if view.linked(one, "addressed_to", Partnership)),
                "Addressed to the partnership, which answers by its actions ({n})",
            ),
            note_of_straddling(view, (*basis, *(each for row in rows for each in row.records))),
        ),
    )


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
        closed = chain.from_iterable((one.action, *one.updates) for one in self.closed)
        return (self.recommendation, self.source, *closed, *self.responses)


WITHOUT_ACTION_COLUMNS: tuple[Column[RecommendationWithoutAction], ...] = (
    Column("recommendation", "Recommendation", lambda row: row.recommendation.statement),
    Column("source", "Made by", lambda row: row.source.title),
    Column("made_on", "Made", lambda row: row.recommendation.made_on or row.source.known_on),
    Column("responses", "Responses", lambda row: tuple(one.decision for one in row.responses)),
    Column("closed", "Actions closed", lambda row: len(row.closed)),
)


def without_action(view: View) -> Table[RecommendationWithoutAction]:
    """Recommendations that no action answers, but for actions superseded or withdrawn."""
    recommendations = sorted(view.of(Recommendation), key=by_id)
    rows, basis = [], list[Record](recommendations)
    for one in recommendations:
        actions = sorted(view.incoming(Action, "answers", one.id), key=by_id)
        standings = [standing(view, action) for action in actions]
        basis += [record for each in standings for record in (each.action, *each.updates)]
        if all(each.closed for each in standings):
            (source,) = view.linked(one, "source", Source)
            responses = sorted(view.incoming(Response, "recommendation", one.id), key=by_id)
            rows.append(
                RecommendationWithoutAction(one, source, tuple(standings), tuple(responses))
            )
    return Table(
        caption="Recommendations without an action",
        rows=tuple(rows),
        columns=WITHOUT_ACTION_COLUMNS,
        empty="Every recommendation has an action."
        if recommendations
        else "No recommendation is on record.",
        denominator=f"of the {plural(len(recommendations), 'recommendation')} on record",
        basis=tuple(basis),
    )
