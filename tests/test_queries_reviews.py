"""Questions about reviews and audits: how many, whether in time, and with what outcome."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED, counted, hidden, noted, trackers, year_of
from learning_tracker.dates import ReportingYear, When
from learning_tracker.kinds import Record
from learning_tracker.policy import Policy
from learning_tracker.queries import sources
from learning_tracker.queries.standards import standards
from learning_tracker.records import (
    LCSPR,
    CaseFileAudit,
    Finding,
    LearningReview,
    Partnership,
    RapidReview,
    Review,
    Source,
    StandardsAudit,
    StandardsSection,
    Theme,
)
from learning_tracker.view import policy_of
from learning_tracker.vocabulary import Basis, Outcome
from learning_tracker.workdays import is_working_day, months_after

DATE = "2025-03-31"


def tracker_of(*records: Record, date: str | None = DATE, **policy: Any) -> lt.Tracker:
    """A tracker of these records with a partnership and a topic to audit."""
    partnership = Partnership(id="p", name="Riverton", policy=Policy(**policy))
    topics = (Theme(id="neglect", name="Neglect"), Theme(id="fathers", name="Fathers"))
    return lt.Tracker([partnership, *topics, *records], date=date)


def rapid(identifier: str = "r", **dates: Any) -> RapidReview:
    """A rapid review with these dates."""
    return RapidReview(id=identifier, title=identifier.upper(), **dates)


# How many


@UNHURRIED
@given(trackers(), st.sampled_from(["rapid-review", "lcspr", "learning-review"]))
def test_reviews_by_year_counts_each_in_one_year(tracker: lt.Tracker, kind: str) -> None:
    """Each review of the kind stands in the year it is counted in; years without one show none."""
    reviews = [one for one in tracker.of(Review) if one.kind == kind]
    years = {one.id: year_of(counted(one)) for one in reviews}
    table = tracker.reviews.by_year(kind)

    found = {one.id: str(row.year) for row in table for one in row.reviews}
    assert found == {one: year for one, year in years.items() if year}
    assert noted(table, "Counted in no year") == set(years) - set(found)
    shown = [row.year for row in table]
    if found:
        end = max(shown[-1], ReportingYear.of(tracker.view.today))
        assert shown == list(ReportingYear.range(min(found.values()), end))
    assert bool(shown) == bool(found)


def test_reviews_by_year_shows_years_without_one() -> None:
    """Every year stands there from the first with a review to the table's own."""
    tracker = tracker_of(rapid("r1", held_on="2021-05"), rapid("r2", held_on="2023-05"))
    rows = tracker.reviews.by_year("rapid-review").to_records()
    assert [(row["year"], row["reviews"]) for row in rows] == [
        ("2021-22", 1), ("2022-23", 0), ("2023-24", 1), ("2024-25", 0)
    ]  # fmt: skip


def test_reviews_by_year_names_what_straddles() -> None:
    """A review of March or April is counted in neither year and is named."""
    table = tracker_of(
        LCSPR(id="l1", title="L1", published_on="2024-03/2024-04"),
        LCSPR(id="l2", title="L2", completed_on="2024-03", published_on="2024-04"),
        LearningReview(id="l3", title="L3", published_on="2024-05"),
    ).reviews.by_year("lcspr")
    assert [(str(row.year), [one.id for one in row.reviews]) for row in table] == [
        ("2024-25", ["l2"])
    ]
    assert noted(table, "Counted in no year") == {"l1"}
    assert table.caption == "LCSPRs by reporting year"
    assert table.denominator == "of the 2 LCSPRs on record"


@UNHURRIED
@given(trackers(), st.sampled_from([None, "2024-25"]))
def test_sources_of_a_year(tracker: lt.Tracker, year: str | None) -> None:
    """Each source of the year stands with the findings that are its own and those it shares."""
    held = tracker.of(Source)
    expected = {}
    for one in held:
        if year is None or year_of(counted(one)) == year:
            found = [f for f in tracker.of(Finding) if one.id in f.sources]
            alone = sum(len(f.sources) == 1 and not hidden(tracker, f) for f in found)
            expected[one.id] = (alone, len(found) - alone)
    table = sources.of_year(tracker.view, year)
    rows = table.to_records()
    assert {row["id"]: (row["findings"], row["perhaps"]) for row in rows} == expected
    assert table.denominator.startswith(f"{len(expected)} source")
    assert all(row.record in row.records for row in table)
    doubtful = {one.id for one in held if may_be_of(counted(one), year)}
    assert noted(table, "straddles the year") == doubtful - set(expected)


