"""An action with where it stands: the row of most tables about actions."""

from collections.abc import Iterable

import attrs

from learning_tracker.kinds import Record, by_id
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.records import Action, Agency, Partnership, Update
from learning_tracker.tables import Note
from learning_tracker.view import (
    Kept,
    Standing,
    View,
    actions_resting_on,
    between,
    line,
    partnerships,
    policy_in_doubt,
    standing,
)
from learning_tracker.vocabulary import State

Lead = Agency | Partnership

TO_DO, SAID_DONE, DOUBT = "to do", "said to be done", "cannot tell"
"""The two parts into which outstanding actions are always split, and where that is not known."""


@attrs.frozen
class ActionRow:
    """An action with where it stands.

    Attributes:
        standing: where it stands on the day of the table.
        lead: who answers for it today: its lead, or the lead's successor; None if not told.
        basis: the other records that its standing rests on.
    """

    standing: Standing
    lead: Lead | None
    basis: tuple[Record, ...]

    @property
    def record(self) -> Action:
        """The action."""
        return self.standing.action

    @property
    def records(self) -> tuple[Record, ...]:
        """The action, who answers for it, what was said of it and what supports it."""
        one = self.standing
        return (one.action, *self.basis, *one.updates, *one.evidence)

    def known_by(self, because: Iterable[Record]) -> "ActionRow":
        """The same row, which rests also on what tells that it is one of those asked for."""
        return attrs.evolve(self, basis=(*self.basis, *because))

    @property
    def lead_name(self) -> str:
        """The name of who answers for it."""
        return self.lead.name if self.lead else "no lead named"

    @property
    def stage(self) -> str:
        """To do, or said to be done; in doubt where the order of updates is not known."""
        if self.standing.state is State.ORDER_NOT_KNOWN:
            return DOUBT
        return SAID_DONE if self.standing.said_to_be_done else TO_DO

    @property
    def slippage(self) -> int | str | None:
        """Days of slippage, "cannot tell", or None where there is no date."""
        return "cannot tell" if self.standing.slippage_in_doubt else self.standing.slippage

    @property
    def last_word(self) -> str:
        """The last that was said of it, with its date; all that may have been the last."""
        return "; or ".join(map(_word, self.standing.last_words)) or "nothing said"

    @property
    def reported(self) -> str:
        """The last reported colour, with its date."""
        last = self.standing.reported
        if self.standing.colour_in_doubt:
            return DOUBT
        return "" if last is None or last.colour is None else f"{last.colour.label}, {last.on}"


def _word(update: Update) -> str:
    said = f": {update.statement}" if update.statement else ""
    return f"{update.event.label}, {update.on}{said}"


def action_row(view: View, action: Action) -> ActionRow:
    """An action with where it stands on the view's day."""
    now = standing(view, action)
    leads: list[Lead] = [*view.linked(action, "lead", Agency)]
    leads += view.linked(action, "lead", Partnership)
    lead = leads[0] if leads else None
    answers = line(view, lead) if isinstance(lead, Agency) else leads
    shown_by = [view[one.drawn_from] for one in now.evidence if one.drawn_from is not None]
    said_by = [view[update.by] for update in now.updates]
    answered = [view[one] for one in action.answers]
    answering = answers[-1] if answers else None
    basis = [*answers, *_speaking_for(view, now, answering), *answered, *shown_by, *said_by,
             *partnerships(view)]  # fmt: skip
    return ActionRow(now, answering, tuple({one.id: one for one in basis}.values()))


def _speaking_for(view: View, now: Standing, answering: Lead | None) -> list[Agency]:
    """The agencies by which it is known that those who say it is done may say so."""
    if not isinstance(answering, Agency):
        return []
    said_by = [one for claim in now.claims for one in view.linked(claim, "by", Agency)]
    return [kin for one in said_by for kin in between(view, one, answering)]


def action_rows(view: View) -> list[ActionRow]:
    """Every action with where it stands, in order of id."""
    rows = view.index(_ActionRows)
    return [rows.today(one) for one in sorted(view.of(Action), key=by_id)]


class _ActionRows(Kept[Action, ActionRow]):
    """The row of each action, as it is on the day."""

    def today(self, action: Action) -> ActionRow:
        """An action's row, made anew where the one that was kept is of an earlier day."""
        row = self.of(action)
        if row.standing.day != self._view.today:
            self.forget((action,))
            row = self.of(action)
        return row

    def _work_out(self, record: Action) -> ActionRow:
        return action_row(self._view, record)

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        return actions_resting_on(self._view.network, record)


def notes_on(view: View, rows: Iterable[ActionRow]) -> tuple[Note, ...]:
    """What cannot be told of these actions, and why."""
    shown = list(rows)
    in_doubt = (row.record for row in shown if row.standing.state is State.ORDER_NOT_KNOWN)
    slipped = (row.record for row in shown if row.standing.slippage_in_doubt)
    said = (one for row in shown for one in (
        row.record, *row.standing.updates, *row.standing.evidence))  # fmt: skip
    return notes(
        note_if(
            in_doubt,
            "State not known, as the order of what was said is not certain ({n})",
        ),
        note_if(slipped, "Slippage cannot be told, as the two dates overlap ({n})"),
        note_if(
            (row.record for row in shown if policy_in_doubt(view, row.record)),
            "Judged by the default policy, as it is not known whose they are ({n})",
        ),
        note_of_straddling(view, said),
    )
