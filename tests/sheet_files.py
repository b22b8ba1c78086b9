"""Files with sheets, made by script, and what must be read or told of one."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import attrs
import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType='
        f'"application/vnd.openxmlformats-officedocument.spreadsheetml.{sort}+xml"/>'
        for part, sort in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("styles", "styles"),
            ("sharedStrings", "sharedStrings"),
        )
    )
    + "</Types>"
)

# Three styles: for what is plain, for a date, and for a length of time.
_STYLES = "<cellXfs>{}</cellXfs>".format(
    "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0"/>' for number in (0, 14, 46)
    )
)

Rows = Sequence[Sequence[Any]]

TOP = ("Ref", "Recommendation", "Lead agency", "Due", "Status")
DUE = dt.date(2025, 3, 31)
PLAIN: Rows = (
    TOP,
    ("R1", "Ask fathers.", "Police", DUE, "Open"),
    ("R2", "Hear the child.", "Health", DUE, "Closed"),
)
TEXTS: Rows = (
    TOP,
    ("R1", "Ask fathers.", "Police", "2025-03-31", "Open"),
    ("R2", "Hear the child.", "Health", "2025-03-31", "Closed"),
)
COMMA = "Read as UTF-8, with commas between the columns."
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@attrs.frozen(kw_only=True)
class Awkward:
    """A sheet, and what must become of it.

    Attributes:
        about: what is awkward in it.
        file: the name of its file.
        content: its bytes.
        ask: what is said when it is read, beside the path.
        refused: pieces of the message, where it is refused; then nothing else is expected.
        notes: the notes, all of them.
        headings: the headings, all of them; None for those of a plain sheet.
        numbers: the numbers of the rows; None for those of a plain sheet.
        values: what stands in cells, such as "B3".
        unreadable: a piece of what is told of cells that cannot be read.
        cleaned: what is left in cells when they are cleaned.
        garbled: what looks garbled in cells.
        dates: for cells, the formats stated, and the date in ISO 8601 or a piece of what is told.
    """

    about: str
    file: str
    content: bytes
    ask: dict[str, Any] = attrs.field(factory=dict)
    refused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    headings: tuple[str, ...] = TOP
    numbers: tuple[int, ...] = (2, 3)
    values: dict[str, Any] = attrs.field(factory=dict)
    unreadable: dict[str, str] = attrs.field(factory=dict)
    cleaned: dict[str, str] = attrs.field(factory=dict)
    garbled: dict[str, str] = attrs.field(factory=dict)
    dates: dict[str, tuple[tuple[str, ...], str]] = attrs.field(factory=dict)


# Making them


def book(rows: Rows = PLAIN, change: Callable[[Any], Any] | None = None) -> bytes:
    """A workbook with a sheet "Actions", changed by a function of that sheet."""
    made = openpyxl.Workbook()
    page = made.active
    page.title = "Actions"
    for row in rows:
        page.append(row)
    if change is not None:
        change(page)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def put(**cells: Any) -> Callable[[Any], None]:
    """What puts values into cells."""

    def change(page: Any) -> None:
        for place, value in cells.items():
            page[place] = value

    return change


def both(*changes: Callable[[Any], Any]) -> Callable[[Any], None]:
    """What makes several changes."""

    def change(page: Any) -> None:
        for one in changes:
            one(page)

    return change


def text_file(
    rows: Rows = TEXTS, separator: str = ",", encoding: str = "utf-8", ending: str = "\r\n"
) -> bytes:
    """A text file, as Python's csv writes it."""
    content = io.StringIO(newline="")
    csv.writer(content, delimiter=separator, lineterminator=ending).writerows(rows)
    return content.getvalue().encode(encoding)


