"""What agencies' own audits against standards gave, and whether the printed per cents agree."""

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.kinds import Record
from learning_tracker.queries.counting import plural, sources_of_year, year_named
from learning_tracker.queries.noting import (
    note_if,
    note_of_straddling,
    note_of_undated_sources,
    notes,
)
from learning_tracker.records import StandardsAudit, StandardsSection
from learning_tracker.tables import Column, Table
from learning_tracker.view import View


@attrs.frozen
class StandardsRow:
    """A section of an audit against standards.

    Attributes:
        audit: the audit.
        section: the section, with its counts.
    """

    audit: StandardsAudit
    section: StandardsSection

    @property
    def record(self) -> StandardsAudit:
        """The audit."""
        return self.audit

    @property
    def records(self) -> tuple[Record, ...]:
        """The audit."""
        return (self.audit,)

    @property
    def percent(self) -> float | None:
        """The per cent that the counts give, to one decimal; None if there were no returns."""
        percent = self.section.percent
        return None if percent is None else round(percent, 1)

    @property
    def agrees(self) -> str | None:
        """Whether the printed per cent is that of the counts; None if one is missing."""
        answer = self.section.agrees
        return None if answer is None else "yes" if answer else "no"


STANDARDS_COLUMNS: tuple[Column[StandardsRow], ...] = (
    Column("audit", "Audit", lambda row: row.audit.title),
    Column("section", "Section", lambda row: row.section.name),
    Column("met", "Met", lambda row: row.section.met),
    Column("of", "Of", lambda row: row.section.of),
    Column("reported", "Reported per cent", lambda row: row.section.reported_percent),
    Column("percent", "Per cent from the counts", lambda row: row.percent),
    Column("agrees", "Agrees", lambda row: row.agrees),
)


def standards(view: View, *, year: ReportingYear | str | None = None) -> Table[StandardsRow]:
    """Each section of the audits against standards, its printed per cent beside its counts.

    Args:
        view: the records to ask.
        year: audits counted in this reporting year; all if None.

    Raises:
        InvalidYear: `year` is no reporting year.
    """
    asked = year_named(year)
    scope = sources_of_year(view, (StandardsAudit,), asked)
    audits = [one for one in scope.sources if isinstance(one, StandardsAudit)]
    rows = [StandardsRow(one, section) for one in audits for section in one.sections]
    printed = [row.section.agrees for row in rows if row.section.agrees is not None]
    place = f" of {asked}" if asked else " on record"
    return Table(
        caption=f"Audits against standards{place}, section by section",
        rows=tuple(rows),
        columns=STANDARDS_COLUMNS,
        empty=f"No section of an audit against standards{place} is known.",
        denominator=f"{printed.count(False)} of the {plural(len(printed), 'printed per cent')} "
        "do not agree with their counts",
        basis=scope.records,
        key=("Agrees: the printed per cent is that of the counts, rounded either way.",),
        notes=notes(
            note_of_undated_sources(scope),
            note_if(
                (one for one in audits if not one.sections),
                "Without a row, as no section of theirs is on record ({n})",
            ),
            note_of_straddling(view, scope.sources),
        ),
    )
