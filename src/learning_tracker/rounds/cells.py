"""What stands in a cell that somebody filled in."""

import datetime as dt

from learning_tracker.dates import long_date
from learning_tracker.exchange.sheets.cells import clean
from learning_tracker.exchange.sheets.sheet import Unreadable, Value


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
