"""Values in two forms: as people read them, and as programs do."""

import re
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import TypeAlias

Plain: TypeAlias = "str | int | float | list[Plain] | None"
"""A value that JSON, pandas and a spreadsheet understand."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)  # strftime's names follow the computer's locale


def shown(value: object, most: int | None = None) -> str:
    """A value as people read it: a record by its label, or else its id.

    Of several values the first `most` are told, and how many more there are.

    >>> shown((date(2025, 11, 20), None, True, 2.50))
    '20 November 2025; ; yes; 2.5'
    >>> shown((1, 2, 3, 4), most=2)
    '1; 2; and 2 more'
    """
    match value:
        case None | bool():
            return {None: "", True: "yes", False: "no"}[value]
        case Enum():
            return shown(getattr(value, "label", value.value))
        case date():
            return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
        case float():
            return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")  # never "-0"
        case tuple() | list():
            left = 0 if most is None else len(value) - most
            told = (*value[:most], f"and {left:,} more") if left > 0 else value
            return "; ".join(map(shown, told))
    return str(getattr(value, "label", None) or getattr(value, "id", value))


def plain(value: object) -> Plain:
    """A value as programs read it: dates in ISO 8601, records by id.

    >>> plain((date(2025, 11, 20), None, True, 2.50))
    ['2025-11-20', None, True, 2.5]
    """
    match value:
        case Enum():
            return plain(value.value)
        case None | str() | int() | float():
            return value
        case date():
            return value.isoformat()
        case tuple() | list():
            return list(map(plain, value))
    return str(getattr(value, "iso", None) or getattr(value, "id", value))


# With what spreadsheets begin to reckon, also behind apostrophes that people wrote themselves.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def guarded(text: str) -> str:
    """A text as it may stand in CSV: with an apostrophe, if a spreadsheet would reckon with it.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("'tis")
    ("'=1+1", "''=1+1", "'tis")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'tis")
    ('=1+1', "'=1+1", "'tis")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def csv_cell(value: Plain) -> Plain:
    """A plain value as a spreadsheet may safely open it."""
    if not isinstance(value, str | list):
        return value
    # A bare carriage return ends the row for some readers.
    return guarded(as_text(value).replace("\r\n", "\n").replace("\r", "\n"))


def as_text(value: Plain) -> str:
    """A plain value as one text, several in it joined with "; "."""
    if isinstance(value, list):
        return "; ".join(map(as_text, value))
    return "" if value is None else str(value)


def is_numeric(values: Iterable[object]) -> bool:
    """Whether the values, those that are there, are all numbers; no more are asked for than tell.

    >>> is_numeric(iter([None, 1, 2.5])), is_numeric([1, "2"]), is_numeric([None])
    (True, False, False)
    """
    kinds = (type(value) in {int, float} for value in values if value is not None)
    return next(kinds, False) and all(kinds)
