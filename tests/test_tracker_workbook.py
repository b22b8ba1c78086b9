"""The whole tracker as a workbook: it comes back equal, and every program reads it alike."""

import csv
from collections.abc import Iterable
from pathlib import Path

import attrs
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

import learning_tracker as lt
from learning_tracker.codec import from_text, to_text
from learning_tracker.errors import KeptBack, StoreProblem, TooLongForSheet, WouldOverwrite
from learning_tracker.exchange.workbooks.record_layouts import layout_of
from learning_tracker.exchange.workbooks.tracker_workbook import HOW, sheet_names, tracker_workbook
from learning_tracker.kinds import _KINDS, Record, kinds
from parts import converted
from strategies import networks

AWKWARD = (
    "=1+1", "+44", "-done", "@SUM(A1)", "\tx", "'quoted", "json:[]", "_x000D_", "_x005F_x000D_",
    "_x000D_x000D_", "_x000d_",
    "a\nb", " ends with blanks ", " ", "\ufffe and \uffff", "👍 naïve £5", "TRUE", "1", "#N/A",
    "1e5", "2025-02", '"', "&amp; <b>",
)  # fmt: skip


def records_of(tracker: lt.Tracker) -> dict[str, Record]:
    """Every record of a tracker, whatever its date."""
    network = tracker.view.network
    return {one: network[one] for one in network}


