"""Workbooks as libraries and programs write them, read back."""

import datetime as dt
import io
import string
import subprocess
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from awkward_sheets import AWKWARD
from learning_tracker.errors import MissingExtra
from learning_tracker.exchange.sheets.cells import is_empty
from learning_tracker.exchange.sheets.grid import letters
from learning_tracker.exchange.sheets.sheet import Sheet, Unreadable, Value
from learning_tracker.exchange.sheets.workbook import read_workbook
from learning_tracker.exchange.sheets.writing import GridSheet, SheetColumn, workbook
from parts import needs
from sheet_files import TOP, Awkward, book, raw

PLAN = Path("plan.xlsx")
WIDTH = 4
HEADINGS = tuple(string.ascii_uppercase[:WIDTH])

# Excel keeps 15 digits of a number, and knows no day before March 1900 for certain.
WHOLE = st.integers(-(10**15) + 1, 10**15 - 1)
BROKEN = st.integers(-(10**9), 10**9).map(lambda number: (2 * number + 1) / 64)
DAYS = st.dates(dt.date(1900, 3, 1), dt.date(2100, 12, 31))
TIMES = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2100, 12, 31)).map(  # noqa: DTZ001
    lambda time: time.replace(microsecond=0, fold=0)
)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
# XML holds no other control characters, and a return as a new line.
XML_TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], include_characters="\t\n"), max_size=20
).filter(lambda text: "_x" not in text and "\ufffe" not in text and "\uffff" not in text)


def rows(text: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[Value]]]:
    """Rows of cells of every sort."""
    cell = st.one_of(st.none(), st.booleans(), WHOLE, BROKEN, DAYS, TIMES, text)
    return st.lists(st.lists(cell, min_size=WIDTH, max_size=WIDTH), max_size=5)


def expected(table: Sequence[Sequence[Value]]) -> list[tuple[int, tuple[Value, ...]]]:
    """The rows as they must be read: those with something in them, and midnight as the day."""
    read = [
        (number, tuple(None if is_empty(value) else _day(value) for value in row))
        for number, row in enumerate(table, 2)
    ]
    return [(number, row) for number, row in read if any(value is not None for value in row)]


def _day(value: Value) -> Value:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value


def found(sheet: Sheet) -> list[tuple[int, tuple[Value, ...]]]:
    """The rows as they were read."""
    return [(row.number, row.values) for row in sheet.rows]


def alike(one: object, other: object) -> bool:
    """Whether two are equal, and true is not one."""
    return one == other and repr(one) == repr(other)


@given(rows(XML_TEXT))
@example([["=1+1", "#REF!", " a ", "-5"]])
def test_what_openpyxl_writes(table: list[list[Value]]) -> None:
    """Values of every sort that openpyxl writes are read back equal."""

    def as_text(page: Any) -> None:
        for row in page.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type = "s"

    sheet = read_workbook(PLAN, book([HEADINGS, *table], as_text), "Actions", 1)
    assert alike(found(sheet), expected(table))


@given(rows(ANY_TEXT))
@example([["_x000D_", "_x005F_", "a\rb\x01", "=1"]])
def test_what_xlsxwriter_writes(table: list[list[Value]]) -> None:
    """Values of every sort that XlsxWriter writes are read back equal, control characters too."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        page = made.add_worksheet()
        day = made.add_format({"num_format": "d mmmm yyyy"})
        for number, row in enumerate((HEADINGS, *table)):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(number, column, value)
                elif isinstance(value, dt.date):
                    page.write_datetime(number, column, value, day)
                else:
                    page.write(number, column, value)
    sheet = read_workbook(PLAN, content.getvalue(), None, 1)
    assert alike(found(sheet), expected(table))


@given(st.lists(st.lists(ANY_TEXT | WHOLE | DAYS, min_size=WIDTH, max_size=WIDTH), max_size=5))
def test_what_this_library_writes(table: list[list[Value]]) -> None:
    """The library reads back the workbooks that it gives out."""
    columns = tuple(SheetColumn(heading) for heading in HEADINGS)
    cells: Any = tuple(map(tuple, table))
    content = workbook("Plan", GridSheet("Actions", columns, cells, spare=3))
    assert alike(found(read_workbook(PLAN, content, None, 1)), expected(table))


BEYOND_OPENPYXL = "numbers that are none"
"""On these it fails, so that it cannot be asked."""

SOUND = [
    one
    for one in AWKWARD
    if one.file == "plan.xlsx" and not one.refused and one.about != BEYOND_OPENPYXL
]


@pytest.mark.parametrize("one", SOUND, ids=lambda one: one.about)
def test_openpyxl_finds_the_same(one: Awkward) -> None:
    """What is read of the corpus is what openpyxl reads, which holds whole documents."""
    sheet = read_workbook(PLAN, one.content, one.ask.get("name"), one.ask.get("header_row", 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of what it leaves out when it writes
        page = openpyxl.load_workbook(io.BytesIO(one.content), data_only=True)[sheet.name]
    for row in sheet.rows:
        for heading, value in zip(sheet.headings, row.values, strict=True):
            theirs = _day(page[f"{heading.letters}{row.number}"].value)
            if isinstance(theirs, str):
                theirs = None if is_empty(theirs) else theirs.replace("_x000D_", "\r")
            assert isinstance(value, Unreadable) or alike(value, theirs)


def test_what_libreoffice_writes(tmp_path: Path) -> None:
    """A workbook that LibreOffice has saved is read like the one that it opened."""
    office = needs("soffice", "libreoffice-calc")
    table = (
        TOP,
        ("R1", "Ask fathers.\nTell them.", "Police", dt.date(2025, 3, 31), 12),
        ("=1+1", "£5 for Zoë ", "", dt.datetime(2025, 3, 31, 9, 30), 0.5),  # noqa: DTZ001
        (True, "'quoted", None, "2025-03-31", "=1+1"),
    )

    def text(page: Any) -> None:
        page["A3"].data_type = "s"

    (tmp_path / "plan.xlsx").write_bytes(book(table, text))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", "saved"]
    subprocess.run([*command, "plan.xlsx"], cwd=tmp_path, check=True, capture_output=True)  # noqa: S603 - found above
    sheet = read_workbook(PLAN, (tmp_path / "saved" / "plan.xlsx").read_bytes(), None, 1)
    worked_out = [*map(list, table[1:])]
    worked_out[2][4] = 2
    assert alike(found(sheet), expected(worked_out))


def test_without_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without openpyxl it is said how to install it."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtra, match=r"learning-tracker\[excel\]"):
        read_workbook(PLAN, book(), None, 1)


def test_prefixed_and_strict_xml() -> None:
    """Programs may name the vocabulary in other ways, and keep to its stricter form."""
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    content = (
        f'<x:worksheet xmlns:x="{strict}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr">'
        '<x:is><x:t>Ref</x:t></x:is></x:c><y xmlns="other"><v>no</v></y></x:row></x:sheetData>'
        "</x:worksheet>"
    )
    sheet = read_workbook(PLAN, raw("", xl__worksheets__sheet1_dot_xml=content), None, 1)
    assert [heading.text for heading in sheet.headings] == ["Ref"]


def test_letters() -> None:
    """Every column has its letters, as openpyxl has them."""
    assert [letters(column) for column in range(16_384)] == [
        openpyxl.utils.get_column_letter(column + 1) for column in range(16_384)
    ]
