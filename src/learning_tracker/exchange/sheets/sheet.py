"""A sheet as it was read, whatever sort of file it stood in.

Whoever reads files gives sheets, and whoever makes records of them knows nothing else. What
cannot be known for certain is `Unreadable` and says why, so that it is told and never guessed.
"""

import datetime as dt

import attrs


@attrs.frozen
class Unreadable:
    """What stands in a cell whose value cannot be known.

    Attributes:
        why: why, and what to do about it, as the end of a sentence.
        beneath: whether it is merged with a cell above it, so that it can be known by who
            says that what stands above is meant.
    """

    why: str
    beneath: bool = False


Value = str | int | float | bool | dt.date | dt.datetime | dt.time | Unreadable | None
"""What a cell holds: text as it stands there, not yet cleaned; None where it is empty."""


@attrs.frozen
class Heading:
    """What stands above a column.

    Attributes:
        text: the words, cleaned; no other heading of the sheet has them.
        letters: the column's letters, such as "B"; "" of one that is given for all rows.
    """

    text: str
    letters: str


@attrs.frozen
class Row:
    """A row beneath the headings.

    Attributes:
        number: its number as spreadsheets count, from 1; in a text file its line.
        values: one for each heading of the sheet.
    """

    number: int
    values: tuple[Value, ...]


@attrs.frozen
class Sheet:
    """A sheet with one row of headings and the rows beneath it.

    Attributes:
        file: the name of the file, without its folder.
        name: the name of the worksheet; "" in a text file, which has but one.
        headings: one for each column.
        rows: those that hold something, in order.
        notes: sentences on what was found in the file, such as its encoding or hidden rows.
    """

    file: str
    name: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def place(self, row: int, column: int | None = None) -> str:
        """Where something stands, for people.

        Args:
            row: the number of the row.
            column: the place of the column among the headings; None for the whole row.

        >>> sheet = Sheet("plan.xlsx", "Actions", (Heading("Ref", "A"),), ())
        >>> sheet.place(7, 0)
        'plan.xlsx, sheet Actions, cell A7'
        >>> sheet.place(7)
        'plan.xlsx, sheet Actions, row 7'
        """
        where = f"{self.file}, sheet {self.name}" if self.name else self.file
        if column is None:
            return f"{where}, row {row}"
        if not self.headings[column].letters:
            return f"{where}, {self.headings[column].text} as given"
        return f"{where}, cell {self.headings[column].letters}{row}"
