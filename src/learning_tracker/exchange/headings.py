"""The row of headings: one for each column, no two alike."""

from collections.abc import Sequence
from pathlib import Path

from learning_tracker.errors import InvalidData
from learning_tracker.exchange.sheet import Heading, Value
from learning_tracker.problems import error


def letters(column: int) -> str:
    """The letters of a column, counted from 0.

    >>> letters(0), letters(26), letters(16383)
    ('A', 'AA', 'XFD')
    """
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def headings_of(path: Path, row: int, values: Sequence[Value]) -> tuple[Heading, ...]:
    """The headings that stand in a row, and refuse what cannot be told apart.

    Raises:
        InvalidData: a heading is blank, or stands there twice.
    """
    texts = [str(value or "").strip() for value in values]
    problems = []
    seen: dict[str, str] = {}
    for place, text in enumerate(texts):
        cell = f"{letters(place)}{row}"
        if not text:
            problems.append(
                error("blank-heading", "", f"{path.name}, cell {cell}", "there is no heading")
            )
        elif text in seen:
            sentence = f"the heading {text!r} stands in {seen[text]} already; name one of them anew"
            problems.append(error("duplicate-heading", "", f"{path.name}, cell {cell}", sentence))
        seen.setdefault(text, cell)
    if problems:
        raise InvalidData(problems)
    return tuple(Heading(text, letters(place)) for place, text in enumerate(texts))
