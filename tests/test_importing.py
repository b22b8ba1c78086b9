"""Sheets are taken into a tracker: what is changed, what is refused and what is told."""

import csv
import datetime as dt
from pathlib import Path

import attrs
import pytest

import learning_tracker as lt
from learning_tracker.errors import (
    InvalidArgument,
    InvalidData,
    KeptBack,
    NoAuthor,
    ReadOnly,
    WouldOverwrite,
)
from learning_tracker.exchange.mappings.sheet_columns import WHAT_IS_WRONG
from learning_tracker.exchange.rows.cell_readers import NOT_READ
from learning_tracker.exchange.sheets.reading import read_sheet
from learning_tracker.exchange.sheets.sheet import Heading, Unreadable, Value
from learning_tracker.importing.preview import ChangedField
from parts import needs_module
from registers import (
    HEADINGS,
    HEALTH,
    PLAN,
    POLICE,
    ROW,
    imported,
    made,
    mapping,
    plan,
    previewed,
    sheet,
    told,
    tracker,
    with_column,
)

# Rows that do not agree, or cannot be told apart


def test_rows_that_differ_on_a_record_are_told_at_both() -> None:
    """Two rows that make one recommendation and say different things name each other's cell."""
    preview = previewed(plan({}, {"Recommendation": "Ask mothers", "Action": None, "Due": None,
                                  "Lead": None, "Status": None, "Status on": None}))  # fmt: skip
    assert told(preview) == {
        "cell C2": "rows-disagree: 'See fathers' here and 'Ask mothers' in cell C3, and both rows "
        "make the recommendation child-a-1; make them agree, or, if they are two, have their ids "
        "differ",
        "cell C3": "rows-disagree: 'Ask mothers' here and 'See fathers' in cell C2, and both rows "
        "make the recommendation child-a-1; make them agree, or, if they are two, have their ids "
        "differ",
    }
    assert preview.taken == 0


def test_an_empty_cell_says_nothing_against_a_filled_one() -> None:
    """What only one of the rows says of a record counts."""
    rules = mapping(PLAN.replace("[make.recommendation]",
        'summary = "Summary"\n    [make.recommendation]'))  # fmt: skip
    rows: list[dict[str, Value]] = [
        {**ROW, "Summary": None}, {**ROW, "No": 2, "Summary": "A baby"}, {**ROW, "No": 3},
    ]  # fmt: skip
    read = sheet(*rows, headings=[*HEADINGS, "Summary"])
    assert made(read, rules)["child-a"]["summary"] == "A baby"


def test_each_row_adds_to_a_field_that_holds_several() -> None:
    """A register with a row for each addressee gives one recommendation to all of them."""
    rules = mapping(PLAN.partition("[make.action]")[0])
    rows = [{key: row[key] for key in HEADINGS[:4]} for row in (
        {**ROW, "Agencies": "Police"}, {**ROW, "Agencies": "Health"},
    )]  # fmt: skip
    assert made(sheet(*rows), rules)["child-a-1"]["addressed_to"] == ["police", "health"]


def test_ids_that_two_texts_share_are_told() -> None:
    """Numbers that differ, and of which one id is made, are told at both rows."""
    preview = previewed(plan({"No": "1/2"}, {"No": "1.2"}))
    assert told(preview)["row 2"] == (
        "id-collision: the id child-a-1-2 is made of other words in row 3; write both the same "
        "way if they are one, or tell them apart"
    )
    assert "row 3" in told(preview)


def test_capitals_and_spacing_make_no_other_id() -> None:
    """The same words in other capitals are the same id, without a word about it."""
    preview = previewed(plan({}, {"Review": "CHILD  A", "No": 2}))
    assert "rows-disagree" in told(preview)["cell A2"]  # the titles do differ
    assert "row 2" not in told(preview)


def test_two_parts_with_one_id_are_told() -> None:
    """A mapping that gives two records of a row one id is told of each row."""
    rules = mapping(PLAN.replace('"{Review}-{No}"', '"{Review}"'))
    assert told(previewed(plan({}), rules))["row 2"] == (
        "id-collision: two parts of the mapping make the id child-a of this row"
    )


