"""An action with where it stands: the row of most tables about actions."""

from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import cast

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.records import Action, Agency, Partnership, Update
from learning_tracker.tables import Note
from learning_tracker.view import (
    KeptInOrder,
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
        policy_in_doubt: whether it is not known whose policy to judge it by.
    """

    standing: Standing
    lead: Lead | None
    policy_in_doubt: bool
    _behind: tuple[tuple[Record, ...], ...]

    @cached_property
    def basis(self) -> tuple[Record, ...]:
        """The other records that its standing rests on."""
        # Few are asked for it, and it is made of what is there: a fifth of a row's time.
        return tuple({one.id: one for one in chain.from_iterable(self._behind)}.values())

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
        return ActionRow(
            self.standing, self.lead, self.policy_in_doubt, (*self._behind, tuple(because))
        )

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
    def in_doubt(self) -> bool:
        """Whether its state, its slippage or whose policy judges it cannot be told."""
        now = self.standing
        return (
            self.policy_in_doubt
            or now.slippage_in_doubt
            or now.state is State.ORDER_NOT_KNOWN
        )  # fmt: skip

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
    if view.get(action.id) is not action:
        return _action_row(view, action)
    return view.index(_ActionRows).today(action)


def action_rows(view: View) -> tuple[ActionRow, ...]:
    """Every action with where it stands, in order of id."""
    return view.index(_ActionRows).every()


class _ActionRows(KeptInOrder[Action, ActionRow]):
    """The row of each action, as it is on the day.

    It rests on what the standing does, and on who answers for its lead. To make all 20,000 takes
    0.3 s once it is known where they stand; kept, they are told in 0.1 ms.
    """

    kind = Action

    def today(self, action: Action) -> ActionRow:
        """An action's row, made anew where the one that was kept is of an earlier day."""
        row = self.of(action)
        if row is None or row.standing.day != self._view.today:
            self.forget((action,))
            row = self.of(action)
        return cast("ActionRow", row)  # each action has one

    def _work_out(self, record: Action) -> ActionRow:
        return _action_row(self._view, record)

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        return actions_resting_on(self._view.network, record)


def _action_row(view: View, action: Action) -> ActionRow:
    now = standing(view, action)
    lead = None if action.lead is None else view.get(action.lead)
    answers: tuple[Lead, ...] = ()
    if isinstance(lead, Agency):
        answers = line(view, lead)
    elif isinstance(lead, Partnership):
        answers = (lead,)
    answering = answers[-1] if answers else None
    behind = (
        answers,
        _speaking_for(view, now, answering),
        tuple(view[one] for one in action.answers),
        tuple(view[one.drawn_from] for one in now.evidence if one.drawn_from is not None),
        tuple(view[update.by] for update in now.updates),
        partnerships(view),
    )
    return ActionRow(now, answering, policy_in_doubt(view, action), behind)


def _speaking_for(view: View, now: Standing, answering: Lead | None) -> tuple[Agency, ...]:
    """The agencies by which it is known that those who say it is done may say so."""
    if not isinstance(answering, Agency):
        return ()
    said_by = (view[claim.by] for claim in now.claims)
    return tuple(
        kin
        for one in said_by
        if isinstance(one, Agency)
        for kin in between(view, one, answering)
    )  # fmt: skip


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
            (row.record for row in shown if row.policy_in_doubt),
            "Judged by the default policy, as it is not known whose they are ({n})",
        ),
        note_of_straddling(view, said),
    )
