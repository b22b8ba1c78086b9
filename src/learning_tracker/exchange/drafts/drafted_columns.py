"""The columns of a sheet as a draft of a mapping sees them: what each may hold, and its cells."""

from collections.abc import Container, Iterator

from learning_tracker.errors import InvalidField
from learning_tracker.exchange.drafts.column_facts import (
    Filled,
    dates_of,
    filled,
    words_that_say_nothing,
)
from learning_tracker.exchange.drafts.heading_words import Role, roles_of
from learning_tracker.exchange.drafts.status_words import event_meant
from learning_tracker.exchange.folding import folded
from learning_tracker.exchange.mappings.mapping import Taken
from learning_tracker.exchange.mappings.sheet_columns import WHAT_IS_WRONG
from learning_tracker.exchange.sheets.cells import clean
from learning_tracker.exchange.sheets.sheet import Sheet, Value

_MOST_STATUSES = 15
_LONGEST_STATUS = 40


class Columns:
    """The columns of a sheet, by what they hold.

    Attributes:
        all: every column that a mapping can name, in order.
        unnamed: the letters of the columns that no mapping can name, for their headings' signs.
        empty: the words that stand in cells in place of nothing.
    """

    def __init__(self, sheet: Sheet) -> None:
        """Look at every cell."""
        columns = [
            [(f"{one.letters}{row.number}", _clean(row.values[place])) for row in sheet.rows]
            for place, one in enumerate(sheet.headings)
        ]
        named = [can_be_written(one.text) for one in sheet.headings]
        self.unnamed = [
            one.letters for one, can in zip(sheet.headings, named, strict=True) if not can
        ]
        cells = {
            one.text: column
            for one, column, can in zip(sheet.headings, columns, named, strict=True)
            if can
        }
        looked = (filled(heading, column) for heading, column in cells.items())
        self.empty = sorted(filter(can_be_written, words_that_say_nothing(looked)))
        nothing = set(map(folded, self.empty))
        self._cells = {
            heading: [(cell, None if _says(value, nothing) else value) for cell, value in column]
            for heading, column in cells.items()
        }
        self.all = [filled(heading, column) for heading, column in self._cells.items()]
        found = roles_of(one.heading for one in self.all)
        self._by_role = {role: [self.all[one] for one in held] for role, held in found.items()}
        self._sort_by_cells()
        self.used: set[str] = set()

    def _sort_by_cells(self) -> None:
        """Let the cells speak: "Completed" may hold dates, yes and no, or a tale."""
        for column in self._by_role.pop(Role.COMPLETED, []):
            role = Role.COMPLETED
            if column.count and dates_of(column).read * 2 < len(column.spots):
                known = all(event_meant(text) is not None for text, _ in column.texts)
                role = Role.STATUS if known else Role.EVIDENCE
            self._by_role.setdefault(role, []).append(column)
        for column in self._by_role.pop(Role.STATUS, []):
            role = Role.STATUS if looks_like_status(column) or not column.count else Role.PROGRESS
            self._by_role.setdefault(role, []).append(column)

    def of(self, *roles: Role) -> list[Filled]:
        """The columns of some roles, those of the first role first."""
        return [column for role in roles for column in self._by_role.get(role, [])]

    def take(self, *roles: Role) -> Filled | None:
        """The first column of the first of these roles that has one; it counts as used."""
        found = self.of(*roles)
        if found:
            self.used.add(found[0].heading)
        return found[0] if found else None

    def take_all(self, *roles: Role) -> list[Filled]:
        """All columns of these roles that are not used yet and can be put together in a text."""
        found = [one for one in self.of(*roles) if one.heading not in self.used]
        if len(found) > 1:
            found = [one for one in found if fits_template(one)]
        self.used.update(one.heading for one in found)
        return found

    def longest(self) -> Filled | None:
        """The column with the longest texts, which is likely to hold what is to be done."""
        lengths = {one.heading: _mean_length(one) for one in self.all}
        return max(self.all, key=lambda one: lengths[one.heading], default=None)

    def beside(self, one: Filled, other: Filled) -> Iterator[tuple[Value, Value, str]]:
        """What stands in two columns, row by row, with the cell of the first."""
        pairs = zip(self._cells[one.heading], self._cells[other.heading], strict=True)
        return ((here, there, cell) for (cell, here), (_, there) in pairs)

    def left(self) -> list[Filled]:
        """The columns that are not used."""
        return [
            one
            for one in self.all
            if one.heading not in self.used and folded(one.heading) != folded(WHAT_IS_WRONG)
        ]


def _clean(value: Value) -> Value:
    return clean(value) or None if isinstance(value, str) else value


def _says(value: Value, words: Container[str]) -> bool:
    return isinstance(value, str) and folded(value) in words


def _mean_length(column: Filled) -> float:
    texts = [text for text, _ in column.texts]
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def looks_like_status(column: Filled) -> bool:
    """Whether a column holds a few short words, over and over."""
    texts = [text for text, _ in column.texts]
    return (
        0 < len(texts) == len(column.spots) <= _MOST_STATUSES
        and max(map(len, texts)) <= _LONGEST_STATUS
    )


def can_be_written(text: str) -> bool:
    """Whether a text can stand in a mapping, as a heading or as a word of the sheet."""
    try:
        Taken(column=text)
    except InvalidField:
        return False
    return True


def fits_template(column: Filled) -> bool:
    """Whether a heading can stand between braces."""
    heading = column.heading
    braced = "{" in heading or "}" in heading or heading.startswith("id of ")
    return not braced and heading == heading.strip()
