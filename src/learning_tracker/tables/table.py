"""What every question answers with: typed rows, and what the figures rest on.

A `Table` holds its rows as objects, each with the records behind it, and prints
them through columns, which are functions of a row. Its caption, denominator, key
and notes go wherever it is shown to people; `to_records`, `to_frame` and `to_csv`
give plain values to programs.

Tables know of a record only that it has an `id`, and of a date only its `iso`.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar, overload

import attrs

from learning_tracker.errors import NoChart
from learning_tracker.tables.chart import Chart
from learning_tracker.tables.cut import check_rows, in_cell, more
from learning_tracker.tables.drawing import as_html, drawn, filled, sentence
from learning_tracker.tables.figure import to_figure
from learning_tracker.tables.frames import to_frame
from learning_tracker.tables.values import Plain, csv_cell, is_numeric, plain, shown

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from matplotlib.figure import Figure


class HasId(Protocol):
    """A record, so far as tables know records."""

    @property
    def id(self) -> str:
        """The record's identifier."""


class HasRecords(Protocol):
    """A row: any frozen object that can name the records behind it.

    A row that is about one record also has that record as `record`.
    """

    @property
    def records(self) -> tuple[HasId, ...]:
        """The records behind the row."""


Row = TypeVar("Row", bound=HasRecords)


@attrs.frozen
class Column(Generic[Row]):
    """A column as a function of a row: `name` is for data, `heading` for people."""

    name: str
    heading: str
    value: Callable[[Row], object]


