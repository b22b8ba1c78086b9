"""Archives that no spreadsheet program writes: each is refused in words."""

import io
import re
import struct
import zipfile
from pathlib import Path

import pytest

from learning_tracker.errors import StoreProblem
from learning_tracker.exchange.sheets import archive, worksheet
from learning_tracker.exchange.sheets.delimited import read_delimited
from learning_tracker.exchange.sheets.workbook import read_workbook
from sheet_files import (
    FIRST_XML,
    MAIN,
    SHEET,
    TOP_XML,
    book,
    raw,
    row_xml,
    sheet_xml,
    text_file,
    with_part,
    written,
)

PLAN = Path("plan.xlsx")


def refused(content: bytes, why: str) -> None:
    """Expect a workbook to be refused for a reason."""
    with pytest.raises(StoreProblem, match=re.escape(why)) as found:
        read_workbook(PLAN, content, None, 1)
    assert str(found.value).startswith("plan.xlsx cannot be read: ")


# What an archive declares


def test_a_sum_that_does_not_match() -> None:
    """A part that is not as it was written is told."""
    content = raw(TOP_XML)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        info = file.getinfo(SHEET)
    true = struct.pack("<L", info.CRC)
    refused(content.replace(true, bytes(4)), "it is damaged")


def test_archives_within_the_archive_are_not_opened() -> None:
    """What is embedded stays packed, however large it would be."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("again.zip", bytes(50 * 2**20))
    content = with_part("xl/embeddings/inner.zip", inner.getvalue())
    assert read_workbook(PLAN, content, None, 1).rows == read_workbook(PLAN, book(), None, 1).rows


def test_too_many_parts() -> None:
    """An archive of very many parts is refused before they are listed."""
    content = io.BytesIO(book())
    with zipfile.ZipFile(content, "a") as file:
        for number in range(archive.MOST_PARTS):
            file.writestr(f"xl/{number}.xml", b"")
    refused(content.getvalue(), "it has more than 5,000 parts")


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/passwd", "xl/../../evil.xml", "C:/evil.xml", "xl\\evil.xml"]
)
def test_names_that_lead_out(name: str) -> None:
    """A part whose name would lead elsewhere, were it unpacked, is refused."""
    refused(with_part(name), "parts of it have names that lead out of it")


def test_two_parts_of_one_name() -> None:
    """Of two parts with one name nobody knows which is meant."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = with_part(SHEET, sheet_xml(TOP_XML).encode())
    refused(content, "several parts of it have the same name")


def test_another_compression() -> None:
    """Ways of compressing that spreadsheet programs do not know are refused."""
    content = io.BytesIO(book())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_LZMA) as file:
        file.writestr("xl/other.xml", b"")
    refused(content.getvalue(), "it is compressed as no spreadsheet program does")


def test_an_encrypted_part() -> None:
    """Nobody is asked for the password of an archive."""
    content = bytearray(with_part("xl/last.xml"))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    refused(bytes(content), "it is encrypted; open it in Excel")


def test_an_entry_that_cannot_be_read() -> None:
    """A list of parts that is damaged is told."""
    content = bytearray(book())
    content[content.rindex(b"PK\x01\x02") + 1] = 0
    refused(bytes(content), "it is damaged")


# XML

BOMB = (
    '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;">]>',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE a SYSTEM "http://example.org/a.dtd">',
)
WORKBOOK_XML = f'<workbook xmlns="{MAIN}"/>'