def may_be_of(on: When | None, year: str | None) -> bool:
    """Whether a date may lie in a year."""
    return year is not None and (on is None or on.overlaps(ReportingYear.parse(year).when))


# In time


def working_days(start: dt.date, days: int) -> dt.date:
    """The day so many working days after a start, counted on the fingers."""
    day = start
    while days:
        day += dt.timedelta(days=1)
        days -= is_working_day(day)
    return day


def verdict(started: When | None, ended: When | None, due: dt.date | None, today: dt.date) -> str:
    """What a clock says, from when it started and ended and the last day in time."""
    if started and ended and ended.last < started.first:
        return "cannot tell"
    if due is None:
        return "cannot tell"
    if ended is None:
        return "overdue" if today > due else "running"
    if ended.first > due:
        return "late"
    return "in time" if ended.last <= due else "cannot tell"


def clocks(tracker: lt.Tracker) -> dict[tuple[str, str], str]:
    """The verdict of each clock of each review."""
    today = tracker.view.today
    found = {}
    for one in tracker.of(RapidReview):
        if one.basis is Basis.INFERRED:
            continue
        policy = policy_of(tracker.view, one)
        due = working_days(one.aware_on.first, 5) if one.aware_on and one.aware_on.is_day else None
        found[one.id, "notification"] = verdict(one.aware_on, one.notified_on, due, today)
        start = getattr(one, policy.rapid_review_clock_from.value)
        due = None
        if start and start.is_day:
            due = working_days(start.first - dt.timedelta(days=policy.first_day), 15)
        due = one.agreed_deadline.last if one.agreed_deadline else due
        found[one.id, "rapid"] = verdict(start, one.submitted_on, due, today)
    for one in tracker.of(LCSPR):
        if one.basis is Basis.INFERRED:
            continue
        start = one.initiated_on
        due = months_after(start.first, 6) if start and start.is_day else None
        found[one.id, "LCSPR"] = verdict(start, one.published_on, due, today)
    return found


@UNHURRIED
@given(trackers())
def test_timeliness_of_every_clock(tracker: lt.Tracker) -> None:
    """Two clocks for a rapid review and one for an LCSPR, each with its verdict and a reason."""
    table = tracker.reviews.timeliness()
    found = {(row.review.id, row.limit.split()[0]): row.reading.verdict.value for row in table}
    assert len(table) == len(found)
    assert found == clocks(tracker)
    assert all(row.reading.reason for row in table)
    unknown = list(found.values()).count("cannot tell")
    assert table.denominator.startswith(f"{unknown} of the {len(table)} clock")


def submitted(tracker: lt.Tracker) -> tuple[str, str | None]:
    """The verdict and the due day of the rapid review's 15 working days."""
    row = tracker.reviews.timeliness().to_records()[1]
    return row["verdict"], row["due"]


@pytest.mark.parametrize(
    ("first_day", "clock", "due"),
    [
        (0, "notified_on", "2024-06-24"),
        (1, "notified_on", "2024-06-21"),
        (0, "aware_on", "2024-06-19"),
        (1, "aware_on", "2024-06-18"),
    ],
)
def test_the_policy_sets_the_clock(first_day: int, clock: str, due: str) -> None:
    """From which date, and whether it is day 0 or day 1, is the partnership's policy."""
    review = rapid(aware_on="2024-05-29", notified_on="2024-06-03", submitted_on="2024-06-10")
    tracker = tracker_of(review, first_day=first_day, rapid_review_clock_from=clock)
    assert submitted(tracker) == ("in time", due)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"submitted_on": "2024-06-24"}, ("in time", "2024-06-24")),
        ({"submitted_on": "2024-06-25"}, ("late", "2024-06-24")),
        ({"submitted_on": "2024-06-25", "agreed_deadline": "2024-06"}, ("in time", "2024-06-30")),
        ({"submitted_on": "2024-07-01", "agreed_deadline": "2024-06"}, ("late", "2024-06-30")),
        ({"submitted_on": "2024-06"}, ("cannot tell", "2024-06-24")),
        ({"submitted_on": "2024-07"}, ("late", "2024-06-24")),
        ({}, ("overdue", "2024-06-24")),
        ({"notified_on": "2024-06", "submitted_on": "2024-06-24"}, ("cannot tell", None)),
        ({"notified_on": None, "submitted_on": "2024-06-24"}, ("cannot tell", None)),
        ({"notified_on": None, "agreed_deadline": "2024-06"}, ("overdue", "2024-06-30")),
    ],
)
def test_rapid_review_in_time(dates: dict[str, Any], expected: tuple[str, str | None]) -> None:
    """In time by the limit or the agreed deadline; a date as wide as a month cannot tell."""
    assert submitted(tracker_of(rapid(**({"notified_on": "2024-06-03"} | dates)))) == expected


