"""The theme report: what the Learning Lessons group reads each quarter, and others after it."""

from collections.abc import Mapping

from learning_tracker.dates import ReportingYear
from learning_tracker.reports import page_one, sections
from learning_tracker.reports.answers import Answers
from learning_tracker.reports.frame import Viewed, frame, year_of
from learning_tracker.reports.report import Report
from learning_tracker.tables import ROWS
from learning_tracker.vocabulary import Audience

BEHIND: Mapping[Audience, tuple[sections.Maker, ...]] = {
    Audience.GROUP: (
        sections.decided_by(Audience.GROUP),
        sections.requests_sent,
        sections.sources_of_year,
        sections.reviews_by_year,
        sections.what_recurs,
        sections.themes_by_year,
        sections.themes_together,
        sections.what_returned,
        sections.what_progressed,
        sections.found_by_reviews,
        sections.found_by_audits,
        sections.audits_of_standards,
        sections.outstanding,
        sections.verdicts_over_time,
        sections.colours_and_sign_off,
        sections.not_taken_up,
        sections.gaps,
        sections.evidence_by_level,
        sections.timeliness,
        sections.reach,
        sections.problems,
    ),
    Audience.EXECUTIVE: (
        sections.decided_by(Audience.EXECUTIVE),
        sections.requests_sent,
        sections.reviews_by_year,
        sections.what_recurs,
        sections.themes_by_year,
        sections.what_returned,
        sections.what_progressed,
        sections.audit_outcomes,
        sections.audits_of_standards,
        sections.late,
        sections.verdicts_over_time,
        sections.colours_and_sign_off,
        sections.unanswered,
        sections.evidence_by_level,
        sections.timeliness,
    ),
    Audience.PUBLIC: (
        sections.sources_of_year,
        sections.reviews_by_year,
        sections.what_recurs,
        sections.themes_by_year,
        sections.what_returned,
        sections.what_progressed,
        sections.found_by_reviews,
        sections.found_by_audits,
        sections.audits_of_standards,
        sections.workload,
        sections.verdicts_over_time,
        sections.evidence_by_level,
        sections.timeliness,
        sections.reach,
    ),
}
"""What stands behind page one, in order, for each audience."""


def theme_report(
    tracker: Viewed,
    year: ReportingYear | str | None = None,
    audience: Audience | str = Audience.GROUP,
    *,
    rows: int | None = ROWS,
) -> Report:
    """What keeps coming back, whether practice has changed, and what to decide.

    Args:
        tracker: the tracker, as at its date.
        year: the reporting year; that of the tracker's date unless one is named.
        audience: "group", the Learning Lessons group; "executive", which sees fewer tables
            and is asked for other decisions; or "public", from which everything is kept that
            rests only on what is not published.
        rows: how many rows of each table are shown at most, with how many more there are; None
            for all. Figures are always those of the whole.

    Returns:
        a document, to be printed or turned into Markdown, HTML, JSON or Word.

    Raises:
        InvalidYear: `year` is no reporting year.
        YearNotBegun: `year` begins after the tracker's date.
        UnknownChoice: there is no such audience.
        InvalidArgument: `rows` is neither a whole number from 1 up nor None.
    """
    of = year_of(tracker.view, year)
    framed = frame(tracker, audience, f"Theme report {of}", rows=rows)
    asked = Answers(framed.view, of)
    behind = tuple(make(asked) for make in BEHIND[framed.audience])
    return framed.report(page_one.sections(asked, framed.audience, framed.before), behind)
