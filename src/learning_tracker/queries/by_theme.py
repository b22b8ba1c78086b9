"""What was found on each theme, with marks of progress and recurrence."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.errors import InvalidArgument
from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.counting import (
    noun,
    plural,
    source_classes,
    sources_of_year,
    year_named,
)
from learning_tracker.queries.found_on_theme import Part, Sorting
from learning_tracker.queries.marks import KEY, Marked, behind
from learning_tracker.queries.noting import (
    note_if,
    note_of_several,
    note_of_straddling,
    note_of_undated_findings,
    notes,
)
from learning_tracker.queries.on_themes import AllFindings, findings_by_theme
from learning_tracker.records import Theme
from learning_tracker.tables import Column, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Judgement


@attrs.frozen(eq=False)
class FoundOnTheme:
    """What was found on one theme, of one judgement.

    Attributes:
        theme: the theme; in a rolled-up table, the broadest one.
        judgement: strength or improvement.
        findings: the findings with their marks.
        coding: the other themes on the lines from those that they are coded to up to the top.
        narrower: in a rolled-up table, the narrower themes that they are coded to.
    """

    counts: ClassVar[bool] = True

    theme: Theme
    judgement: Judgement
    findings: tuple[Marked, ...]
    coding: tuple[Theme, ...]
    narrower: tuple[Theme, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """The theme, the findings, what raised them and what their marks rest on."""
        return (self.theme, *self.coding, *behind(self.findings))

    @property
    def progress(self) -> list[Marked]:
        """Those marked as progress."""
        return [one for one in self.findings if one.is_progress]

    @property
    def recurring(self) -> list[Marked]:
        """Those marked as recurring."""
        return [one for one in self.findings if one.is_recurring]


BY_THEME_COLUMNS: tuple[Column[FoundOnTheme], ...] = (
    Column("theme", "Practice theme", lambda row: row.theme.name),
    Column("judgement", "Judgement", lambda row: row.judgement),
    Column("findings", "Findings", lambda row: len(row.findings)),
    Column("progress", "Marked *", lambda row: len(row.progress)),
    Column("recurring", "Marked **", lambda row: len(row.recurring)),
    Column("narrower", "Narrower themes", lambda row: tuple(one.name for one in row.narrower)),
    Column("statements", "What was found", lambda row: tuple(one.text for one in row.findings)),
)


def by_theme(  # noqa: PLR0913 - the question has these sides, each given by name
    view: View,
    *,
    source_kinds: str | Iterable[str] | None = None,
    year: ReportingYear | str | None = None,
    judgement: Judgement | None = None,
    roll_up: bool = False,
    frame: str = "practice",
) -> Table[FoundOnTheme]:
    """What was found on each theme, with marks of progress and recurrence and their key.

    Args:
        view: the records to ask.
        source_kinds: kinds of source, such as "lcspr"; "review" stands for every sort of
            review; all unless some are named.
        year: findings whose source is counted in this reporting year; all years if None.
        judgement: strengths or improvements only.
        roll_up: one row per broadest theme; marks are still those of the coded themes.
        frame: the list of themes to sort by.

    Raises:
        UnknownChoice: there is no such kind of source, or no theme in such a frame.
        InvalidArgument: `source_kinds` names none.
        InvalidYear: `year` is no reporting year.
    """
    classes = _classes(source_kinds)
    asked = year_named(year)
    return findings_by_theme(view).answer(
        ("by theme", classes, asked, judgement, roll_up, frame),
        lambda: _answer(view, classes, asked, judgement, frame, roll_up=roll_up),
    )


def _answer(  # noqa: PLR0913 - the question has these sides, each given by name
    view: View,
    classes: tuple[type[Record], ...],
    asked: ReportingYear | None,
    judgement: Judgement | None,
    frame: str,
    *,
    roll_up: bool,
) -> Table[FoundOnTheme]:
    coding.check_frame(view, frame)
    held = findings_by_theme(view)
    every = held.every
    sorting = held.lasting(
        ("by theme", classes, asked, judgement, frame, roll_up),
        lambda: Sorting(view, classes, asked, judgement, frame, roll_up=roll_up),
    )
    parts, groups = sorting.look_again(held.alike)
    count = sum(len(one.marked) for one in parts)
    scope = sources_of_year(view, classes, asked)
    place = f" of {asked}" if asked else " on record"
    what = f"{judgement.label}s" if judgement else "findings"
    return Table(
        caption=f"{what.capitalize()} of {noun(classes, 2)} by practice theme{_in(asked)}",
        rows=tuple(
            FoundOnTheme(one.theme, one.judgement, one.findings, one.coding, one.narrower)
            for one in groups
        ),
        columns=BY_THEME_COLUMNS,
        empty=f"No {what} of {noun(classes, 2)} on a theme are on record{_in(asked)}.",
        denominator=f"{plural(count, 'finding')} of the "
        f"{_those(view, len(scope.sources), classes, place)}",
        basis=lambda: (*scope.records, *_behind(every, parts)),
        key=KEY,
        notes=notes(
            note_of_undated_findings(one for part in parts for one in part.undated),
            note_if(
                scope.doubtful,
                f"Not among the {noun(classes, 2)} counted, as their date is not known or "
                "straddles the year ({n})",
            ),
            note_if(
                (one.finding for part in parts for one in part.uncoded),
                "In no row, as they are coded to no theme ({n})",
            ),
            note_if(
                (one.finding for part in parts for one in part.unmarked),
                "Without a mark, as it is not certain which came first, or which of several "
                "sources raised the earlier one ({n})",
            ),
            note_of_several(one for part in parts for one in part.several),
            note_of_straddling(view, scope.sources),
        ),
    )


def _behind(every: AllFindings, parts: Iterable[Part]) -> Iterator[Record]:
    """The findings with their themes, and with what decides which marks they have."""
    for part in parts:
        for one in part.asked:
            yield from (*one.records, *every.themes_of(one))
    yield from behind(one for part in parts for one in part.marked)


def _those(view: View, count: int, classes: tuple[type[Record], ...], place: str) -> str:
    """The sources among which findings are counted; the public is told how many it may read."""
    if view.public:
        return f"{noun(classes, 2)}{place}; the public can read {plural(count, noun(classes, 1))}"
    return f"{plural(count, noun(classes, 1))}{place}"


def _classes(source_kinds: str | Iterable[str] | None) -> tuple[type[Record], ...]:
    """The classes of source that are asked for; to ask for none is refused."""
    classes = source_classes(source_kinds)
    if not classes:
        raise InvalidArgument("source_kinds", "at least one kind of source", [])
    return classes


def _in(year: ReportingYear | None) -> str:
    return f" in {year}" if year else ""
