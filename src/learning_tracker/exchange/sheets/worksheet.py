"""A worksheet of an .xlsx file: what its cells hold, and what is to be told of them.

openpyxl is asked what a number means that is formatted as a date. The cells are read here, in
one pass: in its read-only mode openpyxl tells nothing of merged cells, hidden rows and formulas
without a value, believes a sheet that declares itself smaller than it is, and keeps half a
gigabyte of a million empty rows that are formatted.
"""

import datetime as dt
import math
import re
from collections.abc import Sequence
from typing import TypeVar

import attrs

from learning_tracker.exchange.sheets.grid import MOST_CELLS, MOST_ROWS
from learning_tracker.exchange.sheets.sheet import Unreadable, Value
from learning_tracker.exchange.sheets.xml_events import Refuse

T = TypeVar("T")

MOST_MERGED = 20_000
"""How many groups of merged cells there may be."""

MOST_HIDDEN = 20_000
"""How many groups of hidden columns there may be; Excel has 16,384 columns."""

LONGEST_TEXT = 2**20
"""How many characters a cell may hold here; Excel holds 32,767."""

MOST_TEXT = 100 * 2**20
"""How many characters all cells may hold."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_REFERENCE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_TRUE = ("1", "true")
_SURROGATES = range(0xD800, 0xE000)
_LONGEST_WHOLE = 15
"""How many digits a number keeps in Excel."""

_NO_VALUE = Unreadable(
    "it holds a formula whose result was never worked out; open the file in Excel, save it, and "
    "bring that, or write the value there"
)
_LENGTH_OF_TIME = Unreadable("it holds a length of time; write it as a number or as text")
_NO_DATE = Unreadable("it is formatted as a date, and its number names no day; write the date anew")
_NO_NUMBER = Unreadable("what it holds is no number, although it says so; write it anew")


@attrs.frozen
class Meaning:
    """What cells refer to that stands elsewhere in the workbook.

    Attributes:
        strings: the texts that cells share.
        dates: for each style, whether a number with it is a date, or (None) a length of time.
        coloured: for each style, whether it fills cells with a colour.
        epoch: the day from which dates are counted.
        calculated: whether the results of formulas that are kept can be relied on.
    """

    strings: Sequence[str]
    dates: Sequence[bool | None]
    coloured: Sequence[bool]
    epoch: dt.datetime
    calculated: bool


class Worksheet:
    """What is heard of a worksheet while it is walked through; a handler of XML.

    Attributes:
        rows: the rows that hold something: their numbers, and their cells by column from 0.
        merged: the references of merged cells, such as "A2:A4".
        hidden_rows: the numbers of the rows that hold something and are hidden.
        hidden_columns: the first and last of those that are hidden, from 0.
        coloured: the columns in which cells hold nothing but a colour, from 0.
    """

    def __init__(self, meaning: Meaning, refuse: Refuse) -> None:
        self.rows: list[tuple[int, dict[int, Value]]] = []
        self.merged: list[str] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.coloured: set[int] = set()
        self._meaning = meaning
        self._refuse = refuse
        self._row = 0
        self._column = -1
        self._hidden = False
        self._cells: dict[int, Value] = {}
        self._count = self._length = 0
        self._cell: dict[str, str] = {}
        self._formula = self._phonetic = self._collecting = False
        self._texts: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note that an element begins."""
        match tag:
            case "c":
                self._cell = attributes
                self._formula = False
                self._texts = []
            case "v" | "t":
                self._collecting = not self._phonetic
            case "row":
                self._begin_row(attributes)
            case "f":
                self._formula = True
            case "rPh":
                self._phonetic = True
            case "mergeCell":
                self._add(self.merged, attributes.get("ref", ""), MOST_MERGED)
            case "col" if attributes.get("hidden") in _TRUE:
                first, last = (self._number(attributes.get(end)) - 1 for end in ("min", "max"))
                self._add(self.hidden_columns, (first, last), MOST_HIDDEN)

    def text(self, text: str) -> None:
        """Take a piece of what a cell holds."""
        if self._collecting:
            self._length += len(text)
            self._texts.append(text)
            if self._length > MOST_TEXT or sum(map(len, self._texts)) > LONGEST_TEXT:
                raise self._refuse(
                    "its cells hold more text than a spreadsheet can; make a new workbook, and "
                    "copy into it what is needed"
                )

    def end(self, tag: str) -> None:
        """Take note that an element ends."""
        match tag:
            case "v" | "t":
                self._collecting = False
            case "rPh":
                self._phonetic = False
            case "c":
                self._end_cell()
            case "row":
                self._end_row()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        before = self._row
        self._row = self._number(attributes.get("r", str(before + 1)))
        if not before < self._row <= LAST_ROW:
            raise self._refuse(_disorder("rows"))
        self._hidden = attributes.get("hidden") in _TRUE
        self._column = -1
        self._cells = {}

    def _end_row(self) -> None:
        if not self._cells:
            return
        self.rows.append((self._row, self._cells))
        if self._hidden:
            self.hidden_rows.append(self._row)
        if len(self.rows) > MOST_ROWS:
            raise self._refuse(_too_many(f"{MOST_ROWS:,} rows"))

    def _end_cell(self) -> None:
        column = self._column + 1
        if reference := self._cell.get("r"):
            row, column = self._place(reference)
            if row != self._row:
                raise self._refuse(_disorder("cells"))
        if not self._column < column < LAST_COLUMN:
            raise self._refuse(_disorder("cells"))
        self._column = column
        value = self._value("".join(self._texts))
        if value is None or value == "":
            if self._of_style(self._meaning.coloured):
                self.coloured.add(column)
            return
        self._cells[column] = value
        self._count += 1
        if self._count > MOST_CELLS:
            raise self._refuse(_too_many(f"{MOST_CELLS:,} cells"))

    def _value(self, text: str) -> Value:
        sort = self._cell.get("t", "n")
        relied_on = self._meaning.calculated and (text or sort == "str")
        if self._formula and sort != "e" and not relied_on:
            # A formula may well give an empty text; any other result leaves a trace.
            return _NO_VALUE
        return self._read(sort, text) if text else None

    def _read(self, sort: str, text: str) -> Value:
        match sort:
            case "s":
                return self._shared(text)
            case "str" | "inlineStr":
                return unescaped(text)
            case "b":
                return text in _TRUE
            case "e":
                return Unreadable(
                    f"it holds the error {text[:20]}; mend the formula, or write the value there"
                )
            case "d":
                return _iso(text)
        return self._numeric(text)

    def _shared(self, text: str) -> str:
        try:
            return self._meaning.strings[self._number(text, least=0)]
        except IndexError as error:
            raise self._refuse(_disorder("texts")) from error

    def _numeric(self, text: str) -> Value:
        number = _number(text)
        if number is None:
            return _NO_NUMBER
        is_date = self._of_style(self._meaning.dates)
        if is_date is False:
            return number
        return _LENGTH_OF_TIME if is_date is None else _date(number, self._meaning.epoch)

    def _of_style(self, known: Sequence[bool | None]) -> bool | None:
        """What is known of the style of the cell."""
        style = self._number(self._cell.get("s", "0"), least=0)
        return known[style] if style < len(known) else False

    def _place(self, reference: str) -> tuple[int, int]:
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise self._refuse(_disorder("cells"))
        return int(found[2]), column_of(found[1])

    def _number(self, text: str | None, least: int = 1) -> int:
        """A whole number of the structure, without which nothing can be told."""
        if text is None or not text.isascii() or not text.isdigit() or len(text) > len("1048576"):
            raise self._refuse(_disorder("cells"))
        if (number := int(text)) < least:
            raise self._refuse(_disorder("cells"))
        return number

    def _add(self, found: list[T], one: T, most: int) -> None:
        found.append(one)
        if len(found) > most:
            raise self._refuse(_too_many(f"{most:,} groups of merged cells or hidden columns"))


