"""Reports stay short however much is on record, and say what they leave out and how to have it."""

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn
from hypothesis import given

import generate
import learning_tracker as lt
from learning_tracker.cli import main
from learning_tracker.codec import from_text
from learning_tracker.errors import InvalidArgument
from learning_tracker.reports.cited import Cited
from learning_tracker.reports.document import Bullets, Document, Statement, TableBlock
from learning_tracker.reports.notes import Notes, runs
from learning_tracker.reports.to_markdown import escaped
from learning_tracker.tables import ROWS, Column, Table
from learning_tracker.tables.cut import IN_CELL
from strategies import networks

LONGEST = 600_000
"""Characters that a report on two thousand records stays below; all rows take over two million."""


def made_up(records: int) -> lt.Tracker:
    """A made-up tracker of so many records."""
    content = generate.file_of(generate.mappings(records, 1))
    return lt.Tracker(from_text(content), date="2025-03-31")


@pytest.fixture(scope="module")
def long() -> lt.Tracker:
    """A tracker of two thousand records."""
    return made_up(2000)


@pytest.fixture(scope="module")
def report(long: lt.Tracker) -> lt.Report:
    """Its theme report."""
    return lt.theme_report(long)


@pytest.fixture(scope="module")
def whole(long: lt.Tracker) -> lt.Report:
    """Its theme report with all rows of all tables."""
    return lt.theme_report(long, rows=None)


def blocks(document: Document) -> Iterator[TableBlock]:
    """The tables of a report."""
    for section in document.sections:
        yield from (one for one in section.blocks if isinstance(one, TableBlock))


def cut(document: Document) -> list[TableBlock]:
    """The tables of which not all rows are shown."""
    return [one for one in blocks(document) if one.left]


def sentences(document: Document) -> list[str]:
    """What stands below the tables that are cut."""
    return [one.below[0].text for one in cut(document)]


# How long it is


def test_a_report_stays_short(report: lt.Report) -> None:
    """Four times the records are less than three times the report, and fewer than a limit."""
    text = str(report)
    assert len(text) < LONGEST
    assert len(text) < 3 * len(str(lt.theme_report(made_up(500))))
    assert len(report.to_html(figures=False)) < 2 * LONGEST
    assert len(report.to_markdown()) < LONGEST


def test_other_reports_stay_short(long: lt.Tracker) -> None:
    """No table, list or note of any report is longer than it may be."""
    agency = max(long.of(lt.Agency), key=lambda one: len(long.actions.outstanding(agency=one.id)))
    reports = (
        lt.agency_report(long, agency.id, rows=10),
        lt.briefing(long, next(iter(long.of(lt.LCSPR))).id, rows=10),
        lt.learning_section(long, rows=10),
        lt.theme_report(long, audience="executive", rows=10),
        lt.theme_report(long, audience="public", rows=10),
    )
    for one in reports:
        assert max(len(block.rows) for block in blocks(one.document)) <= 10
        led = (led for note in Notes(one.document).notes for led in (note.cites, note.among))
        assert one.document.records in {None, 20}
        assert one.document.records is None or all(len(every.numbers) <= 20 for every in led)
    assert len(cut(reports[0].document)) > 1
    (reasons,) = (one for one in reports[0].document.behind if one.key == "reasons")
    *told, last = reasons.blocks
    assert len(told) == 20  # a paragraph and a list for each
    assert re.fullmatch(
        r"And \d+ more actions; with --rows all, all .* are shown.", last.sentences[0].text
    )


# What is left out is told


def test_text_says_what_is_left_out(report: lt.Report) -> None:
    """Below each table that is cut stands how many more rows there are, and how to have them."""
    told = sentences(report.document)
    assert len(told) > 5
    text = " ".join(str(report).split())
    assert all(one in text for one in told)
    outstanding = next(one for one in cut(report.document) if one.key == "outstanding/2")
    left = len(outstanding.table) - ROWS
    assert outstanding.below[0].text == (
        f"And {left} more rows; with --rows all, all {ROWS + left} are shown. "
        "Shown are those late or due first."
    )


def test_markdown_says_what_is_left_out(report: lt.Report) -> None:
    """So it does as a paragraph of its own in Markdown."""
    paragraphs = report.to_markdown().split("\n\n")
    assert all(escaped(one) in paragraphs for one in sentences(report.document))


def test_html_says_what_is_left_out(report: lt.Report) -> None:
    """In a page it is a sentence below the table, which is read aloud like any other."""
    page = report.to_html(figures=False)
    for one in sentences(report.document):
        assert f'</table>\n</div>\n<p class="below">\n<span>{one}</span>' in page.replace(
            '<p class="below"><span>', '<p class="below">\n<span>'
        )


