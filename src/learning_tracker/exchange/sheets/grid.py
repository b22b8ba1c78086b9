"""What stands in the cells of a sheet, as a sheet with headings: the same for every file."""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from learning_tracker.errors import InvalidData, StoreProblem
from learning_tracker.exchange.sheets.cells import clean, is_empty
from learning_tracker.exchange.sheets.sheet import Heading, Row, Sheet, Unreadable, Value
from learning_tracker.problems import Problem, error
from learning_tracker.wording import quoted

MOST_ROWS = 200_000
"""How many rows may hold something: ten times the largest register that was heard of."""

MOST_CELLS = 1_000_000
"""How many cells may hold something; as they are read, a million take some 200 MB of memory."""

MOST_COLUMNS = 500
"""How many headings there may be: five times the widest register that was heard of."""

Cells = Mapping[int, Value]
"""The cells of a row by their columns, counted from 0; those that hold nothing may be absent."""


@attrs.frozen
class Grid:
    """Cells as they stand in a file.

    Attributes:
        path: the file.
        name: the name of the worksheet; "" in a text file.
        header_row: the number of the row of headings.
        rows: the rows that hold something, with their numbers, in order.
        notes: what is to be told of them.
    """

    path: Path
    name: str
    header_row: int
    rows: Iterable[tuple[int, Cells]]
    notes: tuple[str, ...]

    def sheet(self) -> Sheet:
        """The sheet that they are.

        Columns without heading and without content are left out, as are rows without content;
        rows above the headings are not read.

        Raises:
            StoreProblem: there are no headings in the row that is said to hold them, or far too
                many.
            InvalidData: a heading is blank above content, unreadable, or there twice.
        """
        rows = [
            (number, found)
            for number, cells in self.rows
            if number >= self.header_row and (found := _held(cells))
        ]
        if not rows or rows[0][0] != self.header_row:
            raise StoreProblem(self.path, "read", self._no_headings())
        _, top = rows.pop(0)
        if len(top) > MOST_COLUMNS:
            raise StoreProblem(self.path, "read", _too_wide(len(top)))
        texts = {column: _heading(value) for column, value in sorted(top.items())}
        if problems := [*self._alike(texts), *self._missing(texts, top, rows)]:
            raise InvalidData(problems)
        return Sheet(
            self.path.name,
            self.name,
            tuple(Heading(text, letters(column)) for column, text in texts.items()),
            tuple(
                Row(number, tuple(cells.get(column) for column in texts)) for number, cells in rows
            ),
            self.notes,
        )

    def _no_headings(self) -> str:
        where = f"its sheet {self.name}" if self.name else "it"
        return (
            f"row {self.header_row} of {where} holds no headings; say which row does, counted from "
            "1, and write a heading above each column"
        )

    def _place(self, cell: str) -> str:
        sheet = f", sheet {self.name}" if self.name else ""
        return f"{self.path.name}{sheet}, cell {cell}"

    def _alike(self, texts: Mapping[int, str]) -> Iterable[Problem]:
        """The headings that are there already, whatever their capitals."""
        first: dict[str, str] = {}
        for column, text in texts.items():
            cell = f"{letters(column)}{self.header_row}"
            before = first.setdefault(text.casefold(), cell)
            if before != cell:
                sentence = (
                    f"the heading {quoted(text)} stands in {before} already; give each column a "
                    "heading of its own"
                )
                yield error("duplicate-heading", "", self._place(cell), sentence)

    def _missing(
        self, texts: Mapping[int, str], top: Cells, rows: Iterable[tuple[int, Cells]]
    ) -> Iterable[Problem]:
        """The columns that hold something and have no heading, each with its first cell."""
        for column in texts:
            if isinstance(value := top[column], Unreadable):
                cell = f"{letters(column)}{self.header_row}"
                sentence = f"the heading cannot be read: {value.why}"
                yield error("unreadable-heading", "", self._place(cell), sentence)
        first: dict[int, int] = {}
        for number, cells in rows:
            for column in cells.keys() - texts.keys():
                first.setdefault(column, number)
        for column, number in sorted(first.items())[:MOST_COLUMNS]:
            name = letters(column)
            sentence = (
                f"there is no heading, and something stands beneath it in {name}{number}; write a "
                "heading, empty the column, or say in which row the headings are (--heading-row "
                "for a draft, heading_row under [sheet] in a mapping)"
            )
            yield error("blank-heading", "", self._place(f"{name}{self.header_row}"), sentence)


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


def listed(names: Iterable[str], most: int = 12) -> str:
    """Names in a row as in a sentence; of many, the first.

    >>> listed(["A2", "A3", "A4"]), listed(["2", "3", "4"], most=1)
    ('A2, A3 and A4', '2 and 2 more')
    """
    every = list(names)
    if len(every) > most:
        every = [*every[:most], f"{len(every) - most} more"]
    *rest, last = every
    return f"{', '.join(rest)} and {last}" if rest else last


def _held(cells: Cells) -> dict[int, Value]:
    return {column: value for column, value in cells.items() if not is_empty(value)}


def _heading(value: Value) -> str:
    """The words of a heading on one line."""
    if isinstance(value, Unreadable):
        return ""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return " ".join(clean(str(value)).split())


def _too_wide(found: int) -> str:
    return (
        f"it has {found:,} headings, and at most {MOST_COLUMNS} can be taken; copy the columns "
        "that are needed into a sheet of their own"
    )
