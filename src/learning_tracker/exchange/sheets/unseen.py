"""What one does not see of a worksheet's cells: that they are merged or hidden."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from learning_tracker.exchange.sheets.cells import is_empty
from learning_tracker.exchange.sheets.grid import MOST_CELLS, letters, listed
from learning_tracker.exchange.sheets.sheet import Unreadable
from learning_tracker.exchange.sheets.worksheet import Worksheet, column_of
from learning_tracker.exchange.sheets.xml_events import Refuse

_RANGE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})")


class Unseen:
    """What is to be told of the cells beneath the headings of a worksheet.

    Args:
        page: the worksheet.
        header_row: the number of the row of headings.
        refuse: makes the error that says why a file is not read.
    """

    def __init__(self, page: Worksheet, header_row: int, refuse: Refuse) -> None:
        self._page = page
        self._refuse = refuse
        self._all = dict(page.rows)
        top = self._all.get(header_row, {})
        self._headed = sorted(column for column, value in top.items() if not is_empty(value))
        self._numbers = [number for number in self._all if number > header_row]
        self._left = MOST_CELLS

    def merged(self) -> Iterator[str]:
        """Mark merged cells, all but the first of each group, and tell of the groups."""
        if marked := [one for one in self._page.merged if self._is_marked(one)]:
            yield f"Merged cells hold their value in the first of them alone: {listed(marked)}."

    def hidden(self) -> Iterator[str]:
        """Tell of the rows and columns that are hidden."""
        if rows := sorted(set(self._page.hidden_rows).intersection(self._numbers)):
            yield f"Rows that are hidden were read like the others: {listed(_runs(rows))}."
        columns = {
            column
            for first, last in self._page.hidden_columns
            for column in _between(self._headed, first, last)
        }
        if columns:
            names = listed(map(letters, sorted(columns)))
            yield f"Columns that are hidden were read like the others: {names}."

    def colours(self) -> Iterator[str]:
        """Tell of the columns that hold colours and no words, as some do for Red and Green."""
        columns = self._page.coloured.intersection(self._headed)
        for number in self._numbers:
            columns.difference_update(self._all[number])
        if columns:
            names = listed(map(letters, sorted(columns)))
            yield f"Columns that hold colours alone, which are not read: {names}."

    def _is_marked(self, reference: str) -> bool:
        found = _RANGE.fullmatch(reference)
        if found is None:
            return False  # a cell merged with itself alone
        top, left = int(found[2]), column_of(found[1])
        rows = _between(self._numbers, top, int(found[4]))
        columns = _between(self._headed, left, column_of(found[3]))
        self._left -= len(rows) * len(columns)
        if self._left < 0:
            raise self._refuse("its merged cells overlap; unmerge them, and save it anew")
        value_stands = left in self._all.get(top, {})
        marked = [
            (row, column)
            for row in rows
            for column in columns
            if (row, column) != (top, left) and (value_stands or column in self._all[row])
        ]
        for row, column in marked:
            self._all[row][column] = _merged_with(f"{found[1]}{top}", beneath=column == left)
        return bool(marked)


def _merged_with(first: str, *, beneath: bool) -> Unreadable:
    return Unreadable(
        f"it is merged with {first}, and whether the value there is meant for it too is not "
        "known; unmerge the cells, and write into each what it is to hold",
        beneath,
    )


def _between(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Ascending numbers, those that follow each other together."""
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}"