def test_an_id_that_stands_for_another_kind_is_told() -> None:
    """A record of the tracker of another kind is not replaced."""
    theme = lt.Theme(id="child-a", name="Child A")
    assert told(previewed(plan({}), None, theme))["row 2"].startswith(
        "other-kind: the id child-a stands for a theme in the tracker already"
    )


@pytest.mark.parametrize(
    ("change", "where", "sentence"),
    [
        ({"No": None}, "cell B2", "the cell is empty, and a recommendation's id is made of it"),
        ({"No": "?", "Review": "!"}, "row 2", "no letter and no digit is left to make an id of"),
        ({"Action": None}, "cell E2", "the cell is empty, and every action needs it; fill it in"),
        ({"Status on": None}, "cell I2", "the cell is empty, and a date is needed here"),
        ({"Lead": None}, "cell F2", "the cell is empty, and every update needs it; fill it in"),
        ({"Status": None}, "cell H2", "the cell is empty, and every update needs it; fill it in"),
        ({"Recommendation": "x\x07"}, "cell C2", "a text without the character U+0007"),
        (dict.fromkeys(ROW), "row 2", "the row makes no record by this mapping"),
    ],
)
def test_what_a_row_lacks_is_told_at_its_cell(
    change: dict[str, Value], where: str, sentence: str
) -> None:
    """What a record needs is told at the cell from which it would come."""
    assert sentence in told(previewed(plan(change)))[where]


def test_an_update_without_an_action_is_told() -> None:
    """A status beside no action can be the status of nothing."""
    assert told(previewed(plan({"Action": None, "Due": None})))["row 2"] == (
        "no-id: the row fills in an update, and makes no action for it"
    )


def test_a_link_to_what_the_row_does_not_make_is_told() -> None:
    """An id that is made of another part's needs that part."""
    preview = previewed(plan({"Recommendation": None, "Agencies": None}))
    assert told(preview)["row 2"] == (
        "no-id: an action's id is made of the id of recommendation, and the row makes none"
    )


def test_circles_are_told() -> None:
    """Actions that wait for each other are told by their rows."""
    rules = mapping(PLAN.replace("[make.update]",
        'depends_on = { column = "After" }\n    [make.update]'))  # fmt: skip
    rows: list[dict[str, Value]] = [
        {**ROW, "After": "Child A 2 action"}, {**ROW, "No": 2, "After": "Child A 1 action"},
    ]  # fmt: skip
    preview = previewed(sheet(*rows, headings=[*HEADINGS, "After"]), rules)
    assert "runs in a circle: child-a-1-action → child-a-2-action" in told(preview)["row 2"]
    assert preview.taken == 0


# Columns that the mapping does not name


def test_unmapped_columns_become_attributes_of_the_source() -> None:
    """A column that the mapping does not name is kept where the rows of a source agree on it."""
    preview = previewed(with_column("Harm type", "Neglect", "Neglect"))
    assert preview.planned[0].record == lt.LCSPR(
        id="child-a", title="Child A", attributes=(("Harm type", "Neglect"),)
    )
    assert preview.notes == (
        "Kept as attributes of sources, as the mapping does not name them: Harm type.",
    )


@pytest.mark.parametrize("values", [("one", "two"), (None, "two"), ("one", None)])
def test_unmapped_columns_in_which_rows_differ_are_listed(values: tuple[Value, Value]) -> None:
    """A column that says something of a row alone is no attribute of the source, and is told."""
    preview = previewed(with_column("Notes", *values))
    assert preview.notes[0] == (
        "Column J, Notes, is not taken: the mapping does not name it, and the rows of one source "
        "differ in it."
    )
    assert not preview.problems


def test_unmapped_columns_are_listed_where_no_source_is_made() -> None:
    """Without a source there is nothing that could keep them."""
    rules = mapping('[make.theme]\nid = "{T}"\nname = "T"')
    assert "its rows make no source" in previewed(sheet({"T": "Fathers", "X": 1}), rules).notes[0]


def test_columns_to_be_left_out_are_told_once() -> None:
    """What the mapping says is not to be taken is listed: nobody reads a ready mapping."""
    rules = mapping('[sheet]\nleave_out = ["Notes"]' + PLAN)
    notes = previewed(with_column("Notes", "one", "two"), rules).notes
    assert notes == ("Left out, as the mapping says: Notes.",)


