"""Reported colours that are better than what is known of the action."""

from collections.abc import Callable

import attrs

from learning_tracker.kinds import Record
from learning_tracker.policy import Policy
from learning_tracker.queries.action_rows import ActionRow, notes_on
from learning_tracker.queries.counting import plural
from learning_tracker.queries.narrowing import actions_among
from learning_tracker.queries.noting import note_if, notes
from learning_tracker.records import Action
from learning_tracker.tables import Column, Table
from learning_tracker.view import Standing, View, standing
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
    reported = [row for row in among.rows if row.standing.reported is not None]
    in_doubt = [row for row in among.rows if row.standing.colour_in_doubt]
    rows = [one for row in among.rows if (one := _colour_row(view, row)) is not None]
    return Table(
        caption=f"Reported colours that are better than the verdict{whose}",
        rows=tuple(sorted(rows, key=lambda row: (not row.challenged, row.record.id))),
        columns=COLOUR_COLUMNS,
        empty=f"No reported colour is better than the verdict{whose}.",
        denominator=f"of the {plural(len(reported), 'action')}{among.words} with a reported colour",
        basis=(
            *among.basis,
            *(record for row in (*reported, *in_doubt) for record in row.records),
        ),
        notes=notes(
            *notes_on(view, [row.row for row in rows]),
            note_if(
                (row.record for row in in_doubt),
                "Left out, as it is not certain which colour was reported last ({n})",
            ),
            note_if(
                (row.record for row in reported if not _known_then(view, row)),
                "Left out, as the order of what was said by then is not certain ({n})",
            ),
        ),
    )


def _colour_row(view: View, row: ActionRow) -> ColourRow | None:
    update = row.standing.reported
    if update is None or update.colour is None:
        return None
    if not _known_then(view, row):
        return None
    then = [one.verdict for one in _then(view, row)]
    flatters = _flatters(row.standing.policy, update.colour)
    if all(map(flatters, then)):
        return ColourRow(row, then[-1], challenged=True)
    return ColourRow(row, then[-1], challenged=False) if flatters(row.standing.verdict) else None


def _then(view: View, row: ActionRow) -> list[Standing]:
    """How the action stood when its colour was reported.

    A date as wide as a month is given the benefit of the doubt: a challenge must hold on its
    first day and on its last.
    """
    update = row.standing.reported
    if update is None:
        return []
    days = (update.on.first, min(update.on.last, row.standing.day))
    return [standing(view, row.record, day) for day in days]


def _known_then(view: View, row: ActionRow) -> bool:
    """Whether the state is certain, today and when the colour was reported."""
    stood = [row.standing, *_then(view, row)]
    return all(one.state is not State.ORDER_NOT_KNOWN for one in stood)


def _flatters(policy: Policy, colour: Colour) -> Callable[[Verdict], bool]:
    def better(verdict: Verdict) -> bool:
        fair = policy.colour_of(verdict)
        return fair is not None and colour.better_than(fair)

    return better
