"""What the cells of a column tell of how they are written; what they do not tell is told too."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

import attrs

from learning_tracker.dates import When
from learning_tracker.errors import Misfit
from learning_tracker.exchange.folding import folded
from learning_tracker.exchange.mappings.mapping import NEW_LINE
from learning_tracker.exchange.sheets.day_formats import FORMATS, parse
from learning_tracker.exchange.sheets.sheet import Unreadable, Value

_MOST = 1_000
"""How many different values of a column are looked at: the rest is written alike."""

SAY_NOTHING = frozenset({"n/a", "na", "not applicable", "tbc", "tba", "none", "-", "?", "nil"})
"""What people write into a cell in place of leaving it empty, folded."""

# Dates of cells are always read; the days of an old Macintosh cannot be told from Excel's.
_TRIED = tuple(name for name in FORMATS if name not in ("excel date", "excel serial 1904"))
_SEPARATORS = (";", "|")
_PERHAPS = re.compile(r",|/|&|\band\b", re.IGNORECASE)


@attrs.frozen
class Spot:
    """A value of a column, and where it stands first.

    Attributes:
        value: what the cell holds; a text is cleaned.
        cell: the cell, such as "D4".
    """

    value: Value
    cell: str


@attrs.frozen
class Filled:
    """The cells of a column that hold something.

    Attributes:
        heading: the heading.
        spots: each different value, with the first of its cells.
        unreadable: the cells whose value cannot be known.
        count: how many cells hold something.
    """

    heading: str
    spots: tuple[Spot, ...]
    unreadable: tuple[str, ...]
    count: int

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The texts, each with its cell."""
        return [(one.value, one.cell) for one in self.spots if isinstance(one.value, str)]


def filled(heading: str, cells: Iterable[tuple[str, Value]]) -> Filled:
    """What the cells of a column hold.

    Args:
        heading: its heading.
        cells: each cell, such as "D4", with what it holds, cleaned; None where it says nothing.
    """
    spots: dict[tuple[type, Value], Spot] = {}
    unreadable: list[str] = []
    count = 0
    for cell, value in cells:
        if isinstance(value, Unreadable):
            unreadable.append(cell)
        elif value is not None:
            count += 1
            if len(spots) < _MOST:
                spots.setdefault((type(value), value), Spot(value, cell))
    return Filled(heading, tuple(spots.values()), tuple(unreadable), count)


@attrs.frozen
class Dates:
    """How the dates of a column are written.

    Attributes:
        formats: the names of the formats.
        either: the cells in which the day or the month could stand first, where no other cell
            of the column tells.
        settled: the same, where others tell.
        unclear: the cells that can be read in two other ways.
        others: what is no date, with its cell.
        read: how many values are dates.
    """

    formats: tuple[str, ...]
    either: tuple[str, ...]
    settled: tuple[str, ...]
    unclear: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    read: int


def dates_of(column: Filled) -> Dates:
    """How the dates of a column are written, as far as its cells tell for certain."""
    readings = [(one, _readings(one.value)) for one in column.spots]
    certain = {next(iter(found)) for _, found in readings if len(found) == 1}
    found_in: dict[str, list[str]] = {"either": [], "settled": [], "unclear": []}
    others = []
    for spot, found in readings:
        if not found:
            others.append((str(spot.value), spot.cell))
        elif len(found) > 1 and (sort := _sort(found.keys(), certain)):
            found_in[sort].append(spot.cell)
    return Dates(
        tuple(name for name in FORMATS if name in certain),
        **{sort: tuple(cells) for sort, cells in found_in.items()},
        others=tuple(others),
        read=len(readings) - len(others),
    )


def _sort(names: AbstractSet[str], certain: AbstractSet[str]) -> str:
    """How a date that several formats read is to be told; "" if it needs not be."""
    by_figures = names <= {"day first", "month first"}
    if len(names & certain) == 1:
        return "settled" if by_figures else ""
    return "either" if by_figures else "unclear"


def _readings(value: Value) -> dict[str, When | dt.date]:
    """The date by each format by which the value is one."""
    if isinstance(value, dt.date):
        return {"excel date": value}
    found: dict[str, When | dt.date] = {}
    for name in _TRIED:
        try:
            found[name] = parse(value, [name])
        except Misfit:
            continue
    return found


@attrs.frozen
class Several:
    """What stands between several values in the cells of a column.

    Attributes:
        split: the separators, as a mapping names them.
        cells: cells with such.
        perhaps: cells with a comma, a stroke or an "and", which may or may not separate.
    """

    split: tuple[str, ...]
    cells: tuple[str, ...]
    perhaps: tuple[str, ...]


def several_in(column: Filled) -> Several:
    """What stands between several values in the cells of a column."""
    marks = {one: one for one in _SEPARATORS} | {NEW_LINE: "\n"}
    split = [name for name, mark in marks.items() if any(mark in one for one, _ in column.texts)]
    cells = [cell for text, cell in column.texts if any(marks[one] in text for one in split)]
    perhaps = [cell for text, cell in column.texts if _PERHAPS.search(text)]
    return Several(tuple(split), tuple(cells), tuple(perhaps))


def words_that_say_nothing(columns: Iterable[Filled]) -> Iterator[str]:
    """What stands in cells in place of nothing, such as "n/a", each once."""
    seen: set[str] = set()
    for column in columns:
        for text, _ in column.texts:
            if folded(text) in SAY_NOTHING - seen:
                seen.add(folded(text))
                yield text


def some(cells: Sequence[str], most: int = 4) -> str:
    """Cells as in a sentence; of many, the first.

    >>> some(["D4"]), some(["D4", "D5", "D6", "D7", "D8", "D9"])
    ('cell D4', 'cells D4, D5, D6, D7 and 2 more')
    """
    listed = ", ".join(cells[:most])
    more = f" and {len(cells) - most} more" if len(cells) > most else ""
    return f"{'cell' if len(cells) == 1 else 'cells'} {listed}{more}"
