"""What came back after it was done."""

from collections.abc import Iterator

import attrs

from learning_tracker.dates import When
from learning_tracker.errors import UnknownChoice
from learning_tracker.kinds import Record
from learning_tracker.queries.came_back import CameBack
from learning_tracker.queries.counting import Raised, plural
from learning_tracker.queries.doings import STAGES, Doing, Doings
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.queries.on_themes import findings_by_theme
from learning_tracker.records import Action, Finding, Theme
from learning_tracker.tables import Column, Gradually, Table
from learning_tracker.view import View


@attrs.frozen
class ReturnedTheme:
    """An improvement on a theme from an incident or audit period after an action on it was done.

    Attributes:
        theme: the action's theme.
        done_on: when it was signed off (or completed, or agreed).
        raised: the finding that came later, with its source.
        line: the theme that the finding is coded to, which is the same or a narrower one, and
            those that this lies in.
        doing: the action that was done, and what was said of it.
    """

    theme: Theme
    done_on: When
    raised: Raised
    line: tuple[Theme, ...]
    doing: Doing

    @property
    def action(self) -> Action:
        """The action that was done."""
        return self.doing.action

    @property
    def coded(self) -> Theme:
        """The theme that the finding is coded to: the same or a narrower one."""
        return self.line[0]

    @property
    def record(self) -> Finding:
        """The finding."""
        return self.raised.finding

    @property
    def basis(self) -> tuple[Record, ...]:
        """What had been said of the action before, and by what it is on the theme."""
        return (*self.doing.updates_before(self.raised), *self.line, *self.doing.answers)

    @property
    def records(self) -> tuple[Record, ...]:
        """The theme, the action, the finding and what each rests on."""
        return (self.theme, self.coded, self.action, *self.raised.records, *self.basis)


RETURNED_COLUMNS: tuple[Column[ReturnedTheme], ...] = (
    Column("theme", "Practice theme", lambda row: row.coded.name),
    Column("action", "Action", lambda row: row.action.statement),
    Column("done_on", "Done", lambda row: row.done_on),
    Column("finding", "Found again", lambda row: row.record.statement),
    Column("source", "By", lambda row: row.raised.origin.label),
    Column("occurred_on", "Of what happened", lambda row: row.raised.origin.occurred_on),
)


def returned(view: View, *, after: str = "signed_off") -> Table[ReturnedTheme]:
    """Improvements on themes on which an action had been done before the incident.

    A theme has returned when an improvement on it, or on one narrower, comes from a source
    whose incident or audited period began after an action on that theme was signed off.

    Args:
        view: the records to ask.
        after: "signed_off", or "completed" or "agreed".

    Returns:
        a row for each action and each improvement that came after it.

    Raises:
        UnknownChoice: `after` is none of these.
    """
    if after not in STAGES:
        raise UnknownChoice("stage of an action", after, STAGES)
    found = CameBack.of(findings_by_theme(view).every, view.index(Doings), after)
    words = after.replace("_", " ")
    return Table(
        caption=f"Themes that came back after an action on them was {words}",
        rows=Gradually(_rows(found), found.count),
        columns=RETURNED_COLUMNS,
        empty=f"No theme is known to have come back after an action on it was {words}.",
        denominator=f"of the {plural(found.number_done, 'action')} that had been {words}, "
        f"among {len(found.doings)} on record",
        basis=lambda: _basis(found),
        notes=notes(
            note_if(
                found.untold,
                "Cannot be told, as the date of the incident, the audited period or the action "
                "is missing or too wide ({n})",
            ),
            note_of_straddling(view, _basis(found)),  # with all that is behind rows, but themes
        ),
    )


def _rows(found: CameBack) -> Iterator[ReturnedTheme]:
    for one, doing, coded in found.pairs():
        began = one.origin.began
        reached = None if began is None else doing.done(found.after).reached_by(_eve(began))
        if reached is not None:
            line = found.every.on[coded].line
            yield ReturnedTheme(doing.themes[coded], reached, one, line, doing)


def _basis(found: CameBack) -> Iterator[Record]:
    """What it rests on that actions had been done, on which themes, and what was found on them."""
    for one in found.doings:
        yield from (one.action, *one.now.updates, *one.answers, *one.kin, *one.on)
    for each in found.improvements:
        if found.before.is_candidate(each):
            yield from (*each.records, *found.every.themes_of(each))


def _eve(began: When) -> int:
    return began.first.toordinal() - 1
