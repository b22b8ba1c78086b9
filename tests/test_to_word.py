"""The report as a Word document: what it holds, how it is marked up, and how it comes out."""

import datetime as dt
import errno
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from hypothesis import example, given, settings
from hypothesis import strategies as st

import learning_tracker as lt
from learning_tracker.errors import MissingExtra, StoreProblem
from learning_tracker.reports.document import (
    Bullets,
    Document,
    Section,
    Statement,
    TableBlock,
)
from learning_tracker.reports.notes import Notes
from learning_tracker.reports.to_text import described, leads_to
from learning_tracker.reports.word import pictures
from learning_tracker.reports.word.paper import LONELY, Paper, lain
from learning_tracker.reports.word.widths import SIZE, needed, wide, widths
from learning_tracker.stores.json_file import JsonFile
from learning_tracker.tables import Chart, Column, Series, Shape, Table
from parts import needs
from strategies import networks

RIVERTON = Path(lt.__file__).parent / "samples" / "riverton.json"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8"
    "ffff3f0005fe02fea735815f0000000049454e44ae426082"
)

# The properties in use, in the order of ISO/IEC 29500-1.
ORDERS = {
    "w:pPr": "pStyle keepNext keepLines numPr pBdr tabs spacing ind jc outlineLvl sectPr",
    "w:rPr": "rStyle rFonts b noProof color sz szCs lang",
    "w:tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "w:tcPr": "tcW shd vAlign",
    "w:sectPr": "headerReference footerReference pgSz pgMar",
    "w:style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr tblStylePr",
}


def tracker(name: str) -> lt.Tracker:
    """A sample, read as at its date."""
    if name == "riverton":
        return lt.Tracker(JsonFile(RIVERTON).load(), date=dt.date(2025, 11, 20))
    return lt.sample(name)


@pytest.fixture(scope="module", params=["medway", "riverton"])
def report(request: pytest.FixtureRequest) -> lt.Report:
    """The theme report of a sample."""
    return lt.theme_report(tracker(request.param))


@pytest.fixture(scope="module")
def file(report: lt.Report) -> WordDocument:
    """The theme report of the sample, read back."""
    return opened(report)


def opened(report: lt.Report) -> WordDocument:
    """A report as a reader of Word files finds it."""
    return docx.Document(io.BytesIO(report.as_word()))


def texts(file: WordDocument) -> list[str]:
    """The text of every paragraph outside tables."""
    return [one.text for one in file.paragraphs]


def styled(file: WordDocument, style: str) -> list[str]:
    """The texts in a style."""
    return [one.text for one in file.paragraphs if one.style.name == style]


def blocks(document: Document) -> Iterator[TableBlock]:
    """The tables of a report, those without rows too."""
    for section in document.sections:
        yield from (one for one in section.blocks if isinstance(one, TableBlock))


def all_of(file: WordDocument, tag: str) -> list[Any]:
    """Every element of a sort in the body."""
    return list(file.element.body.iter(qn(tag)))


def properties(table: Any, tag: str) -> Any:
    """A property of a table."""
    return table._tbl.tblPr.find(qn(tag))


def document(*sections: Section, **changes: Any) -> Document:
    """A small document with these sections behind page one."""
    title = Statement("title", "A report")
    given = {
        "title": "A report", "running": "A report. As at 31 March 2025.", "about": (title,),
        "first": (), "page_one": (), "behind": sections, "date": dt.date(2025, 3, 31),
    }  # fmt: skip
    return Document(**given | changes)


@attrs.frozen
class Row:
    """A row that rests on nothing."""

    cells: tuple[str, ...]
    records: tuple[lt.Record, ...] = ()


def table(*rows: tuple[str, ...], **changes: Any) -> TableBlock:
    """A table with these rows below its headings, which are the first of them."""
    headings, *body = rows
    columns = tuple(
        Column[Row](f"c{place}", heading, lambda row, place=place: row.cells[place])
        for place, heading in enumerate(headings)
    )
    held = tuple(map(Row, body))
    made = Table(caption="What was found", rows=held, columns=columns, empty="Nothing.", **changes)
    return TableBlock("found", made)


