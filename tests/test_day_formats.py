"""Dates as people write them, by stated formats."""

import datetime as dt
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_tracker.dates import ReportingYear, When
from learning_tracker.errors import InvalidArgument, Misfit, UnknownChoice
from learning_tracker.exchange.sheets.day_formats import FORMATS, format_named, parse
from learning_tracker.exchange.sheets.sheet import Value

DAYS = st.dates(dt.date(1954, 10, 4), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("name", "value", "iso"),
    [
        ("iso", "2025-03-31", "2025-03-31"),
        ("iso", " 2025-01/2025-03\u00a0", "2025-01/2025-03"),
        ("iso", 2025, "2025"),
        ("iso with time", "2025-03-31 00:00:00", "2025-03-31"),
        ("iso with time", "2025-03-31T09:30:00Z", "2025-03-31"),
        ("excel date", dt.date(2025, 3, 31), "2025-03-31"),
        ("excel date", dt.datetime(2025, 3, 31, 9, 30), "2025-03-31"),  # noqa: DTZ001
        ("excel serial", 45747, "2025-03-31"),
        ("excel serial", 45747.75, "2025-03-31"),
        ("excel serial", "45747", "2025-03-31"),
        ("excel serial 1904", 44285, "2025-03-31"),
        ("day in words", "31st March 2025", "2025-03-31"),
        ("day in words", "Monday, 31 March 2025", "2025-03-31"),
        ("day in words", "Mon 31-Mar-2025", "2025-03-31"),
        ("day in words", "1st of september 2024", "2024-09-01"),
        ("day in words", "2nd Sept. 2024", "2024-09-02"),
        ("month in words", "Sept 2023", "2023-09"),
        ("month in words", "March 2025", "2025-03"),
        ("month in words", "MAR-2025", "2025-03"),
        ("day first", "31/03/2025", "2025-03-31"),
        ("day first", "3.4.2025", "2025-04-03"),
        ("day first", "31-03-2025 00:00", "2025-03-31"),
        ("day first, short year", "31/03/25", "2025-03-31"),
        ("month first", "03/31/2025", "2025-03-31"),
        ("quarter", "Q4 2024-25", "2025-01/2025-03"),
        ("quarter", "q1 2024/25", "2024-04/2024-06"),
        ("quarter", "Quarter 3, 2024\u20132025", "2024-10/2024-12"),
        ("reporting year", "2024-25", "2024-04/2025-03"),
        ("reporting year", "2024/2025", "2024-04/2025-03"),
    ],
)
def test_read(name: str, value: Value, iso: str) -> None:
    """A date is read by the format in which it is written."""
    assert parse(value, [name]).iso == iso


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("iso", "31/03/2025"),
        ("iso", True),
        ("iso", 45747),
        ("iso with time", "2025-02-30 00:00"),
        ("excel date", "31/03/2025"),
        ("excel date", dt.time(9, 30)),
        ("excel date", dt.date(2101, 1, 1)),
        ("excel serial", 2025),
        ("excel serial", True),
        ("excel serial", 1e300),
        ("excel serial", "45,747"),
        ("day in words", "30th February 2025"),
        ("day in words", "Tuesday 31 March 2025"),
        ("day in words", "March 2025"),
        ("day in words", "31 March 25"),
        ("month in words", "Mar-25"),
        ("month in words", "Smarch 2025"),
        ("day first", "03/31/2025"),
        ("day first", "31/03-2025"),
        ("day first", "31/03/25"),
        ("day first", "31/03/1850"),
        ("quarter", "Q5 2024-25"),
        ("quarter", "Q4 2024"),
        ("quarter", "Q4 2024-26"),
        ("reporting year", "2025"),
        ("reporting year", "2025-12"),
        ("reporting year", None),
    ],
)
def test_not_read(name: str, value: Value) -> None:
    """What is written otherwise, or names no day, is no date, and the format is told."""
    with pytest.raises(Misfit, match="expected a date") as found:
        parse(value, [name])
    assert f"{format_named(name).example} ({name})" in str(found.value)


@pytest.mark.parametrize("word", ["Ongoing", "ASAP", "As soon as possible", "TBC.", "in progress"])
def test_words_that_name_no_day(word: str) -> None:
    """What is no date never becomes one, by any of the formats, and it is said what to do."""
    for name in FORMATS:
        with pytest.raises(Misfit, match="name no day: leave the cell empty"):
            parse(word, [name])


def test_the_nearest_reading() -> None:
    """What another format would read is told, and is not taken."""
    with pytest.raises(Misfit) as found:
        parse("31/03/2025", ["iso", "quarter"])
    assert str(found.value) == (
        "expected a date written as 2025-03-31, 2025-03 or 2025 (iso); Q4 2024-25 (quarter) "
        "(by \"day first\" it would be 31 March 2025), found '31/03/2025'"
    )


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("03/04/2025", ["day first", "month first"]),
        ("2011-12", ["iso", "reporting year"]),
        (45747, ["excel serial", "excel serial 1904"]),
    ],
)
def test_two_readings(value: Value, names: list[str]) -> None:
    """What two stated formats read differently is refused with both."""
    with pytest.raises(Misfit, match="in one way, not by") as found:
        parse(value, names)
    assert all(f'"{name}"' in str(found.value) for name in names)


def test_two_formats_with_one_reading() -> None:
    """What they read alike is read."""
    assert parse("04/04/2025", ["day first", "month first"]).iso == "2025-04-04"


def test_formats_are_known_by_name() -> None:
    """A name that is none is told with the nearest, and at least one is needed."""
    with pytest.raises(UnknownChoice, match="did you mean day first"):
        parse("31/03/2025", ["dayfirst"])
    with pytest.raises(InvalidArgument, match="names of date formats"):
        parse("31/03/2025", [])


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]))
def test_days_come_first_where_it_is_stated(day: dt.date, pattern: str) -> None:
    """Every day that is written with the day first is read as itself."""
    assert parse(day.strftime(pattern), ["day first"]) == When.day(day)


@given(DAYS)
def test_serials(day: dt.date) -> None:
    """Every day is read from its number, counted from 1900 or from 1904."""
    number = (day - dt.date(1899, 12, 30)).days
    assert parse(number, ["excel serial"]) == When.day(day)
    assert parse(number - 1462, ["excel serial 1904"]) == When.day(day)


@given(st.integers(1900, 2099).map(ReportingYear))
def test_quarters_make_up_their_year(year: ReportingYear) -> None:
    """The four quarters follow each other from the first day of the reporting year to its last."""
    quarters = [parse(f"Q{number} {year}", ["quarter"]) for number in (1, 2, 3, 4)]
    assert When.span(quarters) == year.when
    assert all((later.first - sooner.last).days == 1 for sooner, later in pairwise(quarters))


@given(st.one_of(st.text(), st.integers(), st.floats(), st.dates(), st.times(), st.none()))
def test_anything_is_a_date_or_a_misfit(value: Value) -> None:
    """No value makes any format fail in another way."""
    for name in FORMATS:
        with suppress(Misfit):
            assert isinstance(parse(value, [name]), When)
