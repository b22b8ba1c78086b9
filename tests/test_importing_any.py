"""Of any sheet at all: rows are applied or refused, and the second time nothing changes."""

import csv
import datetime as dt
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from awkward_sheets import AWKWARD
from learning_tracker.exchange.folding import folded, slug
from learning_tracker.exchange.mappings.sheet_columns import WHAT_IS_WRONG
from learning_tracker.exchange.sheets.reading import read_sheet
from learning_tracker.exchange.sheets.sheet import Unreadable, Value
from registers import (
    HEADINGS,
    PLAN,
    ROW,
    mapping,
    sheet,
    tracker,
)
from sheet_files import Awkward

CELLS = st.sampled_from(
    [None, "", "n/a", 1, 2, 2.5, True, "Child A", "child  a", "Child-B", "Police", "Health; Police",
     "Probation", "x\x00", "01/03/2025", "2025-03-01", dt.date(2025, 3, 1), "Done", "Open", "?",
     Unreadable("it is an error"), "=1+1", "child-a-1-action"]
)  # fmt: skip
COLUMNS = (*HEADINGS, "After", "Notes")
RULES = mapping(
    '[sheet]\nempty = ["n/a"]'
    + PLAN.replace("[make.update]", 'depends_on = { column = "After" }\n    [make.update]')
)
ROWS = st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS))
MOSTLY_SOUND = ROWS.flatmap(
    lambda dirt: st.sets(st.sampled_from(COLUMNS), max_size=2).map(
        lambda bad: {**ROW, "After": None, **{name: dirt[name] for name in bad}}
    )
)


@given(st.lists(MOSTLY_SOUND | ROWS, max_size=6))
def test_rows_in_are_rows_applied_and_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Value]]
) -> None:
    """Of any sheet each row is applied or refused; what is left out says why, and comes back."""
    read = attrs.evolve(sheet(*rows, headings=COLUMNS), file="plan.csv")
    into = tracker()
    mend = tmp_path_factory.mktemp("left") / "mend.csv"
    done = lt.import_sheet(into, read, RULES, leave_out_bad_rows=mend)
    refused = {one.number for one in done.refused}
    applied = {number for one in done.planned for number in one.rows}
    silent = {row.number for row in read.rows} - refused - applied
    said = dict(enumerate(rows, 2))
    assert {said[number]["Status"] for number in silent} <= {"Open"}  # which means no record
    assert not refused & applied
    assert done.taken + len(refused) == len(rows)
    assert all(one.reasons for one in done.refused)
    assert bool(done.problems.errors) == bool(refused)
    if refused:
        with mend.open(encoding="utf-8-sig", newline="") as file:
            left = list(csv.DictReader(file))
        assert len(left) == len(refused)
        assert all(row[WHAT_IS_WRONG] for row in left)


@given(st.lists(MOSTLY_SOUND | ROWS, max_size=6))
def test_importing_any_sheet_twice_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Value]]
) -> None:
    """Whatever a sheet holds, the second time it adds and changes nothing."""
    read = attrs.evolve(sheet(*rows, headings=COLUMNS), file="plan.csv")
    into, folder = tracker(), tmp_path_factory.mktemp("left")
    lt.import_sheet(into, read, RULES, leave_out_bad_rows=folder / "first.csv")
    again = lt.import_sheet(into, read, RULES, leave_out_bad_rows=folder / "second.csv")
    assert again.planned == ()


@given(st.text())
def test_a_slug_can_be_an_id(text: str) -> None:
    """Whatever a text holds, its slug is no id at all or a sound one, and its own slug."""
    found = slug(text)
    assert len(found) <= 64
    assert not any(letter.isspace() for letter in found)
    assert slug(found) == found
    assert folded(folded(text)) == folded(text)


REGISTER = """
    [sheet]
    name = "{name}"
    heading_row = {row}

    [make.review]
    kind = "learning-review"
    id = "register"
    title = {{ always = "The register" }}

    [make.recommendation]
    id = "{{Ref}}"
    source = {{ same_row = "review" }}
    statement = "Recommendation"

    [make.action]
    id = "{{Ref}}-action"
    answers = {{ same_row = "recommendation" }}
    statement = "Recommendation"
    lead = {{ column = "Lead agency", create = true }}
    due_on = {{ column = "Due", dates = ["iso", "day first", "day in words"] }}
"""
PLAN_HEADINGS = {"Ref", "Recommendation", "Lead agency", "Due"}
REGISTERS = [one for one in AWKWARD if {*one.headings} >= PLAN_HEADINGS and not one.refused]


@pytest.mark.parametrize("one", REGISTERS, ids=lambda one: one.about)
def test_every_awkward_register_is_taken_or_told(one: Awkward, tmp_path: Path) -> None:
    """Of each awkward sheet every cell that cannot be read is told, and every row accounted for."""
    path = tmp_path / one.file
    path.write_bytes(one.content)
    name, row = one.ask.get("name") or "", one.ask.get("header_row", 1)
    rules = mapping(REGISTER.format(name=name, row=row))
    into, mend = tracker(), tmp_path / f"mend{path.suffix}"
    done = lt.import_sheet(into, path, rules, leave_out_bad_rows=mend)
    assert done.taken + len(done.refused) == done.rows == len(one.numbers)
    read = read_sheet(path, name or None, row)
    mapped = {
        read.place(each.number, place)
        for each in read.rows
        for place, heading in enumerate(read.headings)
        if heading.text in PLAN_HEADINGS and isinstance(each.values[place], Unreadable)
    }
    assert mapped <= {problem.place for problem in done.problems.errors}
    again = lt.preview_import(into, path, rules)
    assert again.planned == ()
    if done.refused:
        left = lt.preview_import(into, mend, attrs.evolve(rules, sheet=attrs.evolve(
            rules.sheet, name=read.name)))  # fmt: skip
        assert len(left.refused) == len(done.refused)


def test_many_awkward_registers_are_tried() -> None:
    """The corpus holds some dozens of sheets with the headings of a register."""
    assert len(REGISTERS) > 20
