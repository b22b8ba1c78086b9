"""How wide the columns of a table are, and whether they need the paper turned.

Widths are in twentieths of a point. They are worked out from the words, because a Word
file says how wide a column is and no program looks at the words again.
"""

from collections.abc import Callable, Sequence
from functools import cache
from unicodedata import east_asian_width

import attrs

SIZE = 9
"""The size of the text in tables, in points."""

PADDING = 210
"""What a column has beside its text: the space to its borders, and a little for safety."""

WORDS = 1500
"""Below this width (2.6 cm) a column of words tires; a narrower one keeps to its own."""

SENTENCES = 2500
"""The same for a column of sentences (4.4 cm)."""

LONG = 3000
"""A column whose cells are wider than this on one line, in the mean, holds sentences."""

_WIDEST_WORD = 2500  # a longer one is broken
_LINES = 2  # on which a heading reads easily
_BOLD = 1.1  # how much wider headings are than the text below them
_EM = SIZE * 20
_SHARES = {"fijlrtI.,:;'|!()[]/- ": 0.3, "mwMW%@—…": 0.9}  # of an em; what letters take of it
_BY_LETTER = {letter: share for letters, share in _SHARES.items() for letter in letters}
_CAPITAL, _OTHER, _FULL = 0.7, 0.56, 1.0
_STEPS = 40  # halvings: enough to settle a width to a twentieth of a point


@attrs.frozen
class Needed:
    """The widths that a column asks for.

    Attributes:
        least: its longest word fits on a line.
        easy: it is read without tiring.
        most: every line of it fits on a line.
        load: the mean width of what it holds.
    """

    least: float
    easy: float
    most: float
    load: float


def wide(columns: Sequence[Sequence[str]], room: float) -> bool:
    """Whether a table is too wide to be read easily in the room; a column begins with its heading.

    >>> wide([["Theme", "Fathers"], ["Sources", "3"]], 9600)
    False
    """
    return sum(needed(column).easy for column in columns) > room


def widths(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """The width of each column, together at most the room.

    Each is as wide as reads easily, if there is room, and never wider than it can fill; what
    is left goes to those that hold more.

    >>> widths([["Theme", "Fathers"], ["Found", "They were not asked. " * 9]], 4000)
    [859, 3140]
    """
    asked = [needed(column) for column in columns]
    floors = _floors(asked, room)
    return [int(width) for width in _shared(asked, floors, room)]


def _floors(asked: Sequence[Needed], room: int) -> list[float]:
    """What each column has at least; where there is too little room, each gives up its part."""
    least, easy = sum(one.least for one in asked), sum(one.easy for one in asked)
    if least > room:
        return [one.least * room / least for one in asked]
    part = 1.0 if easy <= room else (room - least) / (easy - least)
    return [one.least + part * (one.easy - one.least) for one in asked]


def _shared(asked: Sequence[Needed], floors: Sequence[float], room: int) -> list[float]:
    """Widths in proportion to what columns hold, between their floors and what they can fill."""
    low, high = 0.0, room / min(one.load for one in asked)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        fits = sum(_at(middle, asked, floors)) <= room
        low, high = (middle, high) if fits else (low, middle)
    return _at(low, asked, floors)


def _at(share: float, asked: Sequence[Needed], floors: Sequence[float]) -> list[float]:
    return [
        min(max(floor, share * one.load), max(floor, one.most))
        for floor, one in zip(floors, asked, strict=True)
    ]


def needed(column: Sequence[str]) -> Needed:
    """The widths that a column asks for; it begins with its heading."""
    heading, *cells = column
    title = _across(heading) * _BOLD
    words = [*(_across(word) * _BOLD for word in heading.split()), *_each(cells, str.split)]
    lines = _each(cells, str.splitlines)
    least = min(max(words, default=0), _WIDEST_WORD) + PADDING
    most = max(lines, default=0) + PADDING
    load = sum(map(_across, column)) / len(column) + PADDING
    easy = max(min(most, SENTENCES if load > LONG else WORDS), title / _LINES + PADDING)
    return Needed(
        least=least,
        easy=max(least, easy),
        most=max(least, most, title + PADDING),
        load=load,
    )


def _each(cells: Sequence[str], parts: Callable[[str], list[str]]) -> list[float]:
    return [_across(part) for cell in cells for part in parts(cell)]


def _across(text: str) -> float:
    """How wide a text is on one line, about: Arial's letters come in few widths."""
    return _EM * sum(map(_share, text))


@cache  # a report has millions of letters, but few different ones
def _share(letter: str) -> float:
    if letter in _BY_LETTER:
        return _BY_LETTER[letter]
    if letter.isupper():
        return _CAPITAL
    return _FULL if east_asian_width(letter) in "FW" else _OTHER