def test_timeliness_as_at_a_date() -> None:
    """What was submitted later is not submitted yet, and its clock runs."""
    tracker = tracker_of(rapid(notified_on="2024-06-03", submitted_on="2024-06-25"))
    assert submitted(tracker.as_at("2024-06-20")) == ("running", "2024-06-24")
    assert submitted(tracker.as_at("2024-06-24")) == ("running", "2024-06-24")
    assert submitted(tracker.as_at("2024-06-25")) == ("late", "2024-06-24")


def test_lcspr_published_within_six_months() -> None:
    """An LCSPR is due six months after its start; a learning review has no limit."""
    tracker = tracker_of(
        LCSPR(id="l1", title="L1", initiated_on="2024-08-31", published_on="2025-02-28"),
        LCSPR(id="l2", title="L2", initiated_on="2024-08-31", published_on="2025-03-01"),
        LCSPR(id="l3", title="L3", published_on="2025-03"),
        LearningReview(id="l4", title="L4", initiated_on="2020-01-01"),
    )
    verdicts = {row["id"]: row["verdict"] for row in tracker.reviews.timeliness().to_records()}
    assert verdicts == {"l1": "in time", "l2": "late", "l3": "cannot tell"}


# Audits


def audit(identifier: str, held_on: str | None, *files: int, **more: Any) -> CaseFileAudit:
    """An audit of neglect with so many files at each grade, best first."""
    scale = more.pop("scale", ("good", "fair", "poor"))[: len(files)]
    fields = {"title": identifier.upper(), "topic": "neglect", "held_on": held_on}
    grades = tuple(zip(scale, files, strict=True))
    return CaseFileAudit(id=identifier, grades=grades, **(fields | more))


def mean(one: CaseFileAudit) -> Fraction | None:
    """The mean grade, exactly; None if no file was graded."""
    files = [place for place, (_, n) in enumerate(one.grades, 1) for _ in range(n)]
    return Fraction(sum(files), len(files)) if files else None


def scale(one: CaseFileAudit) -> list[str]:
    """The words of its grades."""
    return [grade for grade, _ in one.grades]


def outcome(better: Fraction) -> Outcome:
    """The outcome for a mean that is better by so much."""
    if not better:
        return Outcome.NO_CHANGE
    if abs(better) < Fraction(1, 4):
        return Outcome.SLIGHT_IMPROVEMENT if better > 0 else Outcome.SLIGHT_DECLINE
    return Outcome.IMPROVEMENT if better > 0 else Outcome.DECLINE


def check_outcomes(tracker: lt.Tracker, year: str | None) -> None:
    """Compare the table with every audit's outcome against the last of its topic and scale."""
    audits = tracker.of(CaseFileAudit)
    table = tracker.audits.outcomes(year=year)
    among = [one for one in audits if year is None or year_of(counted(one)) == year]
    assert [row.record.id for row in table] == [one.id for one in among]
    for row in table:
        one = row.record
        earlier = [
            other
            for other in audits
            if (other.topic, scale(other)) == (one.topic, scale(one))
            and one.held_on
            and other.held_on
            and other.held_on.last < one.held_on.first
            and mean(other) is not None
        ]
        last = max(earlier, key=lambda other: (other.held_on, other.id), default=None)
        now = mean(one)
        told = last is not None and now is not None
        assert row.last == last
        assert row.outcome is (outcome(mean(last) - now) if told else one.reported_outcome)
        assert row.basis.startswith(
            "its grades"
            if told
            else "as reported"
            if one.reported_outcome
            else "cannot tell: no grades"
            if now is None
            else ("first on its scale", "cannot tell: the order")
        )


