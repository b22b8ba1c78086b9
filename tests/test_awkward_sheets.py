"""Every sheet of the corpus is read or refused as it says."""

import re
from pathlib import Path

import pytest

from awkward_sheets import AWKWARD
from learning_tracker.errors import LearningTrackerError, Misfit
from learning_tracker.exchange.sheets.cells import clean, garbled
from learning_tracker.exchange.sheets.day_formats import parse
from learning_tracker.exchange.sheets.reading import read_sheet
from learning_tracker.exchange.sheets.sheet import Sheet, Unreadable, Value
from sheet_files import Awkward

BOOKS = [one for one in AWKWARD if not one.refused]
REFUSED = [one for one in AWKWARD if one.refused]


def read(one: Awkward, folder: Path) -> Sheet:
    """The sheet, from a file."""
    path = folder / one.file
    path.write_bytes(one.content)
    return read_sheet(path, **one.ask)


def cells_of(sheet: Sheet) -> dict[str, Value]:
    """What stands in each cell, by its place."""
    return {
        f"{heading.letters}{row.number}": value
        for row in sheet.rows
        for heading, value in zip(sheet.headings, row.values, strict=True)
    }


@pytest.mark.parametrize("one", BOOKS, ids=lambda one: one.about)
def test_read(one: Awkward, tmp_path: Path) -> None:
    """Each sheet gives its headings, its rows, and what is told of its cells."""
    sheet = read(one, tmp_path)
    assert tuple(heading.text for heading in sheet.headings) == one.headings
    assert tuple(row.number for row in sheet.rows) == one.numbers
    assert sheet.notes == one.notes
    cells = cells_of(sheet)
    told = {place: value.why for place, value in cells.items() if isinstance(value, Unreadable)}
    assert told.keys() == one.unreadable.keys()
    assert all(one.unreadable[place] in why for place, why in told.items())
    for place, value in one.values.items():
        assert (type(cells[place]), cells[place]) == (type(value), value)


@pytest.mark.parametrize("one", BOOKS, ids=lambda one: one.about)
def test_words(one: Awkward, tmp_path: Path) -> None:
    """Each sheet's texts come clean, and what looks garbled in them is told, nothing else."""
    cells = cells_of(read(one, tmp_path))
    for place, text in one.cleaned.items():
        assert clean(str(cells[place])) == text
    found = {place: garbled(value) for place, value in cells.items() if isinstance(value, str)}
    assert {place: piece for place, piece in found.items() if piece} == one.garbled


@pytest.mark.parametrize("one", [one for one in BOOKS if one.dates], ids=lambda one: one.about)
def test_dates(one: Awkward, tmp_path: Path) -> None:
    """Each date is read by the formats stated, or told why it is none."""
    cells = cells_of(read(one, tmp_path))
    for place, (formats, expected) in one.dates.items():
        if re.fullmatch("[0-9/-]+", expected):
            assert parse(cells[place], formats).iso == expected
        else:
            with pytest.raises(Misfit, match=re.escape(expected)):
                parse(cells[place], formats)


@pytest.mark.parametrize("one", REFUSED, ids=lambda one: one.about)
def test_refused(one: Awkward, tmp_path: Path) -> None:
    """Each file that cannot be taken is refused with what is wrong, where, and what to do."""
    with pytest.raises(LearningTrackerError) as found:
        read(one, tmp_path)
    assert [piece for piece in one.refused if piece not in str(found.value)] == []


def test_the_corpus_is_large() -> None:
    """No sheet stands there twice."""
    names = [one.about for one in AWKWARD]
    assert len(set(names)) == len(names) >= 45