def test_word_says_what_is_left_out(report: lt.Report) -> None:
    """In Word it is a paragraph after the table, whose description says how much of it there is."""
    file = docx.Document(io.BytesIO(report.as_word()))
    told = [one.text for one in file.paragraphs]
    assert all(one in told for one in sentences(report.document))
    shown = [one for one in blocks(report.document) if one.table]
    for block, printed in zip(shown, file.tables, strict=True):
        assert len(printed.rows) == 1 + len(block.rows)
        description = printed._tbl.find(f".//{qn('w:tblDescription')}").get(qn("w:val"))
        if block.left:
            assert description.startswith(f"{ROWS} of {len(block.table)} rows. ")


def test_json_says_what_is_left_out(report: lt.Report) -> None:
    """As JSON, numbers beside tables, cells and statements tell how much more there is."""
    data = json.loads(report.to_json())
    printed = {one["caption"]: one for s in data["behind"] for one in s["blocks"] if "rows" in one}
    for block in blocks(report.document):
        told = printed[block.table.caption]
        assert told["more"] == ({"rows": block.left} if block.left else {})
        assert len(told["rows"]) + block.left == len(block.table)
        for row, values in zip(told["rows"], block.shown, strict=True):
            records = len({record.id for record in values.records})
            assert len(row["records"]) + row["more"].get("records", 0) == records
    every = (one for s in data["page_one"] for b in s["blocks"] for one in b["sentences"])
    assert any(one["more"].get("among") for one in every)


def test_a_list_in_a_cell_is_cut(report: lt.Report) -> None:
    """Of many values in a cell the first are shown, and how many more there are."""
    (block,) = (one for one in blocks(report.document) if one.key == "pairs/1")
    place = [column.name for column in block.table.columns].index("sources")
    number = len(block.table.columns[place].value(block.shown[0]))
    assert number > IN_CELL
    shown = block.cells[0][place]
    assert shown.count("; ") == IN_CELL
    assert shown.endswith(f"; and {number - IN_CELL} more")
    assert "more" not in block.table.cells(block.shown[0])[place]


# Figures are those of the whole


def facts(document: Document) -> dict[str, str]:
    """What a report states, but for rows and what says that there are more."""
    rows = {one.key for block in blocks(document) for one in block.rows}
    return {
        one.key: one.text
        for one in document.statements()
        if one.key not in rows and not one.key.endswith("/more")
    }


def test_every_figure_is_that_of_the_whole(report: lt.Report, whole: lt.Report) -> None:
    """Page one, denominators and notes say the same whether tables are cut or not."""
    assert facts(report.document) == facts(whole.document)
    charts = [block.table.chart for block in blocks(report.document)]
    assert charts == [block.table.chart for block in blocks(whole.document)]


def test_nothing_is_left_out_where_all_is_asked_for(whole: lt.Report) -> None:
    """With all rows there is no sentence about more, and every note names all its records."""
    assert cut(whole.document) == []
    assert " more rows are not shown" not in str(whole)
    assert Notes(whole.document).told == ""
    led = (led for note in Notes(whole.document).notes for led in (note.cites, note.among))
    assert not any(one.more for one in led)
    assert '"more": {"' not in whole.to_json().replace("\n", "").replace("  ", "")


@given(records=networks())
def test_rows_that_are_shown_are_those_of_the_whole(records: list[lt.Record]) -> None:
    """A table shows as many rows as it may, each as in the report that shows all."""
    tracker = lt.Tracker(records, date="2025-03-31")
    parts, wholes = (
        list(blocks(lt.theme_report(tracker, "2024-25", rows=rows).document)) for rows in (2, None)
    )
    for part, every in zip(parts, wholes, strict=True):
        assert len(part.rows) == min(2, len(every.rows))
        assert part.left == len(every.rows) - len(part.rows)
        shown = [every.table.cells(row) for row in every.shown]
        order = [shown.index(part.table.cells(row)) for row in part.shown]
        assert order == sorted(order)


def test_the_most_urgent_and_the_latest_are_shown(long: lt.Tracker) -> None:
    """Of outstanding actions those due first are shown, and of what has dates the latest."""
    report = lt.theme_report(long, rows=5)
    by_key = {one.key: one for one in blocks(report.document)}
    actions = by_key["outstanding/2"]
    due = [row.standing.due for row in long.actions.outstanding()]
    first = sorted(one.last for one in due if one)[:5]
    assert sorted(row.standing.due.last for row in actions.shown) == first
    leads = [row.lead_name for row in actions.shown]
    assert leads == sorted(leads)
    days = [row.day for row in by_key["over-time/1"].shown]
    assert days == [row.day for row in long.actions.over_time()][-5:]
    spread = [row.dissemination for row in by_key["reach/1"].shown]
    dates = sorted(one.on.last for one in long.of(lt.Dissemination) if one.on)
    assert sorted(one.on.last for one in spread) == dates[-5:]