# What it holds


def test_every_statement_stands_in_it(report: lt.Report, file: WordDocument) -> None:
    """Every sentence of the report, and every cell of its tables, can be read in Word."""
    outside = "\n".join(texts(file))
    of_rows = {one.key for block in blocks(report.document) for one in block.rows}
    for one in report.document.statements():
        if one.key not in of_rows:
            assert one.text in outside, one.key
    notes = Notes(report.document)
    held = [block for block in blocks(report.document) if block.table]
    for block, printed in zip(held, file.tables, strict=True):
        rows = zip(block.cells, block.rows, strict=True)
        cells = [(*texts, notes.mark(one)) for texts, one in rows]
        expected = chain((*block.table.headings, "Note"), *cells)
        assert [cell.text for cell in printed._cells] == list(expected)


def test_a_table_without_rows_is_told_of(report: lt.Report, file: WordDocument) -> None:
    """In place of a table without rows stands its sentence, below its caption."""
    told = texts(file)
    empty = [block.table for block in blocks(report.document) if not block.table]
    assert empty
    for one in empty:
        assert told[told.index(one.caption) + 1] == one.empty


def test_notes_and_records_are_those_of_the_text(report: lt.Report, file: WordDocument) -> None:
    """Notes and records are numbered and worded as in the report as text."""
    notes = Notes(report.document)
    numbered = styled(file, "Numbered")
    assert numbered[: len(notes.notes)] == [
        f"[{number}]\t{leads_to(note)}" for number, note in enumerate(notes.notes, 1)
    ]
    assert numbered[len(notes.notes) :] == [
        f"{number}.\t{described(one)} {one.id}" for number, one in enumerate(notes.records, 1)
    ]


def test_the_numbers_of_a_note_lead_to_its_records(file: WordDocument) -> None:
    """Each number in a note is a link to the record that has this number."""
    notes = [one for one in file.paragraphs if one.text.startswith("[") and "record" in one.text]
    assert len(notes) > 200
    for note in notes:
        numbers = re.findall(r"\d+", note.text.partition("\t")[2])
        links = note._p.iter(qn("w:hyperlink"))
        assert [(one.text, one.get(qn("w:anchor"))) for one in links] == [
            (number, f"record_{number}") for number in numbers
        ]


def test_every_link_leads_somewhere(report: lt.Report, file: WordDocument) -> None:
    """Every link has its bookmark, bookmarks are not repeated, and each note has its own."""
    marks = all_of(file, "w:bookmarkStart")
    names = [one.get(qn("w:name")) for one in marks]
    assert len(names) == len(set(names))
    ids = [one.get(qn("w:id")) for one in marks]
    assert len(ids) == len(set(ids))
    assert sorted(ids) == sorted(one.get(qn("w:id")) for one in all_of(file, "w:bookmarkEnd"))
    assert {one.get(qn("w:anchor")) for one in all_of(file, "w:hyperlink")} <= set(names)
    notes = Notes(report.document)
    assert len(names) == len(notes.notes) + len(notes.records)


def test_marks_lead_to_their_notes(report: lt.Report, file: WordDocument) -> None:
    """The mark of each sentence and row is a link to the note of this number."""
    marked = [one for one in all_of(file, "w:hyperlink") if "note_" in one.get(qn("w:anchor"))]
    numbers = [one.get(qn("w:anchor")).partition("_")[2] for one in marked]
    assert [one.text for one in marked] == [f"[{number}]" for number in numbers]
    notes = Notes(report.document)
    expected = [notes.number(one) for one in report.document.statements()]
    assert numbers == [str(one) for one in expected if one is not None]


# How it is marked up


