"""Every awkward sheet is taken or refused as it says, and is told of by cell."""

from collections import Counter
from pathlib import Path

import pytest

import learning_tracker as lt
from awkward_imports import AWKWARD, AwkwardImport
from parts import needs_module
from registers import mapping, tracker

each = pytest.mark.parametrize("one", AWKWARD, ids=lambda one: one.about)


@pytest.fixture(autouse=True)
def _with_openpyxl() -> None:
    needs_module("openpyxl", "excel")


def _expected(one: AwkwardImport) -> list[tuple[str, str, str]]:
    """The places, the codes and the words that must be told there."""
    told = []
    for place, several in one.problems.items():
        for each_one in [several] if isinstance(several, str) else several:
            code, _, words = each_one.partition(": ")
            told.append((place, code, words))
    return told


@each
def test_every_problem_is_told_at_its_cell_and_no_other(one: AwkwardImport, tmp_path: Path) -> None:
    """What the preview tells is what the sheet must give, place by place."""
    preview = lt.preview_import(tracker(), one.save(tmp_path), mapping(one.mapping))
    found = [
        (problem.place.rpartition(", ")[2].removeprefix("cell "), problem)
        for problem in preview.problems
    ]
    expected = _expected(one)
    for place, code, words in expected:
        assert any(
            (where, problem.code) == (place, code) and words in problem.sentence
            for where, problem in found
        ), (place, code, words)
    places = {(where, problem.code) for where, problem in found}
    assert places == {(place, code) for place, code, _ in expected}
    assert tuple(row.number for row in preview.refused) == one.refused
    assert len(preview.added) == one.made
    assert preview.notes == one.notes
    assert all(problem.place.startswith("plan.xlsx, sheet Actions, ") for _, problem in found)


@each
def test_what_is_sound_is_taken_and_only_once(one: AwkwardImport, tmp_path: Path) -> None:
    """Rows in are rows applied and refused; what is left out is written, and twice is once."""
    into, sheet, rules = tracker(), one.save(tmp_path), mapping(one.mapping)
    done = lt.import_sheet(into, sheet, rules, leave_out_bad_rows=tmp_path / "mend.xlsx")
    assert done.taken + len(done.refused) == done.rows
    assert (tmp_path / "mend.xlsx").exists() == bool(one.refused)
    again = lt.import_sheet(into, sheet, rules, leave_out_bad_rows=tmp_path / "again.xlsx")
    assert again.planned == ()


@each
def test_a_mapping_can_be_drafted_for_it(one: AwkwardImport, tmp_path: Path) -> None:
    """The draft for an awkward sheet is a mapping by which it can be looked at."""
    sheet = one.save(tmp_path)
    draft = tmp_path / "draft.toml"
    draft.write_text(lt.draft_mapping(sheet), encoding="utf-8")
    preview = lt.preview_import(tracker(), sheet, draft)
    assert preview.taken + len(preview.refused) == preview.rows


def test_the_corpus_is_large_and_each_sheet_has_its_own_name() -> None:
    """Some sixty sheets, each described once; most must be told of, several at many cells."""
    assert len(AWKWARD) >= 60
    assert max(Counter(one.about for one in AWKWARD).values()) == 1
    assert sum(bool(one.problems) for one in AWKWARD) >= 40
    assert sum(len(one.problems) >= 2 for one in AWKWARD) >= 8
