"""What one agency has had signed off lately, and what shows it: its own progress."""

from itertools import chain

import attrs

from learning_tracker.dates import When
from learning_tracker.errors import InvalidArgument
from learning_tracker.kinds import Record
from learning_tracker.queries.action_rows import ActionRow, action_rows
from learning_tracker.queries.asked_of import whom
from learning_tracker.queries.counting import plural
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.records import Action
from learning_tracker.tables import Column, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Event, State
from learning_tracker.workdays import months_after

MOST_MONTHS = 1200
"""The most months that may be asked for; no record is older than that."""


@attrs.frozen
class SignedOff:
    """An action that is signed off.

    Attributes:
        now: the action with where it stands.
        kin: the agencies by which it is known whose it is.
    """

    now: ActionRow
    kin: tuple[Record, ...]

    @property
    def record(self) -> Action:
        """The action."""
        return self.now.record

    @property
    def records(self) -> tuple[Record, ...]:
        """The action, what its standing rests on, and the agencies."""
        return (*self.now.records, *self.kin)

    @property
    def on(self) -> When:
        """When it was last signed off, as closely as the dates tell."""
        rulings = self.now.standing.rulings
        dates = [one.on for one in rulings if one.event is Event.SIGNED_OFF]
        return When(max(on.first for on in dates), max(on.last for on in dates))

    @property
    def shown_by(self) -> tuple[str, ...]:
        """The evidence for it, each piece with the level that it counts at."""
        standing = self.now.standing
        told = tuple(
            f"{one.statement.rstrip('.')} ({one.counts_as.label})" for one in standing.evidence
        )
        return told or ("not published" if standing.unshown else "nothing on record",)


SIGNED_OFF_COLUMNS: tuple[Column[SignedOff], ...] = (
    Column("action", "Action", lambda row: row.record.statement),
    Column("signed_off_on", "Signed off", lambda row: row.on),
    Column("shown_by", "What shows it", lambda row: row.shown_by),
)


def signed_off(view: View, agency: str, *, months: int = 12) -> Table[SignedOff]:
    """The actions of one agency that were signed off in the last months, the latest first.

    Args:
        view: the records to ask.
        agency: led by this agency, those it succeeded or its parts (an id, a name or an alias).
        months: how many calendar months to look back.

    Raises:
        UnknownChoice: there is no such agency.
        InvalidArgument: `months` is no whole number from 1 to 1200.
    """
    if type(months) is not int or not 1 <= months <= MOST_MONTHS:
        raise InvalidArgument("months", f"a whole number from 1 to {MOST_MONTHS}", months)
    who = whom(view, agency)
    led = [row for row in action_rows(view) if row.record.lead in who.ids]
    done = [SignedOff(one, who.records) for one in led if one.standing.state is State.SIGNED_OFF]
    start = months_after(view.today, -months)
    rows = [one for one in done if one.on.first > start]
    rows.sort(key=lambda one: (-one.on.last.toordinal(), one.record.id))
    return Table(
        caption=f"Actions led by {who.name}, signed off in the last {plural(months, 'month')}",
        rows=tuple(rows),
        columns=SIGNED_OFF_COLUMNS,
        empty=f"No action led by {who.name} was signed off in the last {plural(months, 'month')}.",
        denominator=f"of the {plural(len(done), 'action')} led by {who.name} that "
        f"{'is' if len(done) == 1 else 'are'} signed off",
        basis=(*who.records, *chain.from_iterable(row.records for row in led)),
        notes=notes(
            note_if(
                (one.record for one in done if one.on.first <= start < one.on.last),
                "Left out, as it cannot be told whether they were signed off since then ({n})",
            ),
            note_of_straddling(view, chain.from_iterable(one.records for one in rows)),
        ),
    )
