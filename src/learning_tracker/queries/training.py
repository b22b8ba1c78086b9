"""What was answered by training alone."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain

import attrs

from learning_tracker.kinds import Record, by_id, kind_words
from learning_tracker.queries import coding
from learning_tracker.queries.action_rows import ActionRow, action_row, action_rows
from learning_tracker.queries.answering import learning_resting_on
from learning_tracker.queries.counting import plural
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.records import Action, Finding, Recommendation, Source
from learning_tracker.tables import Column, Table
from learning_tracker.view import KeptInOrder, View
from learning_tracker.vocabulary import Change

Learning = Recommendation | Finding
"""What an action can answer more closely than a whole source."""


@attrs.frozen
class TrainingOnly:
    """A recommendation or a finding that nothing but training answers.

    Attributes:
        answered: the recommendation or the finding.
        sources: what made or raised it.
        rests_on: the recommendations by which actions answer a finding.
        actions: the live actions that answer it, all of them training.
        closed: the actions that answered it and were superseded or withdrawn.
    """

    answered: Learning
    sources: tuple[Source, ...]
    rests_on: tuple[Recommendation, ...]
    actions: tuple[ActionRow, ...]
    closed: tuple[ActionRow, ...]

    @property
    def record(self) -> Learning:
        """The recommendation or the finding."""
        return self.answered

    @property
    def records(self) -> tuple[Record, ...]:
        """The recommendation or finding, its sources, and its actions with where they stand."""
        stood = (record for row in (*self.actions, *self.closed) for record in row.records)
        return (self.answered, *self.sources, *self.rests_on, *stood)


TRAINING_COLUMNS: tuple[Column[TrainingOnly], ...] = (
    Column("kind", "What", lambda row: kind_words(type(row.answered).kind)),
    Column("statement", "Asked or found", lambda row: row.answered.statement),
    Column("source", "By", lambda row: tuple(one.title for one in row.sources)),
    Column("actions", "Training", lambda row: tuple(one.record for one in row.actions)),
    Column(
        "verdict", "Verdict today", lambda row: tuple(one.standing.verdict for one in row.actions)
    ),
)


@attrs.frozen
class _Answered:
    """What actions answer, with these actions by whether they are live.

    Attributes:
        row: what would stand in the table.
        doubtful: the actions of which it is not known whether they were closed.
        at_source: whether a live action that is no training answers the whole of its source.
    """

    row: TrainingOnly
    doubtful: tuple[ActionRow, ...]
    at_source: bool

    @cached_property
    def live(self) -> bool:
        """Whether a live action, or one that may be live, answers it."""
        return bool(self.row.actions or self.doubtful)

    @cached_property
    def by_training_alone(self) -> bool | None:
        """Whether all its live actions are training; None if that depends on the doubtful."""
        without = _all_training(self.row.actions)
        return without if without is _all_training(self._either) else None

    @property
    def _either(self) -> tuple[ActionRow, ...]:
        return (*self.row.actions, *self.doubtful)


def _all_training(rows: tuple[ActionRow, ...]) -> bool:
    return bool(rows) and all(one.record.change is Change.TRAINING for one in rows)


def training_only(view: View) -> Table[TrainingOnly]:
    """Recommendations and findings that are answered by training and by nothing else.

    A recommendation is answered by the actions that answer it; a finding that an action
    answers directly, by these and by those that answer a recommendation that rests on it.
    Actions that were superseded or withdrawn do not count. Communication is not training.
    """
    answered = (*view.index(_Advice).every(), *view.index(_AnsweredFindings).every())
    live = [one for one in answered if one.live]
    alone = [one for one in live if one.by_training_alone]
    rows = [one.row for one in alone]
    every = action_rows(view)
    return Table(
        caption="Answered by training alone",
        rows=tuple(rows),
        columns=TRAINING_COLUMNS,
        empty="Nothing is answered by training alone."
        if live
        else "No action answers a recommendation or a finding.",
        denominator=_denominator([one.row for one in live]),
        basis=lambda: (
            *chain.from_iterable(map(_behind, answered)),
            *chain.from_iterable(row.records for row in every),
        ),
        notes=notes(
            note_if(
                (one.row.record for one in live if one.by_training_alone is None),
                "Left out, as the order of what was said of their actions is not certain ({n})",
            ),
            note_if(
                (one.row.record for one in alone if one.at_source),
                "Other actions answer the whole of what these come from, and it is not known "
                "whether they answer these too ({n})",
            ),
            note_of_straddling(view, (record for row in rows for record in row.records)),
        ),
    )


class _Advice(KeptInOrder[Recommendation, _Answered]):
    """The recommendations with what answers them.

    They rest on what made them and where these actions stand. To gather all 14,000 takes 0.2 s;
    kept, they are told in 3 ms.
    """

    kind = Recommendation

    def _work_out(self, record: Recommendation) -> _Answered:
        return _answered(self._view, record)

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        return learning_resting_on(self._view.network, record)


class _AnsweredFindings(KeptInOrder[Finding, _Answered]):
    """The findings that an action answers directly, with what answers them; None of others.

    They rest on what raised them and where these actions stand. To look through all 34,000 for
    them takes 28 ms; kept, they are told in 3.
    """

    kind = Finding

    def _work_out(self, record: Finding) -> _Answered | None:
        if not self._view.incoming(Action, "answers", record.id):
            return None
        return _answered(self._view, record)

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        return learning_resting_on(self._view.network, record)


def _answered(view: View, one: Learning) -> _Answered:
    rests_on = view.incoming(Recommendation, "findings", one.id) if isinstance(one, Finding) else []
    actions = {
        action.id: action
        for each in (one, *rests_on)
        for action in view.incoming(Action, "answers", each.id)
    }
    rows = [action_row(view, actions[identifier]) for identifier in sorted(actions)]
    row = TrainingOnly(
        answered=one,
        sources=tuple(coding.sources_of(view, one)),
        rests_on=tuple(sorted(rests_on, key=by_id)),
        actions=tuple(each for each in rows if not each.standing.may_be_closed),
        closed=tuple(each for each in rows if each.standing.closed),
    )
    doubtful = tuple(each for each in rows if _in_doubt(each))
    return _Answered(row, doubtful, _answered_at_source(view, row))


def _in_doubt(row: ActionRow) -> bool:
    return row.standing.may_be_closed and not row.standing.closed


def _behind(one: _Answered) -> Iterator[Record]:
    yield from one.row.records
    for each in one.doubtful:
        yield from each.records


def _denominator(live: list[TrainingOnly]) -> str:
    findings = sum(isinstance(row.record, Finding) for row in live)
    advice = plural(len(live) - findings, "recommendation")
    return f"of the {advice} and {plural(findings, 'finding')} with an action"


def _answered_at_source(view: View, row: TrainingOnly) -> bool:
    """Whether a live action that is no training answers the whole of a source of it."""
    whole = (
        action
        for source in row.sources
        for action in view.incoming(Action, "answers", source.id)
    )  # fmt: skip
    return any(
        action.change is not Change.TRAINING and not action_row(view, action).standing.closed
        for action in whole
    )