def test_real_styles(report: lt.Report, file: WordDocument) -> None:
    """Titles, headings, lists and captions are in Word's own styles."""
    assert styled(file, "Title") == [report.document.title]
    headings = [section.heading for section in report.document.sections]
    assert styled(file, "Heading 1") == [*headings, "Notes", "Records"]
    captions = [
        caption
        for block in blocks(report.document)
        for caption in (
            *([block.table.chart.title] if block.table.chart else []), block.table.caption,
        )
    ]  # fmt: skip
    assert styled(file, "Caption") == captions
    bullets = [
        one
        for section in report.document.sections
        for block in section.blocks
        if isinstance(block, Bullets)
        for one in block.sentences
    ]
    assert len(styled(file, "List Bullet")) == len(bullets)
    assert file.styles["Heading 2"].font.bold
    used = {one.style.name for one in file.paragraphs}
    assert used <= {one.name for one in file.styles}


def test_a_caption_stays_with_its_table(file: WordDocument) -> None:
    """A caption, and a row of headings, stand on one page with what follows."""
    for style in ("Caption", "Table Heading", "Heading 1", "Picture"):
        assert file.styles[style].paragraph_format.keep_with_next, style


def test_tables_can_be_read_aloud(report: lt.Report, file: WordDocument) -> None:
    """A table says which row and column are headings, and what it shows; no cells are merged."""
    held = [block for block in blocks(report.document) if block.table]
    for block, printed in zip(held, file.tables, strict=True):
        answer = block.table
        assert printed.style.name == "Report Table"
        look = properties(printed, "w:tblLook")
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
        assert properties(printed, "w:tblCaption").get(qn("w:val")) == answer.caption
        told = properties(printed, "w:tblDescription").get(qn("w:val"))
        shown = f"{len(block.rows)} of " if len(block.rows) < len(answer) else ""
        assert told.startswith(f"{shown}{len(answer)} row")
        assert ", ".join(answer.headings) in told
    assert not all_of(file, "w:gridSpan")
    assert not all_of(file, "w:vMerge")


