"""The learning section: what a partnership's annual report says of learning and improvement.

Working Together asks a yearly report to say what was done on the recommendations of local
and national reviews, which improvements resulted, and where there is little or no evidence
of progress (chapter 2 of the 2023 edition; look at the words in force before you publish).
"""

from collections import Counter
from collections.abc import Iterable

from learning_tracker.dates import ReportingYear
from learning_tracker.kinds import kind_words
from learning_tracker.queries import (
    audits,
    changes,
    dissemination,
    evidence,
    follow_through,
    gaps,
    sources,
    standards,
)
from learning_tracker.queries.counting import REVIEW, listed, plural
from learning_tracker.queries.listing import Listed, listing
from learning_tracker.queries.marks import Marked
from learning_tracker.queries.sources import SourceRow
from learning_tracker.reports import change_told
from learning_tracker.reports.document import Paragraph, Section, Statement
from learning_tracker.reports.frame import Viewed, frame, year_of
from learning_tracker.reports.report import Report
from learning_tracker.reports.sections import tables
from learning_tracker.tables import ROWS, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Audience, Judgement

AUDIT = "case-file-audit"
DIFFERENCES_TOLD = 3
"""How many pieces of evidence of a difference the first page tells; the table tells of all."""


def learning_section(
    tracker: Viewed,
    year: ReportingYear | str | None = None,
    audience: Audience | str = Audience.PUBLIC,
    *,
    rows: int | None = ROWS,
) -> Report:
    """What was learnt in a year, what was done about it, and what is not yet shown.

    Args:
        tracker: the tracker, as at its date.
        year: the reporting year; that of the tracker's date unless one is named.
        audience: "public" unless another is named: an annual report is published.
        rows: how many rows of each table are shown at most, with how many more there are; None
            for all. Figures are always those of the whole.

    Raises:
        InvalidYear: `year` is no reporting year.
        YearNotBegun: `year` begins after the tracker's date.
        UnknownChoice: there is no such audience.
        InvalidArgument: `rows` is neither a whole number from 1 up nor None.
    """
    asked = year_of(tracker.view, year)
    framed = frame(tracker, audience, f"Learning and improvement {asked}", rows=rows)
    return framed.report(_page_one(framed.view, asked), _behind(framed.view, asked))


def _behind(view: View, year: ReportingYear) -> tuple[Section, ...]:
    return (
        tables("sources", f"The reviews and audits of {year}", sources.of_year(view, year)),
        tables(
            "found-by-reviews", "Findings of reviews: strengths and improvements",
            *_found(view, REVIEW, year),
        ),
        tables(
            "found-by-audits", "Findings of case-file audits: strengths and improvements",
            *_found(view, AUDIT, year), audits.outcomes(view, year=year),
        ),
        tables(
            "follow-through", "What was done on recommendations",
            follow_through.follow_through(view),
        ),
        tables(
            "changes", "What changed",
            evidence.by_level(view), changes.shown(view, year=year),
        ),
        tables("gaps", "Where there is little or no evidence", gaps.gaps(view, year=year)),
        tables("standards", "Audits of standards", standards.standards(view, year=year)),
        tables("reach", "How learning was spread", dissemination.reach(view)),
    )  # fmt: skip


def _found(view: View, kinds: str, year: ReportingYear) -> list[Table[Listed]]:
    return [listing(view, kinds, judgement, year=year) for judgement in Judgement]


def _page_one(view: View, year: ReportingYear) -> tuple[Section, ...]:
    shown = changes.shown(view, year=year)
    changed = change_told.changed(view, year, shown, DIFFERENCES_TOLD)
    return (
        Section("learnt-from", f"What {year} taught", (_learnt(view, year),)),
        Section("done", "What was done on recommendations", (_done(view),)),
        Section("changed", "What changed", (changed,)),
        Section(
            "little-evidence",
            "Where there is little or no evidence",
            (change_told.little_shown(view, year),),
        ),
    )


def _learnt(view: View, year: ReportingYear) -> Paragraph:
    held = sources.of_year(view, year)
    found = [
        row.marked for kinds in (REVIEW, AUDIT) for t in _found(view, kinds, year) for row in t
    ]
    behind = [record for one in found for record in one.records]
    progress = [one for one in found if one.is_progress]
    again = [one for one in found if one.is_recurring]
    told = [
        Statement(
            "learnt/sources", _kinds(held, year), [row.record for row in held], held.basis
        ),
        Statement(
            "learnt/findings", f"{_judged(found)}.", [one.finding for one in found], behind
        ),
        Statement(
            "learnt/progress",
            f"{len(progress) or 'No'} {'strength is' if len(progress) == 1 else 'strengths are'} "
            f"marked as progress (*){': raised as an improvement before' if progress else ''}.",
            [one.finding for one in progress], behind,
        ),
        Statement(
            "learnt/again",
            f"{len(again) or 'None'} of the findings {'is' if len(again) <= 1 else 'are'} marked "
            f"as recurring (**){': found before' if again else ''}.",
            [one.finding for one in again], behind,
        ),
    ]  # fmt: skip
    return Paragraph(tuple(told))


def _kinds(held: Table[SourceRow], year: ReportingYear) -> str:
    counted = Counter(kind_words(type(row.record).kind) for row in held)
    if not counted:
        return f"No review or audit of {year} is on record here."
    each = [plural(counted[word], word) for word in sorted(counted)]
    return f"Of {year} this tells of {listed(each)}."


def _judged(found: Iterable[Marked]) -> str:
    counted = Counter(one.finding.judgement for one in found)
    strengths = plural(counted[Judgement.STRENGTH], "strength")
    improvements = plural(counted[Judgement.IMPROVEMENT], "improvement")
    return f"Its reviews and case-file audits found {strengths} and {improvements}"


def _done(view: View) -> Paragraph:
    table = follow_through.follow_through(view)
    parts = (
        ("signed-off", "all that was to be done is signed off", [r for r in table if r.signed_off]),
        ("begun", "there are actions still to be signed off",
         [r for r in table if r.live and not r.signed_off]),
        ("nothing", "no action is known", [r for r in table if not r.live]),
    )  # fmt: skip
    if not table:
        return Paragraph((Statement("done/none", table.empty, among=table.basis),))
    of = f"Of the {plural(len(table), 'recommendation')} on record"
    told = [
        Statement(
            f"done/{key}",
            f"{f'{of}, on' if not place else 'On'} {len(rows) or 'none'} {what}.",
            [row.record for row in rows],
            table.basis,
        )
        for place, (key, what, rows) in enumerate(parts)
    ]
    return Paragraph(tuple(told))
