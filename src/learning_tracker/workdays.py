"""Working days of England, and the bank holidays between them.

A working day is not a Saturday, a Sunday or a bank holiday in England and
Wales. The calendar was checked against the list on GOV.UK for 2015 to 2028. Later
years follow the rules as they stand, and need any new one-off change added to
`CHANGES`; earlier years follow them too, with the changes of 1999 to 2012.

>>> working_days_after(dt.date(2025, 4, 10), 15)  # over Easter and the early May holiday
datetime.date(2025, 5, 6)
"""

import datetime as dt
from calendar import SATURDAY, monthrange
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

import attrs

from learning_tracker.dates import plain_day
from learning_tracker.errors import InvalidClock

_ONE_DAY = dt.timedelta(days=1)
_MONTHS_IN_A_YEAR = 12


@attrs.frozen
class Change:
    """A one-off change to the bank holidays: a day taken out, put in, or moved."""

    removed: dt.date | None
    added: dt.date
    reason: str


CHANGES: tuple[Change, ...] = (
    Change(None, dt.date(1999, 12, 31), "the eve of the millennium"),
    Change(dt.date(2002, 5, 27), dt.date(2002, 6, 3), "spring holiday for the Golden Jubilee"),
    Change(None, dt.date(2002, 6, 4), "the Golden Jubilee"),
    Change(None, dt.date(2011, 4, 29), "a royal wedding"),
    Change(dt.date(2012, 5, 28), dt.date(2012, 6, 4), "spring holiday for the Diamond Jubilee"),
    Change(None, dt.date(2012, 6, 5), "the Diamond Jubilee"),
    Change(dt.date(2020, 5, 4), dt.date(2020, 5, 8), "early May holiday for VE Day"),
    Change(dt.date(2022, 5, 30), dt.date(2022, 6, 2), "spring holiday for the Platinum Jubilee"),
    Change(None, dt.date(2022, 6, 3), "the Platinum Jubilee"),
    Change(None, dt.date(2022, 9, 19), "the state funeral of Queen Elizabeth II"),
    Change(None, dt.date(2023, 5, 8), "the coronation of King Charles III"),
)


@lru_cache(maxsize=256)
def bank_holidays(year: int) -> Mapping[dt.date, str]:
    """The bank holidays of England and Wales in a calendar year, with their names.

    A move is within one year, so a change is looked for only in its own.

    >>> bank_holidays(2022)[dt.date(2022, 6, 2)]
    'spring holiday for the Platinum Jubilee'
    >>> bank_holidays(2021)[dt.date(2021, 12, 28)]
    'Boxing Day (substitute day)'
    """
    changes = [change for change in CHANGES if change.added.year == year]
    removed = {change.removed for change in changes}
    days = {day: name for day, name in _by_rule(year) if day not in removed}
    days |= {change.added: change.reason for change in changes}
    return MappingProxyType(dict(sorted(days.items())))


def is_working_day(day: dt.date) -> bool:
    """Whether `day` is a working day in England and Wales.

    Raises:
        InvalidDate: `day` is no plain date.

    >>> is_working_day(dt.date(2025, 12, 25))
    False
    """
    return plain_day(day).weekday() < SATURDAY and day not in bank_holidays(day.year)


def working_days_after(day: dt.date, n: int) -> dt.date:
    """The `n`-th working day after `day`, which may itself be any day.

    Raises:
        InvalidDate: `day` is no plain date.
        InvalidClock: `n` is not 1 or more.

    >>> working_days_after(dt.date(2022, 5, 27), 5)
    datetime.date(2022, 6, 7)
    """
    if n < 1:
        raise InvalidClock(n, "expected a number of working days from 1 up")
    while n:
        day += _ONE_DAY
        n -= is_working_day(day)
    return day


def working_days_between(start: dt.date, end: dt.date) -> int:
    """How many working days come after `start`, up to and including `end`.

    This is what "it took n working days" means when `start` is day 0. Negative
    if `end` comes first: the same count the other way round.

    Raises:
        InvalidDate: one of them is no plain date.

    >>> working_days_between(dt.date(2025, 4, 17), dt.date(2025, 4, 22))
    1
    """
    if plain_day(end) < plain_day(start):
        return -working_days_between(end, start)
    days = range(1, (end - start).days + 1)
    return sum(is_working_day(start + number * _ONE_DAY) for number in days)


def months_after(day: dt.date, n: int) -> dt.date:
    """The same day of the month `n` months later, or the last day of a shorter month.

    Raises:
        InvalidDate: `day` is no plain date.

    >>> months_after(dt.date(2024, 8, 31), 6)
    datetime.date(2025, 2, 28)
    """
    years, month = divmod(plain_day(day).month - 1 + n, _MONTHS_IN_A_YEAR)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_before(day: dt.date, months: int) -> dt.date:
    """The last day after which so many months have passed by `day`: see `months_after`.

    Raises:
        InvalidDate: `day` is no plain date.

    >>> last_day_before(dt.date(2025, 2, 28), 6), last_day_before(dt.date(2025, 2, 27), 6)
    (datetime.date(2024, 8, 31), datetime.date(2024, 8, 27))
    """
    then = months_after(day, -months)
    ends = day.day == monthrange(day.year, day.month)[1]
    return then.replace(day=monthrange(then.year, then.month)[1]) if ends else then


def _by_rule(year: int) -> Iterator[tuple[dt.date, str]]:
    """The bank holidays that the rules give, before any one-off change."""
    from dateutil.easter import easter  # noqa: PLC0415 - needed only once days are counted

    new_year = dt.date(year, 1, 1)
    yield _off_the_weekend(new_year, "New Year's Day", _first_monday(new_year))
    yield easter(year) - 2 * _ONE_DAY, "Good Friday"
    yield easter(year) + _ONE_DAY, "Easter Monday"
    yield _first_monday(dt.date(year, 5, 1)), "early May bank holiday"
    # The last Monday of a month of 31 days is the first from the 25th on.
    yield _first_monday(dt.date(year, 5, 25)), "spring bank holiday"
    yield _first_monday(dt.date(year, 8, 25)), "summer bank holiday"
    # Two days on puts either off the weekend without putting it on the other.
    for day, name in ((25, "Christmas Day"), (26, "Boxing Day")):
        date = dt.date(year, 12, day)
        yield _off_the_weekend(date, name, date + 2 * _ONE_DAY)


def _off_the_weekend(day: dt.date, name: str, substitute: dt.date) -> tuple[dt.date, str]:
    return (day, name) if day.weekday() < SATURDAY else (substitute, f"{name} (substitute day)")


def _first_monday(day: dt.date) -> dt.date:
    """The first Monday on or after `day`."""
    return day + -day.weekday() % 7 * _ONE_DAY
