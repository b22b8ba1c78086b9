"""What was done about one review or audit: about each thing it asks or found, and what shows it."""

from collections.abc import Iterable, Iterator
from itertools import chain

import attrs

from learning_tracker.kinds import Record, by_id, kind_words
from learning_tracker.queries.action_rows import ActionRow, action_row, notes_on
from learning_tracker.queries.counting import plural
from learning_tracker.queries.follow_through import deed, highest, supporting
from learning_tracker.queries.naming import source_named
from learning_tracker.records import (
    Action,
    Evidence,
    Finding,
    Recommendation,
    Response,
    Source,
)
from learning_tracker.tables import Column, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Level


@attrs.frozen
class TakenUp:
    """A recommendation, a finding or a whole source, with what was done about it.

    Attributes:
        record: the recommendation, the finding or the source.
        source: the source.
        addressees: to whom a recommendation is made.
        responses: what they answered.
        actions: the actions that answer it, with where each stands.
        evidence: what supports it or these actions.
        drawn: what that evidence was drawn from.
        level: the highest level of what supports it, also of what is kept from the public.
    """

    record: Recommendation | Finding | Source
    source: Source
    addressees: tuple[Record, ...]
    responses: tuple[Response, ...]
    actions: tuple[ActionRow, ...]
    evidence: tuple[Evidence, ...]
    drawn: tuple[Record, ...]
    level: Level | None

    @property
    def records(self) -> tuple[Record, ...]:
        """What is taken up, its source, and all that was answered, done and shown."""
        done = chain.from_iterable(one.records for one in self.actions)
        behind = (*self.addressees, *self.responses, *done, *self.evidence, *self.drawn)
        return (self.record, self.source, *behind)

    @property
    def asks(self) -> str:
        """What is taken up, in its own words."""
        return "the whole of it" if self.record.id == self.source.id else self.record.label

    @property
    def shown_by(self) -> str:
        """The highest level of what shows it, in a word."""
        return self.level.label if self.level else "nothing on record"

    @property
    def shown(self) -> tuple[str, ...]:
        """What the evidence shows, each piece without its full stop."""
        return tuple(one.statement.rstrip(".") for one in self.evidence)


TAKEN_UP_COLUMNS: tuple[Column[TakenUp], ...] = (
    Column("asks", "What was asked or found", lambda row: row.asks),
    Column("kind", "What it is", lambda row: kind_words(type(row.record).kind)),
    Column("addressees", "Made to", lambda row: row.addressees),
    Column("responses", "Answers", lambda row: tuple(one.decision for one in row.responses)),
    Column("actions", "What was done", lambda row: tuple(map(_by, row.actions)) or "no action"),
    Column("shown_by", "Shown by", lambda row: row.shown_by),
    Column("shown", "What it shows", lambda row: row.shown),
)


def _by(row: ActionRow) -> str:
    return f"{row.lead_name}: {deed(row)}"


def of_source(view: View, source: str) -> Table[TakenUp]:
    """What was done about one review or audit, and what shows it.

    A row for each of its recommendations, for each of its findings that an action answers or
    that is supported by evidence of its own, and for the whole of it, if an action answers
    that. An action stands in the row of each thing that it answers.

    Args:
        view: the records to ask.
        source: the review or audit (an id or a title).

    Raises:
        UnknownChoice: there is no such source.
        NotPublic: there is, and the public may not read it.
    """
    about = source_named(view, source)
    rows: list[TakenUp] = []
    for one in _asking(view, about):
        row = _taken_up(view, about, one)
        if isinstance(one, Recommendation) or row.actions or _shows_more(row, rows):
            rows.append(row)
    actions = {one.record.id: one for row in rows for one in row.actions}
    made = sum(isinstance(row.record, Recommendation) for row in rows)
    return Table(
        caption=f"What was done about {about.title}",
        rows=tuple(rows),
        columns=TAKEN_UP_COLUMNS,
        empty=f"No recommendation of {about.title} and no action on it is on record.",
        denominator=f"{plural(made, 'recommendation')} and {plural(len(actions), 'action')}",
        basis=(about, *chain.from_iterable(row.records for row in rows)),
        notes=notes_on(view, actions.values()),
    )


def _asking(view: View, source: Source) -> Iterator[Recommendation | Finding | Source]:
    yield from sorted(view.incoming(Recommendation, "source", source.id), key=by_id)
    yield from sorted(view.incoming(Finding, "sources", source.id), key=by_id)
    yield source


def _shows_more(row: TakenUp, before: Iterable[TakenUp]) -> bool:
    """Whether there is evidence that no row before it tells of."""
    told = {one.id for each in before for one in each.evidence}
    return any(one.id not in told for one in row.evidence)


def _taken_up(view: View, source: Source, one: Recommendation | Finding | Source) -> TakenUp:
    actions = sorted(view.incoming(Action, "answers", one.id), key=by_id)
    shown = supporting(view, (one, *actions))
    drawn = [view[each.drawn_from] for each in shown if each.drawn_from is not None]
    is_advice = isinstance(one, Recommendation)
    addressees = view.linked(one, "addressed_to", Record) if is_advice else []
    responses = view.incoming(Response, "recommendation", one.id) if is_advice else []
    return TakenUp(
        record=one,
        source=source,
        addressees=tuple(addressees),
        responses=tuple(sorted(responses, key=by_id)),
        actions=tuple(action_row(view, each) for each in actions),
        evidence=tuple(shown),
        drawn=tuple(drawn),
        level=highest(supporting(view.whole, (one, *actions))),
    )
