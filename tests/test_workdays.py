"""Working days, bank holidays and months."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_tracker.errors import InvalidClock, InvalidDate
from learning_tracker.workdays import (
    CHANGES,
    bank_holidays,
    is_working_day,
    last_day_before,
    months_after,
    working_days_after,
    working_days_between,
)

ONE_DAY = dt.timedelta(days=1)
TODAY = dt.date(2025, 6, 2)
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2028, 12, 1))


def date(text: str) -> dt.date:
    """A day from its ISO text, for short tables."""
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2015, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2016, "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27"),
        (2017, "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
        (2018, "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26"),
        (2019, "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26"),
        (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        (2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
    ],
)
def test_bank_holidays_of_the_years_checked(year: int, days: str) -> None:
    """From 2015 to 2028 the calendar holds these days and no others."""
    assert list(bank_holidays(year)) == [date(f"{year}-{day}") for day in days.split()]


@pytest.mark.parametrize(
    "day",
    [
        "1999-12-31",
        "2002-06-03",
        "2002-06-04",
        "2011-04-29",
        "2012-06-04",
        "2012-06-05",
        "2020-05-08",
        "2022-06-02",
        "2022-06-03",
        "2022-09-19",
        "2023-05-08",
    ],
)
def test_days_put_in(day: str) -> None:
    """Each one-off holiday is no working day, and says why."""
    [change] = [change for change in CHANGES if change.added == date(day)]
    assert not is_working_day(date(day))
    assert bank_holidays(date(day).year)[date(day)] == change.reason


@pytest.mark.parametrize("day", ["2002-05-27", "2012-05-28", "2020-05-04", "2022-05-30"])
def test_days_taken_out(day: str) -> None:
    """A day from which a holiday was moved was a working day."""
    assert is_working_day(date(day))


def test_changes_stay_in_their_year() -> None:
    """Every move is within one year, and takes out a day that the rules would give."""
    moves = [change for change in CHANGES if change.removed is not None]
    assert len(moves) == 4
    for change in moves:
        assert change.removed is not None
        assert change.removed.year == change.added.year
        assert change.removed.weekday() == 0


def test_names_of_substitutes() -> None:
    """A holiday that falls on a weekend is named on the day that stands in for it."""
    assert bank_holidays(2022)[date("2022-01-03")] == "New Year's Day (substitute day)"
    assert bank_holidays(2022)[date("2022-12-26")] == "Boxing Day"
    assert bank_holidays(2022)[date("2022-12-27")] == "Christmas Day (substitute day)"


def test_bank_holidays_are_read_only() -> None:
    """The calendar, which is kept, cannot be changed by one who asks for it."""
    with pytest.raises(TypeError):
        bank_holidays(2025)[date("2025-02-14")] = "a day off"  # type: ignore[index]


@given(st.integers(1900, 2101))
def test_every_year_has_its_holidays(year: int) -> None:
    """Every year has at least eight bank holidays, all on weekdays of that year."""
    holidays = bank_holidays(year)
    assert len(holidays) >= 8
    assert all(day.year == year and day.weekday() < 5 for day in holidays)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2020-04-30", 5, "2020-05-07"),
        ("2022-05-27", 5, "2022-06-07"),
        ("2022-09-08", 15, "2022-09-30"),
        ("2023-04-28", 5, "2023-05-09"),
        ("2025-04-10", 15, "2025-05-06"),
        ("2025-02-15", 1, "2025-02-17"),
    ],
)
def test_working_days_after(start: str, n: int, end: str) -> None:
    """These counts, over weekends, Easter and one-off holidays, are known to be right."""
    assert working_days_after(date(start), n) == date(end)
    assert working_days_between(date(start), date(end)) == n


@given(DAYS, st.integers(1, 30))
def test_working_days_after_counts_each(start: dt.date, n: int) -> None:
    """The n-th working day after a day is the n-th in a list of those that follow it."""
    following = (start + number * ONE_DAY for number in range(1, 100))
    assert working_days_after(start, n) == [day for day in following if is_working_day(day)][n - 1]


@given(DAYS, DAYS, DAYS)
def test_working_days_between_adds_up(one: dt.date, two: dt.date, three: dt.date) -> None:
    """Counts add up along the way, and run the other way with the other sign."""
    assert working_days_between(one, two) + working_days_between(
        two, three
    ) == working_days_between(one, three)
    assert working_days_between(one, two) == -working_days_between(two, one)


@pytest.mark.parametrize("n", [0, -1])
def test_working_days_after_needs_a_count(n: int) -> None:
    """There is no nought-th working day after a day, and none before it."""
    with pytest.raises(InvalidClock, match=f"from 1 up, found {n}"):
        working_days_after(TODAY, n)


def test_a_datetime_is_no_working_day() -> None:
    """A datetime, which no calendar of days holds, is refused and not taken for a working day."""
    christmas: Any = dt.datetime(2025, 12, 25, tzinfo=dt.UTC)
    with pytest.raises(InvalidDate):
        is_working_day(christmas)
    with pytest.raises(InvalidDate):
        working_days_after(christmas, 1)
    with pytest.raises(InvalidDate):
        working_days_between(TODAY, christmas)
    with pytest.raises(InvalidDate):
        months_after(christmas, 1)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2024-08-31", 6, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2025-02-14", 6, "2025-08-14"),
        ("2025-06-30", 6, "2025-12-30"),
        ("2025-01-31", 12, "2026-01-31"),
        ("2025-12-15", 0, "2025-12-15"),
        ("2025-03-31", -1, "2025-02-28"),
    ],
)
def test_months_after(start: str, n: int, end: str) -> None:
    """A month later is the same day of the month, or the last of a shorter month."""
    assert months_after(date(start), n) == date(end)


@given(DAYS, st.integers(1, 1200))
def test_the_last_day_before(day: dt.date, months: int) -> None:
    """So many months have passed since that day, and since the next they have not."""
    last = last_day_before(day, months)
    assert months_after(last, months) <= day < months_after(last + ONE_DAY, months)
