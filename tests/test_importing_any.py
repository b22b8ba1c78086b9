"""Of any sheet at all: rows are applied or refused, and the second time nothing changes."""

import csv
import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from learning_tracker.exchange.folding import folded, slug
from learning_tracker.exchange.sheet import Unreadable, Value
from learning_tracker.exchange.sheet_columns import WHAT_IS_WRONG
from registers import (
    HEADINGS,
    PLAN,
    ROW,
    mapping,
    sheet,
    tracker,
)

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
    assert refused | applied == {row.number for row in read.rows}
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
