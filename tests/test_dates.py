"""Dates as they are published, and the reporting years that hold them."""

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from learning_tracker.dates import (
    ReportingYear,
    When,
    long_date,
    plain_day,
    reporting_year,
    when,
)
from learning_tracker.errors import InvalidDate, InvalidYear

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
NEAR_DAYS = st.dates(dt.date(2024, 12, 1), dt.date(2025, 3, 31))
MONTHS = st.builds(lambda day: When.parse(f"{day:%Y-%m}"), DAYS)
YEARS = st.builds(lambda year: When.parse(str(year)), st.integers(1900, 2100))


def spans(days: st.SearchStrategy[dt.date]) -> st.SearchStrategy[When]:
    """Intervals between any two of the days."""
    return st.builds(lambda one, other: When(*sorted((one, other))), days, days)


UNITS = MONTHS | YEARS | st.builds(When.day, DAYS)
WHENS = UNITS | spans(DAYS) | st.builds(When.span, st.lists(UNITS, min_size=1, max_size=3))
NEAR = spans(NEAR_DAYS)


def days_of(interval: When) -> set[dt.date]:
    """Every day of an interval, one by one."""
    length = (interval.last - interval.first).days
    return {interval.first + dt.timedelta(days=number) for number in range(length + 1)}


# A When is read and written


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-02-14", dt.date(2025, 2, 14), dt.date(2025, 2, 14)),
        ("2025-02", dt.date(2025, 2, 1), dt.date(2025, 2, 28)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ("2011-12", dt.date(2011, 12, 1), dt.date(2011, 12, 31)),
        ("2025-01/2025-03", dt.date(2025, 1, 1), dt.date(2025, 3, 31)),
        ("2024/2025-02-14", dt.date(2024, 1, 1), dt.date(2025, 2, 14)),
        ("1900/2100", dt.date(1900, 1, 1), dt.date(2100, 12, 31)),
    ],
)
def test_parse(text: str, first: dt.date, last: dt.date) -> None:
    """A text stands for all the days of what it names."""
    assert When.parse(text) == When(first, last)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-02-01/2025-02-28", "2025-02"),
        ("2025-01/2025-12", "2025"),
        ("2024-01-01/2025-12", "2024/2025"),
        ("2025-02/2025-02", "2025-02"),
        ("2025-02-14/2025-02-14", "2025-02-14"),
        ("2025-01-01/2025-03", "2025-01/2025-03"),
        ("2025-01/2025-03-30", "2025-01-01/2025-03-30"),
        ("2024-12-02/2025-01", "2024-12-02/2025-01-31"),
        ("2024/2025-03", "2024-01/2025-03"),
    ],
)
def test_iso_is_shortest(text: str, iso: str) -> None:
    """The canonical text of an interval is the shortest there is for it."""
    assert When.parse(text).iso == iso


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("2025-02-14", "14 February 2025"),
        ("2025-02", "February 2025"),
        ("2025", "2025"),
        ("2025-01/2025-03", "January to March 2025"),
        ("2024-12/2025-02", "December 2024 to February 2025"),
        ("2025-02-03/2025-02-14", "3 to 14 February 2025"),
        ("2025-01-28/2025-02-03", "28 January to 3 February 2025"),
        ("2024-12-30/2025-01-02", "30 December 2024 to 2 January 2025"),
        ("2024-02-03/2025-02-03", "3 February 2024 to 3 February 2025"),
        ("2025-01-03/2025-02-03", "3 January to 3 February 2025"),
        ("2024-02/2025-02", "February 2024 to February 2025"),
        ("2023/2025", "2023 to 2025"),
    ],
)
def test_text(iso: str, text: str) -> None:
    """In words an interval is as exact as it is, and says a month or year once."""
    assert When.parse(iso).text == text
    assert str(When.parse(iso)) == text


def test_repr_makes_it_again() -> None:
    """The repr is the call that makes the interval."""
    assert repr(When.parse("2025-02-01/2025-02-28")) == "When.parse('2025-02')"


@given(WHENS)
@example(When.parse("1900/2100"))
def test_iso_round_trip(interval: When) -> None:
    """What `iso` writes, `parse` reads back exactly."""
    assert When.parse(interval.iso) == interval


