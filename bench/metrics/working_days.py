"""The fifteenth working day after a day, by different means."""

import bisect
import datetime as dt
from collections.abc import Callable, Iterator

from dateutil.rrule import DAILY, FR, MO, TH, TU, WE, rrule, rruleset

from data import OURS, Data, Entrant, Result
from learning_tracker.workdays import bank_holidays, working_days_after

_DAYS = [dt.date(2024, 1, 3) + dt.timedelta(7 * number) for number in range(50)]
_YEARS = range(2024, 2026)
_LIMIT = 15


def measure(data: Data) -> Iterator[Result]:
    """Fifty days of two years each."""
    holidays = frozenset(day for year in _YEARS for day in bank_holidays(year))
    ways = {
        "rruleset of dateutil": _by_rules(holidays),
        "a plain loop": _by_loop(holidays),
        "a sorted list and bisect": _by_list(holidays),
    }
    entrants = {
        OURS: Entrant(lambda: [working_days_after(day, _LIMIT) for day in _DAYS]),
        **{name: Entrant(lambda way=way: [*map(way, _DAYS)]) for name, way in ways.items()},
    }
    yield data.race("working_days", "fifty times the 15th working day after a day", entrants)


def _by_rules(holidays: frozenset[dt.date]) -> Callable[[dt.date], dt.date]:
    def after(day: dt.date) -> dt.date:
        rules = rruleset()
        begin = dt.datetime.combine(day + dt.timedelta(1), dt.time())
        rules.rrule(rrule(DAILY, dtstart=begin, byweekday=(MO, TU, WE, TH, FR), count=_LIMIT + 10))
        for holiday in holidays:
            rules.exdate(dt.datetime.combine(holiday, dt.time()))
        return rules[_LIMIT - 1].date()

    return after


def _by_loop(holidays: frozenset[dt.date]) -> Callable[[dt.date], dt.date]:
    def after(day: dt.date) -> dt.date:
        left = _LIMIT
        while left:
            day += dt.timedelta(1)
            left -= day.isoweekday() < 6 and day not in holidays
        return day

    return after


def _by_list(holidays: frozenset[dt.date]) -> Callable[[dt.date], dt.date]:
    first = dt.date(_YEARS[0], 1, 1)
    every = (first + dt.timedelta(number) for number in range(366 * len(_YEARS)))
    working = [day for day in every if day.isoweekday() < 6 and day not in holidays]
    return lambda day: working[bisect.bisect_right(working, day) + _LIMIT - 1]
