"""The time limits that safeguarding partners work to.

A limit stands in the dated table `LIMITS` with where it was read. `read_clock`
holds one against the dates of a case and answers in a verdict and a sentence;
where a date is missing or too coarse, the answer is "cannot tell".
"""

import datetime as dt
from collections.abc import Iterator
from enum import Enum

import attrs

from learning_tracker.dates import When, long_date, plain_day
from learning_tracker.errors import InvalidClock, UnknownLimit
from learning_tracker.workdays import (
    months_after,
    working_days_after,
    working_days_between,
)


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
        return working_days_after(day - dt.timedelta(days=first_day), amount)

    def relaxation(self, first: dt.date, last: dt.date) -> str | None:
        """What to say where the limit may have been relaxed from `first` to `last`.

        >>> limit("rapid-review").relaxation(dt.date(2020, 4, 30), dt.date(2020, 5, 22))
        'the limit was relaxed from 30 March 2020, which may have applied'
        """
        if self.relaxed_from is None or last < self.relaxed_from:
            return None
        if self.relaxed_before is not None and first >= self.relaxed_before:
            return None
        return f"the limit was relaxed from {long_date(self.relaxed_from)}, which may have applied"


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
        source="the published procedures of Dorset (day 0) and Devon (day 1), among others",
        standing=Standing.VERIFIED,
    ),
    Limit(
        code="agreed-deadline",
        sentence="A later deadline agreed with the national Panel replaces the 15 working days.",
        counted_from="the agreement with the Panel",
        sense=Sense.REPLACES,
        source="what Medway published for 2024-25",
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
            return f"no date of the {self.start_name} is recorded"
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
        if verdict is ClockVerdict.CANNOT_TELL:
            yield "which of the two came first is not known"
        relaxation = self._relaxation(due)
        if verdict is not ClockVerdict.IN_TIME and relaxation:
            yield relaxation

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
            self.started.first - dt.timedelta(days=self.first_day), self.ended.first
        )

    def _lateness(self, due: dt.date) -> str:
        day = self.ended.first if self.ended else self.today
        least = "at least " if self.ended and not self.ended.is_day else ""
        return f"{least}{self._gap(due, day)} late"

    def _gap(self, start: dt.date, end: dt.date) -> str:
        """How long from `start` to `end`, in the days by which the limit is counted."""
        if self.limit.unit is Unit.MONTHS:
            return _plural((end - start).days, "day")
        days = working_days_between(start, end)
        return _plural(days, "working day") if days else "less than 1 working day"

    def _relaxation(self, due: dt.date) -> str | None:
        if self.agreed or self.started is None:
            return None
        return self.limit.relaxation(self.started.first, due)


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
