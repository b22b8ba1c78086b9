"""Working days, and the time limits that safeguarding partners work to.

A limit stands in the dated table `LIMITS` with where it was read. `read_clock`
holds one against the dates of a case and answers in a verdict and a sentence;
where a date is missing or too coarse, the answer is "cannot tell".

A working day is not a Saturday, a Sunday or a bank holiday in England and
Wales. The calendar was checked against the list on GOV.UK for 2015 to 2028. Later
years follow the rules as they stand, and need any new one-off change added to
`CHANGES`; earlier years follow them too, with the changes of 1999 to 2012.

>>> working_days_after(dt.date(2025, 4, 10), 15)  # over Easter and the early May holiday
datetime.date(2025, 5, 6)
"""

import datetime as dt
from calendar import FRIDAY, MONDAY, SATURDAY, monthrange
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from types import MappingProxyType

import attrs

from learning_tracker.dates import When, long_date, plain_day
from learning_tracker.errors import InvalidClock, UnknownLimit

_ONE_DAY = dt.timedelta(days=1)
_MAY, _AUGUST, _YEAR = 5, 8, 12


@attrs.frozen(kw_only=True)
class Change:
    """A one-off change to the bank holidays: a day taken out, put in, or moved."""

    reason: str
    removed: dt.date | None = None
    added: dt.date | None = None


CHANGES: tuple[Change, ...] = (
    Change(reason="the eve of the millennium", added=dt.date(1999, 12, 31)),
    Change(
        reason="spring bank holiday, moved for the Golden Jubilee",
        removed=dt.date(2002, 5, 27),
        added=dt.date(2002, 6, 3),
    ),
    Change(reason="the Golden Jubilee", added=dt.date(2002, 6, 4)),
    Change(reason="a royal wedding", added=dt.date(2011, 4, 29)),
    Change(
        reason="spring bank holiday, moved for the Diamond Jubilee",
        removed=dt.date(2012, 5, 28),
        added=dt.date(2012, 6, 4),
    ),
    Change(reason="the Diamond Jubilee", added=dt.date(2012, 6, 5)),
    Change(
        reason="early May bank holiday, moved to the 75th anniversary of VE Day",
        removed=dt.date(2020, 5, 4),
        added=dt.date(2020, 5, 8),
    ),
    Change(
        reason="spring bank holiday, moved for the Platinum Jubilee",
        removed=dt.date(2022, 5, 30),
        added=dt.date(2022, 6, 2),
    ),
    Change(reason="the Platinum Jubilee", added=dt.date(2022, 6, 3)),
    Change(reason="the state funeral of Queen Elizabeth II", added=dt.date(2022, 9, 19)),
    Change(reason="the coronation of King Charles III", added=dt.date(2023, 5, 8)),
)


@lru_cache(maxsize=256)
def bank_holidays(year: int) -> Mapping[dt.date, str]:
    """The bank holidays of England and Wales in a calendar year, with their names.

    >>> bank_holidays(2022)[dt.date(2022, 6, 2)]
    'spring bank holiday, moved for the Platinum Jubilee'
    >>> bank_holidays(2021)[dt.date(2021, 12, 28)]
    'Boxing Day (substitute day)'
    """
    days = dict(_by_rule(year))
    for change in CHANGES:
        if change.removed is not None:
            days.pop(change.removed, None)
        if change.added is not None and change.added.year == year:
            days[change.added] = change.reason
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
    years, month = divmod(plain_day(day).month - 1 + n, _YEAR)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Unit(Enum):
    """What a limit is counted in."""

    WORKING_DAYS = "working days"
    MONTHS = "months"


class Sense(Enum):
    """What a limit asks for."""

    WITHIN = "no later than so long after"
    BEFORE = "no later than so long before"
    AT_LEAST = "for at least so long after"
    REPLACES = "by a date that replaces another limit's"


class Standing(Enum):
    """How well a limit is known."""

    VERIFIED = "verified"
    """Read at its source."""
    COMMON_KNOWLEDGE = "common knowledge"
    """Known in the field, and not read at its source."""


