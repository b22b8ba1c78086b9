"""How often each theme was raised, year by year."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import ClassVar

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.counting import (
    Raised,
    coded,
    judgement_named,
    plural,
    raised,
    sources_of_year,
)
from learning_tracker.queries.noting import note_if, note_of_several, notes
from learning_tracker.records import Finding, Source, Theme
from learning_tracker.tables import MOST_SERIES, Chart, Column, Note, Series, Shape, Table
from learning_tracker.view import Origin, View, independent
from learning_tracker.vocabulary import Judgement

YEARS_DRAWN = 8
"""As many years as stand beside each other in a picture and can still be read."""

KEY = (
    "A review and the rapid review that it arises from may each be counted, in their own years: "
    "years do not add up."
)


@attrs.frozen
class ThemeByYear:
    """A theme with what raised it in each reporting year."""

    counts: ClassVar[bool] = True

    theme: Theme
    findings: tuple[Raised, ...]
    by_year: dict[ReportingYear, tuple[Origin, ...]]

    @property
    def record(self) -> Theme:
        """The theme."""
        return self.theme

    @property
    def records(self) -> tuple[Record, ...]:
        """The theme, its findings and what raised them."""
        return (self.theme, *chain.from_iterable(one.records for one in self.findings))

    @property
    def independent(self) -> int:
        """How many independent sources raised it in all its years together."""
        return len(independent(one.origin for one in self.findings))


def by_year(
    view: View, *, judgement: Judgement | str | None = None, frame: str = "practice"
) -> Table[ThemeByYear]:
    """How many independent sources raised each theme in each reporting year.

    Args:
        view: the records to ask.
        judgement: strength or improvement; both unless one is named.
        frame: the list of themes to count by.

    Returns:
        a row per theme and a column per year, from the first in which a source is
        counted to the last.

    Raises:
        UnknownChoice: there is no such judgement, or no theme in such a frame.
    """
    asked = None if judgement is None else judgement_named(judgement)
    coding.check_frame(view, frame)
    findings = raised(view, (f for f in view.of(Finding) if asked in (None, f.judgement)))
    dated = [(one, _year(one.origin)) for one in findings]
    years = years_counted(view)
    placed = [(one, year) for one, year in dated if year is not None]
    rows = _rows_by_year(view, placed, frame)
    scopes = {year: sources_of_year(view, (Source,), year) for year in years}
    counted = {year: scope.independent for year, scope in scopes.items()}
    held = "; ".join(f"{year}: {number}" for year, number in counted.items())
    caption = f"Independent sources that raised each theme{_as(asked)}, by reporting year"
    return Table(
        caption=caption,
        rows=tuple(sorted(rows, key=lambda row: row.theme.name)),
        columns=(
            Column("theme", "Practice theme", lambda row: row.theme.name),
            *(_year_column(year) for year in years),
        ),
        empty=f"No finding{_as(asked)} on a theme lies in one reporting year.",
        denominator=f"of the independent sources of each year ({held})" if held else "",
        basis=(
            *(source for scope in scopes.values() for source in scope.records),
            *coded(view, findings),
            *view.of(Source),
        ),
        key=(KEY,),
        notes=_notes(view, dated),
        chart=_chart(caption, rows, counted) if rows else None,
    )


def _notes(view: View, findings: Sequence[tuple[Raised, ReportingYear | None]]) -> tuple[Note, ...]:
    return notes(
        note_if(
            (one for one in view.of(Source) if _straddles(one)),
            "Sources counted in no year, as their date is not known or straddles two ({n})",
        ),
        note_if(
            (one.finding for one, year in findings if year is None),
            "Counted in no year, as their date is not known or straddles two years ({n})",
        ),
        note_of_several(one for one, year in findings if year is not None),
    )


def _chart(title: str, rows: list[ThemeByYear], counted: dict[ReportingYear, int]) -> Chart:
    """The themes that most independent sources raised, each with its figures of the last years."""
    years = list(counted)[-YEARS_DRAWN:]
    most = sorted(rows, key=lambda row: (-row.independent, row.theme.name))[:MOST_SERIES]
    cut = f"The {len(most)} most raised of " if len(rows) > len(most) else ""
    last = f"the last {len(years)} of " if len(counted) > len(years) else ""
    return Chart(
        title=title,
        description=f"{cut}{plural(len(rows), 'theme')}, in {last}"
        f"{plural(len(counted), 'reporting year')}, the most raised first.",
        shape=Shape.STRIPS,
        unit="independent sources, of those of each year",
        categories=tuple(f"{year} of {counted[year]}" for year in years),
        series=tuple(
            Series(row.theme.name, tuple(len(row.by_year.get(year, ())) for year in years))
            for row in most
        ),
    )


def _as(judgement: Judgement | None) -> str:
    return "" if judgement is None else f" as {judgement.label}"


def _year(origin: Origin) -> ReportingYear | None:
    return None if origin.counted_on is None else ReportingYear.holding(origin.counted_on)


def _straddles(source: Source) -> bool:
    return source.counted_on is None or ReportingYear.holding(source.counted_on) is None


def _year_column(year: ReportingYear) -> Column[ThemeByYear]:
    return Column(
        f"y{str(year).replace('-', '_')}", str(year), lambda row: len(row.by_year.get(year, ()))
    )


def _rows_by_year(
    view: View, placed: list[tuple[Raised, ReportingYear]], frame: str
) -> list[ThemeByYear]:
    years: dict[str, dict[ReportingYear, list[Raised]]] = defaultdict(lambda: defaultdict(list))
    themes: dict[str, Theme] = {}
    for one, year in placed:
        for theme in coding.themes_in(view, one.finding, frame):
            themes[theme.id] = theme
            years[theme.id][year].append(one)
    return [
        ThemeByYear(
            theme=themes[key],
            findings=tuple(chain.from_iterable(of_year.values())),
            by_year={
                year: tuple(independent(one.origin for one in found))
                for year, found in of_year.items()
            },
        )
        for key, of_year in years.items()
    ]


def years_counted(view: View) -> list[ReportingYear]:
    """Every reporting year from the first in which a source is counted to the last."""
    dates = (source.counted_on for source in view.of(Source))
    years = [ReportingYear.holding(on) for on in dates if on is not None]
    known = [year for year in years if year is not None]
    return list(ReportingYear.range(min(known), max(known))) if known else []