@attrs.frozen
class Note:
    """Something to know before relying on a table, and the records it is about."""

    text: str
    records: tuple[HasId, ...] = ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Table(Generic[Row]):
    """The answer to a question.

    It has the length of its rows, gives them by position and in turn, and is true
    only when it has any: `if tracker.actions.late(): ...` means what it says.

    Attributes:
        caption: What the table shows, in a line.
        rows: The answer, each row with the records behind it.
        columns: What of a row is shown; the first names it.
        as_data: What of a row is given as plain values, where that is not what is shown.
        empty: The sentence that stands in place of rows when there are none.
        denominator: What was counted among: "of the 7 reviews and audits of 2024-25".
        basis: The records behind the denominator: these, or what tells them when they are
            asked for. They are often many times as many as the rows.
        key: What the marks mean, a line for each.
        notes: What to know before relying on the figures.
        chart: How the figures are drawn; None for a table that is better read.

    >>> from types import SimpleNamespace as Kept
    >>> row = Kept(theme="Fathers unseen", count=3, records=(Kept(id="rr-1"), Kept(id="rr-2")))
    >>> table = Table(
    ...     caption="Recurring themes",
    ...     rows=(row,),
    ...     columns=(
    ...         Column("theme", "Theme", lambda row: row.theme),
    ...         Column("sources", "Sources", lambda row: row.count),
    ...     ),
    ...     empty="No theme recurs.",
    ...     denominator="of the 7 reviews of 2024-25",
    ... )
    >>> print(table)
    Recurring themes
    <BLANKLINE>
    Theme             Sources
    --------------  ---------
    Fathers unseen          3
    <BLANKLINE>
    Of the 7 reviews of 2024-25.
    >>> [record.id for record in table.records]
    ['rr-1', 'rr-2']
    """

    caption: str
    rows: Sequence[Row]
    columns: tuple[Column[Row], ...]
    empty: str
    denominator: str = ""
    _basis: Iterable[HasId] | Callable[[], Iterable[HasId]] = ()
    key: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    as_data: tuple[Column[Row], ...] = ()
    chart: Chart | None = None

    @cached_property
    def basis(self) -> tuple[HasId, ...]:
        """The records behind the denominator."""
        return tuple(self._basis() if callable(self._basis) else self._basis)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __getitem__(self, position: int) -> Row:
        return self.rows[position]

    @property
    def records(self) -> tuple[HasId, ...]:
        """The records behind the rows, then those behind the denominator, each once."""
        behind = [record for row in self.rows for record in row.records]
        return tuple({record.id: record for record in (*behind, *self.basis)}.values())

    @property
    def data_columns(self) -> tuple[Column[Row], ...]:
        """The columns of the plain values."""
        return self.as_data or self.columns

    @property
    def headings(self) -> tuple[str, ...]:
        """What people read above the columns."""
        return tuple(column.heading for column in self.columns)

    def cells(self, row: Row, most: int | None = None) -> tuple[str, ...]:
        """The printed text of a row's cells, of each at most so many values."""
        return tuple(shown(column.value(row), most) for column in self.columns)

    def to_text(self, rows: int | None = None) -> str:
        """The table as it is printed; all else that it tells stays that of the whole table.

        Args:
            rows: how many rows are drawn at most, and a sentence tells how many more there
                are; of each cell at most ten values are. None for all of everything.

        Raises:
            InvalidArgument: `rows` is neither a whole number from 1 up nor None.
        """
        check_rows(rows)
        notes = "\n".join(
            filled(note.text, f"{number}. ") for number, note in enumerate(self.notes, 1)
        )
        parts = (
            filled(self.caption),
            self._body(self.rows[:rows], in_cell(rows)),
            more(len(self.rows[:rows]), len(self)),
            filled(sentence(self.denominator)),
            "\n".join(map(filled, self.key)),
            notes,
        )
        return "\n\n".join(filter(None, parts))

    def _body(self, rows: Sequence[Row], most: int | None) -> str:
        if not rows:
            return filled(self.empty)
        return drawn(self.headings, [self.cells(row, most) for row in rows], self.sides(rows))

    def __str__(self) -> str:
        return self.to_text()

    # An answer asked for at a prompt is the answer, as it is in pandas.
    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The table for a notebook: nothing in it but escaped text and its marking-up."""
        notes = [note.text for note in self.notes]
        below = (sentence(self.denominator), *self.key)
        if not self:
            return as_html(self.caption, (), (), (), (self.empty, *below), notes)
        cells = (self.cells(row) for row in self.rows)
        return as_html(self.caption, self.headings, cells, self.sides(self.rows), below, notes)

    def to_records(self) -> list[dict[str, Plain]]:
        """A dict of plain values for each row, by the columns' names.

        Where rows are about one record, its id comes first, under `id`.
        """
        names, about = self._names(), self._about_records()
        return [dict(zip(names, self._plain_row(row, about=about), strict=True)) for row in self]

    @overload
    def to_frame(self, backend: Literal["pandas"] = "pandas") -> "pd.DataFrame": ...

    @overload
    def to_frame(self, backend: Literal["polars"]) -> "pl.DataFrame": ...

    def to_frame(self, backend: str = "pandas") -> "pd.DataFrame | pl.DataFrame":
        """The plain values as a data frame, its columns there even without rows.

        Dates are text in ISO 8601, as they may be a month or a year; `tracker.frames()` has
        their first and last days as days.

        Args:
            backend: "pandas", or "polars". In polars, which has one type for a whole column, a
                column of several is text.

        Raises:
            UnknownChoice: it is neither.
            MissingExtra: the one that is asked for is not installed.
        """
        about = self._about_records()
        rows = [self._plain_row(row, about=about) for row in self.rows]
        return to_frame(self._names(), rows, backend)

    def to_figure(self) -> "Figure":
        """The table's chart as a matplotlib figure, under its title.

        Raises:
            NoChart: the table is better read than drawn, or has no rows.
            MissingExtra: matplotlib is not installed.
        """
        if self.chart is None:
            raise NoChart(self.caption)
        return to_figure(self.chart)

    def to_csv(self, path: str | Path | None = None) -> str:
        """The plain values as CSV text, also written to `path` if there is one.

        Several values in a cell are joined with "; ". A text that a spreadsheet would
        run as a formula (it begins with =, +, -, @, a tab or a new line) gets an
        apostrophe in front, as does one that has apostrophes before such a sign; numbers are
        left alone. Whoever takes one apostrophe away from every text that begins so has the
        texts unchanged. A file begins with a byte-order mark, without which Excel misreads
        accents.
        """
        about = self._about_records()
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self._names())
        for row in self.rows:
            writer.writerow(map(csv_cell, self._plain_row(row, about=about)))
        if path is not None:
            Path(path).write_text(text.getvalue(), encoding="utf-8-sig", newline="")
        return text.getvalue()

    def _about_records(self) -> bool:
        """Whether `id` comes first in the data.

        Without rows it does: a script that reads `id` must not fail for want of an answer.
        """
        return not self.rows or any(hasattr(row, "record") for row in self.rows)

    def _names(self) -> tuple[str, ...]:
        names = tuple(column.name for column in self.data_columns)
        return ("id", *names) if self._about_records() else names

    def _plain_row(self, row: Row, *, about: bool) -> tuple[Plain, ...]:
        values = tuple(plain(column.value(row)) for column in self.data_columns)
        return (plain(getattr(row, "record", None)), *values) if about else values

    def sides(self, rows: Sequence[Row]) -> tuple[str, ...]:
        """On which side of its column each cell of some rows is put: numbers on the right."""
        values = (map(column.value, rows) for column in self.columns)
        return tuple("right" if is_numeric(each) else "left" for each in values)