@given(WHENS, WHENS)
def test_texts_are_distinct(one: When, other: When) -> None:
    """Two intervals have the same text, in ISO or in words, only if they are the same."""
    same = one == other
    assert (one.iso == other.iso) is same
    assert (one.text == other.text) is same


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not written in ISO 8601"),
        ("14/02/2025", "not written in ISO 8601"),
        ("February 2025", "not written in ISO 8601"),
        ("20250214", "not written in ISO 8601"),
        ("2025-2-14", "not written in ISO 8601"),
        ("2025-W07", "not written in ISO 8601"),
        ("2025-02-14T09:00", "not written in ISO 8601"),
        (" 2025", "not written in ISO 8601"),
        ("2025\n", "not written in ISO 8601"),
        ("٢٠٢٥", "not written in ISO 8601"),
        ("2025/", "not written in ISO 8601"),
        ("/2025", "not written in ISO 8601"),
        ("2025/2026/2027", "not written in ISO 8601"),
        ("2025-01/03", "not written in ISO 8601"),
        ("2024-25", r"there is no month 25 \(a reporting year is no date\)"),
        ("2024-13", "there is no month 13; write a day"),
        ("2024-00", "there is no month 00; write a day"),
        ("2025-02-29", "February 2025 has no day 29"),
        ("2025-02-00", "February 2025 has no day 00"),
        ("2025-03/2025-02", "it ends before it begins"),
        ("1899", "the year 1899 is outside 1900 to 2100"),
        ("2025/2101", "the year 2101 is outside 1900 to 2100"),
        ("0000", "the year 0000 is outside 1900 to 2100"),
    ],
)
def test_parse_refuses(text: str, why: str) -> None:
    """A text in any other form is refused, with the reason."""
    with pytest.raises(InvalidDate, match=why):
        When.parse(text)


@given(st.text(alphabet="0123456789-/ ", max_size=24))
def test_parse_reads_or_refuses(text: str) -> None:
    """No text makes `parse` fail in any way but its own."""
    with suppress(InvalidDate):
        assert When.parse(When.parse(text).iso) == When.parse(text)


@pytest.mark.parametrize("value", [None, 2025, b"2025", dt.date(2025, 2, 14), ["2025"]])
def test_parse_refuses_all_but_text(value: Any) -> None:
    """`parse` reads text and nothing else, hashable or not."""
    with pytest.raises(InvalidDate, match="a text is needed"):
        When.parse(value)


# A When is made


def test_of_a_day() -> None:
    """A day is the interval from itself to itself, and no longer one is a day."""
    assert When.day(dt.date(2025, 2, 14)) == When.parse("2025-02-14")
    assert When.day(dt.date(2025, 2, 14)).is_day
    assert not When.parse("2025-02").is_day


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (dt.date(2025, 2, 2), dt.date(2025, 2, 1), "'2025-02-02/2025-02-01'.*ends before"),
        (dt.datetime(2025, 2, 1, 9, tzinfo=dt.UTC), dt.date(2025, 2, 2), "a time of day"),
        (dt.date(2025, 2, 1), dt.datetime(2025, 2, 2, tzinfo=dt.UTC), "a time of day"),
        ("2025-02-01", "2025-02-02", "a plain date is needed, not str"),
        (dt.date(2025, 2, 1), None, "a plain date is needed, not NoneType"),
        (dt.date(1899, 12, 31), dt.date(1900, 1, 1), "the year 1899 is outside"),
        (dt.date(2100, 12, 31), dt.date(2101, 1, 1), "the year 2101 is outside"),
    ],
)
def test_ends_are_checked(first: Any, last: Any, why: str) -> None:
    """An interval runs between plain days, in order, from 1900 to 2100."""
    with pytest.raises(InvalidDate, match=why):
        When(first, last)


@given(st.lists(WHENS, min_size=1, max_size=5))
def test_span(intervals: list[When]) -> None:
    """A span is the shortest interval that holds them all."""
    span = When.span(iter(intervals))
    assert all(interval.within(span) for interval in intervals)
    assert span.first in {interval.first for interval in intervals}
    assert span.last in {interval.last for interval in intervals}


def test_span_of_none() -> None:
    """There is no span of no dates."""
    with pytest.raises(InvalidDate, match="at least one date"):
        When.span([])


@given(st.lists(WHENS, min_size=1, max_size=5), st.data())
def test_latest(intervals: list[When], data: st.DataObject) -> None:
    """The last day of any that may have been lies within it, and both its ends may be the last."""
    latest = When.latest(iter(intervals))
    days = [data.draw(st.dates(interval.first, interval.last)) for interval in intervals]
    assert When.day(max(days)).within(latest)
    assert max(interval.first for interval in intervals) == latest.first
    assert max(interval.last for interval in intervals) == latest.last


