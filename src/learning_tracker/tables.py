"""What every question answers with: typed rows, and what the figures rest on.

A `Table` holds its rows as objects, each with the records behind it, and prints
them through columns, which are functions of a row. Its caption, denominator, key
and notes go wherever it is shown to people; `to_records`, `to_frame` and `to_csv`
give plain values to programs.

Tables know of a record only that it has an `id`, and of a date only its `iso`.
"""

import csv
import html
import io
import textwrap
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import Enum
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeAlias, TypeVar

import attrs

from learning_tracker.errors import MissingExtra

if TYPE_CHECKING:
    import pandas as pd

Plain: TypeAlias = "str | int | float | list[Plain] | None"
"""A value that JSON, pandas and a spreadsheet understand."""

LINE = 100  # characters: what fits a terminal and a printed page
GAP = 2  # characters between the columns of tabulate's "simple" format
PADDING = 2  # characters by which tabulate makes a column wider than its heading
NARROWEST = 8  # characters: below this a column cannot be read
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)  # strftime's names follow the computer's locale


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
        empty: The sentence that stands in place of rows when there are none.
        denominator: What was counted among: "of the 7 reviews and audits of 2024-25".
        basis: The records behind the denominator.
        key: What the marks mean, a line for each.
        notes: What to know before relying on the figures.

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
    rows: tuple[Row, ...]
    columns: tuple[Column[Row], ...]
    empty: str
    denominator: str = ""
    basis: tuple[HasId, ...] = ()
    key: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

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
    def headings(self) -> tuple[str, ...]:
        """What people read above the columns."""
        return tuple(column.heading for column in self.columns)

    def cells(self, row: Row) -> tuple[str, ...]:
        """The printed text of a row's cells."""
        return tuple(shown(column.value(row)) for column in self.columns)

    def __str__(self) -> str:
        notes = "\n".join(
            _filled(note.text, f"{number}. ") for number, note in enumerate(self.notes, 1)
        )
        key = "\n".join(map(_filled, self.key))
        body = self._drawn() if self.rows else _filled(self.empty)
        parts = (_filled(self.caption), body, _filled(_sentence(self.denominator)), key, notes)
        return "\n\n".join(filter(None, parts))

    # An answer asked for at a prompt is the answer, as it is in pandas.
    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The table for a notebook: nothing in it but escaped text and its marking-up."""
        sides = self._alignment()
        body = [_html_row(self.cells(row), sides, "row", "") for row in self.rows]
        empty = f'<tr><td colspan="{len(self.columns)}">{html.escape(self.empty)}</td></tr>'
        after = [_element("p", line) for line in (_sentence(self.denominator), *self.key) if line]
        notes = "".join(_element("li", note.text) for note in self.notes)
        return "".join(
            (
                f"<div><table>{_element('caption', self.caption)}",
                f"<thead>{_html_row(self.headings, sides, 'col', 'col')}</thead>",
                f"<tbody>{''.join(body) or empty}</tbody></table>",
                *after,
                f"<ol>{notes}</ol>" if notes else "",
                "</div>",
            )
        )

    def to_records(self) -> list[dict[str, Plain]]:
        """A dict of plain values for each row, by the columns' names.

        Where rows are about one record, its id comes first, under `id`.
        """
        names, about = self._names(), self._about_records()
        return [dict(zip(names, self._plain_row(row, about=about), strict=True)) for row in self]

    def to_frame(self) -> "pd.DataFrame":
        """The plain values as a pandas data frame, its columns there even without rows.

        Raises:
            MissingExtra: pandas is not installed.
        """
        try:
            import pandas as pd  # noqa: PLC0415  # heavy, and an extra
        except ModuleNotFoundError as missing:
            raise MissingExtra("pandas", "pandas") from missing
        return pd.DataFrame(self.to_records(), columns=list(self._names()))

    def to_csv(self, path: str | Path | None = None) -> str:
        """The plain values as CSV text, also written to `path` if there is one.

        Several values in a cell are joined with "; ". A text that a spreadsheet would
        run as a formula (it begins with =, +, -, @, a tab or a new line) gets an
        apostrophe in front; numbers are left alone. A file begins with a byte-order
        mark, without which Excel misreads accents.
        """
        about = self._about_records()
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self._names())
        for row in self.rows:
            writer.writerow(map(_csv_cell, self._plain_row(row, about=about)))
        if path is not None:
            Path(path).write_text(text.getvalue(), encoding="utf-8-sig", newline="")
        return text.getvalue()

    def _about_records(self) -> bool:
        """Whether `id` comes first in the data.

        Without rows it does: a script that reads `id` must not fail for want of an answer.
        """
        return not self.rows or any(hasattr(row, "record") for row in self.rows)

    def _names(self) -> tuple[str, ...]:
        names = tuple(column.name for column in self.columns)
        return ("id", *names) if self._about_records() else names

    def _plain_row(self, row: Row, *, about: bool) -> tuple[Plain, ...]:
        values = tuple(plain(column.value(row)) for column in self.columns)
        return (plain(getattr(row, "record", None)), *values) if about else values

    def _alignment(self) -> tuple[str, ...]:
        values = ([column.value(row) for row in self.rows] for column in self.columns)
        return tuple("right" if _numeric(each) else "left" for each in values)

    def _drawn(self) -> str:
        """The rows as text, wrapped to a line's length."""
        from tabulate import tabulate  # noqa: PLC0415  # only a printed table needs it

        rows = [self.cells(row) for row in self.rows]
        widths = _widths(_natural_widths(self.headings, rows))
        headings = [
            _wrapped(heading, width - PADDING)
            for heading, width in zip(self.headings, widths, strict=True)
        ]
        wrapped = [list(map(_wrapped, row, widths)) for row in rows]
        return tabulate(
            wrapped, headings, "simple", disable_numparse=True, colalign=self._alignment()
        )


