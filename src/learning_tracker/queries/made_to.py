"""The recommendations made to one agency, and how it has answered them."""

from itertools import chain

import attrs

from learning_tracker.dates import When
from learning_tracker.kinds import Record
from learning_tracker.queries.action_rows import ActionRow, Lead, action_row, notes_on
from learning_tracker.queries.asked_of import Whom, whom
from learning_tracker.queries.counting import plural
from learning_tracker.queries.follow_through import deed
from learning_tracker.queries.noting import note_of_straddling, notes
from learning_tracker.queries.recommendations import answers
from learning_tracker.records import Action, Agency, Recommendation, Response, Source
from learning_tracker.tables import Column, Table
from learning_tracker.view import View, family, holder


@attrs.frozen
class AskedRecommendation:
    """A recommendation made to an agency, with its answer so far.

    Attributes:
        recommendation: the recommendation.
        source: what made it.
        addressee: whom it was addressed to: the agency, one that it succeeded, or a part.
        responses: what was answered, in order of date.
        actions: the actions that answer it, with where each stands.
        kin: the agencies that may answer.
    """

    recommendation: Recommendation
    source: Source
    addressee: Lead
    responses: tuple[Response, ...]
    actions: tuple[ActionRow, ...]
    kin: tuple[Record, ...]

    @property
    def record(self) -> Recommendation:
        """The recommendation."""
        return self.recommendation

    @property
    def records(self) -> tuple[Record, ...]:
        """The recommendation, its source, whom it was made to, and the answer."""
        done = chain.from_iterable(one.records for one in self.actions)
        return (self.recommendation, self.source, self.addressee, *self.responses, *done, *self.kin)

    @property
    def answered(self) -> bool:
        """Whether there is a response or an action."""
        return bool(self.responses or self.actions)

    @property
    def made_on(self) -> When | None:
        """When it was made; if that is not told, when its source was known."""
        return self.recommendation.made_on or self.source.known_on

    @property
    def answer(self) -> tuple[str, ...]:
        """What was answered, and when."""
        if self.responses:
            return tuple(f"{one.decision.label}, {one.on}" for one in self.responses)
        return ("by action",) if self.actions else ("no answer",)

    @property
    def place(self) -> tuple[bool, bool, int, str, str]:
        """Its place among others: what waits for an answer first, the oldest before the newer."""
        made = self.made_on
        when = (made is None, made.first.toordinal() if made else 0)
        return (self.answered, *when, self.record.id, self.addressee.id)


_ADDRESSEE = Column[AskedRecommendation]("addressee", "Made to", lambda row: row.addressee.name)
ASKED_RECOMMENDATION_COLUMNS: tuple[Column[AskedRecommendation], ...] = (
    Column("recommendation", "Recommendation", lambda row: row.recommendation.statement),
    Column("source", "Made by", lambda row: row.source.title),
    Column("made_on", "Made", lambda row: row.made_on),
    _ADDRESSEE,
    Column("answer", "Answer", lambda row: row.answer),
    Column("reason", "Reason", lambda row: tuple(filter(None, (r.reason for r in row.responses)))),
    Column("actions", "Actions", lambda row: tuple(map(deed, row.actions))),
)


def recommendations(view: View, agency: str) -> Table[AskedRecommendation]:
    """The recommendations made to one agency, those without an answer first.

    A row for each recommendation and each addressee. It is answered by a response, or by an
    action that answers it, of the agency that answers for the addressee today, of those that
    this succeeded or of its parts; a partnership answers by actions. To whom each was made is
    told where the agency answers for others.

    Args:
        view: the records to ask.
        agency: made to this agency, those it succeeded or its parts.

    Raises:
        UnknownChoice: there is no such agency.
    """
    who = whom(view, agency)
    made = [(one, to) for to in who.kin for one in _addressed(view, to)]
    rows = sorted((_answered(view, one, to, who) for one, to in made), key=lambda row: row.place)
    records = (*who.records, *(record for row in rows for record in row.records))
    waiting = sum(not row.answered for row in rows)
    return Table(
        caption=f"Recommendations made to {who.name}",
        rows=tuple(rows),
        columns=tuple(
            column
            for column in ASKED_RECOMMENDATION_COLUMNS
            if column is not _ADDRESSEE or who.others
        ),
        empty=f"No recommendation made to {who.name} is on record.",
        denominator=f"{waiting} without an answer, of the "
        f"{plural(len(rows), 'recommendation')} made to {who.name}",
        basis=records,
        notes=notes(
            *notes_on(view, (one for row in rows for one in row.actions)),
            note_of_straddling(view, (row.recommendation for row in rows)),
        ),
    )


def _addressed(view: View, to: Lead) -> list[Recommendation]:
    return view.incoming(Recommendation, "addressed_to", to.id)


def _answered(view: View, one: Recommendation, to: Lead, who: Whom) -> AskedRecommendation:
    (source,) = view.linked(one, "source", Source)
    found = answers(view, one, to)
    responses = [each for each in found if isinstance(each, Response)]
    done = [action_row(view, each) for each in found if isinstance(each, Action)]
    today = family(view, holder(view, to)) if isinstance(to, Agency) else [to]
    return AskedRecommendation(
        recommendation=one,
        source=source,
        addressee=to,
        responses=tuple(sorted(responses, key=lambda each: (each.on, each.id))),
        actions=tuple(sorted(done, key=lambda each: each.record.id)),
        kin=(*today, *who.records),
    )
