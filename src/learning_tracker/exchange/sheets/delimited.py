"""Sheets in text files, a row to a line or to several: .csv and .tsv."""

import codecs
import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import attrs

from learning_tracker.errors import InvalidData, StoreProblem
from learning_tracker.exchange.sheets.grid import MOST_CELLS, MOST_ROWS, Grid
from learning_tracker.exchange.sheets.sheet import Sheet, Value
from learning_tracker.problems import Problem, error
from learning_tracker.wording import either

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
_STATED = re.compile(r'"?sep=(?P<separator>[,;\t|])"?\r?\n?')
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BYTE_ORDERS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SAVE_AS = "in Excel save the sheet as .xlsx or as CSV UTF-8, and bring that"
_SPLIT = "bring it in several files, or delete what is not needed"

Record = tuple[int, list[str]]
"""A row: the line where it begins, counted from 1, and what it holds."""


def read_delimited(path: Path, content: bytes, header_row: int) -> Sheet:
    """Read the sheet that a text file is; see `reading.read_sheet`.

    What it is written in (UTF-8, UTF-16 or Windows-1252) and what stands between its columns is
    found out and told in the notes.

    Args:
        path: the file, for what is told of it.
        content: its bytes.
        header_row: the line of the headings, counted from 1.

    Raises:
        StoreProblem: it is no text, or holds no such line of headings.
        InvalidData: its headings are not as they must be, or rows hold more or fewer values.
    """
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        why = "it is a workbook, whatever its name says; give it a name that ends in .xlsx"
        raise StoreProblem(path, "read", why)
    text, encoding = _decoded(path, content)
    stated = _stated(text)
    lines = _Lines(text, header_row + 1 if stated else header_row)
    separator = stated or _separator(path, lines)
    rows = list(_records(path, lines, separator))
    width = len(rows[0][1]) if rows else 0
    if ragged := list(_ragged(path, rows, width)):
        raise InvalidData(ragged)
    between = f"{_SEPARATORS[separator]} between the columns" if width > 1 else "one column"
    notes = (f"Read as {encoding}, with {between}.",)
    cells = ((number, _by_column(values)) for number, values in rows)
    return Grid(path, "", lines.first, cells, notes).sheet()


def _by_column(values: list[str]) -> dict[int, Value]:
    return {column: value for column, value in enumerate(values) if value}


def _ragged(path: Path, rows: list[Record], width: int) -> Iterator[Problem]:
    """The rows that do not hold as many values as there are headings; empty lines are none."""
    for number, values in rows:
        if len(values) != width and any(values):
            sentence = (
                f"it holds {_values(len(values))} for {_values(width, 'column')}; put a value that "
                'holds the separator between quotation marks ("…"), or mend the line'
            )
            yield error("ragged-row", "", f"{path.name}, row {number}", sentence)


def _values(count: int, what: str = "value") -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _decoded(path: Path, content: bytes) -> tuple[str, str]:
    """The text, and in which encoding it is written."""
    if not content:
        raise StoreProblem(path, "read", "it is empty; check which file it is")
    if codec := _BYTE_ORDERS.get(content[:2]) or _wide(content):
        try:
            return content.decode(codec).removeprefix("\ufeff"), "UTF-16"
        except UnicodeDecodeError as found:
            raise StoreProblem(path, "read", f"it is damaged UTF-16; {_SAVE_AS}") from found
    if b"\0" in content:
        line = _line_of(content, content.index(b"\0"))
        why = f"line {line} holds NUL bytes, as no text does: it is damaged or no text; {_SAVE_AS}"
        raise StoreProblem(path, "read", why)
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as found:
        line = _line_of(content, found.start)
        if content.startswith(codecs.BOM_UTF8):
            why = f"it says that it is UTF-8, and line {line} is not; {_SAVE_AS}"
            raise StoreProblem(path, "read", why) from found
    try:
        return content.decode("cp1252"), f"Windows-1252 (line {line} is not UTF-8)"
    except UnicodeDecodeError as found:
        line = _line_of(content, found.start)
        why = f"line {line} is neither UTF-8 nor Windows-1252; {_SAVE_AS}"
        raise StoreProblem(path, "read", why) from found


def _line_of(content: bytes, place: int) -> int:
    """The line in which a byte stands, counted from 1."""
    return len(re.findall(rb"\r\n|\r|\n", content[:place])) + 1


def _wide(content: bytes) -> str | None:
    """The sort of UTF-16 that a text without a mark is: its first letters are Latin."""
    if content[1:4:2] == b"\0\0" and b"\0" not in content[0:4:2]:
        return "utf-16-le"
    if content[0:3:2] == b"\0\0" and b"\0" not in content[1:4:2]:
        return "utf-16-be"
    return None


@attrs.frozen
class _Lines:
    """The lines of a text from one on, each time anew: to hold them all takes memory.

    Attributes:
        text: the text.
        first: the number of the line, counted from 1.
    """

    text: str
    first: int

    def __iter__(self) -> Iterator[str]:
        return islice((found[0] for found in _LINE.finditer(self.text)), self.first - 1, None)


def _stated(text: str) -> str | None:
    """The separator that a first line states, which is for Excel alone: it does not show it."""
    found = _STATED.fullmatch(next(iter(_Lines(text, 1)), ""))
    return found["separator"] if found else None


def _separator(path: Path, lines: _Lines) -> str:
    """What stands between the columns: that by which the headings are most."""
    if path.suffix.casefold() == ".tsv" and _columns(lines, "\t") > 1:
        return "\t"
    found = {separator: _columns(lines, separator) for separator in _SEPARATORS}
    most = max(found.values())
    best = [separator for separator in found if found[separator] == most]
    if most > 1 and len(best) > 1:
        names = either(_SEPARATORS[separator] for separator in best)
        why = (
            f"whether {names} stand between its columns cannot be told from the headings; write a "
            'line "sep=," above them (or with the other one), or save it as .xlsx'
        )
        raise StoreProblem(path, "read", why)
    return best[0]


def _columns(lines: _Lines, separator: str) -> int:
    try:
        return len(next(csv.reader(lines, delimiter=separator, strict=True), []))
    except csv.Error:
        return 0


def _records(path: Path, lines: _Lines, separator: str) -> Iterator[Record]:
    """The rows with the lines where they begin; a value may run over several lines."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number, cells, rows = lines.first, 0, 0
    try:
        for values in reader:
            cells, rows = cells + len(values), rows + 1
            if cells > MOST_CELLS or rows > MOST_ROWS:
                why = f"it holds more than {MOST_ROWS:,} rows or {MOST_CELLS:,} values; {_SPLIT}"
                raise StoreProblem(path, "read", why)
            yield number, values
            number = lines.first + reader.line_num
    except csv.Error as found:
        why = (
            f"the row that begins in line {number} has quotation marks that do not match, or a "
            f"value of more than {csv.field_size_limit():,} characters; within a value write two "
            'of them (""), and one at each end'
        )
        raise StoreProblem(path, "read", why) from found
