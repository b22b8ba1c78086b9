"""Text files as Python and spreadsheets write them, read back."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from learning_tracker.exchange.sheets.cells import is_empty
from learning_tracker.exchange.sheets.delimited import read_delimited
from sheet_files import text_file

PLAN = Path("plan.csv")
HEADINGS = ("Ref", "Action", "Due")
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=15)
TABLES = st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=5)
BETWEEN = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}


@given(
    TABLES,
    st.sampled_from(sorted(BETWEEN)),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\r\n", "\n"]),
)
@example([["=1+1", 'a "b"\r\nc', ""], ["", "", ""], ["1;2", "3,4", "5|6"]], ";", "utf-16", "\n")
def test_what_csv_writes(
    table: list[list[str]], separator: str, encoding: str, ending: str
) -> None:
    """Every text comes back, in its row and column, with the line where its row begins."""
    # Some versions of Python leave a return bare where lines end with a new line.
    assume(ending == "\r\n" or not any("\r" in value for row in table for value in row))
    content = text_file((HEADINGS, *table), separator, encoding, ending)
    sheet = read_delimited(PLAN, content, 1)
    begins = [
        1
        + len(
            re.findall(
                "\r\n|\r|\n",
                text_file((HEADINGS, *table[:row]), separator, "utf-8", ending).decode(),
            )
        )
        for row in range(len(table))
    ]
    assert [(row.number, row.values) for row in sheet.rows] == [
        (number, tuple(None if is_empty(value) else value for value in row))
        for number, row in zip(begins, table, strict=True)
        if not all(map(is_empty, row))
    ]
    name = "UTF-16" if encoding == "utf-16" else "UTF-8"
    assert sheet.notes == (f"Read as {name}, with {BETWEEN[separator]} between the columns.",)


LATIN = st.text(st.characters(codec="cp1252", exclude_characters="\0"), min_size=1, max_size=15)


@given(st.lists(LATIN, min_size=1, max_size=4))
def test_windows_1252(texts: list[str]) -> None:
    """What Windows wrote in Western Europe is read, and told, wherever it is no UTF-8."""
    content = text_file((HEADINGS, *((text, "x", "") for text in texts)), encoding="cp1252")
    assume(not _is_utf_8(content))
    sheet = read_delimited(PLAN, content, 1)
    assert [row.values[0] for row in sheet.rows] == [
        None if is_empty(text) else text for text in texts
    ]
    assert sheet.notes[0].startswith("Read as Windows-1252 (line ")


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("top", "between"),
    [
        ("Ref,Due", "commas"),
        ('"Ref, old";Due;"By, whom"', "semicolons"),
        ("Ref\tDue, agreed", "tabs"),
        ("Ref|Due|Lead, and others", "upright bars"),
        ("Ref", "one column"),
        ('"Ref, old"', "one column"),
    ],
)
def test_the_separator_is_told_by_the_headings(top: str, between: str) -> None:
    """What parts the headings into most columns parts the rows; within quotation marks nothing."""
    (note,) = read_delimited(Path("plan.tsv"), top.encode(), 1).notes
    assert between in note
