"""What was found in a year, a row for each finding: the tables that an annual report prints."""

from itertools import chain

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.kinds import Record
from learning_tracker.queries.counting import judgement_named
from learning_tracker.queries.findings import FoundOnTheme, by_theme
from learning_tracker.queries.marks import Marked
from learning_tracker.records import Finding, Theme
from learning_tracker.tables import Column, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Judgement


@attrs.frozen
class Listed:
    """A finding under one broadest theme, with its marks.

    Attributes:
        theme: the broadest theme.
        coding: all the themes that place it there.
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

    It holds what `findings.by_theme` holds when it is rolled up, a row for each finding, so
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
    return Table(
        caption=found.caption,
        rows=tuple(chain.from_iterable(_listed(row) for row in found)),
        columns=(
            Column("theme", "Practice theme", lambda row: row.theme.name),
            Column("statement", words, lambda row: row.marked.text),
        ),
        empty=found.empty,
        denominator=found.denominator,
        basis=found.basis,
        key=found.key,
        notes=found.notes,
    )


def _listed(row: FoundOnTheme) -> list[Listed]:
    return [Listed(row.theme, row.coding, marked) for marked in row.findings]
