"""Reported colours that are better than what is known of the action."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

import attrs

from learning_tracker.kinds import Record
from learning_tracker.policy import Policy
from learning_tracker.queries.action_rows import ActionRow, action_row, notes_on
from learning_tracker.queries.counting import plural
from learning_tracker.queries.narrowing import Among, actions_among
from learning_tracker.queries.noting import note_if, notes
from learning_tracker.records import Action, Update
from learning_tracker.tables import Column, Table
from learning_tracker.view import KeptInOrder, Standing, View, actions_resting_on, standing
from learning_tracker.vocabulary import Colour, State, Verdict


@attrs.frozen
class ColourRow:
    """An action whose reported colour is better than its verdict's.

    Attributes:
        row: the action with where it stands today.
        then: the verdict on the day the colour was reported.
        challenged: whether it was too good even then; otherwise it is out of date.
    """

    row: ActionRow
    then: Verdict
    challenged: bool

    @property
    def record(self) -> Action:
        """The action."""
        return self.row.record

    @property
    def records(self) -> tuple[Record, ...]:
        """The action and what its standing rests on."""
        return self.row.records


COLOUR_COLUMNS: tuple[Column[ColourRow], ...] = (
    Column("lead", "Lead", lambda row: row.row.lead_name),
    Column("action", "Action", lambda row: row.record.statement),
    Column("reported", "Reported", lambda row: row.row.reported),
    Column("then", "Verdict that day", lambda row: row.then),
    Column("now", "Verdict today", lambda row: row.row.standing.verdict),
    Column(
        "challenge", "What is said", lambda row: "challenge" if row.challenged else "out of date"
    ),
)


def colour_challenges(view: View, *, agency: str | None = None) -> Table[ColourRow]:
    """Actions whose last reported colour is better than the verdict's.

    A challenge: it was so on the day it was reported. Out of date: only today's differs.

    Args:
        view: the records to ask.
        agency: led by this agency, those it succeeded or its parts.

    Raises:
        UnknownChoice: there is no such agency.
    """
    among = actions_among(view, agency)
    whose = f", of actions{among.words}" if among.words else ""
    colours = _colours(view, among)
    reported = [one for one in colours if one.reported]
    in_doubt = [one for one in colours if one.in_doubt]
    rows = [one.row for one in reported if one.row is not None]
    return Table(
        caption=f"Reported colours that are better than the verdict{whose}",
        rows=tuple(sorted(rows, key=lambda row: not row.challenged)),
        columns=COLOUR_COLUMNS,
        empty=f"No reported colour is better than the verdict{whose}.",
        denominator=f"of the {plural(len(reported), 'action')}{among.words} with a reported colour",
        basis=lambda: (
            *among.basis,
            *chain.from_iterable(one.action.records for one in (*reported, *in_doubt)),
        ),
        notes=notes(
            *notes_on(view, [row.row for row in rows]),
            note_if(
                (one.action.record for one in in_doubt),
                "Left out, as it is not certain which colour was reported last ({n})",
            ),
            note_if(
                (one.action.record for one in reported if not one.known),
                "Left out, as the order of what was said by then is not certain ({n})",
            ),
        ),
    )


@attrs.frozen
class _Colour:
    """What is to be said of the colour that was reported last of an action.

    Attributes:
        action: the action with where it stands today.
        reported: whether a colour was reported, and it is certain which was the last.
        in_doubt: whether one was, and it is not certain.
        known: whether the state is certain, today and when the colour was reported.
        row: the action's row in the table; None if it has none.
    """

    action: ActionRow
    reported: bool
    in_doubt: bool
    known: bool = True
    row: ColourRow | None = None

    def of(self, action: ActionRow) -> "_Colour":
        """The same of an action of which it is told by what it is one of those asked for."""
        row = None if self.row is None else attrs.evolve(self.row, row=action)
        return attrs.evolve(self, action=action, row=row)


class _Colours(KeptInOrder[Action, _Colour]):
    """What is to be said of each action's colour. It rests on what its standing does.

    To look at all 20,000 takes 0.25 s once it is known where they stand; kept, they are told in
    15 ms.
    """

    kind = Action

    def _work_out(self, record: Action) -> _Colour:
        return _colour(self._view, action_row(self._view, record))

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        return actions_resting_on(self._view.network, record)


def _colours(view: View, among: Among) -> Sequence[_Colour]:
    """Of the actions that are asked for, in order of id."""
    every = view.index(_Colours).every()
    if not among.words:
        return every
    asked = {row.record.id: row for row in among.rows}
    return [one.of(asked[it]) for one in every if (it := one.action.record.id) in asked]


def _colour(view: View, row: ActionRow) -> _Colour:
    now = row.standing
    update = now.reported
    if update is None or update.colour is None:
        return _Colour(row, reported=update is not None, in_doubt=now.colour_in_doubt)
    stood = _then(view, now, update)
    if any(one.state is State.ORDER_NOT_KNOWN for one in (now, *stood)):
        return _Colour(row, reported=True, in_doubt=False, known=False)
    then = [one.verdict for one in stood]
    flatters = _flatters(now.policy, update.colour)
    challenged = all(map(flatters, then))
    if challenged or flatters(now.verdict):
        found = ColourRow(row, then[-1], challenged=challenged)
        return _Colour(row, reported=True, in_doubt=False, row=found)
    return _Colour(row, reported=True, in_doubt=False)


def _then(view: View, now: Standing, update: Update) -> list[Standing]:
    """How the action stood when its colour was reported.

    A date as wide as a month is given the benefit of the doubt: a challenge must hold on its
    first day and on its last.
    """
    days = (update.on.first, min(update.on.last, now.day))
    return [standing(view, now.action, day) for day in days]


def _flatters(policy: Policy, colour: Colour) -> Callable[[Verdict], bool]:
    def better(verdict: Verdict) -> bool:
        fair = policy.colour_of(verdict)
        return fair is not None and colour.better_than(fair)

    return better