def test_rows_once_left_out_add_no_attribute_to_a_source_that_was_taken(tmp_path: Path) -> None:
    """A column in which rows differed stays no attribute where one of them comes back alone."""
    needs_module("openpyxl", "excel")
    whole = with_column("RAG", "Green", "Red", "Amber")
    bad = whole.rows[2]
    broken = attrs.evolve(bad, values=(*bad.values[:6], "soon", *bad.values[7:]))
    into = tracker()
    mend = tmp_path / "mend.xlsx"
    whole = attrs.evolve(whole, rows=(*whole.rows[:2], broken))
    lt.import_sheet(into, whole, mapping(), by="unit", leave_out_bad_rows=mend)
    left = read_sheet(mend)
    values = ("01/05/2025" if one == "soon" else one for one in left.rows[0].values)
    mended = attrs.evolve(left, rows=(attrs.evolve(left.rows[0], values=tuple(values)),))
    done = lt.import_sheet(into, mended, mapping(), by="unit")
    assert done.taken == 1
    assert into["child-a"] == lt.LCSPR(id="child-a", title="Child A")
    assert "Column J, RAG, is not taken" in done.notes[0]
    assert "was made no attribute when the other rows were taken" in done.notes[0]


def test_rows_once_left_out_keep_the_attributes_of_a_source_that_was_not_taken() -> None:
    """Where no row of a source was taken, what its rows agree in is its attribute."""
    mended = with_column("Harm type", "Neglect")
    wrong = Heading("What is wrong", "K")
    mended = attrs.evolve(
        mended,
        headings=(*mended.headings, wrong),
        rows=tuple(attrs.evolve(one, values=(*one.values, "Due: ...")) for one in mended.rows),
    )
    assert made(mended)["child-a"]["attributes"] == [["Harm type", "Neglect"]]


def test_attributes_that_the_mapping_names_must_agree() -> None:
    """A column that is said to be an attribute is told where rows differ in it."""
    rules = mapping(PLAN.replace('title = "Review"', 'title = "Review"\n    attributes = "Harm"'))
    assert previewed(with_column("Harm", "Neglect"), rules).planned[0].record == lt.LCSPR(
        id="child-a", title="Child A", attributes=(("Harm", "Neglect"),)
    )
    assert (
        "'Neglect' here and 'Abuse' in cell J3"
        in told(previewed(with_column("Harm", "Neglect", "Abuse"), rules))["cell J2"]
    )


# Held against the tracker


def test_importing_twice_changes_nothing() -> None:
    """The second time everything is as the tracker has it."""
    into = imported(plan({}, {"No": 2}))
    again = lt.import_sheet(into, plan({}, {"No": 2}), mapping())
    assert again.planned == ()
    assert len(again.same) == 7


def test_changes_are_told_field_by_field() -> None:
    """What the sheet has otherwise than the tracker is told with the old value and the new."""
    into = imported(plan({}))
    preview = lt.preview_import(into, plan({"Due": "30/04/2025", "Agencies": "Health"}), mapping())
    assert [(one.record.id, one.fields) for one in preview.changed] == [
        ("child-a-1", (ChangedField("addressed_to", '["police","health"]', '["health"]'),)),
        ("child-a-1-action", (ChangedField("due_on", "2025-03-01", "2025-04-30"),)),
    ]  # fmt: skip
    assert "due_on: 2025-03-01 → 2025-04-30" in str(preview)


def test_what_the_mapping_does_not_mention_stays() -> None:
    """Fields without a column, and attributes of other names, stay as the tracker has them."""
    held = lt.LCSPR(
        id="child-a", title="Child A", summary="A baby",
        attributes=(("Region", "South"), ("Harm", "Abuse")),
    )  # fmt: skip
    into = imported(with_column("Harm", "Neglect"), None, held)
    assert into["child-a"] == attrs.evolve(
        held, attributes=(("Region", "South"), ("Harm", "Neglect"))
    )


def test_an_empty_cell_leaves_what_is_there() -> None:
    """A cell that says nothing empties no field."""
    into = imported(plan({}))
    preview = lt.preview_import(into, plan({"Due": None}), mapping())
    assert preview.planned == ()