def taken_in(records: Iterable[Record], path: Path) -> dict[str, Record]:
    """The records exported into a workbook and imported into a tracker that holds none."""
    path.write_bytes(tracker_workbook(records))
    tracker = lt.Tracker()
    found = lt.import_workbook(tracker, path)
    assert found.problems.errors == ()
    return records_of(tracker)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that each example of a property writes anew."""
    return tmp_path_factory.mktemp("workbooks") / "any.xlsx"


@given(records=networks())
def test_any_network_comes_back_equal(path: Path, records: list[Record]) -> None:
    """Exported and imported again it is what it was, and nothing changes where it came from."""
    by_id = {one.id: one for one in records}
    assert taken_in(records, path) == by_id
    again = lt.preview_workbook(lt.Tracker(records), path)
    assert (again.pieces, again.problems.errors) == ((), ())


@given(records=networks())
def test_any_network_comes_back_equal_from_json(records: list[Record]) -> None:
    """So it does by way of JSON."""
    assert {one.id: one for one in from_text(to_text(records))} == {one.id: one for one in records}


@pytest.mark.parametrize("sample", ["riverton", "medway"])
def test_samples_come_back_equal(tmp_path: Path, sample: str) -> None:
    """The examples come back equal, also what is dated after their day."""
    tracker = lt.sample(sample)
    tracker.export_workbook(tmp_path / "w.xlsx")
    copy = lt.Tracker()
    assert lt.import_workbook(copy, tmp_path / "w.xlsx").left == ()
    assert records_of(copy) == records_of(tracker)
    assert lt.preview_workbook(tracker, tmp_path / "w.xlsx").pieces == ()


def awkward_records() -> list[Record]:
    """Records with every text that spreadsheets are known to change."""
    records: list[Record] = [
        lt.Theme(id=f"t{number}", name=text if text.strip() else "x", definition=text, guid=text,
                 aliases=(f"{text}.", "b"))
        for number, text in enumerate(AWKWARD)
    ]  # fmt: skip
    pairs = tuple((text if text.strip() else "x", text) for text in AWKWARD)
    measure = lt.Measure(id="m", name="Days", unit="days")
    values = (0.1, -3.5, 1 / 3, 1e250, 10**15 + 0.25, 5, -0.0)
    observed = [
        lt.Observation(id=f"o{number}", of="m", on="1950-01-01", value=value)
        for number, value in enumerate(values)
    ]
    partnership = lt.Partnership(id="[]", name="P", policy=lt.Policy(colours=(), first_day=1))
    review = lt.LCSPR(id="'l", title="=L", attributes=pairs, partnership="[]")
    return [*records, measure, *observed, partnership, review]


def test_awkward_texts_come_back_unchanged(tmp_path: Path) -> None:
    """Whatever a text begins with, ends with or is made of, it comes back as it was."""
    records = awkward_records()
    assert taken_in(records, tmp_path / "w.xlsx") == {one.id: one for one in records}


def test_nothing_is_a_formula(tmp_path: Path) -> None:
    """No cell reckons, and what is typed into a cell of text stays text."""
    path = tmp_path / "w.xlsx"
    path.write_bytes(tracker_workbook(awkward_records()))
    page = openpyxl.load_workbook(path)["theme"]
    cells = [cell for line in page.iter_rows(min_row=2) for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert page.column_dimensions["B"].number_format == "@"


def test_a_sheet_for_each_kind(tmp_path: Path) -> None:
    """Each kind that has records has a sheet with its fields; rows have their own; one says how."""
    lt.sample().export_workbook(tmp_path / "w.xlsx")
    book = openpyxl.load_workbook(tmp_path / "w.xlsx")
    visible = [page.title for page in book if page.sheet_state == "visible"]
    assert visible[0] == HOW
    assert book[HOW].max_row == 6
    assert {*visible[1:]} == {*kinds(), "standards-audit sections"}
    for kind in kinds().values():
        found = [cell.value for cell in book[kind.kind][1]]
        assert found == [one.heading for one in layout_of(kind).columns]
    assert [cell.value for cell in book["standards-audit sections"][1]][:3] == [
        "standards-audit", "name", "met",
    ]  # fmt: skip


def test_words_and_short_lists_of_ids_are_offered(tmp_path: Path) -> None:
    """A field of one word offers the words; a link to one record offers ids and takes others."""
    lt.sample().export_workbook(tmp_path / "w.xlsx")
    book = openpyxl.load_workbook(tmp_path / "w.xlsx")
    rules = {
        str(one.sqref).split("2", 1)[0]: one
        for one in book["finding"].data_validations.dataValidation
    }
    assert rules["C"].type == "list"
    assert rules["C"].errorStyle in (None, "stop")
    links = {
        str(one.sqref).split("2", 1)[0]: one
        for one in book["action"].data_validations.dataValidation
    }
    lead = links["E"]
    assert (lead.type, lead.errorStyle) == ("list", "warning")
    letters, _, rows = lead.formula1.removeprefix("Lists!$").partition("$1:$")
    offered = [cell.value for cell in book["Lists"][letters] if cell.value]
    assert {"riverton-scp"} < set(offered)
    assert rows == f"{letters}${len(offered)}"


def test_names_of_sheets_are_legal() -> None:
    """No two names are alike to Excel, and none is too long, however long the kind's."""

    @attrs.frozen(kw_only=True)
    class Long(Record):
        """A record with a long name.

        Attributes:
            sections: rows.
        """

        kind = "a-kind-of-record-with-a-very-long-name"
        sections: tuple[lt.StandardsSection, ...] = ()

    try:
        names = [*sheet_names().values()]
        assert len({one.casefold() for one in names}) == len(names)
        assert max(map(len, names)) == 31
    finally:
        del _KINDS[Long.kind]


