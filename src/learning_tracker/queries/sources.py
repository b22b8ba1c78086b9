"""What there was to learn from in a year."""

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.kinds import Record, by_id, kind_words
from learning_tracker.queries.counting import plural, sources_of_year, year_named
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.records import Finding, Source
from learning_tracker.tables import Column, Table
from learning_tracker.view import View, origin


@attrs.frozen
class SourceRow:
    """A source with what it is known to have raised.

    Attributes:
        source: the source.
        alone: the findings that it alone raised.
        perhaps: the findings that it or another source raised.
        sharing: the other sources that may have raised these.
    """

    source: Source
    alone: tuple[Finding, ...]
    perhaps: tuple[Finding, ...]
    sharing: tuple[Source, ...]

    @property
    def record(self) -> Source:
        """The source."""
        return self.source

    @property
    def records(self) -> tuple[Record, ...]:
        """The source, the findings, and the sources that it shares them with."""
        return (self.source, *self.alone, *self.perhaps, *self.sharing)


SOURCE_COLUMNS: tuple[Column[SourceRow], ...] = (
    Column("title", "Title", lambda row: row.source.title),
    Column("kind", "Kind", lambda row: kind_words(type(row.source).kind)),
    Column("counted_on", "Date it counts by", lambda row: row.source.counted_on),
    Column("publication", "Publication", lambda row: row.source.publication),
    Column("findings", "Findings", lambda row: len(row.alone)),
    Column("perhaps", "Findings shared", lambda row: len(row.perhaps)),
)


def of_year(view: View, year: ReportingYear | str | None) -> Table[SourceRow]:
    """The reviews, audits and other sources that are counted in a reporting year.

    Raises:
        InvalidYear: `year` is no reporting year.
    """
    asked = year_named(year)
    scope = sources_of_year(view, (Source,), asked)
    place = f" of {asked}" if asked else " on record"
    rows = [_row(view, one) for one in scope.sources]
    return Table(
        caption=f"Reviews, audits and other sources{place}",
        rows=tuple(sorted(rows, key=lambda row: (type(row.source).kind, row.source.id))),
        columns=SOURCE_COLUMNS,
        empty=f"No source{place} is known.",
        denominator=f"{plural(len(rows), 'source')}{place}",
        basis=scope.records,
        key=("Findings shared: it is not known which of several sources raised them.",),
        notes=notes(
            note_if(
                scope.doubtful,
                "Not counted, as their date is not known or straddles the year ({n})",
            ),
            note_of_straddling(view, scope.sources),
        ),
    )


def _row(view: View, source: Source) -> SourceRow:
    found = sorted(view.incoming(Finding, "sources", source.id), key=by_id)
    several = {one.id for one in found if origin(view, one).several}
    alone = [one for one in found if one.id not in several]
    perhaps = [one for one in found if one.id in several]
    sharing = {s.id: s for one in perhaps for s in view.linked(one, "sources", Source)}
    return SourceRow(source, tuple(alone), tuple(perhaps), tuple(sharing.values()))