def test_an_empty_cell_empties_the_field_where_the_mapping_says_so() -> None:
    """With `clear`, what is taken out of the sheet is taken out of the tracker."""
    rules = mapping(PLAN.replace('dates = "day first" }', 'dates = "day first", clear = true }', 1))
    into = imported(plan({}), rules)
    (change,) = lt.preview_import(into, plan({"Due": None}), rules).changed
    assert change.fields == (ChangedField("due_on", "2025-03-01", ""),)


def test_a_field_that_must_be_there_cannot_be_emptied() -> None:
    """An empty cell of a statement is told, also where it would empty the field."""
    rules = mapping(
        PLAN.replace('statement = "Action"', 'statement = { column = "Action", clear = true }')
    )
    into = imported(plan({}), rules)
    preview = lt.preview_import(into, plan({"Action": None}), rules)
    assert told(preview)["cell E2"].startswith("missing-key: the cell is empty")


def test_records_later_than_the_trackers_date_are_changed_too() -> None:
    """A tracker with a date is held against the sheet with all that it keeps."""
    into = lt.Tracker([POLICE, HEALTH], date="2020-01-01")
    lt.import_sheet(into, plan({}), mapping())
    assert lt.preview_import(into, plan({}), mapping()).planned == ()


def test_no_sheet_is_held_against_what_the_public_may_read() -> None:
    """A preview would tell what a tracker for the public keeps back."""
    with pytest.raises(KeptBack):
        lt.preview_import(tracker().public(), plan({}), mapping())


def test_a_tracker_as_at_a_date_takes_none() -> None:
    """What can only be read is not changed."""
    with pytest.raises(ReadOnly):
        lt.import_sheet(tracker().as_at("2025-03-31"), plan({}), mapping())


def test_an_import_is_one_change(tmp_path: Path) -> None:
    """The whole sheet is one change in a database, signed and with its reason."""
    with lt.open(tmp_path / "kent.db") as into:
        with into.change(by="business-unit"):
            into.add(POLICE, HEALTH)
        with pytest.raises(NoAuthor):
            lt.import_sheet(into, plan({}), mapping())
        lt.import_sheet(into, plan({}), mapping(), by="business-unit", why="the May register")
        latest = into.log()[0].one
        assert (latest.by, latest.why) == ("business-unit", "the May register")
        lt.import_sheet(into, plan({}), mapping())  # nothing to sign
        assert len(into.log()) == 2


# Rows that are refused


def test_nothing_is_taken_while_rows_are_refused() -> None:
    """One bad row holds up the whole sheet, and the error tells why."""
    into = tracker()
    with pytest.raises(InvalidData, match=r"cell G3: expected a date"):
        lt.import_sheet(into, plan({}, {"No": 2, "Due": "soon"}), mapping())
    assert len(into) == 2


def test_what_depends_on_a_refused_row_is_refused() -> None:
    """A row whose action waits for one of a refused row cannot be taken either."""
    rules = mapping(PLAN.replace("[make.update]",
        'depends_on = { column = "After" }\n    [make.update]'))  # fmt: skip
    rows: list[dict[str, Value]] = [
        {**ROW, "Due": "soon"},
        {**ROW, "No": 2, "After": "child-a-1-action"},
        {**ROW, "No": 3, "After": "child-a-2-action"},
        {**ROW, "No": 4},
    ]
    preview = previewed(sheet(*rows, headings=[*HEADINGS, "After"]), rules)
    assert preview.told_rows == "4 rows = 1 that can be applied + 3 refused"
    assert [one.number for one in preview.refused] == [2, 3, 4]
    assert preview.refused[2].reasons == (
        "After: it needs the action child-a-2-action of row 3, which cannot be taken",
    )
    assert list(told(preview)) == ["cell G2"]
    assert "child-a" in {one.record.id for one in preview.added}


