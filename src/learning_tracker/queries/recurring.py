"""What keeps coming back: themes that independent sources raised again and again."""

from functools import lru_cache

from learning_tracker.dates import ReportingYear, When
from learning_tracker.queries.counting import (
    Scope,
    check_at_least,
    judgement_named,
    plural,
    since_when,
    sources_since,
)
from learning_tracker.queries.dated_sources import dated_sources
from learning_tracker.queries.noting import (
    note_if,
    note_of_inferred_sources,
    note_of_several,
    note_of_straddling,
    note_of_unknown_origin,
    notes,
)
from learning_tracker.queries.on_themes import findings_by_theme
from learning_tracker.queries.recurring_rows import Asked, Rows, rows_of
from learning_tracker.queries.recurring_theme import RECURRING_COLUMNS, RecurringTheme
from learning_tracker.tables import Note, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Judgement

__all__ = ["RecurringTheme", "recurring"]  # the row has a module of its own, as rows are kept


def recurring(  # noqa: PLR0913 - the question has these sides, each given by name
    view: View,
    *,
    judgement: Judgement | str = Judgement.IMPROVEMENT,
    since: ReportingYear | When | str | None = None,
    at_least: int = 2,
    frame: str = "practice",
    roll_up: bool = False,
) -> Table[RecurringTheme]:
    """Themes on which independent sources raised findings of one judgement.

    Args:
        view: the records to ask.
        judgement: improvement, or strength.
        since: count sources first known on this date, or in this reporting year, or later.
        at_least: by how many independent sources a theme must have been raised.
        frame: the list of themes to count by.
        roll_up: one row per broadest theme, with the narrower ones named inside.

    Returns:
        a row per theme, those raised by most sources first.

    Raises:
        UnknownChoice: there is no such judgement, or no theme in such a frame.
        InvalidDate: `since` is neither a date nor a reporting year.
        InvalidArgument: `at_least` is no whole number from 1 up.
    """
    check_at_least(at_least)
    start = _start(since) if isinstance(since, str) else since_when(since)
    day = None if start is None else start.first
    asked = Asked(judgement_named(judgement), day, at_least, frame, roll_up)
    return findings_by_theme(view).answer(("recurring", asked), lambda: _answer(view, asked))


@lru_cache  # where all else is kept, to tell a year from a month takes as long as the answer
def _start(since: str) -> When | None:
    return since_when(since)


def _answer(view: View, asked: Asked) -> Table[RecurringTheme]:
    rows, every = rows_of(view, asked)
    shown = tuple(rows.shown)
    scope = sources_since(view, None if asked.day is None else When.day(asked.day))
    raised = f"raised as {asked.judgement.label} by"
    since = "" if asked.day is None else f" since {When.day(asked.day)}"
    return Table(
        caption=f"Themes {raised} at least {plural(asked.at_least, 'independent source')}{since}",
        rows=shown,
        columns=RECURRING_COLUMNS,
        empty=f"No theme was {raised} {asked.at_least} or more independent sources{since}.",
        denominator=f"of the {plural(scope.independent, 'independent source')} on record{since}",
        basis=lambda: (*scope.records, *every.coded),
        notes=_notes(view, asked, scope, rows),
    )


def _notes(view: View, asked: Asked, scope: Scope, rows: Rows) -> tuple[Note, ...]:
    out, inferred = dated_sources(view).kept(
        ("notes of recurring", asked.day), lambda: _notes_of_sources(scope)
    )
    unknown = (source for row in rows.shown for source in row.unknown.values())
    several = (one for row in rows.shown for one in row.several)
    doubtful = (one.finding for one in rows.doubtful)
    counted = (source for row in rows.shown for one in row.independent for source in one.sources)
    left_out = "Left out, as it is not certain that they are that recent ({n})"
    return notes(
        out,
        rows.note("doubtful", lambda: note_if(doubtful, left_out)),
        rows.note("unknown", lambda: note_of_unknown_origin(view, unknown)),
        rows.note("several", lambda: note_of_several(several)),
        inferred,
        note_of_straddling(view, counted),
    )


def _notes_of_sources(scope: Scope) -> tuple[Note | None, Note | None]:
    """On the sources left out, and on those inferred; what was counted is among these."""
    return (
        note_if(
            scope.doubtful,
            "Sources left out, as it is not certain that they are that recent ({n})",
        ),
        note_of_inferred_sources(scope.sources),
    )
