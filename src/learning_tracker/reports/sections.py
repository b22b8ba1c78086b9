"""The sections behind page one: each a heading and the tables below it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs

from learning_tracker.dates import When
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
    training,
    unaddressed,
)
from learning_tracker.queries import gaps as stopping
from learning_tracker.queries.action_rows import ActionRow
from learning_tracker.queries.counting import REVIEW
from learning_tracker.queries.dissemination import Reach
from learning_tracker.queries.listing import Listed, listing
from learning_tracker.queries.reviews import Timeliness
from learning_tracker.records import Review
from learning_tracker.reports.answers import Answers
from learning_tracker.reports.decided_last import last_of
from learning_tracker.reports.document import Section, TableBlock
from learning_tracker.reports.problems import by_rule
from learning_tracker.tables import Table
from learning_tracker.vocabulary import Audience, Judgement

Maker = Callable[[Answers], Section]
"""Makes a section of what a report asks."""


def tables(key: str, heading: str, *shown: Table[Any]) -> Section:
    """A section of tables under one heading."""
    blocks = tuple(TableBlock(f"{key}/{n}", table) for n, table in enumerate(shown, 1))
    return Section(key, heading, blocks)


def sources_of_year(asked: Answers) -> Section:
    """The sources that are counted in the year."""
    return tables(
        "sources",
        f"The reviews and audits of {asked.year}",
        sources.of_year(asked.view, asked.year),
    )


def reviews_by_year(asked: Answers) -> Section:
    """How many reviews there were, a table for each kind."""
    known = [name for name, kind in kinds().items() if issubclass(kind, Review)]
    each = (reviews.by_year(asked.view, kind) for kind in known)
    return tables("reviews-by-year", "Reviews by year", *each)


def what_recurs(asked: Answers) -> Section:
    """Recurring themes, and those that come together."""
    return tables("recurring", "Recurring themes", asked.to(recurring.recurring))


def themes_together(asked: Answers) -> Section:
    """Themes that the same sources raise."""
    return tables("pairs", "Themes that come together", asked.to(pairs.pairs))


def themes_by_year(asked: Answers) -> Section:
    """How often each theme was raised, year by year."""
    table = by_year.by_year(asked.view, judgement=Judgement.IMPROVEMENT)
    return tables("by-year", "Improvements by theme and year", table)


def what_returned(asked: Answers) -> Section:
    """What came back after an action on it was signed off."""
    return tables("returned", "What came back after it was done", asked.to(returned.returned))


def what_progressed(asked: Answers) -> Section:
    """Strengths on what was an improvement."""
    return tables("progress", "Progress", asked.to(progress.progress))


def found_by_reviews(asked: Answers) -> Section:
    """What the reviews of the year found, with marks."""
    heading = f"What the reviews of {asked.year} found"
    return tables("found-by-reviews", heading, *_found(asked, REVIEW))


def found_by_audits(asked: Answers) -> Section:
    """What the case-file audits of the year found, and how they came out."""
    return tables(
        "found-by-audits",
        f"What the case-file audits of {asked.year} found",
        *_found(asked, "case-file-audit"),
        audits.outcomes(asked.view, year=asked.year),
    )


def _found(asked: Answers, kinds: str) -> list[Table[Listed]]:
    """Strengths, then improvements, a row for each finding under its broadest theme."""
    return [listing(asked.view, kinds, one, year=asked.year) for one in Judgement]


def audit_outcomes(asked: Answers) -> Section:
    """How the case-file audits of the year came out."""
    heading = f"How the case-file audits of {asked.year} came out"
    return tables("outcomes", heading, audits.outcomes(asked.view, year=asked.year))


def audits_of_standards(asked: Answers) -> Section:
    """Audits of standards, section by section."""
    return tables(
        "standards", "Audits of standards", standards.standards(asked.view, year=asked.year)
    )


def workload(asked: Answers) -> Section:
    """How many actions each agency answers for."""
    return tables("workload", "Actions by agency", asked.to(agencies.workload))


def outstanding(asked: Answers) -> Section:
    """The load of each agency, then its outstanding actions, agency by agency."""
    load = TableBlock("outstanding/1", asked.to(agencies.workload))
    listed = _foremost(
        "outstanding/2", asked.to(actions.outstanding), _due, "those late or due first"
    )
    by_lead = attrs.evolve(listed, by=_by_lead)
    return Section("outstanding", "Outstanding actions by agency", (load, by_lead))


def _foremost(key: str, table: Table[Any], order: Callable[[Any], Any], which: str) -> TableBlock:
    """A table of which those rows are shown that come first in an order, as the table has them."""
    place = {id(row): number for number, row in enumerate(table)}
    rows = tuple(sorted(table, key=order))
    ordered = attrs.evolve(table, rows=rows, basis=lambda: table.basis)
    return TableBlock(key, ordered, lambda row: place[id(row)], which)


def _due(row: ActionRow) -> tuple[dt.date, str]:
    due = row.standing.due
    return (dt.date.max if due is None else due.last), row.record.id


def _by_lead(row: ActionRow) -> tuple[bool, str, str]:
    return row.lead is None, row.lead_name, row.record.id


def late(asked: Answers) -> Section:
    """The load of each agency, then what is late."""
    return tables("late", "Late actions", asked.to(agencies.workload), asked.to(actions.late))


def verdicts_over_time(asked: Answers) -> Section:
    """How actions stood at the end of each quarter."""
    table = asked.to(over_time.over_time)
    days = _foremost("over-time/1", table, lambda row: -row.day.toordinal(), "the latest")
    return Section("over-time", "Actions over time", (days,))


def colours_and_sign_off(asked: Answers) -> Section:
    """Reported colours that are too good, what waits for sign-off, what to look at again."""
    return tables(
        "colours-and-sign-off",
        "Colours, and what waits for sign-off",
        asked.to(colours.colour_challenges),
        asked.to(actions.awaiting_sign_off),
        asked.to(recheck.due_for_recheck),
    )


def not_taken_up(asked: Answers) -> Section:
    """What nobody has taken up, or with training alone."""
    return tables(
        "unanswered",
        "What nobody has taken up",
        asked.to(recommendations.unanswered),
        asked.to(recommendations.without_action),
        asked.to(unaddressed.unaddressed),
        asked.to(training.training_only),
    )


def unanswered(asked: Answers) -> Section:
    """Recommendations that wait for an answer or an action."""
    return tables(
        "unanswered",
        "Recommendations that wait for an answer",
        asked.to(recommendations.unanswered),
        asked.to(recommendations.without_action),
        asked.to(training.training_only),
    )


def gaps(asked: Answers) -> Section:
    """How far the threads from improvements reach."""
    return tables("gaps", "Where threads stop", asked.to(stopping.gaps))


def evidence_by_level(asked: Answers) -> Section:
    """How much evidence there is at each level."""
    return tables("evidence", "Evidence by level", asked.to(evidence.by_level))


def requests_sent(asked: Answers) -> Section:
    """Who was asked for an answer, and who has not given one."""
    return tables(
        "requests", "Who was asked, and who has not answered",
        asked.to(requests.silent), asked.to(requests.asked),
    )  # fmt: skip


def timeliness(asked: Answers) -> Section:
    """Reviews against the statutory time limits."""
    table = asked.to(reviews.timeliness)
    clocks = _foremost("timeliness/1", table, _latest_review, "those of the latest reviews")
    return Section("timeliness", "Statutory time limits", (clocks,))


def _latest_review(row: Timeliness) -> int:
    return _latest(row.review.known_on)


def decided_by(audience: Audience) -> Maker:
    """What the last meeting of an audience's own body decided, and what is to be followed up."""

    def decisions(asked: Answers) -> Section:
        last = decided.decided_last(asked.view, last_of(asked.view, audience))
        heading = "Decided last time, and what is to be followed up"
        return tables("decided", heading, last, asked.to(follow_ups.due))

    return decisions


def reach(asked: Answers) -> Section:
    """How learning was spread."""
    table = asked.to(dissemination.reach)
    spread = _foremost("reach/1", table, _latest_spread, "the latest")
    return Section("reach", "How learning was spread", (spread,))


def _latest_spread(row: Reach) -> int:
    return _latest(row.dissemination.on)


def _latest(on: When | None) -> int:
    """What puts the latest first, and what has no date last."""
    return 0 if on is None else -on.last.toordinal()


def problems(asked: Answers) -> Section:
    """What the rules of quality find."""
    return tables("problems", "Problems found in the records", by_rule(asked.view))
