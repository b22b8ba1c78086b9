"""Files that were made to do harm: each is refused in words, and takes little memory."""

import io
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_tracker.errors import LearningTrackerError
from learning_tracker.exchange.sheets import archive, grid
from learning_tracker.exchange.sheets.reading import read_sheet
from learning_tracker.exchange.sheets.workbook import read_workbook
from sheet_files import FIRST_XML, MAIN, SHEET, TOP_XML, book, raw, text_file, written

BEGIN = f'<worksheet xmlns="{MAIN}"><sheetData>{TOP_XML}'.encode()
END = b"</sheetData></worksheet>"
MOST_MEMORY = 64
"""How many MB a file may take to be refused, or read where it holds next to nothing."""


_MEASURE = """
import resource, sys, time
import openpyxl
from learning_tracker.errors import StoreProblem
from learning_tracker.exchange.sheets.reading import read_sheet
from learning_tracker.exchange.sheets.workbook import read_workbook
def used():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = used()
try:
    print(len(read_sheet(sys.argv[1]).rows), "rows")
except StoreProblem as found:
    print(found)
print((used() - before) // 1024)
"""


def measured(path: Path) -> tuple[str, int]:
    """What becomes of a file in a program of its own, and how many MB that took."""
    command = [sys.executable, "-c", _MEASURE, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ourselves
    told, memory = done.stdout.splitlines()
    return told, int(memory)


def _spaces() -> Iterable[bytes]:
    yield BEGIN
    for _ in range(450):
        yield b" " * 2**20


def _million() -> Iterable[bytes]:
    yield BEGIN
    for number in range(2, 1_048_576):
        yield b'<row r="%d" spans="1:3" s="1" customFormat="1"/>' % number
    yield b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>' + END


def _wide() -> Iterable[bytes]:
    yield BEGIN
    for number in range(2, 60):
        cells = (f'<c r="{grid.letters(column)}{number}" s="1"/>' for column in range(16_384))
        yield f'<row r="{number}">{"".join(cells)}</row>'.encode()
    yield END


def _long_tag() -> Iterable[bytes]:
    yield BEGIN + b'<row r="2" x="'
    for _ in range(100):
        yield b"x" * 2**20


def _deep() -> Iterable[bytes]:
    yield BEGIN
    for _ in range(100):
        yield b"<a>" * 2**18


def _long_text() -> Iterable[bytes]:
    yield BEGIN + b'<row r="2"><c r="A2" t="inlineStr"><is><t>'
    for _ in range(100):
        yield b"x" * 2**20


@pytest.mark.parametrize(
    ("chunks", "told"),
    [
        (_spaces, "more than 400 MB when it is unpacked; copy the cells that hold something"),
        (_million, "1 rows"),
        (_wide, "0 rows"),
        (_long_tag, "its XML has tags without end"),
        (_deep, "its XML lies too deep"),
        (_long_text, "its cells hold more text than a spreadsheet can"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_sheets_that_swell(
    chunks: Callable[[], Iterable[bytes]], told: str, tmp_path: Path
) -> None:
    """However much a sheet swells when it is unpacked, it takes little memory."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(written(chunks()))
    found, memory = measured(path)
    assert told in found
    assert memory < MOST_MEMORY


def test_other_parts_that_swell(tmp_path: Path) -> None:
    """So do the styles, and the texts that cells share."""
    path = tmp_path / "plan.xlsx"
    start, style = f'<styleSheet xmlns="{MAIN}"><cellXfs>'.encode(), b"<xf/>" * 2**18
    path.write_bytes(written((start, *[style] * 20), "xl/styles.xml"))
    found, memory = measured(path)
    assert "it has more than 100,000 sheets, formats or styles" in found
    assert memory < MOST_MEMORY
    start, text = f'<sst xmlns="{MAIN}">'.encode(), b"<si><t/></si>" * 2**17
    path.write_bytes(written((start, *[text] * 20), "xl/sharedStrings.xml"))
    found, memory = measured(path)
    assert "its cells hold more text than a spreadsheet can" in found
    assert memory < MOST_MEMORY


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.csv"])
def test_a_file_that_is_too_large(name: str, tmp_path: Path) -> None:
    """A file beyond the limit is not even read to its end."""
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(10 * archive.LARGEST_FILE)
    found, memory = measured(path)
    assert "it has more than 50 MB; take out pictures" in found
    assert memory < MOST_MEMORY + archive.LARGEST_FILE // 2**20


def test_a_part_that_declares_itself_smaller(tmp_path: Path) -> None:
    """What a part declares is not believed: what is unpacked is counted."""
    content = written([BEGIN, *[b" " * 2**20] * 300])
    # The size is in the list at the end alone, where the part was written bit by bit.
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        info = file.getinfo(SHEET)
    true = struct.pack("<LLL", info.CRC, info.compress_size, info.file_size)
    false = struct.pack("<LLL", zlib.crc32(BEGIN), info.compress_size, len(BEGIN))
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content.replace(true, false))
    found, memory = measured(path)
    assert "it is damaged; open it in Excel" in found
    assert memory < MOST_MEMORY


@given(
    st.sampled_from([book(), raw(TOP_XML + FIRST_XML), text_file(), text_file(encoding="utf-16")]),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4)), max_size=4),
    st.sampled_from(["plan.xlsx", "plan.csv", "plan.tsv"]),
)
def test_damage_never_ends_in_another_error(
    tmp_path_factory: pytest.TempPathFactory,
    content: bytes,
    damage: list[tuple[float, bytes]],
    name: str,
) -> None:
    """However a file is damaged, it is read or refused in words."""
    path = tmp_path_factory.getbasetemp() / name
    for place, bits in damage:
        at = int(place * len(content))
        content = content[:at] + bits + content[at + len(bits) :]
    path.write_bytes(content)
    with suppress(LearningTrackerError):
        assert read_sheet(path).headings


WHOLE = raw(
    TOP_XML + FIRST_XML,
    '<mergeCells><mergeCell ref="A2:B3"/></mergeCells>',
    '<cols><col min="1" max="2" hidden="1"/></cols>',
)
PARTS = [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "_rels/.rels"]


@given(st.sampled_from(PARTS), st.lists(st.tuples(st.floats(0, 1), st.text(max_size=4))))
def test_damaged_xml_never_ends_in_another_error(
    part: str, damage: list[tuple[float, str]]
) -> None:
    """So it is where the archive is whole, and what stands in it is not."""
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as file:
        xml = file.read(part).decode()
    for place, letters in damage:
        at = int(place * len(xml))
        xml = xml[:at] + letters + xml[at + len(letters) :]
    content = written([xml.encode(errors="replace")], part)
    with suppress(LearningTrackerError):
        assert read_workbook(Path("plan.xlsx"), content, None, 1).headings


@given(st.sampled_from(PARTS), st.data())
def test_exchanged_values_never_end_in_another_error(part: str, data: st.DataObject) -> None:
    """So it is where the XML is whole, and its values are any."""
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as file:
        pieces = re.split('("[^"]*")', file.read(part).decode())
    places = st.integers(0, len(pieces) // 2 - 1).map(lambda number: 2 * number + 1)
    values = [
        "",
        "-1",
        "0",
        "1",
        "9" * 20,
        "A1",
        "XFD1048576",
        "A1:XFD1048576",
        "x",
        "true",
        "s",
        "e",
    ]
    for place in data.draw(st.lists(places, max_size=3)):
        pieces[place] = f'"{data.draw(st.sampled_from(values))}"'
    content = written(["".join(pieces).encode()], part)
    with suppress(LearningTrackerError):
        assert read_workbook(Path("plan.xlsx"), content, None, 1).headings