def test_latest_of_none() -> None:
    """Of no dates none is the last."""
    with pytest.raises(InvalidDate, match="at least one date"):
        When.latest([])


def test_when_converts() -> None:
    """A `When`, a text and a day all become the same `When`."""
    interval = When.parse("2025-02-14")
    assert when(interval) is interval
    assert when("2025-02-14") == interval
    assert when(dt.date(2025, 2, 14)) == interval


@pytest.mark.parametrize("value", [None, 2025, dt.datetime(2025, 2, 14, tzinfo=dt.UTC)])
def test_when_refuses(value: Any) -> None:
    """Neither a datetime nor anything else becomes a `When`."""
    with pytest.raises(InvalidDate):
        when(value)


# A When is compared


@given(WHENS, WHENS)
def test_order(one: When, other: When) -> None:
    """Intervals sort by first day, then last; equal ones hash alike."""
    pair, other_pair = (one.first, one.last), (other.first, other.last)
    assert (one < other) is (pair < other_pair)
    assert (one >= other) is (pair >= other_pair)
    assert (one == other) is (pair == other_pair)
    assert hash(one) == hash(When(one.first, one.last))


def test_order_among_its_own() -> None:
    """An interval has no order with a plain date: the comparisons say what is meant."""
    day: Any = dt.date(2025, 1, 1)
    with pytest.raises(TypeError):
        assert When.parse("2025") < day


@given(NEAR, NEAR)
@example(When.parse("2025-01"), When.parse("2025-02"))
def test_comparisons_are_certain(one: When, other: When) -> None:
    """Each comparison holds exactly when it holds of every day that might be meant."""
    mine, theirs = days_of(one), days_of(other)
    assert one.entirely_before(other) is all(a < b for a in mine for b in theirs)
    assert one.entirely_after(other) is all(a > b for a in mine for b in theirs)
    assert one.overlaps(other) is bool(mine & theirs)
    assert one.within(other) is (mine <= theirs)


@given(NEAR, NEAR_DAYS)
def test_comparisons_with_a_day(interval: When, day: dt.date) -> None:
    """A plain date compares as the interval of that day."""
    single = When.day(day)
    assert interval.entirely_before(day) is interval.entirely_before(single)
    assert interval.entirely_after(day) is interval.entirely_after(single)
    assert interval.overlaps(day) is interval.overlaps(single)
    assert interval.within(day) is interval.within(single)


@pytest.mark.parametrize("name", ["entirely_before", "entirely_after", "overlaps", "within"])
def test_comparisons_refuse_a_datetime(name: str) -> None:
    """A datetime is no day to compare with."""
    comparison = getattr(When.parse("2025"), name)
    with pytest.raises(InvalidDate, match="a time of day"):
        comparison(dt.datetime(2025, 2, 14, tzinfo=dt.UTC))


# Days


def test_long_date() -> None:
    """A day in words has no leading nought, and its month in English."""
    assert long_date(dt.date(2025, 11, 20)) == "20 November 2025"
    assert long_date(dt.date(2025, 5, 1)) == "1 May 2025"


def test_plain_day() -> None:
    """A plain date passes as it is."""
    day = dt.date(2025, 2, 14)
    assert plain_day(day) is day


# Reporting years


@pytest.mark.parametrize("text", ["2024-25", "2024-2025", "2024/25", "2024/2025"])
def test_year_parse(text: str) -> None:
    """A reporting year is read in any of four forms, and written in one."""
    assert ReportingYear.parse(text) == ReportingYear(2024)
    assert str(ReportingYear.parse(text)) == "2024-25"


def test_year_over_a_century() -> None:
    """1999-00 is the year that ends in March 2000."""
    assert ReportingYear.parse("1999-00") == ReportingYear.parse("1999/2000")
    assert ReportingYear(1999).when.last == dt.date(2000, 3, 31)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2024", "does not name two calendar years"),
        ("", "does not name two calendar years"),
        ("24-25", "does not name two calendar years"),
        ("2024-25 ", "does not name two calendar years"),
        ("2024\N{EN DASH}25", "does not name two calendar years"),
        ("2024-5", "does not name two calendar years"),
        ("2024-26", "26 is not the year after 2024"),
        ("2024-24", "24 is not the year after 2024"),
        ("2024/2026", "2026 is not the year after 2024"),
        ("2024-1925", "1925 is not the year after 2024"),
        ("1899-00", "begin between 1900 and 2099"),
        ("2100-01", "begin between 1900 and 2099"),
        (None, "a text is needed, not NoneType"),
        (2024, "a text is needed, not int"),
    ],
)
def test_year_parse_refuses(text: Any, why: str) -> None:
    """Any other text, and anything but text, names no reporting year."""
    with pytest.raises(InvalidYear, match=why):
        ReportingYear.parse(text)


