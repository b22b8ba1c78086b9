"""How often each theme was raised, year by year."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import ClassVar

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.counting import (
    Raised,
    judgement_named,
    plural,
    sources_of_year,
)
from learning_tracker.queries.dated_sources import dated_sources
from learning_tracker.queries.noting import note_if, note_of_several, notes
from learning_tracker.queries.on_themes import OnTheme, findings_by_theme
from learning_tracker.records import Source, Theme
from learning_tracker.tables import MOST_SERIES, Chart, Column, Note, Series, Shape, Table
from learning_tracker.view import Origin, View, independent, number_independent
from learning_tracker.vocabulary import Judgement

YEARS_DRAWN = 8
"""As many years as stand beside each other in a picture and can still be read."""

KEY = (
    "A review and the rapid review that it arises from may each be counted, in their own years: "
    "years do not add up."
)


@attrs.frozen(eq=False)
class ThemeByYear:
    """A theme with what raised it in each reporting year.

    Attributes:
        theme: the theme.
        findings: the findings that lie in one year, with what raised each.
        by_year: the independent sources of each year, in order of date.
    """

    counts: ClassVar[bool] = True

    theme: Theme
    findings: tuple[Raised, ...]
    by_year: Mapping[ReportingYear, tuple[Origin, ...]]

    @property
    def record(self) -> Theme:
        """The theme."""
        return self.theme

    @property
    def records(self) -> tuple[Record, ...]:
        """The theme, its findings and what raised them."""
        return (self.theme, *chain.from_iterable(one.records for one in self.findings))

    @cached_property
    def independent(self) -> int:
        """How many independent sources raised it in all its years together."""
        return number_independent([one.origin for one in self.findings])


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
    return findings_by_theme(view).answer(
        ("by year", asked, frame), lambda: _answer(view, asked, frame)
    )


def _answer(view: View, asked: Judgement | None, frame: str) -> Table[ThemeByYear]:
    coding.check_frame(view, frame)
    held = findings_by_theme(view)
    every = held.every
    years = years_counted(view)
    rows = [on.kept(("by year", asked), lambda on: _row(on, asked)) for on in held.on_themes(frame)]
    rows = sorted((row for row in rows if row.findings), key=lambda row: row.theme.name)
    scopes = {year: sources_of_year(view, (Source,), year) for year in years}
    counted = {year: scope.independent for year, scope in scopes.items()}
    sources = [source for one in dated_sources(view).origins for source in one.sources]
    held_of_years = "; ".join(f"{year}: {number}" for year, number in counted.items())
    caption = f"Independent sources that raised each theme{_as(asked)}, by reporting year"
    return Table(
        caption=caption,
        rows=tuple(rows),
        columns=(
            Column("theme", "Practice theme", lambda row: row.theme.name),
            *(_year_column(year) for year in years),
        ),
        empty=f"No finding{_as(asked)} on a theme lies in one reporting year.",
        denominator=f"of the independent sources of each year ({held_of_years})"
        if held_of_years
        else "",
        basis=lambda: (
            *(source for scope in scopes.values() for source in scope.records),
            *every.coded(asked),
            *sources,
        ),
        key=(KEY,),
        notes=_notes(view, list(every.judged(asked))),
        chart=_chart(caption, rows, counted) if rows else None,
    )


def _notes(view: View, findings: Sequence[Raised]) -> tuple[Note, ...]:
    in_no_year = dated_sources(view).by_year.get(None, ())
    return notes(
        note_if(
            (source for one in in_no_year for source in one.sources),
            "Sources counted in no year, as their date is not known or straddles two ({n})",
        ),
        note_if(
            (one.finding for one in findings if one.origin.year is None),
            "Counted in no year, as their date is not known or straddles two years ({n})",
        ),
        note_of_several(one for one in findings if one.origin.year is not None),
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


def _year_column(year: ReportingYear) -> Column[ThemeByYear]:
    return Column(
        f"y{str(year).replace('-', '_')}", str(year), lambda row: len(row.by_year.get(year, ()))
    )


def _row(on: OnTheme, asked: Judgement | None) -> ThemeByYear:
    of_years: dict[ReportingYear, list[Raised]] = defaultdict(list)
    for one in on.judged(asked):
        if (year := one.origin.year) is not None:
            of_years[year].append(one)
    return ThemeByYear(
        theme=on.theme,
        findings=tuple(chain.from_iterable(of_years.values())),
        by_year={
            year: tuple(independent(one.origin for one in found))
            for year, found in of_years.items()
        },
    )


def years_counted(view: View) -> list[ReportingYear]:
    """Every reporting year from the first in which a source is counted to the last."""
    known = [year for year in dated_sources(view).by_year if year is not None]
    return list(ReportingYear.range(min(known), max(known))) if known else []
