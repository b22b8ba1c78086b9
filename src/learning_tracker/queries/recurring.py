"""What keeps coming back: themes that independent sources raised again and again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
    coded,
    judgement_named,
    plural,
    raised,
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
from learning_tracker.records import Finding, Theme
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import Origin, View, independent
from learning_tracker.vocabulary import Judgement


@attrs.frozen
class RecurringTheme:
    """A theme with the independent sources that raised it.

    Attributes:
        theme: the theme; in a rolled-up table, the broadest one.
        coded: the themes that its findings are coded to.
        findings: the findings with what raised each.
        independent: what raised it, in order of date, each incident once.
        broader: the themes that `theme` lies in.
    """

    counts: ClassVar[bool] = True

    theme: Theme
    coded: tuple[Theme, ...]
    findings: tuple[Raised, ...]
    independent: tuple[Origin, ...]
    broader: tuple[Theme, ...]

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
    Column("independent_sources", "Sources", lambda row: len(row.independent)),
    Column("findings", "Findings", lambda row: len(row.findings)),
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
    coding.check_frame(view, frame)
    found = raised(view, (one for one in view.of(Finding) if one.judgement is judgement))
    dated = [one for one in found if _is_since(one.origin, start)]
    doubtful = [one.finding for one in found if _may_be_since(one.origin, start)]
    rows = [
        row for row in _by_theme(view, dated, frame, roll_up=roll_up)
        if len(row.independent) >= at_least
    ]  # fmt: skip
    rows.sort(key=lambda row: (-len(row.independent), -len(row.findings), row.theme.name))
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
        basis=(*scope.records, *coded(view, found)),
        notes=_notes(view, scope, rows, doubtful),
    )


def _notes(
    view: View, scope: Scope, rows: Sequence[RecurringTheme], doubtful: Iterable[Finding]
) -> tuple[Note, ...]:
    counted = [source for row in rows for one in row.independent for source in one.sources]
    shown = [one for row in rows for one in row.findings]
    return notes(
        note_if(
            scope.doubtful,
            "Sources left out, as it is not certain that they are that recent ({n})",
        ),
        note_if(doubtful, "Left out, as it is not certain that they are that recent ({n})"),
        note_of_unknown_origin(view, counted),
        note_of_several(shown),
        note_of_inferred_sources((*scope.sources, *counted)),
        note_of_straddling(view, counted),
    )


def _since(start: When | None) -> str:
    return "" if start is None else f" since {When.day(start.first)}"


def _is_since(origin: Origin, start: When | None) -> bool:
    if start is None:
        return True
    return origin.known_on is not None and origin.known_on.first >= start.first


def _may_be_since(origin: Origin, start: When | None) -> bool:
    if start is None:
        return False
    on = origin.known_on
    return on is None or on.first < start.first <= on.last


def _by_theme(
    view: View, findings: Iterable[Raised], frame: str, *, roll_up: bool
) -> list[RecurringTheme]:
    """A row for each theme of the frame; a finding once in each row it belongs to."""
    themes: dict[str, dict[str, Theme]] = defaultdict(dict)
    within: dict[str, dict[str, Raised]] = defaultdict(dict)
    heads: dict[str, Theme] = {}
    for one in findings:
        for theme in coding.themes_in(view, one.finding, frame):
            head = coding.top(view, theme) if roll_up else theme
            heads[head.id] = head
            themes[head.id][theme.id] = theme
            within[head.id][one.finding.id] = one
    return [
        RecurringTheme(
            theme=head,
            coded=tuple(sorted(themes[key].values(), key=lambda theme: theme.name)),
            findings=tuple(within[key][one] for one in sorted(within[key])),
            independent=tuple(independent(one.origin for one in within[key].values())),
            broader=_above(view, themes[key].values(), head),
        )
        for key, head in heads.items()
    ]


def _above(view: View, themes: Iterable[Theme], head: Theme) -> tuple[Theme, ...]:
    lines = (coding.lineage(view, theme) for theme in (*themes, head))
    return tuple({one.id: one for line in lines for one in line[1:]}.values())
