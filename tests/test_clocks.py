"""The table of limits, and what a clock answers."""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_tracker.clocks import (
    LIMITS,
    ClockVerdict,
    Limit,
    Sense,
    Standing,
    Unit,
    limit,
    read_clock,
)
from learning_tracker.dates import When
from learning_tracker.errors import InvalidClock, InvalidDate, UnknownLimit
from learning_tracker.workdays import is_working_day

ONE_DAY = dt.timedelta(days=1)
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2028, 12, 1))
TODAY = dt.date(2025, 6, 2)

RAPID_REVIEW = limit("rapid-review")
PUBLISHED = limit("lcspr-published")


def date(text: str) -> dt.date:
    """A day from its ISO text, for short tables."""
    return dt.date.fromisoformat(text)


def test_limit_codes() -> None:
    """The table holds these limits, each once."""
    assert [row.code for row in LIMITS] == [
        "notification",
        "rapid-review",
        "agreed-deadline",
        "lcspr-published",
        "lcspr-sent",
        "kept-available",
    ]


def test_limits_say_how_well_they_are_known() -> None:
    """One limit was not read at its source, and says so."""
    [unread] = [row for row in LIMITS if row.standing is not Standing.VERIFIED]
    assert unread.code == "lcspr-sent"
    assert "not read" in unread.source


def test_limits_without_an_amount() -> None:
    """Only the limit that replaces another has no amount and no unit."""
    for row in LIMITS:
        replaces = row.sense is Sense.REPLACES
        assert (row.amount is None) is replaces
        assert (row.unit is None) is replaces


def test_unknown_limit() -> None:
    """A code that is not in the table is answered with those that are."""
    with pytest.raises(UnknownLimit, match="no limit 'rapid'; the limits are: notification, rap"):
        limit("rapid")


def test_in_force() -> None:
    """A limit is in force from its first day to its last, and without dates always."""
    ended = attrs.evolve(RAPID_REVIEW, in_force_to=date("2030-01-31"))
    assert not RAPID_REVIEW.in_force(date("2018-06-28"))
    assert RAPID_REVIEW.in_force(date("2018-06-29"))
    assert ended.in_force(date("2030-01-31"))
    assert not ended.in_force(date("2030-02-01"))
    assert PUBLISHED.in_force(date("1990-01-01"))


@pytest.mark.parametrize(
    ("first", "last", "relaxed"),
    [
        ("2020-03-02", "2020-03-23", False),
        ("2020-03-10", "2020-03-31", True),
        ("2023-12-14", "2024-01-09", True),
        ("2023-12-15", "2024-01-10", False),
    ],
)
def test_relaxation(first: str, last: str, relaxed: bool) -> None:  # noqa: FBT001 - a table's column
    """The relaxation may have applied from 30 March 2020 until the edition of December 2023."""
    assert (RAPID_REVIEW.relaxation(date(first), date(last)) is not None) is relaxed


def test_relaxation_without_an_end() -> None:
    """A relaxation with no latest end may apply on any later day; one that never was, on none."""
    open_ended = attrs.evolve(RAPID_REVIEW, relaxed_before=None)
    assert open_ended.relaxation(TODAY, TODAY) is not None
    assert limit("notification").relaxation(date("2020-04-30"), date("2020-05-07")) is None


def test_due() -> None:
    """A deadline is counted in its own unit, from day 0 or from day 1."""
    assert RAPID_REVIEW.due(date("2025-04-10")) == date("2025-05-06")
    assert RAPID_REVIEW.due(date("2025-04-10"), first_day=1) == date("2025-05-02")
    assert RAPID_REVIEW.due(date("2025-02-15"), first_day=1) == date("2025-03-07")
    assert RAPID_REVIEW.due(date("2025-02-15")) == date("2025-03-07")
    assert PUBLISHED.due(date("2024-08-31")) == date("2025-02-28")


@pytest.mark.parametrize("code", ["agreed-deadline", "lcspr-sent", "kept-available"])
def test_not_every_limit_is_a_deadline(code: str) -> None:
    """A limit that is no deadline after an event gives no due date and no reading."""
    expected = r"\(notification, rapid-review, lcspr-published\), found '" + code
    with pytest.raises(InvalidClock, match=expected):
        limit(code).due(TODAY)
    with pytest.raises(InvalidClock, match=expected):
        read_clock(limit(code), None, None, today=TODAY)