@UNHURRIED
@given(trackers(), st.sampled_from([None, "2024-25"]))
def test_outcomes_on_any_network(tracker: lt.Tracker, year: str | None) -> None:
    """An audit's outcome is that of its grades against the last of its topic, else as reported."""
    check_outcomes(tracker, year)


FILES = st.lists(st.integers(0, 30), min_size=1, max_size=3)


@UNHURRIED
@given(st.lists(FILES, min_size=2, max_size=4), st.booleans())
def test_outcomes_of_one_topic(grades: list[list[int]], backwards: bool) -> None:  # noqa: FBT001 - Hypothesis gives it by position
    """Whatever the grades, the outcome is exact, and scales of other grades are not compared."""
    months = range(len(grades), 0, -1) if backwards else range(1, len(grades) + 1)
    audits = [
        audit(f"c{n}", f"2024-{month:02}", *files)
        for n, (month, files) in enumerate(zip(months, grades, strict=True))
    ]
    check_outcomes(tracker_of(*audits), None)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((2, 1, 1), (3, 0, 1), "improvement"),
        ((3, 0, 1), (2, 1, 1), "decline"),
        ((20, 10, 10), (24, 3, 13), "slight_improvement"),
        ((1, 2, 1), (2, 0, 2), "no_change"),
        ((4, 1), (13, 7), "slight_decline"),
        ((2, 3), (13, 7), "improvement"),
        ((13, 7), (2, 3), "decline"),
        ((1, 0, 0), (0, 0, 1), "decline"),
        ((6, 7, 7), (2, 2, 1), "improvement"),
    ],
)
def test_a_change_below_a_quarter_of_a_grade_is_slight(
    before: tuple[int, ...], after: tuple[int, ...], expected: str
) -> None:
    """A quarter of a grade is no slight change; anything less is."""
    tracker = tracker_of(audit("c1", "2023-05", *before), audit("c2", "2024-05", *after))
    (row,) = tracker.audits.outcomes(year="2024-25").to_records()
    assert (row["outcome"], row["basis"], row["last"]) == (expected, "its grades", "C1")


def test_grades_on_other_scales_are_never_compared() -> None:
    """An audit on another scale, of another topic or without grades is passed over."""
    words = ("outstanding", "good", "poor")
    tracker = tracker_of(
        audit("c1", "2020-05", 1, 1, 0),
        *(audit("c2", "2021-05", 1, 1, 0, scale=words), audit("c3", "2021-06", 1, 1)),
        *(audit("c4", "2022-05", 1, 1, 0, topic="fathers"), audit("c5", "2023-05")),
        audit("c6", "2024-05", 2, 0, 0),
    )
    table = tracker.audits.outcomes()
    rows = {row["id"]: (row["last"], row["outcome"]) for row in table.to_records()}
    assert rows.pop("c6") == ("C1", "improvement")
    assert set(rows.values()) == {(None, None)}


def test_an_outcome_as_reported() -> None:
    """Without grades the partnership's word stands; against grades that disagree, a note does."""
    tracker = tracker_of(
        audit("c1", "2023-05", 1, 1, reported_outcome="first_theme"),
        audit("c2", "2024-05", 2, 0, reported_outcome="decline"),
        audit("c3", None, reported_outcome="no_change"),
    )
    table = tracker.audits.outcomes()
    assert [(row["outcome"], row["basis"], row["files"]) for row in table.to_records()] == [
        ("first_theme", "as reported", 2),
        ("improvement", "its grades", 2),
        ("no_change", "as reported", None),
    ]
    assert noted(table, "another outcome") == {"c2"}
    agreed = audit("c2", "2024-05", 2, 0, reported_outcome="improvement")
    assert tracker_of(audit("c1", "2023-05", 1, 1), agreed).audits.outcomes().notes == ()
    assert noted(tracker.audits.outcomes(year="2024-25"), "Left out") == {"c3"}


