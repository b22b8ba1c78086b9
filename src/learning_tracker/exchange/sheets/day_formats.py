"""Dates as people write them in sheets, by formats that are stated outright.

Nothing is guessed: 03/04/2025 is read only by who says that the day comes first, and what can
be read in two ways is refused.
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Sequence

import attrs

from learning_tracker.dates import ReportingYear, When
from learning_tracker.errors import InvalidArgument, InvalidDate, InvalidYear, Misfit, UnknownChoice
from learning_tracker.exchange.sheets.cells import clean
from learning_tracker.exchange.sheets.sheet import Value

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
# "Sept" is written as often as "Sep".
_MONTH = "(?P<month>" + "|".join([*_MONTHS, "sept", *(name[:3] for name in _MONTHS)]) + r")\.?"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?:(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_YEAR = "(?P<year>[0-9]{4})"
_GAP = r"(?:\s*[-/]\s*|,?\s+)"
_TIME = r"(?:[ t,]\s*[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?:\.[0-9]+)?)?"
_FIGURES = (
    r"(?P<{}>[0-9]{{1,2}})(?P<between>[-/.])(?P<{}>[0-9]{{1,2}})(?P=between)(?P<year>{})" + _TIME
)
_YEARS = "(?P<years>[0-9]{4}[-/](?:[0-9]{4}|[0-9]{2}))"

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013"), "-")
"""What Word and Outlook make of a hyphen between figures."""

_EXCEL_FROM = dt.date(1899, 12, 30)
_MACINTOSH_FROM = dt.date(1904, 1, 1)
"""The days from which Excel counts, by default and in workbooks that say so."""

_FIRST_DAY, _LAST_DAY = dt.date(1954, 10, 4), dt.date(2100, 12, 31)
"""Which days a bare number may name: the first is number 20,000, far from the years (2025)."""

_NO_DAY = frozenset(
    {
        "ongoing",
        "on-going",
        "asap",
        "immediate",
        "immediately",
        "continuous",
        "continuing",
        "completed",
        "complete",
        "done",
        "annually",
        "monthly",
        "quarterly",
        "weekly",
        "tbc",
        "tba",
        "n/a",
        "none",
        "overdue",
        "in progress",
        "as soon as possible",
        "to be confirmed",
        "to be agreed",
        "not known",
    }
)


@attrs.frozen
class DayFormat:
    """A way of writing dates.

    Attributes:
        name: what it is called in a mapping.
        example: a date so written.
        read: the date that a value is; None where it is not so written.
    """

    name: str
    example: str
    read: Callable[[Value], When | None]


def _text(pattern: str, read: Callable[[re.Match[str]], When]) -> Callable[[Value], When | None]:
    """A reader of texts that a pattern describes; what names no day is not so written."""
    compiled = re.compile(pattern, re.IGNORECASE)

    def reader(value: Value) -> When | None:
        found = compiled.fullmatch(value) if isinstance(value, str) else None
        try:
            return None if found is None else read(found)
        except (InvalidDate, InvalidYear, ValueError):
            return None

    return reader


def _month(found: re.Match[str]) -> int:
    word = found["month"].casefold()
    return int(word) if word.isdigit() else [name[:3] for name in _MONTHS].index(word[:3]) + 1


def _whole_month(found: re.Match[str]) -> When:
    year, month = int(found["year"]), _month(found)
    return When(dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1]))


def _single_day(found: re.Match[str]) -> When:
    year = int(found["year"])
    if len(found["year"]) == 2:  # noqa: PLR2004 - the digits of a short year
        year += 2000
    return When.day(dt.date(year, _month(found), int(found["day"])))


def _day_in_words(found: re.Match[str]) -> When:
    """The day, unless another day of the week is written beside it."""
    when = _single_day(found)
    if found["weekday"] and _WEEKDAYS[when.first.weekday()] != found["weekday"][:3].casefold():
        raise InvalidDate(found[0], "it falls on another day of the week")
    return when


def _quarter(found: re.Match[str]) -> When:
    year = ReportingYear.parse(found["years"])
    first = 3 * int(found["quarter"]) + 1  # April, July, October and January of the next
    year_of_it, month = (year.start, first) if first < 13 else (year.start + 1, 1)  # noqa: PLR2004 - months
    last = month + 2
    return When(
        dt.date(year_of_it, month, 1), dt.date(year_of_it, last, monthrange(year_of_it, last)[1])
    )


def _cell(value: Value) -> When | None:
    if isinstance(value, dt.datetime):
        value = value.date()
    try:
        return When.day(value) if isinstance(value, dt.date) else None
    except InvalidDate:
        return None


def _serial(epoch: dt.date) -> Callable[[Value], When | None]:
    first, last = (_FIRST_DAY - epoch).days, (_LAST_DAY - epoch).days

    def reader(value: Value) -> When | None:
        if isinstance(value, str) and re.fullmatch("[0-9]{5}", value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        if not first <= value < last + 1:
            return None
        return When.day(epoch + dt.timedelta(days=int(value)))

    return reader


def _iso(value: Value) -> When | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return When.parse(str(value))
    except InvalidDate:
        return None


_ALL = (
    DayFormat("iso", "2025-03-31, 2025-03 or 2025", _iso),
    DayFormat(
        "iso with time",
        "2025-03-31 09:30",
        _text(
            r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T][0-9:.]+(?:Z|[+-][0-9:]+)?",
            lambda found: When.parse(found[1]),
        ),
    ),
    DayFormat("excel date", "a cell that holds a date", _cell),
    DayFormat("excel serial", "45747", _serial(_EXCEL_FROM)),
    DayFormat("excel serial 1904", "44285", _serial(_MACINTOSH_FROM)),
    DayFormat(
        "day in words",
        "31st March 2025",
        _text(
            rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?{_GAP}{_MONTH}{_GAP}{_YEAR}",
            _day_in_words,
        ),
    ),
    DayFormat("month in words", "Sept 2023", _text(f"{_MONTH}{_GAP}{_YEAR}", _whole_month)),
    DayFormat(
        "day first",
        "31/03/2025",
        _text(_FIGURES.format("day", "month", "[0-9]{4}"), _single_day),
    ),
    DayFormat(
        "day first, short year",
        "31/03/25",
        _text(_FIGURES.format("day", "month", "[0-9]{2}"), _single_day),
    ),
    DayFormat(
        "month first",
        "03/31/2025",
        _text(_FIGURES.format("month", "day", "[0-9]{4}"), _single_day),
    ),
    DayFormat(
        "quarter",
        "Q4 2024-25",
        _text(rf"(?:q|quarter\s*|qtr\s*)(?P<quarter>[1-4]),?\s*{_YEARS}", _quarter),
    ),
    DayFormat(
        "reporting year",
        "2024-25",
        _text(_YEARS, lambda found: ReportingYear.parse(found["years"]).when),
    ),
)

FORMATS = {one.name: one for one in _ALL}
"""The formats by name. Quarters are those of the reporting year: Q4 is January to March."""


def parse(value: Value, formats: Sequence[str]) -> When:
    """The date that a cell holds, written in one of the formats stated.

    Args:
        value: what the cell holds.
        formats: the names of the formats in which it may be written.

    Raises:
        UnknownChoice: there is no format of such a name.
        InvalidArgument: no format is named.
        Misfit: it is written in none of them, or two of them read it differently; the sentence
            lists the formats, and tells a format not stated by which it would be a date.

    >>> parse("31st March 2025", ["iso", "day in words"])
    When.parse('2025-03-31')
    >>> parse("Q4 2024-25", ["quarter"])
    When.parse('2025-01/2025-03')
    >>> parse("03/04/2025", ["iso"])
    Traceback (most recent call last):
    learning_tracker.errors.Misfit: expected a date written as 2025-03-31, 2025-03 or 2025 (iso)
    (by "day first" it would be 3 April 2025, by "month first" 4 March 2025),
    found '03/04/2025'
    """
    if not formats:
        raise InvalidArgument("formats", f"names of date formats ({', '.join(FORMATS)})", formats)
    allowed = [format_named(name) for name in formats]
    value = _plain(value)
    readings = _readings(value, allowed)
    found = dict.fromkeys(readings.values())
    if len(found) == 1:
        return next(iter(found))
    raise Misfit(_expected(value, allowed, readings), _shown(value))


_BY_HAND = ("excel date", "iso", "day in words", "month in words")
_IN_FIGURES = ("day first", "month first")


def by_hand(value: Value) -> When:
    """The date that somebody wrote into a form: as a date, or with its month in words.

    Raises:
        Misfit: it is none, or stands in figures alone, which could be read in two ways.

    >>> by_hand("31st March 2025"), by_hand("Sept 2023")
    (When.parse('2025-03-31'), When.parse('2023-09'))
    >>> by_hand("03/04/2025")
    Traceback (most recent call last):
    learning_tracker.errors.Misfit: expected a date with its month in words, such as 31 March 2026
    or March 2026 (it would be 3 April 2025 with the day first, 4 March 2025 with the month first),
    found '03/04/2025'
    """
    try:
        return parse(value, _BY_HAND)
    except Misfit as misfit:
        others = _readings(_plain(value), [FORMATS[name] for name in _IN_FIGURES])
        told = ", ".join(f"{when} with the {name}" for name, when in others.items())
        hint = f" (it would be {told})" if told else ""
        expected = "a date with its month in words, such as 31 March 2026 or March 2026"
        raise Misfit(f"{expected}{hint}", misfit.value) from None


def format_named(name: str) -> DayFormat:
    """The format of a name.

    Raises:
        UnknownChoice: there is none.

    >>> format_named("quarter").example
    'Q4 2024-25'
    """
    try:
        return FORMATS[name]
    except (KeyError, TypeError) as error:
        raise UnknownChoice("date format", name, FORMATS) from error


def _plain(value: Value) -> Value:
    return clean(value).translate(_DASHES) if isinstance(value, str) else value


def _readings(value: Value, formats: Sequence[DayFormat]) -> dict[str, When]:
    found = {one.name: one.read(value) for one in formats}
    return {name: when for name, when in found.items() if when is not None}


def _expected(value: Value, allowed: Sequence[DayFormat], readings: dict[str, When]) -> str:
    """What was expected, as the middle of a misfit's sentence."""
    ways = "; ".join(f"{one.example} ({one.name})" for one in allowed)
    if readings:
        return f"a date that can be read in one way, not {_told(readings)}"
    if isinstance(value, str) and value.casefold().rstrip(".") in _NO_DAY:
        return (
            f"a date written as {ways} (these words name no day: leave the cell empty, and keep "
            "them in a column of text)"
        )
    others = _readings(value, [one for one in _ALL if one not in allowed])
    hint = f" ({_told(others, ' it would be')})" if others else ""
    return f"a date written as {ways}{hint}"


def _told(readings: dict[str, When], first: str = "") -> str:
    told = [f'by "{name}"{{}} {when.text}' for name, when in readings.items()]
    return ", ".join([told[0].format(first), *(one.format("") for one in told[1:])])


def _shown(value: Value) -> object:
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value