@attrs.frozen(kw_only=True)
class Limit:
    """A time limit of the field, as a row of a dated table.

    Attributes:
        code: the name by which `limit` finds it.
        sentence: what it asks for.
        counted_from: the event that starts it.
        sense: whether it is a deadline after that event, or something else.
        amount: how many units; None where a date agreed takes their place.
        unit: what it is counted in; None with no amount.
        in_force_from: its first day; None where that was not established.
        in_force_to: its last day; None while it is in force.
        relaxed_from: the first day on which partners might take longer.
        relaxed_before: a day by which the relaxation had ended at the latest. Its
            end was not found, and may be earlier.
        source: where it was read, or what is still to be read.
        standing: whether it was read at its source.
    """

    code: str
    sentence: str
    counted_from: str
    sense: Sense = Sense.WITHIN
    amount: int | None = None
    unit: Unit | None = None
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    relaxed_from: dt.date | None = None
    relaxed_before: dt.date | None = None
    source: str
    standing: Standing

    def in_force(self, day: dt.date) -> bool:
        """Whether it was in force on `day`, as far as its dates are known."""
        begun = self.in_force_from is None or self.in_force_from <= day
        return begun and (self.in_force_to is None or day <= self.in_force_to)

    def due(self, day: dt.date, first_day: int = 0) -> dt.date:
        """The last day in time, if the clock started on `day`.

        Raises:
            InvalidClock: it is no deadline that is counted from an event.

        >>> limit("lcspr-published").due(dt.date(2024, 8, 31))
        datetime.date(2025, 2, 28)
        """
        amount = _deadline(self)
        if self.unit is Unit.MONTHS:
            return months_after(day, amount)
        return working_days_after(day - first_day * _ONE_DAY, amount)

    def perhaps_relaxed(self, first: dt.date, last: dt.date) -> bool:
        """Whether the relaxation may have applied on a day from `first` to `last`."""
        if self.relaxed_from is None or last < self.relaxed_from:
            return False
        return self.relaxed_before is None or first < self.relaxed_before


_ARRANGEMENTS_BEGIN = dt.date(2018, 6, 29)
_RELAXED_FROM = dt.date(2020, 3, 30)
# What was relaxed was the edition of 2018. No end was found, and none is taken to
# outlive that edition: the next was published on this day.
_NEXT_EDITION = dt.date(2023, 12, 15)

LIMITS: tuple[Limit, ...] = (
    Limit(
        code="notification",
        sentence="A serious incident is notified to the national Panel within 5 working days.",
        counted_from="the local authority becoming aware of the incident",
        amount=5,
        unit=Unit.WORKING_DAYS,
        in_force_from=_ARRANGEMENTS_BEGIN,
        source="Report a serious child safeguarding incident, GOV.UK",
        standing=Standing.VERIFIED,
    ),
    Limit(
        code="rapid-review",
        sentence="A rapid review is sent to the national Panel within 15 working days.",
        counted_from=(
            "becoming aware of the incident, or its notification: partnerships differ, "
            "and differ on whether that day is day 0 or day 1"
        ),
        amount=15,
        unit=Unit.WORKING_DAYS,
        in_force_from=_ARRANGEMENTS_BEGIN,
        relaxed_from=_RELAXED_FROM,
        relaxed_before=_NEXT_EDITION,
        source="the published procedures of partnerships, Dorset (day 0) and Devon (day 1) among them",
        standing=Standing.VERIFIED,
    ),
    Limit(
        code="agreed-deadline",
        sentence="A later deadline agreed with the national Panel replaces the 15 working days.",
        counted_from="the agreement with the Panel",
        sense=Sense.REPLACES,
        source="Medway's published learning: within 15 working days or by the agreed deadline",
        standing=Standing.VERIFIED,
    ),
    Limit(
        code="lcspr-published",
        sentence="An LCSPR is published within 6 months.",
        counted_from="the initiation of the review",
        amount=6,
        unit=Unit.MONTHS,
        relaxed_from=_RELAXED_FROM,
        relaxed_before=_NEXT_EDITION,
        source="Trafford's published procedure",
        standing=Standing.VERIFIED,
    ),
    Limit(
        code="lcspr-sent",
        sentence=(
            "The report of an LCSPR goes to the national Panel and the Secretary of State "
            "7 working days before it is published."
        ),
        counted_from="publication",
        sense=Sense.BEFORE,
        amount=7,
        unit=Unit.WORKING_DAYS,
        source="common knowledge of the field; not read at its source",
        standing=Standing.COMMON_KNOWLEDGE,
    ),
    Limit(
        code="kept-available",
        sentence="A published report is kept available for at least one year.",
        counted_from="publication",
        sense=Sense.AT_LEAST,
        amount=12,
        unit=Unit.MONTHS,
        source="the published procedures of Nottinghamshire and Sheffield",
        standing=Standing.VERIFIED,
    ),
)