@pytest.mark.parametrize("declared", BOMB)
@pytest.mark.parametrize(
    ("part", "xml"),
    [
        (SHEET, sheet_xml(TOP_XML)),
        ("xl/workbook.xml", WORKBOOK_XML),
        ("xl/styles.xml", f'<styleSheet xmlns="{MAIN}"/>'),
        ("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"/>'),
        ("_rels/.rels", "<Relationships/>"),
        ("xl/_rels/workbook.xml.rels", "<Relationships/>"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities(declared: str, part: str, xml: str, encoding: str) -> None:
    """A document type is refused wherever it stands: by it entities are made."""
    refused(
        written([f"{declared}{xml}".encode(encoding)], part),
        "its XML declares a document type or entities",
    )


@pytest.mark.parametrize(
    ("cells", "beside", "why"),
    [
        ("<row", "", "it is damaged"),
        ("<row>", "", "it is damaged"),
        ('<row r="2"/><row r="1"/>', "", "its rows are numbered as no"),
        ('<row r="2"/><row r="2"/>', "", "its rows are numbered as no"),
        ('<row r="0"/>', "", "its cells are numbered as no"),
        ('<row r="1048577"/>', "", "its rows are numbered as no"),
        ('<row r="x"/>', "", "its cells are numbered as no"),
        ('<row r="2"><c r="B2"/><c r="A2"/></row>', "", "its cells are numbered as no"),
        ('<row r="2"><c r="A3"/></row>', "", "its cells are numbered as no"),
        ('<row r="2"><c r="XFE2"/></row>', "", "its cells are numbered as no"),
        ('<row r="2"><c r="2A"/></row>', "", "its cells are numbered as no"),
        ('<row r="2"><c r="A2" t="s"><v>9</v></c></row>', "", "its texts are numbered as no"),
        ('<row r="2"><c r="A2" t="s"><v>-1</v></c></row>', "", "its cells are numbered as no"),
        ('<row r="2"><c r="A2" s="x"><v>1</v></c></row>', "", "its cells are numbered as no"),
        ("", '<cols><col min="x" max="2" hidden="1"/></cols>', "its cells are numbered as no"),
    ],
)
def test_sheets_that_no_program_writes(cells: str, beside: str, why: str) -> None:
    """What is numbered in disorder is not guessed at."""
    refused(raw(TOP_XML.replace(' r="1"', "") + cells, beside), why)


def test_numbers_may_be_left_out() -> None:
    """Rows and cells that are not numbered follow each other, and a style may be unknown."""
    plain = '<row><c t="inlineStr"><is><t>Ref</t></is></c></row><row><c s="99"><v>3</v></c></row>'
    (row,) = read_workbook(PLAN, raw(plain), None, 1).rows
    assert (row.number, row.values) == (2, (3,))


@pytest.mark.parametrize(
    ("limit", "why"),
    [("MOST_CELLS", "it holds more than 5 cells"), ("MOST_ROWS", "it holds more than 5 rows")],
)
def test_more_than_a_register_holds(limit: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many rows and cells are held is bounded."""
    monkeypatch.setattr(worksheet, limit, 5)
    refused(raw("".join(row_xml(number, "x") for number in range(1, 8))), why)


@pytest.mark.parametrize(
    ("limit", "why"),
    [
        ("xml_events.DEEPEST", "its XML lies too deep"),
        ("book_parts.LARGEST_SHEET", "when it is unpacked; copy the cells"),
        ("book_parts.MOST_NAMED", "it has more than 2 sheets, formats or styles"),
        ("book_parts.MOST_TEXTS", "its cells hold more text than a spreadsheet can"),
        ("book_parts.LONGEST_TEXT", "its cells hold more text than a spreadsheet can"),
        ("worksheet.LONGEST_TEXT", "its cells hold more text than a spreadsheet can"),
        ("worksheet.MOST_TEXT", "its cells hold more text than a spreadsheet can"),
        ("worksheet.MOST_HIDDEN", "it holds more than 2 groups of merged cells or hidden columns"),
    ],
)
def test_whatever_takes_memory_is_bounded(
    limit: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is kept of a workbook, or held while it is read, has its limit."""
    columns = "".join(f'<col min="{at}" max="{at}" hidden="1"/>' for at in (1, 3, 5))
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 3}</cellXfs></styleSheet>'
    texts = f'<sst xmlns="{MAIN}">{"<si><t>Text</t></si>" * 3}</sst>'
    content = raw(
        TOP_XML,
        before=f"<cols>{columns}</cols>",
        xl__styles_dot_xml=styles,
        xl__sharedStrings_dot_xml=texts,
    )
    assert read_workbook(PLAN, content, None, 1).headings
    monkeypatch.setattr(f"learning_tracker.exchange.sheets.{limit}", 2)
    refused(content, why)


def test_a_long_tag_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tag is held until it ends, so its length has a limit."""
    content = raw(TOP_XML + f'<row r="2" x="{"x" * 200_000}"/>')
    assert read_workbook(PLAN, content, None, 1).headings
    monkeypatch.setattr("learning_tracker.exchange.sheets.xml_events.LONGEST_TOKEN", 50_000)
    refused(content, "its XML has tags without end")


def test_a_large_file_is_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The file itself has a limit."""
    path = tmp_path / "plan.csv"
    path.write_bytes(text_file())
    monkeypatch.setattr(archive, "LARGEST_FILE", 20)
    with pytest.raises(StoreProblem, match="it has more than 0 MB; take out pictures"):
        archive.content_of(path)


def test_merged_cells_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """So are merged cells, and what they lie over."""
    merged = "<mergeCells>{}</mergeCells>".format('<mergeCell ref="A1:XFD1048576"/>' * 10)
    refused_text = "its merged cells overlap; unmerge them"
    monkeypatch.setattr("learning_tracker.exchange.sheets.unseen.MOST_CELLS", 20)
    refused(raw(TOP_XML + FIRST_XML, merged), refused_text)
    monkeypatch.setattr(worksheet, "MOST_MERGED", 5)
    refused(raw(TOP_XML, merged), "it holds more than 5 groups of merged cells")


def test_a_merged_cell_alone() -> None:
    """A cell that is merged with itself is a cell."""
    content = raw(TOP_XML + FIRST_XML, '<mergeCells><mergeCell ref="A2"/></mergeCells>')
    assert read_workbook(PLAN, content, None, 1).notes == ()


def test_rows_of_text_files_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """So are the rows of a text file."""
    monkeypatch.setattr("learning_tracker.exchange.sheets.delimited.MOST_ROWS", 2)
    with pytest.raises(StoreProblem, match="it holds more than 2 rows or"):
        read_delimited(Path("plan.csv"), text_file(), 1)


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "xl/_rels/workbook.xml.rels"])
def test_a_part_that_is_missing(part: str) -> None:
    """A workbook without one of its parts is refused."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw(TOP_XML))) as whole,
        zipfile.ZipFile(content, "w") as made,
    ):
        for name in whole.namelist():
            if name != part:
                made.writestr(name, whole.read(name))
    with pytest.raises(StoreProblem, match=r"is missing|no sheet of it"):
        read_workbook(PLAN, content.getvalue(), None, 1)
