"""The theme report: what the Learning Lessons group reads each quarter."""

from typing import Any, Protocol

import attrs

from learning_tracker.dates import ReportingYear, long_date, reporting_year
from learning_tracker.errors import NotYet, UnknownChoice, YearNotBegun
from learning_tracker.kinds import kinds
from learning_tracker.policy import Policy
from learning_tracker.queries import (
    actions,
    agencies,
    audits,
    by_year,
    dissemination,
    evidence,
    findings,
    progress,
    recommendations,
    recurring,
    returned,
    reviews,
    sources,
    standards,
    threads,
)
from learning_tracker.queries.counting import REVIEW
from learning_tracker.records import Partnership, Review
from learning_tracker.reports import page_one
from learning_tracker.reports.definitions import DEFINITIONS, verdicts
from learning_tracker.reports.document import (
    Bullets,
    Document,
    Section,
    Statement,
    TableBlock,
)
from learning_tracker.reports.problems import by_rule
from learning_tracker.reports.report import Report
from learning_tracker.tables import Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Judgement

AUDIENCES = ("group", "executive", "public")
"""Whom a report is for. This version writes for the group."""


class Viewed(Protocol):
    """What a report is made of: a tracker."""

    @property
    def view(self) -> View:
        """The records as questions see them."""
        ...


def theme_report(
    tracker: Viewed, year: ReportingYear | str | None = None, audience: str = "group"
) -> Report:
    """What keeps coming back, whether practice has changed, and what to decide.

    Args:
        tracker: the tracker, as at its date.
        year: the reporting year; that of the tracker's date unless one is named.
        audience: "group", the Learning Lessons group.

    Returns:
        a document, to be printed or turned into Markdown, HTML or JSON.

    Raises:
        InvalidYear: `year` is no reporting year.
        YearNotBegun: `year` begins after the tracker's date.
        UnknownChoice: there is no such audience.
        NotYet: reports for the executive and the public are not in this version.
    """
    if audience not in AUDIENCES:
        raise UnknownChoice("audience", audience, AUDIENCES)
    if audience != "group":
        raise NotYet(f"a report for the {audience}", 'use the audience "group"')
    view = tracker.view
    asked = ReportingYear.of(view.today) if year is None else reporting_year(year)
    partnerships = sorted(view.of(Partnership), key=lambda one: one.id)
    names = ", ".join(one.name for one in partnerships)
    if asked.when.first > view.today:
        raise YearNotBegun(str(asked), long_date(view.today), str(ReportingYear.of(view.today)))
    title = f"Theme report {asked}" + (f": {names}" if names else "")
    about = _about(view, audience)
    first = tuple(
        Statement(f"first/{one.id}", one.note, (one,)) for one in partnerships if one.note
    )
    return Report(
        Document(
            title=title,
            running=f"{title}. For the {audience}. As at {long_date(view.today)}.",
            about=about,
            first=first,
            page_one=page_one.sections(view, (Statement("title", title), *about, *first)),
            behind=_behind(view, asked),
        )
    )


def _about(view: View, audience: str) -> tuple[Statement, ...]:
    latest = view.latest()
    as_at = f"As at {long_date(view.today)}."
    told = [Statement("about/audience", f"For the {audience}."), Statement("about/date", as_at)]
    if latest:
        on, records = latest
        text = f"The latest date on record is {on}."
        told.append(Statement("about/latest", text, records))
    return tuple(told)


def _behind(view: View, year: ReportingYear) -> tuple[Section, ...]:
    return (
        _tables("sources", f"The reviews and audits of {year}", sources.of_year(view, year)),
        _tables("reviews-by-year", "Reviews by year", *_reviews_by_year(view)),
        _tables("recurring", "Recurring themes", recurring.recurring(view)),
        _tables(
            "by-year",
            "Improvements by theme and year",
            by_year.by_year(view, judgement=Judgement.IMPROVEMENT),
        ),
        _tables("returned", "What came back after it was done", returned.returned(view)),
        _tables("progress", "Progress", progress.progress(view)),
        _tables(
            "found-by-reviews", f"What the reviews of {year} found", *_found(view, REVIEW, year)
        ),
        _tables(
            "found-by-audits",
            f"What the case-file audits of {year} found",
            *_found(view, "case-file-audit", year),
            audits.outcomes(view, year=year),
        ),
        _tables("standards", "Audits of standards", standards.standards(view, year=year)),
        _outstanding(view),
        _tables(
            "colours-and-sign-off",
            "Colours, and what waits for sign-off",
            actions.colour_challenges(view),
            actions.awaiting_sign_off(view),
        ),
        _tables(
            "unanswered",
            "What nobody has taken up",
            recommendations.unanswered(view),
            recommendations.without_action(view),
            findings.unaddressed(view),
        ),
        _tables("gaps", "Where threads stop", threads.gaps(view)),
        _tables("evidence", "Evidence by level", evidence.by_level(view)),
        _tables("timeliness", "Statutory time limits", reviews.timeliness(view)),
        _tables("reach", "How learning was spread", dissemination.reach(view)),
        _tables("problems", "Problems found in the records", by_rule(view)),
        _definitions(view),
    )


def _tables(key: str, heading: str, *tables: Table[Any]) -> Section:
    blocks = tuple(TableBlock(f"{key}/{n}", table) for n, table in enumerate(tables, 1))
    return Section(key, heading, blocks)


def _improvements(view: View) -> Table[by_year.ThemeByYear]:
    return by_year.by_year(view, judgement=Judgement.IMPROVEMENT)


def _reviews_by_year(view: View) -> list[Table[reviews.ReviewsOfYear]]:
    """A table for each kind of review."""
    known = [name for name, kind in kinds().items() if issubclass(kind, Review)]
    return [reviews.by_year(view, kind) for kind in known]


def _found(view: View, asked: str, year: ReportingYear) -> list[Table[findings.FoundOnTheme]]:
    """Strengths, then improvements, one row for each broadest theme."""
    return [
        findings.by_theme(view, source_kinds=asked, year=year, judgement=judgement, roll_up=True)
        for judgement in Judgement
    ]


def _outstanding(view: View) -> Section:
    """The load of each agency, then its outstanding actions, agency by agency."""
    loads = agencies.workload(view)
    table = actions.outstanding(view)
    by_lead = sorted(table.rows, key=lambda row: (row.lead is None, row.lead_name, row.record.id))
    listed = attrs.evolve(table, rows=tuple(by_lead))
    return _tables("outstanding", "Outstanding actions by agency", loads, listed)


def _definitions(view: View) -> Section:
    told = [
        Statement(f"definitions/{word}", f"{word[0].upper()}{word[1:]}: {meaning}")
        for word, meaning in DEFINITIONS.items()
    ]
    partnerships = sorted(view.of(Partnership), key=lambda one: one.id)
    policies = [
        Statement(f"definitions/policy/{one.id}", f"{one.name}. {verdicts(one.policy)}", (one,))
        for one in partnerships
    ] or [Statement("definitions/policy", verdicts(Policy()))]
    blocks = (Bullets(tuple(told)), Bullets(tuple(policies)))
    return Section("definitions", "The words used here", blocks)