def test_a_deadline_needs_an_amount() -> None:
    """A deadline of no length gives no due date."""
    bare = Limit(
        code="bare", sentence="-", counted_from="-", source="-", standing=Standing.VERIFIED
    )
    with pytest.raises(InvalidClock, match="found 'bare'"):
        bare.due(TODAY)


# readings


def read(
    started: str | None,
    ended: str | None,
    *,
    row: Limit = RAPID_REVIEW,
    today: str = "2025-06-02",
    agreed: str | None = None,
    **options: Any,
) -> tuple[str, str | None, int | None, str]:
    """A reading as plain values."""
    whens = [None if text is None else When.parse(text) for text in (started, ended, agreed)]
    reading = read_clock(
        row,
        whens[0],
        whens[1],
        today=date(today),
        agreed=whens[2],
        start_name="notification",
        end_name="review",
        **options,
    )
    due = reading.due.isoformat() if reading.due else None
    return reading.verdict.value, due, reading.took, reading.reason


def test_in_time_on_the_last_day() -> None:
    """What is done on the due day is in time."""
    assert read("2025-04-10", "2025-05-06") == (
        "in time",
        "2025-05-06",
        15,
        "due by 6 May 2025, and the review is dated 6 May 2025; it took 15 working days",
    )


def test_late_by_a_day() -> None:
    """What is done on the next working day is late, by that day."""
    assert read("2025-04-10", "2025-05-07") == (
        "late",
        "2025-05-06",
        16,
        (
            "due by 6 May 2025, and the review is dated 7 May 2025; it took 16 working days; "
            "1 working day late"
        ),
    )


def test_late_at_a_weekend() -> None:
    """What was due on a Friday and is done on the Saturday is late by less than a working day."""
    assert read("2025-02-14", "2025-03-08") == (
        "late",
        "2025-03-07",
        15,
        (
            "due by 7 March 2025, and the review is dated 8 March 2025; it took 15 working days; "
            "less than 1 working day late"
        ),
    )


def test_day_one() -> None:
    """Where the first day is day 1, the clock ends a working day sooner and counts one more."""
    verdict, due, took, _ = read("2025-04-10", "2025-05-06", first_day=1)
    assert (verdict, due, took) == ("late", "2025-05-02", 16)


def test_running() -> None:
    """With nothing recorded, the clock runs until the due day is over."""
    assert read("2025-04-10", None, today="2025-04-30") == (
        "running",
        "2025-05-06",
        None,
        "due by 6 May 2025, and no review is recorded; 3 working days left",
    )
    assert read("2025-04-10", None, today="2025-05-06")[0] == "running"


def test_overdue() -> None:
    """With nothing recorded after the due day, it is overdue."""
    assert read("2025-04-10", None, today="2025-05-07") == (
        "overdue",
        "2025-05-06",
        None,
        "due by 6 May 2025, and no review is recorded; 1 working day late",
    )


def test_no_start() -> None:
    """With no date to count from, the clock cannot tell."""
    assert read(None, "2025-05-06") == (
        "cannot tell",
        None,
        None,
        "no date of the notification is recorded",
    )


def test_a_start_that_is_no_day() -> None:
    """A clock that needs a day and has a month cannot tell."""
    assert read("2025-02", "2025-05-06") == (
        "cannot tell",
        None,
        None,
        "the notification is dated February 2025, and the clock needs a day",
    )


def test_before_the_limit() -> None:
    """A limit does not judge what began before it was in force."""
    assert read("2018-06-28", "2018-07-30") == (
        "cannot tell",
        None,
        None,
        "the limit was not in force on 28 June 2018",
    )


def test_an_end_before_the_start() -> None:
    """Where the end is dated before the start, the dates say nothing."""
    assert read("2025-04-10", "2025-03", agreed="2025-05-30") == (
        "cannot tell",
        None,
        None,
        "the review is dated March 2025, before the notification, which is dated 10 April 2025",
    )