def test_what_the_tracker_has_can_be_depended_on() -> None:
    """A row that refers to what an earlier import brought is taken, whatever became of the rest."""
    rules = mapping(PLAN.replace("[make.update]",
        'depends_on = { column = "After" }\n    [make.update]'))  # fmt: skip
    rows: list[dict[str, Value]] = [{**ROW}, {**ROW, "No": 2, "After": "child-a-1-action"}]
    into = imported(sheet(*rows, headings=[*HEADINGS, "After"]), rules)
    rows[0]["Due"] = "soon"
    preview = lt.preview_import(into, sheet(*rows, headings=[*HEADINGS, "After"]), rules)
    assert [one.number for one in preview.refused] == [2]


def test_an_agency_that_only_refused_rows_name_is_not_made() -> None:
    """What a bad row would create is not created."""
    preview = previewed(plan({}, {"No": 2, "Lead": "Probation", "Due": "soon"}))
    assert "probation" not in {one.record.id for one in preview.added}


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx"])
@pytest.mark.parametrize("heading_row", [1, 4])
def test_refused_rows_are_written_to_be_mended(
    tmp_path: Path, ending: str, heading_row: int
) -> None:
    """The rows left out stand in a sheet that the same mapping reads once they are mended."""
    if ending == ".xlsx":
        needs_module("openpyxl", "excel")
    rules = mapping(f'[sheet]\nheading_row = {heading_row}\nfill_down = ["Review"]' + PLAN)
    read = attrs.evolve(
        plan({}, {"Review": None, "No": 2, "Due": "soon"}, {"Review": None, "No": 3}),
        file=f"plan{ending}",
    )
    into, mend = tracker(), tmp_path / f"mend{ending}"
    done = lt.import_sheet(into, read, rules, leave_out_bad_rows=mend)
    assert (done.taken, len(done.refused), done.rows) == (2, 1, 3)
    assert "child-a-3" in into

    left = lt.preview_import(into, mend, rules)
    assert left.told_rows == "1 row = 0 that can be applied + 1 refused"
    assert [one.sentence for one in left.problems] == [one.sentence for one in done.problems]
    mended = read_sheet(mend, None, heading_row)
    assert mended.headings[-1].text == WHAT_IS_WRONG
    assert str(mended.rows[0].values[-1]).startswith("Due: expected a date written as")
    better = tuple("01/06/2025" if value == "soon" else value for value in mended.rows[0].values)
    sound = attrs.evolve(mended, rows=(attrs.evolve(mended.rows[0], values=better),))
    last = lt.import_sheet(into, sound, rules)
    assert (last.taken, last.notes) == (1, mended.notes)
    assert into["child-a-2-action"].due_on == lt.When.parse("2025-06-01")


def test_cells_of_every_sort_are_written_as_they_stood(tmp_path: Path) -> None:
    """Numbers, days, times, and texts that look like formulas come back from a workbook."""
    needs_module("openpyxl", "excel")
    values: dict[str, Value] = {
        "No": 7, "Lead": True, "Status on": dt.date(2025, 2, 14), "Due": "soon",
        "Status": dt.datetime(2025, 2, 14, 9, 30),  # noqa: DTZ001 - cells know no zone
        "Action": "=1+1", "Agencies": 2.5, "Recommendation": Unreadable("it is an error"),
    }  # fmt: skip
    read = attrs.evolve(plan(values), file="plan.xlsx")
    mend = tmp_path / "mend.xlsx"
    lt.import_sheet(tracker(), read, mapping(), leave_out_bad_rows=mend)
    back = read_sheet(mend)
    held = dict(zip((one.text for one in back.headings), back.rows[0].values, strict=True))
    wanted = {**values, "Recommendation": NOT_READ}
    assert {key: _day(held[key]) for key in wanted} == {key: _day(wanted[key]) for key in wanted}
    assert "cell C2" in told(previewed(back))


