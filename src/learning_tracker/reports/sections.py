"""The sections behind page one: each a heading and the tables below it."""

from collections.abc import Callable
from typing import Any

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.kinds import kinds
from learning_tracker.queries import (
    actions,
    agencies,
    audits,
    by_year,
    colours,
    decided,
    dissemination,
    evidence,
    follow_ups,
    over_time,
    pairs,
    progress,
    recheck,
    recommendations,
    recurring,
    requests,
    returned,
    reviews,
    sources,
    standards,
    threads,
    training,
    unaddressed,
)
from learning_tracker.queries.counting import REVIEW
from learning_tracker.queries.listing import Listed, listing
from learning_tracker.records import Review
from learning_tracker.reports.decided_last import last_of
from learning_tracker.reports.document import Section, TableBlock
from learning_tracker.reports.problems import by_rule
from learning_tracker.tables import Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Audience, Judgement

Maker = Callable[[View, ReportingYear], Section]
"""Makes a section of what a view shows, for a reporting year."""


def tables(key: str, heading: str, *shown: Table[Any]) -> Section:
    """A section of tables under one heading."""
    blocks = tuple(TableBlock(f"{key}/{n}", table) for n, table in enumerate(shown, 1))
    return Section(key, heading, blocks)


def sources_of_year(view: View, year: ReportingYear) -> Section:
    """The sources that are counted in the year."""
    return tables("sources", f"The reviews and audits of {year}", sources.of_year(view, year))


def reviews_by_year(view: View, _: ReportingYear) -> Section:
    """How many reviews there were, a table for each kind."""
    known = [name for name, kind in kinds().items() if issubclass(kind, Review)]
    each = (reviews.by_year(view, kind) for kind in known)
    return tables("reviews-by-year", "Reviews by year", *each)


def what_recurs(view: View, _: ReportingYear) -> Section:
    """Recurring themes, and those that come together."""
    return tables("recurring", "Recurring themes", recurring.recurring(view))


def themes_together(view: View, _: ReportingYear) -> Section:
    """Themes that the same sources raise."""
    return tables("pairs", "Themes that come together", pairs.pairs(view))


def themes_by_year(view: View, _: ReportingYear) -> Section:
    """How often each theme was raised, year by year."""
    table = by_year.by_year(view, judgement=Judgement.IMPROVEMENT)
    return tables("by-year", "Improvements by theme and year", table)


def what_returned(view: View, _: ReportingYear) -> Section:
    """What came back after an action on it was signed off."""
    return tables("returned", "What came back after it was done", returned.returned(view))


def what_progressed(view: View, _: ReportingYear) -> Section:
    """Strengths on what was an improvement."""
    return tables("progress", "Progress", progress.progress(view))


def found_by_reviews(view: View, year: ReportingYear) -> Section:
    """What the reviews of the year found, with marks."""
    heading = f"What the reviews of {year} found"
    return tables("found-by-reviews", heading, *_found(view, REVIEW, year))


def found_by_audits(view: View, year: ReportingYear) -> Section:
    """What the case-file audits of the year found, and how they came out."""
    return tables(
        "found-by-audits",
        f"What the case-file audits of {year} found",
        *_found(view, "case-file-audit", year),
        audits.outcomes(view, year=year),
    )


def _found(view: View, asked: str, year: ReportingYear) -> list[Table[Listed]]:
    """Strengths, then improvements, a row for each finding under its broadest theme."""
    return [listing(view, asked, judgement, year=year) for judgement in Judgement]


def audit_outcomes(view: View, year: ReportingYear) -> Section:
    """How the case-file audits of the year came out."""
    heading = f"How the case-file audits of {year} came out"
    return tables("outcomes", heading, audits.outcomes(view, year=year))


def audits_of_standards(view: View, year: ReportingYear) -> Section:
    """Audits of standards, section by section."""
    return tables("standards", "Audits of standards", standards.standards(view, year=year))


def workload(view: View, _: ReportingYear) -> Section:
    """How many actions each agency answers for."""
    return tables("workload", "Actions by agency", agencies.workload(view))


def outstanding(view: View, _: ReportingYear) -> Section:
    """The load of each agency, then its outstanding actions, agency by agency."""
    table = actions.outstanding(view)
    by_lead = sorted(table.rows, key=lambda row: (row.lead is None, row.lead_name, row.record.id))
    listed = attrs.evolve(table, rows=tuple(by_lead))
    heading = "Outstanding actions by agency"
    return tables("outstanding", heading, agencies.workload(view), listed)


def late(view: View, _: ReportingYear) -> Section:
    """The load of each agency, then what is late."""
    return tables("late", "Late actions", agencies.workload(view), actions.late(view))


def verdicts_over_time(view: View, _: ReportingYear) -> Section:
    """How actions stood at the end of each quarter."""
    return tables("over-time", "Actions over time", over_time.over_time(view))


def colours_and_sign_off(view: View, _: ReportingYear) -> Section:
    """Reported colours that are too good, what waits for sign-off, what to look at again."""
    return tables(
        "colours-and-sign-off",
        "Colours, and what waits for sign-off",
        colours.colour_challenges(view),
        actions.awaiting_sign_off(view),
        recheck.due_for_recheck(view),
    )


def not_taken_up(view: View, _: ReportingYear) -> Section:
    """What nobody has taken up, or with training alone."""
    return tables(
        "unanswered",
        "What nobody has taken up",
        recommendations.unanswered(view),
        recommendations.without_action(view),
        unaddressed.unaddressed(view),
        training.training_only(view),
    )


def unanswered(view: View, _: ReportingYear) -> Section:
    """Recommendations that wait for an answer or an action."""
    return tables(
        "unanswered",
        "Recommendations that wait for an answer",
        recommendations.unanswered(view),
        recommendations.without_action(view),
        training.training_only(view),
    )


def gaps(view: View, _: ReportingYear) -> Section:
    """How far the threads from improvements reach."""
    return tables("gaps", "Where threads stop", threads.gaps(view))


def evidence_by_level(view: View, _: ReportingYear) -> Section:
    """How much evidence there is at each level."""
    return tables("evidence", "Evidence by level", evidence.by_level(view))


def requests_sent(view: View, _: ReportingYear) -> Section:
    """Who was asked for an answer, and who has not given one."""
    return tables(
        "requests", "Who was asked, and who has not answered",
        requests.silent(view), requests.asked(view),
    )  # fmt: skip


def timeliness(view: View, _: ReportingYear) -> Section:
    """Reviews against the statutory time limits."""
    return tables("timeliness", "Statutory time limits", reviews.timeliness(view))


def decided_by(audience: Audience) -> Maker:
    """What the last meeting of an audience's own body decided, and what is to be followed up."""

    def decisions(view: View, _: ReportingYear) -> Section:
        last = decided.decided_last(view, last_of(view, audience))
        heading = "Decided last time, and what is to be followed up"
        return tables("decided", heading, last, follow_ups.due(view))

    return decisions


def reach(view: View, _: ReportingYear) -> Section:
    """How learning was spread."""
    return tables("reach", "How learning was spread", dissemination.reach(view))


def problems(view: View, _: ReportingYear) -> Section:
    """What the rules of quality find."""
    return tables("problems", "Problems found in the records", by_rule(view))
