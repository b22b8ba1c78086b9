"""What was found on each theme, with marks of progress and recurrence."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import ClassVar

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.errors import InvalidArgument
from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.counting import (
    Raised,
    coded,
    noun,
    of_year,
    plural,
    raised,
    source_classes,
    sources_of_year,
    year_named,
)
from learning_tracker.queries.marks import KEY, Marked, marked
from learning_tracker.queries.noting import (
    note_if,
    note_of_several,
    note_of_straddling,
    note_of_undated_findings,
    notes,
)
from learning_tracker.records import Finding, Theme
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Judgement


@attrs.frozen
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
        return (
            self.theme,
            *self.coding,
            *chain.from_iterable(one.records for one in self.findings),
        )

    @property
    def progress(self) -> list[Marked]:
        """Those marked as progress."""
        return [one for one in self.findings if one.progress]

    @property
    def recurring(self) -> list[Marked]:
        """Those marked as recurring."""
        return [one for one in self.findings if one.recurring]


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
    coding.check_frame(view, frame)
    findings = [
        one for one in raised(view, view.of(Finding))
        if any(isinstance(source, classes) for source in one.origin.sources)
        and judgement in (None, one.finding.judgement)
    ]  # fmt: skip
    in_year = of_year(findings, asked)
    with_marks = [marked(view, one) for one in in_year.counted]
    rows = _rows(view, with_marks, frame, roll_up=roll_up)
    scope = sources_of_year(view, classes, asked)
    place = f" of {asked}" if asked else " on record"
    what = f"{judgement.label}s" if judgement else "findings"
    return Table(
        caption=f"{what.capitalize()} of {noun(classes, 2)} by practice theme{_in(asked)}",
        rows=tuple(rows),
        columns=BY_THEME_COLUMNS,
        empty=f"No {what} of {noun(classes, 2)} on a theme are on record{_in(asked)}.",
        denominator=f"{plural(len(with_marks), 'finding')} of the "
        f"{_those(view, len(scope.sources), classes, place)}",
        basis=(
            *scope.records,
            *coded(view, findings),
            *(record for one in with_marks for record in one.records),
        ),
        key=KEY,
        notes=notes(
            note_of_undated_findings(in_year.doubtful),
            note_if(
                scope.doubtful,
                f"Not among the {noun(classes, 2)} counted, as their date is not known or "
                "straddles the year ({n})",
            ),
            _note_of_uncoded(view, in_year.counted, frame),
            _note_of_unmarked(with_marks),
            note_of_several(in_year.counted),
            note_of_straddling(view, scope.sources),
        ),
    )


def _note_of_uncoded(view: View, among: Iterable[Raised], frame: str) -> Note | None:
    return note_if(
        (one.finding for one in among if not coding.themes_in(view, one.finding, frame)),
        "In no row, as they are coded to no theme ({n})",
    )


def _note_of_unmarked(among: Iterable[Marked]) -> Note | None:
    return note_if(
        (one.finding for one in among if one.doubtful and not one.mark),
        "Without a mark, as it is not certain which came first, or which of several "
        "sources raised the earlier one ({n})",
    )


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


def _rows(
    view: View, findings: Iterable[Marked], frame: str, *, roll_up: bool
) -> list[FoundOnTheme]:
    found: dict[tuple[Judgement, str], dict[str, Marked]] = defaultdict(dict)
    within: dict[tuple[Judgement, str], dict[str, Theme]] = defaultdict(dict)
    inside: dict[tuple[Judgement, str], dict[str, Theme]] = defaultdict(dict)
    heads: dict[str, Theme] = {}
    for one in findings:
        for theme in coding.themes_in(view, one.finding, frame):
            line = coding.lineage(view, theme)
            head = line[-1] if roll_up else theme
            heads[head.id] = head
            key = (one.finding.judgement, head.id)
            found[key][one.finding.id] = one
            within[key] |= {other.id: other for other in line if other.id != head.id}
            inside[key] |= {other.id: other for other in line[:1] if other.id != head.id}
    rows = [
        FoundOnTheme(
            theme=heads[head],
            judgement=judgement,
            findings=tuple(found[judgement, head][one] for one in sorted(found[judgement, head])),
            coding=tuple(within[judgement, head].values()),
            narrower=tuple(sorted(inside[judgement, head].values(), key=lambda one: one.name)),
        )
        for judgement, head in found
    ]
    order = list(Judgement)
    return sorted(rows, key=lambda row: (order.index(row.judgement), row.theme.name))
