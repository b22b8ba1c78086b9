"""Dates as they are published: a day, a month, a year, or a span of them.

A `When` is a closed interval of days. It knows no precision but its first and
last day, and offers only comparisons that are certain.

>>> When.parse("2025-02").text
'February 2025'
>>> When.parse("2025-02").entirely_before(When.parse("2025-03-01"))
True
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any, Self

import attrs

from learning_tracker.errors import InvalidDate, InvalidYear

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100

# The months are spelled out because `calendar.month_name` follows the locale.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_APRIL = 4
_DECEMBER = 12
_PARTS_OF_A_DAY = 3
# How many characters of an ISO day say its year, its month, and all of it.
_YEAR, _MONTH, _DAY = 4, 7, 10
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = re.compile(r"([0-9]{4})[-/]([0-9]{2}|[0-9]{4})")


def plain_day(value: Any) -> dt.date:
    """`value` itself, if it is a plain date.

    A datetime is refused although Python counts it as a date: it never equals
    one, so it would be found in no calendar.

    Raises:
        InvalidDate: `value` is a datetime or no date at all.

    >>> plain_day(dt.date(2025, 2, 14))
    datetime.date(2025, 2, 14)
    """
    if isinstance(value, dt.datetime):
        raise InvalidDate(value, "it has a time of day, and a plain date is needed")
    if not isinstance(value, dt.date):
        raise InvalidDate(value, f"a plain date is needed, not {type(value).__name__}")
    return value


def long_date(day: dt.date) -> str:
    """The day in words, the same in every locale.

    >>> long_date(dt.date(2025, 11, 20))
    '20 November 2025'
    """
    return " ".join(_words(day, _DAY))


@attrs.frozen(order=True, repr=False)
class When:
    """A closed interval of days: something happened on one of them, or on all.

    Sorts by first day, then last day. Years run from 1900 to 2100.

    Raises:
        InvalidDate: an end is no plain date, lies outside those years, or the
            last day comes before the first.

    >>> When(dt.date(2025, 2, 1), dt.date(2025, 2, 28))
    When.parse('2025-02')
    """

    first: dt.date
    last: dt.date

    def __attrs_post_init__(self) -> None:
        if type(self.first) is type(self.last) is dt.date and _sound(self.first, self.last):
            return
        for end in (self.first, self.last):
            _check_year(end, plain_day(end).year)
        if self.last < self.first:
            raise InvalidDate(f"{self.first}/{self.last}", "it ends before it begins")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read strict ISO 8601: a day, a month, a year, or two of them joined by `/`.

        Raises:
            InvalidDate: `text` is written in any other way, or names no day.

        >>> When.parse("2025-01-01/2025-03").iso
        '2025-01/2025-03'
        >>> When.parse("2011-12").text
        'December 2011'
        """
        if not isinstance(text, str):
            raise InvalidDate(text, f"a text is needed, not {type(text).__name__}")
        return cls(*_ends(text))

    @classmethod
    def day(cls, day: dt.date) -> Self:
        """The interval of a single day.

        >>> When.day(dt.date(2025, 2, 14))
        When.parse('2025-02-14')
        """
        return cls(day, day)

    @classmethod
    def span(cls, whens: Iterable["When"]) -> Self:
        """From the earliest first day to the latest last day.

        Raises:
            InvalidDate: there are none to span.

        >>> When.span([When.parse("2025-03"), When.parse("2025-01-06")])
        When.parse('2025-01-06/2025-03-31')
        """
        found = tuple(whens)
        if not found:
            raise InvalidDate(found, "a span needs at least one date")
        return cls(min(one.first for one in found), max(one.last for one in found))

    @classmethod
    def latest(cls, whens: Iterable["When"]) -> Self:
        """When the last of several things happened, as closely as their dates tell.

        No day before it can be the last, and none after it.

        Raises:
            InvalidDate: there are none of which one could be the last.

        >>> When.latest([When.parse("2025-03-10"), When.parse("2025-03"), When.parse("2024")])
        When.parse('2025-03-10/2025-03-31')
        """
        found = tuple(whens)
        if not found:
            raise InvalidDate(found, "the last of several needs at least one date")
        return cls(max(one.first for one in found), max(one.last for one in found))

    @property
    def is_day(self) -> bool:
        """Whether it is a single day, which is what a clock needs."""
        return self.first == self.last

    @property
    def iso(self) -> str:
        """The shortest ISO 8601 text of the interval; `parse` reads it back exactly.

        >>> When.parse("2024-01-01/2025-12-31").iso
        '2024/2025'
        """
        if self.first == self.last:  # most are; their text is told at a tenth of the cost
            return self.first.isoformat()
        length = _iso_length(self.first, self.last)
        ends = dict.fromkeys(end.isoformat()[:length] for end in (self.first, self.last))
        return "/".join(ends)

    @property
    def text(self) -> str:
        """The interval in words, saying each month and year once.

        >>> When.parse("2025-01/2025-03").text
        'January to March 2025'
        >>> When.parse("2025-02-03/2025-02-14").text
        '3 to 14 February 2025'
        """
        length = _iso_length(self.first, self.last)
        first, last = _words(self.first, length), _words(self.last, length)
        if first == last:
            return " ".join(last)
        return f"{' '.join(_until_shared(first, last))} to {' '.join(last)}"

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"When.parse({self.iso!r})"

    def entirely_before(self, other: "When | dt.date") -> bool:
        """Whether every day of this comes before every day of `other`.

        >>> When.parse("2025-02").entirely_before(dt.date(2025, 2, 28))
        False
        """
        return self.last < _interval(other).first

    def entirely_after(self, other: "When | dt.date") -> bool:
        """Whether every day of this comes after every day of `other`.

        >>> When.parse("2025-02").entirely_after(When.parse("2025-01"))
        True
        """
        return self.first > _interval(other).last

    def overlaps(self, other: "When | dt.date") -> bool:
        """Whether the two share a day, so that their order is not certain.

        >>> When.parse("2025-02").overlaps(When.parse("2025"))
        True
        """
        return not (self.entirely_before(other) or self.entirely_after(other))

    def within(self, other: "When | dt.date") -> bool:
        """Whether every day of this is a day of `other`.

        >>> When.parse("2025-02").within(When.parse("2025"))
        True
        """
        outer = _interval(other)
        return outer.first <= self.first and self.last <= outer.last


