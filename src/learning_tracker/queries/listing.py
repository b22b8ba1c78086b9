"""What was found in a year, a row for each finding: the tables that an annual report prints."""

from itertools import chain

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.kinds import Record
from learning_tracker.queries.by_theme import FoundOnTheme, by_theme
from learning_tracker.queries.counting import judgement_named
from learning_tracker.queries.marks import Marked
from learning_tracker.queries.on_themes import findings_by_theme
from learning_tracker.records import Finding, Theme
from learning_tracker.tables import Column, Gradually, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Judgement


@attrs.frozen(eq=False)
class Listed:
    """A finding under one broadest theme, with its marks.

    Attributes:
        theme: the broadest theme.
        coding: the other themes on the lines from those that it is coded to up to that one.
        marked: the finding with its marks and what they rest on.
    """

    theme: Theme
    coding: tuple[Theme, ...]
    marked: Marked

    @property
    def record(self) -> Finding:
        """The finding."""
        return self.marked.finding

    @property
    def records(self) -> tuple[Record, ...]:
        """The themes, the finding, what raised it and what its marks rest on."""
        return (self.theme, *self.coding, *self.marked.records)


def listing(
    view: View,
    source_kinds: str,
    judgement: Judgement | str,
    *,
    year: ReportingYear | str | None = None,
    frame: str = "practice",
) -> Table[Listed]:
    """The strengths or the improvements of one sort of source, each under its broadest theme.

    It holds what `by_theme` holds when it is rolled up, a row for each finding, so
    that each statement stands in a cell of its own with its marks.

    Args:
        view: the records to ask.
        source_kinds: the sort of source, such as "review" or "case-file-audit".
        judgement: strengths or improvements.
        year: findings whose source is counted in this reporting year; all years if None.
        frame: the list of themes to sort by.

    Raises:
        UnknownChoice: there is no such kind of source or judgement, or no theme in the frame.
        InvalidYear: `year` is no reporting year.
    """
    asked = judgement_named(judgement)
    found = by_theme(
        view, source_kinds=source_kinds, year=year, judgement=asked, roll_up=True, frame=frame
    )
    words = f"{asked.label}s".capitalize()
    rows = findings_by_theme(view).answer(
        ("listing", found, frame),  # the table is the same one as long as nothing has changed
        lambda: Gradually(
            (_listed(row, one, frame) for row in found for one in row.findings),
            lambda: sum(len(row.findings) for row in found),
        ),
    )
    return Table(
        caption=found.caption,
        rows=rows,
        columns=(
            Column("theme", "Practice theme", lambda row: row.theme.name),
            Column("statement", words, lambda row: row.marked.text),
        ),
        empty=found.empty,
        denominator=found.denominator,
        basis=lambda: found.basis,
        key=found.key,
        notes=found.notes,
    )


def _listed(row: FoundOnTheme, one: Marked, frame: str) -> Listed:
    lines = (on.line for on in one.on if on.theme.frame == frame)
    above = chain.from_iterable(line for line in lines if line[-1].id == row.theme.id)
    other = {theme.id: theme for theme in above if theme.id != row.theme.id}
    return Listed(row.theme, tuple(other.values()), one)