# Notes


def test_a_note_says_to_how_many_more_records_it_leads(report: lt.Report) -> None:
    """A note names its first records; how many more there are is told in every form."""
    notes = Notes(report.document)
    statement = next(
        one for one in report.document.statements() if one.key == "page-one/outstanding"
    )
    note = notes.notes[(notes.number(statement) or 0) - 1]
    assert note.cites.more == len(statement.cites) - len(note.cites.numbers) > 0
    assert notes.told
    assert notes.told in " ".join(str(report).split())
    assert escaped(notes.told) in report.to_markdown()
    page = report.to_html(figures=False)
    assert notes.told in page
    assert f"and {note.among.more:,} more" in page
    file = docx.Document(io.BytesIO(report.as_word()))
    assert any(notes.told in one.text for one in file.paragraphs)


def test_only_numbers_of_records_are_links_in_word(report: lt.Report) -> None:
    """How many more records there are is no number of a record, and is no link to one."""
    file = docx.Document(io.BytesIO(report.as_word()))
    places = {one.get(qn("w:name")) for one in file.element.body.iter(qn("w:bookmarkStart"))}
    links = [one.get(qn("w:anchor")) for one in file.element.body.iter(qn("w:hyperlink"))]
    assert set(links) <= places
    expected = sum(
        len({n for a, b in runs(led.numbers) for n in (a, b)})
        for note in Notes(report.document).notes
        for led in (note.cites, note.among)
    )
    assert len([one for one in links if one.startswith("record_")]) == expected


def test_a_small_tracker_has_all_its_records_in_the_notes() -> None:
    """With at most a thousand records every note names all that it rests on."""
    for name in ("riverton", "medway"):
        assert Notes(lt.theme_report(lt.sample(name)).document).told == ""


def test_records_are_gathered_once_and_when_asked_for() -> None:
    """What a statement rests on is put together at the first look, each record once."""
    asked = []

    def gathered() -> list[lt.Theme]:
        asked.append(1)
        return [lt.Theme(id=one, name=one) for one in "cab" * 2]

    statement = Statement("key", "3 themes", gathered)
    assert not asked
    assert [one.id for one in statement.cites] == ["a", "b", "c"]
    assert [one.id for one in statement.cites.first(2)] == ["a", "b"]
    assert statement.cites[0].id == "a"
    assert len(statement.cites) == 3
    assert asked == [1]
    assert statement == Statement("key", "3 themes", statement.cites)
    assert hash(statement.cites) == hash(Cited(reversed(statement.cites)))
    assert statement.cites != Cited()


def test_a_report_stays_as_it_was_made() -> None:
    """What is gathered when a report is printed is what was on record when it was made."""
    tracker = lt.sample()
    report, printed = lt.theme_report(tracker), str(lt.theme_report(tracker))
    for one in list(tracker.of(lt.Evidence)):
        tracker.remove(one.id)
    assert str(lt.theme_report(tracker)) != printed
    assert str(report) == printed


# Many partnerships


def test_a_country_has_a_short_title_and_few_policies() -> None:
    """The title names the first partnerships, and each list of them is cut."""
    every = [
        lt.Partnership(id=f"p{n:03}", name=f"Place {n:03}", note=f"Note {n}.") for n in range(150)
    ]
    report = lt.theme_report(lt.Tracker(every, date="2025-03-31"))
    assert report.document.title.endswith(
        "Place 000, Place 001, Place 002, Place 003, and 146 more"
    )
    assert [one.text for one in report.document.first] == [
        "Note 0.", "Note 1.", "Note 2.", "Note 3.",
        "146 more say something of their records, which --rows all shows.",
    ]  # fmt: skip
    _, judged = report.document.behind[-1].blocks
    assert isinstance(judged, Bullets)
    assert len(judged.sentences) == ROWS + 1
    assert judged.sentences[-1].text == (
        "And 90 more partnerships; with --rows all, all 150 are shown."
    )


# What is asked for


@pytest.mark.parametrize("rows", [0, -1, True, "all", 2.0])
def test_a_wrong_number_of_rows_is_refused(rows: Any) -> None:
    """Every report, and a table as text, wants a whole number from 1 up, or None."""
    tracker = lt.sample()
    for make in (
        lambda: lt.theme_report(tracker, rows=rows),
        lambda: lt.agency_report(tracker, "rivershire-police", rows=rows),
        lambda: lt.briefing(tracker, "lcspr-esme", rows=rows),
        lambda: lt.learning_section(tracker, rows=rows),
        lambda: tracker.actions.late().to_text(rows),
    ):
        with pytest.raises(InvalidArgument, match="a whole number from 1 up, or None for all"):
            make()


