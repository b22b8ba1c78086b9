"""What keeps coming back: themes that independent sources raised again and again."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import ClassVar

import attrs

from learning_tracker.dates import ReportingYear, When
from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.counting import (
    Raised,
    Scope,
    check_at_least,
    judgement_named,
    plural,
    since_when,
    sources_since,
)
from learning_tracker.queries.noting import (
    note_if,
    note_of_inferred_sources,
    note_of_several,
    note_of_straddling,
    note_of_unknown_origin,
    notes,
)
from learning_tracker.queries.on_themes import InOrder, OnTheme, learnt
from learning_tracker.records import Finding, Theme
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import Origin, View
from learning_tracker.vocabulary import Judgement


@attrs.frozen(eq=False)
class RecurringTheme:
    """A theme with the independent sources that raised it.

    Attributes:
        theme: the theme; in a rolled-up table, the broadest one.
        coded: the themes that its findings are coded to.
        broader: the themes that `theme` lies in.
        count: how many independent sources raised it.
        raised: the findings on it, with those from before the day from which they are counted.
        day: that day; None if all are counted.
    """

    counts: ClassVar[bool] = True

    theme: Theme
    coded: tuple[Theme, ...]
    broader: tuple[Theme, ...]
    count: int
    raised: InOrder
    day: dt.date | None

    @cached_property
    def findings(self) -> tuple[Raised, ...]:
        """The findings with what raised each, in order of id."""
        return tuple(sorted(self.raised.since(self.day), key=lambda one: one.finding.id))

    @cached_property
    def independent(self) -> tuple[Origin, ...]:
        """What raised it, in order of date, each incident once."""
        return self.raised.chronology.independent(self.day)

    @property
    def number(self) -> int:
        """How many findings there are."""
        return self.raised.number_since(self.day)

    @property
    def record(self) -> Theme:
        """The theme."""
        return self.theme

    @property
    def records(self) -> tuple[Record, ...]:
        """The theme, its findings and what raised them."""
        return (
            self.theme,
            *self.coded,
            *self.broader,
            *chain.from_iterable(one.records for one in self.findings),
        )

    @property
    def name(self) -> str:
        """The theme's name, with the narrower ones that its findings are coded to."""
        inside = [theme for theme in self.coded if theme.id != self.theme.id]
        return f"{self.theme.name} ({coding.names(inside)})" if inside else self.theme.name

    @property
    def first(self) -> When | None:
        """When it was first raised."""
        return self.independent[0].told_on

    @property
    def last(self) -> When | None:
        """When it was last raised, as far as is known."""
        dates = [one.told_on for one in self.independent if one.told_on is not None]
        return max(dates, default=None, key=lambda on: (on.last, on.first))

    @property
    def years(self) -> tuple[str, ...]:
        """The reporting years of its sources; of one that straddles years, the date itself."""
        dates = sorted(one.counted_on for one in self.independent if one.counted_on is not None)
        return tuple(dict.fromkeys(str(ReportingYear.holding(on) or on) for on in dates))


RECURRING_COLUMNS: tuple[Column[RecurringTheme], ...] = (
    Column("theme", "Practice theme", lambda row: row.name),
    Column("independent_sources", "Sources", lambda row: row.count),
    Column("findings", "Findings", lambda row: row.number),
    Column("first", "First", lambda row: row.first),
    Column("last", "Last", lambda row: row.last),
    Column("years", "Years", lambda row: row.years),
    Column("sources", "Raised by", lambda row: tuple(one.label for one in row.independent)),
)


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
    judgement = judgement_named(judgement)
    start = since_when(since)
    return learnt(view).answer(
        ("recurring", judgement, start, at_least, frame, roll_up),
        lambda: _answer(view, judgement, start, at_least, frame, roll_up=roll_up),
    )


def _answer(  # noqa: PLR0913 - the question has these sides, each given by name
    view: View,
    judgement: Judgement,
    start: When | None,
    at_least: int,
    frame: str,
    *,
    roll_up: bool,
) -> Table[RecurringTheme]:
    coding.check_frame(view, frame)
    every = learnt(view).every
    day = None if start is None else start.first
    rows = [
        row for row in _rows(view, judgement, day, frame, roll_up=roll_up)
        if row.count >= at_least
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row.count, -row.number, row.theme.name))
    scope = sources_since(view, start)
    return Table(
        caption=f"Themes raised as {judgement.label} by at least "
        f"{plural(at_least, 'independent source')}{_since(start)}",
        rows=tuple(rows),
        columns=RECURRING_COLUMNS,
        empty=f"No theme was raised as {judgement.label} by {at_least} or more "
        f"independent sources{_since(start)}.",
        denominator=f"of the {plural(scope.independent, 'independent source')} "
        f"on record{_since(start)}",
        basis=lambda: (*scope.records, *every.coded(judgement)),
        notes=_notes(view, scope, rows, every.doubtful_since(judgement, day)),
    )


def _notes(
    view: View, scope: Scope, rows: Sequence[RecurringTheme], doubtful: Iterable[Finding]
) -> tuple[Note, ...]:
    counted = (source for row in rows for one in row.independent for source in one.sources)
    return notes(
        note_if(
            scope.doubtful,
            "Sources left out, as it is not certain that they are that recent ({n})",
        ),
        note_if(doubtful, "Left out, as it is not certain that they are that recent ({n})"),
        note_of_unknown_origin(
            view, (one for row in rows for one in row.raised.unknown_since(row.day))
        ),
        note_of_several(one for row in rows for one in row.raised.several_since(row.day)),
        note_of_inferred_sources(scope.sources),  # what was counted is among these
        note_of_straddling(view, counted),
    )


def _since(start: When | None) -> str:
    return "" if start is None else f" since {When.day(start.first)}"


def _rows(
    view: View, judgement: Judgement, day: dt.date | None, frame: str, *, roll_up: bool
) -> list[RecurringTheme]:
    """A row for each theme of the frame; a finding once in each row it belongs to."""
    held = learnt(view)
    found = held.tops(frame) if roll_up else [(one, (one,)) for one in held.on_themes(frame)]
    rows = (_row(head, coded, judgement, day) for head, coded in found)
    return [row for row in rows if row.number]


def _row(
    head: OnTheme, coded: Iterable[OnTheme], judgement: Judgement, day: dt.date | None
) -> RecurringTheme:
    found = head.of(judgement)
    within = [one for one in coded if one.of(judgement).number_since(day)]
    above = {one.id: one for each in (*within, head) for one in each.line[1:]}
    return RecurringTheme(
        theme=head.theme,
        coded=tuple(sorted((one.theme for one in within), key=lambda theme: theme.name)),
        broader=tuple(above.values()),
        count=found.chronology.count(day),
        raised=found,
        day=day,
    )
