"""What was done on each recommendation, and what shows it."""

from collections.abc import Iterable
from functools import cached_property
from itertools import chain

import attrs

from learning_tracker.kinds import Record, by_id
from learning_tracker.queries.action_rows import ActionRow, action_row, notes_on
from learning_tracker.queries.answering import learning_resting_on
from learning_tracker.queries.counting import plural
from learning_tracker.records import Action, Evidence, Recommendation, Response, Source
from learning_tracker.tables import Column, Table
from learning_tracker.view import KeptInOrder, View
from learning_tracker.vocabulary import Level, State


@attrs.frozen
class FollowedThrough:
    """A recommendation with what was answered, done and shown.

    Attributes:
        recommendation: the recommendation.
        source: what made it.
        responses: what agencies answered.
        actions: the actions that answer it, with where each stands.
        evidence: what supports it or these actions.
        drawn: what that evidence was drawn from.
        level: the highest level of what supports it, also of what is kept from the public.
    """

    recommendation: Recommendation
    source: Source
    responses: tuple[Response, ...]
    actions: tuple[ActionRow, ...]
    evidence: tuple[Evidence, ...]
    drawn: tuple[Record, ...]
    level: Level | None

    @property
    def record(self) -> Recommendation:
        """The recommendation."""
        return self.recommendation

    @property
    def records(self) -> tuple[Record, ...]:
        """The recommendation, its source, and all that was answered, done and shown."""
        done = chain.from_iterable(one.records for one in self.actions)
        behind = (*self.responses, *done, *self.evidence, *self.drawn)
        return (self.recommendation, self.source, *behind)

    @cached_property
    def live(self) -> list[ActionRow]:
        """Its actions, but for those superseded or withdrawn."""
        return [one for one in self.actions if not one.standing.closed]

    @cached_property
    def signed_off(self) -> bool:
        """Whether it has live actions and all of them are signed off."""
        return bool(self.live) and all(one.standing.state is State.SIGNED_OFF for one in self.live)

    @cached_property
    def doubtful(self) -> tuple[ActionRow, ...]:
        """Its actions of which something cannot be told."""
        return tuple(one for one in self.actions if one.in_doubt)

    @property
    def shown_by(self) -> str:
        """The highest level of what shows that it was followed, in a word."""
        return self.level.label if self.level else "nothing on record"


FOLLOW_THROUGH_COLUMNS: tuple[Column[FollowedThrough], ...] = (
    Column("source", "Made by", lambda row: row.source.title),
    Column("recommendation", "Recommendation", lambda row: row.recommendation.statement),
    Column("scope", "Scope", lambda row: row.recommendation.scope),
    Column("responses", "Answers", lambda row: tuple(map(_answer, row.responses))),
    Column("actions", "What was done", lambda row: tuple(map(deed, row.actions)) or "no action"),
    Column("shown_by", "Shown by", lambda row: row.shown_by),
)


def _answer(response: Response) -> str:
    return response.decision.label


def deed(row: ActionRow) -> str:
    """An action with its verdict."""
    return f"{row.record.statement.rstrip('.')} ({row.standing.verdict.label})"


def follow_through(view: View) -> Table[FollowedThrough]:
    """What was done on each recommendation, those of the latest sources first.

    An action stands with its verdict on the view's day. Evidence that supports the
    recommendation or one of its actions shows it, at the highest level of any.
    """
    rows = view.index(_Followed).every()
    done = sum(row.signed_off for row in rows)
    # Without a day no date straddles it and doubt alone is told: 7 ms of 14,000 rows, once 17.
    actions = (row.doubtful if view.date is None else row.actions for row in rows)
    return Table(
        caption="What was done on each recommendation",
        rows=rows,
        columns=FOLLOW_THROUGH_COLUMNS,
        empty="No recommendation is on record.",
        denominator=f"on {done} of the {plural(len(rows), 'recommendation')} on record all that "
        "was to be done is signed off",
        basis=lambda: chain.from_iterable(row.records for row in rows),
        notes=notes_on(view, chain.from_iterable(actions)),
    )


class _Followed(KeptInOrder[Recommendation, FollowedThrough]):
    """The row of each recommendation, those of the latest sources first.

    It rests on its source, the responses, and the actions and evidence. To make all 14,000 takes
    0.4 s; kept, they are told in 4 ms.
    """

    kind = Recommendation

    def _work_out(self, record: Recommendation) -> FollowedThrough:
        return followed(self._view, record)

    def _place(self, identifier: str, found: FollowedThrough) -> tuple[bool, int, str, str]:
        on, source = found.source.known_on, found.source.id
        latest_first = 0 if on is None else -on.first.toordinal()
        return on is None, latest_first, source, identifier

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        return learning_resting_on(self._view.network, record)


def followed(view: View, one: Recommendation) -> FollowedThrough:
    """A recommendation with what was answered, done and shown."""
    (source,) = view.linked(one, "source", Source)
    responses = sorted(view.incoming(Response, "recommendation", one.id), key=by_id)
    actions = sorted(view.incoming(Action, "answers", one.id), key=by_id)
    shown = supporting(view, (one, *actions))
    drawn = [view[each.drawn_from] for each in shown if each.drawn_from is not None]
    rows = tuple(action_row(view, each) for each in actions)
    level = highest(supporting(view.whole, (one, *actions)))
    return FollowedThrough(one, source, tuple(responses), rows, tuple(shown), tuple(drawn), level)


def highest(evidence: Iterable[Evidence]) -> Level | None:
    """The highest level at which any of the evidence counts; None if there is none."""
    levels = (one.counts_as for one in evidence)
    return max(levels, key=lambda level: level.rung, default=None)


def supporting(view: View, supported: Iterable[Record]) -> list[Evidence]:
    """The evidence that supports any of these, each piece once."""
    found = (e for one in supported for e in view.incoming(Evidence, "supports", one.id))
    return sorted({one.id: one for one in found}.values(), key=by_id)