def test_headings_are_repeated_and_rows_stay_whole(file: WordDocument) -> None:
    """The first row of each table, and no other, is repeated; no row is broken across pages."""
    for printed in file.tables:
        repeated = [bool(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in printed.rows]
        assert repeated == [True, *[False] * (len(repeated) - 1)]
        assert all(row._tr.findall(f".//{qn('w:cantSplit')}") for row in printed.rows)


def test_tables_have_borders(file: WordDocument) -> None:
    """Every cell of a table is framed."""
    borders = file.styles["Report Table"].element.find(f".//{qn('w:tblBorders')}")
    assert len(borders) == 6
    assert {one.get(qn("w:val")) for one in borders} == {"single"}


def test_british_english(file: WordDocument) -> None:
    """Word checks the spelling as British, by default and in the style of all text."""
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    normal = file.styles["Normal"].element.find(f".//{qn('w:lang')}")
    assert [one.get(qn("w:val")) for one in (defaults, normal)] == ["en-GB", "en-GB"]
    assert file.core_properties.language == "en-GB"


def test_what_the_file_says_of_itself(report: lt.Report, file: WordDocument) -> None:
    """It has a title and the day as at which it tells, and names nobody."""
    told = file.core_properties
    assert (told.title, told.subject) == (report.document.title, report.document.running)
    assert told.author == told.last_modified_by == told.comments == ""
    assert told.created.date() == told.modified.date() == report.document.date


def test_a_file_keeps_nothing_of_the_template_it_was_made_from() -> None:
    """No picture of another document, and no program that did not write it, is in the file."""
    with zipfile.ZipFile(io.BytesIO(lt.Report(document()).as_word())) as parts:
        names = parts.namelist()
        content = b"".join(map(parts.read, names))
    assert not [one for one in names if "thumbnail" in one or "app.xml" in one]
    assert b"python-docx" not in content
    assert b"Macintosh" not in content


def test_every_page_says_what_it_belongs_to(report: lt.Report, file: WordDocument) -> None:
    """In every section the running line stands at the head, the number of the page at the foot."""
    assert len(file.sections) > 2
    for section in file.sections:
        assert [one.text for one in section.header.paragraphs] == [report.document.running]
        assert not section.different_first_page_header_footer
        (foot,) = section.footer.paragraphs
        fields = [one.get(qn("w:instr")).strip() for one in foot._p.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]
        assert "".join(one.text or "" for one in foot._p.iter(qn("w:t"))) == "Page 1 of 1"


def test_the_paper_is_a4_and_is_turned_for_wide_tables(file: WordDocument) -> None:
    """Page one is upright; what follows is turned where a table needs it; the end is upright."""
    lies = [section.orientation for section in file.sections]
    assert lies[0] is lies[-1] is WD_ORIENTATION.PORTRAIT
    assert WD_ORIENTATION.LANDSCAPE in lies
    for section in file.sections:
        sides = {round(section.page_width / Cm(0.1)), round(section.page_height / Cm(0.1))}
        assert sides == {210, 297}
        upright = section.page_width < section.page_height
        assert upright == (section.orientation is WD_ORIENTATION.PORTRAIT)


def test_columns_fit_the_paper(file: WordDocument) -> None:
    """No table is wider than the turned paper's text; its cells are as wide as its columns."""
    for printed in file.tables:
        across = [one.get(qn("w:w")) for one in printed._tbl.tblGrid]
        assert sum(map(int, across)) <= Paper.TURNED.room
        for row in printed.rows:
            assert [one.get(qn("w:w")) for one in row._tr.iter(qn("w:tcW"))] == across


def test_the_size_that_widths_are_worked_out_for(file: WordDocument) -> None:
    """The text of tables has the size with which the columns were measured."""
    assert file.styles["Table Text"].font.size == Pt(SIZE)
    assert file.styles["Table Heading"].base_style.name == "Table Text"


@pytest.mark.parametrize("held", ORDERS)
def test_properties_stand_in_the_order_that_word_asks_for(file: WordDocument, held: str) -> None:
    """Word refuses a file in which properties stand in another order, or more than once."""
    roots = (file.element, file.styles.element, file.part.numbering_part.element)
    found = [one for root in roots for one in root.iter(qn(held))]
    assert found
    order = [qn(f"w:{tag}") for tag in ORDERS[held].split()]
    for one in found:
        places = [order.index(child.tag) for child in one]
        assert places == sorted(set(places))


def test_small_tables_stay_on_one_page() -> None:
    """All rows of a small table are kept together, and the first and last two of a longer one."""
    small = table(("Theme",), *[(f"Theme {n}",) for n in range(3)])
    long = table(("Theme",), *[(f"Theme {n}",) for n in range(9)], key=("* as before",))
    file = opened(lt.Report(document(Section("a", "A", (small, long)))))
    kept = [
        [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in one.rows[1:]]
        for one in file.tables
    ]
    middle = [False] * 6
    assert kept == [[True, True, False], [True, *middle, True, True]]


# The same bytes


def test_the_same_report_is_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the clock nor the order in which records were added changes a byte."""
    records = list(lt.sample("medway").as_at("2026-12-31").values())
    first = lt.theme_report(lt.Tracker(records, date="2025-03-31")).as_word()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    again = lt.theme_report(lt.Tracker(reversed(records), date="2025-03-31")).as_word()
    assert again == first
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# Whatever is written


@settings(max_examples=15)
@given(records=networks())
def test_any_records_make_a_file(records: list[lt.Record]) -> None:
    """Whatever people write, a file comes of it that can be read and whose links lead somewhere."""
    file = opened(lt.theme_report(lt.Tracker(records, date="2025-03-31"), year="2024-25"))
    names = {one.get(qn("w:name")) for one in all_of(file, "w:bookmarkStart")}
    assert {one.get(qn("w:anchor")) for one in all_of(file, "w:hyperlink")} <= names


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('<b>bold</b> & "quoted" <w:p/>', '<b>bold</b> & "quoted" <w:p/>'),
        ("naïve £5 家族 👨‍👩‍👧 \u202eright to left", "naïve £5 家族 👨‍👩‍👧 \u202eright to left"),
        ("one\ntwo\tthree", "one\ntwo\tthree"),
        ("  spaces  within  ", "  spaces  within  "),
        ("lost \ufffe and \uffff", "lost \ufffd and \ufffd"),
    ],
)
def test_text_stays_as_it_was_written(written: str, read: str) -> None:
    """Nothing in a text is taken for markup; what XML cannot hold is marked as lost."""
    block = table(("Theme",), (written,), denominator=written)
    bullets = Bullets((Statement("a", written),))
    given = document(Section("a", written, (block, bullets)), title=written, running=written)
    file = opened(lt.Report(given))
    assert styled(file, "Heading 1")[0] == read
    assert styled(file, "List Bullet") == [read]
    assert file.tables[0].rows[1].cells[0].text == read
    assert file.sections[0].header.paragraphs[0].text == read


def test_long_titles_fit_what_a_file_can_say_of_itself() -> None:
    """Word takes 255 characters; a longer title is cut there and stands whole on the page."""
    title = "Theme report: " + ", ".join(f"Partnership {n}" for n in range(60))
    file = opened(lt.Report(document(title=title, running=title)))
    assert len(file.core_properties.title) == len(file.core_properties.subject) == 255
    assert file.core_properties.title.endswith("…")
    assert texts(file)[0] == title


def test_pages_that_end_with_a_table_end_within_a_paragraph() -> None:
    """Where the paper is turned after a table, no empty page follows."""
    row = tuple("They were not asked what they thought of it. " * 3 for _ in range(7))
    broad = table(tuple(f"Column {n}" for n in range(7)), row)
    file = opened(lt.Report(document(Section("a", "A", (broad,)))))
    assert [one.orientation for one in file.sections] == [
        WD_ORIENTATION.PORTRAIT, WD_ORIENTATION.LANDSCAPE, WD_ORIENTATION.PORTRAIT,
    ]  # fmt: skip
    assert styled(file, "Section End") == [""]


# Widths and paper

CELLS = st.lists(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300), min_size=1, max_size=5
)


@given(columns=st.lists(CELLS, min_size=1, max_size=14))
def test_columns_share_the_room(columns: list[list[str]]) -> None:
    """However much they hold, columns take no more than the room, and each takes some."""
    for paper in Paper:
        shared = widths(columns, paper.room)
        assert sum(shared) <= paper.room
        assert min(shared) > 100


@given(columns=st.lists(CELLS, min_size=1, max_size=8))
def test_what_is_not_wide_reads_easily(columns: list[list[str]]) -> None:
    """In a table that need not be turned, every column is as wide as reads easily."""
    room = Paper.UPRIGHT.room
    shared = widths(columns, room)
    easy = [needed(column).easy for column in columns]
    assert wide(columns, room) == (sum(easy) > room)
    if not wide(columns, room):
        assert all(width + 1 >= floor for width, floor in zip(shared, easy, strict=True))


def test_a_column_is_no_wider_than_it_can_fill() -> None:
    """A small table stays small."""
    assert sum(widths([["Theme", "Fathers"], ["Sources", "3"]], Paper.UPRIGHT.room)) < 2500


def test_more_words_get_more_room() -> None:
    """The column that holds most is the widest, and a number keeps what its heading needs."""
    columns = [
        ["Theme", "Fathers and other significant males"],
        ["Sources", "3"],
        ["What was found", "Practitioners did not ask where the father was. " * 5],
        ["Note", "[7]"],
    ]
    theme, sources, found, note = widths(columns, Paper.UPRIGHT.room)
    assert found > theme > sources > note
    assert sum((theme, sources, found, note)) > Paper.UPRIGHT.room - 10


def test_no_word_is_squeezed_to_a_letter_a_line() -> None:
    """A very long word is broken, and leaves other columns what their words need."""
    columns = [["Theme", "x" * 500], ["Judgement", "improvement"]]
    long, judgement = widths(columns, Paper.UPRIGHT.room)
    assert judgement + 1 >= needed(columns[1]).least
    assert long > judgement
    assert not wide(columns, Paper.UPRIGHT.room)


@given(needs=st.lists(st.booleans(), max_size=20))
@example(needs=[True, *[False] * (LONELY - 1), True])
@example(needs=[True, *[False] * LONELY, True])
def test_the_paper_is_turned_where_it_must_and_not_for_a_moment(needs: list[bool]) -> None:
    """Sections that need it are turned; between two of them it is turned back only for many."""
    lies = lain(needs)
    turned = [paper is Paper.TURNED for paper in lies]
    assert all(turned[place] for place, needed in enumerate(needs) if needed)
    inner = "".join("T" if one else "." for one in turned).strip(".")
    assert all(len(gap) >= LONELY for gap in re.findall(r"\.+", inner))
    assert turned.count(True) == len(inner.replace(".", ""))


# Pictures

CHART = Chart(
    title="Sources by theme",
    description="Fathers were found wanting by 3 sources, <neglect> by 2.",
    shape=Shape.BARS,
    unit="sources",
    categories=("Fathers", "Neglect"),
    series=(Series("sources", (3.0, 2.0)),),
)


def with_chart() -> Document:
    """A document whose one table has a chart."""
    found = table(("Theme", "Sources"), ("Fathers", "3"), ("Neglect", "2"), chart=CHART)
    return document(Section("themes", "Themes", (found,)))


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A stand-in for what draws charts, which draws one red point."""
    monkeypatch.setattr(pictures, "to_png", lambda _: PNG)
    return pictures


@pytest.mark.usefixtures("drawing")
def test_a_picture_stands_above_its_table() -> None:
    """The picture of a chart stands between its title and the table, told of in words."""
    file = opened(lt.Report(with_chart()))
    body = list(file.element.body)
    (inline,) = all_of(file, "wp:inline")
    assert inline.docPr.get("descr") == CHART.description
    assert inline.docPr.get("title") == CHART.title
    place = next(n for n, one in enumerate(body) if list(one.iter(qn("wp:inline"))))
    assert [one.text for one in body[place - 1 : place + 2]] == [
        "Sources by theme", "", "What was found",
    ]  # fmt: skip
    assert body[place + 2].tag == qn("w:tbl")


@pytest.mark.usefixtures("drawing")
def test_pictures_are_numbered() -> None:
    """Two pictures have numbers of their own, by which Word tells them apart."""
    themes = with_chart().behind[0]
    file = opened(lt.Report(document(themes, themes)))
    assert [one.docPr.id for one in all_of(file, "wp:inline")] == [1, 2]


def test_a_picture_fits_any_page(drawing: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture keeps its size, but it is made smaller, as a whole, where it would not fit."""
    wide, tall, small = ((20000, 10), (10, 20000), (300, 200))
    for width, height in (wide, tall, small):
        sized = PNG[:16] + width.to_bytes(4) + height.to_bytes(4) + PNG[24:]
        monkeypatch.setattr(drawing, "to_png", lambda _, sized=sized: sized)
        (shape,) = opened(lt.Report(with_chart())).inline_shapes
        assert shape.width <= Cm(17.1)
        assert shape.height <= Cm(14.1)
    assert shape.width / shape.height == pytest.approx(1.5, rel=0.01)
    assert round(shape.width / Cm(1), 1) == pytest.approx(300 / 72 * 2.54, abs=0.1)


def test_without_what_draws_the_table_is_enough(
    drawing: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where matplotlib is missing, the file has the table and no picture."""

    def refuse(_: Chart) -> bytes:
        raise MissingExtra("matplotlib", "figures")

    monkeypatch.setattr(drawing, "to_png", refuse)
    file = opened(lt.Report(with_chart()))
    assert not all_of(file, "wp:inline")
    assert len(file.tables) == 1


# The file


def test_a_file_is_written(tmp_path: Path) -> None:
    """`to_word` writes what `as_word` gives, under a text or a path, over what was there."""
    report = lt.Report(document())
    for path in (tmp_path / "report.docx", str(tmp_path / "report.docx")):
        report.to_word(path)
        assert (tmp_path / "report.docx").read_bytes() == report.as_word()
    assert [one.name for one in tmp_path.iterdir()] == ["report.docx"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_modes_are_kept(tmp_path: Path) -> None:
    """A new file is its owner's alone; one that others may read stays so."""
    path = tmp_path / "report.docx"
    lt.Report(document()).to_word(path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    lt.Report(document()).to_word(path)
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(errno.EACCES, "denied"), "another program holds it open"),
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
    ],
)
def test_a_file_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, told: str
) -> None:
    """After a failure the old file is whole and alone, and the reason is told."""
    path = tmp_path / "report.docx"
    path.write_bytes(b"old")

    def fail(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreProblem, match=told) as caught:
        lt.Report(document()).to_word(path)
    assert caught.value.where == path
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("report.docx", b"old")]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (".", "it is a folder"),
        ("nowhere/report.docx", "there is no such file or folder"),
        ("a\0b", "null"),
    ],
)
def test_a_place_where_no_file_can_be(tmp_path: Path, name: str, told: str) -> None:
    """A folder, a folder that is not there and a name that no file can have are each told."""
    with pytest.raises(StoreProblem, match=told):
        lt.Report(document()).to_word(tmp_path / name)