@pytest.mark.parametrize("start", [1899, 2100, "2024", True, 2024.0, None])
def test_year_start_is_checked(start: Any) -> None:
    """A reporting year begins in a whole year from 1900 to 2099."""
    with pytest.raises(InvalidYear):
        ReportingYear(start)


@given(st.integers(1900, 2099).map(ReportingYear))
def test_year_round_trip(year: ReportingYear) -> None:
    """A reporting year is read back from its text, and holds its own first and last day."""
    assert ReportingYear.parse(str(year)) == year
    assert repr(year) == f"ReportingYear.parse('{year}')"
    assert ReportingYear.holding(year.when) == year
    assert ReportingYear.of(year.when.first) == ReportingYear.of(year.when.last) == year


@given(st.dates(dt.date(1900, 4, 1), dt.date(2100, 3, 31)))
def test_year_of_a_day(day: dt.date) -> None:
    """Every day lies in the days of its reporting year."""
    assert When.day(day).within(ReportingYear.of(day).when)


def test_year_of_no_plain_day() -> None:
    """A datetime, or a day before the first year, has no reporting year."""
    with pytest.raises(InvalidDate):
        ReportingYear.of(dt.datetime(2025, 2, 14, tzinfo=dt.UTC))
    with pytest.raises(InvalidYear):
        ReportingYear.of(dt.date(1900, 3, 31))


@pytest.mark.parametrize("iso", ["2025", "2025-03/2025-04", "2024-04/2025-04-01", "2023/2025"])
def test_no_year_holds_what_straddles(iso: str) -> None:
    """A date that straddles 1 April is in no one reporting year."""
    assert ReportingYear.holding(When.parse(iso)) is None


@pytest.mark.parametrize("iso", ["1900-01", "1900-03-31", "2100-04", "2100-12-31"])
def test_no_year_holds_what_lies_outside(iso: str) -> None:
    """A date before the first reporting year, or after the last, is in none."""
    assert ReportingYear.holding(When.parse(iso)) is None


@given(WHENS)
def test_year_holding(interval: When) -> None:
    """The year that holds an interval holds both its ends; else they are not in one year."""
    year = ReportingYear.holding(interval)
    if year is not None:
        assert interval.within(year.when)
    elif interval.within(When(dt.date(1900, 4, 1), dt.date(2100, 3, 31))):
        assert ReportingYear.of(interval.first) != ReportingYear.of(interval.last)


def test_year_neighbours() -> None:
    """Next and previous are a year apart, and stop at the ends of the calendar."""
    assert ReportingYear(2024).next() == ReportingYear(2025)
    assert ReportingYear(2024).previous() == ReportingYear(2023)
    assert ReportingYear(2023) < ReportingYear(2024)
    assert len({ReportingYear(2024), ReportingYear.parse("2024-25")}) == 1
    with pytest.raises(InvalidYear):
        ReportingYear(2099).next()
    with pytest.raises(InvalidYear):
        ReportingYear(1900).previous()


def test_year_range() -> None:
    """A range of years holds both its ends, and is empty when they are the wrong way round."""
    assert list(ReportingYear.range("2023-24", ReportingYear(2025))) == [
        ReportingYear(2023),
        ReportingYear(2024),
        ReportingYear(2025),
    ]
    assert list(ReportingYear.range("2024-25", "2024-25")) == [ReportingYear(2024)]
    assert list(ReportingYear.range("2025-26", "2024-25")) == []


def test_reporting_year_converts() -> None:
    """A reporting year stays what it is, a text is read, and nothing else will do."""
    year = ReportingYear(2024)
    assert reporting_year(year) is year
    assert reporting_year("2024/25") == year
    with pytest.raises(InvalidYear, match="a text is needed, not When"):
        reporting_year(When.parse("2024"))  # type: ignore[arg-type]