def limit(code: str) -> Limit:
    """The limit in the table that has this code.

    Raises:
        UnknownLimit: there is none; the message names those there are.

    >>> limit("rapid-review").amount
    15
    """
    for row in LIMITS:
        if row.code == code:
            return row
    raise UnknownLimit(code, (row.code for row in LIMITS))


class ClockVerdict(Enum):
    """What a clock says of a case on a day."""

    IN_TIME = "in time"
    LATE = "late"
    RUNNING = "running"
    OVERDUE = "overdue"
    CANNOT_TELL = "cannot tell"


@attrs.frozen(kw_only=True)
class Reading:
    """A clock's answer.

    Attributes:
        verdict: whether it was done in time, or still may be.
        due: the last day in time, where there is one.
        took: the working days from start to end, where both are single days and the
            limit is counted in working days.
        reason: why, in words to print after the verdict.
    """

    verdict: ClockVerdict
    due: dt.date | None = None
    took: int | None = None
    reason: str


def read_clock(  # noqa: PLR0913 - each is a fact of the case, and is given by name
    limit: Limit,
    started: When | None,
    ended: When | None,
    *,
    today: dt.date,
    first_day: int = 0,
    agreed: When | None = None,
    start_name: str = "start",
    end_name: str = "end",
) -> Reading:
    """Hold a limit against the dates of a case.

    Args:
        limit: a deadline that is counted from an event.
        started: when that event was; only a single day starts the clock.
        ended: when what was asked for was done; None if it is not recorded.
        today: the day on which the question is asked.
        first_day: the number of the starting day, 0 or 1. If it is 1 and no
            working day, the next working day is day 1.
        agreed: a deadline agreed in this case; its last day replaces the limit's.
        start_name: what to call the start: "the notification of 14 February 2025".
        end_name: what to call the end.

    Raises:
        InvalidClock: `limit` is no such deadline, or `first_day` is not 0 or 1.
        InvalidDate: `today` is no plain date.

    >>> reading = read_clock(
    ...     limit("rapid-review"),
    ...     When.parse("2025-02"),
    ...     None,
    ...     today=dt.date(2025, 3, 31),
    ...     start_name="notification",
    ... )
    >>> reading.verdict.value, reading.reason
    ('cannot tell', 'the notification is dated February 2025, and the clock needs a day')
    """
    clock = _Clock(
        limit=limit,
        started=started,
        ended=ended,
        today=today,
        first_day=first_day,
        agreed=agreed,
        start_name=start_name,
        end_name=end_name,
    )
    return clock.read()