def raw(
    cells: str, beside: str = "", before: str = "", workbook: str = "", **parts: str | bytes
) -> bytes:
    """A workbook of which the XML is written here, for what no library writes.

    Args:
        cells: what stands in its sheetData.
        beside: what stands after that.
        before: what stands before it.
        workbook: what stands in its workbook, before the sheets.
        parts: more parts; in their names "__" stands for "/", and "_dot_" for ".".
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", _TYPES)
        file.writestr("_rels/.rels", _relations(officeDocument="xl/workbook.xml"))
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            _relations(
                worksheet="worksheets/sheet1.xml",
                styles="styles.xml",
                sharedStrings="sharedStrings.xml",
            ),
        )
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">{workbook}<sheets>'
            '<sheet name="Actions" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        )
        given = {
            name.replace("__", "/").replace("_dot_", "."): value for name, value in parts.items()
        }
        standard = {
            SHEET: sheet_xml(cells, beside, before),
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{_STYLES}</styleSheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>Shared</t></si><si><r><t>In two '
            '</t></r><r><t>colours</t></r><rPh sb="0" eb="1"><t>spoken</t></rPh></si></sst>',
        }
        for name, value in (standard | given).items():
            file.writestr(name, value)
    return content.getvalue()


def sheet_xml(cells: str, beside: str = "", before: str = "") -> str:
    """The XML of a worksheet."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{cells}</sheetData>{beside}</worksheet>'


def _relations(**targets: str) -> str:
    links = "".join(
        f'<Relationship Id="{sort}" Type="{RELATED}/{sort}" Target="{target}"/>'
        for sort, target in targets.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{links}</Relationships>'


def row_xml(number: int, *values: str, attributes: str = "") -> str:
    """A row of texts."""
    cells = "".join(
        f'<c r="{"ABCDEFGH"[place]}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
        for place, value in enumerate(values)
    )
    return f'<row r="{number}"{attributes}>{cells}</row>'


def written(chunks: Iterable[bytes], part: str = SHEET) -> bytes:
    """A workbook with a part that is written bit by bit."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw(TOP_XML))) as plain,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        for name in plain.namelist():
            if name != part:
                made.writestr(name, plain.read(name))
        with made.open(part, "w") as file:
            for chunk in chunks:
                file.write(chunk)
    return content.getvalue()


def archive(**parts: str | bytes) -> bytes:
    """A zip archive of such parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, value in parts.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), value)
    return content.getvalue()


def with_part(name: str, value: bytes = b"") -> bytes:
    """A workbook with one more part."""
    content = io.BytesIO(book())
    with zipfile.ZipFile(content, "a") as file:
        file.writestr(name, value)
    return content.getvalue()


def not_calculated() -> bytes:
    """As XlsxWriter writes formulas: with 0 as result, and word that all must be worked out."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        page = made.add_worksheet("Actions")
        for number, row in enumerate(TEXTS):
            page.write_row(number, 0, row)
        page.write_formula("D3", "=TODAY()")
    return content.getvalue()


def two_sheets(*, second_row: Sequence[Any] = (), hidden: bool = False) -> bytes:
    """A workbook with a second sheet, "Notes", which has a coloured cell."""

    def change(page: Any) -> None:
        other = page.parent.create_sheet("Notes")
        other.append(second_row)
        other.sheet_state = "hidden" if hidden else "visible"
        other["C7"].fill = PatternFill("solid", fgColor="FFFF00")

    return book(change=change)


def formatted(page: Any) -> None:
    """As when somebody has coloured whole rows and columns."""
    for column in (6, 7, 16_384):
        for number in (1, 2, 3, 1_048_576):
            page.cell(number, column).fill = PatternFill("solid", fgColor="FFFF00")


def coloured(page: Any) -> None:
    """Colour cells as people do who write no words, and one that holds some."""
    for place in ("B2", "E2", "E3"):
        page[place].fill = PatternFill("solid", fgColor="00FF00")


def hide(page: Any) -> None:
    """Hide a row and a column."""
    page.row_dimensions[3].hidden = True
    page.column_dimensions["C"].hidden = True


def from_1904(page: Any) -> None:
    """Have the workbook count dates from 1904."""
    page.parent.epoch = CALENDAR_MAC_1904


def commented(page: Any) -> None:
    """Attach a comment to a cell."""
    page["B2"].comment = Comment("Ask the police again", "Business unit")


TOP_XML = row_xml(1, *TOP)
FIRST_XML = row_xml(2, "R1", "Ask fathers.", "Police")