def run(*words: str) -> Any:
    """A command, run in this process."""
    return CliRunner().invoke(main, words)


def test_the_command_cuts_as_it_is_told() -> None:
    """`--rows` is a number or all; 60 rows are shown unless it is given."""
    tracker = lt.sample()
    printed = {
        words: run("report", "--sample", *words).stdout
        for words in ((), ("--rows", "5"), ("--rows", "all"))
    }
    assert printed[()] == str(lt.theme_report(tracker))
    assert printed["--rows", "5"] == str(lt.theme_report(tracker, rows=5))
    assert printed["--rows", "all"] == str(lt.theme_report(tracker, rows=None))
    assert len({*printed.values()}) == 3


@pytest.mark.parametrize("rows", ["0", "-3", "many", "٣", "2.5"])
def test_the_command_refuses_what_is_no_number_of_rows(rows: str) -> None:
    """What it wants is said in a line."""
    result = run("report", "--sample", "--rows", rows)
    assert result.exit_code == 2
    assert f"{rows!r} is neither a number from 1 up nor all" in result.stderr


def test_a_table_that_is_listed_is_cut_and_its_data_are_not() -> None:
    """A command shows so many rows of its table to people, and gives programs all of them."""
    table = lt.sample().actions.outstanding()
    shown = run("actions", "--sample", "--rows", "3").stdout
    assert shown == f"{table.to_text(3)}\n"
    assert f"And {len(table) - 3} more rows; with --rows all" in shown
    assert run("actions", "--sample").stdout == f"{table}\n"
    rows = list(
        csv.reader(io.StringIO(run("actions", "--sample", "--rows", "3", "--format", "csv").stdout))
    )
    assert len(rows) == 1 + len(table)
    data = json.loads(run("actions", "--sample", "--rows", "3", "--format", "json").stdout)
    assert len(data["rows"]) == len(table)


def test_a_table_as_text_keeps_what_it_tells_of_the_whole() -> None:
    """Only rows and long cells are cut: caption, denominator and notes stay."""

    class Row:
        records = ()
        names = tuple("abcdefghijklm")

    table = Table(
        caption="Names",
        rows=(Row(), Row(), Row()),
        columns=(Column("names", "Names", lambda row: row.names),),
        empty="None.",
        denominator="of 3",
    )
    assert table.to_text(2).splitlines() == [
        "Names", "", "Names", "-" * 40, *["a; b; c; d; e; f; g; h; i; j; and 3 more"] * 2, "",
        "And 1 more row; with --rows all, all 3 are shown.", "", "Of 3.",
    ]  # fmt: skip
    assert "more" not in str(table)
    assert table.to_text(3).count("and 3 more") == 3
    assert len(table.to_csv().splitlines()) == 4


def test_warnings_are_cut_too(tmp_path: Path) -> None:
    """Of very many warnings as many are shown as rows, and how many more there are."""
    reviews = [
        lt.LCSPR(
            id=f"s{one}", title=f"Review {one}", published_on="2024-05",
            publication="published", summary="Ring 07700 900123.",
        )
        for one in range(5)
    ]  # fmt: skip
    path = str(tmp_path / "five.json")
    with lt.open(path, create=True) as tracker:
        tracker.add(*reviews)
    asked = ("report", path, "--audience", "public", "--as-at", "2025-03-31")
    *warnings, last = run(*asked, "--rows", "2").stderr.splitlines()
    assert [one.partition(",")[0] for one in warnings] == ["warning: s0", "warning: s1"]
    assert last == "And 3 more warnings; with --rows all, all 5 are shown."
    assert len(run(*asked, "--rows", "all").stderr.splitlines()) == 5


def test_page_one_alone(report: lt.Report) -> None:
    """Page one alone has its sentences without marks, no table, and says where the rest is."""
    text = report.page_one()
    told = " ".join(text.split())
    document = report.document
    for section in document.page_one:
        assert section.heading in text
        for one in chain.from_iterable(block.sentences for block in section.blocks):
            assert one.text in told
    assert "[1]" not in text
    assert document.behind[0].heading not in text
    assert told.endswith("has the tables behind it and leads every figure to its records.")
    assert max(map(len, text.splitlines())) <= 100


def test_the_command_prints_page_one_alone() -> None:
    """`--page-one` is text alone, and says so if anything else is asked for."""
    assert run("report", "--sample", "--page-one").stdout == lt.theme_report(lt.sample()).page_one()
    refused = run("report", "--sample", "--page-one", "--format", "html")
    assert refused.exit_code == 2
    assert "--page-one is text" in refused.stderr