@attrs.frozen(kw_only=True)
class _Clock:
    """A limit and the dates of a case: the arguments of `read_clock`, checked."""

    limit: Limit
    started: When | None
    ended: When | None
    today: dt.date = attrs.field(converter=plain_day)
    first_day: int
    agreed: When | None
    start_name: str
    end_name: str

    def __attrs_post_init__(self) -> None:
        _deadline(self.limit)
        if self.first_day not in (0, 1):
            raise InvalidClock(self.first_day, "expected 0 or 1 as the number of the first day")

    def read(self) -> Reading:
        if self.started and self.ended and self.ended.entirely_before(self.started):
            return _cannot_tell(
                f"the {self.end_name} is dated {self.ended}, before the {self.start_name}, "
                f"which is dated {self.started}"
            )
        due = self.agreed.last if self.agreed else self._counted()
        if isinstance(due, str):
            return _cannot_tell(due)
        verdict = self._verdict(due)
        reason = "; ".join(self._reasons(verdict, due))
        return Reading(verdict=verdict, due=due, took=self._took(), reason=reason)

    def _counted(self) -> dt.date | str:
        """The last day in time by the limit itself, or why there is none."""
        if self.started is None:
            return f"no date of {self.start_name} is recorded"
        if not self.started.is_day:
            return f"the {self.start_name} is dated {self.started}, and the clock needs a day"
        day = self.started.first
        if not self.limit.in_force(day):
            return f"the limit was not in force on {long_date(day)}"
        return self.limit.due(day, self.first_day)

    def _verdict(self, due: dt.date) -> ClockVerdict:
        if self.ended is None:
            return ClockVerdict.OVERDUE if self.today > due else ClockVerdict.RUNNING
        if self.ended.first > due:
            return ClockVerdict.LATE
        return ClockVerdict.IN_TIME if self.ended.last <= due else ClockVerdict.CANNOT_TELL

    def _reasons(self, verdict: ClockVerdict, due: dt.date) -> Iterator[str]:
        yield self._dates(due)
        took = self._took()
        if took is not None:
            yield f"it took {_plural(took, 'working day')}"
        if verdict in (ClockVerdict.LATE, ClockVerdict.OVERDUE):
            yield self._lateness(due)
        if verdict is ClockVerdict.RUNNING:
            yield f"{self._gap(self.today, due)} left"
        if verdict is not ClockVerdict.IN_TIME and self._perhaps_relaxed(due):
            yield f"the limit was relaxed from {long_date(_RELAXED_FROM)}, which may have applied"

    def _dates(self, due: dt.date) -> str:
        by = f"{long_date(due)} as agreed" if self.agreed else long_date(due)
        if self.ended is None:
            return f"due by {by}, and no {self.end_name} is recorded"
        return f"due by {by}, and the {self.end_name} is dated {self.ended}"

    def _took(self) -> int | None:
        """The working days from one single day to another, the first day's number counted."""
        if self.limit.unit is Unit.MONTHS or not (self.started and self.ended):
            return None
        if not (self.started.is_day and self.ended.is_day):
            return None
        return working_days_between(
            self.started.first - self.first_day * _ONE_DAY, self.ended.first
        )

    def _lateness(self, due: dt.date) -> str:
        day = self.ended.first if self.ended else self.today
        least = "at least " if self.ended and not self.ended.is_day else ""
        return f"{least}{self._gap(due, day)} late"

    def _gap(self, start: dt.date, end: dt.date) -> str:
        """How long from `start` to `end`, in the days by which the limit is counted."""
        if self.limit.unit is Unit.MONTHS:
            return _plural((end - start).days, "day")
        return _plural(working_days_between(start, end), "working day")

    def _perhaps_relaxed(self, due: dt.date) -> bool:
        if self.agreed or self.started is None:
            return False
        return self.limit.perhaps_relaxed(self.started.first, due)


def _cannot_tell(reason: str) -> Reading:
    return Reading(verdict=ClockVerdict.CANNOT_TELL, reason=reason)


def _deadline(limit: Limit) -> int:
    """How many units a deadline allows."""
    if limit.sense is not Sense.WITHIN or limit.amount is None:
        codes = ", ".join(row.code for row in LIMITS if row.sense is Sense.WITHIN)
        raise InvalidClock(limit.code, f"expected a deadline counted from an event ({codes})")
    return limit.amount


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _by_rule(year: int) -> Iterator[tuple[dt.date, str]]:
    """The bank holidays that the rules give, before any one-off change."""
    from dateutil.easter import easter  # noqa: PLC0415 - needed only once days are counted

    yield _substituted(dt.date(year, 1, 1), "New Year's Day")
    yield easter(year) - 2 * _ONE_DAY, "Good Friday"
    yield easter(year) + _ONE_DAY, "Easter Monday"
    yield _first_monday(dt.date(year, 5, 1)), "early May bank holiday"
    # The last Monday of a month of 31 days is the first from the 25th on.
    yield _first_monday(dt.date(year, 5, 25)), "spring bank holiday"
    yield _first_monday(dt.date(year, 8, 25)), "summer bank holiday"
    yield from _christmas(year)


def _first_monday(day: dt.date) -> dt.date:
    """The first Monday on or after `day`."""
    return day + -day.weekday() % 7 * _ONE_DAY


def _christmas(year: int) -> Iterator[tuple[dt.date, str]]:
    """Christmas and Boxing Day; a day that falls on a weekend gives way to the next free.

    Boxing Day on a Monday keeps its place, and Christmas Day goes to the Tuesday.
    """
    christmas, boxing = dt.date(year, 12, 25), dt.date(year, 12, 26)
    ...
