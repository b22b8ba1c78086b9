"""Moments are read in UTC, and no two are called the same."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_tracker.dates import When
from learning_tracker.errors import InvalidMoment
from learning_tracker.moments import beginning, minute_words, moment, moment_words

MOMENTS = st.datetimes(
    min_value=dt.datetime(1950, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=dt.datetime(2090, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.just(dt.UTC),
)
DAY_ENDS = dt.datetime(2025, 3, 31, 23, 59, 59, 999999, dt.UTC)


@pytest.mark.parametrize(
    "value", ["2025-03-31", dt.date(2025, 3, 31), When.parse("2025-03"), "2025-01/2025-03"]
)
def test_a_day_means_its_end(value: dt.date | str | When) -> None:
    """A day, a month and a span mean the end of their last day in UTC."""
    assert moment(value) == DAY_ENDS


def test_a_beginning() -> None:
    """Where something is told from a day on, its beginning is meant; a moment is itself."""
    assert beginning("2025-03") == beginning(dt.date(2025, 3, 1))
    assert beginning("2025-03") == moment("2025-03-01T00:00Z")
    assert beginning("2025-03-01T09:30+01:00") == moment("2025-03-01T08:30Z")
    assert beginning(DAY_ENDS) == DAY_ENDS


@given(MOMENTS, st.integers(-12, 14))
def test_places_on_earth(at: dt.datetime, hours: int) -> None:
    """A moment is the same whatever the place whose clock tells it."""
    there = at.astimezone(dt.timezone(dt.timedelta(hours=hours)))
    assert moment(there) == moment(there.isoformat()) == at
    assert moment(there).utcoffset() == dt.timedelta(0)


@given(MOMENTS, MOMENTS)
def test_words(one: dt.datetime, other: dt.datetime) -> None:
    """Two moments are called the same only if they are."""
    assert (moment_words(one) == moment_words(other)) == (one == other)


def test_how_exact_words_are() -> None:
    """Seconds are told where there are any, and parts of them; to the minute where asked."""
    assert moment_words(moment("2025-11-20T09:30:05Z")) == "09:30:05 on 20 November 2025 (UTC)"
    assert moment_words(moment("2025-11-20T09:30:05.5Z")).startswith("09:30:05.500000 on")
    assert minute_words(moment("2025-11-20")) == "23:59 on 20 November 2025 (UTC)"


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("2025-11-20T09:30", "may be that of any place on earth"),
        (dt.datetime(2025, 11, 20, 9, 30), "may be that of any place on earth"),  # noqa: DTZ001 - it
        ("yesterday", "it is not written as one"),
        ("2025-13-01", "is not a moment: there is no month 13; write"),
        ("2025-02-30", "is not a moment: February 2025 has no day 30; write"),
        ("0001-01-01", "is not a moment: the year 0001 is outside 1900 to 2100; write"),
        (dt.date(1, 1, 1), "the year 0001 is outside 1900 to 2100"),
        ("20251120", "it is not written in ISO 8601, year first"),
        (20251120, "a text or a datetime is needed, not int"),
        ("0001-01-01T00:00+14:00", "it lies outside the years that can be told"),
    ],
)
def test_what_is_no_moment(value: str, why: str) -> None:
    """A time that does not say where it was, or what is none, is refused in a sentence."""
    with pytest.raises(InvalidMoment, match=why):
        moment(value)
