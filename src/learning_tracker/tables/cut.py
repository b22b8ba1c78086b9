"""How much of a long answer is drawn for people; what programs take is always whole."""

from typing import TypeVar

from learning_tracker.errors import InvalidArgument

T = TypeVar("T")

ROWS = 60
"""How many rows a table of a report has unless told otherwise: as many as two pages hold."""

ALONE = 100
"""The same of a table that is asked for alone, where somebody looks for all there is to do."""

IN_CELL = 10
"""How many values of one cell are drawn where rows are cut."""


def check_rows(rows: object) -> None:
    """Refuse a number of rows that is none.

    Raises:
        InvalidArgument: it is neither a whole number from 1 up nor None.
    """
    whole = isinstance(rows, int) and not isinstance(rows, bool) and rows > 0
    if rows is not None and not whole:
        raise InvalidArgument("rows", "a whole number from 1 up, or None for all rows", rows)


def in_cell(rows: int | None) -> int | None:
    """How many values of one cell are drawn where so many rows are; None for all."""
    return None if rows is None else IN_CELL


def more(drawn: int, whole: int, what: str = "row") -> str:
    """The sentence that stands for what is left out; nothing, if nothing is.

    >>> more(40, 94)
    'And 54 more rows; with --rows all, all 94 are shown.'
    >>> more(40, 40)
    ''
    """
    left = whole - drawn
    if not left:
        return ""
    words = what if left == 1 else f"{what}s"
    return f"And {left:,} more {words}; with --rows all, all {whole:,} are shown."