def test_an_end_that_is_no_day() -> None:
    """An end that is no day is judged only where all its days agree."""
    assert read("2025-04-10", "2025-04")[:3] == ("in time", "2025-05-06", None)
    assert read("2025-04-10", "2025-05") == (
        "cannot tell",
        "2025-05-06",
        None,
        (
            "due by 6 May 2025, and the review is dated May 2025; "
            "which of the two came first is not known"
        ),
    )
    assert read("2025-04-10", "2025-06") == (
        "late",
        "2025-05-06",
        None,
        "due by 6 May 2025, and the review is dated June 2025; at least 17 working days late",
    )


def test_agreed_deadline() -> None:
    """An agreed deadline replaces the limit's own, by its last day."""
    assert read("2025-04-10", "2025-05-30", agreed="2025-05") == (
        "in time",
        "2025-05-31",
        32,
        (
            "due by 31 May 2025 as agreed, and the review is dated 30 May 2025; "
            "it took 32 working days"
        ),
    )


@pytest.mark.parametrize("started", [None, "2025-04", "2018-01-02"])
def test_agreed_deadline_needs_no_count(started: str | None) -> None:
    """An agreed deadline can be judged where the limit's own could not."""
    assert read(started, None, agreed="2025-05-30", today="2025-05-29")[:2] == (
        "running",
        "2025-05-30",
    )


def test_limit_in_months() -> None:
    """A limit in months is judged in days, and gives no working days."""
    assert read("2024-08-31", "2025-03-01", row=PUBLISHED) == (
        "late",
        "2025-02-28",
        None,
        "due by 28 February 2025, and the review is dated 1 March 2025; 1 day late",
    )
    assert read("2024-08-31", None, row=PUBLISHED, today="2025-02-26")[3].endswith("2 days left")


def test_relaxation_is_said_where_it_matters() -> None:
    """A reading that is not in time says that the limit may have been relaxed."""
    note = "the limit was relaxed from 30 March 2020, which may have applied"
    assert read("2020-04-01", "2020-05-20")[3].endswith(note)
    assert note not in read("2020-04-01", "2020-04-08")[3]
    assert note not in read("2020-04-01", "2020-05-20", agreed="2020-05-15")[3]
    assert note not in read("2025-04-10", "2025-05-20")[3]
    assert note not in read(None, "2020-05-20", agreed="2020-05-15")[3]


@pytest.mark.parametrize("first_day", [-1, 2])
def test_first_day_is_checked(first_day: int) -> None:
    """The first day is day 0 or day 1."""
    with pytest.raises(InvalidClock, match=f"expected 0 or 1 .* found {first_day}"):
        read("2025-04-10", None, first_day=first_day)


def test_today_is_a_plain_date() -> None:
    """The day on which a clock is read has no time of day."""
    with pytest.raises(InvalidDate):
        read_clock(RAPID_REVIEW, None, None, today=dt.datetime(2025, 6, 2, tzinfo=dt.UTC))


@given(DAYS, DAYS, st.sampled_from([0, 1]), st.sampled_from([5, 15]))
def test_verdict_agrees_with_the_count(
    start: dt.date, end: dt.date, first_day: int, amount: int
) -> None:
    """On a working day, it is in time exactly when it took no more days than allowed."""
    start, end = sorted((start, end))
    row = attrs.evolve(RAPID_REVIEW, amount=amount, unit=Unit.WORKING_DAYS, in_force_from=None)
    reading = read_clock(row, When.day(start), When.day(end), today=TODAY, first_day=first_day)
    assert reading.took is not None
    if is_working_day(end):
        in_time = reading.verdict is ClockVerdict.IN_TIME
        assert in_time is (reading.took <= amount)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_an_interval_is_judged_as_its_days(start: dt.date, gap: int, length: int) -> None:
    """An end that is no day has the verdict of all its days, or none."""
    first = start + gap * ONE_DAY
    end = When(first, first + length * ONE_DAY)
    row = attrs.evolve(RAPID_REVIEW, in_force_from=None)
    verdicts = {
        read_clock(row, When.day(start), When.day(day), today=TODAY).verdict
        for day in (first + number * ONE_DAY for number in range(length + 1))
    }
    whole = read_clock(row, When.day(start), end, today=TODAY).verdict
    assert {whole} == (verdicts if len(verdicts) == 1 else {ClockVerdict.CANNOT_TELL})