def test_overlapping_audits_are_not_compared() -> None:
    """Of two audits of one month it is not known which came first, so neither is the last."""
    tracker = tracker_of(audit("c1", "2024-05", 1, 1), audit("c2", "2024-05-10", 2, 0))
    table = tracker.audits.outcomes()
    assert {row.basis for row in table} == {"cannot tell: the order is not known"}
    assert all({"c1", "c2"} <= {one.id for one in row.records} for row in table)


def test_the_basis_of_an_outcome() -> None:
    """The first on its scale is told from one without grades."""
    tracker = tracker_of(audit("c1", "2023-05", 1, 1), audit("c2", "2024-05"))
    assert [row.basis for row in tracker.audits.outcomes()] == [
        "first on its scale", "cannot tell: no grades"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("held_on", "passed_over"),
    [("2023-05", {"c2"}), ("2021-05", set()), ("2025-01", set()), (None, set())],
)
def test_an_audit_on_another_scale_is_named(held_on: str | None, passed_over: set[str]) -> None:
    """An audit between the last and this one, on another scale, is not compared but named."""
    tracker = tracker_of(
        *(audit("c1", "2022-05", 1, 1, 0), audit("c2", held_on, 1, 1)),
        audit("c3", "2024-05", 2, 0, 0),
    )
    table = tracker.audits.outcomes(year="2024-25")
    assert noted(table, "the scale is another") & {"c2"} == passed_over
    assert passed_over <= {one.id for one in table.records}


def test_the_public_is_not_shown_few_files() -> None:
    """Where a grade was given to few files, neither their number nor the mean is shown."""
    audits = (
        audit("c1", "2022-05", 6, 0, 9, publication="published"),
        audit("c2", "2023-05", 6, 5, 9, publication="published"),
        audit("c3", "2024-05", publication="published"),
    )
    tracker = tracker_of(*audits)
    table = tracker.public().audits.outcomes()
    assert [(row["files"], row["mean_grade"], row["outcome"]) for row in table.to_records()] == [
        (15, 2.2, None), ("not shown", "not shown", "slight_improvement"), (None, None, None)
    ]  # fmt: skip
    assert noted(table, "fewer than 6 of them (1)") == {"c2"}
    assert "p" in {one.id for one in table.records}
    assert tracker.audits.outcomes().to_records()[1]["files"] == 20
    own = tracker_of(*audits, suppress_below=5).public()
    assert own.audits.outcomes().to_records()[1]["files"] == 20


# Audits of standards


def standards_audit(identifier: str, held_on: str | None, *sections: Any) -> StandardsAudit:
    """An audit with sections of so many met, of so many, and a printed per cent."""
    return StandardsAudit(
        id=identifier,
        title=identifier.upper(),
        framework="section-11",
        held_on=held_on,
        sections=tuple(
            StandardsSection(name=f"Section {n}", met=met, of=of, reported_percent=printed)
            for n, (met, of, printed) in enumerate(sections, 1)
        ),
    )


def test_standards_section_by_section() -> None:
    """Each section stands with its printed per cent and the one that its counts give."""
    tracker = tracker_of(
        standards_audit("s1", "2024-05", (17, 24, 67), (18, 24, 75), (1, 3, None), (0, 0, 50)),
        *(standards_audit("s2", "2023-05", (1, 2, 50)), standards_audit("s3", None)),
    )
    table = standards(tracker.view, year="2024-25")
    assert [tuple(row.values())[2:] for row in table.to_records()] == [
        ("Section 1", 17, 24, 67, 70.8, "no"),
        ("Section 2", 18, 24, 75, 75, "yes"),
        ("Section 3", 1, 3, None, 33.3, None),
        ("Section 4", 0, 0, 50, None, None),
    ]
    assert table.denominator == "1 of the 2 printed per cents do not agree with their counts"
    assert noted(table, "Left out") == {"s3"}
    assert [one.id for one in table[0].records] == ["s1"]
    everything = standards(tracker.view)
    assert (len(everything), noted(everything, "Without a row")) == (5, {"s3"})


@UNHURRIED
@given(trackers())
def test_standards_agree_where_no_problem_is_found(tracker: lt.Tracker) -> None:
    """The table and the rule say the same of every printed per cent."""
    told = [row.agrees for row in standards(tracker.view)]
    codes = [one.code for one in tracker.check()]
    assert told.count("no") == codes.count("percent-disagrees")