def shown(value: object) -> str:
    """A value as people read it: a record by its label, or else its id.

    >>> shown((date(2025, 11, 20), None, True, 2.50))
    '20 November 2025; ; yes; 2.5'
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
            return "; ".join(map(shown, value))
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


def _csv_cell(value: Plain) -> Plain:
    """A plain value as a spreadsheet may safely open it."""
    if not isinstance(value, str | list):
        return value
    # A bare carriage return ends the row for some readers.
    text = _joined(value).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\n")) else text


def _joined(value: Plain) -> str:
    if isinstance(value, list):
        return "; ".join(map(_joined, value))
    return "" if value is None else str(value)


def _numeric(values: Sequence[object]) -> bool:
    """Whether the values, those that are there, are all numbers."""
    there = [value for value in values if value is not None]
    return bool(there) and all(type(value) in {int, float} for value in there)


def _sentence(fragment: str) -> str:
    return f"{fragment[0].upper()}{fragment[1:].removesuffix('.')}." if fragment else ""


def _filled(text: str, mark: str = "") -> str:
    """A paragraph, its later lines set in as far as its first."""
    return textwrap.fill(
        text,
        LINE,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _wrapped(text: str, width: int) -> str:
    """A cell's text in lines of at most `width`; an id is not broken at its hyphens."""
    # tabulate's own maxcolwidths fails on a cell that reads "True" (0.9).
    lines = (textwrap.wrap(line, width, break_on_hyphens=False) for line in text.splitlines())
    return "\n".join(part for line in lines for part in line)


def _natural_widths(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column would be if lines were as long as need be."""
    columns = zip(*rows, strict=True)
    return [
        max(len(heading) + PADDING, *(_longest_line(cell) for cell in cells))
        for heading, cells in zip(headings, columns, strict=True)
    ]


def _longest_line(text: str) -> int:
    return max((len(line.expandtabs()) for line in text.splitlines()), default=0)


def _widths(natural: Sequence[int]) -> list[int]:
    """Narrow columns as wide as they would be; wide ones share what they leave.

    >>> _widths([10, 300, 200])
    [10, 43, 43]
    """
    room = LINE - GAP * (len(natural) - 1)
    widths = list(natural)
    by_width = sorted(range(len(natural)), key=natural.__getitem__)
    for done, position in enumerate(by_width):
        share = max(room // (len(natural) - done), NARROWEST)
        widths[position] = min(natural[position], share)
        room -= widths[position]
    return widths


def _element(tag: str, text: str) -> str:
    return f"<{tag}>{html.escape(text)}</{tag}>"


def _html_row(texts: Sequence[str], sides: Sequence[str], first: str, other: str) -> str:
    """A row; `first` and `other` are the scopes of its cells that are headings."""
    scopes = (first, *repeat(other, len(texts) - 1))
    return f"<tr>{''.join(map(_html_cell, texts, scopes, sides))}</tr>"


def _html_cell(text: str, scope: str, side: str) -> str:
    # Notebooks align every cell to the right unless told otherwise.
    style = f'style="text-align: {side}"'
    if scope:
        return f'<th scope="{scope}" {style}>{html.escape(text)}</th>'
    return f"<td {style}>{html.escape(text)}</td>"
