"""What stands in a cell that somebody filled in."""

import datetime as dt

from learning_tracker.dates import When, long_date
from learning_tracker.exchange import day_formats
from learning_tracker.exchange.cells import clean
from learning_tracker.exchange.sheet import Unreadable, Value

_DATES = ("excel date", "iso", "day in words", "month in words")
"""How a date may be written: in figures alone it could be read in two ways."""


def plain_text(value: Value) -> str:
    r"""A value as text, cleaned; "" where nothing stands that can be read.

    >>> plain_text(" Ten files\u00a0sampled. "), plain_text(3.0), plain_text(None)
    ('Ten files sampled.', '3', '')
    """
    match value:
        case None | Unreadable():
            return ""
        case bool():
            return "Yes" if value else "No"
        case dt.datetime():
            return long_date(value.date())
        case dt.date():
            return long_date(value)
        case _:
            return clean(f"{value:g}" if isinstance(value, float) else str(value))


def is_filled(value: Value) -> bool:
    """Whether something stands in a cell, be it what cannot be read."""
    return isinstance(value, Unreadable) or plain_text(value) != ""


def date(value: Value) -> When:
    """A date that somebody wrote.

    Raises:
        Misfit: it is none, or can be read in two ways; the sentence says so.
    """
    return day_formats.parse(value, _DATES)