def test_texts_too_long_for_a_cell_are_reported(tmp_path: Path) -> None:
    """A text that a cell cannot hold is named with its record and field, and nothing is written."""
    longest = lt.Theme(id="fits", name="x", definition="👍" * 16_383 + "y")
    assert taken_in([longest], tmp_path / "fits.xlsx") == {"fits": longest}
    tracker = lt.Tracker(
        [longest, lt.Theme(id="long", name="y", definition="👍" * 16_384, aliases=("z" * 32_768,))]
    )
    with pytest.raises(TooLongForSheet) as found:
        tracker.export_workbook(tmp_path / "w.xlsx")
    assert found.value.what == (
        "definition of long has 32,768 characters", "aliases of long has 32,768 characters",
    )  # fmt: skip
    assert not (tmp_path / "w.xlsx").exists()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A workbook that is there may hold somebody's edits and stays; other names are refused."""
    (tmp_path / "w.xlsx").write_text("mine")
    with pytest.raises(WouldOverwrite):
        lt.sample().export_workbook(tmp_path / "w.xlsx")
    with pytest.raises(StoreProblem, match=r"ends in \.xlsx"):
        lt.sample().export_workbook(tmp_path / "w.csv")
    with pytest.raises(KeptBack):
        lt.sample().public().export_workbook(tmp_path / "p.xlsx")
    assert [one.name for one in tmp_path.iterdir()] == ["w.xlsx"]


def test_the_same_tracker_gives_the_same_bytes() -> None:
    """Nothing of the moment, the computer or the order of records is in the file."""
    records = awkward_records()
    assert tracker_workbook(records) == tracker_workbook(reversed(records))


def test_nothing_is_kept_of_what_was_taken_out(tmp_path: Path) -> None:
    """The hidden sheet holds no value of a record but its id: what is deleted is gone."""
    lt.Tracker([lt.Theme(id="t", name="Nobody may read this")]).export_workbook(tmp_path / "w.xlsx")
    book = openpyxl.load_workbook(tmp_path / "w.xlsx")
    told = [cell.value for line in book["learning-tracker"].iter_rows() for cell in line]
    assert not any("Nobody" in str(one) for one in told)


# LibreOffice


EVERY_SHEET_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def _workbooks() -> dict[str, list[Record]]:
    riverton, medway = (list(records_of(lt.sample(one)).values()) for one in ("riverton", "medway"))
    return {"riverton": riverton, "medway": medway, "awkward": awkward_records()}


@pytest.mark.parametrize("name", ["riverton", "medway", "awkward"])
def test_libreoffice_reads_every_text_as_it_is(tmp_path: Path, name: str) -> None:
    """Each sheet, as LibreOffice opens it, holds the texts that openpyxl reads in it."""
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(tracker_workbook(_workbooks()[name]))
    book = openpyxl.load_workbook(path)
    files = {one.stem.removeprefix(f"{name}-"): one for one in converted(path, EVERY_SHEET_AS_CSV)}
    assert {*files} == {*book.sheetnames}
    for page in book:
        with files[page.title].open(encoding="utf-8", newline="") as file:
            found = [line for line in csv.reader(file) if any(line)]
        expected = [
            [str(value) if isinstance(value, str) else value for value in line]
            for line in page.iter_rows(values_only=True)
        ]
        for line, wanted in zip(found, expected, strict=True):
            for cell, value in zip(line, wanted, strict=False):
                if isinstance(value, str):
                    assert cell == value
                elif value is None:
                    assert cell == ""
                else:
                    assert float(cell) == pytest.approx(value)


@given(records=networks(min_size=20, max_size=40))
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_network_saved_by_libreoffice_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, records: list[Record]
) -> None:
    """So it is with any network; three are tried, as each starts LibreOffice."""
    path = tmp_path_factory.mktemp("saved") / "w.xlsx"
    path.write_bytes(tracker_workbook(records))
    (saved,) = converted(path, "xlsx")
    found = lt.preview_workbook(lt.Tracker(records), saved)
    assert (found.pieces, found.problems.errors) == ((), ())


def test_a_workbook_saved_by_libreoffice_changes_nothing(tmp_path: Path) -> None:
    """What LibreOffice saves again, unedited, is still what was exported."""
    for name, records in _workbooks().items():
        path = tmp_path / name / "w.xlsx"
        path.parent.mkdir()
        path.write_bytes(tracker_workbook(records))
        (saved,) = converted(path, "xlsx")
        found = lt.preview_workbook(lt.Tracker(records), saved)
        assert (found.pieces, found.problems.errors) == ((), ())