@pytest.mark.parametrize("text", ["=1+1", "+44", "-", "@home", "'=1+1", "'tis"])
def test_texts_that_look_like_formulas_come_back_from_a_text_file(
    tmp_path: Path, text: str
) -> None:
    """No program that opens the file reckons with them, and the next import has them as before."""
    read = attrs.evolve(plan({"Recommendation": text, "Due": "soon"}), file="plan.csv", name="")
    lt.import_sheet(tracker(), read, mapping(), leave_out_bad_rows=tmp_path / "mend.csv")
    with (tmp_path / "mend.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["Recommendation"][0] not in "=+-@"
    lt.import_sheet(
        tracker(), tmp_path / "mend.csv", mapping(), leave_out_bad_rows=tmp_path / "again.csv"
    )
    with (tmp_path / "again.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [*csv.DictReader(file)] == [row]
    row["Due"] = "01/03/2025"
    back = attrs.evolve(sheet({**row}), file="mend.csv", name="")
    assert made(back)["child-a-1"]["statement"] == text


def _day(value: Value) -> Value:
    """A day at midnight as the day: a workbook has no other way to hold one."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value


def test_the_file_for_rows_left_out_is_new_and_of_the_same_sort(tmp_path: Path) -> None:
    """No file is written over, the sheet itself least of all."""
    read = attrs.evolve(plan({"Due": "soon"}), file="plan.csv")
    there = tmp_path / "there.csv"
    there.write_text("mine")
    with pytest.raises(WouldOverwrite):
        lt.import_sheet(tracker(), read, mapping(), leave_out_bad_rows=there)
    with pytest.raises(InvalidArgument, match=r"ends in \.csv"):
        lt.import_sheet(tracker(), read, mapping(), leave_out_bad_rows=tmp_path / "mend.xlsx")
    assert there.read_text() == "mine"


def test_no_file_is_left_where_nothing_is_taken(tmp_path: Path) -> None:
    """If the change cannot be kept, no row counts as left out."""
    read = attrs.evolve(plan({}, {"No": 2, "Due": "soon"}), file="plan.csv")
    with lt.open(tmp_path / "kent.db") as into:
        with into.change(by="business-unit"):
            into.add(POLICE, HEALTH)
        with pytest.raises(NoAuthor):
            lt.import_sheet(into, read, mapping(), leave_out_bad_rows=tmp_path / "mend.csv")
    assert not (tmp_path / "mend.csv").exists()


def test_no_file_is_written_where_no_row_is_refused(tmp_path: Path) -> None:
    """A sound sheet leaves nothing to be mended."""
    mend = tmp_path / "mend.csv"
    read = attrs.evolve(plan({}), file="plan.csv")
    assert lt.import_sheet(tracker(), read, mapping(), leave_out_bad_rows=mend).taken == 1
    assert not mend.exists()


# What should be looked at


def test_identifiers_of_people_are_told_at_their_cells() -> None:
    """A text that seems to identify a person is told, and what stands there is not repeated."""
    preview = previewed(plan({"Recommendation": "Call 01632 960001", "Review": "943 476 5919"}))
    assert told(preview) == {
        "cell A2": "identifier-in-text: it seems to identify a person (NHS number); take it out, "
        "and put a pseudonym or nothing in its place",
        "cell C2": "identifier-in-text: it seems to identify a person (telephone number); take it "
        "out, and put a pseudonym or nothing in its place",
    }
    assert "960001" not in str(preview.problems)
    assert not preview.refused


def test_a_date_beneath_the_heading_date_of_birth_is_told() -> None:
    """The heading tells what a date is; kept as an attribute it would identify a child."""
    assert "date of birth" in told(previewed(with_column("Date of birth", "14/02/2019")))["cell J2"]


def test_garbled_letters_are_told_and_not_mended() -> None:
    """Mojibake is to be looked at, and stands in the record as it stood in the sheet."""
    preview = previewed(plan({"Recommendation": "the childâ€™s voice"}))
    assert told(preview)["cell C2"].startswith("garbled-text: letters seem to be garbled ('â€™')")
    assert preview.planned[1].record.label == "the childâ€™s voice"


def test_a_review_of_which_nothing_more_is_said_is_told() -> None:
    """A line of totals would become a review; a line with a review's name alone would not."""
    empty = dict.fromkeys(HEADINGS)
    preview = previewed(plan({}, {**empty, "Review": "Child A"}, {**empty, "Review": "Total"}))
    assert told(preview) == {
        "row 4": "bare-source: of the LCSPR total no row says anything more; if this is a line of "
        "totals or a title, take it away"
    }
    reviews = mapping('[make.lcspr]\nid = "{Review}"\ntitle = "Review"')
    assert told(previewed(sheet({"Review": "Child A"}), reviews)) == {}


def test_very_many_new_names_are_told_once() -> None:
    """A wrong column that makes an agency of each row is told, and takes no time."""
    rows = [{"No": number, "Agencies": None, "Lead": f"Name {number}"} for number in range(330)]
    preview = previewed(plan(*rows))
    (problem,) = preview.problems
    assert problem.sentence == (
        "330 new records of kind agency are made; see whether the column is the right one"
    )


# From files


def test_a_workbook_as_people_keep_it_is_taken_in(tmp_path: Path) -> None:
    """Titles above the headings, a merged review, serial dates and what Excel leaves in texts."""
    openpyxl = needs_module("openpyxl", "excel")
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Actions"
    page.append(["Quality assurance group: action plan"])
    page.append([])
    page.append([" review ", "NO", "Recommendation", "Agencies", "Action", "Lead", "Due", "Status",
                 "Status  on", "Officer"])  # fmt: skip
    page.append(["Child A", 1, "See\u00a0fathers_x000D_\n", "Police\nHealth", "Train", "police",
                 dt.date(2025, 3, 1), "Done", 45702, "A. N. Other"])  # fmt: skip
    page.append([None, 2, "Share it", "TBC", "Do it", "Kent  Police", "Sept 2025", "OPEN"])
    page.merge_cells("A4:A5")
    book.save(tmp_path / "plan.xlsx")
    (tmp_path / "plan.toml").write_text(
        '[sheet]\nname = "Actions"\nheading_row = 3\nempty = ["TBC"]\nfill_down = ["Review"]\n'
        'leave_out = ["Officer"]\n'
        + PLAN.replace('dates = "day first" }', 'dates = ["excel serial", "month in words"] }'),
        encoding="utf-8",
    )
    into = tracker()
    done = lt.import_sheet(into, tmp_path / "plan.xlsx", tmp_path / "plan.toml")
    assert done.told_rows == "2 rows = 2 applied + 0 refused"
    assert into["child-a-1"] == lt.Recommendation(
        id="child-a-1", source="child-a", statement="See fathers",
        addressed_to=("police", "health"),
    )  # fmt: skip
    assert into["child-a-1-action"].due_on == lt.When.parse("2025-03-01")
    assert into["child-a-2-action"].due_on == lt.When.parse("2025-09")
    assert into["child-a-1-action-completed-2025-02-14"].by == "police"
    again = lt.import_sheet(into, tmp_path / "plan.xlsx", tmp_path / "plan.toml")
    assert again.planned == ()


# For people and for programs


def test_a_preview_is_told_in_full_and_in_order() -> None:
    """What a person reads: counts by kind, rows, changes and problems; programs get the same."""
    preview = previewed(plan({}, {"No": 2, "Due": "soon"}))
    lines = str(preview).splitlines()
    assert lines[0] == "What plan.xlsx, sheet Actions would change"
    assert "2 rows = 1 that can be applied + 1 refused." in lines
    assert lines[-1].startswith("error: plan.xlsx, sheet Actions, cell G3: expected a date")
    data = preview.to_data()
    assert data["rows"] == {"all": 2, "taken": 1, "refused": 1}
    assert data["counts"][-1] == {"kind": "lcspr", "added": 1, "changed": 0, "left_alone": 0}
    assert data["records"][0]["id"] == "child-a"
    assert data["refused"][0]["row"] == 3
    assert data["problems"][0]["place"] == "plan.xlsx, sheet Actions, cell G3"


def test_of_very_many_problems_the_first_are_shown() -> None:
    """A sheet with a thousand bad cells does not fill the screen."""
    preview = previewed(plan(*({"No": number, "Due": "soon"} for number in range(103))))
    assert len(preview.problems) == 103
    assert "and 3 more problems; as JSON, all are told" in str(preview)


def test_how_far_it_is_is_told() -> None:
    """Whoever watches is told what is done, and how much of it."""
    seen: list[tuple[str, int, int]] = []
    lt.preview_import(tracker(), plan({}), mapping(), watch=lambda *far: seen.append(far))
    assert seen == [("reading", 0, 1), ("reading", 1, 1), ("rows", 0, 1), ("records", 0, 4)]