def when(value: When | str | dt.date) -> When:
    """The `When` that a text or a day stands for; a `When` is itself.

    Raises:
        InvalidDate: `value` is none of the three; a datetime is refused.

    >>> when("2025-02"), when(dt.date(2025, 2, 14))
    (When.parse('2025-02'), When.parse('2025-02-14'))
    """
    if type(value) is str:
        return when_written(value)
    return When.parse(value) if isinstance(value, str) else _interval(value)


@lru_cache(maxsize=16_384)  # the days of forty years
def when_written(text: str) -> When:
    """One for all records of a day, which takes a seventh off what the records weigh."""
    return When.parse(text)


@attrs.frozen(order=True, repr=False)
class ReportingYear:
    """A year from 1 April to 31 March, named by the calendar years it touches.

    A type of its own, because `2011-12` is also December 2011.

    Attributes:
        start: the calendar year in which its April falls, from 1900 to 2099.

    Raises:
        InvalidYear: `start` is no such number.

    >>> ReportingYear(2024)
    ReportingYear.parse('2024-25')
    """

    start: int = attrs.field()

    @start.validator
    def _check_start(self, _: object, value: Any) -> None:
        if type(value) is not int:
            raise InvalidYear(value, f"a whole number is needed, not {type(value).__name__}")
        if not EARLIEST_YEAR <= value < LATEST_YEAR:
            raise InvalidYear(value, f"it must begin between {EARLIEST_YEAR} and {LATEST_YEAR - 1}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2024-25`, `2024-2025`, `2024/25` or `2024/2025`.

        Raises:
            InvalidYear: `text` is written in any other way, or its second year
                does not follow its first.

        >>> str(ReportingYear.parse("1999-00"))
        '1999-00'
        >>> ReportingYear.parse("1999-00").when
        When.parse('1999-04/2000-03')
        """
        if not isinstance(text, str):
            raise InvalidYear(text, f"a text is needed, not {type(text).__name__}")
        found = _YEARS.fullmatch(text)
        if found is None:
            raise InvalidYear(text, "it does not name two calendar years")
        start, following = int(found[1]), found[2]
        if not str(start + 1).endswith(following):
            raise InvalidYear(text, f"{following} is not the year after {start}")
        return cls(start)

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """The reporting year that holds `day`.

        Raises:
            InvalidDate: `day` is no plain date.
            InvalidYear: `day` lies before April 1900 or after March 2100.

        >>> str(ReportingYear.of(dt.date(2025, 3, 31)))
        '2024-25'
        """
        return cls(_start_of(plain_day(day)))

    @classmethod
    def holding(cls, when: When) -> Self | None:
        """The reporting year that holds all of `when`.

        None when it straddles two, or lies before April 1900 or after March 2100.

        >>> ReportingYear.holding(When.parse("2024-10/2024-12"))
        ReportingYear.parse('2024-25')
        >>> ReportingYear.holding(When.parse("2024"))
        """
        start = _start_of(when.first)
        if start != _start_of(when.last) or not EARLIEST_YEAR <= start < LATEST_YEAR:
            return None
        return cls(start)

    @classmethod
    def range(
        cls, first: "ReportingYear | str", last: "ReportingYear | str"
    ) -> Iterator["ReportingYear"]:
        """The years from `first` to `last`, both included; none if `last` is earlier.

        >>> [str(year) for year in ReportingYear.range("2023-24", "2025-26")]
        ['2023-24', '2024-25', '2025-26']
        """
        starts = range(reporting_year(first).start, reporting_year(last).start + 1)
        return map(cls, starts)

    @property
    def when(self) -> When:
        """Its days, from 1 April to 31 March."""
        return When(dt.date(self.start, 4, 1), dt.date(self.start + 1, 3, 31))

    def next(self) -> "ReportingYear":
        """The reporting year after this one.

        Raises:
            InvalidYear: this is the last there is, 2099-00.
        """
        return ReportingYear(self.start + 1)

    def previous(self) -> "ReportingYear":
        """The reporting year before this one.

        Raises:
            InvalidYear: this is the first there is, 1900-01.
        """
        return ReportingYear(self.start - 1)

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02}"

    def __repr__(self) -> str:
        return f"ReportingYear.parse({str(self)!r})"


def reporting_year(value: ReportingYear | str) -> ReportingYear:
    """The reporting year that a text names; a `ReportingYear` is itself.

    Raises:
        InvalidYear: `value` is neither.

    >>> reporting_year("2024/25")
    ReportingYear.parse('2024-25')
    """
    if isinstance(value, ReportingYear):
        return value
    return ReportingYear.parse(value)


def _interval(value: When | dt.date) -> When:
    return value if isinstance(value, When) else When.day(value)


def _start_of(day: dt.date) -> int:
    return day.year if day.month >= _APRIL else day.year - 1


def _check_year(value: object, year: int) -> None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise InvalidDate(value, f"the year {year:04} is outside {EARLIEST_YEAR} to {LATEST_YEAR}")


def _sound(first: dt.date, last: dt.date) -> bool:
    return first.year >= EARLIEST_YEAR and first <= last and last.year <= LATEST_YEAR


def _ends(text: str) -> tuple[dt.date, dt.date]:
    if _ISO_DAY.fullmatch(text):
        # Most dates are days: read so, one takes 1 µs in place of 4.
        with suppress(ValueError):
            day = dt.date.fromisoformat(text)
            if _sound(day, day):
                return day, day
    start, slash, end = text.partition("/")
    first = _date(text, _numbers(text, start), of_end=False)
    return first, _date(text, _numbers(text, end if slash else start), of_end=True)


def _numbers(text: str, part: str) -> tuple[int, ...]:
    """The year, and the month and day where `part` has them; `text` is for the error."""
    found = _ISO.fullmatch(part)
    if found is None:
        raise InvalidDate(text, "it is not written in ISO 8601, year first")
    numbers = tuple(int(group) for group in found.groups() if group)
    _check_year(text, numbers[0])
    return numbers


def _date(text: str, numbers: tuple[int, ...], *, of_end: bool) -> dt.date:
    """The first day of what the numbers name, or the last if it is `of_end`."""
    year, month = (*numbers, _DECEMBER if of_end else 1)[:2]
    if not 1 <= month <= _DECEMBER:
        hint = " (a reporting year is no date)" if month == (year + 1) % 100 else ""
        raise InvalidDate(text, f"there is no month {month:02}{hint}")
    length = monthrange(year, month)[1]
    is_day = len(numbers) == _PARTS_OF_A_DAY
    day = numbers[-1] if is_day else length if of_end else 1
    if not 1 <= day <= length:
        raise InvalidDate(text, f"{_MONTHS[month - 1]} {year} has no day {day:02}")
    return dt.date(year, month, day)


def _iso_length(first: dt.date, last: dt.date) -> int:
    """How many characters of each end's ISO day are needed to name the interval."""
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return _DAY
    whole_years = (first.month, last.month) == (1, _DECEMBER)
    return _YEAR if whole_years else _MONTH


def _words(end: dt.date, length: int) -> tuple[str, ...]:
    """The words of an end, finest first; as many as its ISO text has parts."""
    words = (str(end.day), _MONTHS[end.month - 1], str(end.year))
    return words[{_DAY: 0, _MONTH: 1, _YEAR: 2}[length] :]


def _until_shared(first: tuple[str, ...], last: tuple[str, ...]) -> tuple[str, ...]:
    """`first` without the words that `last` will say: its year, or month and year."""
    own = len(first)
    while first[own - 1] == last[own - 1]:
        own -= 1
    return first[:own]