def test_without_python_docx(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where python-docx is not installed, the error says what to install, and no file comes."""
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtra, match=r'pip install "learning-tracker\[word\]"'):
        lt.Report(document()).to_word(tmp_path / "report.docx")
    assert not list(tmp_path.iterdir())


def test_word_is_imported_only_when_asked_for() -> None:
    """`import learning_tracker` and a report as text do without python-docx."""
    code = (
        "import sys, learning_tracker as lt; str(lt.theme_report(lt.Tracker(date='2025-03-31')));"
        "sys.exit('docx' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - ourselves


# How it comes out


@pytest.fixture(scope="module")
def pages(report: lt.Report, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of each page, as LibreOffice prints the report."""
    office = needs("soffice", "libreoffice-writer")
    reader = needs("pdftotext", "poppler-utils")
    folder = tmp_path_factory.mktemp("word")
    report.to_word(folder / "report.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "report.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603 - found above
    subprocess.run([reader, "-enc", "UTF-8", "report.pdf"], cwd=folder, check=True)  # noqa: S603
    printed = (folder / "report.txt").read_text(encoding="utf-8").split("\f")
    return [" ".join(page.split()) for page in printed[:-1]]


def test_page_one_is_one_page(report: lt.Report, pages: list[str]) -> None:
    """The first page ends with page one, and the second begins with the first heading behind it."""
    document = report.document
    sentences = [one for section in document.page_one
                 for block in section.blocks for one in block.sentences]  # fmt: skip
    notes = Notes(document)
    foot = f"Page 1 of {len(pages)}"
    assert pages[0].removesuffix(foot).rstrip().endswith(notes.noted(sentences[-1]))
    head = pages[1].removeprefix(document.running).lstrip()
    assert head.startswith(document.behind[0].heading)


def test_every_page_is_headed_and_numbered(report: lt.Report, pages: list[str]) -> None:
    """Every page has the running line, its number and the number of pages, and none is empty."""
    for number, page in enumerate(pages, 1):
        foot = f"Page {number} of {len(pages)}"
        assert page.startswith(report.document.running)
        assert foot in page
        assert len(page) > len(report.document.running) + len(foot) + 20
