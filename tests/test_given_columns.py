"""What a sheet does not say is given for all its rows."""

from pathlib import Path

import pytest

import learning_tracker as lt
from learning_tracker.errors import InvalidData
from learning_tracker.exchange.sheets.reading import read_sheet
from parts import needs_module
from registers import PLAN, ROW, mapping, sheet, told, tracker

RULES = mapping(PLAN)
BARE = {key: value for key, value in ROW.items() if key != "Review"}


def previewed(given: dict[str, str], *rows: dict[str, object]) -> lt.Preview:
    """What a plan that does not name its review would change."""
    return lt.preview_import(tracker(), sheet(*(rows or (BARE,))), RULES, given=given)  # type: ignore[arg-type] # they are cells


def refused(given: dict[str, str]) -> str:
    """What is said of what is given."""
    with pytest.raises(InvalidData) as found:
        previewed(given)
    return str(found.value)


def test_a_value_stands_in_all_rows() -> None:
    """Two plans of one layout make two reviews, as each says which it is of."""
    into = tracker()
    for review in ("Child A", "Child B"):
        lt.import_sheet(into, sheet(BARE, {**BARE, "No": 2}), RULES, given={"review": review})
    assert [one.title for one in into.of(lt.LCSPR)] == ["Child A", "Child B"]
    assert len(into.of(lt.Recommendation)) == 4


def test_it_is_told() -> None:
    """The preview says what was given."""
    assert previewed({"Review": "Child A"}).notes[0] == "Given for all rows: Review: Child A."


def test_what_is_wrong_with_it_is_told_once_and_not_at_a_cell() -> None:
    """It stands in no cell, and two rows say the same of it."""
    rules = mapping(PLAN.replace('"Review"', '"Review"\n    published_on = "Published"', 1))
    preview = lt.preview_import(
        tracker(),
        sheet(ROW, {**ROW, "No": 2}),
        rules,
        given={"Published": "soon"},
    )
    assert [one.place for one in preview.problems] == [
        "plan.xlsx, sheet Actions, Published as given"
    ]
    assert preview.taken == 0


def test_it_does_not_decide_whether_a_part_is_made() -> None:
    """A status of all rows makes no update of a row that has none of its own, nor is that told."""
    rules = mapping(PLAN.replace("[make.update]", '[make.update]\n    only_if = "Status"'))
    row = {key: value for key, value in ROW.items() if key != "Status on"}
    given = {"Status on": "14/02/2025"}
    read = sheet({**row, "Status": None}, {**row, "No": 2})
    preview = lt.preview_import(tracker(), read, rules, given=given)
    assert {one.kind: one.added for one in preview.counts}["update"] == 1
    assert told(preview) == {}
    preview = lt.preview_import(tracker(), read, RULES, given=given)
    assert {one.kind: one.added for one in preview.counts}["update"] == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"Review": "A", "No": "3"}, "the sheet has a column 'No'; give nothing for it"),
        ({"Reviev": "A"}, "the mapping names no column 'Reviev', for which a value is given; did"),
        ({"Review": " "}, "what is given for 'Review' is blank; write what is meant"),
    ],
)
def test_what_cannot_be_given_is_told(given: dict[str, str], sentence: str) -> None:
    """A slip of the pen changes nothing."""
    assert sentence in refused(given)


def test_the_rows_left_out_have_the_layout_of_the_sheet(tmp_path: Path) -> None:
    """What was given is given again for the rows once they are mended, and is no column."""
    needs_module("openpyxl", "excel")
    mend = tmp_path / "mend.xlsx"
    rules = mapping('[sheet]\nfill_down = ["Review", "Agencies"]' + PLAN)
    into, given = tracker(), {"Review": "Child A"}
    read = sheet(BARE, {**BARE, "No": 2, "Agencies": None, "Due": "soon"})
    lt.import_sheet(into, read, rules, given=given, leave_out_bad_rows=mend)
    left = lt.preview_import(into, mend, rules, given=given)
    assert [one.place for one in left.problems] == ["mend.xlsx, sheet Actions, cell F2"]
    headings = [one.text for one in read_sheet(mend).headings]
    assert headings == [*BARE, "What is wrong"]