def column_of(name: str) -> int:
    """The column of such letters, counted from 0.

    >>> column_of("A"), column_of("XFD")
    (0, 16383)
    """
    column = 0
    for letter in name:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1


def unescaped(text: str) -> str:
    r"""The text in which letters stand that XML cannot hold, which Excel writes as `_x000D_`.

    >>> unescaped("one_x000D_two _x005F_x000D_")
    'one\rtwo _x000D_'
    """
    return _ESCAPED.sub(_letter, text) if "_x" in text else text


def _letter(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code in _SURROGATES else chr(code)


def _number(text: str) -> int | float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_WHOLE:
        return int(text)
    return number


def _date(number: float, epoch: dt.datetime) -> Value:
    from openpyxl.utils.datetime import from_excel  # noqa: PLC0415 - only who reads workbooks

    try:
        found = from_excel(number, epoch)
    except (OverflowError, ValueError):
        return _NO_DATE
    return _plain(found) if number >= 0 else _NO_DATE


def _iso(text: str) -> Value:
    from openpyxl.utils.datetime import from_ISO8601  # noqa: PLC0415 - only who reads workbooks

    try:
        found = from_ISO8601(text)  # type: ignore[no-untyped-call]
    except (OverflowError, ValueError):
        return _NO_DATE
    return _plain(found)


def _plain(found: dt.datetime | dt.date | dt.time | dt.timedelta | None) -> Value:
    """A day as a day; with its time only where it has one."""
    if isinstance(found, dt.timedelta):
        return _LENGTH_OF_TIME
    if isinstance(found, dt.datetime) and found.time() == dt.time():
        return found.date()
    return found


def _disorder(what: str) -> str:
    return (
        f"its {what} are numbered as no spreadsheet program does; open it in Excel or LibreOffice, "
        "save it as .xlsx, and bring that"
    )


def _too_many(what: str) -> str:
    return f"it holds more than {what}; delete what is not needed, or bring it in several files"
