"""Moments: when something was recorded, which is finer than the day on which it happened."""

import datetime as dt
import re
from typing import Any

from learning_tracker.dates import When, long_date, when
from learning_tracker.errors import InvalidDate, InvalidMoment

_LAST = dt.time.max
_DIGITS = re.compile("[0-9/-]+")


def moment(value: dt.datetime | When | dt.date | str) -> dt.datetime:
    """A moment in UTC; of a day, a month or a year its end.

    Raises:
        InvalidMoment: it is none, or has a time of day and does not say where on earth.

    >>> moment("2025-11-20T09:30+01:00").isoformat()
    '2025-11-20T08:30:00+00:00'
    >>> moment("2025-11-20").isoformat()
    '2025-11-20T23:59:59.999999+00:00'
    """
    if isinstance(value, dt.datetime):
        return _in_utc(value, value)
    try:
        return dt.datetime.combine(when(value).last, _LAST, dt.UTC)
    except InvalidDate as found:
        if _means_a_day(value):
            raise InvalidMoment(value, found.why) from None
        return _in_utc(_parsed(value), value)


def beginning(value: dt.datetime | When | dt.date | str) -> dt.datetime:
    """A moment in UTC; of a day, a month or a year its beginning.

    Raises:
        InvalidMoment: it is none, or has a time of day and does not say where on earth.

    >>> beginning("2025-11").isoformat()
    '2025-11-01T00:00:00+00:00'
    """
    if isinstance(value, dt.datetime):
        return moment(value)
    try:
        return dt.datetime.combine(when(value).first, dt.time.min, dt.UTC)
    except InvalidDate:
        return moment(value)


def _means_a_day(value: object) -> bool:
    """Whether something is meant as a day, a month or a year, although it may be none."""
    return isinstance(value, dt.date) or (
        isinstance(value, str) and _DIGITS.fullmatch(value) is not None
    )


def _parsed(value: Any) -> dt.datetime:
    if not isinstance(value, str):
        raise InvalidMoment(value, f"a text or a datetime is needed, not {type(value).__name__}")
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        raise InvalidMoment(value, "it is not written as one") from None


def _in_utc(at: dt.datetime, value: object) -> dt.datetime:
    if at.tzinfo is None or at.utcoffset() is None:
        raise InvalidMoment(value, "its time of day may be that of any place on earth")
    try:
        return at.astimezone(dt.UTC)
    except OverflowError:
        raise InvalidMoment(value, "it lies outside the years that can be told") from None


def moment_words(at: dt.datetime) -> str:
    """A moment in words, as exactly as it is meant: no two moments are called the same.

    >>> moment_words(moment("2025-11-20T09:30Z"))
    '09:30 on 20 November 2025 (UTC)'
    >>> moment_words(moment("2025-11-20"))
    'the end of 20 November 2025 (UTC)'
    """
    utc = at.astimezone(dt.UTC)
    day = f"{long_date(utc.date())} (UTC)"
    return f"the end of {day}" if utc.time() == _LAST else f"{_time_of_day(utc)} on {day}"


def _time_of_day(at: dt.datetime) -> str:
    if at.microsecond:
        return at.time().isoformat()
    return at.time().isoformat("seconds" if at.second else "minutes")


def minute_words(at: dt.datetime) -> str:
    """A moment in words to the minute, for people who want to know about when it was.

    >>> minute_words(moment("2025-11-20T09:30:59.5Z"))
    '09:30 on 20 November 2025 (UTC)'
    """
    return moment_words(at.astimezone(dt.UTC).replace(second=0, microsecond=0))
